"""The scheduler: APScheduler 3.x, which only ticks.

Its jobs stay in memory and do nothing that is not harmless to do twice or in several processes: the
database knows what is due. No misfire limit (its default of one second drops work that is late), and
late ticks become one.
"""

import asyncio
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
        self._begun: set[asyncio.Task[None]] = set()

    def every(self, seconds: float, tick: Tick, *, at_once: bool = False) -> None:
        """`at_once` also ticks at the start; else the first tick is one interval away."""

        async def begun() -> None:
            # The scheduler would report a tick that it cancels as an error: it is told of none.
            task = asyncio.ensure_future(tick())
            self._begun.add(task)
            task.add_done_callback(self._begun.discard)
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()

        self._scheduler.add_job(begun, "interval", seconds=seconds, id=tick.__qualname__)
        if at_once:
            self._scheduler.add_job(begun, id=f"{tick.__qualname__} at once")

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self, wait_s: float = 10.0) -> None:
        """Begin no more ticks, and finish those that have begun; what takes longer is cancelled."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        await asyncio.sleep(0)  # what was handed over a moment ago begins
        if self._begun:
            _, late = await asyncio.wait(self._begun, timeout=wait_s)
            for each in late:
                each.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            await asyncio.sleep(0)  # the scheduler hears that they have ended
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it does so at the loop's next turn


def _failed(event: JobExecutionEvent) -> None:
    """A tick that failed is due again at the next."""
    log.warning("a tick failed", extra={"job": event.job_id, "why": type(event.exception).__name__})
