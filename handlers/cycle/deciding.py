"""Deciding: on the review date a school looks at its measure and adopts, adapts or abandons. All are results.

bot  It is review day. At the start: 41%. And now?                           [Decide] [Not yet]
Ada  (fills in one form: now, what we learned, adopt, why, again, share)
bot  Adopted: what will you now stop, to make room for it?                   [Stop something] [Open it]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cycle.ahead import day_ahead
from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers, run_card
from handlers.cycle.decided import decision_card, found_by, look_at_decision
from handlers.cycle.doing import do
from handlers.cycle.seen import Seen, to_change
from handlers.cycle.sharing import (
    LIMITS,
    Shared,
    again_field,
    chosen,
    in_words,
    shared_field,
    texts_in,
    ways_to_share,
)
from handlers.cycle.stopping import list_stop
from handlers.cycle.tried import findable
from handlers.cycle.words import GROUPS_ONLY, MEASURED_NOW, measurements
from handlers.dates import day
from handlers.days import calendars_of
from handlers.rules.cutting import cut
from handlers.rules.stages import NEEDS, ROUNDS
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
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
from storage.records import (
    Again,
    CycleStage,
    Decision,
    DecisionId,
    Did,
    Person,
    Round,
    Run,
    RunId,
    RunState,
    Verdict,
)
from storage.store import Store

TRIED = (CycleStage.DELIVER, CycleStage.DECIDE)
ROUND_LIMIT = 500  # characters of each of a round's three lines, as in the table

CHOICES = {
    Verdict.ADOPT: "Adopt: we keep it",
    Verdict.ADAPT: "Adapt: we change it and go round again",
    Verdict.ABANDON: "Abandon: we stop, and say why",
}
UNLESS = "Leave this empty only if you stop."
A_ROUND = "Please write three short lines: what you tried, what happened, what you changed."


@dataclass(frozen=True, slots=True)
class Told:
    """A form as it was meant."""

    verdict: Verdict
    now: str
    learned: str
    reason: str
    again: Again
    shared: Shared
    #: Rounds that were still missing: tried, happened, change.
    rounds: tuple[tuple[str, str, str], ...]


@offers(8, fills=NEEDS[CycleStage.DECIDE])
async def ready_to_decide(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """From Deliver on, as soon as they have seen enough; on the review date it comes first."""
    run = seen.run
    tried = run.stage in TRIED and run.state is RunState.GOING
    if not (tried and seen.may_change):
        return ()
    decides = decide.button("Decide", run=run.id)
    if run.review_on is None or run.review_on > request.today:
        return (decides,)
    return (decides.primary(), not_yet.button("Not yet", run=run.id))


# ------------------------------------------------------------------ deciding


@cycle.form("cycle.decide")
async def decide(request: Request, store: Store, *, run: RunId, version: int = 0) -> Form:
    """All that a decision needs, on one screen. `version`: the run's, when the form was made."""
    seen = await to_change(run, request, store)
    if seen.run.state is RunState.ENDED:
        raise Refusal("That has been decided. To go on with it, take it up again from its card: say “cycle”.")
    return decide.form("Decide", _then(seen), _fields(seen), "Decide", run=run, version=seen.run.version)


@decide.filled
async def decided(request: Request, store: Store, answers: Answers, *, run: RunId, version: int = 0) -> Reply:
    """Once, whoever is quicker; with what was still missing on the way, or not at all."""
    await store.trusts.hold(request.trust.id)  # whoever decides is found for it
    await store.turns.hold(request.person)
    await store.runs.find(run, trust=request.trust.id, hold=True)
    seen = await to_change(run, request, store)
    if made := await _made_since(version, seen.run, store):
        return Reply(await decision_card(made.id, request, store, "A colleague was quicker: it is decided."))
    told = _read(answers, seen)
    ready = await _made_ready(seen, told, request, store)
    decision = await store.decisions.add(_decision(seen, told, request))
    await findable(decision, seen.initiative, ready, store)
    await do(
        ready,
        Did.DECIDED,
        request.person,
        request.now,
        store,
        verdict=told.verdict,
        reason=told.reason,
        learned=told.learned,
        again=told.again,
        shared=told.shared,
    )
    return Reply(await _what_follows(seen, decision, request, store))


