"""Moving a run: on to the next stage, back to learn, paused, resumed, let go, taken up again.

Ada  (presses On to Prepare)
Ada  (presses Go back)
bot  Back to Prepare: what have you learned?
bot  Oracy in Year 3 · back in Prepare. That is learning: “Too much at once, so one class first.”

Nobody asks for a reason to pause. A press counts for the run as it was shown: where somebody was quicker, it
is shown as it stands now.
"""

from collections.abc import Sequence
from datetime import date

from handlers.cycle.ahead import day_ahead
from handlers.cycle.capability import cycle
from handlers.cycle.cards import Shown, changed_meanwhile, offers, run_card
from handlers.cycle.doing import do
from handlers.cycle.seen import Seen, to_change
from handlers.cycle.words import GROUPS_ONLY, stage_name, words_of
from handlers.dates import day
from handlers.rules.stages import NEXT
from handlers.talk import (
    Answers,
    Button,
    ChoiceField,
    Form,
    Invalid,
    Refusal,
    Reply,
    Request,
    TextField,
    given,
)
from storage.records import CycleStage, Did, RunId, RunState
from storage.store import Store

LINE_LIMIT = 300  # characters of what was learned, or why it is let go: a line or two


# ------------------------------------------------------------------ on, and back


@offers(5)
async def going_on(seen: Shown, request: Request, store: Store) -> Sequence[Button]:
    """Once all that its stage needs is there."""
    run = seen.run
    if not seen.may_change or run.stage not in NEXT or run.state is not RunState.GOING or seen.needs:
        return ()
    following = stage_name(NEXT[run.stage], await words_of(run.trust, store))
    return (go_on.button(f"On to {following}", run=run.id, version=run.version).primary(),)


@cycle.action("cycle.on")
async def go_on(request: Request, store: Store, *, run: RunId, version: int) -> Reply:
    """To the next stage, once."""
    seen = await _as_shown(run, version, request, store)
    if seen is None:
        return await changed_meanwhile(run, request, store)
    moved = await do(seen.run, Did.ON, request.person, request.now, store)
    said = f"On to {stage_name(moved.stage, await words_of(moved.trust, store))}."
    return Reply(await run_card(run, request, store, said))


