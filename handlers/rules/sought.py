"""What is looked for in the library, and what was found: in the chat and on its pages the same."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

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


def chosen(filters: Filters) -> dict[str, str]:
    """What is set, as text: for an address, a button or a form."""
    every = ((each.name, getattr(filters, each.name)) for each in fields(Filters))
    return {name: "1" if value is True else str(value) for name, value in every if value}


def filters_of(given: Mapping[str, str]) -> Filters:
    """What such text says; what cannot be read limits nothing."""
    return Filters(**{each.name: _value(each.name, given.get(each.name, "")) for each in fields(Filters)})


def _value(name: str, text: str) -> Any:  # noqa: ANN401  as the filter has it
    match name:
        case "network":
            return NetworkId(int(text)) if _is_number(text) else None
        case "practice":
            return PracticeId(int(text)) if _is_number(text) else None
        case "kind":
            return Kind(text) if text in set(Kind) else None
        case "checked" | "small_schools" | "archived":
            return text == "1"
        case _:
            return text[:100]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


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
    #: False: nothing is about what was asked; these come near.
    fits: bool = True
