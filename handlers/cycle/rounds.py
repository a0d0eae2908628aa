"""Rounds: what was tried, what happened, what is changed; and the measure, taken again.

Ada  (presses Record a round)
bot  A round                                     [What did you try?] [What happened?] [What do you change?]
bot  Oracy in Year 3 · Deliver                                    [Measure again] [Record a round]
"""

from collections.abc import Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers, run_card
from handlers.cycle.doing import do
from handlers.cycle.seen import Seen, the_run, to_add_to, to_change
from handlers.cycle.words import GROUPS_ONLY
from handlers.dates import day
from handlers.rules.cutting import cut
from handlers.rules.stages import Need
from handlers.talk import (
    Answers,
    Button,
    Card,
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
from storage.records import CycleStage, Did, Round, Run, RunId, RunState
from storage.store import Store

LIMIT, NOW_LIMIT = 500, 200  # characters, as in the table
SHOWN = 3  # rounds on a card: each is up to a page of words
WHILE_TRYING = (CycleStage.DELIVER, CycleStage.DECIDE)

#: A round's three questions, by column.
QUESTIONS = (
    ("tried", "What did you try?"),
    ("happened", "What happened?"),
    ("change", "What do you change?"),
)


@offers(16, fills=(Need.ROUNDS,))
async def recording(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    return (record.button("Record a round", run=seen.run.id),) if seen.may_add and _tries(seen.run) else ()


@offers(18, fills=(Need.NOW,))
async def measuring(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or not _tries(seen.run):
        return ()
    return (measure.button("Measure again", run=seen.run.id),)


@offers(52)
async def looking_back(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """From Deliver on: also what earlier loops tried."""
    early = seen.run.stage in (CycleStage.EXPLORE, CycleStage.PREPARE) and not seen.run.verdict
    return () if early else (show.button("Rounds so far", run=seen.run.id),)


def _tries(run: Run) -> bool:
    return run.stage in WHILE_TRYING and run.state is RunState.GOING


# ------------------------------------------------------------------ a round


@cycle.form("cycle.round")
async def record(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_add_to(run, request, store)
    return record.form(
        "A round",
        f"The goal: {seen.run.goal}\nA line each is enough. {GROUPS_ONLY}",
        tuple(TextField(name, question, multiline=True, max_length=LIMIT) for name, question in QUESTIONS),
        "Keep it",
        run=run,
    )


@record.filled
async def recorded(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """Read by those who take part, and counted for going on."""
    seen = await to_add_to(run, request, store)
    told = {name: cut(given(answers, name), LIMIT) for name, _ in QUESTIONS}
    for name, words in told.items():
        if not words:
            raise Invalid(**{name: "Please write a line, even “nothing yet”: it helps to look back."})
    me = request.person
    round_ = Round(seen.run.id, me.trust, request.today, me.id, **told)
    await store.runs.add_round(round_)
    await do(seen.run, Did.ROUND, me, request.now, store)
    return Reply(await run_card(run, request, store, said="The round is kept."))


@cycle.action("cycle.rounds")
async def show(request: Request, store: Store, *, run: RunId, start: int = 0) -> Reply:
    """The newest first."""
    seen = await the_run(run, request, store)
    rounds = (await store.runs.rounds_of(run, trust=request.trust.id))[::-1]
    return Reply(so_far(seen, rounds, start))


# ------------------------------------------------------------------ the measure


@cycle.form("cycle.measure")
async def measure(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    then = f"At the start: {seen.run.baseline}. Aim: {seen.run.target}."
    return measure.form(
        "Measure again",
        seen.run.goal,
        (
            TextField(
                "now", f"{seen.run.measure}: where does it stand?", seen.run.now, then, max_length=NOW_LIMIT
            ),
        ),
        "Keep it",
        run=run,
    )


@measure.filled
async def measured(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    seen = await to_change(run, request, store)
    now = cut(given(answers, "now"), NOW_LIMIT)
    if not now:
        raise Invalid(now="Please write what you found, in figures or in words.")
    await do(seen.run, Did.NOTED, request.person, request.now, store, note={"now": now})
    return Reply(await run_card(run, request, store, said="It is noted beside where you began."))


# ------------------------------------------------------------------ card


def so_far(seen: Seen, rounds: Sequence[Round], start: int) -> Card:
    run = seen.run.id
    following = start + SHOWN if start + SHOWN < len(rounds) else 0
    more = (show.button("Show others", run=run, start=following),) if len(rounds) > SHOWN else ()
    return Card(
        f"Rounds: {seen.initiative.topic}",
        *((Text("None yet: what you try, what happens, what you change."),) if not rounds else ()),
        *(
            Item(f"Round {len(rounds) - place}, {day(each.on)}", _told(each))
            for place, each in enumerate(rounds[start : start + SHOWN], start)
        ),
        *more,
        look_at.button("Back", run=run),
        Note("Read by those who take part."),
    )


def _told(each: Round) -> str:
    return f"Tried: {each.tried}\nHappened: {each.happened}\nChange: {each.change}"
