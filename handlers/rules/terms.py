"""Parts of the year in words: "autumn", "HT3", "next half-term", as the school that is asked for means them.

"Term 2" is what follows the October half-term where there are six terms, and spring where there are three.
Meant is the part that is running or the next such, unless a year is said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from handlers.rules.calendar import SEASONS, Part, SchoolCalendar
from handlers.rules.words import plain
from storage.records import Naming

_SEASON = r"(?P<season>aut(?:umn)?|spr?(?:ing)?|sum?(?:mer)?|a(?=\s?[12]))"
_HALF = r"(?P<half>[12]|1st|2nd|one|two|first|second)"
_NUMBER = r"(?P<number>[1-6]|one|two|three|four|five|six)"
_TERM, _HALF_TERM = r"\s?term", r"half[\s-]?term"
_YEAR = r"(?:\s(?:in\s)?(?P<year>20\d\d)(?P<to>\s?[/-]\s?(?:20)?\d\d)?)?"
_FORMS = (
    rf"{_SEASON}(?:{_TERM})?(?:,?\s?{_HALF}(?:\s(?:{_HALF_TERM}|half))?)?",  # spring term, A1, aut 2
    rf"{_SEASON}(?:{_TERM})?\s{_HALF_TERM}\s?{_HALF}",
    rf"(?:the\s)?{_HALF}\shalf\s(?:of\s)?(?:the\s)?{_SEASON}(?:{_TERM})?",
    rf"(?P<sixth>ht|{_HALF_TERM})\s?{_NUMBER}",
    rf"t(?:erm)?\s?{_NUMBER}",
    rf"(?:the\s)?(?P<which>this|current|next)\s(?:(?P<short>{_HALF_TERM})|term)",
)
_NAMED = [re.compile(form + _YEAR, re.IGNORECASE) for form in _FORMS]
_LAST_WORDS = [
    re.compile(rf"(?:^|(?<=[\s,:]))(?:(?:for|in)\s)?(?P<part>{form}{_YEAR})$", re.IGNORECASE)
    for form in _FORMS
]
_NUMBERS = {
    "1st": 1, "2nd": 2, "first": 1, "second": 2,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip


def split_part(words: str) -> tuple[str, str]:
    """What stands before a part of the year, and the part: "maths leads", "autumn 1"; "" for none.

    Only at the end is it looked for: "Spring Lane maths" is a name.
    """
    text = plain(words)
    found = [match for each in _LAST_WORDS if (match := each.search(text))]
    if not found:
        return text, ""
    longest = min(found, key=lambda match: match.start())
    return text[: longest.start()].rstrip(" ,:"), longest["part"]


def part_named(words: str, calendar: SchoolCalendar, today: date) -> Part | None:
    """The part that is meant, or the whole of a long term; None where none is, or none is known."""
    match = next((found for each in _NAMED if (found := each.fullmatch(plain(words)))), None)
    if match is None:
        return None
    said = {name: value.lower() for name, value in match.groupdict().items() if value}
    meant = [each for each in _such(said, calendar) if _in_year(each, said)]
    if said.get("which") == "next":
        return next((each for each in meant if each.first > today), None)
    return next((each for each in meant if each.last >= today or "year" in said), None)


def _such(said: Mapping[str, str], calendar: SchoolCalendar) -> Sequence[Part]:
    """Every part of that name, in order."""
    parts, terms = calendar.parts, _long_terms(calendar.parts)
    six = calendar.naming is Naming.SIX_TERMS
    if "which" in said:
        return parts if six or "short" in said else terms
    if "season" in said:
        half = _number(said.get("half", ""))
        return [
            each
            for each in (parts if half else terms)
            if each.season.lower().startswith(said["season"]) and each.half == half
        ]
    number = _number(said["number"])
    if six or "sixth" in said:
        return [each for each in parts if 2 * SEASONS.index(each.season) + each.half == number]
    return [each for each in terms if SEASONS.index(each.season) + 1 == number]


def _long_terms(parts: Sequence[Part]) -> list[Part]:
    """Autumn, spring and summer of each year, as far as they are known."""
    terms = [tuple(halves) for _, halves in groupby(parts, lambda each: (each.year, each.season))]
    return [
        replace(halves[0], name=halves[0].season, term=halves[0].season, last=halves[-1].last, half=0)
        for halves in terms
    ]


def _in_year(part: Part, said: Mapping[str, str]) -> bool:
    """ "2027" is the year on the wall, "2026/27" a school year."""
    if "year" not in said:
        return True
    return int(said["year"]) == (part.year if "to" in said else part.first.year)


def _number(word: str) -> int:
    """0 for none."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)
