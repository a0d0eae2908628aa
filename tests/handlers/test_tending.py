"""Nothing is left that nobody answers for, and what is recorded tells of nobody's silence or leave."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import Clock
from handlers.cycle.doing import begin, do
from handlers.cycle.tending import tend
from storage.records import (
    Cadence,
    CycleStage,
    Did,
    Initiative,
    InitiativeId,
    Nudging,
    Person,
    PersonId,
    Run,
    RunState,
    Trust,
)
from storage.store import Database


async def led_by_ada(database: Database, clock: Clock) -> tuple[Trust, Run, Person]:
    """In Deliver, to be reviewed today; Cora coordinates."""
    today = clock.now().date()
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        ada = Person(PersonId(0), trust.id, "ada@school.example", "Ada Example")
        cora = replace(ada, email="cora@school.example", name="Cora Example", coordinator=True)
        await store.people.keep([ada, cora], clock.now())
        ada, cora = await store.people.everyone(trust.id)
        initiative = await store.initiatives.add(
            Initiative(
                InitiativeId(0), trust.id, "Quiet", "Oracy", "Year 3", Cadence.PILOT, None, ada.id, today
            )
        )
        deliver = CycleStage.DELIVER
        run = await begin(initiative, None, ada, clock.now(), store, stage=deliver, review_on=today)
        return trust, run, ada


@pytest.mark.parametrize(
    ("weeks_away", "nudging", "state", "once_back"),
    [
        (0, Nudging.AS_PLANNED, RunState.GOING, RunState.GOING),
        (0, Nudging.OFF, RunState.PAUSED, RunState.PAUSED),
        (7, Nudging.AS_PLANNED, RunState.GOING, RunState.GOING),
        (30, Nudging.AS_PLANNED, RunState.PAUSED, RunState.GOING),
    ],
    ids=["asked", "asked no more", "back before long", "long away"],
)
async def test_what_nobody_can_be_asked_about_is_paused_in_words_that_tell_of_nobody(
    database, clock, weeks_away, nudging, state, once_back
):
    trust, run, ada = await led_by_ada(database, clock)
    today = clock.now().date()
    async with database.store() as store:
        if weeks_away:
            await store.people.hears(ada, away_from=today, away_until=today + timedelta(weeks=weeks_away))
        part = await store.participants.find(run.initiative, ada)
        await store.participants.change(part, nudging=nudging)
        assert not await tend(trust, today, store)
        assert (await store.runs.find(run.id, trust=trust.id)).state is RunState.GOING, "its day is today"
        await tend(trust, today + timedelta(weeks=6), store)
        assert (await store.runs.find(run.id, trust=trust.id)).state is state
        *_, last = await store.runs.steps_of(run.id, trust=trust.id)
    if state is RunState.PAUSED:
        assert (last.by, last.values["reason"]) == (None, "its time had passed")

    for weeks, then in ((30, state), (31, once_back)):
        async with database.store() as store:
            await tend(trust, today + timedelta(weeks=weeks), store)
            assert (await store.runs.find(run.id, trust=trust.id)).state is then, "their last day is away"


async def test_that_nobody_leads_it_is_told_once_also_where_it_rests(database, clock):
    trust, run, ada = await led_by_ada(database, clock)
    today = clock.now().date()
    async with database.store() as store:
        await do(run, Did.PAUSED, ada, clock.now(), store)
        assert not await tend(trust, today, store)
        await do(run, Did.HANDED_OVER, ada, clock.now(), store, lead=None)
        (told,) = await tend(trust, today, store)
        (again,) = await tend(trust, today + timedelta(days=1), store)
    assert (told.to.person.name, told.key) == ("Cora Example", again.key)
