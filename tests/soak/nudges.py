"""Two school years of initiatives at full size, with workers that are killed: all messages judged.

    python -m tests.soak.nudges          (40 schools, 400 people, 120 initiatives, PostgreSQL, Slack)
    python -m tests.soak.nudges --schools 4 --people 40 --initiatives 12 --kills 5 --restarts 1

People are at the front doors of the web process; timetables and delivery are in processes of their own (two,
and four in the second half), with a clock that is set from here. They are ended by SIGKILL at any moment and
begun anew, and the database's server is stopped without being asked to finish anything, and started again
(`strikes.py`). Now and then the platform refuses a message, or cuts the connection before or after taking it
in, or never answers. What is held:

- every message against `tests/nudge_rules.py`, and that nobody who wants to be asked is forgotten by it;
- every school's way has come to a decision or to a recorded pause;
- none doubled: the platform has taken in each letter's key at most once, answers included;
- none lost: each letter that our books call sent, the platform has taken in (in Slack without answers); none
  that is due still waits; what became part of a weekly message is in one that went; what was given up was
  too late, and nothing else (what was withdrawn is no longer in the books);
- in Teams, where nothing can be looked up: each letter whose sender was not told what became of it, or was
  killed while it sent it, is parked in doubt, and none besides; none of them is sent again by itself, its
  recipient is asked about it. That there were such letters, of each kind, is held, too.
"""

import argparse
import asyncio
import random
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from bot.clock import Clock
from bot.postman import REPLY
from bot.slack import limits
from storage.records import Platform
from tests.conversation import Household, household
from tests.cycle_hands import Size
from tests.cycle_people import Cast
from tests.cycle_years import Years
from tests.doors import slack_fake
from tests.nudge_rules import LOCAL
from tests.soak.bases import Base, asked_for, bases
from tests.soak.books import Books, letters_in
from tests.soak.keyed import tell_keys
from tests.soak.strikes import GIVE_UP_S, Trouble

#: Of a thousand messages the platform fails so many in each way.
SLACK_FAILS = {"500": 0.8, "429:1": 0.8, "drop": 0.8, "502 after": 0.8, "drop after": 0.8}
#: In Teams none that somebody waits for at their screen: who does not see it would not go on.
TEAMS_FAILS = {"429": 10, "502": 12, "drop": 12, "502 after": 12, "drop after": 12, "hang after": 2}


async def live(base: Base, given: argparse.Namespace) -> list[str]:
    """What does not hold; nothing where all of it does."""
    size = Size(given.schools, given.people, given.initiatives, date(2026, 9, 14), given.until)
    tell_keys()
    clock = Clock(datetime.combine(size.first, datetime.min.time().replace(hour=7), LOCAL))
    if base.server is not None:
        await base.server.tell("ALTER SYSTEM RESET autovacuum", "SELECT pg_reload_conf()")  # for two years
    async with household(Platform(given.door), base.url, clock) as house:
        years = Years(house)
        async with house.database.engine.begin() as connection:  # for our own looking, all the time
            await connection.execute(text("CREATE INDEX looked_at ON outbox (sent_at)"))
            await connection.execute(text("CREATE INDEX parts_of ON outbox (replaces)"))
        cast = Cast(years, size)
        await cast.arrive()
        cast.plan()
        restarts = given.restarts if base.server else 0
        trouble = Trouble(years, size, base, _far_side(house), given.workers, given.kills, restarts)
        years.has_come = lambda key: key in trouble.platform.arrived
        if given.workers:
            await trouble.begin()
            _fails(house)
        told: list[str] = []
        try:
            await years.live(size.last, quickly=given.quickly)
            told += [*years.world.forgotten(years.now), *await cast.unfinished()]
        except AssertionError:  # what was lost is told by the books
            told.append(f"{years.now:%a %d %b %Y}, nobody could go on:\n{traceback.format_exc(limit=-5)}")
        finally:
            await trouble.end()
        told = [*await _lost_or_doubled(years, trouble), *years.broken, *told]
        people = {who for _, who in years.world.parts}
        nudges = sum(1 for message in years.came for _ in message.nudges())
        print(
            f"{given.door}: {trouble.killed} kills, {trouble.restarted} restarts of the database; "
            f"{len(people)} people took part in {len(set(years.initiative_of.values()))} initiatives at "
            f"{len(years.ways)} schools in all; {len(years.came)} messages, {nudges} of them nudges"
        )
        if given.workers and (trouble.killed, trouble.restarted) != (given.kills, restarts):
            told.append(f"only {trouble.killed} kills and {trouble.restarted} restarts")
        return told


def _far_side(house: Household) -> Any:
    return house.driver.slack if house.platform is Platform.SLACK else house.driver.microsoft


def _fails(house: Household) -> None:
    """From now on the platform fails now and then."""
    fake = _far_side(house)
    if house.platform is Platform.SLACK:
        limits.TRIGGER_S = slack_fake.TRIGGER_S = GIVE_UP_S  # no form is missed on a slow machine
        one_of = _one_of(SLACK_FAILS)
        fake.trouble = lambda method: one_of() if method == "chat.postMessage" else None
    else:
        one_of = _one_of(TEAMS_FAILS)
        fake.any_token = True
        fake.trouble = lambda key: None if key.startswith(REPLY) else one_of()


def _one_of(ways: Mapping[str, float]) -> Callable[[], str | None]:
    chance = random.Random(7)
    weights = [*ways.values(), 1000 - sum(ways.values())]
    return lambda: chance.choices([*ways, None], weights)[0]


async def _lost_or_doubled(years: Years, trouble: Trouble) -> list[str]:
    house, fake = years.house, trouble.platform
    looks = house.platform is Platform.SLACK
    books = Books(
        await letters_in(house.database), house.app.clock.now(), looks, fake.arrived,
        set() if looks else fake.untold, set() if looks else fake.again,
        trouble.struck, trouble.shaken, years.shown,
    )  # fmt: skip
    print(books.told())
    return books.wrong() + (books.untried() if trouble.killed else [])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked_for(parser, default="pg")
    parser.add_argument("--door", choices=["slack", "teams"], default="slack")
    parser.add_argument("--schools", type=int, default=40)
    parser.add_argument("--people", type=int, default=500, help="staff: 400 of them come to take part")
    parser.add_argument("--initiatives", type=int, default=120)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2028, 7, 21))
    parser.add_argument(
        "--workers", type=int, nargs="*", default=[2, 4], help="one after the other; none: all in one process"
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=5, help="of PostgreSQL")
    parser.add_argument("--quickly", action="store_true", help="pass over mornings on which nobody is due")
    given = parser.parse_args()
    wrong = 0
    for base in bases(given.db):
        began = time.monotonic()
        told = asyncio.run(live(base, given))
        for each in told[:40]:
            print(f"  {each}")
        print(f"{base.name}: {len(told)} things do not hold, {time.monotonic() - began:.0f} s")
        wrong += len(told)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
