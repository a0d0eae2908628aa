"""The cycle's stages hold what the issue promises, whatever is tried in whatever order.

What each stage needs stands here once more, in the words of the rules and not of the code.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from handlers.rules.stages import Need, NotPossible, NotYet, Standing, after, missing, possible, retold
from storage.records import Cadence, CycleStage, Did, RunId, RunState, Step, TrustId, Verdict

PROMISED = {
    "explore": {"problem", "group", "evidence", "peer"},
    "prepare": {"practice", "goal", "measure", "baseline", "target", "review_on", "makes_room"},
    "deliver": {"now"},
    "decide": {"verdict", "reason", "learned", "again", "shared"},
    "sustain": {"keeper", "induction", "stops", "check_on"},
}
ORDER = list(PROMISED)
ROUNDS = {"half_termly": 1, "pilot": 2, "annual": 2, "multi_year": 2}
WRITTEN = sorted(set().union(*PROMISED.values()) - PROMISED["decide"])

Event = tuple[Did, dict[str, Any]]


def knowing(*needs: str, is_there: bool = True, **more: Any) -> dict[str, Any]:
    return {"known": dict.fromkeys(needs, is_there)} | more


def to_leave(stage: CycleStage) -> list[Event]:
    rounds: list[Event] = [(Did.ROUND, {})] * 2
    noted: Event = (Did.NOTED, knowing(*PROMISED[stage]))
    match stage:
        case CycleStage.DELIVER:
            return [*rounds, noted, (Did.ON, {})]
        case CycleStage.DECIDE:
            return [(Did.DECIDED, knowing(*PROMISED[stage], verdict=Verdict.ADOPT))]
        case CycleStage.SUSTAIN:
            return [noted, (Did.ENDED, {})]
        case _:
            return [noted, (Did.ON, {})]


def decided() -> some.SearchStrategy[Event]:
    answers = some.sets(some.sampled_from(sorted(PROMISED["decide"])))
    mostly_whole = some.one_of(some.just(PROMISED["decide"]), answers)
    return some.builds(
        lambda verdict, given: (Did.DECIDED, knowing(*given, verdict=verdict)),
        some.sampled_from(Verdict),
        mostly_whole,
    )


#: All that its stage needs, and the step out of it.
ONWARDS = "onwards"
ANYTHING: some.SearchStrategy[Event | str] = some.one_of(
    some.just(ONWARDS),
    some.just(ONWARDS),
    some.builds(
        lambda needs, is_there: (Did.NOTED, knowing(*needs, is_there=is_there)),
        some.sets(some.sampled_from(WRITTEN), min_size=1, max_size=4),
        some.booleans(),
    ),
    some.builds(lambda stage: (Did.BACK, {"to": stage}), some.sampled_from(CycleStage)),
    some.builds(
        lambda reason: (Did.ENDED, knowing("reason") if reason else knowing()),
        some.booleans(),
    ),
    decided(),
    some.sampled_from([did for did in Did if did not in (Did.NOTED, Did.BACK, Did.ENDED, Did.DECIDED)]).map(
        lambda did: (did, {})
    ),
)


@settings(max_examples=int(os.environ.get("STAGES_EXAMPLES", "150")), deadline=None)
@given(some.sampled_from(Cadence), some.integers(0, 4), some.lists(ANYTHING, max_size=30))
def test_no_stage_is_left_without_what_it_needs_each_can_be_left_and_the_steps_tell_it_all(
    cadence, far, tried
):
    steps = [Step(RunId(1), TrustId(1), 1, datetime.now(UTC), None, Did.BEGAN, began(cadence))]
    ((_, now),) = retold(steps)
    written, rounds = {"stops"}, 0
    for event in [ONWARDS] * far + tried:
        events = to_leave(now.stage) if isinstance(event, str) else [event]
        for did, values in events:
            try:
                then = after(now, did, values)
            except (NotYet, NotPossible):
                continue
            if did is Did.ROUND:
                rounds += 1
            written = had(written, values) - PROMISED["decide"]
            held_to_the_promise(now, then, did, had(written, values), rounds, values)
            if begins_anew(now, did, values):
                rounds, written = 0, written - forgotten(then)
            assert {str(need) for need in then.known} == written
            assert (then.rounds, then.verdict) == (rounds, values.get("verdict", now.verdict))
            steps.append(Step(RunId(1), TrustId(1), len(steps) + 1, datetime.now(UTC), None, did, values))
            now = then
    assert [*retold(steps)][-1] == (steps[-1], now)
    assert ends(now)


def began(cadence: Cadence) -> dict[str, Any]:
    return knowing("stops", cadence=str(cadence), stage="explore")


def had(written: set[str], values: Mapping[str, Any]) -> set[str]:
    told = values.get("known", {})
    return (written - {name for name, is_there in told.items() if not is_there}) | {
        name for name, is_there in told.items() if is_there
    }


def held_to_the_promise(
    now: Standing, then: Standing, did: Did, written: set[str], rounds: int, values: Mapping[str, Any]
) -> None:
    """What a stage needs was there when it was left forwards, one stage at a time, with the run going."""
    if now.state is RunState.ENDED and then.stage is not now.stage:
        assert (now.stage, then.stage, did) == ("decide", "prepare", Did.REOPENED)
    forwards = ORDER.index(then.stage) - ORDER.index(now.stage)
    ended = now.state is not RunState.ENDED is then.state
    kept = ended and "reason" not in values.get("known", {})
    adapted = values.get("verdict") is Verdict.ADAPT
    if forwards > 0 or kept or adapted:
        assert forwards <= 1
        assert now.state is RunState.GOING
        assert written >= PROMISED[now.stage]
        assert now.stage != "deliver" or rounds >= ROUNDS[now.cadence]
    if then.stage in ("deliver", "decide", "sustain"):
        assert written >= PROMISED["prepare"], "we do not start without a goal we can measure"


def begins_anew(now: Standing, did: Did, values: Mapping[str, Any]) -> bool:
    return (
        values.get("verdict") is Verdict.ADAPT
        or (did is Did.BACK and now.stage is CycleStage.SUSTAIN)
        or (did is Did.REOPENED and now.stage is CycleStage.DECIDE)
    )


def forgotten(then: Standing) -> set[str]:
    return {"now"} | ({"review_on"} if then.stage in ("explore", "prepare") else set())


def ends(now: Standing) -> bool:
    """From wherever it is: it can be let go with a reason, paused, and it can come to a good end."""
    if now.state is RunState.ENDED:
        now = after(now, Did.REOPENED, {})
    assert after(now, Did.ENDED, knowing("reason")).state is RunState.ENDED
    assert after(now, Did.DECIDED, knowing("reason", verdict=Verdict.ABANDON)).state is RunState.ENDED
    now = after(after(now, Did.PAUSED, {}), Did.RESUMED, {})
    for _ in ORDER:
        for did, values in to_leave(now.stage):
            now = after(now, did, values)
        if now.state is RunState.ENDED:
            return True
    return False


def at(stage: str, state: str = "going", *, known: str = "", rounds: int = 0) -> Standing:
    needs = frozenset(map(Need, known.split()))
    return Standing(Cadence.PILOT, CycleStage(stage), RunState(state), needs, rounds)


@pytest.mark.parametrize(
    ("standing", "did", "values", "problem"),
    [
        (at("explore"), Did.ON, {}, "problem group evidence peer"),
        (at("explore", known="problem group evidence"), Did.ON, {}, "peer"),
        (at("prepare", known="goal measure practice"), Did.ON, {}, "baseline target review_on makes_room"),
        (at("deliver", known="now", rounds=1), Did.ON, {}, "rounds"),
        (at("deliver", rounds=2), Did.ON, {}, "now"),
        (at("decide"), Did.ON, {}, "not possible"),
        (at("decide"), Did.DECIDED, {"verdict": "adopt"}, "verdict reason learned again shared"),
        (at("decide"), Did.DECIDED, {"verdict": "abandon"}, "reason"),
        (at("deliver"), Did.DECIDED, knowing(*PROMISED["decide"], verdict="adopt"), "not possible"),
        (at("sustain", known="keeper"), Did.ENDED, {}, "induction stops check_on"),
        (at("deliver"), Did.ENDED, {}, "not possible"),
        (at("deliver", known="goal"), Did.NOTED, knowing("goal", is_there=False), "goal"),
        (at("prepare"), Did.BACK, {"to": "prepare"}, "not possible"),
        (at("prepare"), Did.BACK, {"to": "sustain"}, "not possible"),
        (at("prepare"), Did.ROUND, {}, "not possible"),
        (at("explore", "paused"), Did.ON, {}, "not possible"),
        (at("explore", "ended"), Did.NOTED, knowing("goal"), "not possible"),
        (at("explore", "ended"), Did.PAUSED, {}, "not possible"),
    ],
)
def test_what_is_missing_is_named_and_what_cannot_be_is_not_done(standing, did, values, problem):
    with pytest.raises(NotPossible if problem == "not possible" else NotYet) as refused:
        after(standing, did, values)
    if isinstance(refused.value, NotYet):
        assert [str(need) for need in refused.value.missing] == problem.split()


def test_in_half_a_term_one_round_is_enough():
    short = Standing(Cadence.HALF_TERMLY, CycleStage.DELIVER, rounds=1)
    assert missing(short) == (Need.NOW,)
    assert Did.ON in possible(short)
