"""Year groups in words: "Y1-2" is two years and not Y12; a class of two years is a mixed one.

A year is a number: Nursery -1, Reception 0, Year 1 to Year 13 as they are.
"""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from dataclasses import dataclass

NURSERY, RECEPTION = -1, 0

Years = frozenset[int]

#: Years of each phase concept; the stages of whole schools are in `STAGES`.
PHASES: dict[str, Years] = {
    "phase.two_year_olds": frozenset({-1}),
    "phase.nursery": frozenset({-1}),
    "phase.nursery_school": frozenset({-1}),
    "phase.reception": frozenset({0}),
    "phase.eyfs": frozenset({-1, 0}),
    "phase.ks1": frozenset({1, 2}),
    "phase.ks2": frozenset({3, 4, 5, 6}),
    "phase.lks2": frozenset({3, 4}),
    "phase.uks2": frozenset({5, 6}),
    "phase.ks3": frozenset({7, 8, 9}),
    "phase.ks4": frozenset({10, 11}),
    "phase.post16": frozenset({12, 13}),
} | {f"phase.y{year}": frozenset({year}) for year in range(1, 14)}

#: Key stages as sets of years, in order.
KEY_STAGES: tuple[Years, ...] = tuple(
    PHASES[name]
    for name in ("phase.eyfs", "phase.ks1", "phase.ks2", "phase.ks3", "phase.ks4", "phase.post16")
)
PRIMARY: Years = frozenset(range(-1, 7))
SECONDARY: Years = frozenset(range(7, 14))

_YEAR = r"(?:y(?:ears?|rs?|r)?|years?)"
_ONE = r"(?:1[0-3]|[0-9]|r(?:ec(?:eption)?)?|n(?:ursery)?)"
#: "Y3/4", "YR/1/2", "Y4/5/6", "Y1-2", "years 3 to 6", "Y5 and Y6", "R/1/2", "yr 1/2".
_SEVERAL = re.compile(
    rf"\b(?:{_YEAR}\s?-?(?P<first>{_ONE})|(?P<bare>r|rec|reception|[1-9])(?=\s?/))s?"
    rf"(?P<rest>(?:\s?(?:/|-|&|\+|,|to|and|or|into)\s?{_YEAR}?\s?-?(?:{_ONE})\b(?!\s?(?:fe|form|%|\d|year|yr|hour|day|month|term|week|school|on roll)))+)",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"\b{_YEAR}\s?-?(?P<year>1[0-3]|[1-9]|r)s?\b", re.IGNORECASE)
_WORD = re.compile(
    r"\byears? (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)s?\b", re.IGNORECASE
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
        ),
        1,
    )
}
_STAGE = re.compile(
    r"\b(?:ks|key\s?stages?)\s?([1-5]|one|two|three|four|five)(?:\s?(?:/|-|&|and|to)\s?(?:ks|key stage)?\s?([2-5]))?\b",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"\b(?:ages?\s)?(2|3|4|5|7|9|11|14|16)\s?(?:-|to)\s?(5|7|9|11|13|14|16|18|19)(?:s|\b)(?!\s?(?:miles|minutes|mins|pupils|people|%|of))",
    re.IGNORECASE,
)
_PART = re.compile(rf"(/|-|&|\+|,|to|and|or|into)\s?{_YEAR}?\s?-?({_ONE})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class YearsFound:
    """Where years stand in a text, which they are, and whether they are written as one class."""

    start: int
    end: int
    years: Years
    #: Written with a slash or as a short range: "Y3/4", "YR/1/2".
    joined: bool = False


def find(text: str) -> list[YearsFound]:
    """The year groups named in a text, in order."""
    found: list[YearsFound] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, years: Years, joined: bool = False) -> None:
        if years and all(end <= begun or start >= ended for begun, ended in taken):
            found.append(YearsFound(start, end, years, joined))
            taken.append((start, end))

    for match in _SEVERAL.finditer(text):
        years, joined = _several(match)
        add(match.start(), match.end(), years, joined)
    for match in _STAGE.finditer(text):
        first = _key_stage(match[1])
        last = _key_stage(match[2]) if match[2] else first
        add(match.start(), match.end(), frozenset().union(*KEY_STAGES[first : last + 1]))
    for match in _SINGLE.finditer(text):
        if match.group() in {"yr", "Yr"}:
            continue  # "5 yr plan": only "YR" is Reception
        add(match.start(), match.end(), frozenset({_year(match["year"])}))
    for match in _WORD.finditer(text):
        add(match.start(), match.end(), frozenset({_NUMBERS[match[1].lower()]}))
    return sorted(found, key=lambda one: one.start)


def of_ages(text: str) -> Years:
    """ "SENDCo 11-16", "3-16": ages of pupils, as years."""
    match = _AGES.search(text)
    if match is None:
        return frozenset()
    return frozenset(year for year in range(int(match[1]) - 4, int(match[2]) - 4) if -1 <= year <= 13)


def _several(match: re.Match[str]) -> tuple[Years, bool]:
    years = {last := _year(match["first"] or match["bare"])}
    joined = False
    for sign, word in _PART.findall(match["rest"]):
        year = _year(word)
        through = sign in {"-", "to"} and year > last
        joined = joined or sign in {"/", "+"} or (sign == "-" and through)
        years.update(range(last + 1, year + 1) if through else (year,))
        last = year
    return frozenset(years), joined


def _year(word: str) -> int:
    if word.isdigit():
        return int(word)
    return NURSERY if word.lower().startswith("n") else RECEPTION


def _key_stage(word: str) -> int:
    number = int(word) if word.isdigit() else _NUMBERS[word.lower()]
    return min(number, 5)


def stage_of(years: Years) -> frozenset[int]:
    """The key stages (as places in KEY_STAGES) that these years belong to."""
    return frozenset(place for place, stage in enumerate(KEY_STAGES) if stage & years)


def names(years: Years) -> tuple[str, ...]:
    """Concepts of these years: whole key stages where they are whole, else single years."""
    left = set(years)
    concepts: list[str] = []
    for name in ("phase.eyfs", "phase.ks1", "phase.ks2", "phase.ks3", "phase.ks4", "phase.post16"):
        if PHASES[name] <= left:
            concepts.append(name)
            left -= PHASES[name]
    plain = {NURSERY: "phase.nursery", RECEPTION: "phase.reception"}
    return (*concepts, *(plain.get(year, f"phase.y{year}") for year in sorted(left)))


def said(years: Years) -> str:
    """Years for people to read: "Y1/2", "Reception", "Y3 to Y6"."""
    ordered = sorted(years)
    if not ordered:
        return ""
    short = {NURSERY: "Nursery", RECEPTION: "Reception"}
    if len(ordered) == 1:
        return short.get(ordered[0], f"Year {ordered[0]}")
    letter = {NURSERY: "N", RECEPTION: "R"}
    if ordered == list(range(ordered[0], ordered[-1] + 1)) and len(ordered) > 3:
        return f"Y{letter.get(ordered[0], ordered[0])} to Y{ordered[-1]}"
    return "Y" + "/".join(str(letter.get(year, year)) for year in ordered)
