"""A trust's own words and what they mean."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import TrustId
from storage.tables import people, trust_words
from storage.trusts import changed


class Words:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, trust: TrustId) -> dict[str, str]:
        """Word → what it means in this trust, in the order of the alphabet."""
        rows = await self._connection.execute(
            select(trust_words.c.word, trust_words.c.means)
            .where(trust_words.c.trust_id == trust)
            .order_by(trust_words.c.word)
        )
        return {row.word: row.means for row in rows}

    async def replace(self, trust: TrustId, given: Mapping[str, str]) -> None:
        """These are the trust's own words now, and no others; everybody's own words read anew."""
        version = await changed(self._connection, trust)
        await self._connection.execute(
            update(people).where(people.c.trust_id == trust).values(version=version)
        )
        await self._connection.execute(delete(trust_words).where(trust_words.c.trust_id == trust))
        rows = [{"trust_id": trust, "word": word, "means": means} for word, means in given.items()]
        if rows:
            await self._connection.execute(insert(trust_words), rows)
