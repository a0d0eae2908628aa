"""Keeping: what was adopted has somebody who keeps it going, a way in for new colleagues, and a next look.

bot  Oracy in Year 3 is now how you do things. Who keeps it going?              [Say how we keep it]
bot  (next September) Is Oracy in Year 3 still happening?                       [Yes] [Partly] [No]
Ada  presses Partly
bot  A short refresh, or let it go?                                             [Refresh it] [Let it go]

The date of the next look is the run's, years ahead if need be: whoever leads it then is asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from handlers.cycle.ahead import day_ahead
from handlers.cycle.capability import cycle
from handlers.cycle.cards import Shown, changed_meanwhile, look_at, offers, run_card
from handlers.cycle.doing import do
from handlers.cycle.seen import Seen, to_change
from handlers.cycle.words import GROUPS_ONLY, MEASURED_NOW, measurements
from handlers.dates import day
from handlers.days import calendars_of
from handlers.rules.calendar import WorkingDays
from handlers.rules.stages import NEEDS, Need
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import CycleStage, Did, Round, RunId, RunState, Verdict
from storage.store import Store

LIMITS = {"keeper": 200, "induction": 500, "now": 200, "line": 500}  # characters, as in the table
REFRESHED_IN = timedelta(weeks=6)  # about half a term
KEPT = frozenset(NEEDS[CycleStage.SUSTAIN]) - {Need.STOPS}


class Still(StrEnum):
    """Whether it is still happening."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@offers(6, fills=tuple(KEPT))
