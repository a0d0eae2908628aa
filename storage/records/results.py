"""What came of something that was tried, as far as people are found by it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """What a school decides on the review date. All three are results."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody decided on and shared under their name: they have been through it."""

    #: What it was called: "Oracy in Year 3".
    what: str
    verdict: Verdict
    on: date
    #: Where; "" for the central team.
    school: str = ""
    #: Concepts of the vocabulary, the surest first.
    topics: tuple[str, ...] = ()
