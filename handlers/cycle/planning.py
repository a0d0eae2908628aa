"""Planning: what is to be reached, how it is known, what everybody does, and what makes room for it.

Ada  (presses Plan it)
bot  The plan                   [Goal] [Measure] [Now] [Aim] [Review date] [What all do] [What makes room]
bot  Oracy in Year 3 · Prepare                                    [On to Deliver] [Change the plan]

A part of it may be left for later: its card says what is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.cycle.ahead import day_ahead
from handlers.cycle.capability import cycle
from handlers.cycle.cards import offers, run_card
from handlers.cycle.doing import do
from handlers.cycle.grouped import group_in
from handlers.cycle.seen import Seen, may_change_it, to_change
from handlers.cycle.tried import findable
from handlers.cycle.words import GROUPS_ONLY
from handlers.dates import day
from handlers.days import calendars_of
from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.cutting import cut
from handlers.rules.dates import date_in
from handlers.rules.problems import GROUP_LIMIT, PROBLEM_LIMIT, TOPIC_LIMIT, concepts_of
from handlers.rules.stages import NEEDS, Need
from handlers.rules.templates import times
from handlers.talk import (
    Answers,
    Button,
    Field,
    Form,
    Invalid,
    Refusal,
    Reply,
    Request,
    TextField,
    given,
)
from storage.records import CycleStage, Did, Initiative, RunId, RunState
from storage.store import Store

LINES = 3  # of core practice: what nobody remembers, nobody does (`cycle_templates.yaml`)
LIMITS: Mapping[str, int] = {  # characters, as in the table
    "goal": 300,
    "measure": 200,
    "baseline": 200,
    "target": 200,
    "practice": 1000,
    "makes_room": 300,
    "may_adapt": 500,
    "trained": 300,
    "peer": 200,
    "problem": PROBLEM_LIMIT,
    "group": GROUP_LIMIT,
    "topic": TOPIC_LIMIT,
}
PLAN = ("goal", "measure", "baseline", "target", "practice", "makes_room")


@offers(10, fills=NEEDS[CycleStage.PREPARE])
async def planning(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    run = seen.run
    if not seen.may_change or run.state is RunState.ENDED or run.stage is CycleStage.EXPLORE:
        return ()
    return (plan.button("Change the plan" if run.goal else "Plan it", run=run.id),)


@offers(12, fills=(Need.PEER,))
async def speaking_to_a_school(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or seen.run.stage is not CycleStage.EXPLORE or seen.run.peer:
        return ()
    return (speak_to.button("We spoke to a school", run=seen.run.id),)


@offers(64, fills=(Need.PROBLEM, Need.GROUP))
async def putting_right(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """What it is about belongs to all its schools: whoever leads all of it changes that."""
    if seen.run.state is RunState.ENDED or not await _leads_all(seen, request, store):
        return ()
    return (about.button("Change what it is about", run=seen.run.id),)


@offers(66)
async def sharing_out(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    run = seen.run
    under_way = run.stage in (CycleStage.PREPARE, CycleStage.DELIVER) and run.state is not RunState.ENDED
    if not seen.may_change or not under_way:
        return ()
    return (flex.button("What may differ, who is trained", run=run.id),)


# ------------------------------------------------------------------ the plan


@cycle.form("cycle.plan")
async def plan(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    calendar = await _calendar(seen, request, store)
    return plan.form(
        "The plan",
        "We do not start without a goal we can measure. Leave for later what you don’t know yet.",
        _fields(seen, _usual_review(seen, calendar, request.today)),
        "Keep the plan",
        run=run,
    )


@plan.filled
async def planned(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """What was filled in, with the review date on a day on which the school teaches."""
    seen = await to_change(run, request, store)
    calendar = await _calendar(seen, request, store)
    review = _review_date(given(answers, "review_on"), calendar, request.today, before=seen.run.review_on)
    told = {name: _fitting(answers, name) for name in PLAN} | {"review_on": review}
    return await _noted(seen, told, "The plan is kept.", request, store)


async def _calendar(seen: Seen, request: Request, store: Store) -> SchoolCalendar:
    return (await calendars_of(request.trust.id, store)).of(seen.run.school)


def _usual_review(seen: Seen, calendar: SchoolCalendar, today: date) -> date:
    """When a review is due that is planned today, as its cadence goes."""
    weeks = times(seen.initiative.cadence).weeks
    ahead = timedelta(weeks=weeks[CycleStage.PREPARE] + weeks[CycleStage.DELIVER])
    return WorkingDays((), calendar).on_or_after(today + ahead)


def _review_date(words: str, calendar: SchoolCalendar, today: date, *, before: date | None) -> date | None:
    """The date that was written; None where none is. Invalid for one on which nobody can review anything."""
    if not words:
        return None
    if before and date_in(words, today) == before:  # it has come, and the plan is changed nevertheless
        return before
    return day_ahead(words, "review_on", today, calendar=calendar)


# ------------------------------------------------------------------ one thing at a time


@cycle.form("cycle.note")
async def speak_to(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    hint = "Its name, and what they told you in a few words."
    field = _text("peer", "Which school did you speak to?", seen.run.peer, hint)
    return speak_to.form("A school you spoke to", "", (field,), "Keep it", run=run)


@speak_to.filled
async def spoken_to(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    seen = await to_change(run, request, store)
    peer = _fitting(answers, "peer")
    if not peer:
        raise Invalid(peer="Please write a few words, or close this and leave it for later.")
    return await _noted(seen, {"peer": peer}, "It is noted.", request, store)


@cycle.form("cycle.flex")
async def flex(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    return flex.form("What may differ, who is trained", "", _flexible(seen), "Keep it", run=run)


@flex.filled
async def flexed(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    seen = await to_change(run, request, store)
    written = {name: _fitting(answers, name) for name in ("may_adapt", "trained")}
    return await _noted(seen, written, "It is noted.", request, store)


# ------------------------------------------------------------------ what it is about


async def _leads_all(seen: Seen, request: Request, store: Store) -> bool:
    """Leading one school's run is not enough, unless nobody leads the whole."""
    initiative, run = seen.initiative, seen.run
    alone = replace(run, lead=run.lead if initiative.lead is None else None)
    return await may_change_it(initiative, alone, request.person, store)


