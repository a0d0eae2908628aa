"""Who takes part in initiatives, when they are next asked, and what they answered."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    CheckIn,
    CycleStage,
    HowItGoes,
    InitiativeId,
    Nudging,
    Participant,
    Person,
    PersonId,
    Run,
    RunId,
    RunState,
    SchoolId,
    TrustId,
)
from storage.statements import insert_once, upsert
from storage.tables import check_ins, participants, people, runs


class Participants:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def join(self, run: Run, person: Person, on: date) -> None:
        """Once: who is in another run of the same initiative stays there."""
        values = {
            "trust_id": person.trust,
            "initiative_id": run.initiative,
            "run_id": run.id,
            "person_id": person.id,
            "school_id": person.school,
            "joined_on": on,
        }
        await insert_once(self._connection, participants, values, key=("initiative_id", "person_id"))

    async def leave(self, participant: Participant) -> None:
        await self._connection.execute(delete(participants).where(*_one(participant)))

    async def find(self, initiative: InitiativeId, person: Person) -> Participant | None:
        found = await self._several(
            person.trust, participants.c.initiative_id == initiative, participants.c.person_id == person.id
        )
        return found[0] if found else None

    async def of_run(self, run: RunId, *, trust: TrustId) -> tuple[Participant, ...]:
        return await self._several(trust, participants.c.run_id == run)

    async def of_initiative(self, initiative: InitiativeId, *, trust: TrustId) -> tuple[Participant, ...]:
        return await self._several(trust, participants.c.initiative_id == initiative)

    async def of_person(self, person: Person) -> tuple[Participant, ...]:
        return await self._several(person.trust, participants.c.person_id == person.id)

    async def leading(self, trust: TrustId) -> dict[RunId, Participant]:
        """Of each run that has not ended, whoever leads it and takes part in it."""
        leads = (runs.c.id == participants.c.run_id) & (runs.c.lead_id == participants.c.person_id)
        rows = await self._connection.execute(
            select(participants)
            .join(runs, leads)
            .where(participants.c.trust_id == trust, runs.c.trust_id == trust, runs.c.state != RunState.ENDED)
        )
        return {each.run: each for each in map(participant_of, rows)}

    async def moved(self, trust: TrustId) -> tuple[Participant, ...]:
        """Who is at another school than when they joined."""
        rows = await self._connection.execute(
            select(participants)
            .join(people, people.c.id == participants.c.person_id)
            .where(
                participants.c.trust_id == trust,
                people.c.trust_id == trust,
                people.c.school_id.is_distinct_from(participants.c.school_id),
            )
            .order_by(participants.c.initiative_id, participants.c.person_id)
        )
        return tuple(map(participant_of, rows))

    async def change(self, participant: Participant, **values: Any) -> None:  # noqa: ANN401  columns
        """Set columns by their names."""
        await self._connection.execute(update(participants).where(*_one(participant)).values(**values))

    async def plan(self, plan: Sequence[tuple[Participant, date | None, str]]) -> None:
        """From when each is next asked, and what; None and "" for not any more."""
        if plan:
            await self._connection.execute(
                _PLAN,
                [
                    {"of": each.initiative, "who": each.person, "within": each.trust, "on": on, "what": what}
                    for each, on, what in plan
                ],
            )

    async def spoke(self, initiative: InitiativeId, person: Person) -> None:
        """They did something about it: whatever they left unanswered, they have not fallen silent."""
        await self._connection.execute(
            update(participants)
            .where(
                participants.c.initiative_id == initiative,
                participants.c.person_id == person.id,
                participants.c.trust_id == person.trust,
            )
            .values(answered=True, silent=0, quiet_since=None)
        )

    # ---- what they answered: theirs alone

    async def answer(self, said: CheckIn) -> None:
        """The newest answer to a nudge counts."""
        values = {
            "trust_id": said.trust,
            "initiative_id": said.initiative,
            "run_id": said.run,
            "person_id": said.person,
            "occurrence": said.occurrence,
            "touchpoint": said.touchpoint,
            "stage": said.stage,
            "answer": said.answer,
            "answered_at": said.answered_at,
            "line": said.line,
        }
        await upsert(self._connection, check_ins, values, key=("initiative_id", "person_id", "occurrence"))

    async def answer_to(self, participant: Participant, occurrence: int) -> CheckIn | None:
        """What they said to one of their nudges."""
        row = (
            await self._connection.execute(
                select(check_ins).where(
                    check_ins.c.trust_id == participant.trust,
                    check_ins.c.initiative_id == participant.initiative,
                    check_ins.c.person_id == participant.person,
                    check_ins.c.occurrence == occurrence,
                )
            )
        ).first()
        return _check_in(row) if row else None

    async def forget_answers(self, trust: TrustId, *, before: datetime) -> None:
        await self._connection.execute(
            delete(check_ins).where(check_ins.c.trust_id == trust, check_ins.c.answered_at < before)
        )

    async def answers_of(self, person: Person) -> tuple[CheckIn, ...]:
        rows = await self._connection.execute(
            select(check_ins)
            .where(check_ins.c.trust_id == person.trust, check_ins.c.person_id == person.id)
            .order_by(check_ins.c.answered_at.desc(), check_ins.c.initiative_id)
        )
        return tuple(map(_check_in, rows))

    async def _several(self, trust: TrustId, *which: Any) -> tuple[Participant, ...]:  # noqa: ANN401
        rows = await self._connection.execute(
            select(participants)
            .where(participants.c.trust_id == trust, *which)
            .order_by(participants.c.initiative_id, participants.c.person_id)
        )
        return tuple(map(participant_of, rows))


_PLAN = (
    update(participants)
    .where(
        participants.c.initiative_id == bindparam("of"),
        participants.c.person_id == bindparam("who"),
        participants.c.trust_id == bindparam("within"),
    )
    .values(next_on=bindparam("on"), next_is=bindparam("what"))
)


def _one(participant: Participant) -> tuple[Any, ...]:
    return (
        participants.c.initiative_id == participant.initiative,
        participants.c.person_id == participant.person,
        participants.c.trust_id == participant.trust,
    )


def participant_of(row: Row[Any]) -> Participant:
    return Participant(
        initiative=InitiativeId(row.initiative_id),
        run=RunId(row.run_id),
        trust=TrustId(row.trust_id),
        person=PersonId(row.person_id),
        school=None if row.school_id is None else SchoolId(row.school_id),
        joined_on=row.joined_on,
        nudging=Nudging(row.nudging),
        snoozed_until=row.snoozed_until,
        done_in=CycleStage(row.done_in) if row.done_in else None,
        occurrence=row.occurrence,
        asked=row.asked,
        asked_on=row.asked_on,
        had=tuple(row.had.split()),
        answered=row.answered,
        silent=row.silent,
        quiet_since=row.quiet_since,
        next_on=row.next_on,
        next_is=row.next_is,
    )


def _check_in(row: Row[Any]) -> CheckIn:
    return CheckIn(
        trust=TrustId(row.trust_id),
        initiative=InitiativeId(row.initiative_id),
        run=RunId(row.run_id),
        person=PersonId(row.person_id),
        occurrence=row.occurrence,
        touchpoint=row.touchpoint,
        stage=CycleStage(row.stage),
        answer=HowItGoes(row.answer),
        answered_at=row.answered_at,
        line=row.line,
    )
