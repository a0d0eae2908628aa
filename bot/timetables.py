"""What runs by the clock where the schools are: capabilities' routines, for each trust.

Looking is harmless: any number of processes may, as often as they like. The database knows when a
routine last ran for a trust and lets one at a time through; what is due is the routine's own query, and
its posts have keys. After a pause (a weekend's outage, a moved clock) a routine runs once, not once for
each time it missed, and never in the night or on a weekend it was not meant for.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.postman import Postman
from bot.web import metrics
from handlers.capability import Capability, Timetable
from handlers.catalogue import CAPABILITIES
from handlers.talk import LOCAL
from storage.letterbox import UNREACHABLE
from storage.records import Trust, TrustId
from storage.store import Database

log = logging.getLogger(__name__)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = 7


class Timetables:
    """Runs what is due."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        postman: Postman,
        capabilities: Sequence[Capability] = CAPABILITIES,
    ) -> None:
        self._database = database
        self._clock = clock
        self._postman = postman
        every = [timetable for each in capabilities for timetable in each.timetables]
        #: As the day has them, also where several are made up for at once.
        self._timetables = sorted(every, key=lambda timetable: timetable.at)
        #: When everything was last looked at, by the clock that never jumps; None before the first time.
        self.looked_at: float | None = None

    async def tick(self, now: datetime | None = None) -> None:
        """Run every routine that is due by now. One that fails is logged and tried at the next tick."""
        now = now or self._clock.now()
        async with self._database.reading() as store:
            trusts = await store.trusts.everyone()
            ran = await store.ticks.everything()
        for timetable in self._timetables:
            for trust in trusts:
                last = ran.get((timetable.name, trust.id))
                if last is None:
                    await self._begin(timetable, trust.id, now)
                elif is_due(timetable, last, now):
                    await self._try(timetable, trust, now)
        self.looked_at = self._clock.monotonic()
        metrics.last_tick_seconds.set_to_current_time()

    async def _begin(self, timetable: Timetable, trust: TrustId, now: datetime) -> None:
        async with self._database.store() as store:
            await store.ticks.begin(timetable.name, trust, now)

    async def _try(self, timetable: Timetable, trust: Trust, now: datetime) -> None:
        try:
            await self._run(timetable, trust, now)
        except UNREACHABLE as error:
            log.warning("a timetable waits", extra={"timetable": timetable.name, "why": type(error).__name__})
        except Exception:
            log.exception("a timetable failed", extra={"timetable": timetable.name, "trust": trust.id})

    async def _run(self, timetable: Timetable, trust: Trust, now: datetime) -> None:
        if timetable.in_parts:
            left = True
            while left:
                left = await self._run_part(timetable, trust, now)
                await asyncio.sleep(0)  # others are answered meanwhile
            return
        # The routine, its posts and the note that it ran: all or nothing, and one process at a time.
        async with self._database.store() as store:
            last = await store.ticks.hold(timetable.name, trust.id)
            if last is None or not is_due(timetable, last, now):
                return  # another process was quicker
            posts = await timetable.routine(trust, now.astimezone(LOCAL).date(), store)
            await self._postman.post(posts or (), store)
            await store.ticks.ran(timetable.name, trust.id, now)

    async def _run_part(self, timetable: Timetable, trust: Trust, now: datetime) -> bool:
        """A part and its posts, all or nothing; whether more may be left. Others may do theirs meanwhile."""
        async with self._database.store() as store:
            last = await store.ticks.last(timetable.name, trust.id)
            if last is None or not is_due(timetable, last, now):
                return False  # others have done the rest
            posts = await timetable.routine(trust, now.astimezone(LOCAL).date(), store)
            if posts is None:
                await store.ticks.ran(timetable.name, trust.id, now)
                return False
            await self._postman.post(posts, store)
            return True


def is_due(timetable: Timetable, last: datetime, now: datetime) -> bool:
    """Whether a time of the timetable lies after `last` and not after `now`, and now is a fit moment.

    What was missed is made up for on the next working day, from its own hour on.
    """
    here = now.astimezone(LOCAL)
    days = days_of(timetable.days)
    fit = here.weekday() in days or here.weekday() < DAYS.index("sat")
    return fit and here.time() >= timetable.at and _latest(timetable, days, here) > last


def _latest(timetable: Timetable, days: Iterable[int], here: datetime) -> datetime:
    """The timetable's last time up to this moment: the same hour by the clock, winter and summer."""
    for back in range(WEEK + 1):
        day = here.date() - timedelta(days=back)
        at = datetime.combine(day, timetable.at, LOCAL)
        if day.weekday() in days and at <= here:
            return at
    raise AssertionError("a week holds every day")


def days_of(words: str) -> frozenset[int]:
    """ "mon-fri", "tue,thu", "daily" → the days' numbers, 0 for Monday."""
    if words == "daily":
        return frozenset(range(WEEK))
    found: set[int] = set()
    for part in words.split(","):
        first, _, last = part.strip().partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found.update(day % WEEK for day in range(start, (end if end >= start else end + WEEK) + 1))
    return frozenset(found)
