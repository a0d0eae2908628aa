"""Which days count, through holidays, part-time weeks and bank holidays."""

from datetime import date

import pytest

from handlers.rules.calendar import SchoolCalendar, bank_holidays, term_begins_after, working_day_after
from storage.records import Closure, TrustId

FULL = (0, 1, 2, 3, 4)
TRUST = TrustId(1)
HALF_TERM = Closure(TRUST, date(2026, 10, 26), date(2026, 10, 30), "Half-term")
CHRISTMAS = Closure(TRUST, date(2026, 12, 21), date(2027, 1, 1), "Christmas")
INSET = Closure(TRUST, date(2026, 11, 2), date(2026, 11, 2), "INSET day")


@pytest.mark.parametrize(
    ("start", "count", "days", "closures", "expected"),
    [
        (date(2026, 9, 7), 10, FULL, (), date(2026, 9, 21)),
        (date(2026, 9, 11), 1, FULL, (), date(2026, 9, 14)),
        (date(2026, 9, 12), 1, FULL, (), date(2026, 9, 14)),
        (date(2026, 9, 7), 4, (1, 3), (), date(2026, 9, 17)),
        (date(2026, 10, 23), 1, FULL, (HALF_TERM,), date(2026, 11, 2)),
        (date(2026, 10, 23), 1, FULL, (HALF_TERM, INSET), date(2026, 11, 3)),
        (date(2026, 12, 18), 1, FULL, (CHRISTMAS,), date(2027, 1, 4)),
        (date(2026, 9, 7), 0, FULL, (), date(2026, 9, 7)),
        (date(2026, 9, 7), 1, (), (), date(2026, 9, 8)),
    ],
)
def test_the_nth_working_day_skips_what_is_not_worked(start, count, days, closures, expected):
    assert working_day_after(start, count, days, closures) == expected


def test_substitute_bank_holidays_count_as_holidays():
    """Boxing Day 2026 is a Saturday: the Monday after is off instead."""
    assert date(2026, 12, 28) in bank_holidays(2026)
    assert not SchoolCalendar().is_teaching(date(2026, 12, 28))


def test_a_calendar_that_never_opens_does_not_search_for_ever():
    closed = Closure(TRUST, date(2026, 1, 1), date(2036, 1, 1), "Closed")
    assert working_day_after(date(2026, 9, 7), 10, FULL, (closed,)).year == 2027


def test_the_next_half_term_begins_with_teaching_after_the_next_break():
    assert term_begins_after(date(2026, 9, 7), (CHRISTMAS, HALF_TERM)) == date(2026, 11, 2)
    assert term_begins_after(date(2026, 9, 7), (CHRISTMAS, HALF_TERM, INSET)) == date(2026, 11, 3)
