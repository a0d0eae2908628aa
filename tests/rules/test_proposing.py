"""Which days are proposed for a meeting, and why a chosen one does not suit.

The property is held against an oracle of its own: a few lines over dates and the library `holidays`.
"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as some

from handlers.rules.calendar import Calendars
from handlers.rules.proposing import Circle, Proposal, closed_there, nearest_to, parts, proposed, suits
from storage.records import Closure, DayOff, Naming, Person, PersonId, Rhythm, SchoolId, TermStyle, TrustId

TRUST = TrustId(1)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
BANK_HOLIDAYS = set(country_holidays("GB", subdiv="ENG", years=range(2024, 2037)))


def dates(first, last):
    return [first + DAY * n for n in range((last - first).days + 1)]


def monday(day):
    return day - DAY * day.weekday()


class SchoolYear:
    """A school's year as six spans, told from where its breaks lie."""

    def __init__(self, year, starts, october, weeks, easter, ends, insets):
        half_term = monday(date(year, 10, 26)) + WEEK * october
        christmas = monday(date(year, 12, 21))
        february = monday(date(year + 1, 2, 16))
        spring = monday(date(year + 1, 4, 1)) + WEEK * easter
        may = monday(date(year + 1, 5, 31))
        breaks = [
            (date(year, 7, 25), date(year, 9, 1) + DAY * starts),
            (half_term, half_term + WEEK * weeks - DAY),
            (christmas, christmas + WEEK * 2 - DAY),
            (february, february + WEEK - DAY),
            (spring, spring + WEEK * 2 - DAY),
            (may, may + WEEK - DAY),
            (date(year + 1, 7, 18) + DAY * ends, date(year + 1, 8, 31)),
        ]
        self.breaks = breaks
        self.parts = [(before[1] + DAY, after[0] - DAY) for before, after in pairwise(breaks)]
        self.insets = {self.parts[part][0] + DAY * after for part, after in insets}

    def teaches(self, day):
        within = any(first <= day <= last for first, last in self.parts)
        return within and day.weekday() < 5 and day not in BANK_HOLIDAYS and day not in self.insets

    def quiet(self, six_terms):
        step = 1 if six_terms else 2
        found = set()
        for n in range(0, 6, step):
            taught = [
                day for day in dates(self.parts[n][0], self.parts[n + step - 1][1]) if self.teaches(day)
            ]
            found |= {*taught[:2], *taught[-3:]}
        return found

    def closures(self, school):
        yield from (Closure(TRUST, *each, "Break", school) for each in self.breaks)
        yield from (Closure(TRUST, day, day, "INSET day", school, DayOff.INSET) for day in self.insets)


school_years = some.builds(
    lambda *given: given,
    some.integers(0, 4),
    some.integers(-1, 0),
    some.integers(1, 2),
    some.integers(-1, 1),
    some.integers(0, 6),
    some.sets(some.tuples(some.integers(0, 5), some.integers(0, 20)), max_size=4),
)
weeks = some.sets(some.integers(0, 4), min_size=1).map(lambda days: tuple(sorted(days)))


@settings(max_examples=60, deadline=None)
@given(
    some.integers(2025, 2034),
    some.lists(
        some.tuples(school_years, some.booleans(), some.lists(weeks, min_size=1, max_size=4)),
        min_size=1,
        max_size=3,
    ),
    some.sampled_from(Rhythm),
    some.integers(0, 300),
)
def test_every_proposed_day_is_taught_by_most_and_begins_or_ends_nobodys_term(year, schools, rhythm, after):
    years = {SchoolId(n): SchoolYear(year, *given) for n, (given, _, _) in enumerate(schools, 1)}
    six = {SchoolId(n): six_terms for n, (_, six_terms, _) in enumerate(schools, 1)}
    styles = [TermStyle(TRUST, id_, Naming.SIX_TERMS if six[id_] else Naming.THREE_TERMS) for id_ in years]
    closures = [each for id_, school in years.items() for each in school.closures(id_)]
    members = [
        Person(PersonId(100 * n + m), TRUST, "", "", school=SchoolId(n), working_days=days)
        for n, (_, _, theirs) in enumerate(schools, 1)
        for m, days in enumerate(theirs)
    ]
    circle = Circle(members, Calendars(closures, styles))
    today = date(year, 9, 1) + DAY * after
    quiet = {id_: school.quiet(six[id_]) for id_, school in years.items()}
    for part in parts(circle, rhythm, today):
        choices = proposed(circle, part, today)
        assert len({each.day for each in choices}) == len(choices) <= 3
        for each in choices:
            assert part.first <= each.day <= part.last
            assert each.day > today
            teaching = [id_ for id_, school in years.items() if school.teaches(each.day)]
            assert 2 * len(teaching) > len(years)
            assert not any(each.day in quiet[id_] for id_ in teaching)
            working = sum(
                one.school in teaching and each.day.weekday() in one.working_days for one in members
            )
            assert each.working == working
            assert suits(each.day, circle, today) is None


# ------------------------------------------------------------------ a small trust, looked at closely

