"""Who hears what before a meeting, by each person's own working days."""

from datetime import date, timedelta

import pytest

from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.due import Due, before, call_on, for_lead, for_member
from storage.records import Closure, TrustId

TRUST = TrustId(1)
YEAR = SchoolCalendar(
    [
        Closure(TRUST, date(2026, 7, 20), date(2026, 9, 1), "Summer"),
        Closure(TRUST, date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
        Closure(TRUST, date(2026, 11, 2), date(2026, 11, 2), "INSET day"),
        Closure(TRUST, date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
    ]
)
FULL, PART = WorkingDays(range(5), YEAR), WorkingDays((1, 3), YEAR)  # all week; Tuesdays and Thursdays
MEETING = date(2026, 11, 10)  # a Tuesday, six teaching days after the half-term and an INSET day


@pytest.mark.parametrize(
    ("days", "call", "draft", "agenda", "reminder"),
    [
        (FULL, date(2026, 10, 19), date(2026, 10, 19), date(2026, 11, 3), date(2026, 11, 9)),
        (PART, date(2026, 9, 29), date(2026, 9, 29), date(2026, 10, 15), date(2026, 11, 5)),
    ],
)
def test_ten_five_and_one_are_counted_in_each_persons_own_days(days, call, draft, agenda, reminder):
    dates = before(MEETING, days)
    assert (dates.call, dates.draft, dates.agenda, dates.reminder) == (call, draft, agenda, reminder)


@pytest.mark.parametrize(
    ("today", "posted", "answer", "due"),
    [
        (date(2026, 11, 2), True, None, None),  # the INSET day
        (date(2026, 11, 3), True, None, Due.AGENDA),
        (date(2026, 11, 3), False, None, None),
        (date(2026, 11, 3), True, True, None),
        (date(2026, 11, 6), True, None, Due.AGENDA),  # posted late, or joined yesterday
        (date(2026, 11, 7), True, None, None),  # a Saturday
        (date(2026, 11, 9), True, None, Due.REMINDER),
        (date(2026, 11, 9), False, True, Due.REMINDER),
        (date(2026, 11, 9), True, False, None),
        (date(2026, 11, 10), True, True, Due.REMINDER),  # yesterday was missed
        (date(2026, 11, 11), True, True, None),
    ],
)
def test_a_member_is_due_at_most_one_letter_a_morning(today, posted, answer, due):
    assert for_member(before(MEETING, FULL), FULL, today, posted=posted, answer=answer) == due


@pytest.mark.parametrize(
    ("today", "posted", "due"),
    [
        (date(2026, 10, 16), False, None),
        (date(2026, 10, 19), False, Due.DRAFT),
        (date(2026, 10, 28), False, None),  # the half-term
        (date(2026, 11, 3), False, Due.NOT_POSTED),
        (date(2026, 11, 3), True, None),
        (date(2026, 11, 11), False, None),
    ],
)
def test_whoever_leads_hears_of_the_draft_and_again_if_it_is_not_posted(today, posted, due):
    assert for_lead(before(MEETING, FULL), FULL, today, posted=posted) == due


@pytest.mark.parametrize(
    ("today", "comes"),
    [
        (date(2026, 10, 16), None),
        (date(2026, 10, 19), date(2026, 10, 19)),
        # That week's message has gone; the next is after the half-term and the INSET day, with the agenda.
        (date(2026, 10, 20), None),
    ],
)
def test_the_call_comes_in_the_weekly_message_ten_days_before_or_the_next(today, comes):
    assert call_on(before(MEETING, FULL), FULL, today) == comes


def test_a_call_that_was_missed_comes_a_week_later():
    dates = before(date(2026, 11, 20), FULL)
    assert dates.call == date(2026, 11, 3)
    assert call_on(dates, FULL, date(2026, 11, 4)) == date(2026, 11, 9)


def test_no_call_comes_in_the_first_or_last_days_of_a_term():
    assert before(date(2027, 1, 19), FULL).call == date(2026, 12, 14)
    early = before(date(2026, 9, 14), FULL)
    assert early.call == date(2026, 7, 13)
    assert call_on(early, FULL, date(2026, 9, 2)) == date(2026, 9, 4), "planned on the first day of term"
    assert call_on(early, FULL, date(2026, 9, 7)) is None, "the agenda's day"


def test_whatever_is_missed_nothing_is_due_on_a_day_off():
    for days in (FULL, PART):
        dates = before(MEETING, days)
        for after in range(60):
            today = MEETING - timedelta(days=50 - after)
            if not days.works(today):
                assert for_member(dates, days, today, posted=True, answer=None) is None
                assert for_lead(dates, days, today, posted=False) is None
            if (call := call_on(dates, days, today)) is not None:
                assert call >= today
                assert days.takes_unasked(call)
