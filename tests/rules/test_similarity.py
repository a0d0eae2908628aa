"""Schools like ours, by the distance of the domain research."""

from dataclasses import replace

import pytest

from handlers.rules import places
from handlers.rules.similarity import compare, group, kind, miles
from handlers.rules.where import Where
from storage.records import School, SchoolId, TrustId

STANTON = School(
    SchoolId(1), TrustId(1), "1", "Village", phase="Primary", age_low=4, age_high=11, pupils=52, pct_fsm=10.0,
    pct_eal=1.0, urban_rural="Rural village", pupils_per_year_group=7.4, mixed_age_classes=("YR/1/2",),
)  # fmt: skip


def test_a_school_is_just_like_itself():
    assert compare(STANTON, STANTON).alike == 1


def test_a_small_village_school_is_nearer_than_a_large_town_school():
    village = replace(STANTON, id=SchoolId(2), pupils=83)
    town = replace(
        STANTON, id=SchoolId(3), pupils=207, urban_rural="Urban city and town", mixed_age_classes=()
    )
    assert compare(STANTON, village).alike > compare(STANTON, town).alike


def test_four_times_the_size_is_as_far_as_size_goes():
    assert compare(STANTON, replace(STANTON, pupils=208)).apart["size"] == 1
    assert compare(STANTON, replace(STANTON, pupils=104)).apart["size"] == pytest.approx(0.5)


def test_percentages_are_scaled_by_the_national_spread():
    # Primary free meals: P95 50.0 less P05 3.9 in national_reference.csv.
    assert compare(STANTON, replace(STANTON, pct_fsm=10 + 46.1 / 2)).apart["pct_fsm"] == pytest.approx(0.5)


def test_what_is_unknown_is_left_out_and_said():
    found = compare(STANTON, replace(STANTON, pct_fsm=None, pct_eal=None))
    assert "pct_fsm" not in found.apart
    assert found.alike == 1
    assert found.known < compare(STANTON, STANTON).known


def test_a_mixed_age_question_makes_mixed_classes_count_more():
    single = replace(STANTON, mixed_age_classes=())
    assert compare(STANTON, single, ["context.mixed_age"]).alike < compare(STANTON, single).alike


def test_special_schools_stand_apart():
    special = replace(STANTON, phase="Special")
    assert group(special) == "special"
    assert compare(STANTON, special).alike == 0


def test_the_order_does_not_matter():
    other = replace(STANTON, pupils=300, pct_fsm=33.0, urban_rural="Urban city and town")
    assert compare(STANTON, other).alike == pytest.approx(compare(other, STANTON).alike)


def test_infant_and_junior_schools_are_told_by_their_ages():
    assert kind(replace(STANTON, age_high=7)) == "infant"
    assert kind(replace(STANTON, age_low=7)) == "junior"


def test_miles_in_a_straight_line():
    ipswich = replace(STANTON, latitude=52.06, longitude=1.15)
    norwich = replace(STANTON, latitude=52.63, longitude=1.30)
    assert miles(ipswich, norwich) == pytest.approx(40, abs=1)
    assert miles(STANTON, norwich) is None


def test_a_question_on_send_asks_whether_both_have_a_resourced_provision():
    base, without = (
        replace(STANTON, resourced_provision=said) for said in ("Resourced provision", "Not applicable")
    )
    unknown = replace(STANTON, resourced_provision="")
    assert compare(base, without, ["topic.send"]).apart["resourced"] == 1
    assert "resourced" not in compare(base, unknown, ["topic.send"]).apart
    assert "resourced" not in compare(base, without).apart


def test_a_school_that_takes_our_children_has_most_to_do_with_us_then_the_nearest():
    ours = replace(STANTON, urn="1", latitude=52.0, longitude=1.0, feeds=("2",))
    near = replace(STANTON, urn="3", latitude=52.05, longitude=1.0)
    theirs, far = replace(STANTON, urn="2"), replace(STANTON, urn="4")
    worth = [places.hand_on(ours, other) for other in (theirs, near, far)]
    assert worth == sorted(worth, reverse=True)
    assert (worth[0], worth[2]) == (1.0, 0.0)
    assert places.hand_on(theirs, ours) == 1.0


def test_an_infant_school_is_small_by_its_year_groups():
    infants = replace(STANTON, pupils=180, pupils_per_year_group=60.0, age_low=4, age_high=7)
    village = replace(STANTON, pupils=120, pupils_per_year_group=17.0)
    small = Where(contexts=("context.small_school",))
    assert places.fits(small, village, None) == 0
    assert places.fits(small, infants, None) is None