YEAR = [
    Closure(TRUST, date(2026, 7, 20), date(2026, 9, 1), "Summer"),
    Closure(TRUST, date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
    Closure(TRUST, date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
    Closure(TRUST, date(2027, 2, 15), date(2027, 2, 19), "Half-term"),
    Closure(TRUST, date(2027, 3, 25), date(2027, 4, 9), "Easter"),
    Closure(TRUST, date(2027, 5, 31), date(2027, 6, 4), "Half-term"),
    Closure(TRUST, date(2027, 7, 22), date(2027, 8, 31), "Summer"),
    Closure(TRUST, date(2026, 9, 29), date(2026, 9, 29), "INSET day", SchoolId(2)),
    Closure(TRUST, date(2026, 11, 2), date(2026, 11, 2), "INSET day", SchoolId(2)),
]
TODAY = date(2026, 9, 7)


def member(number, school=1, days=(0, 1, 2, 3, 4)):
    name = {1: "Elm Park", 2: "Fenside", 3: "Oakhill"}[school]
    return Person(
        PersonId(number), TRUST, "", "", school=SchoolId(school), school_name=name, working_days=days
    )


def circle(*members, elsewhere=None, styles=()):
    return Circle(members, Calendars(YEAR, styles), elsewhere)


EVERYBODY = (*(member(n) for n in range(10)), *(member(n, 2) for n in range(10, 14)), member(14, 3, (1, 3)))


def test_a_half_termly_network_has_six_parts_a_year_and_a_termly_one_three():
    some_circle = circle(*EVERYBODY)
    names = [each.name for each in parts(some_circle, Rhythm.HALF_TERMLY, TODAY)]
    assert names == ["Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"]
    assert [each.name for each in parts(some_circle, Rhythm.TERMLY, TODAY)] == ["Autumn", "Spring", "Summer"]


def test_the_parts_are_called_as_most_members_schools_call_them():
    six = [TermStyle(TRUST, SchoolId(1), Naming.SIX_TERMS)]
    mixed = circle(*EVERYBODY, styles=six)
    assert parts(mixed, Rhythm.HALF_TERMLY, TODAY)[1].name == "Term 2"
    assert parts(mixed, Rhythm.TERMLY, TODAY)[0].name == "Terms 1 and 2"


def test_late_in_july_it_is_the_next_school_year_that_is_planned():
    assert parts(circle(*EVERYBODY), Rhythm.TERMLY, date(2027, 3, 1))[0].name == "Spring"
    assert parts(Circle((), Calendars(())), Rhythm.TERMLY, TODAY)[0].name == "The next weeks"


def test_the_day_that_suits_most_comes_first_and_the_others_are_on_other_weekdays():
    autumn = parts(circle(*EVERYBODY), Rhythm.HALF_TERMLY, TODAY)[0]
    choices = proposed(circle(*EVERYBODY), autumn, TODAY)
    assert [each.day for each in choices] == [date(2026, 9, 24), date(2026, 9, 22), date(2026, 9, 28)]
    assert choices[0].said == "everybody works that day"
    assert choices[2].said == "14 of 15 work that day"


def test_the_weekday_of_the_meetings_before_is_kept_where_as_many_can_come():
    autumn = parts(circle(*EVERYBODY), Rhythm.HALF_TERMLY, TODAY)[0]
    assert proposed(circle(*EVERYBODY), autumn, TODAY, weekday=1)[0].day == date(2026, 9, 22)
    assert proposed(circle(*EVERYBODY), autumn, TODAY, weekday=4)[0].day == date(2026, 9, 24)


def test_a_day_on_which_members_meet_elsewhere_gives_way():
    elsewhere = {date(2026, 9, 24): {PersonId(3)}}
    busy = circle(*EVERYBODY, elsewhere=elsewhere)
    autumn = parts(busy, Rhythm.HALF_TERMLY, TODAY)[0]
    assert date(2026, 9, 24) != proposed(busy, autumn, TODAY)[0].day


@pytest.mark.parametrize(
    ("working", "members", "closed", "said"),
    [
        (18, 20, ("Fenside",), "18 of 20 work that day; Fenside is closed"),
        (20, 20, (), "everybody works that day"),
        (3, 4, (), "most work that day"),
        (4, 20, ("A", "B"), "few work that day; A and B are closed"),
        (0, 0, (), ""),
        (9, 20, ("A", "B", "C"), "9 of 20 work that day; 3 schools are closed"),
    ],
)
def test_no_figure_is_said_of_fewer_than_five_people(working, members, closed, said):
    assert Proposal(TODAY, working, working, members, closed).said == said


@pytest.mark.parametrize(
    ("day", "words", "nearest"),
    [
        (date(2026, 9, 1), "has passed", "Tuesday 8 September"),
        (date(2026, 9, 7), "is today", "Tuesday 8 September"),
        (date(2026, 9, 12), "is a Saturday", "Friday 11 September"),
        (date(2026, 10, 28), "That is a holiday", "Monday 2 November"),
        (date(2026, 11, 2), "", ""),  # Fenside alone is closed
        (date(2026, 12, 17), "first two or last three days of a term", "Tuesday 15 December"),
        (date(2027, 5, 3), "bank holiday", "Tuesday 4 May"),
        (date(2028, 9, 12), "more than a year away", "The nearest day that suits"),
        (date.min, "has passed", "Tuesday 8 September"),
        (date.max, "more than a year away", "The nearest day that suits"),
    ],
)
def test_a_day_that_does_not_suit_is_answered_with_why_and_the_nearest_that_does(day, words, nearest):
    said = suits(day, circle(*EVERYBODY), TODAY) or ""
    assert words in said
    assert nearest in said
    assert bool(said) == bool(words)


def test_whoever_insists_may_take_the_last_days_of_a_term_but_no_holiday():
    everybody = circle(*EVERYBODY)
    assert suits(date(2026, 12, 17), everybody, TODAY, insisted=True) is None
    assert suits(date(2026, 12, 23), everybody, TODAY, insisted=True)


def test_schools_that_are_closed_are_named_as_long_as_they_are_few():
    assert closed_there(()) == ""
    assert closed_there(("Fenside", "Oakhill")) == "Fenside and Oakhill are closed"
    assert nearest_to(date(2026, 12, 25), circle(*EVERYBODY), TODAY) == date(2026, 12, 15)
