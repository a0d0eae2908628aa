"""Nobody fits: who comes nearest, and what is missing, in words that are true of them."""

from dataclasses import replace

import pytest

from handlers.colleagues import asked_for
from handlers.rules.matching import Colleagues
from handlers.rules.vocabulary import in_a_sentence
from storage.records import Person, PersonId, School, SchoolId, TrustId
from tests.evaluation import trial

HOME, OAK, SEA = (
    School(SchoolId(1), TrustId(1), "1", "Elm Park", phase="Primary", age_low=4, age_high=11, pupils=90,
           latitude=52.0, longitude=1.0),
    School(SchoolId(2), TrustId(1), "2", "Oakhill", phase="Primary", age_low=4, age_high=11, pupils=400,
           latitude=52.0, longitude=1.5),
    School(SchoolId(3), TrustId(1), "3", "Seaview", phase="Secondary", age_low=11, age_high=16, pupils=900),
)  # fmt: skip
ADA = Person(PersonId(1), TrustId(1), "ada@school.example", "Ada Example", "SENDCo", SchoolId(1), "Elm Park")
JO = replace(ADA, id=PersonId(2), name="Jo Sample", school=SchoolId(2), school_name="Oakhill")


def nearest(question, *colleagues):
    index = Colleagues.of([ADA, *colleagues], [HOME, OAK, SEA])
    return index.nearest(asked_for(question, ADA), ADA)


@pytest.mark.parametrize(
    ("question", "given", "missing"),
    [
        (
            "a SENDCo doing phonics",
            {"job_title": "Y1 teacher", "working_on": "phonics catch-up"},
            "not as SENDCo",
        ),
        ("a SENDCo doing phonics", {"job_title": "SENDCo"}, "has not mentioned phonics"),
        ("a SENDCo who knows about quidditch", {"job_title": "SENDCo"}, "has not mentioned “quidditch”"),
        ("SENDCo within 5 miles of us", {"job_title": "SENDCo"}, "about 21 miles away"),
        ("SENDCo in a secondary school", {"job_title": "SENDCo"}, "not in a secondary school"),
        (
            "a SENDCo I could ring on a Friday",
            {"job_title": "SENDCo", "working_days": (0, 1)},
            "does not work on Fridays",
        ),
        ("a SENDCo in a school of under 100 pupils", {"job_title": "SENDCo"}, "in a school of 400 pupils"),
        (
            "who knows about phonics?",
            {"job_title": "Y1 teacher", "working_on": "thinking about phonics"},
            "may be looking for help with phonics too",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_true_phrase(question, given, missing):
    (near,) = nearest(question, replace(JO, **given))
    assert (near.person.name, near.missing) == ("Jo Sample", (missing,))


@pytest.mark.parametrize(
    "change",
    [
        {"open_to_introductions": False},
        {"school": SchoolId(1), "school_name": "Elm Park"},
        {"trust": TrustId(2)},
    ],
    ids=["closed to introductions", "of one's own school", "of another trust"],
)
def test_who_may_not_be_shown_is_not_nearest_either(change):
    fits_but_for_one_thing = replace(JO, job_title="SENDCo")
    assert nearest("a SENDCo doing phonics", fits_but_for_one_thing)
    assert nearest("a SENDCo doing phonics", replace(fits_but_for_one_thing, **change)) == []


def test_nobody_who_may_not_be_shown_comes_nearest_to_any_question():
    people, index = trial.people(), Colleagues.of(trial.people(), trial.schools())
    for number, each in enumerate(trial.questions()):
        asker = people[number * 7 % len(people)]
        for near in index.nearest(asked_for(each["text"], asker), asker, limit=5):
            assert near.person.open_to_introductions
            assert near.person.id != asker.id
            assert near.person.school is None or near.person.school != asker.school
            assert near.missing


@pytest.mark.parametrize("question", ["SENDCos?", "phonics", "who has cracked persistent absence?"])
def test_who_has_come_to_fit_is_the_same_however_many_have_changed(question):
    people, index = trial.people(), Colleagues.of(trial.people(), trial.schools())
    sought, asker = asked_for(question, people[0]), people[0]

    among_all = index.fitting(sought, asker, [each.id for each in people])

    one_by_one = [match for each in people for match in index.fitting(sought, asker, [each.id])]
    assert among_all
    assert {match.person.id for match in among_all} == {match.person.id for match in one_by_one}


def test_any_teacher_at_all_is_not_nearest():
    """Without its topic the question says nothing any more."""
    assert nearest("who has cracked quidditch in Year 4?", replace(JO, job_title="Y4 teacher")) == []


def test_asked_for_by_name_nobody_else_is_offered():
    hidden = replace(JO, job_title="SENDCo", open_to_introductions=False)
    other = replace(JO, id=PersonId(3), name="Sam Third", job_title="SENDCo")
    assert nearest("could Jo Sample at Oakhill tell me about phonics?", hidden, other) == []


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Mixed-age classes", "mixed-age classes"),
        ("SENDCo", "SENDCo"),
        ("White Rose Maths", "White Rose Maths"),
        ("English", "English"),
        ("A level", "A level"),
        ("Assistant SENDCo", "assistant SENDCo"),
        ("Parents new to English", "parents new to English"),
    ],
)
def test_labels_inside_a_sentence_keep_the_capitals_of_names(label, words):
    assert in_a_sentence(label) == words
