"""Time saved by what is stopped, as people write it: "90", "an hour and a half", "2h 30"; kept in minutes."""

import re

LONGEST = 100_000  # minutes a week: 1,600 hours, the whole week of a large school's staff

_NUMBER = r"(?P<{}>\d{{1,6}}(?:[.,]\d{{1,2}})?)"
_HOURS = re.compile(
    rf"{_NUMBER.format('hours')}\s*(?:h|hrs?|hours?)(?:\s*(?:and\s+)?{_NUMBER.format('more')}\s*"
    r"(?:m|mins?|minutes?)?)?"
)
_MINUTES = re.compile(rf"{_NUMBER.format('minutes')}\s*(?:m|mins?|minutes?)?")
_IN_WORDS = (
    ("half an hour", "30 minutes"),
    ("an hour and a half", "90 minutes"),
    ("and a half hours", ".5 hours"),
    (" hours and a half", ".5 hours"),
    ("an hour", "1 hour"),
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_ASIDE = re.compile(r"^(?:about|around|roughly|some|ca\.?|~)\s*|\s*(?:a|per|each|every|/)\s*(?:week|wk)\.?$")


def minutes_in(words: str) -> int | None:
    """Minutes that these words are; None where they are none, or more than any school has."""
    said = _THOUSANDS.sub("", _ASIDE.sub("", " ".join(words.casefold().split())))
    for spelt, figures in sorted(_IN_WORDS, key=lambda pair: -len(pair[0])):
        said = said.replace(spelt, figures)
    if found := _HOURS.fullmatch(said.replace(" .5", ".5")):
        minutes = round(_figure(found["hours"]) * 60 + _figure(found["more"] or "0"))
    elif found := _MINUTES.fullmatch(said):
        minutes = round(_figure(found["minutes"]))
    else:
        return None
    return minutes if minutes <= LONGEST else None


def in_words(minutes: int) -> str:
    """ "2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = ((hours, "hour"), (rest, "minute"))
    return " ".join(f"{count:,} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


def _figure(digits: str) -> float:
    return float(digits.replace(",", "."))
