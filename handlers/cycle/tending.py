"""Each morning: what was paused until today goes on, and nothing is left that nobody answers for.

Whoever has moved to another school takes part no more in what runs at the old one: what they did stays, and
what they led waits for somebody. A run that nobody is asked about any more, four school weeks after it
should have come to an end, is recorded as paused; its card resumes it with one tap, and by itself it goes on
once its lead is back or answers again. So each run ends in a decision or in a recorded pause. What is
recorded says that its time had passed, and never who was silent or away. That a run has no lead, paused or
not, its facilitators hear once; where there are none, the coordinators do.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at
from handlers.cycle.doing import do
from handlers.cycle.hushing import without_a_lead
from handlers.cycle.replanning import withdraw
from handlers.cycle.words import school_names, topic_line
from handlers.days import calendars_of, days_of
from handlers.rules.calendar import WorkingDays
from handlers.rules.touchpoints import upcoming, usually_over
from handlers.talk import LOCAL, Card, Post, Text, ToPerson
from handlers.which import who_looks_after
from storage.records import (
    Did,
    Initiative,
    InitiativeId,
    Person,
    Run,
    RunState,
    Trust,
    TrustId,
    Why,
)
from storage.store import Store

EARLY = time(6)  # before anybody is written to that day
OVERDUE = 20  # working days after it should have ended, or until its lead is back: four school weeks
SCHOOL_WEEK = range(5)
TIME_PASSED = "its time had passed"


@cycle.every("mon-fri", at=EARLY)
async def tend(trust: Trust, today: date, store: Store) -> Sequence[Post]:
    """Harmless to say twice: what is done is no longer found."""
    now = datetime.combine(today, EARLY, LOCAL)
    for each in await store.runs.to_resume(trust.id, today):
        await do(each, Did.RESUMED, None, now, store)
    await _let_movers_go(trust.id, now, store)
    going = await store.runs.in_state(RunState.GOING, trust.id)
    resting = await store.runs.in_state(RunState.PAUSED, trust.id)
    initiatives = await _initiatives((*going, *resting), trust.id, store)
    await _pause_unanswered(going, initiatives, now, store)
    await _resume_answered(trust.id, initiatives, now, store)
    return await _without_a_lead((*going, *resting), initiatives, trust.id, store)


async def _initiatives(runs: Sequence[Run], trust: TrustId, store: Store) -> dict[InitiativeId, Initiative]:
    found = await store.initiatives.several({each.initiative for each in runs}, trust=trust)
    return {each.id: each for each in found}


async def _let_movers_go(trust: TrustId, now: datetime, store: Store) -> None:
    for each in await store.participants.moved(trust):
        run = await store.runs.find(each.run, trust=trust, hold=True)
        if run is None:
            continue
        await withdraw(run, store, person=each.person)
        await store.participants.leave(each)
        if run.lead == each.person and run.state is not RunState.ENDED:
            await do(run, Did.HANDED_OVER, None, now, store, lead=None)


async def _pause_unanswered(
    going: Sequence[Run], initiatives: dict[InitiativeId, Initiative], now: datetime, store: Store
) -> None:
    """Where its time has passed, and nobody leads it, or whoever does is asked nothing more or long away."""
    ends = {each: usually_over(each, initiatives[each.initiative]) for each in going}
    over = {run: end for run, end in ends.items() if end and end < now.date()}
    if not over:
        return
    trust = going[0].trust
    calendars, parts = await calendars_of(trust, store), await store.participants.leading(trust)
    leads = await store.people.several({each.lead for each in over if each.lead}, trust=trust)
    people = {each.id: each for each in leads}
    for run, end in over.items():
        days = WorkingDays(SCHOOL_WEEK, calendars.of(run.school))
        lead = parts.get(run.id)
        is_asked = (
            lead is not None
            and upcoming(run, initiatives[run.initiative], lead) is not None
            and not _is_long_away(people[lead.person], now.date(), days)
        )
        if not is_asked and days.after(end, OVERDUE) <= now.date():
            await do(run, Did.PAUSED, None, now, store, reason=TIME_PASSED)


async def _resume_answered(
    trust: TrustId, initiatives: dict[InitiativeId, Initiative], now: datetime, store: Store
) -> None:
    """What was paused so goes on once whoever leads it is back, or wants to be asked about it again."""
    resting = await store.runs.paused_as(TIME_PASSED, trust)
    parts = await store.participants.leading(trust) if resting else {}
    for run in resting:
        part, again = parts.get(run.id), replace(run, state=RunState.GOING)
        if part is None or upcoming(again, initiatives[run.initiative], part) is None:
            continue
        lead = await store.people.find(part.person, trust=trust)
        if lead is not None and not (await days_of(lead, store)).is_away(now.date()):
            await do(run, Did.RESUMED, None, now, store)


def _is_long_away(person: Person, today: date, days: WorkingDays) -> bool:
    """Now, and for longer than a run may wait for somebody."""
    if not (person.away_from and person.away_until) or person.away_from > today:
        return False
    return person.away_until >= days.after(today, OVERDUE)


async def _without_a_lead(
    runs: Sequence[Run], initiatives: dict[InitiativeId, Initiative], trust: TrustId, store: Store
) -> Sequence[Post]:
    """One line to each who can see to it, once each time that a run is left without a lead."""
    orphans = [each for each in runs if each.lead is None]
    if not orphans:
        return ()
    names = await school_names(orphans, trust, store)
    times = await store.runs.times(Did.HANDED_OVER, [each.id for each in orphans], trust=trust)
    networks = {initiatives[each.initiative].network for each in orphans}
    people = {each: await who_looks_after(each, trust, store) for each in networks}
    return [
        Post(
            ToPerson(person),
            nobody_leads_it(initiative, each, names[each.school]),
            f"{without_a_lead(each)}{times.get(each.id, 0)}:{person.id}",
            Why.UNASKED,
        )
        for each in orphans
        for initiative in [initiatives[each.initiative]]
        for person in people[initiative.network]
    ]


# ------------------------------------------------------------------ card


def nobody_leads_it(initiative: Initiative, run: Run, school: str) -> Card:
    return Card(
        f"{topic_line(initiative, school)} has no lead",
        Text("Whoever takes part can take it on from its card, and so can you. Until then it may also rest."),
        look_at.button("Open it", run=run.id),
    )
