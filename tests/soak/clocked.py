"""A worker whose clock is set from outside: each line of its file is a moment, answered once it has ticked.

    await begin("tests.soak.clocked", "worker1", "2026-09-14T08:40:00+01:00", "/tmp/a-pipe", "2.0", "0.8")

Settings are those of `python -m bot worker`. Timetables and delivery are the real ones, at the real doors;
only a dead process's lease is shortened, letters of other processes are looked for more often, its claims
begin with the name it is given, and no pace is kept: `tests.soak.delivery` does, and here a year must not
last for days.
"""

import asyncio
import logging
import os
import sys
from contextlib import suppress
from datetime import datetime

from bot import delivery
from bot.app import build
from bot.clock import Clock
from bot.settings import load
from bot.timetables import Timetables
from storage.letterbox import UNREACHABLE
from tests.soak.keyed import tell_keys

POLL_S = 0.4


async def work(name: str, start: str, moments: str, lease_s: float, post_timeout_s: float) -> None:
    clock = Clock(datetime.fromisoformat(start))
    app = build(load(), clock, worker=True)
    timetables = Timetables(app.database, clock, app.postman)
    delivery.POLL_S = POLL_S
    for door in app.doors.values():
        door.pace = ()
    delivers = delivery.Delivery(
        app.database, app.doors, clock, app.postman, lease_s=lease_s, post_timeout_s=post_timeout_s
    )
    delivers._name = name  # it makes up one that nobody else has to know
    await delivers.start()
    lines = asyncio.StreamReader()
    pipe = os.fdopen(os.open(moments, os.O_RDONLY), "rb", 0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), pipe)
    moment = start
    while moment:
        if datetime.fromisoformat(moment) > clock.now():
            clock.move_to(datetime.fromisoformat(moment))
        while True:  # the database may be away for a moment
            try:
                await timetables.tick()
                break
            except Exception as problem:
                print(f"waits: {type(problem).__name__}", file=sys.stderr)
                await asyncio.sleep(0.1)
        delivers.wake()
        print(moment, flush=True)
        moment = (await lines.readline()).decode().strip()
    await delivers.stop()
    await app.stop()


def _tell_what_fails() -> None:
    """… but not that the database is away: it is stopped on purpose."""
    told = logging.StreamHandler()
    told.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], UNREACHABLE)))
    logging.basicConfig(level=logging.ERROR, handlers=[told])


if __name__ == "__main__":
    _tell_what_fails()
    tell_keys()
    with suppress(KeyboardInterrupt):
        name, start, moments, lease_s, post_timeout_s = sys.argv[1:]
        asyncio.run(work(name, start, moments, float(lease_s), float(post_timeout_s)))
