"""Confirming: on its day, whoever confirms a stop is asked once whether it has stopped.

bot  (in the weekly message) Has it stopped? Marking every book     [Yes, it has] [Not yet] [We keep it]
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from handlers.cycle.capability import cycle
from handlers.cycle.hushing import question_about
from handlers.cycle.mine import waits
from handlers.cycle.stopping import still_done
from handlers.talk import LOCAL, Block, Post, Request, Text, ToPerson
from storage.records import Person, PersonId, Run, RunId, RunState, Stop, Trust, Why
from storage.store import Store

ASKED_AT = time(7)  # before the week's message is put together
MATTERS = timedelta(days=42)  # the summer holidays: who is asked in them hears after them


@cycle.every("mon-fri", at=ASKED_AT)
async def has_it_stopped(trust: Trust, today: date, store: Store) -> list[Post]:
    """Each once, from its day on, as a part of the week's message; not while its run is paused or over.

    Asked is who confirms it, or whoever leads the run where they have left or moved; else nobody.
    """
    due = await store.stops.due(trust.id, today)
    runs = {
        each.id: each
        for each in await store.runs.several({one.run for one in due if one.run}, trust=trust.id)
    }
    due = tuple(each for each in due if each.run not in runs or runs[each.run].state is RunState.GOING)
    await store.stops.asked([each.id for each in due], today, trust=trust.id)
    ids = {id_ for each in due for id_ in _askable(each, runs)}
    people = {each.id: each for each in await store.people.several(ids, trust=trust.id)}
    expires = datetime.combine(today + MATTERS, ASKED_AT, LOCAL)
    return [
        Post(
            ToPerson(whom),
            still_done(each, today),
            f"{question_about(each)}{each.stops_on}",
            Why.UNASKED,
            expires=expires,
        )
        for each in due
        if (whom := _asked(each, runs, people))
    ]


def _askable(stop: Stop, runs: Mapping[RunId, Run]) -> tuple[PersonId, ...]:
    run = runs.get(stop.run) if stop.run else None
    return tuple(filter(None, (stop.confirms, run.lead if run else None)))


def _asked(stop: Stop, runs: Mapping[RunId, Run], people: Mapping[PersonId, Person]) -> Person | None:
    """Whoever works for the central team is asked about any school."""
    there = (people[each] for each in _askable(stop, runs) if each in people)
    return next((each for each in there if each.school in (stop.school, None)), None)


@waits(20)
async def to_confirm(request: Request, store: Store) -> Sequence[Block]:
    stops = await store.stops.waiting_for(request.person, request.today)
    more = f" and {len(stops) - 1} more" if len(stops) > 1 else ""
    return (Text(f"Has it stopped? {stops[0].what}{more}: say “cycle stops”."),) if stops else ()
