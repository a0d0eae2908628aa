"""When somebody is asked: later, less often, not at all; at which hour; not while they are away.

bot  Oracy in Year 3: what did you try, what happened?                                    [Not now]
Ada  (presses Not now)
bot  When shall I ask again?   [In two weeks] [After the break] [On a date] [Less often] [Stop asking]
Ada  cycle times
bot  When I write to you: on your first day of the week, at 8:30       [Another hour] [I'm away]

No reason is ever asked: leave is two dates. All of it is the person's own, and nobody else sees it.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.cycle.ahead import YEAR, day_ahead
from handlers.cycle.asked import Part, change, my_part
from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at
from handlers.cycle.replanning import replan, withdraw
from handlers.cycle.said import after
from handlers.dates import day, short_day
from handlers.days import days_of
from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.dates import date_in
from handlers.talk import (
    LOCAL,
    Answers,
    Block,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Item,
    Note,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import Initiative, InitiativeId, Nudging, Participant, Person
from storage.store import Store

HOURS = tuple(time(half // 2, half % 2 * 30) for half in range(16, 35))  # 8:00 to 17:00, every half hour
SNOOZE = 2  # weeks
LONGEST = timedelta(days=731)  # until a leave is over; what ends later is a slip
LISTED = 4  # initiatives with a button of their own: Teams shows six


# ------------------------------------------------------------------ one initiative


@cycle.action("cycle.not_now")
async def not_now(request: Request, store: Store, *, initiative: InitiativeId) -> Reply:
    """An answer like any other: they are not silent."""
    part = await my_part(initiative, request, store)
    await change(part, request, store, answered=True, silent=0, quiet_since=None)
    return Reply(when_again(part, "No problem."))


@cycle.action("cycle.when")
async def choose_when(request: Request, store: Store, *, initiative: InitiativeId) -> Reply:
    return Reply(when_again(await my_part(initiative, request, store)))


@cycle.action("cycle.snooze")
async def snooze(request: Request, store: Store, *, initiative: InitiativeId, weeks: int) -> Reply:
    until = request.today + timedelta(weeks=min(weeks, YEAR.days // 7))
    return await _snoozed(initiative, until, request, store)


@cycle.action("cycle.after_break")
async def after_the_break(request: Request, store: Store, *, initiative: InitiativeId) -> Reply:
    calendar = (await days_of(request.person, store)).calendar
    return await _snoozed(initiative, _break_over(calendar, request.today), request, store)


@cycle.form("cycle.snooze_until")
async def snooze_until(request: Request, store: Store, *, initiative: InitiativeId) -> Form:
    part = await my_part(initiative, request, store)
    when = TextField("day", "When shall I ask again?", hint="For example: 12 March", max_length=40)
    return snooze_until.form("Not now", part.initiative.topic, (when,), "Save", initiative=initiative)


@snooze_until.filled
async def snoozed_until(
    request: Request, store: Store, answers: Answers, *, initiative: InitiativeId
) -> Reply:
    until = day_ahead(given(answers, "day"), "day", request.today, years=1)
    return await _snoozed(initiative, until, request, store)


async def _snoozed(initiative: InitiativeId, until: date, request: Request, store: Store) -> Reply:
    part = await my_part(initiative, request, store)
    await withdraw(part.run, store, person=part.me.person)
    await change(part, request, store, snoozed_until=until, answered=True, silent=0, quiet_since=None)
    on = (await days_of(request.person, store)).hears_from(until) or until
    return Reply(done_with(part, f"I won’t ask about it before {day(on)}."))


@cycle.action("cycle.how_often")
async def how_often(request: Request, store: Store, *, initiative: InitiativeId, nudging: Nudging) -> Reply:
    """Saying "ask me again" also ends a silence, a snooze and what was done."""
    part = await my_part(initiative, request, store)
    if nudging is Nudging.OFF:
        await withdraw(part.run, store, person=part.me.person)
    again = {} if nudging is Nudging.OFF else {"snoozed_until": None, "done_in": None}
    await change(part, request, store, nudging=nudging, answered=True, silent=0, quiet_since=None, **again)
    return Reply(done_with(part, SAID[nudging]))


# ------------------------------------------------------------------ all of it


@after("times", "when")
async def say_times(request: Request, store: Store) -> Reply:
    return Reply(await _all_of_it(request, store))


@cycle.action("cycle.times")
async def show_times(request: Request, store: Store) -> Reply:
    """What may come to them unasked, and when: seen and changed in one place."""
    return Reply(await _all_of_it(request, store))


@cycle.form("cycle.hour")
async def hour(request: Request, store: Store) -> Form:
    options = tuple((_clock(each), _clock(each)) for each in HOURS)
    now = ChoiceField("hour", "From which hour?", options, (_clock(request.person.hears_at),))
    intro = "On your first day of the week that suits. Meetings’ reminders come by themselves."
    return hour.form("When I write to you", intro, (now,), "Save")


@hour.filled
async def hour_chosen(request: Request, store: Store, answers: Answers) -> Reply:
    """What waits for the old hour of a day waits for the new one of the same day."""
    at = next((each for each in HOURS if _clock(each) == given(answers, "hour")), None)
    if at is None:
        raise Invalid(hour="Please choose an hour from the list.")
    me = request.person
    await store.people.hears(me, hears_at=at)
    for each in await store.outbox.unasked(me.id, datetime.max.replace(tzinfo=LOCAL), trust=me.trust):
        on = each.due_at.astimezone(LOCAL).date()
        await store.outbox.postpone((each,), datetime.combine(on, HOURS[0], LOCAL))
    return Reply(await _all_of_it(request, store, f"From {_clock(at)}, then."))


@cycle.form("cycle.away")
async def away(request: Request, store: Store) -> Form:
    me = request.person
    first, last = (short_day(each) if each else "" for each in (me.away_from, me.away_until))
    fields = (
        TextField("first", "Away from", first, hint="For example: 12 March", max_length=40),
        TextField("last", "Until, that day too", last, hint="For example: 30 March", max_length=40),
    )
    return away.form("I’m away", "Nothing comes on those days. I don’t ask why.", fields, "Save")


@away.filled
async def went_away(request: Request, store: Store, answers: Answers) -> Reply:
    first = date_in(given(answers, "first"), request.today)
    last = date_in(given(answers, "last"), first or request.today)
    problems = {
        name: "Please write a day, such as 12 March."
        for name, each in (("first", first), ("last", last))
        if each is None
    }
    if first and last and not (first <= last and request.today <= last <= request.today + LONGEST):
        problems["last"] = "Please give a day that is still to come, after the first and within two years."
    if problems or first is None or last is None:
        raise Invalid(**problems)
    return await _away(first, last, request, store)


@cycle.action("cycle.back_again")
async def back_again(request: Request, store: Store) -> Reply:
    return await _away(None, None, request, store)


async def _away(first: date | None, last: date | None, request: Request, store: Store) -> Reply:
    await store.people.hears(request.person, away_from=first, away_until=last)
    for part in await store.participants.of_person(request.person):
        if run := await store.runs.find(part.run, trust=part.trust, hold=True):
            await replan(run, request.today, store)
    return Reply(await _all_of_it(request, store, "" if last else "Welcome back. I write as before."))


async def _all_of_it(request: Request, store: Store, said: str = "") -> Card:
    me = await store.people.find(request.person.id, trust=request.trust.id) or request.person
    parts = await store.participants.of_person(me)
    topics = {
        each.id: each
        for each in await store.initiatives.several([p.initiative for p in parts], trust=request.trust.id)
    }
    asked_about = [(topics[each.initiative], each) for each in parts]
    return times_of(me, asked_about, await days_of(me, store), request.today, said)


def _break_over(calendar: SchoolCalendar, today: date) -> date:
    """The first day after the break that comes next; in six weeks where none is known."""
    ends = (last for _, last in calendar.breaks if last >= today)
    return next(ends, today + timedelta(weeks=6)) + timedelta(days=1)


# ------------------------------------------------------------------ cards

SAID = {
    Nudging.AS_PLANNED: "I ask as usual again.",
    Nudging.LESS: "I ask half as often.",
    Nudging.OFF: "I won’t ask about it any more. You still take part.",
}


def when_again(part: Part, said: str = "") -> Card:
    of = part.initiative.id
    now = part.me.nudging
    often = (
        how_often.button("Less often", initiative=of, nudging=Nudging.LESS)
        if now is Nudging.AS_PLANNED
        else how_often.button("As before", initiative=of, nudging=Nudging.AS_PLANNED)
    )
    return Card(
        part.initiative.topic,
        Text(f"{said} When shall I ask again?".strip()),
        snooze.button("In two weeks", initiative=of, weeks=SNOOZE),
        after_the_break.button("After the break", initiative=of),
        snooze_until.button("On a date", initiative=of),
        often,
        how_often.button("Stop asking", initiative=of, nudging=Nudging.OFF),
    )


def done_with(part: Part, said: str) -> Card:
    of = part.initiative.id
    asks = part.me.nudging is Nudging.AS_PLANNED
    return Card(
        part.initiative.topic,
        Text(said),
        look_at.button("Open it", run=part.run.id),
        choose_when.button("Another time", initiative=of)
        if asks
        else how_often.button("Ask me again", initiative=of, nudging=Nudging.AS_PLANNED),
    )


def times_of(
    me: Person,
    parts: Sequence[tuple[Initiative, Participant]],
    days: WorkingDays,
    today: date,
    said: str = "",
) -> Card:
    first: list[Block] = [Text(said)] if said else []
    is_away = me.away_from is not None and me.away_until is not None and me.away_until >= today
    if is_away and me.away_from and me.away_until:
        first.append(Text(f"Away from {day(me.away_from)} to {day(me.away_until)}: nothing comes."))
    listed = [
        Item(
            each.topic,
            _asked_about(mine, days, today),
            choose_when.button("Change", initiative=each.id).aloud(f"Change: {each.topic}"),
        )
        for each, mine in parts[:LISTED]
    ]
    others = len(parts) - LISTED
    return Card(
        "What I may write to you, and when",
        *first,
        Text(
            f"One message a week at most with what you did not ask for, on your first day of the week, "
            f"from {_clock(me.hears_at)}. Never in the holidays, nor as a term begins or ends."
        ),
        *listed,
        *([Note(f"And {others} more: open each from “cycle”.")] if others > 0 else []),
        hour.button("Another hour"),
        back_again.button("I’m back") if is_away else away.button("I’m away"),
        Note(
            "Only you see this. What I tell you of the library: “library me”. "
            "No more requests to meet: “hide me from search”."
        ),
    )


def _asked_about(mine: Participant, days: WorkingDays, today: date) -> str:
    if mine.nudging is Nudging.OFF:
        return "Not asked about"
    if mine.quiet_since:
        return "Quiet until you answer one of its cards"
    if mine.next_on is None:
        return "Nothing more is planned"
    less = ", half as often" if mine.nudging is Nudging.LESS else ""
    on = days.hears_from(mine.next_on) or mine.next_on
    when = f"around {short_day(on)}" if mine.next_on > today else "in your weekly message"
    return f"Next {when}{less}"


def _clock(at: time) -> str:
    """ "8:30"."""
    return f"{at.hour}:{at:%M}"
