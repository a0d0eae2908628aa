"""A worker whose clock is set from outside: each line on its input is a moment, answered once it has ticked.

    python -m tests.soak.clocked 2026-09-14T08:40:00+01:00    (settings as for `python -m bot worker`)

Timetables and delivery are the real ones, at the real doors; only a dead process's lease is shortened.
"""

import asyncio
import sys
from contextlib import suppress
from datetime import datetime

from bot.app import build
from bot.clock import Clock
from bot.delivery import Delivery
from bot.settings import load
from bot.timetables import Timetables
from tests.soak.worker import LEASE_S, POST_TIMEOUT_S


async def work(start: str) -> None:
    clock = Clock(datetime.fromisoformat(start))
    app = build(load(), clock, worker=True)
    timetables = Timetables(app.database, clock, app.postman)
    delivery = Delivery(
        app.database, app.doors, clock, app.postman, lease_s=LEASE_S, post_timeout_s=POST_TIMEOUT_S
    )
    await delivery.start()
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
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
        delivery.wake()
        print(moment, flush=True)
        moment = (await lines.readline()).decode().strip()
    await delivery.stop()
    await app.stop()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(work(sys.argv[1]))
