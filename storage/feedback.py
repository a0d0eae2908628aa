"""What askers said of the colleagues they were shown: private to each asker."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Feedback, NotRight, Person, PersonId, QuestionId, TrustId
from storage.tables import feedback


class FeedbackGiven:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(
        self,
        asker: Person,
        why: NotRight,
        now: datetime,
        *,
        colleague: PersonId | None = None,
        question: QuestionId | None = None,
        about: Collection[str] = (),
    ) -> None:
        """Said twice of the same colleague and question, it is kept once."""
        for each in await self.of(asker):
            if (each.colleague, each.question, each.why) == (colleague, question, why):
                return
        values = {
            "trust_id": asker.trust,
            "person_id": asker.id,
            "colleague_id": colleague,
            "question_id": question,
            "why": why.value,
            "about": sorted(about),
            "at": now,
        }
        await self._connection.execute(insert(feedback).values(values))

    async def of(self, asker: Person) -> tuple[Feedback, ...]:
        """Their own, oldest first."""
        rows = await self._connection.execute(
            select(feedback)
            .where(feedback.c.person_id == asker.id, feedback.c.trust_id == asker.trust)
            .order_by(feedback.c.id)
        )
        return tuple(map(_feedback, rows))

    async def doubted(self, trust: TrustId, *, since: datetime) -> tuple[Feedback, ...]:
        """Of whom it was said since then that they no longer do something, oldest first.

        For asking those colleagues themselves; who said it is shown to nobody.
        """
        rows = await self._connection.execute(
            select(feedback)
            .where(
                feedback.c.trust_id == trust,
                feedback.c.colleague_id.is_not(None),
                feedback.c.why == NotRight.NO_LONGER,
                feedback.c.at >= since,
            )
            .order_by(feedback.c.at, feedback.c.id)
        )
        return tuple(map(_feedback, rows))


def _feedback(row: Row[Any]) -> Feedback:
    return Feedback(
        trust=TrustId(row.trust_id),
        asker=PersonId(row.person_id),
        colleague=None if row.colleague_id is None else PersonId(row.colleague_id),
        question=None if row.question_id is None else QuestionId(row.question_id),
        why=NotRight(row.why),
        at=row.at,
        about=tuple(row.about),
    )
