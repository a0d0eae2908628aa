"""When a run or a wish has changed: who is asked what next, and what needs no asking any more.

`nudging.py` writes what is due; here it is said from when on.
"""

from datetime import date, timedelta

from handlers.rules.touchpoints import upcoming
from storage.records import PersonId, Run
from storage.store import Store

DAY = timedelta(days=1)  # this morning's nudges are written already


def nudges_of(run: Run) -> str:
    """What the keys of its nudges begin with; touchpoint, occurrence and person follow."""
    return f"nudge:{run.initiative}:"


async def replan(run: Run, today: date, store: Store) -> None:
    """Everybody's next nudge in this run, as it stands now. Harmless to say twice."""
    initiative = await store.initiatives.find(run.initiative, trust=run.trust)
    if initiative is None:
        return
    plan = []
    for each in await store.participants.of_run(run.id, trust=run.trust):
        coming = upcoming(run, initiative, each)
        on, name = (max(coming.on, today + DAY), coming.touchpoint) if coming else (None, "")
        if (on, name) != (each.next_on, each.next_is):
            plan.append((each, on, name))
    await store.participants.plan(plan)


async def withdraw(run: Run, store: Store, *, person: PersonId | None = None) -> None:
    """Nudges of this run that have not gone never go, and nobody counts as silent for them.

    `person`: theirs alone.
    """
    for each in await store.participants.of_run(run.id, trust=run.trust):
        if person not in (None, each.person):
            continue
        if await store.outbox.withdraw(run.trust, nudges_of(run), person=each.person):
            await store.participants.change(each, answered=True)
