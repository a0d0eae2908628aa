"""Which schools are like ours, and why: the words are true, and say no more than they may."""

from dataclasses import replace

from handlers.rules.alike import neighbours
from storage.records import SchoolId
from tests.evaluation import trial
from tests.rules.test_similarity import STANTON

SCHOOLS = {school.name: school for school in trial.schools()}
HAZELS = SCHOOLS["The Hazels Community Primary School"]


def other(number: int, **facts):
    return replace(STANTON, id=SchoolId(number), name=f"School {number}", **facts)


def test_the_nearest_school_comes_first_with_three_things_shared_and_one_that_differs():
    nearest = neighbours(HAZELS, SCHOOLS.values())[0]

    assert nearest.school.name == "Fenside Primary School"
    assert nearest.shared == (
        "306 pupils (yours 312)",
        "33% free school meals (yours 36%)",
        "mixed-age classes Y1/2, Y3/4, Y5/6",
    )
    assert nearest.difference == "3% EAL (yours 22%)"
    assert nearest.based_on is None


def test_a_topic_changes_who_is_near():
    oakfield = SCHOOLS["Oakfield Primary School"]
    names = [each.school.name for each in neighbours(oakfield, SCHOOLS.values(), ["topic.eal"])]
    assert names.index("Quayside Primary School") > names.index("Elm Park Primary School")


def test_a_share_of_fewer_than_five_pupils_is_no_figure():
    found = neighbours(STANTON, [other(2, pupils=60, pct_eal=5.0, pct_fsm=30.0)])[0]
    said = " ".join((*found.shared, found.difference))
    assert "hardly any EAL" in said
    assert "1%" not in said
    assert "5%" not in said


def test_little_known_is_said_and_comes_after_much_that_is_known():
    bare = other(2, pct_fsm=None, pct_eal=None, mixed_age_classes=None, urban_rural="", age_low=None)
    close = other(3, pupils=54, pct_fsm=11.0)

    found = neighbours(STANTON, [bare, close])

    assert [each.school.name for each in found] == ["School 3", "School 2"]
    assert found[1].based_on is not None
    assert found[1].based_on < 60


def test_only_schools_of_the_same_kind_are_compared():
    assert neighbours(SCHOOLS["Willow Bank School"], SCHOOLS.values()) == []
    assert all(
        each.school.phase == "Secondary" for each in neighbours(SCHOOLS["Abbeydown School"], SCHOOLS.values())
    )


def test_what_the_trust_tells_of_the_sea_and_of_mobility_counts_and_is_said():
    sea = replace(STANTON, coastal=True, pct_mobility=20.0)
    there, inland = other(2, coastal=True, pct_mobility=22.0), other(3, coastal=False, pct_mobility=3.0)

    found = neighbours(sea, [inland, there], ["topic.attendance"])

    assert [each.school.name for each in found] == ["School 2", "School 3"]
    assert "mobility" in found[1].difference
    assert (
        neighbours(STANTON, [inland])[0].likeness.known == neighbours(STANTON, [other(3)])[0].likeness.known
    )
