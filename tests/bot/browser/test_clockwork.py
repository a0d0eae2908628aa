"""The demonstration's clock: how far each button goes, and that nothing on the way is missed."""

from datetime import date, datetime

import pytest

from bot.browser.clockwork import Clockwork, Step, stops, target
from bot.clock import Clock
from handlers.talk import LOCAL
from storage.records import Closure, TrustId

HALF_TERM = Closure(TrustId(1), date(2026, 10, 26), date(2026, 10, 30), "Autumn half-term")
INSET = Closure(TrustId(1), date(2026, 11, 2), date(2026, 11, 2), "INSET day")
CALENDAR = (HALF_TERM, INSET)


@pytest.mark.parametrize(
    ("today", "step", "expected"),
    [
        (date(2026, 9, 7), Step.DAY, date(2026, 9, 8)),
        (date(2026, 9, 11), Step.DAY, date(2026, 9, 14)),
        (date(2026, 10, 23), Step.DAY, date(2026, 11, 3)),
        (date(2026, 9, 9), Step.WEEK, date(2026, 9, 16)),
        (date(2026, 10, 21), Step.WEEK, date(2026, 11, 3)),
        (date(2026, 9, 7), Step.HALF_TERM, date(2026, 11, 3)),
    ],
)
def test_each_button_lands_on_a_working_day(today, step, expected):
    assert target(today, step, CALENDAR) == expected


def test_every_working_day_on_the_way_is_lived_through():
    now = datetime(2026, 9, 7, 8, tzinfo=LOCAL)
    moments = list(stops(now, Step.WEEK, CALENDAR))

    assert moments == sorted(moments)
    assert {each.date().day for each in moments} == {7, 8, 9, 10, 11, 14}
    assert moments[-1] == datetime(2026, 9, 14, 9, 5, tzinfo=LOCAL)


async def test_what_is_due_happens_at_each_stop():
    clock = Clock(datetime(2026, 9, 7, 12, tzinfo=LOCAL))
    lived: list[datetime] = []

    async def live() -> None:
        lived.append(clock.now().astimezone(LOCAL))

    await Clockwork(clock, live).move(Step.DAY, CALENDAR)

    assert [(each.day, each.hour) for each in lived] == [(7, 12), (7, 16), (8, 9)]
