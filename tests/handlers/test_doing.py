"""What is done to a run is kept as steps that tell the same as the run itself, whoever does it and when."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bot.clock import Clock
from handlers.cycle.doing import begin, do, where_it_stands
from handlers.rules.stages import Need, Standing, retold
from handlers.talk import Refusal
from storage.records import (
    Cadence,
    CycleStage,
    Did,
    Evidence,
    EvidenceId,
    Initiative,
    InitiativeId,
    Person,
    PersonId,
    Run,
    RunState,
    Step,
    Verdict,
)
from storage.store import Database, Store

#: What belongs to the initiative, and what a run is given by others of it, is not in the run's own steps.
SHARED = {Need.PROBLEM, Need.GROUP, Need.EVIDENCE, Need.PEER}


async def a_run(database: Database, clock: Clock) -> tuple[Run, Person]:
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        ada = Person(PersonId(0), trust.id, "ada@school.example", "Ada Example")
        await store.people.keep([ada], clock.now())
        (ada,) = await store.people.everyone(trust.id)
        initiative = await store.initiatives.add(
            Initiative(
                InitiativeId(0),
                trust.id,
                problem="Quiet pupils say little in talk",
                topic="Oracy in Year 3",
                group="Year 3",
                cadence=Cadence.HALF_TERMLY,
                network=None,
                lead=ada.id,
                begun_on=clock.now().date(),
            )
        )
        return await begin(initiative, None, ada, clock.now(), store), ada


async def add_evidence(run: Run, by: Person, clock: Clock, store: Store) -> None:
    found = Evidence(EvidenceId(0), run.trust, by.id, clock.now(), "They speak less", "Our own look", "")
    await store.initiatives.add_evidence(replace(found, initiative=run.initiative))


PLAN = {"goal": "All speak in sentences", "measure": "Talk count", "baseline": "40", "target": "60"}


async def test_replaying_the_recorded_steps_gives_the_run_as_it_is_kept(database, clock):
    run, ada = await a_run(database, clock)
    now, review = clock.now(), clock.now().date() + timedelta(weeks=6)
    async with database.store() as store:
        with pytest.raises(Refusal, match="Before Prepare it needs a piece of evidence and a school"):
            await do(run, Did.ON, ada, now, store)
        await add_evidence(run, ada, clock, store)
        run = await do(run, Did.EVIDENCE, ada, now, store)
        run = await do(run, Did.ON, ada, now, store, note={"peer": "Fenside Primary"})
        rest = {"review_on": review, "practice": "Talk partners", "makes_room": "Nothing"}
        run = await do(run, Did.NOTED, ada, now, store, note=PLAN | rest)
        run = await do(run, Did.ON, ada, now, store)
        with pytest.raises(Refusal, match="still needs a goal"):
            await do(run, Did.NOTED, ada, now, store, note={"goal": ""})
        run = await do(run, Did.ROUND, ada, now, store)
        run = await do(run, Did.PAUSED, ada, now, store, until=review)
        assert (run.state, run.resume_on) == (RunState.PAUSED, review)
        run = await do(run, Did.RESUMED, ada, now, store)
        run = await do(run, Did.ON, ada, now, store, note={"now": "55"})
        answers = {"verdict": Verdict.ADAPT, "reason": "Slow", "learned": "Less", "again": "yes"}
        run = await do(run, Did.DECIDED, ada, now, store, note={"now": "56"}, shared=False, **answers)
        assert (run.stage, run.rounds, run.now, run.review_on) == (CycleStage.PREPARE, 0, "", None)
        assert (run.goal, run.verdict, run.resume_on) == (PLAN["goal"], Verdict.ADAPT, None)
        run = await do(run, Did.ENDED, ada, now, store, reason="Not this year")
        kept, told = await kept_and_told(run, store)
        assert told == kept
        assert (kept.state, kept.stage) == (RunState.ENDED, CycleStage.PREPARE)


PREPARE, DELIVER = CycleStage.PREPARE, CycleStage.DELIVER
DECIDED = {"reason": "As it is", "learned": "Less is more", "again": "yes", "shared": True}
KEPT = {"keeper": "The Year 3 team", "induction": "A morning in September"}


def anything(today: date) -> list[tuple[Did, dict[str, object], dict[str, object]]]:
    """What may be tried on a run: what is done, what is noted with it, what else it is given."""
    dates = {"review_on": today + timedelta(weeks=6), "check_on": today + timedelta(weeks=40)}
    whole = {**PLAN, **KEPT, **dates, "peer": "Fenside", "practice": "Talk", "makes_room": "No", "now": "5"}
    return [
        *[(Did.NOTED, whole, {}), (Did.ROUND, {}, {}), (Did.ON, {}, {})] * 8,
        *((Did.BACK, {}, {"to": stage, "learned": "Slower"}) for stage in (PREPARE, DELIVER)),
        *((Did.DECIDED, {"now": "6"}, {**DECIDED, "verdict": verdict}) for verdict in Verdict),
        (Did.NOTED, {"goal": "", "now": ""}, {}),
        (Did.DECIDED, {}, {"verdict": Verdict.ABANDON, "reason": "Not for us"}),
        (Did.PAUSED, {}, {"until": today}),
        *[(Did.RESUMED, {}, {}), (Did.REOPENED, {}, {})] * 3,
        (Did.ENDED, {}, {}),
        (Did.ENDED, {}, {"reason": "Later"}),
        (Did.HANDED_OVER, {}, {"lead": None}),
    ]


async def test_whatever_is_tried_in_whatever_order_the_steps_tell_the_run_as_it_is_kept(database, clock):
    run, ada = await a_run(database, clock)
    some, been = Random(10), set()
    async with database.store() as store:
        await add_evidence(run, ada, clock, store)
        run = await do(run, Did.EVIDENCE, ada, clock.now(), store)
        for _ in range(120):
            did, note, values = some.choice(anything(clock.now().date()))
            with suppress(Refusal):
                run = await do(run, did, ada, clock.now(), store, note=note, **values)
                kept, told = await kept_and_told(run, store)
                assert told == kept, did
                been.add((kept.stage, kept.state))
    assert len(been) >= 10, "of fifteen places"


async def kept_and_told(run: Run, store: Store) -> tuple[Standing, Standing]:
    steps = await store.runs.steps_of(run.id, trust=run.trust)
    (initiative,) = await store.initiatives.several([run.initiative], trust=run.trust)
    *_, (_, told) = retold(steps)
    kept = await where_it_stands(run, initiative, store)
    return replace(kept, known=kept.known - SHARED), replace(told, known=told.known - SHARED)


async def test_of_what_two_do_at_once_both_count_and_the_steps_are_in_order(database, clock):
    run, ada = await a_run(database, clock)
    async with database.store() as store:
        await add_evidence(run, ada, clock, store)

    async def does(did: Did, **note: str) -> str:
        async with database.store() as store:
            await do(run, did, ada, clock.now(), store, note=note)
            await asyncio.sleep(0.005)
        return did

    async def happened(*things: Awaitable[str]) -> list[str]:
        done = await asyncio.gather(*things, return_exceptions=True)
        assert all(isinstance(each, str | Refusal) for each in done), done
        return [each for each in done if isinstance(each, str)]

    assert len(await happened(does(Did.NOTED, peer="Fenside"), does(Did.EVIDENCE), does(Did.NOTED))) == 3
    assert await happened(does(Did.ON), does(Did.ON)) == ["on"], "the second is told what Prepare needs"
    assert len(await happened(does(Did.PAUSED), does(Did.RESUMED), does(Did.BACK))) >= 1
    async with database.reading() as store:
        found = await store.runs.find(run.id, trust=run.trust)
        assert found is not None
        steps: tuple[Step, ...] = await store.runs.steps_of(run.id, trust=run.trust)
        assert [each.number for each in steps] == list(range(1, found.version + 1))
        kept, told = await kept_and_told(found, store)
        assert told == kept
