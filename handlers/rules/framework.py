"""The skeleton of an agenda: the shipped one or the trust's own, in the length a network meets for.

The shipped sections, their minutes and their variants are in `frameworks.yaml`.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.rules.tables import table
from storage.records import AgendaItem, Framework, Source, TrustId

#: Minutes, title, detail.
Section = tuple[int, str, str]


@cache
def _shipped() -> Any:  # noqa: ANN401  whatever the table holds
    return table(files("handlers.rules").joinpath("frameworks.yaml"))


def shipped(trust: TrustId) -> Framework:
    """The skeleton of a trust that has made none of its own."""
    book = _shipped()
    sections = tuple((each["min"], each["title"], each["detail"]) for each in book["items"])
    return Framework(trust, None, sections, book["minutes"], tuple(book["ground_rules"]))


def skeleton(
    framework: Framework, own: Sequence[Section] = (), *, minutes: int, virtual: bool = False
) -> tuple[AgendaItem, ...]:
    """The items that a draft of this length begins with: the trust's, and the network's own before the close.

    A variant changes the sections it names; a trust that has put others in their place keeps those as they
    are, and its facilitators see the total.
    """
    sections = framework.items if minutes == framework.minutes else _in_length(framework.items, minutes)
    if virtual:
        sections = [
            (length, title, _together(title, detail, _shipped()["virtual"]))
            for length, title, detail in sections
        ]
    items = [AgendaItem(*each, source=Source.FRAMEWORK) for each in sections]
    return before_the_close(items, [AgendaItem(*each, source=Source.OWN) for each in own])


def before_the_close(items: Sequence[AgendaItem], more: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Further items, where they belong: after what the meeting is for, before what ends it."""
    closing = set(_shipped()["closing"])
    end = next((at for at, each in enumerate(items) if each.title in closing), len(items))
    return (*items[:end], *more, *items[end:])


def total(items: Sequence[AgendaItem]) -> int:
    """Minutes in all."""
    return sum(each.minutes for each in items)


def said_of_length(items: Sequence[AgendaItem], minutes: int) -> str:
    """ "65 of 60 minutes: 5 too many."."""
    there = total(items)
    said = f"{there} of {minutes} minutes"
    if there > minutes:
        return f"{said}: {there - minutes} too many."
    return f"{said}: {minutes - there} still free." if there < minutes else f"{said}."


def into(items: Sequence[AgendaItem], at: int, **changes: Any) -> tuple[AgendaItem, ...]:  # noqa: ANN401  its fields
    """The same items, with one of them changed."""
    return (*items[:at], replace(items[at], **changes), *items[at + 1 :])


def _in_length(sections: Sequence[Section], minutes: int) -> list[Section]:
    """As the longest variant that fits says; the shortest where none does."""
    variants: dict[int, Any] = _shipped()["variants"]
    fitting = [length for length in variants if length <= minutes]
    variant = variants[max(fitting, default=min(variants))]
    shorter: dict[str, int] = variant.get("minutes", {})
    found: list[Section] = []
    for length, title, detail in sections:
        if title in variant.get("drop", ()):
            continue
        found.append((shorter.get(title, length), title, detail))
        found += [
            (more["min"], more["title"], more["detail"])
            for more in variant.get("add", ())
            if more["after"] == title
        ]
    return found


def _together(title: str, detail: str, virtual: dict[str, str]) -> str:
    return f"{virtual[title]}: {detail}" if title in virtual else detail
