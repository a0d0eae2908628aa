"""The improvement cycle's stages: what each needs before it is left, and what may happen when.

    explore → prepare → deliver → decide → sustain → ended (kept)
                 ↑                  │ adapt, a new loop
                 └──────────────────┘ abandon: ended, with thanks

From every stage a run may go back to an earlier one, pause, or end with a reason alone; what is paused is
resumed, and what has ended can be taken up again. Stages and what they need: domain.md part 5, after EEF
(2024) and the shipped `cycle_templates.yaml`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from storage.records import Around, Cadence, CycleStage, Did, Initiative, Run, RunState, Step, Verdict

EXPLORE, PREPARE, DELIVER, DECIDE, SUSTAIN = CycleStage
GOING, PAUSED, ENDED = RunState


class Need(StrEnum):
    """Something a stage needs before it is left. Its value names the column or answer that holds it."""

    PROBLEM = "problem"
    GROUP = "group"
    #: At least one piece, from outside or from here.
    EVIDENCE = "evidence"
    #: A school spoken to; met by itself where several run it together.
    PEER = "peer"

    PRACTICE = "practice"
    GOAL = "goal"
    MEASURE = "measure"
    BASELINE = "baseline"
    TARGET = "target"
    REVIEW = "review_on"
    #: What makes room; "nothing", said in words, is an answer.
    ROOM = "makes_room"

    #: Plan-do-study-act rounds, in this loop.
    ROUNDS = "rounds"
    #: The measure, taken again.
    NOW = "now"

    VERDICT = "verdict"
    REASON = "reason"
    LEARNED = "learned"
    AGAIN = "again"
    #: Whether to share it, yes or no.
    SHARED = "shared"

    KEEPER = "keeper"
    INDUCTION = "induction"
    #: Each stop that is listed has been confirmed.
    STOPS = "stops"
    CHECK = "check_on"


NEEDS: Mapping[CycleStage, tuple[Need, ...]] = {
    EXPLORE: (Need.PROBLEM, Need.GROUP, Need.EVIDENCE, Need.PEER),
    PREPARE: (
        Need.GOAL,
        Need.MEASURE,
        Need.BASELINE,
        Need.TARGET,
        Need.REVIEW,
        Need.PRACTICE,
        Need.ROOM,
    ),
    DELIVER: (Need.ROUNDS, Need.NOW),
    DECIDE: (Need.VERDICT, Need.REASON, Need.LEARNED, Need.AGAIN, Need.SHARED),
    SUSTAIN: (Need.KEEPER, Need.INDUCTION, Need.STOPS, Need.CHECK),
}

#: In six weeks there is time for one round.
ROUNDS = {Cadence.HALF_TERMLY: 1, Cadence.PILOT: 2, Cadence.ANNUAL: 2, Cadence.MULTI_YEAR: 2}

#: Where "on" leads. Decide is left by a decision, Sustain by keeping it for good.
NEXT = {EXPLORE: PREPARE, PREPARE: DELIVER, DELIVER: DECIDE}

#: In which states and stages each thing can happen. What it needs besides is `lacking`.
POSSIBLE: Mapping[Did, tuple[frozenset[RunState], frozenset[CycleStage]]] = {
    Did.NOTED: (frozenset({GOING, PAUSED}), frozenset(CycleStage)),
    Did.EVIDENCE: (frozenset(RunState), frozenset(CycleStage)),
    Did.ROUND: (frozenset({GOING}), frozenset({DELIVER, DECIDE})),
    Did.ON: (frozenset({GOING}), frozenset(NEXT)),
    Did.BACK: (frozenset({GOING}), frozenset({PREPARE, DELIVER, DECIDE, SUSTAIN})),
    Did.PAUSED: (frozenset({GOING, PAUSED}), frozenset(CycleStage)),
    Did.RESUMED: (frozenset({PAUSED}), frozenset(CycleStage)),
    Did.DECIDED: (frozenset({GOING, PAUSED}), frozenset(CycleStage)),
    Did.STOP: (frozenset(RunState), frozenset(CycleStage)),
    Did.ENDED: (frozenset({GOING, PAUSED}), frozenset(CycleStage)),
    Did.REOPENED: (frozenset({ENDED}), frozenset(CycleStage)),
    Did.HANDED_OVER: (frozenset({GOING, PAUSED}), frozenset(CycleStage)),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """All of a run that decides what may happen to it next."""

    cadence: Cadence
    stage: CycleStage = EXPLORE
    state: RunState = GOING
    #: What is there of what the stages need; rounds are counted apart.
    known: frozenset[Need] = frozenset()
    #: In this loop.
    rounds: int = 0
    verdict: Verdict | None = None


class NotYet(Exception):  # noqa: N818  something is still to come
    """The step needs what is not there yet."""

    def __init__(self, missing: tuple[Need, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotPossible(Exception):  # noqa: N818  it stands elsewhere
    """In this stage and state that cannot happen."""


def missing(standing: Standing) -> tuple[Need, ...]:
    """What its stage still needs before it is left, in the order in which it is asked for."""
    return _without(standing, standing.known, NEEDS[standing.stage])


def possible(standing: Standing) -> frozenset[Did]:
    """What may happen now, as far as stage and state go; some of it needs what is `missing` first."""
    return frozenset(
        did
        for did, (states, stages) in POSSIBLE.items()
        if standing.state in states and standing.stage in stages
    )


def after(standing: Standing, did: Did, values: Mapping[str, Any]) -> Standing:
    """Where this leads; NotPossible or NotYet where it may not happen."""
    if did not in possible(standing) or not _fits(standing, did, values):
        raise NotPossible(did)
    if needed := lacking(standing, did, values):
        raise NotYet(needed)
    return _led(standing, did, values)


def lacking(standing: Standing, did: Did, values: Mapping[str, Any]) -> tuple[Need, ...]:
    """What is not there of what this needs."""
    known = _known(standing, values)
    match did:
        case Did.ON:
            return _without(standing, known, NEEDS[standing.stage])
        case Did.DECIDED if values.get("verdict") == Verdict.ABANDON:
            return _without(standing, known, (Need.REASON,))
        case Did.DECIDED:
            return _without(standing, known, NEEDS[DECIDE])
        case Did.ENDED if Need.REASON not in known:  # kept for good: all that keeping needs
            return _without(standing, known, NEEDS[SUSTAIN])
        case Did.NOTED:  # what an earlier stage needed may be changed, and not be taken away
            left = [need for stage in _before(standing.stage) for need in NEEDS[stage]]
            return tuple(need for need in left if need in standing.known - known)
        case _:
            return ()


def _fits(standing: Standing, did: Did, values: Mapping[str, Any]) -> bool:
    """Back leads to an earlier stage; keeping and adapting come after the stages before them."""
    match did:
        case Did.BACK:
            return values.get("to") in _before(standing.stage)
        case Did.DECIDED if values.get("verdict") != Verdict.ABANDON:
            return standing.stage is DECIDE and standing.state is GOING
        case Did.ENDED if Need.REASON not in _known(standing, values):
            return standing.stage is SUSTAIN and standing.state is GOING
        case _:
            return True


def _led(standing: Standing, did: Did, values: Mapping[str, Any]) -> Standing:
    """Where a step has led, whatever it needed: what is recorded has happened."""
    now = replace(standing, known=_known(standing, values) - frozenset(NEEDS[DECIDE]))
    match did:
        case Did.ROUND:
            return replace(now, rounds=now.rounds + 1)
        case Did.ON:
            return replace(now, stage=NEXT[now.stage])
        case Did.BACK if now.stage is SUSTAIN:
            return _anew(now, CycleStage(values["to"]))
        case Did.BACK:
            return replace(now, stage=CycleStage(values["to"]))
        case Did.PAUSED:
            return replace(now, state=PAUSED)
        case Did.RESUMED:
            return replace(now, state=GOING)
        case Did.DECIDED:
            return _decided(now, Verdict(values["verdict"]))
        case Did.ENDED:
            return replace(now, state=ENDED)
        case Did.REOPENED:
            going = replace(now, state=GOING)
            return _anew(going, PREPARE) if now.stage is DECIDE else going
        case _:
            return now


def _decided(standing: Standing, verdict: Verdict) -> Standing:
    now = replace(standing, verdict=verdict)
    match verdict:
        case Verdict.ADOPT:
            return replace(now, stage=SUSTAIN)
        case Verdict.ADAPT:
            return _anew(now, PREPARE)
        case Verdict.ABANDON:
            return replace(now, state=ENDED)


def _anew(standing: Standing, stage: CycleStage) -> Standing:
    """A new loop: its plan stays, to be changed; its rounds and the measure after them are to come.

    Before Deliver a new review date is asked for: the old one has passed.
    """
    forgotten = {Need.NOW} | ({Need.REVIEW} if stage in (EXPLORE, PREPARE) else set())
    return replace(standing, stage=stage, rounds=0, known=standing.known - forgotten)


def _known(standing: Standing, values: Mapping[str, Any]) -> frozenset[Need]:
    """What is known once these are written: need → whether it is there."""
    told = {Need(name): is_there for name, is_there in values.get("known", {}).items()}
    gone = {need for need, is_there in told.items() if not is_there}
    return (standing.known - gone) | (told.keys() - gone)


def _without(standing: Standing, known: frozenset[Need], needs: Iterable[Need]) -> tuple[Need, ...]:
    enough = standing.rounds >= ROUNDS[standing.cadence]
    return tuple(need for need in needs if not (enough if need is Need.ROUNDS else need in known))


def _before(stage: CycleStage) -> tuple[CycleStage, ...]:
    stages = tuple(CycleStage)
    return stages[: stages.index(stage)]


# ------------------------------------------------------------------ from what is remembered


def retold(steps: Iterable[Step]) -> Iterator[tuple[Step, Standing]]:
    """Each step with where it led: from the first, which says how it began, to where the run stands now."""
    first, *others = steps
    began = Standing(Cadence(first.values["cadence"]), CycleStage(first.values["stage"]))
    standing = replace(began, known=_known(began, first.values))
    yield first, standing
    for step in others:
        standing = _led(standing, step.did, step.values)
        yield step, standing


def standing_of(run: Run, initiative: Initiative, around: Around) -> Standing:
    """Of a run as it is kept."""
    written = {need for need in Need if getattr(run, need, None) or getattr(initiative, need, None)}
    shown = {Need.EVIDENCE: around.evidence, Need.PEER: around.together, Need.STOPS: not around.stops_open}
    known = (written | {need for need, is_so in shown.items() if is_so}) - {*NEEDS[DECIDE], Need.ROUNDS}
    return Standing(initiative.cadence, run.stage, run.state, frozenset(known), run.rounds, run.verdict)