@cycle.form("cycle.about")
async def about(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await _to_rename(run, request, store)
    fields = (
        _text("problem", "What is the problem, in a sentence?", seen.initiative.problem, multiline=True),
        _text("group", "For which group?", seen.initiative.group, GROUPS_ONLY),
        _text("topic", "What do you call it?", seen.initiative.topic, "A few words."),
    )
    return about.form("What it is about", "", fields, "Keep it", run=run)


@about.filled
async def said_anew(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """In each of its schools; it, and whoever decided on it, is found by these words from now on."""
    await store.trusts.hold(request.trust.id)
    seen = await _to_rename(run, request, store)
    told = {name: _fitting(answers, name) for name in ("problem", "group", "topic")}
    for name, words in told.items():
        if not words:
            raise Invalid(**{name: "Please don't leave this empty."})
    group_in(answers)
    problem, group, topic = told.values()
    topics = concepts_of(problem, topic, group)
    await _found_anew(replace(seen.initiative, problem=problem, group=group, topic=topic), store)
    return await _noted(seen, told | {"topics": list(topics)}, "It is put right.", request, store)


async def _found_anew(initiative: Initiative, store: Store) -> None:
    runs = await store.runs.of_initiatives([initiative.id], trust=initiative.trust)
    by_id = {each.id: each for each in runs}
    for each in await store.decisions.of_runs(by_id, trust=initiative.trust):
        await findable(each, initiative, by_id[each.run], store)


async def _to_rename(run: RunId, request: Request, store: Store) -> Seen:
    seen = await to_change(run, request, store)
    if not await _leads_all(seen, request, store):
        raise Refusal("Whoever leads this in all its schools can change that. Please ask them.")
    return seen


# ------------------------------------------------------------------ keeping what was written


async def _noted(
    seen: Seen, told: Mapping[str, str | date | list[str] | None], said: str, request: Request, store: Store
) -> Reply:
    """One step for all that changed, none where nothing did."""
    initiative, run = seen.initiative, seen.run
    before = {name: getattr(initiative, name, None) or getattr(run, name, None) for name in told}
    changed = {name: value for name, value in told.items() if (value or None) != (before[name] or None)}
    if changed:
        await do(run, Did.NOTED, request.person, request.now, store, note=changed)
    return Reply(await run_card(run.id, request, store, said=said))


def _fitting(answers: Answers, name: str) -> str:
    """What was written, as long as the table holds; Invalid for more core practice than anybody remembers."""
    words = cut(given(answers, name), LIMITS[name])
    if name == Need.PRACTICE and len(words.splitlines()) > LINES:
        raise Invalid(practice="Please keep it to three lines: only what everyone does the same.")
    return words


# ------------------------------------------------------------------ forms


def _fields(seen: Seen, review: date) -> Sequence[Field]:
    run = seen.run
    return (
        _text("goal", "What do you want to reach?", run.goal, "One sentence you could check.", optional=True),
        _text(
            "measure",
            "How will you know? One measure",
            run.measure,
            f"Best one you already collect. {GROUPS_ONLY}",
            optional=True,
        ),
        _text("baseline", "Where does it stand now?", run.baseline, "For example: 40%", optional=True),
        _text("target", "Where should it get to?", run.target, "For example: 60%", optional=True),
        TextField(
            "review_on",
            "When will you look at it and decide?",
            day(run.review_on or review),
            "A school day, as you would write it.",
            optional=True,
            max_length=60,
        ),
        _text(
            "practice",
            "What will everyone do the same?",
            run.practice,
            "Three lines or fewer. All else can flex.",
            multiline=True,
            optional=True,
        ),
        _text(
            "makes_room",
            "What makes room for it?",
            run.makes_room,
            "What you stop or do less of. “Nothing” is an answer.",
            optional=True,
        ),
    )


def _flexible(seen: Seen) -> Sequence[Field]:
    run = seen.run
    return (
        _text(
            "may_adapt",
            "What may each class or team do in its own way?",
            run.may_adapt,
            multiline=True,
            optional=True,
        ),
        _text("trained", "Who is shown how, and when?", run.trained, optional=True),
    )


def _text(
    name: str, label: str, value: str, hint: str = "", *, multiline: bool = False, optional: bool = False
) -> TextField:
    return TextField(name, label, value, hint, multiline, optional, LIMITS[name])
