"""The improvement cycle: what a school tries, how far it has come, and what it leaves behind."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from storage.records.ids import (
    DecisionId,
    EnquiryId,
    EvidenceId,
    InitiativeId,
    NetworkId,
    PersonId,
    RunId,
    SchoolId,
    StopId,
    TrustId,
)
from storage.records.results import Verdict


class CycleStage(StrEnum):
    """Where a school stands with an initiative (EEF 2024, with the decision as a stage of its own)."""

    EXPLORE = "explore"
    PREPARE = "prepare"
    DELIVER = "deliver"
    DECIDE = "decide"
    SUSTAIN = "sustain"


class Cadence(StrEnum):
    """How long a way it is meant to be: `handlers/rules/cycle_templates.yaml` has each one's times."""

    HALF_TERMLY = "half_termly"
    PILOT = "pilot"
    ANNUAL = "annual"
    MULTI_YEAR = "multi_year"


class RunState(StrEnum):
    """Whether a run goes on."""

    GOING = "going"
    #: Paused by somebody, or by Brightspot when nobody answered; recorded, and resumed with a word.
    PAUSED = "paused"
    #: Over: kept, abandoned, or not now. It can be taken up again.
    ENDED = "ended"


class Again(StrEnum):
    """Whether they would do it again."""

    YES = "yes"
    WITH_CHANGES = "with_changes"
    NO = "no"


class Nudging(StrEnum):
    """How often somebody wants to be asked about one initiative."""

    AS_PLANNED = "as_planned"
    #: Half as often.
    LESS = "less"
    #: Not at all; they still take part.
    OFF = "off"


class HowItGoes(StrEnum):
    """One tap on a nudge."""

    ON_TRACK = "on_track"
    SLOWER = "slower"
    STUCK = "stuck"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Initiative:
    """A problem somebody wants to do something about, in one school or in several."""

    id: InitiativeId
    trust: TrustId
    #: In a sentence.
    problem: str
    #: What it is called in a line: "Oracy in Year 3".
    topic: str
    #: Whom it is for: a group, never a named pupil.
    group: str
    cadence: Cadence
    #: In which network it runs; None: in the schools alone.
    network: NetworkId | None
    #: Who began it, or was handed it; None once they have left.
    lead: PersonId | None
    begun_on: date
    #: Concepts of the vocabulary, the surest first.
    topics: tuple[str, ...] = ()
    #: The run whose plan this one was copied from, for a roll-out.
    copied_from: RunId | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One school's way through an initiative, at its own stage.

    What each stage needs is in `rules/stages.py`.
    """

    id: RunId
    trust: TrustId
    initiative: InitiativeId
    #: None: the central team's.
    school: SchoolId | None
    #: Who leads it there; None once they have left or moved: then it waits for somebody to take it on.
    lead: PersonId | None
    begun_on: date
    stage: CycleStage = CycleStage.EXPLORE
    state: RunState = RunState.GOING
    #: When it came into this stage (or was resumed in it).
    entered_on: date | None = None
    #: While paused: when it goes on by itself; None: when somebody says so.
    resume_on: date | None = None
    #: Rises with each recorded step.
    version: int = 0

    #: The school that was spoken to about it, in words.
    peer: str = ""
    #: The core practice, in three lines or fewer.
    practice: str = ""
    may_adapt: str = ""
    #: What is stopped to make room.
    makes_room: str = ""
    trained: str = ""
    goal: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    review_on: date | None = None
    #: Plan-do-study-act rounds since this loop began.
    rounds: int = 0
    #: The measure, taken again.
    now: str = ""
    #: Sustain: who keeps it going, how new colleagues learn it, when it is looked at again.
    keeper: str = ""
    induction: str = ""
    check_on: date | None = None
    #: The last thing decided here; None before.
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What is there of what a run needs, without being written in it."""

    #: A piece of evidence, for all the schools that try it.
    evidence: bool
    #: Another school tries it, too.
    together: bool
    #: Something that is to stop for it has not been confirmed yet.
    stops_open: bool


