"""What the index of a trust's library is made from, a page at a time."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import NetworkId, ResourceId, Telling, TrustId
from storage.records.shelved import Shelved
from storage.tables import case_studies, people, resources, sharings, uses

PAGE = 1_000  # resources whose sharings one more query brings
#: After all that are of a version.
LAST = sys.maxsize


class Shelf:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, trust: TrustId) -> int:
        found: int | None = await self._connection.scalar(
            select(func.count()).select_from(resources).where(resources.c.trust_id == trust)
        )
        return found or 0

    async def page(self, trust: TrustId, *, after: tuple[int, int] = (-1, 0)) -> tuple[Shelved, ...]:
        """The next of them by version and id."""
        rows = (
            await self._connection.execute(
                select(
                    resources.c.id,
                    resources.c.version,
                    resources.c.terms,
                    resources.c.kind,
                    resources.c.added_at,
                    resources.c.checked_until,
                    resources.c.is_dead,
                    resources.c.archived_at,
                    case_studies.c.state,
                )
                .outerjoin(case_studies, case_studies.c.resource_id == resources.c.id)
                .where(
                    resources.c.trust_id == trust,
                    resources.c.version >= after[0],  # said once more for PostgreSQL's reckoning
                    tuple_(resources.c.version, resources.c.id) > after,
                )
                .order_by(resources.c.version, resources.c.id)
                .limit(PAGE)
            )
        ).all()
        ids = [row.id for row in rows]
        shared, helped = await self._sharings(trust, ids), await self._helped(trust, ids)
        return tuple(_shelved(row, shared[row.id], helped[row.id]) for row in rows)

    async def _sharings(self, trust: TrustId, ids: Iterable[int]) -> dict[int, list[Any]]:
        rows = await self._connection.execute(
            select(
                sharings.c.resource_id,
                sharings.c.network_id,
                sharings.c.person_id,
                sharings.c.school_id,
                sharings.c.kept,
            ).where(sharings.c.trust_id == trust, sharings.c.resource_id.in_(ids))
        )
        return _by_resource(rows.all())

    async def _helped(self, trust: TrustId, ids: Iterable[int]) -> dict[int, list[Any]]:
        rows = await self._connection.execute(
            select(uses.c.resource_id, people.c.school_id)
            .join(people, people.c.id == uses.c.person_id)
            # "+ 0" keeps SQLite from going through all of a large trust instead of by resource.
            .where(uses.c.trust_id + 0 == trust, uses.c.resource_id.in_(ids), uses.c.helped_at.is_not(None))
        )
        return _by_resource(rows.all())


def _by_resource(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.resource_id].append(row)
    return found


def _shelved(row: Row[*tuple[Any, ...]], shared: list[Any], helped: list[Any]) -> Shelved:
    kept = [each for each in shared if each.kept]
    # A page elsewhere may be somebody's case study too, and is told by nobody here.
    told = row.state == Telling.PUBLISHED if row.state else bool(kept) or not shared
    return Shelved(
        id=ResourceId(row.id),
        version=row.version,
        terms=row.terms,
        added_at=row.added_at,
        checked_until=row.checked_until,
        is_dead=row.is_dead,
        is_archived=row.archived_at is not None,
        is_found=told,
        networks=tuple({None if each.network_id is None else NetworkId(each.network_id) for each in kept}),
        people=tuple({(each.person_id, each.network_id) for each in kept if each.person_id}),
        schools=tuple({(each.school_id, each.network_id) for each in kept if each.school_id}),
        helped_in=tuple({each.school_id for each in helped if each.school_id}),
        helped=len(helped),
    )
