"""The demonstration's clock: moved on, it stops wherever something could be due on the way.

A jump over a whole half-term would let things expire that nobody had a chance to see, so each working day
on the way is lived through.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, time
from enum import StrEnum

from bot.clock import Clock
from handlers.rules.calendar import term_begins_after, working_day_after
from handlers.talk import LOCAL
from storage.records import Closure

#: Where a day stops on the way: once the morning's timetables have run, and late enough for the weekly slot.
STOPS = (time(9, 5), time(16, 5))

WEEK = range(5)


class Step(StrEnum):
    """How far the clock is moved."""

    DAY = "day"
    WEEK = "week"
    HALF_TERM = "half-term"


class Clockwork:
    """Moves a clock; `live` lets happen what is due at each stop."""

    def __init__(self, clock: Clock, live: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._live = live
        self._moving = asyncio.Lock()

    async def move(self, step: Step, closures: tuple[Closure, ...]) -> None:
        async with self._moving:
            await self._live()
            for stop in stops(self._clock.now().astimezone(LOCAL), step, closures):
                if stop > self._clock.now():
                    self._clock.move_to(stop)
                    await self._live()


def stops(now: datetime, step: Step, closures: tuple[Closure, ...]) -> Iterator[datetime]:
    """The moments on the way; the last is the morning of the day that was asked for."""
    goal = target(now.date(), step, closures)
    day = now.date()
    while day < goal:
        yield from (datetime.combine(day, at, LOCAL) for at in STOPS if at > now.time() or day > now.date())
        day = working_day_after(day, 1, WEEK, closures)
    yield datetime.combine(goal, STOPS[0], LOCAL)


def target(today: date, step: Step, closures: tuple[Closure, ...]) -> date:
    match step:
        case Step.DAY:
            return working_day_after(today, 1, WEEK, closures)
        case Step.WEEK:
            # This weekday of next week, or the first working day after it.
            return working_day_after(date.fromordinal(today.toordinal() + 6), 1, WEEK, closures)
        case Step.HALF_TERM:
            return term_begins_after(today, closures)
