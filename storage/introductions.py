"""Introductions: one row for each pair of colleagues, whoever asked first."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Introduction, IntroductionId, Person, PersonId, Stage, TrustId
from storage.statements import insert_once
from storage.tables import introductions

TOPIC_LIMIT = 300


class Introductions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(self, asker: Person, colleague: Person, topic: str, now: datetime) -> Introduction:
        """The pair's introduction: a new one, or the one that stands already."""
        return await self._begin(asker, colleague, topic, now, Stage.ASKED, None)

    async def suggest(
        self, asker: Person, colleague: Person, topic: str, now: datetime, *, by: PersonId
    ) -> Introduction:
        """What a coordinator thinks would help both; the first of the two has not asked for it."""
        return await self._begin(asker, colleague, topic, now, Stage.SUGGESTED, by)

    async def _begin(
        self,
        asker: Person,
        colleague: Person,
        topic: str,
        now: datetime,
        stage: Stage,
        brought_by: PersonId | None,
    ) -> Introduction:
        lower, higher = sorted((asker.id, colleague.id))
        await insert_once(
            self._connection,
            introductions,
            {
                "trust_id": asker.trust,
                "asker_id": asker.id,
                "colleague_id": colleague.id,
                "lower_id": lower,
                "higher_id": higher,
                "stage": stage.value,
                "topic": topic[:TOPIC_LIMIT],
                "asked_at": now,
                "brought_by_id": brought_by,
            },
            key=("trust_id", "lower_id", "higher_id"),
        )
        found = await self.between(asker.id, colleague.id, trust=asker.trust)
        assert found is not None  # noqa: S101  just written, or written before
        return found

    async def ask_again(
        self,
        before: Introduction,
        asker: Person,
        colleague: Person,
        topic: str,
        now: datetime,
        *,
        suggested_by: PersonId | None = None,
    ) -> Introduction:
        """A postponed or long-past one begins anew, with a round of its own."""
        await self._set(
            before,
            asker_id=asker.id,
            colleague_id=colleague.id,
            stage=(Stage.SUGGESTED if suggested_by else Stage.ASKED).value,
            topic=topic[:TOPIC_LIMIT],
            asked_at=now,
            agreed_on=None,
            asker_met=None,
            colleague_met=None,
            asker_helped=None,
            colleague_helped=None,
            brought_by_id=suggested_by,
            round=before.round + 1,
        )
        found = await self.find(before.id, trust=before.trust)
        assert found is not None  # noqa: S101  just changed
        return found

    async def find(self, id: IntroductionId, *, trust: TrustId) -> Introduction | None:  # noqa: A002
        result = await self._connection.execute(
            select(introductions)
            .where(introductions.c.id == id, introductions.c.trust_id == trust)
            .with_for_update()
        )
        row = result.first()
        return _introduction(row) if row else None

    async def between(self, one: PersonId, other: PersonId, *, trust: TrustId) -> Introduction | None:
        lower, higher = sorted((one, other))
        result = await self._connection.execute(
            select(introductions)
            .where(
                introductions.c.trust_id == trust,
                introductions.c.lower_id == lower,
                introductions.c.higher_id == higher,
            )
            .with_for_update()
        )
        row = result.first()
        return _introduction(row) if row else None

    async def of(self, person: Person) -> tuple[Introduction, ...]:
        """All of one's own, on either side."""
        rows = await self._connection.execute(
            select(introductions)
            .where(
                introductions.c.trust_id == person.trust,
                or_(introductions.c.asker_id == person.id, introductions.c.colleague_id == person.id),
            )
            .order_by(introductions.c.asked_at)
        )
        return tuple(map(_introduction, rows))

    async def take_up(self, introduction: Introduction, now: datetime) -> None:
        """The first of the two would like it: now the colleague is asked."""
        await self._set(introduction, stage=Stage.ASKED.value, asked_at=now)

    async def lately(
        self, colleagues: Collection[PersonId], *, trust: TrustId, since: datetime
    ) -> tuple[Introduction, ...]:
        """Where these colleagues were asked since then, or were of help whenever it was."""
        rows = await self._connection.execute(
            select(introductions)
            .where(
                introductions.c.trust_id == trust,
                introductions.c.colleague_id.in_(colleagues),
                introductions.c.stage != Stage.SUGGESTED,
                or_(introductions.c.asked_at >= since, introductions.c.asker_helped),
            )
            .order_by(introductions.c.id)
        )
        return tuple(map(_introduction, rows))

    async def brought_by(self, coordinator: Person) -> tuple[Introduction, ...]:
        """Those that a coordinator suggested, whatever became of them."""
        rows = await self._connection.execute(
            select(introductions)
            .where(
                introductions.c.trust_id == coordinator.trust, introductions.c.brought_by_id == coordinator.id
            )
            .order_by(introductions.c.asked_at)
        )
        return tuple(map(_introduction, rows))

    async def agree(self, introduction: Introduction, on: date) -> None:
        await self._set(introduction, stage=Stage.AGREED.value, agreed_on=on)

    async def postpone(self, introduction: Introduction) -> None:
        await self._set(introduction, stage=Stage.POSTPONED.value)

    async def decline(self, introduction: Introduction) -> None:
        await self._set(introduction, stage=Stage.DECLINED.value)

    async def note_met(self, introduction: Introduction, person: Person, met: bool) -> None:
        column = "asker_met" if person.id == introduction.asker else "colleague_met"
        await self._set(introduction, **{column: met})

    async def note_helped(self, introduction: Introduction, person: Person, helped: bool) -> None:
        column = "asker_helped" if person.id == introduction.asker else "colleague_helped"
        await self._set(introduction, **{column: helped})

    async def agreed(self, trust: TrustId, *, since: date, until: date) -> tuple[Introduction, ...]:
        """Those put in touch between the two dates (both counted), oldest first."""
        rows = await self._connection.execute(
            select(introductions)
            .where(
                introductions.c.trust_id == trust,
                introductions.c.stage == Stage.AGREED,
                introductions.c.agreed_on.between(since, until),
            )
            .order_by(introductions.c.agreed_on, introductions.c.id)
        )
        return tuple(map(_introduction, rows))

    async def _set(self, introduction: Introduction, **values: Any) -> None:  # noqa: ANN401  columns
        await self._connection.execute(
            update(introductions)
            .where(introductions.c.id == introduction.id, introductions.c.trust_id == introduction.trust)
            .values(**values)
        )


def _introduction(row: Row[Any]) -> Introduction:
    return Introduction(
        id=IntroductionId(row.id),
        trust=TrustId(row.trust_id),
        asker=PersonId(row.asker_id),
        colleague=PersonId(row.colleague_id),
        stage=Stage(row.stage),
        topic=row.topic,
        asked_at=row.asked_at,
        agreed_on=row.agreed_on,
        asker_met=row.asker_met,
        colleague_met=row.colleague_met,
        asker_helped=row.asker_helped,
        colleague_helped=row.colleague_helped,
        brought_by=None if row.brought_by_id is None else PersonId(row.brought_by_id),
        round=row.round,
    )
