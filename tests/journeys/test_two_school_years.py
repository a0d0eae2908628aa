"""Initiatives in every cadence through terms of two school years, each message held against the rules.

In Slack from October to Easter, with both clock changes and a half-term that is moved while it is near;
with `--every-house` also in Teams from a January to May, with 29 February. Mornings on which nobody is due
anything and nobody does anything are passed over here; with `--every-house` each of them is lived. Two
whole years at full size, with workers that are killed, are `make soak`'s (`tests/soak/nudges.py`).
"""

from datetime import date, datetime, time

import pytest

from bot.clock import Clock
from storage.records import Platform
from tests.cycle_people import Cast, Size
from tests.cycle_years import Years
from tests.nudge_rules import LOCAL

TERMS = {
    Platform.SLACK: Size(first=date(2026, 10, 5), last=date(2027, 4, 2)),
    Platform.TEAMS: Size(first=date(2028, 1, 10), last=date(2028, 5, 26)),
}
DOORS = [
    (Platform.SLACK, "sqlite"),
    pytest.param(Platform.TEAMS, "postgresql", marks=pytest.mark.every_house),
]


@pytest.fixture
def size(doorway: Platform) -> Size:
    return TERMS[doorway]


@pytest.fixture
def clock(size: Size) -> Clock:
    return Clock(datetime.combine(size.first, time(7), LOCAL))


@pytest.mark.parametrize(("doorway", "template"), DOORS, indirect=True)
async def test_every_nudge_keeps_the_rules_and_every_initiative_comes_to_an_end(house, size, request):
    years = Years(house)
    cast = Cast(years, size)
    await cast.arrive()
    cast.plan()

    await years.live(size.last, quickly=not request.config.getoption("every_house"))

    assert years.broken == []
    assert years.world.forgotten(years.now) == []
    assert await cast.unfinished() == []
