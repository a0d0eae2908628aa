"""What a letter said goes after its time; that it was sent stays, so that it is never sent again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import LetterState, TrustId
from storage.tables import outbox

#: Nothing more happens to these.
_OVER = (LetterState.SENT, LetterState.PARKED, LetterState.MERGED, LetterState.UNKNOWN)


class Upkeep:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def forget_cards(self, trust: TrustId, *, before: datetime) -> None:
        """Letters that were over before then lose their words."""
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.trust_id == trust,
                outbox.c.due_at < before,
                outbox.c.state.in_(_OVER),
            )
            .values(card={"title": "", "blocks": []})
        )
