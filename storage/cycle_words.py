"""A trust's own names of the cycle's stages and words of its nudges."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import TrustId
from storage.tables import cycle_words


class CycleWords:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, trust: TrustId) -> dict[tuple[str, str], str]:
        """(kind, name) → words: ("nudge", "n07") → "…"."""
        rows = await self._connection.execute(select(cycle_words).where(cycle_words.c.trust_id == trust))
        return {(row.kind, row.name): row.text for row in rows}

    async def replace(self, trust: TrustId, given: Mapping[tuple[str, str], str]) -> None:
        """The trust's whole list: what is not given is as shipped again."""
        await self._connection.execute(delete(cycle_words).where(cycle_words.c.trust_id == trust))
        rows = [
            {"trust_id": trust, "kind": kind, "name": name, "text": text}
            for (kind, name), text in given.items()
        ]
        if rows:
            await self._connection.execute(insert(cycle_words), rows)
