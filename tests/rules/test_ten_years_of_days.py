"""Ten years of school calendars in both styles, held against a few lines over dates that use nothing of ours.

Bank holidays are told here by the rules of 1971, with Easter after Gauss; the published table agrees.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from bot import weekly
from handlers.rules.calendar import SchoolCalendar, WorkingDays, bank_holidays
from storage.records import Closure, DayOff, Naming, TrustId

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONDON = ZoneInfo("Europe/London")
PUBLISHED = yaml.safe_load((Path(__file__).parents[1] / "data" / "term_dates.yaml").read_text("utf-8"))
YEARS = range(2025, 2035)

days = some.dates(date(2025, 10, 1), date(2035, 7, 31))
weeks = some.frozensets(some.integers(0, 4), min_size=1)


# ------------------------------------------------------------------ told a second time


def each_day(first, last):
    return [first + DAY * after for after in range((last - first).days + 1)]


def monday(day):
    return day - DAY * day.weekday()


def easter(year):
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    found = date(year, 3, 22) + DAY * (d + (2 * b + 4 * c + 6 * d + 5) % 7)
    return found - WEEK if found > date(year, 4, 25) or (found == date(year, 4, 25) and d == 28) else found


@cache
def holidays_of(year):
    last_mondays = (monday(date(year, month, 31)) for month in (5, 8))
    found = {easter(year) - 2 * DAY, easter(year) + DAY, monday(date(year, 5, 7)), *last_mondays}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() > 4 or day in found:
            day += DAY
        found.add(day)
    return found


class Told:
    """A school's ten years: six parts a year from where its breaks lie, and the days on which staff train."""

    def __init__(self, shapes, insets, six_terms):
        self.parts, breaks = [], [(date(2025, 7, 20), date(2025, 7, 31))]
        for year, (starts, october, fortnight, spring, ends) in zip(YEARS, shapes, strict=True):
            half = monday(date(year, 10, 20)) + WEEK * october
            christmas, february = monday(date(year, 12, 21)), monday(date(year + 1, 2, 16))
            around = max(monday(easter(year + 1)) - WEEK * spring, monday(date(year + 1, 3, 22)))
            breaks[-1] = (breaks[-1][0], date(year, 8, 25) + DAY * starts)
            breaks += [
                (half, half + WEEK * (1 + fortnight) - 3 * DAY), (christmas, christmas + 11 * DAY),
                (february, february + 4 * DAY), (around, around + 11 * DAY),
                (monday(date(year + 1, 5, 31)), monday(date(year + 1, 5, 31)) + 4 * DAY),
                (date(year + 1, 7, 5) + DAY * ends, date(year + 1, 8, 31)),
            ]  # fmt: skip
        self.breaks, self.six_terms = breaks, six_terms
        self.insets = set(insets)
        self.taught = [
            tuple(filter(self.is_open, each_day(before[1] + DAY, after[0] - DAY)))
            for before, after in pairwise(breaks)
        ]
        self.all = {day for part in self.taught for day in part}
        step = 1 if six_terms else 2
        terms = [sum(self.taught[n : n + step], ()) for n in range(0, len(self.taught), step)]
        self.quiet = {day for term in terms for day in term[:2] + term[-3:]}

    def is_open(self, day):
        return day.weekday() < 5 and day not in holidays_of(day.year) and day not in self.insets

    def calendar(self):
        off = [Closure(TrustId(1), *each, "Holiday") for each in self.breaks]
        off += [Closure(TrustId(1), day, day, "INSET day", None, DayOff.INSET) for day in self.insets]
        return SchoolCalendar(off, Naming.SIX_TERMS if self.six_terms else Naming.THREE_TERMS)


def in_term(day):
    """INSET days as schools have them: single ones, here and there."""
    return day.weekday() in (1, 3) and day.month not in (7, 8)


#: The first day back after 25 August, the October week and whether it is two, weeks before Easter, 5 July on.
shapes = some.tuples(
    some.integers(0, 12), some.integers(0, 1), some.booleans(), some.integers(0, 2), some.integers(0, 16)
)
years = some.builds(
    Told,
    some.lists(shapes, min_size=len(YEARS), max_size=len(YEARS)),
    some.frozensets(days.filter(in_term), max_size=30),
    some.booleans(),
)


