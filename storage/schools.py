"""Schools and their context."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import people_changed
from storage.records import PersonId, School, SchoolId, TrustId
from storage.tables import people, schools

_COLUMNS = [f.name for f in fields(School) if f.name not in ("id", "trust", "mixed_age_classes", "feeds")]


class Schools:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everyone(self, trust: TrustId) -> tuple[School, ...]:
        rows = await self._connection.execute(
            select(schools).where(schools.c.trust_id == trust).order_by(schools.c.name, schools.c.id)
        )
        return tuple(map(_school, rows))

    async def find(self, id: SchoolId, *, trust: TrustId) -> School | None:  # noqa: A002  it is the id
        found = await self._connection.execute(
            select(schools).where(schools.c.id == id, schools.c.trust_id == trust)
        )
        row = found.first()
        return _school(row) if row else None

    async def keep(self, given: Iterable[School]) -> None:
        """Add or bring up to date, by trust and URN; `id` is ignored. A re-run changes nothing else."""
        by_trust: dict[TrustId, list[School]] = {}
        for school in given:
            by_trust.setdefault(school.trust, []).append(school)
        for trust, batch in by_trust.items():
            found = await self._connection.execute(select(schools).where(schools.c.trust_id == trust))
            known = {row.urn: row for row in found}
            new = [_values(school) for school in batch if school.urn not in known]
            if new:
                await self._connection.execute(insert(schools), new)
            other = [
                school for school in batch if school.urn in known and _differs(school, known[school.urn])
            ]
            for school in other:
                await self._change(SchoolId(known[school.urn].id), trust, _values(school))
            await self._staff_changed([SchoolId(known[each.urn].id) for each in other], trust)

    async def correct(self, school: School, **facts: Any) -> None:  # noqa: ANN401  columns
        """What the school itself knows better; a later import that says otherwise wins."""
        await self._change(school.id, school.trust, _values(replace(school, **facts)))
        await self._staff_changed([school.id], school.trust)

    async def _change(self, id_: SchoolId, trust: TrustId, values: dict[str, Any]) -> None:
        await self._connection.execute(
            update(schools).where(schools.c.id == id_, schools.c.trust_id == trust).values(values)
        )

    async def _staff_changed(self, ids: Iterable[SchoolId], trust: TrustId) -> None:
        """A school's context is part of what is known of those who work there."""
        staff = await self._connection.scalars(
            select(people.c.id).where(people.c.trust_id == trust, people.c.school_id.in_(list(ids)))
        )
        await people_changed(self._connection, trust, map(PersonId, staff))


def _differs(school: School, row: Row[Any]) -> bool:
    return any(getattr(row, name) != value for name, value in _values(school).items())


def _values(school: School) -> dict[str, Any]:
    values = {name: getattr(school, name) for name in _COLUMNS}
    mixed = school.mixed_age_classes
    return values | {
        "trust_id": school.trust,
        "mixed_age_classes": None if mixed is None else ";".join(mixed),
        "feeds": ";".join(school.feeds),
    }


def _school(row: Row[Any]) -> School:
    mixed = row.mixed_age_classes
    return School(
        id=SchoolId(row.id),
        trust=TrustId(row.trust_id),
        mixed_age_classes=None if mixed is None else tuple(each for each in mixed.split(";") if each),
        feeds=tuple(each for each in row.feeds.split(";") if each),
        **{name: getattr(row, name) for name in _COLUMNS},
    )
