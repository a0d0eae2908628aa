"""People: what the trust holds on its staff, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mentions import remove_mentions
from storage.records import Digest, Person, PersonId, Resource, SchoolId, Shared, Tried, TrustId, Verdict
from storage.statements import by_id
from storage.tables import (
    accounts,
    decisions,
    initiatives,
    memberships,
    networks,
    people,
    resources,
    schools,
    sharings,
)
from storage.trusts import changed

#: Their own words → when they were last written or confirmed.
SAID_AT: Mapping[str, str] = {"working_on": "working_on_at", "can_help_with": "can_help_at"}

#: As many of what somebody shared or tried as say what they do: the latest.
SHARED = 10
TRIED = 5


class People:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        #: Whom this transaction has deleted: nothing more can be written to them in it.
        self.forgotten: set[PersonId] = set()

    async def everyone(self, trust: TrustId, *, changed_since: int | None = None) -> tuple[Person, ...]:
        """All staff with their networks, by name; or those who changed after that version of the trust."""
        asked = [people.c.trust_id == trust]
        if changed_since is not None:
            asked.append(people.c.version > changed_since)
        rows = await self._connection.execute(_people().where(*asked).order_by(people.c.name))
        belongs = await self._connection.execute(
            select(memberships.c.person_id, networks.c.name)
            .join(networks, networks.c.id == memberships.c.network_id)
            .join(people, people.c.id == memberships.c.person_id)
            .where(memberships.c.trust_id == trust, *asked)
            .order_by(networks.c.name)
        )
        names: dict[int, list[str]] = {}
        for person_id, name in belongs:
            names.setdefault(person_id, []).append(name)
        shared, tried = await self._shared(trust, asked), await self._tried(trust, asked)
        return tuple(
            replace(
                _person(row, names.get(row.id, ())),
                shared=tuple(shared.get(row.id, ())),
                tried=tuple(tried.get(row.id, ())),
            )
            for row in rows
        )

    async def in_full(self, person: Person) -> Person:
        """With the latest of what they shared and tried for everybody to find, as `everyone` has it."""
        whose = [people.c.id == person.id]
        shared = (await self._shared(person.trust, whose)).get(person.id, ())
        tried = (await self._tried(person.trust, whose)).get(person.id, ())
        return replace(person, shared=tuple(shared), tried=tuple(tried))

    async def _shared(self, trust: TrustId, whose: Sequence[ColumnElement[bool]]) -> dict[int, list[Shared]]:
        """By person. What was shared in a closed network tells nobody outside it what its members do."""
        rows = await self._connection.execute(
            select(
                sharings.c.person_id, resources.c.title, resources.c.topics, resources.c.url, networks.c.name
            )
            .join(resources, resources.c.id == sharings.c.resource_id)
            .join(people, people.c.id == sharings.c.person_id)
            .outerjoin(networks, networks.c.id == sharings.c.network_id)
            .where(
                sharings.c.trust_id == trust,
                sharings.c.kept,
                resources.c.archived_at.is_(None),
                or_(sharings.c.network_id.is_(None), networks.c.open),
                *whose,
            )
            .order_by(sharings.c.id.desc())
        )
        found: dict[int, list[Shared]] = {}
        for row in rows:
            theirs = found.setdefault(row.person_id, [])
            if len(theirs) < SHARED:
                theirs.append(Shared(row.title, tuple(row.topics), row.name or "", worked=not row.url))
        return found

    async def _tried(self, trust: TrustId, whose: Sequence[ColumnElement[bool]]) -> dict[int, list[Tried]]:
        """By person, the latest first: what they decided and shared with their name, and nothing else."""
        rows = await self._connection.execute(
            select(
                decisions.c.by_id,
                initiatives.c.topic,
                decisions.c.verdict,
                decisions.c.on,
                schools.c.name,
                decisions.c.topics,
            )
            .join(initiatives, initiatives.c.id == decisions.c.initiative_id)
            .join(people, people.c.id == decisions.c.by_id)
            .outerjoin(schools, schools.c.id == decisions.c.school_id)
            .where(decisions.c.trust_id == trust, decisions.c.shared, decisions.c.named, *whose)
            .order_by(decisions.c.on.desc(), decisions.c.id.desc())
        )
        found: dict[int, list[Tried]] = {}
        for row in rows:
            theirs = found.setdefault(row.by_id, [])
            if len(theirs) < TRIED:
                theirs.append(
                    Tried(row.topic, Verdict(row.verdict), row.on, row.name or "", tuple(row.topics))
                )
        return found

    async def ids(self, trust: TrustId) -> frozenset[PersonId]:
        return frozenset(
            await self._connection.scalars(select(people.c.id).where(people.c.trust_id == trust))
        )

    async def find(self, id: PersonId, *, trust: TrustId) -> Person | None:  # noqa: A002  it is the id
        return await self._one(_FIND, {"person": id, "trust": trust})

    async def with_email(self, email: str, *, trust: TrustId) -> Person | None:
        email = email.strip().lower()
        return await self._one(_people().where(people.c.email == email, people.c.trust_id == trust), {})

    async def several(self, ids: Iterable[PersonId], *, trust: TrustId) -> tuple[Person, ...]:
        """Those of the trust's people, in the order asked for; unknown ones are left out."""
        wanted = list(ids)
        if not wanted:
            return ()
        rows = await self._connection.execute(_people().where(*by_id(people, wanted, trust)))
        found = {row.id: _person(row, ()) for row in rows}
        return tuple(found[each] for each in wanted if each in found)

    async def coordinators(self, trust: TrustId) -> tuple[Person, ...]:
        rows = await self._connection.execute(
            _people().where(people.c.trust_id == trust, people.c.coordinator).order_by(people.c.name)
        )
        return tuple(_person(row, ()) for row in rows)

    async def keep(self, given: Sequence[Person], now: datetime) -> None:
        """Add or bring up to date, by trust and e-mail; `id`, school name and networks are ignored."""
        for trust in {person.trust for person in given}:
            version = await changed(self._connection, trust)
            found = await self._connection.execute(
                select(people.c.id, people.c.email, people.c.working_on, people.c.can_help_with).where(
                    people.c.trust_id == trust
                )
            )
            known: dict[str, Any] = {row.email: row for row in found}
            batch = [person for person in given if person.trust == trust]
            new = [
                _values(each, now, version) | _said_at(each, None, now)
                for each in batch
                if each.email not in known
            ]
            if new:
                await self._connection.execute(insert(people), new)
            for each in batch:
                if (row := known.get(each.email)) is not None:
                    await self._connection.execute(
                        update(people)
                        .where(people.c.id == row.id, people.c.trust_id == trust)
                        .values(_values(each, now, version) | _said_at(each, row, now))
                    )

    async def change(self, person: Person, now: datetime, **values: Any) -> None:  # noqa: ANN401
        """Set columns of one's own profile (`working_days` as a tuple, `tapped` as concept → stand).

        Whoever saves their words confirms them too, changed or not.
        """
        if "working_days" in values:
            values["working_days"] = "".join(map(str, values["working_days"]))
        values |= {at: now for words, at in SAID_AT.items() if words in values}
        version = await changed(self._connection, person.trust)
        await self._connection.execute(
            update(people)
            .where(people.c.id == person.id, people.c.trust_id == person.trust)
            .values(**values, updated_at=now, version=version)
        )

    async def prefer(
        self, person: Person, *, collected: bool | None = None, digest: Digest | None = None
    ) -> None:
        """How they want the library to be; what they are not told stays. Nobody finds them by it."""
        values = {"collected": collected, "digest": digest and digest.value}
        await self._connection.execute(
            update(people)
            .where(people.c.id == person.id, people.c.trust_id == person.trust)
            .values({name: value for name, value in values.items() if value is not None})
        )

    async def hears(self, person: Person, **values: Any) -> None:  # noqa: ANN401  columns
        """When they may be written to unasked: `hears_at` as a time, `away_from`, `away_until`.

        What is kept of them in memory says so too; their profile has not been confirmed by it.
        """
        if "hears_at" in values:
            values["hears_at"] = values["hears_at"].hour * 60 + values["hears_at"].minute
        version = await changed(self._connection, person.trust)
        await self._connection.execute(
            update(people)
            .where(people.c.id == person.id, people.c.trust_id == person.trust)
            .values(**values, version=version)
        )

    async def wanting(self, trust: TrustId) -> dict[PersonId, Digest]:
        """Who can be written to and wants to hear what is new in the library, and how often."""
        there = select(accounts.c.person_id).where(accounts.c.trust_id == trust)
        rows = await self._connection.execute(
            select(people.c.id, people.c.digest).where(
                people.c.trust_id == trust, people.c.digest != Digest.OFF, people.c.id.in_(there)
            )
        )
        return {PersonId(row.id): Digest(row.digest) for row in rows}

    async def unconfirmed(self, trust: TrustId, *, before: datetime) -> tuple[Person, ...]:
        """Who can be found by words of their own that were last written or confirmed before then."""
        old = (
            and_(people.c[words] != "", func.coalesce(people.c[at], people.c.updated_at) < before)
            for words, at in SAID_AT.items()
        )
        rows = await self._connection.execute(
            _people().where(people.c.trust_id == trust, people.c.open_to_introductions, or_(*old))
        )
        return tuple(_person(row, ()) for row in rows)

    async def forget(self, person: Person) -> None:
        """Everything held on a person goes with them: questions, accounts, introductions, letters.

        What colleagues were told of them is cleaned of their name and e-mail too.
        """
        await changed(self._connection, person.trust)
        await remove_mentions(self._connection, person)
        await self._connection.execute(
            delete(people).where(people.c.id == person.id, people.c.trust_id == person.trust)
        )
        self.forgotten.add(person.id)

    async def count(self, trust: TrustId) -> int:
        found = await self._connection.scalar(
            select(func.count()).select_from(people).where(people.c.trust_id == trust)
        )
        return found or 0

    async def _one(self, query: Select[Any], values: Mapping[str, Any]) -> Person | None:
        row = (await self._connection.execute(query, values)).first()
        if row is None:
            return None
        names = await self._connection.scalars(_NETWORKS, {"person": row.id, "trust": row.trust_id})
        return _person(row, tuple(names))


