"""What is remembered, as frozen records: rows go into storage, these come out.

Every record that belongs to a trust carries the trust, because a person sees only their own.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType

TrustId = NewType("TrustId", int)
SchoolId = NewType("SchoolId", int)
PersonId = NewType("PersonId", int)
NetworkId = NewType("NetworkId", int)
QuestionId = NewType("QuestionId", int)
IntroductionId = NewType("IntroductionId", int)
LetterId = NewType("LetterId", int)


class Platform(StrEnum):
    """Where a person can meet Brightspot: the three doors of the house."""

    SLACK = "slack"
    TEAMS = "teams"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Trust:
    """A school trust: the wall that no query looks over."""

    id: TrustId
    name: str
    #: Rises with every change to its people, schools or networks; what is kept in memory carries it.
    version: int = 0


@dataclass(frozen=True, slots=True)
class School:
    """A school and its context. None and "" mean not known, never zero.

    Percentages are 0 to 100. Columns follow the DfE's register (Get Information about Schools) and
    school census; mixed-age classes are in no national file and come from the trust.
    """

    id: SchoolId
    trust: TrustId
    urn: str
    name: str
    type: str = ""
    #: The register's words: Primary, Secondary, All-through, Special, 16 plus, Middle deemed secondary…
    phase: str = ""
    age_low: int | None = None
    age_high: int | None = None
    sixth_form: bool | None = None
    gender: str = ""
    religious_character: str = ""
    admissions_policy: str = ""
    region: str = ""
    local_authority: str = ""
    district: str = ""
    town: str = ""
    postcode: str = ""
    urban_rural: str = ""
    latitude: float | None = None
    longitude: float | None = None
    capacity: int | None = None
    pupils: int | None = None
    fill_pct: float | None = None
    roll_change_pct: float | None = None
    pupils_per_year_group: float | None = None
    forms_of_entry: float | None = None
    pct_fsm: float | None = None
    pct_eal: float | None = None
    pct_sen_support: float | None = None
    pct_ehcp: float | None = None
    #: Income deprivation affecting children in the school's own neighbourhood; 1 = most deprived tenth.
    idaci_decile: int | None = None
    #: ("Y1/2", "Y3/4"): classes with more than one year group; None where the trust has not said.
    mixed_age_classes: tuple[str, ...] | None = None
    resourced_provision: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff, as much as the trust holds: work facts only."""

    id: PersonId
    trust: TrustId
    email: str
    name: str
    job_title: str = ""
    #: None for the central team.
    school: SchoolId | None = None
    school_name: str = ""
    working_on: str = ""
    can_help_with: str = ""
    #: 0 is Monday; all five when not told otherwise.
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    #: "No" hides the person from every answer at once.
    open_to_introductions: bool = True
    networks: tuple[str, ...] = ()
    #: When the profile was last confirmed or changed.
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Who someone is on one platform. A workspace is Slack's team, Microsoft's tenant or "browser"."""

    platform: Platform
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Network:
    """A network learning community of a trust: SENDCOs, maths leads, office managers…"""

    id: NetworkId
    trust: TrustId
    name: str
    kind: str = ""
    about: str = ""
    members: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """The place of a network on one platform."""

    network: NetworkId
    trust: TrustId
    platform: Platform
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked. Private to them; the words go after 90 days, the count stays."""

    id: QuestionId
    trust: TrustId
    asker: PersonId
    text: str
    asked_at: datetime
    #: The people found, best first; empty where nobody fitted.
    found: tuple[PersonId, ...] = ()


class Stage(StrEnum):
    """How far an introduction has come."""

    #: The colleague has been asked and has not answered.
    ASKED = "asked"
    #: Both are put in touch.
    AGREED = "agreed"
    #: "Not now": may be asked again later.
    POSTPONED = "postponed"
    #: "No, thanks": the same asker does not ask again.
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two colleagues on their way to meet. One for each pair, whoever asked first."""

    id: IntroductionId
    trust: TrustId
    asker: PersonId
    colleague: PersonId
    stage: Stage
    #: The asker's words, so that the colleague knows what it is about.
    topic: str
    asked_at: datetime
    agreed_on: date | None = None
    #: Each side's answer to "did you meet?"; None while unanswered.
    asker_met: bool | None = None
    colleague_met: bool | None = None
    #: Rises when a postponed pair is asked again, so that each asking has a key of its own.
    round: int = 1

    @property
    def pair(self) -> str:
        """The same whoever asks: `introduce:{pair}` is one introduction."""
        lower, higher = sorted((self.asker, self.colleague))
        return f"{lower}:{higher}"


class Why(StrEnum):
    """Why a post goes to a person; delivery decides by it when it may go."""

    #: The answer to what they just did.
    ANSWER = "answer"
    #: A reminder of what they said yes to.
    REMINDER = "reminder"
    #: What a standing question of theirs found.
    STANDING = "standing"
    #: A colleague's request to be introduced: at most two a person in seven days.
    REQUEST = "request"
    #: Everything else: waits for the person's one weekly slot, merged with the others.
    UNASKED = "unasked"


class LetterState(StrEnum):
    """Where a letter is on its way."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    #: Not sent, for good, and the reason is known: opted out, too late, the platform said never.
    PARKED = "parked"
    #: A send was begun and nobody can tell whether it arrived. Sent again only when somebody says so.
    UNKNOWN = "unknown"
    #: Became part of a weekly message, or was replaced before it went.
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Letter:
    """Something to be said, written in the same transaction as its cause."""

    id: LetterId
    trust: TrustId
    #: What it means; unique in its trust, so that doing a thing twice is harmless.
    key: str
    #: What is said: a `handlers.talk.Card`, as plain data.
    card: dict[str, Any]
    why: Why
    platform: Platform | None
    #: Where to, in that platform's own words; only its door reads it.
    address: dict[str, Any]
    #: The workspace or conversation whose pace it shares.
    bucket: str
    due_at: datetime
    #: The recipient, where it goes to one person: checked again just before sending.
    person: PersonId | None = None
    expires_at: datetime | None = None
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    #: True from just before the first POST: from then on a second try must look first.
    started: bool = False
    #: What the platform calls the message once sent.
    platform_id: str = ""
    problem: str = ""
    #: The key of the letter whose message this one edits.
    replaces: str = ""

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Its recipient, or those of a conversation of several; nobody where it goes to a channel."""
        if self.person is not None:
            return (self.person,)
        return tuple(PersonId(each) for each in self.address.get("people", ()))


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in and waits to be handled: its body is sealed, and gone once handled."""

    id: int
    key: str
    platform: Platform
    body: bytes
    received_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Installation:
    """Brightspot in one Slack workspace or Microsoft tenant. Tokens are sealed by `bot/`."""

    platform: Platform
    workspace: str
    #: None until whoever runs Brightspot has said which trust the workspace belongs to.
    trust: TrustId | None = None
    enterprise: str = ""
    sealed_token: bytes = b""
    sealed_refresh_token: bytes = b""
    expires_at: datetime | None = None
    bot_user: str = ""
    scopes: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a school (or the whole trust) has no teaching: a holiday, an INSET day."""

    trust: TrustId
    starts: date
    ends: date
    name: str
    school: SchoolId | None = None
