"""What is looked for in the library, and what was found: in the chat and on its pages the same."""

from dataclasses import dataclass
from enum import StrEnum

from storage.records import Kind, NetworkId, PracticeId, Resource


class Order(StrEnum):
    """Which comes first."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a resource must be to be shown; what is not said does not matter."""

    network: NetworkId | None = None
    practice: PracticeId | None = None
    #: A concept of the vocabulary, as `Resource.topics` and `.phases` name it.
    topic: str = ""
    phase: str = ""
    kind: Kind | None = None
    #: Its check holds today.
    checked: bool = False
    #: Shared or found helpful in a school with under 100 pupils.
    small_schools: bool = False
    #: True: archived ones alone; they are found no other way.
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter and what it can be set to, with how many of the resources found it would leave."""

    #: The name of a field of `Filters`.
    filter: str
    #: (the value as text, what it is called, how many), most first; never with none.
    options: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, best (or newest) first."""

    resources: tuple[Resource, ...]
    #: How many there are in all.
    total: int
    facets: tuple[Facet, ...] = ()
