"""What people asked: private to each of them, and kept as words for 90 days."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Text, cast, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Person, PersonId, Question, QuestionId, SchoolId, TrustId
from storage.tables import questions

TEXT_LIMIT = 2000  # characters; what Slack calls long is 4,000


class Questions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(
        self,
        asker: Person,
        text: str,
        found: Sequence[PersonId],
        now: datetime,
        *,
        refined: Sequence[str] = (),
        for_school: SchoolId | None = None,
    ) -> Question:
        """Remember what was asked and who was found for it (nobody, too)."""
        text = text[:TEXT_LIMIT]
        values = {
            "trust_id": asker.trust,
            "person_id": asker.id,
            "text": text,
            "asked_at": now,
            "found": list(found),
            "refined": list(refined),
            "for_school_id": for_school,
        }
        id_ = await self._connection.scalar(insert(questions).values(values).returning(questions.c.id))
        return Question(
            QuestionId(id_ or 0), asker.trust, asker.id, text, now, tuple(found), tuple(refined), for_school
        )

    async def find(self, id: QuestionId, *, asker: Person) -> Question | None:  # noqa: A002  it is the id
        """One's own question; nobody else's is ever found."""
        row = (await self._connection.execute(_of(asker).where(questions.c.id == id))).first()
        return _question(row) if row else None

    async def latest(self, asker: Person, *, since: datetime) -> Question | None:
        """What they asked last, for what they say after it; None where that is longer ago."""
        newest = _of(asker).order_by(questions.c.asked_at.desc(), questions.c.id.desc()).limit(1)
        row = (await self._connection.execute(newest.where(questions.c.asked_at >= since))).first()
        return _question(row) if row else None

    async def keep(self, question: Question) -> None:
        """Who is found for it now, in this order, and what was said after it."""
        await self._connection.execute(
            update(questions)
            .where(
                questions.c.id == question.id,
                questions.c.person_id == question.asker,
                questions.c.trust_id == question.trust,
            )
            .values(found=list(question.found), refined=list(question.refined))
        )

    async def since(self, asker: Person, since: datetime) -> tuple[Question, ...]:
        """What they asked from then on, oldest first."""
        oldest_first = _of(asker).order_by(questions.c.asked_at, questions.c.id)
        rows = await self._connection.execute(oldest_first.where(questions.c.asked_at >= since))
        return tuple(map(_question, rows))

    async def of(self, asker: Person) -> tuple[Question, ...]:
        """All of theirs, oldest first."""
        rows = await self._connection.execute(_of(asker).order_by(questions.c.asked_at, questions.c.id))
        return tuple(map(_question, rows))

    async def without_answer(self, trust: TrustId, *, since: datetime, newest: int) -> tuple[str, ...]:
        """The newest questions for which nobody was found: words for a rule to read, and nothing of who."""
        rows = await self._connection.scalars(
            select(questions.c.text)
            .where(
                questions.c.trust_id == trust,
                questions.c.asked_at >= since,
                questions.c.text != "",
                cast(questions.c.found, Text) == "[]",
            )
            .order_by(questions.c.id.desc())
            .limit(newest)
        )
        return tuple(rows)

    async def forget_words(self, trust: TrustId, *, before: datetime) -> None:
        """The words go, the count stays."""
        await self._connection.execute(
            update(questions)
            .where(questions.c.trust_id == trust, questions.c.asked_at < before, questions.c.text != "")
            .values(text="", found=[], refined=[])
        )

    async def forget(self, asker: Person) -> None:
        await self._connection.execute(
            delete(questions).where(questions.c.person_id == asker.id, questions.c.trust_id == asker.trust)
        )


def _of(asker: Person) -> Select[Any]:
    return select(questions).where(questions.c.person_id == asker.id, questions.c.trust_id == asker.trust)


def _question(row: Row[Any]) -> Question:
    return Question(
        id=QuestionId(row.id),
        trust=TrustId(row.trust_id),
        asker=PersonId(row.person_id),
        text=row.text,
        asked_at=row.asked_at,
        found=tuple(map(PersonId, row.found)),
        refined=tuple(row.refined),
        for_school=None if row.for_school_id is None else SchoolId(row.for_school_id),
    )
