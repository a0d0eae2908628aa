"""What the cycle's things are called, on every card and page of it."""

from collections.abc import Iterable, Mapping

from handlers.rules.templates import OwnWords, in_own_words, question_of, touchpoints
from storage.records import Cadence, CycleStage, Initiative, Run, RunState, SchoolId, TrustId, Verdict
from storage.store import Store

STAGES: Mapping[CycleStage, str] = {
    CycleStage.EXPLORE: "Explore",
    CycleStage.PREPARE: "Prepare",
    CycleStage.DELIVER: "Deliver",
    CycleStage.DECIDE: "Decide",
    CycleStage.SUSTAIN: "Sustain",
}

#: How long it is meant to be.
CADENCES: Mapping[Cadence, str] = {
    Cadence.HALF_TERMLY: "Half a term",
    Cadence.PILOT: "A pilot of about a term",
    Cadence.ANNUAL: "A school year",
    Cadence.MULTI_YEAR: "Several years",
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.ADOPT: "Adopted",
    Verdict.ADAPT: "Adapted",
    Verdict.ABANDON: "Stopped",
}

GROUPS_ONLY = "Groups, not pupils’ names."  # on each box that somebody writes into freely
CLOSE = "\N{NO-BREAK SPACE}"  # a mark stays beside its word where a line ends on a phone
MEASURED_NOW = "Where does the measure stand now?"
CENTRAL_TEAM = "the central team"


async def words_of(trust: TrustId, store: Store) -> OwnWords:
    return await store.cycle_words.of(trust)


def stage_name(stage: CycleStage, words: OwnWords) -> str:
    return words.get(("stage", stage.value), STAGES[stage])


def cadence_name(cadence: Cadence, words: OwnWords) -> str:
    return words.get(("cadence", cadence.value), CADENCES[cadence])


def every_word(own: OwnWords) -> dict[tuple[str, str], str]:
    """All that a trust may put in its own words, as it is said there now: (kind, name) → words."""
    nudges = {name: own.get(("nudge", name), touchpoints()[name].text) for name in in_own_words()}
    return {
        **{("stage", each.value): stage_name(each, own) for each in CycleStage},
        **{("question", each.value): question_of(each, own) for each in CycleStage},
        **{("cadence", each.value): cadence_name(each, own) for each in Cadence},
        **{("nudge", name): words for name, words in nudges.items()},
    }


def way(stage: CycleStage, words: OwnWords) -> str:
    """ "✓ Explore → ● Prepare → Deliver → Decide → Sustain": done, here, to come."""
    names = [stage_name(each, words) for each in CycleStage]
    here = list(CycleStage).index(stage)
    done = (f"✓{CLOSE}{name}" for name in names[:here])
    return " → ".join((*done, f"●{CLOSE}{names[here]}", *names[here + 1 :]))


def standing_in(run: Run, words: OwnWords) -> str:
    """ "Prepare"; "Prepare, paused"; "Adopted": where a run stands, in a word or two."""
    stage = stage_name(run.stage, words)
    match run.state:
        case RunState.GOING:
            return stage
        case RunState.PAUSED:
            return f"{stage}, paused"
        case RunState.ENDED:
            return VERDICTS[run.verdict] if run.verdict else "Not now"


def measurements(*told: tuple[str, str]) -> str:
    """ "41% at the start, 63% now": those that there are."""
    return ", ".join(f"{figure} {when}" for figure, when in told if figure)


def topic_line(initiative: Initiative, school_name: str) -> str:
    """ "Oracy in Year 3, Fenside"."""
    return f"{initiative.topic}, {school_name or CENTRAL_TEAM}"


async def school_names(runs: Iterable[Run], trust: TrustId, store: Store) -> Mapping[SchoolId | None, str]:
    """The names of the schools that these are in; the central team's is None."""
    wanted = {each.school for each in runs}
    schools = await store.schools.everyone(trust) if wanted - {None} else ()
    return {None: CENTRAL_TEAM} | {each.id: each.name for each in schools if each.id in wanted}