async def ways_to_keep(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not _goes_on(seen):
        return ()
    return (
        keep.button("Say how we keep it", run=seen.run.id),
        look_again.button("Measure again", run=seen.run.id),
    )


@offers(72)
async def ways_to_end_it(seen: Shown, request: Request, store: Store) -> Sequence[Button]:
    """Once nothing is missing, it can be kept for good."""
    run = seen.run
    if not _goes_on(seen):
        return ()
    return (
        still.button("It has faded", run=run.id, how=Still.PARTLY),
        *((for_good.button("Keep it for good", run=run.id, version=run.version),) if not seen.needs else ()),
    )


def _goes_on(seen: Seen) -> bool:
    run = seen.run
    return run.stage is CycleStage.SUSTAIN and run.state is RunState.GOING and seen.may_change


# ------------------------------------------------------------------ who keeps it, and how


@cycle.form("cycle.keep")
async def keep(request: Request, store: Store, *, run: RunId) -> Form:
    """Three short answers, filled in with what is known."""
    kept = (await _sustained(run, request, store)).run
    return keep.form(
        "How we keep it",
        "So that it is still there when somebody leaves.",
        (
            TextField(
                "keeper", "Who keeps it going?", kept.keeper, "A name or a role", max_length=LIMITS["keeper"]
            ),
            TextField(
                "induction",
                "How do new colleagues learn it?",
                kept.induction,
                "For example: a lesson to watch in their first week",
                multiline=True,
                max_length=LIMITS["induction"],
            ),
            TextField(
                "check_on",
                "When will you look at it again?",
                day(kept.check_on) if kept.check_on else "",
                "For example: 14 September. It may be years ahead",
                max_length=40,
            ),
        ),
        "Save",
        run=run,
    )


@keep.filled
async def kept_so(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    seen = await _sustained(run, request, store)
    words = {name: given(answers, name) for name in ("keeper", "induction")}
    if problems := _problems(words):
        raise Invalid(**problems)
    check_on = day_ahead(given(answers, "check_on"), "check_on", request.today)
    note = {**words, "check_on": check_on}
    await do(seen.run, Did.NOTED, request.person, request.now, store, note=note)
    said = f"Noted. I will ask whoever leads it then, around {day(check_on)}, whether it is still happening."
    return Reply(await run_card(run, request, store, said))


def _problems(words: dict[str, str]) -> dict[str, str]:
    empty = {name: "Please write a few words." for name, said in words.items() if not said}
    return empty | {
        name: f"Please keep this within {LIMITS[name]} characters."
        for name, said in words.items()
        if len(said) > LIMITS[name]
    }


@cycle.form("cycle.look_again")
async def look_again(request: Request, store: Store, *, run: RunId) -> Form:
    """The measure, taken again, and the next date for it."""
    kept = (await _sustained(run, request, store)).run
    measured = measurements((kept.baseline, "at the start"), (kept.now, "last"))
    return look_again.form(
        "Measure again",
        f"{kept.measure}: {measured}" if kept.measure and measured else kept.measure,
        (
            TextField("now", MEASURED_NOW, max_length=LIMITS["now"]),
            TextField(
                "line",
                "What follows from it?",
                hint=GROUPS_ONLY,
                multiline=True,
                optional=True,
                max_length=LIMITS["line"],
            ),
            TextField(
                "check_on",
                "When will you measure next?",
                hint="For example: 10 September 2027",
                max_length=40,
            ),
        ),
        "Save",
        run=run,
    )


@look_again.filled
async def looked_again(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """Kept beside the rounds, so that each measuring of years can be read."""
    seen = await _sustained(run, request, store)
    now, line = given(answers, "now"), given(answers, "line")
    problems = _problems({"now": now} | ({"line": line} if line else {}))
    if problems:
        raise Invalid(**problems)
    check_on = day_ahead(given(answers, "check_on"), "check_on", request.today)
    me = request.person
    measured = f"{seen.run.measure or 'The measure'}, taken again"
    await store.runs.add_round(Round(run, seen.run.trust, request.today, me.id, measured, now, line))
    note = {"now": now, "check_on": check_on}
    await do(seen.run, Did.NOTED, me, request.now, store, note=note)
    return Reply(await run_card(run, request, store, f"Noted. The next time is around {day(check_on)}."))


# ------------------------------------------------------------------ still happening?


@cycle.action("cycle.still")
async def still(request: Request, store: Store, *, run: RunId, how: Still) -> Reply:
    """A step of its own, whatever it is; then fine, or a short refresh, or let it go."""
    seen = await _sustained(run, request, store)
    now = await do(seen.run, Did.NOTED, request.person, request.now, store)
    return Reply(glad(seen) if how is Still.YES else refresh_or_let_go(replace(seen, run=now), how))


@cycle.action("cycle.refresh")
async def refresh(request: Request, store: Store, *, run: RunId, version: int) -> Reply:
    """Back to Deliver for another round or two, shown as learning, with a review about half a term on."""
    seen = await _sustained(run, request, store)
    if seen.run.version != version:
        return await changed_meanwhile(run, request, store)
    calendar = (await calendars_of(request.trust.id, store)).of(seen.run.school)
    review_on = WorkingDays((), calendar).on_or_after(request.today + REFRESHED_IN)
    await do(
        seen.run,
        Did.BACK,
        request.person,
        request.now,
        store,
        note={"review_on": review_on},
        to=CycleStage.DELIVER,
        learned="It had begun to fade, so we refresh it.",
    )
    said = f"A short refresh: I ask how it goes, as before, and you look at it on {day(review_on)}."
    return Reply(await run_card(run, request, store, said))


@cycle.action("cycle.let_it_go")
async def let_it_go(request: Request, store: Store, *, run: RunId, version: int) -> Reply:
    """With thanks and without a form: what it showed stays to be found."""
    seen = await _sustained(run, request, store)
    if seen.run.version != version:
        return await changed_meanwhile(run, request, store)
    why = "It is not happening any more."
    await do(seen.run, Did.DECIDED, request.person, request.now, store, verdict=Verdict.ABANDON, reason=why)
    return Reply(thanks_for_it(seen))


@cycle.action("cycle.for_good")
async def for_good(request: Request, store: Store, *, run: RunId, version: int) -> Reply:
    """It has become everybody's: nothing more is asked."""
    seen = await _sustained(run, request, store)
    if seen.run.version != version:
        return await changed_meanwhile(run, request, store)
    await do(seen.run, Did.ENDED, request.person, request.now, store)
    return Reply(await run_card(run, request, store, "Well kept, thank you. I ask nothing more about it."))


async def _sustained(run: RunId, request: Request, store: Store) -> Seen:
    """One that was adopted and goes on; Refusal where it has moved on."""
    seen = await to_change(run, request, store)
    if seen.run.stage is not CycleStage.SUSTAIN or seen.run.state is not RunState.GOING:
        raise Refusal("That has moved on since. Say “cycle” to see where it stands.")
    return seen


# ------------------------------------------------------------------ cards


def glad(seen: Seen) -> Card:
    run = seen.run
    return Card(
        f"Still happening: {seen.initiative.topic}",
        Text("Good to hear. If you measure again, the next date is yours to choose."),
        look_again.button("Measure again", run=run.id).primary(),
        look_at.button("Open it", run=run.id),
    )


def refresh_or_let_go(seen: Seen, how: Still) -> Card:
    run = seen.run
    said = "Partly is worth knowing." if how is Still.PARTLY else "Thank you for saying so."
    return Card(
        seen.initiative.topic,
        Text(f"{said} A short refresh, or let it go? Both are fine."),
        refresh.button("Refresh it", run=run.id, version=run.version).primary(),
        let_it_go.button("Let it go", run=run.id, version=run.version),
        Note("To let it go is a result: what you learned stays to be found."),
    )


def thanks_for_it(seen: Seen) -> Card:
    return Card(
        f"Thank you: {seen.initiative.topic}",
        Text("It is let go, and makes room for something else. What you learned stays to be found."),
        look_at.button("Open it", run=seen.run.id),
    )
