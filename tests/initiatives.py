"""A network with initiatives at every stage and end, for the cards and pages that show them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.app import App
from handlers.cycle.doing import begin
from storage.records import (
    Cadence,
    CycleStage,
    Did,
    Initiative,
    InitiativeId,
    NetworkId,
    Person,
    Run,
    RunState,
    School,
    SchoolId,
    Verdict,
)
from storage.store import Store

SCHOOLS = ("Alder Green Primary School", "Thorpe Example Church of England Primary School", "Fenside Example")

#: Topic → its schools' stages, and what else is to be said of each; days are from today.
INITIATIVES: dict[str, list[tuple[CycleStage, dict[str, Any]]]] = {
    "Number facts that stick": [
        (CycleStage.DELIVER, {"review": 16}),
        (CycleStage.PREPARE, {"review": 80, "lead_id": None}),
        (CycleStage.EXPLORE, {}),
    ],
    "Talk in mixed-age reasoning lessons": [(CycleStage.DELIVER, {"review": -3})],
    "Pre-teaching for new arrivals": [(CycleStage.EXPLORE, {"quiet": True})],
    "Times tables online at home": [
        (CycleStage.DELIVER, {"state": RunState.ENDED, "verdict": Verdict.ABANDON})
    ],
    "Rekenreks from Reception": [(CycleStage.SUSTAIN, {"verdict": Verdict.ADOPT, "check": 60})],
    "Arithmetic before the bell": [(CycleStage.DECIDE, {"state": RunState.PAUSED})],
    "A maths book for every child": [
        (CycleStage.SUSTAIN, {"state": RunState.ENDED, "verdict": Verdict.ADOPT})
    ],
}


async def lived(app: App, network: NetworkId | None, lead: Person, names: Sequence[str] = SCHOOLS) -> None:
    """What `INITIATIVES` says of the network."""
    now = app.clock.now()
    async with app.database.store() as store:
        urns = enumerate(names, 950001 + len(await store.schools.everyone(lead.trust)))
        await store.schools.keep(
            [School(SchoolId(0), lead.trust, str(urn), name, phase="Primary") for urn, name in urns]
        )
        schools = {each.name: each.id for each in await store.schools.everyone(lead.trust)}
        for topic, runs in INITIATIVES.items():
            first = Initiative(
                id=InitiativeId(0),
                trust=lead.trust,
                problem=f"{topic}: what is the problem?",
                topic=topic,
                group="Year 3",
                cadence=Cadence.PILOT,
                network=network,
                lead=lead.id,
                begun_on=now.date(),
            )
            initiative = await store.initiatives.add(first)
            for school, (stage, given) in zip(names, runs, strict=False):
                started = now - timedelta(days=150 if given.get("quiet") else 1)
                run = await begin(initiative, schools[school], lead, started, store, stage=stage)
                await _as_given(run, given, store, started)


async def _as_given(run: Run, given: dict[str, Any], store: Store, now: Any) -> None:
    columns = {name: value for name, value in given.items() if name in ("lead_id", "state", "verdict")}
    for name, column in (("review", "review_on"), ("check", "check_on")):
        if name in given:
            columns[column] = (now + timedelta(days=given[name])).date()
    await store.runs.record(run, Did.NOTED, None, now, {}, **columns)