@offers(80)
async def going_back(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    run = seen.run
    if not seen.may_change or run.state is not RunState.GOING or run.stage is CycleStage.EXPLORE:
        return ()
    return (go_back.button("Go back a stage", run=run.id, version=run.version),)


@cycle.form("cycle.back")
async def go_back(request: Request, store: Store, *, run: RunId, version: int) -> Form:
    seen = await to_change(run, request, store)
    words = await words_of(request.trust.id, store)
    earlier = _earlier(seen.run.stage)
    if not earlier:
        raise Refusal(
            "This is where it begins: there is nothing to go back to. Its card shows what you can do."
        )
    return go_back.form(
        "Go back",
        "Going back is learning. The plan stays as it is, to be changed.",
        (
            ChoiceField(
                "to",
                "Back to which stage?",
                tuple((each.value, stage_name(each, words)) for each in earlier),
                (earlier[0].value,),
            ),
            TextField(
                "learned",
                "What have you learned, in a line?",
                hint=GROUPS_ONLY,
                optional=True,
                multiline=True,
                max_length=LINE_LIMIT,
            ),
        ),
        "Go back",
        run=run,
        version=version,
    )


@go_back.filled
async def went_back(request: Request, store: Store, answers: Answers, *, run: RunId, version: int) -> Reply:
    seen = await _as_shown(run, version, request, store)
    if seen is None:
        return await changed_meanwhile(run, request, store)
    to = next((each for each in _earlier(seen.run.stage) if each.value == given(answers, "to")), None)
    if to is None:
        raise Invalid(to="Please choose an earlier stage.")
    learned = given(answers, "learned")[:LINE_LIMIT]
    await do(seen.run, Did.BACK, request.person, request.now, store, to=to, learned=learned)
    where = stage_name(to, await words_of(request.trust.id, store))
    said = f"Back in {where}. That is learning" + (f": “{learned}”" if learned else ".")
    return Reply(await run_card(run, request, store, said))


def _earlier(stage: CycleStage) -> Sequence[CycleStage]:
    """The nearest first."""
    stages = list(CycleStage)
    return stages[: stages.index(stage)][::-1]


# ------------------------------------------------------------------ pausing, and resuming


@offers(82)
async def pausing(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or seen.run.state is not RunState.GOING:
        return ()
    return (pause.button("Pause it", run=seen.run.id),)


@cycle.form("cycle.pause")
async def pause(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    return pause.form(
        "Pause it",
        f"{seen.initiative.topic} rests for everybody in it. Nobody needs to know why.",
        (
            TextField(
                "until",
                "Until when?",
                hint="A date, such as 12 January. Left empty: until somebody resumes it.",
                optional=True,
                max_length=40,
            ),
        ),
        "Pause",
        run=run,
    )


@pause.filled
async def paused(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """Nobody is asked about it meanwhile; what waits for them about it never goes."""
    seen = await to_change(run, request, store)
    until = _until(given(answers, "until"), request.today)
    await do(seen.run, Did.PAUSED, request.person, request.now, store, until=until)
    when = f"until {day(until)}" if until else "until somebody resumes it"
    return Reply(await run_card(run, request, store, f"Paused {when}. I will ask nobody about it."))


def _until(words: str, today: date) -> date | None:
    """Beyond a year it is an end, or a slip."""
    return day_ahead(words, "until", today, years=1) if words else None


@offers(4)
async def resuming(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or seen.run.state is not RunState.PAUSED:
        return ()
    return (resume.button("Resume it", run=seen.run.id).primary(),)


@cycle.action("cycle.resume")
async def resume(request: Request, store: Store, *, run: RunId) -> Reply:
    """Where it was; pressed again, it goes on still."""
    seen = await to_change(run, request, store)
    if seen.run.state is not RunState.GOING:
        await do(seen.run, Did.RESUMED, request.person, request.now, store)
    return Reply(await run_card(run, request, store, "It goes on."))


# ------------------------------------------------------------------ not now, and taken up again


@offers(84)
async def letting_go(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """Before there is a plan. What was tried is stopped by a decision, which others learn from."""
    early = seen.run.stage in (CycleStage.EXPLORE, CycleStage.PREPARE)
    if not seen.may_change or not early or seen.run.state is RunState.ENDED:
        return ()
    return (let_go.button("Not now", run=seen.run.id),)


@cycle.form("cycle.let_go")
async def let_go(request: Request, store: Store, *, run: RunId) -> Form:
    await to_change(run, request, store)
    return let_go.form(
        "Not now",
        "That is a good answer, too. You can take it up again at any time.",
        (
            TextField(
                "reason",
                "Why not now, in a line?",
                hint=GROUPS_ONLY,
                multiline=True,
                max_length=LINE_LIMIT,
            ),
        ),
        "Leave it for now",
        run=run,
    )


@let_go.filled
async def has_let_go(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    seen = await to_change(run, request, store)
    reason = given(answers, "reason")[:LINE_LIMIT]
    if not reason:
        raise Invalid(reason="Please say in a line why not now. It helps whoever looks at it next.")
    await do(seen.run, Did.ENDED, request.person, request.now, store, reason=reason)
    said = "Thank you for looking into it. I will ask nobody about it any more."
    return Reply(await run_card(run, request, store, said))


@offers(4)
async def taking_up_again(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or seen.run.state is not RunState.ENDED:
        return ()
    return (take_up_again.button("Take it up again", run=seen.run.id),)


@cycle.action("cycle.again")
async def take_up_again(request: Request, store: Store, *, run: RunId) -> Reply:
    """From the stage where it ended; after a decision, with the plan to be changed."""
    seen = await to_change(run, request, store)
    if seen.run.state is RunState.ENDED:
        await do(seen.run, Did.REOPENED, request.person, request.now, store)
    return Reply(await run_card(run, request, store, "It is taken up again."))


# ------------------------------------------------------------------ two at once


async def _as_shown(run: RunId, version: int, request: Request, store: Store) -> Seen | None:
    """As it was when they pressed, held until they are done; None where somebody was quicker."""
    seen = await to_change(run, request, store)
    held = await store.runs.find(run, trust=request.trust.id, hold=True)
    return seen if held and held.version == version == seen.run.version else None
