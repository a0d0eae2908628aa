"""One process that asks whether pages are still there, and is killed while it does."""

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.looking.errands import Errands
from bot.looking.fetching import Fetcher
from bot.looking.looker import Looker
from bot.looking.manners import DatabaseManners
from storage.store import Database
from tests.bot.looking.world import PUBLIC

#: Shorter than in earnest, so that a test need not wait an hour for one host, nor minutes for a dead process.
PACE = timedelta(seconds=0.1)
HELD = timedelta(seconds=1.2)
LEASE = timedelta(seconds=2)


async def resolve(host: str) -> list[str]:
    """Every far side has an address that is never asked."""
    return [PUBLIC]


async def work(database_url: str, port: int) -> None:
    loop: Any = asyncio.get_running_loop()
    connect = loop.sock_connect

    async def turned(sock: Any, address: Any) -> None:
        await connect(sock, ("127.0.0.1", port) if address[0] == PUBLIC else address)

    loop.sock_connect = turned
    database, clock = Database(database_url), Clock()
    manners = DatabaseManners(database, clock, pace=PACE, held=HELD)
    fetcher = Fetcher("Brightspot/1", manners, resolve=resolve)
    errands = Errands(database, clock, Looker(fetcher), lease=LEASE)
    while True:
        await errands.tick()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(work(sys.argv[1], int(sys.argv[2])))
