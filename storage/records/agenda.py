"""A network's meetings: the agenda before, the record after, and what people took on."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records.ids import ActionId, MeetingId, NetworkId, PersonId, SuggestionId, TrustId


class State(StrEnum):
    """How far a meeting has come."""

    #: It has a date; its agenda is the facilitators' draft.
    PLANNED = "planned"
    #: Its agenda is posted.
    POSTED = "posted"
    #: Held, and wrapped up.
    HELD = "held"
    #: "It did not happen": said by a facilitator, without a reason.
    NOT_HELD = "not_held"
    #: Called off before its day.
    CANCELLED = "cancelled"


#: Still to come: neither over nor called off.
AHEAD = (State.PLANNED, State.POSTED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a network."""

    id: MeetingId
    trust: TrustId
    network: NetworkId
    starts: datetime
    #: How long it is meant to be.
    minutes: int
    state: State = State.PLANNED
    #: A room, or the link of a video meeting.
    place: str = ""
    #: Today's one question.
    purpose: str = ""
    #: Rises with each change of the agenda: whoever edits an older one is shown what came between.
    version: int = 0
    #: Rises with each change of date, time or place: calendars replace what they hold (RFC 5545, SEQUENCE).
    sequence: int = 0
    #: Rises each time the posted agenda is drawn anew: the key of that edit.
    drawn: int = 0
    #: Names the meeting in addresses of our own pages; nobody guesses it.
    token: str = ""
    #: When its agenda is to be posted by itself; None: when a facilitator says so.
    post_at: datetime | None = None
    posted_at: datetime | None = None
    wrapped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What a meeting came to: the record after it."""

    meeting: MeetingId
    trust: TrustId
    headline: str = ""
    bright_spot: str = ""
    #: Whom to ask about the bright spot; None where it is nobody, or they have left.
    contact: PersonId | None = None
    #: The problem that was worked on, and the ideas for it.
    problem: str = ""
    decisions: str = ""
    #: What we will stop doing, or do once for everyone.
    stopping: str = ""
    #: Rises each time it is written: the key of what goes out, so that a mended one edits it.
    edition: int = 0


class Source(StrEnum):
    """Where an agenda item comes from."""

    FRAMEWORK = "framework"
    #: The network's own standing item.
    OWN = "own"
    ACTION = "action"
    SUGGESTION = "suggestion"
    #: Asked in the network's channel, or in private by topic alone, and answered by nobody.
    QUESTION = "question"
    RESOURCE = "resource"
    PILOT = "pilot"
    #: What a school tried and stopped.
    STOPPED = "stopped"
    #: Written by a facilitator.
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda."""

    minutes: int
    title: str
    detail: str = ""
    owner: PersonId | None = None
    source: Source = Source.WRITTEN
    #: The action, suggestion or callout that it comes from.
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """An agenda as somebody left it: for whoever edits at the same time."""

    meeting: MeetingId
    trust: TrustId
    version: int
    by: PersonId | None
    at: datetime
    #: Purpose and items as they are edited, in words.
    text: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What somebody said to a meeting, and whether they were there."""

    meeting: MeetingId
    trust: TrustId
    person: PersonId
    #: None: they have not said.
    coming: bool | None
    at: datetime
    #: Noted when the meeting is wrapped up; None before.
    attended: bool | None = None


class Progress(StrEnum):
    """How far an action has come."""

    OPEN = "open"
    DONE = "done"
    #: "Drop it": as good an end as any.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody took on at a meeting."""

    id: ActionId
    trust: TrustId
    network: NetworkId
    meeting: MeetingId
    person: PersonId
    text: str
    by: date
    progress: Progress = Progress.OPEN
    #: The day on which they were asked about it; a new date makes it None again.
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """The skeleton of every agenda: of the trust, or what a network adds to it."""

    trust: TrustId
    #: None: the trust's, for all its networks.
    network: NetworkId | None
    #: (minutes, title, detail) in order, for a meeting of `minutes`.
    items: tuple[tuple[int, str, str], ...]
    minutes: int = 60
    ground_rules: tuple[str, ...] = ()


class Wish(StrEnum):
    """What a suggestion for an agenda is."""

    ITEM = "item"
    #: "Something that works here": told by one school.
    BRIGHT_SPOT = "bright_spot"
    #: "One real problem": for the consultancy.
    PROBLEM = "problem"


class Outcome(StrEnum):
    """What became of a suggestion."""

    WAITING = "waiting"
    #: It is on an agenda.
    TAKEN = "taken"
    #: Not this time: it may come up again.
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody would like on a network's next agenda."""

    id: SuggestionId
    trust: TrustId
    by: PersonId
    network: NetworkId
    text: str
    #: Whether the network sees who suggested it.
    named: bool
    made_at: datetime
    wish: Wish = Wish.ITEM
    outcome: Outcome = Outcome.WAITING
    #: The meeting on whose agenda it is, or that it was offered for.
    meeting: MeetingId | None = None
