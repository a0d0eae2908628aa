"""What asks for a facilitator's eye first, and figures that tell of nobody."""

from datetime import date, timedelta

import pytest

from handlers.rules.calendar import SchoolCalendar
from handlers.rules.overview import Attention, attention, counted, in_fives
from storage.records import (
    Closure,
    CycleStage,
    InitiativeId,
    PersonId,
    Run,
    RunId,
    RunState,
    TrustId,
)

TODAY = date(2026, 11, 23)
HALF_TERM = SchoolCalendar([Closure(TrustId(1), date(2026, 10, 26), date(2026, 11, 6), "Half-term")])
BLANK = {"id": RunId(1), "trust": TrustId(1), "initiative": InitiativeId(1), "school": None}


@pytest.mark.parametrize(
    ("given", "last", "expected"),
    [
        ({}, TODAY, Attention.GOING),
        ({"lead": None}, TODAY, Attention.NOBODY_LEADS),
        ({"lead": None, "state": RunState.PAUSED}, TODAY, Attention.PAUSED),
        ({"state": RunState.ENDED, "review_on": TODAY}, TODAY, Attention.ENDED),
        ({"review_on": TODAY - timedelta(days=1)}, TODAY, Attention.REVIEW_PAST),
        ({"review_on": TODAY}, TODAY, Attention.REVIEW_SOON),
        ({"review_on": TODAY + timedelta(days=28)}, TODAY, Attention.REVIEW_SOON),
        ({"review_on": TODAY + timedelta(days=29)}, TODAY, Attention.GOING),
        # Six weeks of term: the two of half-term do not count.
        ({}, date(2026, 9, 28), Attention.QUIET),
        ({}, date(2026, 9, 29), Attention.GOING),
        # What is kept is looked at on its day, and not before.
        ({"stage": CycleStage.SUSTAIN, "check_on": date(2027, 9, 6)}, date(2026, 1, 5), Attention.GOING),
        ({"stage": CycleStage.SUSTAIN, "check_on": date(2026, 9, 7)}, TODAY, Attention.REVIEW_PAST),
        ({"stage": CycleStage.SUSTAIN, "review_on": date(2026, 6, 1)}, TODAY, Attention.GOING),
        ({"stage": CycleStage.SUSTAIN}, date(2026, 1, 5), Attention.QUIET),
    ],
)
def test_what_a_run_asks_of_its_facilitator(given, last, expected):
    run = Run(**BLANK | {"lead": PersonId(1), "begun_on": date(2026, 1, 5)} | given)
    assert attention(run, last, TODAY, HALF_TERM) is expected


def test_no_figure_is_under_five_and_none_can_be_worked_out_from_two_others():
    found = [(what, school) for what, schools in (("a", 4), ("b", 5), ("c", 14)) for school in range(schools)]
    assert counted(found) == {"c": 10, "b": 5}
    assert counted([("one school's", 1)] * 30) == {}
    # Whatever is told of a whole and of a part of it, the rest may be one as well as four.
    told: dict[tuple[int, int], set[int]] = {}
    for whole in range(60):
        for part in range(whole + 1):
            told.setdefault((in_fives(whole), in_fives(part)), set()).add(whole - part)
    assert all(len(rest) > 1 for rest in told.values())
    assert all({1, 2, 3, 4} <= rest for rest in told.values() if rest & {1, 2, 3, 4})