def test_both_tellings_of_bank_holidays_are_those_that_were_published():
    table = PUBLISHED["bank_holidays_england"]
    published = {day for name, year in table.items() if name != "source" for day in year}

    assert published <= holidays_of(2025) | holidays_of(2026) | holidays_of(2027) | holidays_of(2028)
    for year in range(2025, 2036):
        assert {day for day in bank_holidays(year) if day.weekday() < 5} == holidays_of(year)


# ------------------------------------------------------------------ held against it


@settings(max_examples=40, deadline=None)
@given(years)
def test_terms_are_found_to_the_day_and_never_overlap_in_either_style(told):
    found = told.calendar().parts

    assert [(part.first, part.last) for part in found] == [(part[0], part[-1]) for part in told.taught]
    assert all(before.last < after.first for before, after in pairwise(found))
    six = [f"Term {number}" for number in range(1, 7)]
    three = ["Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"]
    assert [part.name for part in found] == (six if told.six_terms else three) * len(YEARS)


@settings(max_examples=40, deadline=None)
@given(years)
def test_what_is_counted_is_what_is_taught(told):
    counts = told.calendar().days_in_year()

    taught = [sum(map(len, told.taught[n : n + 6])) for n in range(0, len(told.taught), 6)]
    assert [count for count, _ in counts.values()] == taught


@settings(max_examples=60, deadline=None)
@given(years, weeks, days, some.integers(1, 120))
def test_as_many_working_days_before_as_after_lead_back(told, week, day, count):
    person = WorkingDays(week, told.calendar())
    mine = sorted(each for each in told.all if each.weekday() in week)
    at = min(range(len(mine)), key=lambda n: abs(mine[n] - day))

    if at + count < len(mine):
        assert person.after(mine[at], count) == mine[at + count]
        assert person.before(mine[at + count], count) == mine[at]
        assert person.before(person.after(mine[at], count), count) == mine[at]


@settings(max_examples=60, deadline=None)
@given(years, weeks, days)
def test_nobody_is_written_to_but_on_their_own_days(told, week, day):
    """Nudges come n working days before or after, on the weekly day, or in the hours of a day they work."""
    person = WorkingDays(week, told.calendar())
    mine = sorted(each for each in told.all if each.weekday() in week)
    takes = [each for each in mine if each not in told.quiet]
    assert list(filter(person.works, each_day(mine[0], mine[-1]))) == mine
    assert list(filter(person.takes_unasked, each_day(mine[0], mine[-1]))) == takes

    now = datetime.combine(day, time(), LONDON)
    if day > takes[-1] - 5 * WEEK:
        return  # here the tests' own telling ends

    for each in (
        person.after(day, 1),
        person.before(day, 1),
        person.on_or_after(day),
        person.on_or_before(day),
    ):
        assert each in mine
    assert weekly.in_hours(person, now) == datetime.combine(min(x for x in mine if x >= day), time(8), LONDON)
    slot = weekly.next_slot(person, now)
    firsts = {monday(each): each for each in reversed(takes)}
    assert slot == datetime.combine(min(one for one in firsts.values() if one >= day), weekly.AT, LONDON)
    assert person.quiet_over(day) == min(one for one in takes if one >= day)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("month", "offset"), [(3, 1), (10, 0)])
def test_half_past_eight_is_half_past_eight_on_either_side_of_each_clock_change(year, month, offset):
    """The last Sunday of March and of October: from UTC to summer time, and back."""
    change = date(year, month, 31) - DAY * ((date(year, month, 31).weekday() + 1) % 7)
    anybody = WorkingDays((), SchoolCalendar())
    before = weekly.next_slot(anybody, datetime.combine(change - 7 * DAY, time(), LONDON))
    after = weekly.next_slot(anybody, datetime.combine(change, time(), LONDON))

    assert (before.hour, before.minute) == (after.hour, after.minute) == (8, 30)
    utc = [each.astimezone(UTC).hour for each in (before, after)]
    assert utc == [8 - (1 - offset), 8 - offset]
    assert before.date() < change < after.date()
