"""Which days count, through holidays, part-time weeks and bank holidays."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.rules.calendar import (
    Calendars,
    SchoolCalendar,
    WorkingDays,
    bank_holidays,
    term_begins_after,
    working_day_after,
)
from storage.records import Closure, DayOff, Naming, SchoolId, TermStyle, TrustId

FULL = (0, 1, 2, 3, 4)
TRUST = TrustId(1)
AUTUMN = date(2026, 9, 3)  # the first day of teaching after the summer
SUMMER = Closure(TRUST, date(2026, 7, 20), date(2026, 9, 2), "Summer holiday")
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


def test_a_week_in_which_staff_train_is_no_half_term():
    """One school in Kent trains for a whole week: beside half-term it makes that longer, alone nothing."""
    train = Closure(TRUST, date(2026, 11, 16), date(2026, 11, 20), "INSET week", None, DayOff.INSET)
    beside = replace(train, starts=date(2026, 11, 2), ends=date(2026, 11, 6))
    year = (SUMMER, HALF_TERM, CHRISTMAS)

    assert [part.first for part in SchoolCalendar((*year, train)).parts] == [AUTUMN, date(2026, 11, 2)]
    assert [part.first for part in SchoolCalendar((*year, beside)).parts] == [AUTUMN, date(2026, 11, 9)]


def test_a_calendar_that_begins_with_a_half_term_knows_which_half_comes_next():
    known = SchoolCalendar((HALF_TERM, CHRISTMAS))

    assert [part.name for part in known.parts] == ["Autumn 2"]
    assert known.is_quiet(date(2026, 12, 16)), "the term ends, whenever it began"
    assert not known.is_quiet(date(2026, 11, 2))


@pytest.mark.parametrize(
    ("day", "closures", "teaches"),
    [
        (date(2026, 8, 27), (), False),
        (date(2026, 8, 27), (HALF_TERM,), False),
        (date(2026, 8, 27), (replace(SUMMER, starts=date(2026, 7, 13), ends=date(2026, 8, 25)),), True),
        (date(2026, 7, 9), (), True),
        (date(2026, 6, 15), (replace(SUMMER, starts=date(2026, 6, 15), ends=date(2026, 6, 15)),), False),
    ],
    ids=[
        "nothing is known",
        "nothing of August",
        "Leicestershire is back",
        "early July",
        "an extra bank holiday",
    ],
)
def test_in_august_nobody_teaches_unless_the_calendar_says_when_they_are_back(day, closures, teaches):
    assert SchoolCalendar(closures).is_teaching(day) is teaches


def test_six_terms_are_quiet_at_every_break_and_three_only_between_terms():
    year = (SUMMER, HALF_TERM, CHRISTMAS)
    three, six = (SchoolCalendar(year, naming) for naming in Naming)

    around_half_term = [date(2026, 10, day) for day in (21, 22, 23)] + [date(2026, 11, 2), date(2026, 11, 3)]
    assert not any(map(three.is_quiet, around_half_term))
    assert all(map(six.is_quiet, around_half_term))
    assert not six.is_quiet(date(2026, 11, 4))


def test_whoever_works_one_day_a_week_has_working_days_for_longer_than_a_year():
    assert WorkingDays({2}, SchoolCalendar()).after(date(2026, 9, 2), 60) == date(2027, 11, 24)


def test_schools_with_nothing_of_their_own_share_the_trusts_calendar():
    own = replace(INSET, school=SchoolId(2))
    style = TermStyle(TRUST, SchoolId(3), Naming.SIX_TERMS, stands_alone=True)
    calendars = Calendars((HALF_TERM, own), (style,))

    assert calendars.of(SchoolId(1)) is calendars.of(None)
    assert calendars.of(SchoolId(2)).closures == (HALF_TERM, own)
    assert (calendars.of(SchoolId(3)).closures, calendars.of(SchoolId(3)).naming) == ((), Naming.SIX_TERMS)
