"""What follows from the terms that a file tells: the holidays between them, and whether a year adds up."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from bot.importing.days_off import break_between
from bot.importing.entries import Entry
from handlers.rules.calendar import Calendars, SchoolCalendar
from storage.records import SchoolId

PUPIL_DAYS, INSET_DAYS = 190, 5  # of a school year: 380 sessions by law, and 195 days that teachers work
LONGEST_BREAK = 24  # days; Christmas has up to 18
LONGEST_SUMMER = 70  # days; early July to early September
NAMED = 5  # doubts that are told one by one
DAY = timedelta(days=1)


def breaks_between(terms: Sequence[Entry]) -> list[tuple[date, date, str]]:
    """First day, last day and name of each holiday around these terms, which are in order.

    Where a part is missing nothing is made up: a gap too long for a holiday stays open, and its year does not
    add up.
    """
    if not terms:
        return []
    first, last = terms[0].starts, terms[-1].ends
    gaps = [(before.ends + DAY, after.starts - DAY) for before, after in pairwise(terms)]
    if first.month in (8, 9):
        gaps.insert(0, (date(first.year, 8, 1), first - DAY))
    if last.month in (7, 8):
        gaps.append((last + DAY, date(last.year, 8, 31)))
    return [(*gap, break_between(*gap)) for gap in gaps if _is_break(*gap)]


def _is_break(first: date, last: date) -> bool:
    longest = LONGEST_SUMMER if first.month <= 8 <= last.month else LONGEST_BREAK
    return 0 <= (last - first).days < longest


def is_whole(calendar: SchoolCalendar) -> bool:
    """Whether it knows a whole school year by itself, more or less."""
    return any(abs(taught - PUPIL_DAYS) <= 2 * INSET_DAYS for taught, _ in calendar.days_in_year().values())


def doubts(calendars: Calendars, names: Mapping[SchoolId | None, str]) -> tuple[str, ...]:
    """What does not add up: 190 days of teaching, or up to 195 with the INSET days that are not named.

    `names`: those whose calendars are looked at, by school; None is the trust's.
    """
    found, counted = [], False
    for school, name in names.items():
        for year, (taught, inset) in calendars.of(school).days_in_year().items():
            counted = True
            if not PUPIL_DAYS <= taught <= PUPIL_DAYS + INSET_DAYS - inset:
                said = f"{name} {year}/{(year + 1) % 100:02} has {taught} teaching days"
                found.append(f"{said} and {inset} INSET days" if inset else said)
    if not counted:
        return ("no school year is told from summer to summer, so its days were not counted",)
    if not found:
        return ()
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return (f"please check: {', '.join(found[:NAMED])}{more} (expected: {PUPIL_DAYS} and {INSET_DAYS})",)
