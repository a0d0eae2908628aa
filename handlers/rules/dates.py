"""Dates as people write them: "28 November", "28/11", "Fri 28th Nov 2026", "2026-11-28", "Friday".

They are read as they are in England: the day comes before the month.
"""

import re
from datetime import date, timedelta

LATELY = timedelta(days=90)  # "4 May" said in September is next May, "28 August" was a slip

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = r"(?P<month>(?:{})[a-z]*)\.?".format("|".join(_MONTHS))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:[\s,]+(?P<year>\d{4}))?"
_WEEKDAY = r"(?:(?:{})[a-z]*\.?,?\s+)?(?:the\s+)?".format("|".join(_DAYS))
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})(?:[/.](?P<year>\d{{4}}|\d{{2}}))?",
        rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}{_YEAR}",
    )
)
_NEAR = {"today": 0, "tomorrow": 1}
_LOOKS_LIKE_ONE = re.compile(
    r"\d\s*[/.-]\s*\d|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{})".format("|".join(_MONTHS))
)


def date_in(words: str, today: date) -> date | None:
    """The date that these words are; None where they are none, or one that no calendar has (31 April).

    Without a year it is the next such day, unless one was lately: that is seen to be past. A weekday alone is
    the next one.
    """
    said = " ".join(words.casefold().strip(" .").split())
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    for number, name in enumerate(_DAYS):
        if re.fullmatch(rf"(?:on |this )?{name}(?:s|nes|rs|ur)?(?:day)?", said):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    for form in _FORMS:
        if found := form.fullmatch(said):
            return _on(found["day"], found["month"], found["year"], today)
    return None


def looks_like_a_date(words: str) -> bool:
    """Whether somebody meant a date that may be misspelt: "31 Febuary", "40/11"."""
    return _LOOKS_LIKE_ONE.search(words.casefold()) is not None


def _on(day: str, month: str, year: str | None, today: date) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    such = filter(None, (_day(today.year + more, number, int(day)) for more in (-1, 0, 1)))
    return next((each for each in such if each >= today - LATELY), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
