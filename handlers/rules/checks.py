"""How long a check of a resource holds, and when its checker is asked to look again.

It ends with a teaching day: to the end of a term, or half a year or a year on.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.terms import part_named
from storage.records import Resource, Review

BEFORE = 10  # working days before it ends, and again so many after: two weeks
SOON = timedelta(weeks=4)  # a check that ended so soon would be asked for again at once
A_TERM = timedelta(weeks=13)  # where no calendar tells
LENGTHS: Mapping[Review, timedelta] = {
    Review.HALF_YEAR: timedelta(days=182),
    Review.YEAR: timedelta(days=365),
}


def ends(review: Review, today: date, calendar: SchoolCalendar) -> date:
    """The last day on which a check made today holds."""
    days = WorkingDays(range(5), calendar)
    if review is not Review.TERM:
        return days.on_or_before(today + LENGTHS[review])
    for name in ("this term", "next term"):
        part = part_named(name, calendar, today)
        if part is not None and part.last >= today + SOON:
            return days.on_or_before(part.last)
    return days.on_or_before(today + A_TERM)


def holds(resource: Resource, today: date) -> bool:
    """Up to and including its last day."""
    return resource.checked_until is not None and resource.checked_until >= today


def is_due(until: date, reminded: date | None, today: date, days: WorkingDays) -> bool:
    """Whether its checker is to be asked now: once before it ends, once more after it has."""
    first, again = days.before(until, BEFORE), days.after(until, BEFORE)
    latest = again if again <= today else first
    return latest <= today and (reminded is None or reminded < latest)
