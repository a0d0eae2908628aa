"""What somebody is found for, where it comes from, and what a tap changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import likely, profiles
from handlers.rules.found_for import found_for, how
from handlers.rules.matching import Colleagues
from handlers.rules.reading import read
from handlers.rules.vocabulary import vocabulary
from storage.records import Person, PersonId, School, SchoolId, Stand, TrustId

OAKHILL = School(SchoolId(1), TrustId(1), "900001", "Oakhill", phase="Primary")
JO = Person(
    PersonId(1), TrustId(1), "jo@school.example", "Jo Sample", "Y1/2 teacher and phonics lead", SchoolId(1),
    working_on="oracy across KS1", can_help_with="Read Write Inc, three years of it",
    networks=("SENDCO network", "Attendance network"), working_days=(0, 1, 2),
)  # fmt: skip
CONCEPTS = ("topic.oracy", "topic.rwi", "topic.phonics", "topic.sats", "topic.attendance")


def told(person: Person) -> dict[str, tuple[str, str]]:
    return {each.label: (how(each.stand), each.source) for each in found_for(person, None)}


def test_each_topic_says_where_it_comes_from():
    assert told(JO) == {
        "Oracy": ("you are working on it", "your own words"),
        "Read Write Inc": ("you can help", "your own words"),
        "Phonics": ("part of your work", "your job title"),
        "Mixed-age classes": ("part of your work", "your job title"),
        "Attendance": ("part of your work", "Attendance network"),
        "Job-share": ("you can help", "your working days"),
    }


@given(st.dictionaries(st.sampled_from(CONCEPTS), st.sampled_from(Stand)))
def test_a_tap_says_where_they_stand_and_moves_nothing(tapped):
    tapper = replace(JO, tapped=tuple((concept, stand.value) for concept, stand in tapped.items()))

    stands = profiles.read(tapper).stands
    for concept, stand in tapped.items():
        assert stands.get(concept, 0) == {"now": 1, "done": 2, "wants": 4, "no": 0}[stand]
    before = [each.concept for each in found_for(JO, None)]
    after = [each.concept for each in found_for(tapper, None)]
    assert after[: len(before)] == before
    assert set(after) == {*before, *tapped}


@pytest.mark.parametrize("concept", ["topic.oracy", "topic.rwi", "topic.phonics"])
def test_whoever_says_not_me_is_not_found_for_it_by_any_way(concept):
    asker = Person(PersonId(2), TrustId(1), "ada@school.example", "Ada Example", "Teacher")
    sought = read(f"who knows about {vocabulary().label(concept)}?", asker)
    not_me = replace(JO, job_title="Y1/2 teacher", tapped=((concept, "no"), ("topic.rwi", "no")))

    assert Colleagues.of([JO, asker], [OAKHILL]).closest(sought, asker)
    assert not Colleagues.of([not_me, asker], [OAKHILL]).closest(sought, asker)


@pytest.mark.parametrize(("days", "told"), [(300, ": “oracy"), (500, " (said in April 2025): “oracy")])
def test_words_older_than_a_year_say_when_they_were_said(days, told):
    today = date(2026, 9, 7)
    said_at = datetime(2026, 9, 7, tzinfo=UTC) - timedelta(days=days)
    asker = Person(PersonId(2), TrustId(1), "ada@school.example", "Ada Example", "Teacher")
    colleagues = Colleagues.of([replace(JO, working_on_at=said_at), asker], [OAKHILL])

    reasons = colleagues.reasons(JO.id, read("who else is tackling oracy?", asker), asker, today)

    assert any(reason.startswith(f"working on{told}") for reason in reasons)


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Year 2 teacher and phonics lead", "topic.phonics"),
        ("SENDCo", "topic.send"),
        ("Y6 Teacher & Maths Lead", "topic.maths_mastery"),
        ("Site Manager", "topic.estates"),
        ("Year 5 teacher", "topic.sats"),
        ("", "topic.adaptive_teaching"),
    ],
)
def test_a_silent_profile_is_offered_what_its_role_is_likely_busy_with(title, first):
    silent = Person(PersonId(1), TrustId(1), "jo@school.example", "Jo Sample", title)
    offered = likely.likely(silent, None, at_most=4)

    assert offered[0] == first
    assert len(offered) == 4
    assert first not in likely.likely(replace(silent, tapped=((first, "no"),)), None, at_most=4)


def test_every_topic_that_can_be_offered_is_in_the_vocabulary():
    tables = (*likely._ROLES.values(), *likely._SUBJECTS.values(), *(topics for _, topics in likely._CLASSES))
    offered = {one for topics in (*tables, likely._ANYBODY) for one in topics}
    assert {*offered, *likely._ROLES, *likely._SUBJECTS} <= vocabulary().concepts.keys()
