"""Stopping: what a school stops doing to make room for what works, asked about once, on its day.

Ada  cycle stop marking every book
Ada  (fills it in: from 11 January, two hours a week)
bot  On the list. I will ask you on Monday 11 January
bot  (that week) Has it stopped? Marking every book     [Yes, it has] [Not yet] [We keep it after all]
"""

from collections.abc import Sequence
from datetime import date

from handlers.cycle.ahead import day_ahead
from handlers.cycle.capability import cycle
from handlers.cycle.cards import offers, run_card
from handlers.cycle.doing import do
from handlers.cycle.hushing import question_about
from handlers.cycle.said import after
from handlers.cycle.seen import Seen, may_change_it, the_run, to_add_to
from handlers.cycle.words import CENTRAL_TEAM, GROUPS_ONLY
from handlers.dates import day, short_day
from handlers.rules.saved_time import in_words, minutes_in
from handlers.rules.stages import Need
from handlers.talk import (
    Answers,
    Block,
    Button,
    Card,
    Form,
    Invalid,
    Item,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.written_in import people_in
from storage.records import (
    CycleStage,
    Did,
    Person,
    RunId,
    RunState,
    Stop,
    StopId,
)
from storage.store import Store

ALONE = RunId(0)  # a stop that stands by itself
WHAT_LIMIT = 300  # characters, as in the table
LISTED = 4  # on a card, with a button each: Teams allows six


@after("stop")
async def stop_by_word(request: Request, store: Store) -> Reply:
    """`cycle stop marking every book`: the form, filled in with these words."""
    return Reply(await list_stop.open(request, store, {"words": request.said.strip()[:WHAT_LIMIT]}))


@after("stops")
async def stops_by_word(request: Request, store: Store) -> Reply:
    """`cycle stops`: what one's own school stops."""
    return Reply(await _school_list(request, store))


# ------------------------------------------------------------------ listing


@cycle.form("cycle.stop")
async def list_stop(request: Request, store: Store, *, run: RunId = ALONE, words: str = "") -> Form:
    """For a school's run, by those who take part in it or lead it; without one, for one's own school."""
    if run:
        await to_add_to(run, request, store)
    readers = (
        "Your school, those who try this with you, and whoever reads your decision once it is shared, see "
        "what stops"
        if run
        else "Your school sees the list"
    )
    return list_stop.form(
        "Stop something",
        f"One thing is enough. {readers}; others see only sums.",
        (
            TextField("what", "What will you stop?", words, GROUPS_ONLY, max_length=WHAT_LIMIT),
            _from_when(),
            TextField(
                "minutes",
                "Time saved in a week, all staff together",
                hint="For example: 2 hours, or 90 minutes",
                optional=True,
                max_length=40,
            ),
            TextField(
                "who",
                "Who confirms that it has stopped?",
                hint="Work e-mail or full name. Leave empty for yourself",
                optional=True,
                max_length=300,
            ),
        ),
        "Put it on the list",
        run=run,
        words=words,
    )


@list_stop.filled
async def listed(
    request: Request, store: Store, answers: Answers, *, run: RunId = ALONE, words: str = ""
) -> Reply:
    """On the list; whoever confirms it is asked once, on its day."""
    seen = await to_add_to(run, request, store) if run else None
    confirms = await _confirmer(answers, request, store)
    added = await store.stops.add(
        Stop(
            id=StopId(0),
            trust=request.trust.id,
            school=seen.run.school if seen else request.person.school,
            run=run or None,
            by=request.person.id,
            what=_what(answers),
            stops_on=day_ahead(given(answers, "day"), "day", request.today, from_today=True),
            minutes=_minutes(answers),
            confirms=confirms.id,
        )
    )
    if seen:
        await do(seen.run, Did.STOP, request.person, request.now, store)
    whom = "you" if confirms.id == request.person.id else confirms.name
    said = f"On the list: {added.what}. I will ask {whom} once, from {day(added.stops_on)}."
    return Reply(await (run_card(run, request, store, said) if seen else _school_list(request, store, said)))


async def _confirmer(answers: Answers, request: Request, store: Store) -> Person:
    people = await people_in(given(answers, "who"), "who", request, store)
    if len(people) > 1:
        raise Invalid(who="Please name one colleague: they are asked for all of you.")
    return people[0] if people else request.person


def _what(answers: Answers) -> str:
    what = given(answers, "what")
    if not 0 < len(what) <= WHAT_LIMIT:
        raise Invalid(what=f"Please say what you will stop, in up to {WHAT_LIMIT} characters.")
    return what


def _minutes(answers: Answers) -> int:
    words = given(answers, "minutes")
    minutes = minutes_in(words) if words else 0
    if minutes is None:
        raise Invalid(minutes="I can't read that time. Please write it as in “2 hours” or “90 minutes”.")
    return minutes


def _from_when() -> TextField:
    return TextField("day", "From when?", hint="For example: 11 January", max_length=40)


# ------------------------------------------------------------------ the list


@cycle.action("cycle.stops")
async def show_list(request: Request, store: Store, *, run: RunId = ALONE, start: int = 0) -> Reply:
    """A run's, for whoever may read it; else one's own school's."""
    if not run:
        return Reply(await _school_list(request, store, start=start))
    seen = await the_run(run, request, store)
    stops = await store.stops.of_run(run, trust=request.trust.id)
    return Reply(what_stops(f"What stops for {seen.initiative.topic}", stops, run, start))


async def _school_list(request: Request, store: Store, said: str = "", start: int = 0) -> Card:
    me = request.person
    stops = await store.stops.of_school(me.school, trust=request.trust.id)
    return what_stops(f"What {me.school_name or CENTRAL_TEAM} stops", stops, ALONE, start, said)


@offers(70, fills=(Need.STOPS,))
async def stopping(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """From Prepare on; before a run is kept for good, each is confirmed."""
    run = seen.run
    if run.stage is CycleStage.EXPLORE or run.state is not RunState.GOING:
        return ()
    stops = await store.stops.of_run(run.id, trust=run.trust)
    due = any(each.confirmed_on is None and each.stops_on <= request.today for each in stops)
    return (
        *((show_list.button("Has it stopped?" if due else "What stops", run=run.id),) if stops else ()),
        *((list_stop.button("Stop something", run=run.id),) if seen.may_add else ()),
    )


# ------------------------------------------------------------------ answering


@cycle.action("cycle.stop_ask")
async def ask(request: Request, store: Store, *, stop: StopId) -> Reply:
    """From the list: the question as it comes on its day."""
    return Reply(still_done(await _to_answer(stop, request, store), request.today))


@cycle.action("cycle.stopped")
async def stopped(request: Request, store: Store, *, stop: StopId) -> Reply:
    """Confirmed, once, by whoever says so first."""
    found = await _to_answer(stop, request, store)
    if found.confirmed_on is None:
        await store.stops.change(found, confirmed_on=request.today, confirmed_by_id=request.person.id)
        await _settled(found, request, store)
    return Reply(it_has_stopped(found))


@cycle.form("cycle.stop_later")
async def later(request: Request, store: Store, *, stop: StopId) -> Form:
    found = await _to_answer(stop, request, store)
    return later.form("Not yet", found.what, (_from_when(),), "Save", stop=stop)


@later.filled
async def dated(request: Request, store: Store, answers: Answers, *, stop: StopId) -> Reply:
    """They are asked once more, from the new day."""
    found = await _to_answer(stop, request, store)
    starts = day_ahead(given(answers, "day"), "day", request.today, from_today=True)
    await store.stops.change(found, stops_on=starts, asked_on=None, confirmed_on=None, confirmed_by_id=None)
    await _settled(found, request, store)
    return Reply(asked_again(found, starts))


@cycle.action("cycle.stop_kept")
async def keep_it(request: Request, store: Store, *, stop: StopId) -> Reply:
    """Off the list: as good an answer as any."""
    found = await _to_answer(stop, request, store)
    await store.stops.remove(found)
    await _settled(found, request, store)
    return Reply(it_stays(found))


async def _to_answer(id_: StopId, request: Request, store: Store) -> Stop:
    """For who listed or confirms it, whoever may change its run, and coordinators; where both have left,
    for anybody of that school. Held, so that two answers follow one another.
    """
    listed = await store.stops.find(id_, trust=request.trust.id)
    if listed and listed.run:
        await store.runs.find(listed.run, trust=request.trust.id, hold=True)
    found = await store.stops.find(id_, trust=request.trust.id, hold=True)
    if found is None:
        raise Refusal("That is not on the list any more. Say “cycle stops” to see what is.")
    if not await _may_answer(found, request.person, store):
        raise Refusal("Whoever put this on the list, or confirms it, can answer. Please ask them.")
    return found


async def _may_answer(stop: Stop, person: Person, store: Store) -> bool:
    whose = {stop.by, stop.confirms} - {None}
    if person.coordinator or person.id in whose or (not whose and person.school == stop.school):
        return True
    run = await store.runs.find(stop.run, trust=stop.trust) if stop.run else None
    initiative = await store.initiatives.find(run.initiative, trust=stop.trust) if run else None
    return run is not None and initiative is not None and await may_change_it(initiative, run, person, store)


async def _settled(stop: Stop, request: Request, store: Store) -> None:
    """The question need not come any more, and the run it makes room for has it on record."""
    await store.outbox.withdraw(stop.trust, question_about(stop))
    run = await store.runs.find(stop.run, trust=stop.trust) if stop.run else None
    if run:
        await do(run, Did.STOP, request.person, request.now, store)


# ------------------------------------------------------------------ cards


def what_stops(title: str, stops: Sequence[Stop], run: RunId, start: int, said: str = "") -> Card:
    """What is still to stop first, by its day; then what has, the latest first."""
    left = [each for each in stops if each.confirmed_on is None]
    done = sorted(
        (each for each in stops if each.confirmed_on),
        key=lambda each: each.confirmed_on or date.min,
        reverse=True,
    )
    page = [*left, *done][start : start + LISTED]
    following = start + LISTED
    more = following < len(stops)
    blocks: tuple[Block, ...] = (
        *((Text(said),) if said else ()),
        *map(_entry, page),
        Text(
            _saved(stops)
            if stops
            else "Nothing is on the list yet. One thing less makes room for one thing well."
        ),
        list_stop.button("Stop something else" if stops else "Stop something", run=run),
        *((show_list.button("More…", run=run, start=following),) if more else ()),
    )
    return Card(title, *blocks)


def in_a_line(stop: Stop) -> str:
    """ "Marking every book: stopped on Monday 11 January 2027, 2 hours a week"."""
    done = (
        f"stopped on {day(stop.confirmed_on)}" if stop.confirmed_on else f"to stop from {day(stop.stops_on)}"
    )
    return f"{stop.what}: {done}{f', {_a_week(stop)}' if stop.minutes else ''}"


def _entry(stop: Stop) -> Item:
    saved = f" · {_a_week(stop)}" if stop.minutes else ""
    if stop.confirmed_on:
        return Item(f"✓ {stop.what}", f"stopped {short_day(stop.confirmed_on)}{saved}")
    asks = ask.button("Has it stopped?", stop=stop.id).aloud(f"Has it stopped? {stop.what}")
    return Item(stop.what, f"from {day(stop.stops_on)}{saved}", asks)


def _saved(stops: Sequence[Stop]) -> str:
    done = sum(each.minutes for each in stops if each.confirmed_on)
    to_come = sum(each.minutes for each in stops if each.confirmed_on is None)
    told = (
        (f"Saved each week, all staff together: {in_words(done)}.", done),
        (f"Still to come: {in_words(to_come)} a week.", to_come),
    )
    return " ".join(words for words, minutes in told if minutes) or "No time is noted for these."


def _a_week(stop: Stop) -> str:
    return f"{in_words(stop.minutes)} a week"


def still_done(stop: Stop, today: date) -> Card:
    is_ = "was" if stop.stops_on <= today else "is"
    saves = f"It saves {_a_week(stop)}, all staff together." if stop.minutes else ""
    return Card(
        f"Has it stopped? {stop.what}",
        Text(f"It {is_} to stop from {day(stop.stops_on)}. {saves}".strip()),
        stopped.button("Yes, it has", stop=stop.id).primary(),
        later.button("Not yet", stop=stop.id),
        keep_it.button("We keep it after all", stop=stop.id),
        Note("I ask once. Any of these is a good answer."),
    )


def it_has_stopped(stop: Stop) -> Card:
    saves = f" That leaves {_a_week(stop)} for what works." if stop.minutes else ""
    return Card(
        "Stopped, thank you",
        Text(f"{stop.what}: noted as stopped.{saves}"),
        show_list.button("What else stops?"),
    )


def asked_again(stop: Stop, starts: date) -> Card:
    return Card(
        "Noted",
        Text(f"{stop.what}: I will ask once more, from {day(starts)}."),
        show_list.button("See the list"),
    )


def it_stays(stop: Stop) -> Card:
    return Card(
        "It stays",
        Text(f"{stop.what} is off the list. Knowing what to keep is worth as much."),
        show_list.button("See the list"),
    )
