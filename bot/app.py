"""The one place where everything is put together.

    app = build(load())
    await app.start()      # background work: handling, and timetables and delivery where they run here
    …                      # serve app.web
    await app.stop()       # finish what is in hand, give the rest back

A door is opened only when it is set up, and only then are its libraries imported. Its folder's `listen.py`
offers `open_door(app)` and `routes(app)`.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from aiohttp import web

from bot.clock import Clock
from bot.delivery import Delivery
from bot.door import Door
from bot.garbage import set_aside
from bot.guard import Guard
from bot.hearing import Hearing
from bot.identity import Identity
from bot.intake import Intake
from bot.postman import Postman
from bot.router import Router
from bot.sealing import Sealing
from bot.settings import Settings
from bot.timetables import Timetables
from bot.upkeep import Upkeep
from bot.web import calendar, metrics, pages
from bot.web.cycle import routes as cycle
from bot.web.library import routes as library
from storage.letterbox import UNREACHABLE
from storage.migrations import is_current
from storage.records import Platform
from storage.store import Database

if TYPE_CHECKING:
    from bot.looking.errands import Errands
    from bot.scheduler import Scheduler

log = logging.getLogger(__name__)

BODY_LIMIT = 256 * 1024  # bytes of a request; no platform sends half of it
TICK_S = 30.0
SWEEP_S = 600.0
PRUNE_S = 3600.0
PLAN_S = 3600.0
ERRANDS_S = 2.0
DELIVERY_S = 60.0  # without a look at the letters: it looks each second
LAG_S = 1.0
DRAIN_S = 10.0  # for what is in hand when the process is asked to end


class Room(Protocol):
    """A door's `listen.py`."""

    def open_door(self, app: "App") -> Door: ...

    def routes(self, app: "App") -> Sequence[web.AbstractRouteDef]: ...


@runtime_checkable
class Closes(Protocol):
    """A door that holds something to be given back at the end: a session, a thread."""

    async def close(self) -> None: ...


