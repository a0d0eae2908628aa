"""What members would like on their network's next agenda."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    MeetingId,
    NetworkId,
    Outcome,
    Person,
    PersonId,
    Source,
    Suggestion,
    SuggestionId,
    TrustId,
    Wish,
)
from storage.tables import agenda_items, suggestions


class Suggestions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        by: Person,
        network: NetworkId,
        text: str,
        now: datetime,
        *,
        named: bool,
        wish: Wish = Wish.ITEM,
        meeting: MeetingId | None = None,
    ) -> Suggestion:
        """Suggested again in the same words while it waits, it is the one that stands."""
        for each in await self.of(by):
            if (each.network, each.text, each.outcome) == (network, text, Outcome.WAITING):
                return each
        values = {
            "trust_id": by.trust,
            "person_id": by.id,
            "network_id": network,
            "text": text,
            "named": named,
            "made_at": now,
            "wish": wish.value,
            "meeting_id": meeting,
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

    async def find(self, id: SuggestionId, *, trust: TrustId) -> Suggestion | None:  # noqa: A002
        found = await self._connection.execute(
            select(suggestions).where(suggestions.c.id == id, suggestions.c.trust_id == trust)
        )
        row = found.first()
        return _suggestion(row) if row else None

    async def waiting(self, network: NetworkId, *, trust: TrustId) -> tuple[Suggestion, ...]:
        """What nobody has decided on yet, oldest first."""
        rows = await self._connection.execute(
            select(suggestions)
            .where(
                suggestions.c.network_id == network,
                suggestions.c.trust_id == trust,
                suggestions.c.outcome == Outcome.WAITING,
            )
            .order_by(suggestions.c.id)
        )
        return tuple(map(_suggestion, rows))

    async def decide(self, suggestion: Suggestion, outcome: Outcome, meeting: MeetingId | None) -> None:
        """It is on that meeting's agenda, or not this time; or waits again."""
        await self._connection.execute(
            update(suggestions)
            .where(suggestions.c.id == suggestion.id, suggestions.c.trust_id == suggestion.trust)
            .values(outcome=outcome.value, meeting_id=meeting)
        )

    async def release(self, meeting: MeetingId, *, trust: TrustId) -> None:
        """The meeting is not held: what was on its agenda, or offered for it, waits for the next."""
        await self._connection.execute(
            update(suggestions)
            .where(
                suggestions.c.meeting_id == meeting,
                suggestions.c.trust_id == trust,
                suggestions.c.outcome.in_((Outcome.TAKEN, Outcome.WAITING)),
            )
            .values(outcome=Outcome.WAITING.value, meeting_id=None)
        )

    async def leave_name_out(self, suggestion: Suggestion) -> Suggestion:
        """From now on the network does not see who suggested it, nor in its draft."""
        theirs = (agenda_items.c.trust_id == suggestion.trust, agenda_items.c.owner_id == suggestion.by)
        from_it = (
            agenda_items.c.source == Source.SUGGESTION,
            agenda_items.c.source_id == suggestion.id,
        )
        await self._connection.execute(update(agenda_items).where(*theirs, *from_it).values(owner_id=None))
        changed = (
            update(suggestions)
            .where(suggestions.c.id == suggestion.id, suggestions.c.trust_id == suggestion.trust)
            .values(named=False)
            .returning(*suggestions.c)
        )
        row = (await self._connection.execute(changed)).first()
        assert row is not None, "a suggestion of this trust"  # noqa: S101  it was found a moment ago
        return _suggestion(row)

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
        wish=Wish(row.wish),
        outcome=Outcome(row.outcome),
        meeting=None if row.meeting_id is None else MeetingId(row.meeting_id),
    )
