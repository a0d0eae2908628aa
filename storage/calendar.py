"""When schools are closed to teaching: holidays and INSET days, for the trust or for one school."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Closure, SchoolId, TrustId
from storage.tables import closures
from storage.trusts import changed


class Calendar:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def closures(self, trust: TrustId, school: SchoolId | None, *, since: date) -> tuple[Closure, ...]:
        """The trust's closures and this school's own, those that end on `since` or later."""
        rows = await self._connection.execute(
            select(closures)
            .where(
                closures.c.trust_id == trust,
                or_(closures.c.school_id.is_(None), closures.c.school_id == school),
                closures.c.ends >= since,
            )
            .order_by(closures.c.starts)
        )
        return tuple(map(_closure, rows))

    async def whole(self, trust: TrustId) -> tuple[Closure, ...]:
        """Every closure of the trust and of its schools."""
        rows = await self._connection.execute(
            select(closures).where(closures.c.trust_id == trust).order_by(closures.c.starts, closures.c.id)
        )
        return tuple(map(_closure, rows))

    async def replace(self, trust: TrustId, given: Iterable[Closure]) -> None:
        """The whole calendar of the trust is now this one."""
        await self._connection.execute(delete(closures).where(closures.c.trust_id == trust))
        rows = [
            {
                "trust_id": trust,
                "school_id": each.school,
                "starts": each.starts,
                "ends": each.ends,
                "name": each.name,
            }
            for each in given
        ]
        if rows:
            await self._connection.execute(insert(closures), rows)
        await changed(self._connection, trust)


def _closure(row: Row[Any]) -> Closure:
    return Closure(
        TrustId(row.trust_id),
        row.starts,
        row.ends,
        row.name,
        None if row.school_id is None else SchoolId(row.school_id),
    )
