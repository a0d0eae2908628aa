"""Which nudge is next: each stage's in their order, once in each visit to it, at the pace of the cadence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from handlers.rules.templates import When, touchpoints
from handlers.rules.touchpoints import Due, calls, had, matters, upcoming, usually_over
from storage.records import (
    Cadence,
    CycleStage,
    Initiative,
    InitiativeId,
    Nudging,
    Participant,
    PersonId,
    Run,
    RunId,
    RunState,
    TrustId,
)

DAY = timedelta(days=1)
BEGAN = date(2027, 9, 6)  # a Monday
LEAD, OTHER = PersonId(1), PersonId(2)
INITIATIVE = Initiative(
    InitiativeId(1), TrustId(1), "Quiet talk", "Oracy", "Year 3", Cadence.PILOT, None, LEAD, BEGAN
)
RUN = Run(RunId(1), TrustId(1), INITIATIVE.id, None, LEAD, BEGAN, entered_on=BEGAN)
REVIEW = {"review_on": date(2027, 10, 11)}
LATE, LEAP = date(2028, 1, 30), date(2028, 2, 29)
CHECKED = {"entered_on": LATE, "check_on": date(2028, 6, 5)}
ME = Participant(INITIATIVE.id, RUN.id, RUN.trust, LEAD, None, BEGAN)


def asked(run: Run, me: Participant, until: date, initiative: Initiative = INITIATIVE, every: int = 1):
    """(Day, touchpoint): whoever is looked at every so many days, and answers each time."""
    told, day = [], run.entered_on or BEGAN
    while day <= until:
        coming = calls(run, initiative, me)
        if name := matters(coming, me, day):
            told.append((f"{day:%d %b}", name))
            me = me._replace(asked=name, asked_on=day, had=had(coming, run, me, day), snoozed_until=None)
        day += DAY * every
    return told


@pytest.mark.parametrize(
    ("stage", "changed", "until", "told"),
    [
        ("explore", {}, "2027-09-30", "13 Sep n02, 20 Sep n03"),
        ("explore", {"cadence": "half_termly"}, "2027-09-20", "10 Sep n02, 13 Sep n03, 20 Sep n03"),
        ("explore", {"cadence": "annual"}, "2027-10-30", "20 Sep n02, 04 Oct n03"),
        ("explore", {"group": ""}, "2027-09-12", "06 Sep n01"),
        ("prepare", {}, "2027-09-30", "06 Sep n04, 11 Sep n05, 14 Sep n06, 27 Sep n06"),
        ("prepare", {"practice": "Talk", "measure": "Tally"}, "2027-09-20", "14 Sep n06"),
        ("deliver", {}, "2027-10-20", "20 Sep n07, 04 Oct n07, 18 Oct n07"),
        ("deliver", REVIEW, "2027-10-25", "20 Sep n07, 23 Sep n09, 04 Oct n07, 11 Oct n10, 25 Oct n10"),
        ("deliver", {"cadence": "multi_year"}, "2027-12-01", "18 Oct n07, 29 Nov n07"),
        ("deliver", {"nudging": Nudging.LESS}, "2027-11-02", "04 Oct n07, 01 Nov n07"),
        ("deliver", {"snoozed_until": date(2027, 10, 5)}, "2027-10-18", "05 Oct n07, 18 Oct n07"),
        ("deliver", REVIEW | {"person": OTHER}, "2027-10-17", "20 Sep n07, 23 Sep n09, 04 Oct n07"),
        ("deliver", {"person": OTHER, "done_in": CycleStage.EXPLORE}, "2027-12-30", ""),
        ("deliver", REVIEW | {"done_in": CycleStage.DELIVER}, "2027-10-12", "11 Oct n10"),
        ("deliver", {"nudging": Nudging.OFF}, "2027-12-30", ""),
        ("deliver", {"quiet_since": BEGAN}, "2027-12-30", ""),
        ("deliver", {"state": RunState.PAUSED}, "2027-12-30", ""),
        ("deliver", {"state": RunState.ENDED}, "2027-12-30", ""),
        ("deliver", {"lead": None}, "2027-09-20", "20 Sep n07"),
        ("decide", {"review_on": BEGAN}, "2027-09-21", "06 Sep n10, 20 Sep n10"),
        ("decide", {"person": OTHER, "review_on": BEGAN}, "2027-12-21", ""),
        # The leap day of 2028 is a day like any other.
        ("sustain", {"entered_on": LATE}, "2028-12-31", "29 Feb n12, 01 Sep n13"),
        ("sustain", CHECKED, "2028-12-31", "29 Feb n12, 05 Jun n13, 01 Sep n13"),
        ("sustain", {"entered_on": LEAP, "keeper": "Jo"}, "2029-12-31", "01 Sep n13, 01 Sep n13"),
    ],
)  # fmt: skip
def test_each_stage_asks_what_it_asks_in_its_time(stage, changed, until, told):
    def given_to(fields):
        return {name: value for name, value in changed.items() if name in fields}

    initiative = replace(INITIATIVE, **given_to(Initiative.__slots__))
    run = replace(RUN, stage=CycleStage(stage), **given_to(Run.__slots__))
    me = ME._replace(**given_to(Participant._fields))

    found = asked(run, me, date.fromisoformat(until), initiative)

    assert ", ".join(f"{day} {name}" for day, name in found) == told


def test_after_weeks_without_anybody_only_the_newest_that_matters_is_asked():
    prepare = replace(RUN, stage=CycleStage.PREPARE)
    assert asked(prepare, ME, BEGAN + DAY * 60, every=50) == [("06 Sep", "n04"), ("26 Oct", "n06")]
    deliver = replace(RUN, stage=CycleStage.DELIVER, review_on=BEGAN + DAY * 70)
    assert asked(deliver, ME, BEGAN + DAY * 50, every=50) == [("26 Oct", "n09")]


def test_a_stage_that_should_be_over_has_a_day_for_it():
    assert usually_over(RUN, INITIATIVE) == BEGAN + timedelta(weeks=3)
    assert usually_over(replace(RUN, review_on=BEGAN), INITIATIVE) == BEGAN
    assert usually_over(replace(RUN, stage=CycleStage.SUSTAIN), INITIATIVE) is None


@settings(max_examples=120, deadline=None)
@given(some.data())
def test_going_back_and_forth_asks_nothing_twice_in_a_visit_and_forgets_nothing(data):
    """Whoever is looked at each morning is asked all that has come, once a visit but for what comes again."""
    cadence = data.draw(some.sampled_from(Cadence))
    initiative = replace(INITIATIVE, cadence=cadence)
    day, me = BEGAN, ME
    for _ in range(data.draw(some.integers(1, 6))):
        run = replace(RUN, stage=data.draw(some.sampled_from(CycleStage)), entered_on=day)
        run = replace(run, review_on=day + DAY * data.draw(some.integers(1, 120)))
        leave, visit = day + DAY * data.draw(some.integers(1, 100)), []
        expected = {each.touchpoint: each.on for each in calls(run, initiative, me)}
        while day < leave:
            following = upcoming(run, initiative, me)
            coming = calls(run, initiative, me)
            if name := matters(coming, me, day):
                assert following is not None
                assert following.on <= day, "what is asked was announced"
                visit.append(name)
                me = me._replace(asked=name, asked_on=day, had=had(coming, run, me, day))
                for again in calls(run, initiative, me):
                    assert again == Due(again.touchpoint, max(again.on, day + DAY)), "never twice on a day"
            else:
                assert following is None or following.on > day
            day += DAY
        once = [
            each
            for each in visit
            if touchpoints()[each].when is not When.LOOP and not touchpoints()[each].again and each != "n13"
        ]
        assert len(once) == len(set(once))
        came = {name for name, on in expected.items() if on < leave}
        assert came <= set(me.had) | set(visit)