async def _made_since(version: int, run: Run, store: Store) -> Decision | None:
    steps = await store.runs.steps_of(run.id, trust=run.trust)
    if not any(each.did is Did.DECIDED and each.number > version for each in steps):
        return None
    return next(iter(await store.decisions.of_runs([run.id], trust=run.trust)), None)


async def _made_ready(seen: Seen, told: Told, request: Request, store: Store) -> Run:
    """What Deliver still needed, from the same form; to stop needs none of it."""
    run, me = seen.run, request.person
    for each in told.rounds:
        await store.runs.add_round(Round(run.id, run.trust, request.today, me.id, *each))
        run = await do(run, Did.ROUND, me, request.now, store)
    if told.now and told.now != run.now:
        run = await do(run, Did.NOTED, me, request.now, store, note={"now": told.now})
    if run.stage is CycleStage.DELIVER and told.verdict is not Verdict.ABANDON:
        run = await do(run, Did.ON, me, request.now, store)
    return run


def _decision(seen: Seen, told: Told, request: Request) -> Decision:
    return Decision(
        id=DecisionId(0),
        trust=request.trust.id,
        initiative=seen.initiative.id,
        run=seen.run.id,
        school=seen.run.school,
        by=request.person.id,
        on=request.today,
        verdict=told.verdict,
        then=seen.run.baseline,
        now=told.now,
        reason=told.reason,
        learned=told.learned,
        again=told.again,
        shared=told.shared is not Shared.NO,
        named=told.shared is Shared.NAMED,
        topics=seen.initiative.topics,
    )


async def _what_follows(seen: Seen, decision: Decision, request: Request, store: Store) -> Card:
    match decision.verdict:
        case Verdict.ADOPT:
            return adopted(seen, decision)
        case Verdict.ADAPT:
            said = "Noted as learning. Your plan is yours to change now, with a new review date."
            return await run_card(seen.run.id, request, store, said)
        case Verdict.ABANDON:
            return abandoned(seen, decision, request.person)


# ------------------------------------------------------------------ what is filled in


def _verdicts(seen: Seen) -> tuple[Verdict, ...]:
    """To stop is possible from everywhere; the others once it was tried."""
    tried = seen.run.stage in TRIED and seen.run.state is RunState.GOING
    return tuple(Verdict) if tried else (Verdict.ABANDON,)


def _missing_rounds(seen: Seen) -> Sequence[str]:
    """The names of their fields."""
    if seen.run.stage is not CycleStage.DELIVER or seen.run.state is not RunState.GOING:
        return ()
    return [f"round_{number + 1}" for number in range(seen.run.rounds, ROUNDS[seen.initiative.cadence])]


def _then(seen: Seen) -> str:
    run = seen.run
    measured = measurements((run.baseline, "at the start"), (run.target, "aimed at"))
    measure = f"{run.measure}: {measured}.\n" if run.measure and measured else ""
    return f"{measure}Adopt, adapt and abandon are all useful to others."


def _fields(seen: Seen) -> tuple[Field, ...]:
    verdicts = _verdicts(seen)
    options = tuple((each.value, CHOICES[each]) for each in verdicts)
    only = (verdicts[0].value,) if len(verdicts) == 1 else ()
    return (
        TextField("now", MEASURED_NOW, seen.run.now, UNLESS, optional=True, max_length=LIMITS["now"]),
        *map(_round_field, _missing_rounds(seen)),
        ChoiceField("verdict", "What do you decide?", options, only),
        *in_words(needed=False),
        again_field(),
        shared_field(),
    )


