"""What members would like on their network's next agenda."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import NetworkId, Person, PersonId, Suggestion, SuggestionId, TrustId
from storage.tables import suggestions


class Suggestions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, by: Person, network: NetworkId, text: str, now: datetime, *, named: bool
    ) -> Suggestion:
        """Suggested again in the same words, it is the one that stands."""
        for each in await self.of(by):
            if (each.network, each.text) == (network, text):
                return each
        values = {
            "trust_id": by.trust,
            "person_id": by.id,
            "network_id": network,
            "text": text,
            "named": named,
            "made_at": now,
        }
        inserted = insert(suggestions).values(values).returning(*suggestions.c)
        return _suggestion((await self._connection.execute(inserted)).one())

    async def of(self, person: Person) -> tuple[Suggestion, ...]:
        """Their own, oldest first."""
        rows = await self._connection.execute(
            select(suggestions)
            .where(suggestions.c.person_id == person.id, suggestions.c.trust_id == person.trust)
            .order_by(suggestions.c.id)
        )
        return tuple(map(_suggestion, rows))

    async def forget(self, trust: TrustId, *, before: datetime) -> None:
        """Those made before then go with their words."""
        await self._connection.execute(
            delete(suggestions).where(suggestions.c.trust_id == trust, suggestions.c.made_at < before)
        )


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        id=SuggestionId(row.id),
        trust=TrustId(row.trust_id),
        by=PersonId(row.person_id),
        network=NetworkId(row.network_id),
        text=row.text,
        named=row.named,
        made_at=row.made_at,
    )