def _people() -> Select[Any]:
    return select(people, schools.c.name.label("school_name")).outerjoin(
        schools, and_(schools.c.id == people.c.school_id, schools.c.trust_id == people.c.trust_id)
    )


#: Built once: building them costs as much as running them, and every message asks.
_FIND = _people().where(
    people.c.id == bindparam("person", type_=people.c.id.type),
    people.c.trust_id == bindparam("trust", type_=people.c.trust_id.type),
)
_NETWORKS = (
    select(networks.c.name)
    .join(memberships, networks.c.id == memberships.c.network_id)
    .where(
        memberships.c.person_id == bindparam("person", type_=memberships.c.person_id.type),
        memberships.c.trust_id == bindparam("trust", type_=memberships.c.trust_id.type),
    )
    .order_by(networks.c.name)
)


async def people_changed(connection: AsyncConnection, trust: TrustId, ids: Iterable[PersonId]) -> None:
    """What is said of these people is not what it was, though their own rows are."""
    version = await changed(connection, trust)
    who = bindparam("who", type_=people.c.id.type)
    found = [{"who": each} for each in ids]
    if found:
        await connection.execute(
            update(people).where(people.c.id == who, people.c.trust_id == trust).values(version=version),
            found,
        )


async def sharers_changed(connection: AsyncConnection, resource: Resource) -> None:
    """Whoever shared it is found for what it is about."""
    who = select(sharings.c.person_id).where(
        sharings.c.trust_id == resource.trust,
        sharings.c.resource_id == resource.id,
        sharings.c.person_id.is_not(None),
    )
    await people_changed(connection, resource.trust, list(await connection.scalars(who)))


