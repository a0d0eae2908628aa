"""Hushing: while a run rests or is over, nobody is asked about what was to stop for it, or to lead it."""

from storage.records import Run, Stop
from storage.store import Store


def question_about(stop: Stop) -> str:
    """What the key of the question begins with; the day follows."""
    return f"stop:{stop.id}:"


def without_a_lead(run: Run) -> str:
    """What the key of the line begins with that nobody leads it; which time and to whom follow."""
    return f"cycle:no-lead:{run.id}:"


async def hush(run: Run, store: Store) -> None:
    """Questions that wait for their week never go; once the run goes on, they are asked then."""
    unasked = [
        each.id
        for each in await store.stops.of_run(run.id, trust=run.trust)
        if each.confirmed_on is None and await store.outbox.withdraw(run.trust, question_about(each))
    ]
    await store.stops.asked(unasked, None, trust=run.trust)
