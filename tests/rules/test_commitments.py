"""What people take on at a meeting, as a note-keeper writes it."""

from datetime import date

import pytest

from handlers.rules.calendar import SchoolCalendar
from handlers.rules.commitments import Commitment, When, read, whom, write
from handlers.rules.outline import Unreadable
from storage.records import Closure, Person, PersonId, TrustId

TODAY = date(2026, 11, 3)  # a Tuesday
HOME = TrustId(1)


def person(number: int, name: str, school: str = "Elm Park") -> Person:
    return Person(PersonId(number), HOME, f"{number}@school.example", name, school_name=school)


ADA, SAM, SAM_TOO, ZOE = (
    person(1, "Ada Example"),
    person(2, "Sam Sample"),
    person(3, "Sam Specimen"),
    person(4, "Zoë Example-Jones"),
)
JO, JO_TOO = person(5, "Jo Sample", "Oakhill"), person(6, "Jo Sample", "Fenside")
MEMBERS, OTHERS = [ADA, SAM, SAM_TOO, ZOE], [JO, JO_TOO, person(7, "Kit Other")]
CHRISTMAS = SchoolCalendar(
    [
        Closure(HOME, date(2026, 10, 26), date(2026, 10, 30), "half-term"),
        Closure(HOME, date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
        Closure(HOME, date(2027, 2, 15), date(2027, 2, 19), "half-term"),
    ]
)
WHEN = When(TODAY, date(2027, 1, 12), lambda _: CHRISTMAS)


@pytest.mark.parametrize(
    ("line", "who", "what", "by"),
    [
        ("Ada Example: try talk tactics in Y3 by 28 November", ADA, "try talk tactics in Y3", None),
        ("- ada: try talk tactics in Y3 by Fri 27th Nov.", ADA, "try talk tactics in Y3", date(2026, 11, 27)),
        ("1. Ada will try talk tactics (by 27/11)", ADA, "try talk tactics", date(2026, 11, 27)),
        ("Ada – send the slides before 2026-11-27", ADA, "send the slides", date(2026, 11, 27)),
        ("Ada to try talk by tables by Friday", ADA, "try talk by tables", date(2026, 11, 6)),
        ("Ada: try talk by tables", ADA, "try talk by tables", date(2027, 1, 12)),
        ("Ada: share it by the next meeting", ADA, "share it", date(2027, 1, 12)),
        ("Ada: share it by half-term", ADA, "share it", date(2026, 12, 18)),
        ("Zoe Example-Jones: look at 2.1: fractions", ZOE, "look at 2.1: fractions", date(2027, 1, 12)),
        (
            "Kit Other: bring the 2019 papers by 10 January",
            person(7, "Kit Other"),
            "bring the 2019 papers",
            None,
        ),
        ("Jo Sample, Fenside: ring round by 4 Nov", JO_TOO, "ring round", date(2026, 11, 4)),
    ],
)
def test_a_line_is_read_as_it_was_meant(line, who, what, by):
    if by is None:  # the day falls on a weekend: said in the next test
        with pytest.raises(Unreadable, match="is in a weekend"):
            read(line, MEMBERS, OTHERS, WHEN)
        return
    assert read(line, MEMBERS, OTHERS, WHEN) == [Commitment(who.id, what, by)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "try talk tactics",
            "Line 2: please begin with a name and a colon, as in “Ada Example: try talk tactics”.",
        ),
        ("Everyone: read it", "Line 2: I know nobody called “Everyone” here. Please write their whole name."),
        ("Kit: read it", "Line 2: I know nobody called “Kit” here. Please write their whole name."),
        ("Sam: read it", "Line 2: “Sam” could be Sam Sample or Sam Specimen. Please write the whole name."),
        (
            "Jo Sample: read it",
            "Line 2: There are 2 called Jo Sample. Please add the school: “Jo Sample, Oakhill”.",
        ),
        ("Ada: read it by 31 Febuary", "Line 2: I can't read the date “31 Febuary”. Try “28 November”."),
        ("Ada: read it by 2 November", "Line 2: Monday 2 November is past."),
        (
            "Ada: read it by 22 December",
            "Line 2: Tuesday 22 December is in a holiday. The next school day is Monday 4 January.",
        ),
        ("Ada: read it by 22/12/2030", "Line 2: Sunday 22 December is more than a year away."),
        ("Ada: by 27 November", "Line 2 says nothing that Ada Example will do."),
        ("Ada: " + "x" * 501, "Line 2 has 501 characters. Please keep it to 500."),
    ],
)
def test_a_line_that_cannot_be_is_named_in_one_sentence(line, sentence):
    with pytest.raises(Unreadable) as problem:
        read(f"Ada: this one is fine\n{line}", MEMBERS, OTHERS, WHEN)
    assert str(problem.value) == sentence


def test_what_is_written_is_read_back_as_it_was():
    said = [
        Commitment(ADA.id, "try talk by tables", date(2026, 11, 27)),
        Commitment(JO.id, "send: the slides", date(2027, 1, 12)),
        Commitment(ZOE.id, "bring 3 books to share", date(2026, 11, 4)),
    ]
    people = {each.id: each for each in (*MEMBERS, *OTHERS)}
    assert read(write(said, people), MEMBERS, OTHERS, WHEN) == said


def test_a_long_list_is_turned_away_in_one_sentence():
    with pytest.raises(Unreadable, match="That is 21 actions"):
        read("\n".join(["Ada: read it"] * 21), MEMBERS, OTHERS, WHEN)


def test_without_a_next_meeting_there_are_three_weeks():
    (said,) = read("Ada: read it", MEMBERS, OTHERS, When(TODAY, None, lambda _: CHRISTMAS))
    assert said.by == date(2026, 11, 24)


def test_a_first_name_is_enough_for_a_member_alone():
    assert whom("ada", MEMBERS, OTHERS) == (ADA,)
    assert whom("kit", MEMBERS, OTHERS) == ()
