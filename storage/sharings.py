"""Who shared which resource, where and for what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import people_changed
from storage.records import (
    NetworkId,
    Person,
    PersonId,
    Resource,
    ResourceId,
    SchoolId,
    Sharing,
    SharingId,
    TrustId,
)
from storage.resources import digest
from storage.statements import insert_once
from storage.tables import other_addresses, sharings, unwanted
from storage.trusts import library_changed


class Sharings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        resource: Resource,
        by: Person,
        now: datetime,
        *,
        network: NetworkId | None = None,
        purpose: str = "",
        message: str = "",
        kept: bool = True,
    ) -> Sharing:
        """One more who shared it, in their school's context."""
        await library_changed(self._connection, resource.trust, resource.id)
        values = {
            "trust_id": resource.trust,
            "resource_id": resource.id,
            "person_id": by.id,
            "network_id": network,
            "school_id": by.school,
            "at": now,
            "purpose": purpose,
            "message": message,
            "kept": kept,
        }
        inserted = insert(sharings).values(values).returning(*sharings.c)
        return _sharing((await self._connection.execute(inserted)).one())

    async def add_several(self, new: Sequence[Sharing], *, trust: TrustId) -> None:
        """At once, each as it stands; their people are found for it from now on."""
        if not new:
            return
        await library_changed(self._connection, trust, *{each.resource for each in new})
        await people_changed(self._connection, trust, {each.person for each in new if each.person})
        await self._connection.execute(
            insert(sharings),
            [
                {
                    "trust_id": trust,
                    "resource_id": each.resource,
                    "person_id": each.person,
                    "network_id": each.network,
                    "school_id": each.school,
                    "at": each.at,
                    "purpose": each.purpose,
                    "message": each.message,
                    "kept": each.kept,
                    "by_hand": each.by_hand,
                }
                for each in new
            ],
        )

    async def find(self, id: SharingId, *, trust: TrustId) -> Sharing | None:  # noqa: A002  it is the id
        found = await self._connection.execute(
            select(sharings).where(sharings.c.id == id, sharings.c.trust_id == trust)
        )
        row = found.first()
        return _sharing(row) if row else None

    async def of_resource(self, resource: ResourceId, *, trust: TrustId) -> tuple[Sharing, ...]:
        """Who shared it, oldest first."""
        return (await self.of([resource], trust=trust)).get(resource, ())

    async def of(
        self, resources: Iterable[ResourceId], *, trust: TrustId
    ) -> dict[ResourceId, tuple[Sharing, ...]]:
        """Who shared each, oldest first."""
        wanted = list(resources)
        if not wanted:
            return {}
        rows = await self._connection.execute(
            select(sharings)
            .where(sharings.c.trust_id == trust, sharings.c.resource_id.in_(wanted))
            .order_by(sharings.c.id)
        )
        found: dict[ResourceId, list[Sharing]] = {}
        for row in rows:
            found.setdefault(ResourceId(row.resource_id), []).append(_sharing(row))
        return {resource: tuple(theirs) for resource, theirs in found.items()}

    async def everyone(self, trust: TrustId) -> tuple[Sharing, ...]:
        """All of the trust's, oldest first."""
        rows = await self._connection.execute(
            select(sharings).where(sharings.c.trust_id == trust).order_by(sharings.c.id)
        )
        return tuple(map(_sharing, rows))

    async def by(self, person: Person, *, limit: int | None = None) -> tuple[Sharing, ...]:
        """A person's own, newest first."""
        rows = await self._connection.execute(
            select(sharings)
            .where(sharings.c.person_id == person.id, sharings.c.trust_id == person.trust)
            .order_by(sharings.c.id.desc())
            .limit(limit)
        )
        return tuple(map(_sharing, rows))

    async def in_network(self, network: NetworkId, *, trust: TrustId, since: datetime) -> tuple[Sharing, ...]:
        """What was shared there and kept since then, oldest first."""
        rows = await self._connection.execute(
            select(sharings)
            .where(
                sharings.c.trust_id == trust,
                sharings.c.network_id == network,
                sharings.c.at >= since,
                sharings.c.kept,
            )
            .order_by(sharings.c.at, sharings.c.id)
        )
        return tuple(map(_sharing, rows))

    async def since(self, trust: TrustId, first: datetime, *, newest: int) -> tuple[Sharing, ...]:
        """The newest that were shared anywhere and kept since then, newest first."""
        rows = await self._connection.execute(
            select(sharings)
            .where(sharings.c.trust_id == trust, sharings.c.at >= first, sharings.c.kept)
            .order_by(sharings.c.at.desc(), sharings.c.id.desc())
            .limit(newest)
        )
        return tuple(map(_sharing, rows))

    async def of_message(self, message: str, *, trust: TrustId) -> tuple[Sharing, ...]:
        """What was collected from one message."""
        if not message:
            return ()
        rows = await self._connection.execute(
            select(sharings)
            .where(sharings.c.trust_id == trust, sharings.c.message == message)
            .order_by(sharings.c.id)
        )
        return tuple(map(_sharing, rows))

    async def change(self, sharing: Sharing, **values: Any) -> Sharing:  # noqa: ANN401  columns
        """Set columns by their names: `purpose`, `message`, `kept`, `by_hand`, `resource_id`, `person_id`."""
        moved = values.get("resource_id", sharing.resource)
        await library_changed(self._connection, sharing.trust, sharing.resource, moved)
        changed = (
            update(sharings)
            .where(sharings.c.id == sharing.id, sharings.c.trust_id == sharing.trust)
            .values(**values)
            .returning(*sharings.c)
        )
        row = (await self._connection.execute(changed)).first()
        assert row is not None, "a sharing of this trust"  # noqa: S101  it was found a moment ago
        return _sharing(row)

    async def remove(self, sharing: Sharing) -> None:
        await library_changed(self._connection, sharing.trust, sharing.resource)
        if sharing.person is not None:
            await people_changed(self._connection, sharing.trust, [sharing.person])
        await self._connection.execute(
            delete(sharings).where(sharings.c.id == sharing.id, sharings.c.trust_id == sharing.trust)
        )

    async def unanswered(self, trust: TrustId, *, before: datetime) -> tuple[Sharing, ...]:
        """Of whom it was asked before then whether to keep it, and who have not said."""
        rows = await self._connection.execute(
            select(sharings)
            .where(sharings.c.trust_id == trust, sharings.c.at < before, sharings.c.kept.is_(False))
            .order_by(sharings.c.id)
        )
        return tuple(map(_sharing, rows))

    # ---- "not this one"

    async def refuse(self, message: str, resource: Resource, now: datetime) -> None:
        """From now on an edit of that message does not bring it back, by whatever address it leads to it."""
        others = await self._connection.scalars(
            select(other_addresses.c.same_as_digest).where(
                other_addresses.c.trust_id == resource.trust, other_addresses.c.resource_id == resource.id
            )
        )
        for each in (digest(resource.same_as), *others):
            values = {"trust_id": resource.trust, "message": message, "same_as_digest": each, "at": now}
            await insert_once(self._connection, unwanted, values, key=("message", "same_as_digest"))

    async def is_refused(self, message: str, same_as: str, *, trust: TrustId) -> bool:
        """Whether whoever posted it there has said "not this one"."""
        found = await self._connection.scalar(
            select(unwanted.c.at).where(
                unwanted.c.trust_id == trust,
                unwanted.c.message == message,
                unwanted.c.same_as_digest == digest(same_as),
            )
        )
        return found is not None

    async def forget_refused(self, trust: TrustId, *, before: datetime) -> None:
        """Messages of that age are not edited any more."""
        await self._connection.execute(
            delete(unwanted).where(unwanted.c.trust_id == trust, unwanted.c.at < before)
        )


def _sharing(row: Row[Any]) -> Sharing:
    return Sharing(
        id=SharingId(row.id),
        trust=TrustId(row.trust_id),
        resource=ResourceId(row.resource_id),
        person=None if row.person_id is None else PersonId(row.person_id),
        at=row.at,
        network=None if row.network_id is None else NetworkId(row.network_id),
        school=None if row.school_id is None else SchoolId(row.school_id),
        purpose=row.purpose,
        message=row.message,
        kept=row.kept,
        by_hand=row.by_hand,
    )
