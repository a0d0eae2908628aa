"""The trust's own list: techniques, set plays, strands, quality areas."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Practice, PracticeId, TrustId
from storage.statements import by_id, upsert
from storage.tables import practices


class Practices:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everyone(self, trust: TrustId) -> tuple[Practice, ...]:
        """All of them, by kind and name."""
        rows = await self._connection.execute(
            select(practices)
            .where(practices.c.trust_id == trust)
            .order_by(practices.c.kind, practices.c.name)
        )
        return tuple(map(_practice, rows))

    async def several(self, ids: Iterable[PracticeId], *, trust: TrustId) -> tuple[Practice, ...]:
        """Those of the trust, by name; unknown ones are left out."""
        wanted = list(ids)
        if not wanted:
            return ()
        rows = await self._connection.execute(
            select(practices).where(*by_id(practices, wanted, trust)).order_by(practices.c.name)
        )
        return tuple(map(_practice, rows))

    async def keep(self, practice: Practice) -> None:
        """Add it, or bring the one of that name up to date."""
        values = {
            "trust_id": practice.trust,
            "name": practice.name,
            "kind": practice.kind,
            "about": practice.about,
            "questions": list(practice.questions),
        }
        await upsert(self._connection, practices, values, key=("trust_id", "name"))


def _practice(row: Row[Any]) -> Practice:
    return Practice(
        id=PracticeId(row.id),
        trust=TrustId(row.trust_id),
        name=row.name,
        kind=row.kind,
        about=row.about,
        questions=tuple(row.questions),
    )
