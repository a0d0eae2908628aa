"""What was seen at an address outside."""

from dataclasses import dataclass
from enum import StrEnum

from storage.records.ids import ErrandId, ResourceId, TrustId
from storage.records.library import Errand


class Presence(StrEnum):
    """Whether a page is still there, as far as a program can tell."""

    THERE = "there"
    #: The far side says so itself, or there is no such host.
    GONE = "gone"
    #: Turned away, too slow, broken: never a reason to mark it.
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it was found. Its words are cut to what is kept, and have passed the pupil-data check."""

    presence: Presence
    #: 0 where nothing answered.
    status: int = 0
    #: Where the way ended, after everything that sent us on.
    url: str = ""
    #: "text/html", "application/pdf", …; "" where nothing was said.
    content_type: str = ""
    title: str = ""
    description: str = ""
    #: "en", "en-GB", "cy"; "" where nothing was said.
    language: str = ""
    #: A word or two of ours, for logs and metrics.
    why: str = ""
    #: Another time may be better.
    passing: bool = False
    #: Seconds the far side asked us to wait.
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class ErrandDue:
    """An errand, held by whoever claimed it until its lease ends."""

    id: ErrandId
    trust: TrustId
    resource: ResourceId
    kind: Errand
    host: str
    #: How often it was begun, this time among them.
    attempts: int
    owner: str
