"""The scheduler: APScheduler 3.x, which only ticks.

Its jobs stay in memory and do nothing that is not harmless to do twice or in several processes: the
database knows what is due. No misfire limit (its default of one second drops work that is late), and
late ticks become one.
"""

import logging
from collections.abc import Awaitable, Callable

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Tick = Callable[[], Awaitable[None]]


class Scheduler:
    """Ticks until it is stopped."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._scheduler.add_listener(_failed, EVENT_JOB_ERROR)

    def every(self, seconds: float, tick: Tick, *, at_once: bool = False) -> None:
        """`at_once` also ticks at the start; else the first tick is one interval away."""
        self._scheduler.add_job(tick, "interval", seconds=seconds, id=tick.__qualname__)
        if at_once:
            self._scheduler.add_job(tick, id=f"{tick.__qualname__} at once")

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _failed(event: JobExecutionEvent) -> None:
    """A tick that failed is due again at the next."""
    log.warning("a tick failed", extra={"job": event.job_id, "why": type(event.exception).__name__})
