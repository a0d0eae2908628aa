"""When schools are closed to teaching: holidays and INSET days, for the trust or for one school."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, delete, insert, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Closure, DayOff, Naming, SchoolId, TermStyle, TrustId
from storage.tables import closures, term_styles
from storage.trusts import changed


class Calendar:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def closures(self, trust: TrustId, school: SchoolId | None, *, since: date) -> tuple[Closure, ...]:
        """Those that end on `since` or later: the school's own and, unless it stands alone, the trust's."""
        alone = select(term_styles.c.id).where(
            term_styles.c.trust_id == trust, term_styles.c.school_id == school, term_styles.c.stands_alone
        )
        theirs = or_(
            closures.c.school_id == school, and_(closures.c.school_id.is_(None), not_(alone.exists()))
        )
        rows = await self._connection.execute(
            select(closures)
            .where(closures.c.trust_id == trust, theirs, closures.c.ends >= since)
            .order_by(closures.c.starts)
        )
        return tuple(map(_closure, rows))

    async def term_styles(self, trust: TrustId) -> tuple[TermStyle, ...]:
        """How the trust (school None) and each school that differs names its terms."""
        rows = await self._connection.execute(
            select(term_styles).where(term_styles.c.trust_id == trust).order_by(term_styles.c.id)
        )
        return tuple(
            TermStyle(
                TrustId(row.trust_id),
                None if row.school_id is None else SchoolId(row.school_id),
                Naming(row.naming),
                row.stands_alone,
                row.own_file,
            )
            for row in rows
        )

    async def keep_term_styles(self, trust: TrustId, given: Iterable[TermStyle]) -> None:
        """From now on it is these, and no others."""
        await self._connection.execute(delete(term_styles).where(term_styles.c.trust_id == trust))
        rows = [
            {
                "trust_id": trust,
                "school_id": each.school,
                "naming": each.naming.value,
                "stands_alone": each.stands_alone,
                "own_file": each.own_file,
            }
            for each in given
        ]
        if rows:
            await self._connection.execute(insert(term_styles), rows)
        await changed(self._connection, trust)

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
                "kind": each.kind.value,
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
        DayOff(row.kind),
    )