def _round_field(name: str) -> TextField:
    return TextField(
        name,
        f"Round {name.removeprefix('round_')}: what did you try, what happened, what did you change?",
        hint=f"Three short lines. {GROUPS_ONLY}",
        multiline=True,
        optional=True,
        max_length=3 * ROUND_LIMIT,
    )


def _read(answers: Answers, seen: Seen) -> Told:
    verdict = chosen(Verdict, "verdict", answers)
    if verdict not in _verdicts(seen):
        raise Invalid(verdict="It has not been tried yet, so for now you can only stop it.")
    needed = verdict is not Verdict.ABANDON
    texts = texts_in(answers, needed=needed)
    rounds = {name: _in_three(given(answers, name)) for name in _missing_rounds(seen)}
    if needed and not all(map(all, rounds.values())):
        raise Invalid(**{name: A_ROUND for name, lines in rounds.items() if not all(lines)})
    return Told(
        verdict,
        texts.get("now", ""),
        texts.get("learned", ""),
        texts["reason"],
        chosen(Again, "again", answers),
        chosen(Shared, "shared", answers),
        tuple(lines for lines in rounds.values() if any(lines)),
    )


def _in_three(words: str) -> tuple[str, str, str]:
    """Tried, happened, changed: a line each, or a sentence each where they stand on one line."""
    lines = [line for each in words.splitlines() if (line := each.strip(" -•*\t"))]
    if len(lines) == 1:
        lines = re.split(r"(?<=[.;!?])\s+", lines[0])
    tried, happened, *change = (*lines, "", "")
    return cut(tried, ROUND_LIMIT), cut(happened, ROUND_LIMIT), cut(" ".join(change).strip(), ROUND_LIMIT)


# ------------------------------------------------------------------ not yet


@cycle.form("cycle.not_yet")
async def not_yet(request: Request, store: Store, *, run: RunId) -> Form:
    """Another review date, in one line: nobody asks why."""
    seen = await to_change(run, request, store)
    when = TextField("day", "When will you look at it?", hint="For example: 12 March", max_length=40)
    return not_yet.form("Not yet", seen.initiative.topic, (when,), "Save", run=run)


@not_yet.filled
async def put_off(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """A recorded step, like every change of the plan."""
    seen = await to_change(run, request, store)
    calendar = (await calendars_of(request.trust.id, store)).of(seen.run.school)
    review_on = day_ahead(given(answers, "day"), "day", request.today, calendar=calendar)
    await do(seen.run, Did.NOTED, request.person, request.now, store, note={"review_on": review_on})
    return Reply(await run_card(run, request, store, f"Noted: you look at it on {day(review_on)}."))


# ------------------------------------------------------------------ cards


def adopted(seen: Seen, decision: Decision) -> Card:
    run = seen.run
    return Card(
        f"Adopted: {seen.initiative.topic}",
        Text(f"{then_and_now(decision)}Thank you: it is how you do things now."),
        Text("What will you stop, to make room for it? One thing is enough."),
        list_stop.button("Stop something", run=run.id).primary(),
        look_at.button("Open it", run=run.id),
        look_at_decision.button("What was decided", decision=decision.id),
        Note(found_by(decision)),
    )


def then_and_now(decision: Decision) -> str:
    return f"{decision.then} at the start, {decision.now} now. " if decision.then and decision.now else ""


def abandoned(seen: Seen, decision: Decision, me: Person) -> Card:
    """The question is in the answer itself, and asked once."""
    asks = "It stays with you. Or may I share two lines on why, without your school’s name if you prefer?"
    return Card(
        f"Thank you: {seen.initiative.topic}",
        Text("Stopping saves other schools time."),
        Text(found_by(decision) if decision.shared else asks),
        *ways_to_share(decision, me),
        look_at_decision.button("See what you decided", decision=decision.id),
    )
