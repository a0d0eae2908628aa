"""A check ends with a teaching day, and its checker is asked ten working days before and after."""

from datetime import date, timedelta

import pytest

from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.checks import ends, holds, is_due
from storage.records import Closure, Resource, ResourceId, Review, TrustId
from tests.handlers.meetings import HOLIDAYS

CALENDAR = SchoolCalendar([Closure(TrustId(1), *each) for each in HOLIDAYS])
UNTIL, FIRST, AGAIN = date(2026, 12, 18), date(2026, 12, 4), date(2027, 1, 15)


@pytest.mark.parametrize(
    ("review", "today", "calendar", "last"),
    [
        (Review.TERM, date(2026, 9, 7), CALENDAR, UNTIL),
        (Review.TERM, date(2026, 12, 1), CALENDAR, date(2027, 3, 25)),  # this term ends too soon
        (Review.TERM, date(2026, 7, 30), CALENDAR, UNTIL),  # in the summer: the term that comes
        (Review.HALF_YEAR, date(2026, 9, 28), CALENDAR, date(2027, 3, 25)),  # not in the Easter holidays
        (Review.YEAR, date(2026, 9, 7), CALENDAR, date(2027, 9, 7)),
        (Review.TERM, date(2026, 9, 7), SchoolCalendar(), date(2026, 12, 7)),  # no calendar is known
        (Review.YEAR, date(2026, 12, 26), SchoolCalendar(), date(2027, 12, 24)),  # a Sunday, after Christmas
    ],
)
def test_a_check_ends_with_a_day_of_teaching(
    review: Review, today: date, calendar: SchoolCalendar, last: date
) -> None:
    assert ends(review, today, calendar) == last


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        (date(2026, 12, 3), None, False),
        (FIRST, None, True),
        (date(2026, 12, 10), FIRST, False),
        (date(2027, 1, 14), FIRST, False),
        (AGAIN, FIRST, True),
        (date(2027, 3, 1), AGAIN, False),
        (AGAIN, None, True),
    ],
)
def test_a_checker_is_asked_once_before_and_once_after(today: date, reminded: date | None, due: bool) -> None:
    assert is_due(UNTIL, reminded, today, WorkingDays(range(5), CALENDAR)) is due


def test_a_check_holds_on_its_last_day() -> None:
    resource = Resource(ResourceId(1), TrustId(1), "", "", "", checked_until=UNTIL)
    assert holds(resource, UNTIL)
    assert not holds(resource, UNTIL + timedelta(days=1))
