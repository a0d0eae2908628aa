"""What the name of a day says: half-term, INSET, the start or the end of a term, or something else.

Schools publish term dates beside sports days and bake sales. A day without teaching is only what says so and
hardly anything else: "Christmas holiday" is one, "Christmas fair" and "holiday club" are not.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum, auto

from handlers.rules.terms import split_part
from handlers.rules.words import listed, plain
from storage.records import Naming

SHORTEST_TERM = 21  # days; the longest half-term break has 16


class Meaning(Enum):
    HOLIDAY = auto()
    INSET = auto()
    #: A part of the year from its first day to its last.
    TERM = auto()
    #: The first or the last day of one.
    STARTS = auto()
    ENDS = auto()
    OTHER = auto()


_INSET = re.compile(
    r"\b(?:inset|baker day|(?:teacher )?training day|staff training|staff (?:development |pd |cpd )?days?"
    r"|(?:pd|cpd|professional development) day|non[- ]?(?:pupil|contact) day)",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(r"\by(?:ea)?r?s?\s?\d{1,2}\b", re.IGNORECASE)  # the others have lessons
_AFTER_SCHOOL = re.compile(r"\btwilight|\bafter school", re.IGNORECASE)
_A_TERM = r"(?:the )?(?:school |new )?(?:autumn |spring |summer )?(?:term|school year)\b"
_TERM = r"(?<!half )(?<!half-)\bterm(?: [1-6])?"
_PUPILS = r"\b(?:school|pupils|students|children)"
_STARTS = re.compile(
    rf"\b(?:start|beginning|first day) of {_A_TERM}|{_TERM} (?:starts|begins|commences)"
    rf"|{_PUPILS} (?:re-?opens?|returns?|starts? back|back)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"\b(?:end|finish|last day) of {_A_TERM}|{_TERM} (?:ends|finishes|closes)"
    rf"|{_PUPILS} (?:closes|finish(?:es)?|breaks? ?up)\b|\bbreak(?:ing)? ?up for\b",
    re.IGNORECASE,
)
#: A name of these words alone, with one that says so among them, is a day without teaching.
_SAYS_SO = listed("holiday holidays half halfterm break vacation closed closure bank")
_MAY_STAND_BESIDE = _SAYS_SO | listed(
    """a aid all and autumn boxing christmas coronation day days december early easter eve extra february
    first for friday from good in is jubilee last late may monday new october of one public pupils
    school schools second spring state students substitute summer term terms the to trust two week
    weekend weeks whitsun winter year years"""
)
#: The first or last day of a term says little else: "End of term disco" is an evening.
_BESIDE_A_MARK = _MAY_STAND_BESIDE | listed(
    """after am at back begins beginning breaks breaking children closes commences end ends finish finishes
    first noon on open opens pm re reopens return returns start starts up"""
)
_NUMBERED = re.compile(r"(?<!half )(?<!half-)\b(?:term|t)\s?([1-6])\b", re.IGNORECASE)
_SEASON = re.compile(r"\b(?:autumn|spring|summer)\b", re.IGNORECASE)


def meaning_of(name: str, days: int = 1) -> Meaning:
    """`days`: how long it lasts."""
    text = plain(name)
    before, part = split_part(text)
    if part and not before and days >= SHORTEST_TERM:
        return Meaning.TERM
    if _INSET.search(text):
        return Meaning.OTHER if _AFTER_SCHOOL.search(text) else Meaning.INSET
    if _ONE_YEAR.search(text):
        return Meaning.OTHER
    words = {*re.findall(r"[a-z]+", text.lower().replace("'", ""))}
    if days == 1 and words <= _BESIDE_A_MARK:
        if _STARTS.search(text):
            return Meaning.STARTS
        if _ENDS.search(text):
            return Meaning.ENDS
    return Meaning.HOLIDAY if words & _SAYS_SO and words <= _MAY_STAND_BESIDE else Meaning.OTHER


def naming_in(names: Sequence[str]) -> Naming | None:
    """The style that the names of a school's terms are in; None where they do not tell.

    "Term 2" may be spring, where terms are numbered to three; "Term 4" is one of six.
    """
    if any(int(number) > 3 for name in names for number in _NUMBERED.findall(name)):
        return Naming.SIX_TERMS
    return Naming.THREE_TERMS if any(map(_SEASON.search, names)) else None


def break_between(first: date, last: date) -> str:
    """What a break between two parts of the year is called, by its time."""
    if first.month <= 8 <= last.month:
        return "Summer holiday"
    if last.year > first.year or (first.month, last.month) == (12, 12):
        return "Christmas holiday"
    if (last.month, last.day) >= (3, 20) and (first.month, first.day) <= (4, 20):
        return "Easter holiday"
    return "Half-term"