def _said_at(person: Person, before: Row[Any] | None, now: datetime) -> dict[str, datetime | None]:
    """When each of their own words was said: now, unless they are the same as before."""
    return {
        at: (getattr(person, at) or now if before is None else now) if getattr(person, words) else None
        for words, at in SAID_AT.items()
        if before is None or getattr(person, words) != getattr(before, words)
    }


def _values(person: Person, now: datetime, version: int) -> dict[str, Any]:
    return {
        "trust_id": person.trust,
        "school_id": person.school,
        "email": person.email,
        "name": person.name,
        "job_title": person.job_title,
        "working_on": person.working_on,
        "can_help_with": person.can_help_with,
        "working_days": "".join(map(str, person.working_days)),
        "open_to_introductions": person.open_to_introductions,
        "coordinator": person.coordinator,
        "updated_at": now,
        "version": version,
    }


def _person(row: Row[Any], names: Sequence[str]) -> Person:
    return Person(
        id=PersonId(row.id),
        trust=TrustId(row.trust_id),
        email=row.email,
        name=row.name,
        job_title=row.job_title,
        school=None if row.school_id is None else SchoolId(row.school_id),
        school_name=row.school_name or "",
        working_on=row.working_on,
        can_help_with=row.can_help_with,
        working_days=tuple(map(int, row.working_days)),
        open_to_introductions=row.open_to_introductions,
        networks=tuple(names),
        updated=row.updated_at,
        working_on_at=row.working_on_at,
        can_help_at=row.can_help_at,
        tapped=tuple(sorted(row.tapped.items())),
        coordinator=row.coordinator,
        collected=row.collected,
        digest=Digest(row.digest),
        hears_at=time(*divmod(row.hears_at, 60)),
        away_from=row.away_from,
        away_until=row.away_until,
    )
