"""The library: what was shared, by whom and where, who checked it, and what it brought."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records.ids import (
    NetworkId,
    PersonId,
    PracticeId,
    ResourceId,
    SchoolId,
    SharingId,
    TrustId,
)


class Kind(StrEnum):
    """What a resource is, to whoever looks for one."""

    VIDEO = "video"
    LESSON = "lesson"
    TEMPLATE = "template"
    POLICY = "policy"
    RESEARCH = "research"
    GUIDANCE = "guidance"
    COURSE = "course"
    TOOL = "tool"
    ARTICLE = "article"
    #: "This worked for us": told by a school of the trust.
    CASE_STUDY = "case_study"
    #: A file of which no more is known.
    DOCUMENT = "document"
    PAGE = "page"


class Collecting(StrEnum):
    """What happens to links posted in a network's channel."""

    #: They are kept; whoever posted one is told quietly and may undo it.
    AUTO = "auto"
    #: Whoever posted one is asked first.
    ASK = "ask"
    OFF = "off"


class Digest(StrEnum):
    """How often a person hears what is new in the library."""

    WEEKLY = "weekly"
    HALF_TERMLY = "half-termly"
    OFF = "off"


class Review(StrEnum):
    """How long a check holds."""

    TERM = "term"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry of a trust's library, however many people have shared it."""

    id: ResourceId
    trust: TrustId
    #: The clean address (`rules/links.py`); "" for a case study, which is its own page here.
    url: str
    #: Under which two addresses are the same resource.
    same_as: str
    title: str
    #: The page's own, where it could be looked at; else "".
    description: str = ""
    kind: Kind = Kind.PAGE
    #: Concepts of the vocabulary, the surest first.
    topics: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    #: What of the trust's own list it serves: set plays, techniques, strands, quality areas.
    practices: tuple[PracticeId, ...] = ()
    #: Somebody has put its title or tags right: no machine changes them again.
    corrected: bool = False
    added_at: datetime | None = None
    #: Rises with each change of the trust's library: what is kept in memory carries it.
    version: int = 0
    #: What it is found by, as `rules/shelf.py` made it when it last changed.
    terms: str = ""

    #: Who looks at it again, and how often.
    checker: PersonId | None = None
    review: Review = Review.YEAR
    checked_by: PersonId | None = None
    checked_on: date | None = None
    #: The check holds up to and including this day.
    checked_until: date | None = None
    #: Its checker was last asked about it then.
    reminded_on: date | None = None

    #: Its address was last tried then; None: never, or nobody may (behind a sign-in).
    probed_at: datetime | None = None
    #: The first and the last day on which it failed since it last answered.
    failing_since: date | None = None
    failed_on: date | None = None
    #: Failed on two different days: it is marked, and whoever shared it is asked once.
    is_dead: bool = False
    #: They were told, and keep it: until then it is not marked again.
    kept_until: date | None = None
    #: Found only when asked for.
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """That somebody shared a resource: who, where, for what."""

    id: SharingId
    trust: TrustId
    resource: ResourceId
    #: None once they have left.
    person: PersonId | None
    at: datetime
    #: In which network; None where it was in none.
    network: NetworkId | None = None
    #: Their school at the time: the context in which it was used.
    school: SchoolId | None = None
    #: What they said it is for.
    purpose: str = ""
    #: The message it stood in, as its door calls it ("slack:T1:C1:1700000000.000100"); "" for none.
    message: str = ""
    #: False: they were asked first, and have not answered.
    kept: bool = True
    #: Its purpose was written by hand: an edit of the message leaves it as it is.
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody had from a resource. Only they see it, but for the line they chose to say."""

    trust: TrustId
    resource: ResourceId
    person: PersonId
    #: Put among their own.
    saved_at: datetime | None = None
    opened_at: datetime | None = None
    #: The day on which they were asked whether they used it: once.
    asked_on: date | None = None
    used_at: datetime | None = None
    helped_at: datetime | None = None
    #: "Helped me": one line on how, read by colleagues with their name.
    line: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person was shown in digests."""

    #: The day of the newest.
    on: date
    resources: frozenset[ResourceId]


@dataclass(frozen=True, slots=True)
class Practice:
    """An entry of the trust's own list: a technique, a set play, a strand, a quality area."""

    id: PracticeId
    trust: TrustId
    name: str
    #: The trust's own word for what it is: "set play", "technique", "strand", "quality area".
    kind: str = ""
    about: str = ""
    #: The questions a school asks itself before it begins (Windsor's set plays have four).
    questions: tuple[str, ...] = ()


#: What a case study says, as its columns and fields are called.
ANSWERS = ("what", "for_whom", "took", "how_we_know", "did_not_work")


class Telling(StrEnum):
    """How far a case study has come."""

    #: Its teller writes it.
    DRAFT = "draft"
    #: With the colleague who checks it.
    WITH_CHECKER = "with_checker"
    #: Checked; the head of the school is asked.
    WITH_HEAD = "with_head"
    #: Everybody of the trust may read it.
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """ "This worked for us": five short answers, who tells them, who checked them, who agreed."""

    resource: ResourceId
    trust: TrustId
    #: Who tells it, and is asked about it; None once they have left.
    teller: PersonId | None
    school: SchoolId | None
    network: NetworkId | None = None
    what: str = ""
    for_whom: str = ""
    took: str = ""
    how_we_know: str = ""
    did_not_work: str = ""
    state: Telling = Telling.DRAFT
    checker: PersonId | None = None
    checked_on: date | None = None
    #: The head who agreed that their school is named.
    #: While they have not answered yet, `consent_on` is None.
    consent_by: PersonId | None = None
    consent_on: date | None = None
    #: Who agreed where the head has no account here, as a colleague noted it: "Jo Hill, headteacher".
    consent_note: str = ""


class Errand(StrEnum):
    """Work that needs the network: done by `bot/`, asked for by handlers."""

    #: Read title, description and type once.
    LOOK = "look"
    #: Is it still there? Weekly.
    PROBE = "probe"
