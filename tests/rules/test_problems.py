"""What a few words say of something that somebody wants to start, and which one they mean."""

from datetime import date

import pytest

from handlers.rules.named_pupils import are_names
from handlers.rules.problems import Begun, begun, concepts_of, is_a_start, likeness, named, topic_of
from storage.records import Cadence, Initiative, InitiativeId, TrustId


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", Begun()),
        ("oracy in Year 3", Begun("", "Oracy in Year 3", "Year 3")),
        ("start a pilot on attendance", Begun("", "Attendance")),
        (
            "Please set up a trial on reading fluency in Year 4",
            Begun("", "Reading fluency in Year 4", "Year 4"),
        ),
        ("a half-termly cycle on oracy", Begun("", "Oracy", cadence=Cadence.HALF_TERMLY)),
        ("a year’s project on writing", Begun("", "Writing", cadence=Cadence.ANNUAL)),
        (
            "Quieter pupils say little in whole-class talk.",
            Begun("Quieter pupils say little in whole-class talk"),
        ),
        ("start", Begun("", "Start")),
    ],
)
def test_a_few_words_name_it_and_a_sentence_is_the_problem(words: str, told: Begun) -> None:
    assert begun(words) == told


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("start a pilot on attendance", True),
        ("can we start a half-termly cycle on oracy?", True),
        ("I’d like to set up a new project", True),
        ("start our pilot again", False),
        ("when did we start a pilot?", False),
        ("start an argument", False),
    ],
)
def test_who_wants_to_start_something_new_says_so(words: str, starts: bool) -> None:
    assert is_a_start(words) is starts


def initiative(number: int, problem: str, group: str, topic: str = "") -> Initiative:
    name = topic or topic_of(problem, group)
    return Initiative(
        InitiativeId(number),
        TrustId(1),
        problem,
        name,
        group,
        Cadence.PILOT,
        None,
        None,
        date(2026, 9, 7),
        concepts_of(problem, name, group),
    )


TALK = initiative(1, "Quieter pupils say little in whole-class talk", "Year 3")
FRIDAYS = initiative(2, "Attendance on Fridays has fallen", "Year 9")
STAFF = initiative(3, "Too few stay beyond two years", "new teachers")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("how is our oracy pilot going?", [TALK]),
        ("the one for Year 9", [FRIDAYS]),
        ("attendance", [FRIDAYS]),
        ("how is our pilot going?", [TALK, FRIDAYS, STAFF]),
        ("the lunch queue", []),
    ],
)
def test_plain_words_mean_the_one_they_speak_of(words: str, meant: list[Initiative]) -> None:
    assert named(words, [TALK, FRIDAYS, STAFF]) == tuple(meant)


def test_it_is_called_by_what_it_is_about_and_near_to_what_shares_that() -> None:
    assert [each.topic for each in (TALK, STAFF)] == ["Oracy for Year 3", "Too few stay beyond two years"]
    elsewhere = initiative(4, "Few speak in full sentences: we need oracy", "Year 4")
    far = initiative(5, "Writing stamina is low", "Year 3")
    assert likeness(TALK.topics, elsewhere.topics) > 0
    assert likeness(TALK.topics, far.topics) == 0, "the same key stage alone is nothing in common"


def test_children_named_where_a_group_is_asked_for_are_told_from_a_class_called_so():
    names = "Jayden, Mia|Kayden|mia and jayden|Ella, Ruby + Max|Ethan Cole; Layla Shah|Josh, Leo, Amelia B"
    groups = "Year 3|Robin class|Maple, Rowan and Hazel|Poppy, Daisy|Grace House|new teachers|Elm Park|, ,"
    assert all(map(are_names, names.split("|")))
    assert [each for each in groups.split("|") if are_names(each)] == []
