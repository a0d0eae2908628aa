"""What people had from resources: saved, opened, used, and the line on how one helped, if they said one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Person, PersonId, Resource, ResourceId, TrustId, Use
from storage.statements import upsert
from storage.tables import uses
from storage.trusts import library_changed


class Uses:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, resource: Resource, person: Person, **values: datetime | date | str | None) -> None:
        """Set `saved_at`, `opened_at`, `asked_on`, `used_at`, `helped_at`, `line`."""
        if {"helped_at", "used_at", "line"} & values.keys():  # what others find it by
            await library_changed(self._connection, resource.trust, resource.id)
        keys = {"trust_id": person.trust, "resource_id": resource.id, "person_id": person.id}
        await upsert(self._connection, uses, keys | values, key=("resource_id", "person_id"))

    async def move(self, resource: Resource, into: Resource) -> None:
        """What people had from one they have from the other; of both, what helped them stays."""
        theirs = uses.c.trust_id == resource.trust
        helped = select(uses.c.person_id).where(
            theirs, uses.c.resource_id == resource.id, uses.c.helped_at.is_not(None)
        )
        await self._connection.execute(
            delete(uses).where(
                theirs,
                uses.c.resource_id == into.id,
                uses.c.helped_at.is_(None),
                uses.c.person_id.in_(helped),
            )
        )
        there = select(uses.c.person_id).where(theirs, uses.c.resource_id == into.id)
        await self._connection.execute(
            update(uses)
            .where(theirs, uses.c.resource_id == resource.id, uses.c.person_id.not_in(there))
            .values(resource_id=into.id)
        )

    async def find(self, resource: ResourceId, person: Person) -> Use | None:
        found = await self._connection.execute(
            select(uses).where(
                uses.c.resource_id == resource,
                uses.c.person_id == person.id,
                uses.c.trust_id == person.trust,
            )
        )
        row = found.first()
        return _use(row) if row else None

    async def by(self, person: Person) -> tuple[Use, ...]:
        """A person's own."""
        rows = await self._connection.execute(
            select(uses)
            .where(uses.c.person_id == person.id, uses.c.trust_id == person.trust)
            .order_by(uses.c.resource_id)
        )
        return tuple(map(_use, rows))

    async def to_ask(self, trust: TrustId, *, since: datetime, before: datetime) -> tuple[Use, ...]:
        """Saved or opened in that time, nothing said of it, and never asked about: by person."""
        rows = await self._connection.execute(
            select(uses)
            .where(
                uses.c.trust_id == trust,
                uses.c.asked_on.is_(None),
                uses.c.used_at.is_(None),
                uses.c.helped_at.is_(None),
                uses.c.saved_at.between(since, before) | uses.c.opened_at.between(since, before),
            )
            .order_by(uses.c.person_id, uses.c.resource_id)
        )
        return tuple(map(_use, rows))

    async def forget_opened(self, trust: TrustId, *, before: date, unasked: datetime) -> None:
        """That somebody opened it, once they were asked before then, or before `unasked` whoever was not."""
        await self._connection.execute(
            update(uses)
            .where(uses.c.trust_id == trust, (uses.c.asked_on < before) | (uses.c.opened_at < unasked))
            .where(uses.c.opened_at.is_not(None))
            .values(opened_at=None)
        )

    async def helped(
        self, resources: Iterable[ResourceId], *, trust: TrustId
    ) -> dict[ResourceId, tuple[Use, ...]]:
        """Whom each has helped, latest first: only those who said so."""
        rows = await self._connection.execute(
            select(uses)
            .where(
                uses.c.trust_id + 0 == trust,  # by resource: else SQLite looks through all that the trust has
                uses.c.resource_id.in_(list(resources)),
                uses.c.helped_at.is_not(None),
            )
            .order_by(uses.c.helped_at.desc())
        )
        found: dict[ResourceId, list[Use]] = {}
        for row in rows:
            found.setdefault(ResourceId(row.resource_id), []).append(_use(row))
        return {resource: tuple(theirs) for resource, theirs in found.items()}


def _use(row: Row[Any]) -> Use:
    return Use(
        trust=TrustId(row.trust_id),
        resource=ResourceId(row.resource_id),
        person=PersonId(row.person_id),
        saved_at=row.saved_at,
        opened_at=row.opened_at,
        asked_on=row.asked_on,
        used_at=row.used_at,
        helped_at=row.helped_at,
        line=row.line,
    )
