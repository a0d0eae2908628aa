"""What schools came to, for whatever is told of it."""

from dataclasses import replace
from typing import Any

from bot.app import App
from handlers.cycle.doing import begin
from handlers.cycle.tried import findable
from storage.records import (
    Again,
    Cadence,
    CycleStage,
    Decision,
    DecisionId,
    Initiative,
    InitiativeId,
    NetworkId,
    Person,
    Run,
    Verdict,
)

PLAN = {
    "practice": "Talk partners in each lesson",
    "goal": "Every child speaks in whole sentences",
    "measure": "Children who answer in sentences",
    "baseline": "41%",
    "target": "70%",
    "makes_room": "Marking every book",
}


async def trying(
    app: App, me: Person, topic: str = "Oracy in Year 3", *, network: NetworkId | None = None
) -> tuple[Initiative, Run]:
    """A school's run of an initiative, in Deliver."""
    now = app.clock.now()
    problem = f"Too little comes of {topic} as we do it"
    blank = Initiative(
        InitiativeId(0), me.trust, problem, topic, "Year 3", Cadence.PILOT, network, me.id, now.date()
    )
    async with app.database.store() as store:
        initiative = await store.initiatives.add(blank)
        run = await begin(initiative, me.school, me, now, store, stage=CycleStage.DELIVER, **PLAN)
    return initiative, run


async def decided(app: App, me: Person, topic: str = "Oracy in Year 3", **how: Any) -> Decision:
    """What a school came to."""
    initiative, run = await trying(app, me, topic, network=how.pop("network", None))
    made = Decision(
        DecisionId(0), run.trust, initiative.id, run.id, run.school, me.id,
        app.clock.now().date(), Verdict.ADOPT, "41%", "66%", "More children speak",
        "Sentence stems did most of it", Again.YES, shared=True, named=True,
    )  # fmt: skip
    async with app.database.store() as store:
        made = await store.decisions.add(replace(made, **how))
        await findable(made, initiative, run, store)
        return made
