"""Which part of the year is meant, in the words and the style of the school."""

from datetime import date

import pytest

from handlers.rules.calendar import SchoolCalendar
from handlers.rules.terms import part_named, split_part
from storage.records import Closure, Naming, TrustId

CLOSED = [
    Closure(TrustId(1), date.fromisoformat(starts), date.fromisoformat(ends), "Holiday")
    for starts, ends in (
        ("2026-07-22", "2026-09-01"), ("2026-10-26", "2026-10-30"), ("2026-12-21", "2027-01-01"),
        ("2027-02-15", "2027-02-19"), ("2027-03-26", "2027-04-09"), ("2027-05-31", "2027-06-04"),
        ("2027-07-21", "2027-09-01"), ("2027-10-25", "2027-10-29"), ("2027-12-20", "2028-01-03"),
    )
]  # fmt: skip
THREE, SIX = (SchoolCalendar(CLOSED, naming) for naming in Naming)
TODAY = date(2026, 11, 20)  # in the second half of autumn, which six terms call Term 2


@pytest.mark.parametrize(
    ("words", "three", "six"),
    [
        ("autumn", "2026-09-02 2026-12-18", "2026-09-02 2026-12-18"),
        ("Autumn Term", "2026-09-02 2026-12-18", "2026-09-02 2026-12-18"),
        ("spring", "2027-01-04 2027-03-25", "2027-01-04 2027-03-25"),
        ("Autumn 1", "2027-09-02 2027-10-22", "2027-09-02 2027-10-22"),
        ("A2", "2026-11-02 2026-12-18", "2026-11-02 2026-12-18"),
        ("Aut 2", "2026-11-02 2026-12-18", "2026-11-02 2026-12-18"),
        ("Sp1", "2027-01-04 2027-02-12", "2027-01-04 2027-02-12"),
        ("autumn first half 2026", "2026-09-02 2026-10-23", "2026-09-02 2026-10-23"),
        ("the second half of the summer term", "2027-06-07 2027-07-20", "2027-06-07 2027-07-20"),
        ("summer term half-term 1", "2027-04-12 2027-05-28", "2027-04-12 2027-05-28"),
        ("HT3", "2027-01-04 2027-02-12", "2027-01-04 2027-02-12"),
        ("half term six", "2027-06-07 2027-07-20", "2027-06-07 2027-07-20"),
        ("Term 2", "2027-01-04 2027-03-25", "2026-11-02 2026-12-18"),
        ("T3", "2027-04-12 2027-07-20", "2027-01-04 2027-02-12"),
        ("term 5", None, "2027-04-12 2027-05-28"),
        ("this term", "2026-09-02 2026-12-18", "2026-11-02 2026-12-18"),
        ("next term", "2027-01-04 2027-03-25", "2027-01-04 2027-02-12"),
        ("this half-term", "2026-11-02 2026-12-18", "2026-11-02 2026-12-18"),
        ("next half term", "2027-01-04 2027-02-12", "2027-01-04 2027-02-12"),
        ("autumn 2027", "2027-09-02 2027-12-17", "2027-09-02 2027-12-17"),
        ("autumn 2026/27", "2026-09-02 2026-12-18", "2026-09-02 2026-12-18"),
        ("autumn 2031", None, None),
        ("term", None, None),
        ("a", None, None),
        ("maths", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_a_part_of_the_year_is_understood_in_the_schools_own_style(words, three, six):
    found = (part_named(words, calendar, TODAY) for calendar in (THREE, SIX))

    assert tuple(part and f"{part.first} {part.last}" for part in found) == (three, six)


@pytest.mark.parametrize(
    ("words", "network", "part"),
    [
        ("maths autumn", "maths", "autumn"),
        ("maths leads, spring 2", "maths leads", "spring 2"),
        ("SENDCOs for the second half of spring", "SENDCOs", "the second half of spring"),
        ("KS2 next half-term", "KS2", "next half-term"),
        ("office managers T4 2026/27", "office managers", "T4 2026/27"),
        ("Spring Lane maths", "Spring Lane maths", ""),
        ("Midsummer", "Midsummer", ""),
        ("Group A", "Group A", ""),
        ("autumn term", "", "autumn term"),
    ],
)
def test_a_part_of_the_year_stands_at_the_end_behind_the_networks_name(words, network, part):
    assert split_part(words) == (network, part)


def test_a_school_of_which_nothing_is_known_has_no_parts():
    assert part_named("autumn", SchoolCalendar(), TODAY) is None
