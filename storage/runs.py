"""Runs: each school's way through an initiative, its recorded steps and its rounds.

Stage, state and what stands written of a run change only through `record`: the step and what it leads to
are one write.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    Around,
    CycleStage,
    Did,
    InitiativeId,
    Person,
    PersonId,
    Round,
    Run,
    RunId,
    RunState,
    SchoolId,
    Step,
    TrustId,
    Verdict,
)
from storage.statements import by_id
from storage.tables import evidence, rounds, runs, steps, stops


class Runs:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(
        self,
        initiative: InitiativeId,
        school: SchoolId | None,
        lead: PersonId | None,
        on: date,
        *,
        trust: TrustId,
        **plan: Any,  # noqa: ANN401  columns
    ) -> Run:
        """In Explore, unless the plan says otherwise."""
        values = {
            "trust_id": trust,
            "initiative_id": initiative,
            "school_id": school,
            "lead_id": lead,
            "begun_on": on,
            "entered_on": on,
            "stage": CycleStage.EXPLORE.value,
            "state": RunState.GOING.value,
        }
        row = (await self._connection.execute(insert(runs).values(values | plan).returning(*runs.c))).one()
        return run_of(row)

    async def find(self, id: RunId, *, trust: TrustId, hold: bool = False) -> Run | None:  # noqa: A002
        """`hold`: nobody else changes it until this transaction ends; what belongs to it may be added.

        Who holds a run holds it before they change who takes part in it or what stops for it, and after the
        person who is asked: so none waits for another that waits for them.
        """
        query = select(runs).where(runs.c.id == id, runs.c.trust_id == trust)
        row = (
            await self._connection.execute(query.with_for_update(key_share=True) if hold else query)
        ).first()
        return run_of(row) if row else None

    async def several(self, ids: Iterable[RunId], *, trust: TrustId, steady: bool = False) -> tuple[Run, ...]:
        """`steady`: none of them changes until this transaction ends."""
        return await self._several(*by_id(runs, ids, trust), steady=steady)

    async def of_initiatives(self, ids: Iterable[InitiativeId], *, trust: TrustId) -> tuple[Run, ...]:
        return await self._several(runs.c.trust_id == trust, runs.c.initiative_id.in_(list(ids)))

    async def around(self, ids: Iterable[RunId], *, trust: TrustId) -> dict[RunId, Around]:
        """Of each, in one look."""
        other = runs.alias()
        of_it = (evidence.c.trust_id == trust, evidence.c.initiative_id == runs.c.initiative_id)
        beside = (other.c.trust_id == trust, other.c.initiative_id == runs.c.initiative_id)
        unconfirmed = (stops.c.trust_id == trust, stops.c.run_id == runs.c.id, stops.c.confirmed_on.is_(None))
        rows = await self._connection.execute(
            select(
                runs.c.id,
                exists().where(*of_it),
                exists().where(*beside, other.c.school_id.is_distinct_from(runs.c.school_id)),
                exists().where(*unconfirmed),
            ).where(*by_id(runs, ids, trust))
        )
        return {RunId(id_): Around(*there) for id_, *there in rows}

    async def led_by(self, person: Person) -> tuple[Run, ...]:
        return await self._several(runs.c.trust_id == person.trust, runs.c.lead_id == person.id)

    async def in_state(self, state: RunState, trust: TrustId) -> tuple[Run, ...]:
        return await self._several(runs.c.trust_id == trust, runs.c.state == state)

    async def to_resume(self, trust: TrustId, today: date) -> tuple[Run, ...]:
        """Paused until today, or until a day that was missed."""
        return await self._several(
            runs.c.trust_id == trust, runs.c.state == RunState.PAUSED, runs.c.resume_on <= today
        )

    async def paused_as(self, reason: str, trust: TrustId) -> tuple[Run, ...]:
        """Those that rest for this reason, and that nobody has touched since."""
        last = select(steps.c.run_id).where(
            steps.c.trust_id == trust,
            steps.c.run_id == runs.c.id,
            steps.c.number == runs.c.version,
            steps.c.did == Did.PAUSED,
            steps.c["values"]["reason"].as_string() == reason,
        )
        return await self._several(runs.c.trust_id == trust, runs.c.state == RunState.PAUSED, last.exists())

    async def everyone(self, trust: TrustId) -> tuple[Run, ...]:
        return await self._several(runs.c.trust_id == trust)

    async def record(
        self,
        run: Run,
        did: Did,
        by: PersonId | None,
        at: datetime,
        step: dict[str, Any],
        **changed: Any,  # noqa: ANN401  columns
    ) -> Run:
        """One step, and what it makes of the run: columns by their names. Hold the run before."""
        number = run.version + 1
        await self._connection.execute(
            insert(steps).values(
                trust_id=run.trust, run_id=run.id, number=number, at=at, by_id=by, did=did, values=step
            )
        )
        row = (
            await self._connection.execute(
                update(runs)
                .where(runs.c.id == run.id, runs.c.trust_id == run.trust)
                .values(version=number, **changed)
                .returning(*runs.c)
            )
        ).one()
        return run_of(row)

    async def steps_of(self, run: RunId, *, trust: TrustId) -> tuple[Step, ...]:
        rows = await self._connection.execute(
            select(steps).where(steps.c.run_id == run, steps.c.trust_id == trust).order_by(steps.c.number)
        )
        return tuple(map(_step, rows))

    async def times(self, did: Did, ids: Iterable[RunId], *, trust: TrustId) -> dict[RunId, int]:
        """How often that has happened to each; to which it never has is absent."""
        rows = await self._connection.execute(
            select(steps.c.run_id, func.count())
            .where(steps.c.trust_id == trust, steps.c.run_id.in_(list(ids)), steps.c.did == did)
            .group_by(steps.c.run_id)
        )
        return {RunId(run): count for run, count in rows}

    async def last_recorded(self, ids: Iterable[RunId], *, trust: TrustId) -> dict[RunId, datetime]:
        """When each had its last step."""
        rows = await self._connection.execute(
            select(steps.c.run_id, func.max(steps.c.at).label("at"))
            .where(steps.c.trust_id == trust, steps.c.run_id.in_(list(ids)))
            .group_by(steps.c.run_id)
        )
        return {RunId(row.run_id): row.at for row in rows}

    async def add_round(self, round_: Round) -> None:
        await self._connection.execute(
            insert(rounds).values(
                trust_id=round_.trust,
                run_id=round_.run,
                on=round_.on,
                by_id=round_.by,
                tried=round_.tried,
                happened=round_.happened,
                change=round_.change,
            )
        )

    async def rounds_of(self, run: RunId, *, trust: TrustId) -> tuple[Round, ...]:
        rows = await self._connection.execute(
            select(rounds).where(rounds.c.run_id == run, rounds.c.trust_id == trust).order_by(rounds.c.id)
        )
        return tuple(map(_round, rows))

    async def _several(self, *which: ColumnElement[bool], steady: bool = False) -> tuple[Run, ...]:
        query = select(runs).where(*which).order_by(runs.c.id)
        rows = await self._connection.execute(query.with_for_update(read=True) if steady else query)
        return tuple(map(run_of, rows.all()))


def run_of(row: Sequence[Any]) -> Run:
    """By position, as the table and the record are in one order: thousands are read on one morning."""
    *before, stage, state = row[:8]
    *written, verdict = row[8:]
    verdict = Verdict(verdict) if verdict else None
    return Run(*[*before, CycleStage(stage), RunState(state), *written, verdict])


def _step(row: Row[Any]) -> Step:
    return Step(
        run=RunId(row.run_id),
        trust=TrustId(row.trust_id),
        number=row.number,
        at=row.at,
        by=_person(row.by_id),
        did=Did(row.did),
        values=row.values,
    )


def _round(row: Row[Any]) -> Round:
    return Round(
        run=RunId(row.run_id),
        trust=TrustId(row.trust_id),
        on=row.on,
        by=_person(row.by_id),
        tried=row.tried,
        happened=row.happened,
        change=row.change,
    )


def _person(number: int | None) -> PersonId | None:
    return None if number is None else PersonId(number)