class Did(StrEnum):
    """What happened to a run: each a recorded step. `rules/stages.py` says which is possible when."""

    BEGAN = "began"
    #: Something it needs was written down: values say what.
    NOTED = "noted"
    #: A plan-do-study-act round was recorded.
    ROUND = "round"
    #: Evidence was added, or taken away again.
    EVIDENCE = "evidence"
    ON = "on"
    BACK = "back"
    PAUSED = "paused"
    RESUMED = "resumed"
    DECIDED = "decided"
    #: A stop was listed, or confirmed.
    STOP = "stop"
    #: Kept for good, or let go: it is over.
    ENDED = "ended"
    #: Taken up again after its end.
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded step of a run: replaying them in order gives the run's stage and state."""

    run: RunId
    trust: TrustId
    #: 1 for the first of its run.
    number: int
    at: datetime
    #: None: Brightspot itself, or somebody who has left.
    by: PersonId | None
    did: Did
    #: What `rules/stages.py` needs to replay it; dates as ISO texts.
    values: dict[str, Any]


class Participant(NamedTuple):
    """That somebody takes part in an initiative, in one of its runs, and how they want to be asked."""

    initiative: InitiativeId
    run: RunId
    trust: TrustId
    person: PersonId
    #: Their school when they joined: who has moved is no longer asked.
    school: SchoolId | None
    joined_on: date
    nudging: Nudging = Nudging.AS_PLANNED
    snoozed_until: date | None = None
    #: The stage in which they said "done": nothing more of it comes.
    done_in: CycleStage | None = None
    #: How many nudges they were written so far: in the key of each.
    occurrence: int = 0
    #: The last one: which touchpoint, and the day.
    asked: str = ""
    asked_on: date | None = None
    #: What was asked since its run came into its stage.
    had: tuple[str, ...] = ()
    answered: bool = True
    #: Nudges in a row that met silence.
    silent: int = 0
    #: Two did: nothing more comes until they say so.
    quiet_since: date | None = None
    #: The day from which the next is due, and which it is; None: none.
    next_on: date | None = None
    next_is: str = ""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What somebody answered to a nudge: theirs alone. The facilitator sees stage and date."""

    trust: TrustId
    initiative: InitiativeId
    run: RunId
    person: PersonId
    #: Of the person's nudges about this initiative: which.
    occurrence: int
    touchpoint: str
    stage: CycleStage
    answer: HowItGoes
    answered_at: datetime
    line: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A plan-do-study-act round: what we tried, what happened, what we change. Read by who takes part."""

    run: RunId
    trust: TrustId
    on: date
    by: PersonId | None
    tried: str
    happened: str
    change: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for or against, with its source: from outside (a link) or from here (a sentence)."""

    id: EvidenceId
    trust: TrustId
    by: PersonId | None
    at: datetime
    #: In words; for a link, what it says.
    text: str
    #: "EEF", "our Year 3 reading records": where it comes from.
    source: str
    #: "" for what comes from here.
    url: str = ""
    initiative: InitiativeId | None = None
    enquiry: EnquiryId | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a school came to: the entry that answers the next "Has anyone tried…?"."""

    id: DecisionId
    trust: TrustId
    initiative: InitiativeId
    run: RunId
    school: SchoolId | None
    #: Who decided, and can be asked; None once they have left.
    by: PersonId | None
    on: date
    verdict: Verdict
    #: The measure, then and now.
    then: str
    now: str
    reason: str
    learned: str
    again: Again
    #: Whether colleagues of the trust may find it, and whether school and person are named with it.
    shared: bool
    named: bool
    #: What it is found by, as `rules/` made it when it was written.
    topics: tuple[str, ...] = ()
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """What a school stops doing, to make room."""

    id: StopId
    trust: TrustId
    school: SchoolId | None
    #: What it makes room for; None where it stands by itself.
    run: RunId | None
    by: PersonId | None
    what: str
    stops_on: date
    #: Saved in a week, all staff together.
    minutes: int = 0
    #: Who is asked on the day whether it has stopped, and when they were; None once they have left.
    confirms: PersonId | None = None
    asked_on: date | None = None
    confirmed_on: date | None = None
    confirmed_by: PersonId | None = None
