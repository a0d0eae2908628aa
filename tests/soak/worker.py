"""One process that delivers, and is killed or frozen while it does."""

import argparse
import asyncio
from contextlib import suppress

from bot.clock import Clock
from bot.delivery import Delivery
from bot.pacing import Pace
from bot.postman import Postman
from storage.store import Database
from tests.soak.door import door_of

#: Sizes in seconds, so that a test need not wait half a minute for a dead process's letters.
LEASE_S = 2.0
POST_TIMEOUT_S = 0.8


def pace_of(text: str) -> Pace:
    """ "7/1,60/30" is at most 7 in any second and 60 in any 30."""
    windows = [window.split("/") for window in text.split(",") if window]
    return tuple((int(count), float(seconds)) for count, seconds in windows)


async def work(database_url: str, platform_url: str, given: argparse.Namespace) -> None:
    clock = Clock()
    database = Database(database_url)
    door = door_of(given.door, platform_url, database, clock, pace=pace_of(given.pace), blind=given.blind)
    doors = {door.platform: door}
    delivery = Delivery(
        database,
        doors,
        clock,
        Postman(doors, clock),
        lease_s=given.lease,
        post_timeout_s=given.timeout,
        lanes=given.lanes,
    )
    await delivery.start()
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("platform")
    parser.add_argument("--door", default="slack")
    parser.add_argument("--pace", default="")
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--lease", type=float, default=LEASE_S)
    parser.add_argument("--timeout", type=float, default=POST_TIMEOUT_S)
    parser.add_argument("--blind", action="store_true", help="never find a message: the test must then fail")
    given = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(work(given.database, given.platform, given))


if __name__ == "__main__":
    main()
