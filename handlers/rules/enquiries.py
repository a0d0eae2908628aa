"""Commissioned questions: options as somebody writes them down, and which questions some words are about."""

from collections.abc import Iterable, Sequence

from handlers.rules.words import content, plain
from storage.records import Enquiry, Option

MOST = 6  # options: more is a list to be shortened first
FEWEST = 2  # to choose between
NAME_LIMIT, SIDE_LIMIT = 75, 200  # characters: what Slack shows of a choice; what speaks for it, or against


def options_in(words: str) -> tuple[Option, ...]:
    """ "AQA; clear mark schemes; dearer", one a line: its name, what speaks for it, what against.

    ValueError, in words for whoever wrote it, where that can't be kept.
    """
    lines = [[part.strip() for part in line.split(";", 2)] for line in words.splitlines() if line.strip(" ;")]
    found = tuple(Option(name, *sides) for name, *sides in lines)
    names = [each.name.casefold() for each in found]
    if found and not FEWEST <= len(found) <= MOST:
        raise ValueError(f"Please write {FEWEST} to {MOST} options, one on each line.")
    if "" in names:
        raise ValueError("Each line begins with the option's name: “Option; what for; what against”.")
    if len(set(names)) < len(names):
        raise ValueError("Two options have the same name. Please give each its own.")
    if any(len(each.name) > NAME_LIMIT for each in found):
        raise ValueError(f"An option's name has at most {NAME_LIMIT} characters: a semicolon ends it.")
    if any(len(side) > SIDE_LIMIT for each in found for side in (each.pros, each.cons)):
        raise ValueError(
            f"Please say in {SIDE_LIMIT} characters each what speaks for an option, and against."
        )
    return found


def in_lines(options: Iterable[Option]) -> str:
    """As they are written."""
    return "\n".join("; ".join((each.name, each.pros, each.cons)).rstrip("; ") for each in options)


def about(words: str, enquiries: Sequence[Enquiry]) -> tuple[Enquiry, ...]:
    """Those that these words speak of, the one that has most of them first; all where they say nothing."""
    said = set(content(plain(words)))
    if not said:
        return tuple(enquiries)
    weighed = [(len(said & _speaks_of(each)), each) for each in enquiries]
    found = [(weight, each) for weight, each in weighed if 2 * weight >= len(said)]
    return tuple(each for _, each in sorted(found, key=lambda pair: -pair[0]))


def _speaks_of(one: Enquiry) -> set[str]:
    names = " ".join(each.name for each in one.options)
    return set(content(plain(f"{one.question} {names} {one.finding} {one.chosen}")))
