"""A trust as it is: its schools, its people, where they meet and when they are off."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from storage.records.ids import NetworkId, PersonId, SchoolId, TrustId
from storage.records.library import Collecting, Digest
from storage.records.results import Tried


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
    #: The same for its library.
    library: int = 0


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
    #: Pupils who join or leave outside the usual times, and whether the school is by the sea: the
    #: trust's own knowledge, in no national file.
    pct_mobility: float | None = None
    coastal: bool | None = None
    #: URNs of the schools that most of its pupils go on to.
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """What somebody has shared in the library for everybody to find."""

    title: str
    #: Concepts of the vocabulary, the surest first.
    topics: tuple[str, ...] = ()
    #: In which network; "" for none.
    network: str = ""
    #: It is a case study of theirs: "This worked for us".
    worked: bool = False


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
    #: When each of their own words was last written or confirmed.
    working_on_at: datetime | None = None
    can_help_at: datetime | None = None
    #: What they tapped on their profile: (concept, where they stand), see `Stand`.
    tapped: tuple[tuple[str, str], ...] = ()
    #: Coordinates the trust's networks: may ask and introduce on a school's behalf.
    coordinator: bool = False
    #: False: what they post in channels is never collected for the library.
    collected: bool = True
    digest: Digest = Digest.WEEKLY
    #: The hour of their choice for what they did not ask for, by the clock where the schools are.
    hears_at: time = time(8, 30)
    #: Away from and until, both days counted; no reason is ever asked or kept.
    away_from: date | None = None
    away_until: date | None = None
    #: The latest of what they shared in the library, never from a closed network: read with all people.
    shared: tuple[Shared, ...] = ()
    #: The latest of what they tried and told the trust of, named: read with all people.
    tried: tuple[Tried, ...] = ()


class Stand(StrEnum):
    """Where a person says they stand with a topic, by one tap."""

    NOW = "now"
    DONE = "done"
    WANTS = "wants"
    #: "Not me": they are not found for it, whatever their words or role suggest.
    NO = "no"


class Account(NamedTuple):
    """Who someone is on one platform. A workspace is Slack's team, Microsoft's tenant or "browser"."""

    platform: Platform
    workspace: str
    user: str


class Rhythm(StrEnum):
    """How often a network meets."""

    TERMLY = "termly"
    HALF_TERMLY = "half-termly"


@dataclass(frozen=True, slots=True)
class Network:
    """A network learning community of a trust: SENDCOs, maths leads, office managers…"""

    id: NetworkId
    trust: TrustId
    name: str
    #: subject, role, phase, theme or operations; files may bring a trust's own word.
    kind: str = ""
    about: str = ""
    members: int = 0
    rhythm: Rhythm = Rhythm.HALF_TERMLY
    #: How long its meetings usually are.
    minutes: int = 60
    #: Meets by video: its consultancy is in breakout rooms.
    virtual: bool = False
    #: Colleagues who are not members may read its agendas and notes.
    open: bool = True


@dataclass(frozen=True, slots=True)
class Quality:
    """A network's statement of quality: both sides, who keeps it, when it is looked at again."""

    network: NetworkId
    trust: TrustId
    #: One side: what it looks like where it is good.
    looks_like: str
    #: The other side: how we get there together.
    we_do: str
    owner: PersonId | None
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Channel:
    """The place of a network on one platform."""

    network: NetworkId
    trust: TrustId
    platform: Platform
    workspace: str
    channel: str
    collecting: Collecting = Collecting.AUTO


class DayOff(StrEnum):
    """Why there is no teaching."""

    HOLIDAY = "holiday"
    #: Staff train: one of the five days between 190 of teaching and 195 of work.
    INSET = "inset"


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a school (or the whole trust) has no teaching: a holiday, an INSET day."""

    trust: TrustId
    starts: date
    ends: date
    name: str
    school: SchoolId | None = None
    kind: DayOff = DayOff.HOLIDAY


class Naming(StrEnum):
    """What a school calls the parts of its year."""

    #: Autumn 1 to Summer 2: a term is the long one.
    THREE_TERMS = "three_terms"
    #: Term 1 to Term 6: each part is a term.
    SIX_TERMS = "six_terms"


@dataclass(frozen=True, slots=True)
class TermStyle:
    """How a school (None: the trust) names its terms, and whether its calendar stands without the trust's."""

    trust: TrustId
    school: SchoolId | None
    naming: Naming = Naming.THREE_TERMS
    #: The trust's closures do not count for this school: its own calendar is whole.
    stands_alone: bool = False
    #: The school brought its calendar in a file of its own: the trust's file leaves it as it is.
    own_file: bool = False