class App:
    """Everything that runs in one process, by name."""

    def __init__(self, settings: Settings, clock: Clock, *, demo: bool, worker: bool) -> None:
        self.settings = settings
        self.clock = clock
        self.demo = demo
        #: Whether timetables and delivery run in this process.
        self.works = worker or settings.works_here
        self.draining = False
        self.sealing = Sealing(settings.key_material)
        self.database = Database(settings.database_url, built=set_aside)
        self.doors: dict[Platform, Door] = {}
        self.identity = Identity(self.database, clock, settings, self.doors, demo=demo)
        self.guard = Guard(self.database, clock, self.identity)
        self.hearing = Hearing(self.database, clock, self.guard, self.identity, settings.public_url)
        self.postman = Postman(self.doors, clock, settings.public_url)
        self.router = Router(clock, self.postman)
        self.intake = Intake(
            self.database, clock, self.sealing, self.doors, self.identity, self.router, self.postman
        )
        self.delivery = Delivery(self.database, self.doors, clock, self.postman)
        self.intake.written = self.delivery.wake
        self.intake.arrived = self.delivery.arrived
        self.timetables = Timetables(self.database, clock, self.postman)
        self.upkeep = Upkeep(self.database, clock)
        #: Looks at pages outside, where that is wanted and happens in this process.
        self.errands = self._outside() if self.works and settings.looks else None
        self.web = web.Application(client_max_size=BODY_LIMIT, middlewares=[pages.composed])
        self._scheduler: Scheduler | None = None
        self._told: Counter[tuple[Platform, str]] = Counter()
        self._lag: asyncio.Task[None] | None = None
        self._open(serving=not worker)

    def _open(self, *, serving: bool) -> None:
        for platform in self._platforms():
            room = cast(Room, import_module(f"bot.{platform}.listen"))
            self.doors[platform] = room.open_door(self)
            if serving:
                self.web.add_routes(room.routes(self))
        self.web.add_routes(pages.routes(self, home=serving))
        if serving:
            self.web.add_routes(calendar.routes(self))
            self.web.add_routes(library.routes(self))
            self.web.add_routes(cycle.routes(self))

    def _outside(self) -> "Errands":
        from bot.looking.errands import Errands  # only where it looks
        from bot.looking.fetching import Fetcher
        from bot.looking.looker import Looker
        from bot.looking.manners import DatabaseManners

        name = f"Brightspot/1 (+{self.settings.public_url})"
        manners = DatabaseManners(self.database, self.clock)
        fetcher = Fetcher(name, manners, proxy=self.settings.fetch_proxy)
        return Errands(self.database, self.clock, Looker(fetcher))

    def _platforms(self) -> list[Platform]:
        found = []
        if self.settings.slack_is_open:
            found.append(Platform.SLACK)
        if self.settings.teams_is_open or self.demo:
            found.append(Platform.TEAMS)
        if self.demo:
            found.append(Platform.BROWSER)
        return found

    # ------------------------------------------------------------------ running

    async def start(self) -> None:
        """Begin the background work."""
        for sentence in () if self.demo else self.settings.closed:
            log.warning(sentence)
        if not self.settings.secret_key and not self.demo:
            log.warning("SECRET_KEY is not set: until it is, one is made from the platforms' own secrets")
        await self.intake.start()
        if self.works:
            from bot.scheduler import Scheduler  # only where it ticks

            self._scheduler = Scheduler()
            self._scheduler.every(TICK_S, self.timetables.tick, at_once=True)
            self._scheduler.every(SWEEP_S, self.intake.sweep, at_once=True)
            self._scheduler.every(PRUNE_S, self.upkeep.prune)
            if self.errands is not None:
                self._scheduler.every(PLAN_S, self.errands.plan, at_once=True)
                self._scheduler.every(ERRANDS_S, self.errands.tick)
            self._scheduler.start()
            await self.delivery.start()
        self._lag = asyncio.create_task(self._measure_lag())

    async def stop(self) -> None:
        """Claim nothing more, finish what is in hand, give back the rest, close what is open."""
        self.draining = True
        if self.errands is not None:
            self.errands.stop()
        if self._scheduler is not None:
            await self._scheduler.stop(DRAIN_S)
        await asyncio.gather(self.intake.stop(DRAIN_S), self.delivery.stop())
        if self._lag is not None:
            self._lag.cancel()
            await asyncio.wait([self._lag])
        await self.intake.close()
        if self.errands is not None:
            await self.errands.close()
        for door in self.doors.values():
            if isinstance(door, Closes):
                await door.close()
        await self.database.close()

    async def settle(self) -> None:
        """Handle everything that waits and send everything that is due."""
        await self.intake.settle()
        await self.delivery.settle()

    async def measure(self) -> None:
        """Bring what is measured up to now, as far as the database can be asked."""
        for (platform, result), count in self.delivery.outcomes.items():
            metrics.send_total.labels(platform, result).inc(count - self._told[platform, result])
            self._told[platform, result] = count
        try:
            now = self.clock.now()
            since = await self.delivery.postroom.oldest_due(now)
            metrics.outbox_oldest_due_seconds.set((now - since).total_seconds() if since else 0)
            for state, letters in (await self.delivery.postroom.counts()).items():
                metrics.outbox_letters.labels(state).set(letters)
            async with self.database.reading() as store:
                metrics.errands_waiting.set(await store.errands.waiting(now))
                metrics.inbox_waiting.set(await store.inbox.waiting())
        except UNREACHABLE as error:
            log.warning("could not be measured", extra={"why": type(error).__name__})

    async def not_ready(self) -> str | None:
        """Why traffic should go elsewhere, or None."""
        if self.draining:
            return "draining"
        try:
            if not await is_current(self.database):
                return "the database is not migrated"
        except UNREACHABLE:
            return "the database cannot be reached"
        looked_at = self.timetables.looked_at
        if self.works and (looked_at is None or self.clock.monotonic() - looked_at > 2 * TICK_S):
            return "timetables do not run"
        if self.works and self.clock.monotonic() - self.delivery.looked_at > DELIVERY_S:
            return "delivery does not run"
        return None

    async def _measure_lag(self) -> None:
        while True:
            before = self.clock.monotonic()
            await asyncio.sleep(LAG_S)
            metrics.loop_lag_seconds.set(max(0.0, self.clock.monotonic() - before - LAG_S))


def build(settings: Settings, clock: Clock | None = None, *, demo: bool = False, worker: bool = False) -> App:
    """Everything, put together and not yet running. Opens only the doors that are set up."""
    return App(settings, clock or Clock(settings.clock), demo=demo, worker=worker)
