"""Networks, who belongs to them, and their channels."""

import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import people_changed
from storage.records import (
    Channel,
    Collecting,
    Network,
    NetworkId,
    Person,
    PersonId,
    Platform,
    Rhythm,
    TrustId,
)
from storage.statements import insert_once, upsert
from storage.tables import channels, memberships, networks, sharings
from storage.trusts import changed, forget_terms

TOKEN_BYTES = 18  # of chance: 24 characters in an address


class Networks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everyone(self, trust: TrustId) -> tuple[Network, ...]:
        rows = await self._connection.execute(_networks(trust).order_by(networks.c.name))
        return tuple(map(_network, rows))

    async def of(self, person: Person) -> tuple[Network, ...]:
        mine = select(memberships.c.network_id).where(
            memberships.c.person_id == person.id, memberships.c.trust_id == person.trust
        )
        rows = await self._connection.execute(
            _networks(person.trust).where(networks.c.id.in_(mine)).order_by(networks.c.name)
        )
        return tuple(map(_network, rows))

    async def find(self, id: NetworkId, *, trust: TrustId, hold: bool = False) -> Network | None:  # noqa: A002
        """`hold`: nobody else changes it, or plans for it, until this transaction ends."""
        asked = _networks(trust).where(networks.c.id == id)
        row = (await self._connection.execute(asked.with_for_update(of=networks) if hold else asked)).first()
        return _network(row) if row else None

    async def keep(self, trust: TrustId, name: str, *, kind: str = "", about: str = "") -> NetworkId:
        """Add or bring up to date, by name; what is not given stays as it was."""
        values = {"trust_id": trust, "name": name}
        values |= {column: given for column, given in (("kind", kind), ("about", about)) if given}
        if not await insert_once(self._connection, networks, values, key=("trust_id", "name")) and (
            kind or about
        ):
            await upsert(self._connection, networks, values, key=("trust_id", "name"))
        await changed(self._connection, trust)
        found = await self._connection.scalar(
            select(networks.c.id).where(networks.c.trust_id == trust, networks.c.name == name)
        )
        return NetworkId(found or 0)

    async def change(self, network: Network, **values: Any) -> None:  # noqa: ANN401  columns
        """Set columns: `name`, `kind`, `about`, `rhythm`, `minutes`, `virtual`, `open`.

        Where it closes, what others share too is found by its words no more: it is made anew within the hour.
        """
        await self._connection.execute(
            update(networks)
            .where(networks.c.id == network.id, networks.c.trust_id == network.trust)
            .values(**values)
        )
        theirs = sharings.c.trust_id == network.trust
        here = theirs & (sharings.c.network_id == network.id)
        sharers = await self._connection.scalars(select(sharings.c.person_id).where(here).distinct())
        known = {PersonId(each) for each in sharers if each is not None}
        known.update(await self.members(network.id, trust=network.trust))
        await people_changed(self._connection, network.trust, known)
        if network.open and values.get("open") is False:
            others = select(sharings.c.resource_id).where(
                theirs, sharings.c.network_id.is_distinct_from(network.id)
            )
            both = select(sharings.c.resource_id).where(here, sharings.c.resource_id.in_(others)).distinct()
            await forget_terms(self._connection, network.trust, await self._connection.scalars(both))

    async def token(self, network: Network) -> str:
        """Names its calendar in addresses of our own pages; made when it is first wanted."""
        mine = (networks.c.id == network.id, networks.c.trust_id == network.trust)
        await self._connection.execute(
            update(networks)
            .where(*mine, networks.c.token == "")
            .values(token=secrets.token_urlsafe(TOKEN_BYTES))
        )
        return str(await self._connection.scalar(select(networks.c.token).where(*mine)) or "")

    async def with_token(self, token: str) -> Network | None:
        """Whoever has a calendar's address may see its meetings: no trust is known there."""
        found = await self._connection.execute(
            select(networks, literal(0).label("members")).where(networks.c.token == token)
        )
        row = found.first() if token else None
        return _network(row) if row else None

    async def lead(self, network: NetworkId, person: Person, *, facilitator: bool) -> None:
        """Whether a member leads it; who is not a member stays outside."""
        await self._connection.execute(
            update(memberships)
            .where(
                memberships.c.network_id == network,
                memberships.c.person_id == person.id,
                memberships.c.trust_id == person.trust,
            )
            .values(facilitator=facilitator)
        )
        await people_changed(self._connection, person.trust, [person.id])

    async def join(self, network: NetworkId, person: Person, *, facilitator: bool = False) -> bool:
        """True if they are new there; joining twice is harmless. Another trust's network lets nobody in."""
        if await self.find(network, trust=person.trust) is None:
            return False
        await people_changed(self._connection, person.trust, [person.id])
        values = {"trust_id": person.trust, "network_id": network, "person_id": person.id}
        key = ("network_id", "person_id")
        new = await insert_once(self._connection, memberships, values, key=key)
        if facilitator:
            await upsert(self._connection, memberships, values | {"facilitator": True}, key=key)
        return new

    async def leave(self, network: NetworkId, person: Person) -> None:
        await people_changed(self._connection, person.trust, [person.id])
        await self._connection.execute(
            delete(memberships).where(
                memberships.c.network_id == network,
                memberships.c.person_id == person.id,
                memberships.c.trust_id == person.trust,
            )
        )

    async def enrol(self, trust: TrustId, pairs: Iterable[tuple[NetworkId, PersonId]]) -> None:
        """Many at once, from an import; those who belong already stay."""
        known = await self._connection.execute(
            select(memberships.c.network_id, memberships.c.person_id).where(memberships.c.trust_id == trust)
        )
        there = {(row.network_id, row.person_id) for row in known}
        new = [
            {"trust_id": trust, "network_id": network, "person_id": person}
            for network, person in dict.fromkeys(pairs)
            if (network, person) not in there
        ]
        if new:
            await people_changed(self._connection, trust, {PersonId(each["person_id"]) for each in new})
            await self._connection.execute(insert(memberships), new)

    async def members(self, network: NetworkId, *, trust: TrustId) -> tuple[PersonId, ...]:
        rows = await self._connection.scalars(
            select(memberships.c.person_id)
            .where(memberships.c.network_id == network, memberships.c.trust_id == trust)
            .order_by(memberships.c.facilitator.desc(), memberships.c.person_id)
        )
        return tuple(map(PersonId, rows))

    async def belonging(self, trust: TrustId) -> dict[tuple[NetworkId, PersonId], bool]:
        """Every membership of the trust's people: True where they lead the network."""
        rows = await self._connection.execute(
            select(memberships.c.network_id, memberships.c.person_id, memberships.c.facilitator).where(
                memberships.c.trust_id == trust
            )
        )
        return {(NetworkId(row.network_id), PersonId(row.person_id)): row.facilitator for row in rows}

    async def facilitators(self, trust: TrustId) -> dict[NetworkId, tuple[PersonId, ...]]:
        """Who leads each network; those without a facilitator are absent."""
        rows = await self._connection.execute(
            select(memberships.c.network_id, memberships.c.person_id)
            .where(memberships.c.trust_id == trust, memberships.c.facilitator)
            .order_by(memberships.c.network_id, memberships.c.person_id)
        )
        found: dict[NetworkId, tuple[PersonId, ...]] = {}
        for row in rows:
            found[row.network_id] = (*found.get(row.network_id, ()), PersonId(row.person_id))
        return found

    # ---- channels

    async def with_channel(self, trust: TrustId) -> frozenset[NetworkId]:
        """The networks that can be written to, on whichever platform."""
        rows = await self._connection.scalars(
            select(channels.c.network_id).where(channels.c.trust_id == trust).distinct()
        )
        return frozenset(map(NetworkId, rows))

    async def at(self, platform: Platform, workspace: str, channel: str) -> Channel | None:
        """Whose channel it is, in whichever trust: a taken one is noticed, a message's way in is decided."""
        found = await self._connection.execute(
            select(channels).where(
                channels.c.platform == platform,
                channels.c.workspace == workspace,
                channels.c.channel == channel,
            )
        )
        row = found.first()
        return _channel(row) if row else None

    async def link(self, channel: Channel, address: dict[str, Any] | None = None) -> None:
        """From now on that channel is this network's."""
        values: dict[str, Any] = {
            "trust_id": channel.trust,
            "network_id": channel.network,
            "platform": channel.platform.value,
            "workspace": channel.workspace,
            "channel": channel.channel,
        }
        if address is not None:
            values["address"] = address
        await upsert(self._connection, channels, values, key=("platform", "workspace", "channel"))

    async def link_free(self, channel: Channel, address: dict[str, Any]) -> bool:
        """Like `link`, but False, and nothing changed, where the channel is anybody's already."""
        values = {
            "trust_id": channel.trust,
            "network_id": channel.network,
            "platform": channel.platform.value,
            "workspace": channel.workspace,
            "channel": channel.channel,
            "address": address,
        }
        if await self.find(channel.network, trust=channel.trust) is None:
            return False
        return await insert_once(self._connection, channels, values, key=("platform", "workspace", "channel"))

    async def unlink(self, channel: Channel) -> None:
        """The channel is nobody's any more."""
        await self._connection.execute(
            delete(channels).where(
                channels.c.platform == channel.platform,
                channels.c.workspace == channel.workspace,
                channels.c.channel == channel.channel,
                channels.c.network_id == channel.network,
                channels.c.trust_id == channel.trust,
            )
        )

    async def in_channel(
        self, platform: Platform, workspace: str, channel: str, *, trust: TrustId
    ) -> Network | None:
        here = select(channels.c.network_id).where(
            channels.c.platform == platform,
            channels.c.workspace == workspace,
            channels.c.channel == channel,
            channels.c.trust_id == trust,
        )
        row = (await self._connection.execute(_networks(trust).where(networks.c.id.in_(here)))).first()
        return _network(row) if row else None

    async def collecting(
        self, platform: Platform, workspace: str, channel: str, *, trust: TrustId
    ) -> Collecting | None:
        """What happens to links posted there; None where the channel is nobody's."""
        found = await self._connection.scalar(
            select(channels.c.collecting).where(
                channels.c.platform == platform,
                channels.c.workspace == workspace,
                channels.c.channel == channel,
                channels.c.trust_id == trust,
            )
        )
        return None if found is None else Collecting(found)

    async def collect(self, network: Network, how: Collecting) -> None:
        """In all its channels."""
        await self._connection.execute(
            update(channels)
            .where(channels.c.network_id == network.id, channels.c.trust_id == network.trust)
            .values(collecting=how.value)
        )

    async def closed_to(self, person: Person) -> frozenset[NetworkId]:
        """What is shared there is its members' and the coordinators' alone, and they are neither."""
        if person.coordinator:
            return frozenset()
        mine = select(memberships.c.network_id).where(
            memberships.c.person_id == person.id, memberships.c.trust_id == person.trust
        )
        rows = await self._connection.scalars(
            select(networks.c.id).where(
                networks.c.trust_id == person.trust, networks.c.open.is_(False), networks.c.id.not_in(mine)
            )
        )
        return frozenset(map(NetworkId, rows))

    async def channels(
        self, network: NetworkId, *, trust: TrustId
    ) -> tuple[tuple[Channel, dict[str, Any]], ...]:
        """Its channels, each with the address a post goes to."""
        rows = await self._connection.execute(
            select(channels)
            .where(channels.c.network_id == network, channels.c.trust_id == trust)
            .order_by(channels.c.id)
        )
        return tuple((_channel(row), row.address or {}) for row in rows)


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        NetworkId(row.network_id),
        TrustId(row.trust_id),
        Platform(row.platform),
        row.workspace,
        row.channel,
        Collecting(row.collecting),
    )


def _networks(trust: TrustId) -> Select[Any]:
    members = (
        select(func.count())
        .where(memberships.c.network_id == networks.c.id)
        .correlate(networks)
        .scalar_subquery()
    )
    return select(networks, members.label("members")).where(networks.c.trust_id == trust)


def _network(row: Row[Any]) -> Network:
    return Network(
        NetworkId(row.id),
        TrustId(row.trust_id),
        row.name,
        row.kind,
        row.about,
        row.members,
        Rhythm(row.rhythm),
        row.minutes,
        row.virtual,
        row.open,
    )
