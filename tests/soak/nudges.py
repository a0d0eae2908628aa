"""School years of initiatives at full size, with workers that are killed: every message judged, none lost.

    python -m tests.soak.nudges --db pg --door slack --workers 4 --kills 50 --restarts 3

People are at the front doors of the web process; timetables and delivery are in processes of their own, with
a clock that is set from here, ended by SIGKILL at any moment and begun anew, while the database hangs up on
everybody now and then. Nothing is judged by our own books alone: what the platform was sent is counted, and
without trouble the same years must have brought everybody the same nudges.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.clock import Clock
from storage.migrations import bring_up
from storage.records import LetterState, Platform
from storage.tables import outbox
from tests.conftest import TEMPLATE, Postgres
from tests.conversation import Household, household
from tests.cycle_people import Cast, Size
from tests.cycle_years import Years
from tests.nudge_rules import LOCAL

ROOT = Path(__file__).parents[2]
GIVE_UP_S = 60.0


@dataclass
class Trouble:
    """Workers in processes of their own, and what is done to them."""

    years: Years
    server: Postgres | None
    database: str
    workers: int
    kills: int
    restarts: int
    first: date
    last: date
    chance: random.Random = field(default_factory=lambda: random.Random(6))
    processes: list[Process] = field(default_factory=list)
    killed: int = 0
    hung_up: int = 0

    async def begin(self) -> None:
        """What is said back to people may be carried by any of them: who acts waits until it is there."""
        app = self.years.house.app
        settle = app.settle

        async def settled() -> None:
            await settle()
            await self._all_gone()

        app.settle = settled  # type: ignore[method-assign]
        self.years.passes = self.passes  # type: ignore[method-assign]  others do the work
        self.processes = [await self._begun(self.years.now) for _ in range(self.workers)]
        for each in self.processes:
            await _ticked(each)

    async def end(self) -> None:
        for each in self.processes:
            await _ended(each)

    async def passes(self, moment: datetime) -> None:
        """Everybody's clock is set; while they work some are killed; on when all letters have gone."""
        clock = self.years.house.app.clock
        if moment <= clock.now():
            return
        clock.move_to(moment)
        for each in self.processes:
            assert each.stdin is not None
            each.stdin.write(f"{moment.isoformat()}\n".encode())
        waiting = [asyncio.create_task(_ticked(each)) for each in self.processes]
        for _ in range(self._due(self.kills, self.killed)):
            await asyncio.sleep(self.chance.uniform(0, 0.4))
            place = self.chance.randrange(len(self.processes))
            waiting[place].cancel()
            await _ended(self.processes[place])
            self.processes[place] = await self._begun(clock.now())
            waiting[place] = asyncio.create_task(_ticked(self.processes[place]))
            self.killed += 1
        if self.server is not None and self._due(self.restarts, self.hung_up):
            await self.server.hang_up(self.database)
            self.hung_up += 1
        await asyncio.gather(*waiting)
        await self._all_gone()

    def _due(self, wanted: int, done: int) -> int:
        """How many more by now, so that they are spread over all the time and its last tenth has none."""
        lived = (self.years.now.date() - self.first).days / ((self.last - self.first).days * 0.9)
        share = min(1.0, self.chance.uniform(0.8, 1.2) * lived)
        return max(0, min(3, round(share * wanted) - done))

    async def _all_gone(self) -> None:
        """Every letter that is due has gone, or is in doubt."""
        began = time.monotonic()
        app = self.years.house.app
        while time.monotonic() - began < GIVE_UP_S:
            async with app.database.engine.connect() as connection:
                left = await connection.scalar(
                    select(func.count()).where(
                        (outbox.c.state == LetterState.CLAIMED)
                        | (
                            (outbox.c.state == LetterState.WAITING)
                            & outbox.c.platform.is_not(None)
                            & (outbox.c.due_at <= app.clock.now())
                        )
                    )
                )
            if not left:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{left} letters have not gone for {GIVE_UP_S:.0f} s")

    async def _begun(self, now: datetime) -> Process:
        given = self.years.house.app.settings.model_dump(mode="json")
        settings = {
            name.upper(): _told(value) for name, value in given.items() if value not in (None, "", [])
        }
        return await create_subprocess_exec(
            sys.executable, "-m", "tests.soak.clocked", now.isoformat(),
            cwd=ROOT, env=os.environ | settings, stdin=PIPE, stdout=PIPE,
        )  # fmt: skip


def _told(value: Any) -> str:
    return (
        value if isinstance(value, str) else ",".join(value) if isinstance(value, list) else json.dumps(value)
    )


async def _ticked(process: Process) -> None:
    """It has looked at what is due at the last moment it was told."""
    assert process.stdout is not None
    async with asyncio.timeout(GIVE_UP_S):
        if not await process.stdout.readline():
            raise AssertionError("a worker ended by itself")


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


# ------------------------------------------------------------------ at full size


async def live(url: str, given: argparse.Namespace, server: Postgres | None) -> list[str]:
    """What does not hold; nothing where all of it does."""
    size = Size(given.schools, given.people, given.initiatives, date(2026, 9, 14), given.until)
    clock = Clock(datetime.combine(size.first, datetime.min.time().replace(hour=7), LOCAL))
    async with household(Platform(given.door), url, clock) as house:
        years = Years(house)
        cast = Cast(years, size)
        await cast.arrive()
        cast.plan()
        trouble = None
        if given.workers:
            database = url.rpartition("/")[2].partition("?")[0]
            trouble = Trouble(
                years, server, database, given.workers, given.kills, given.restarts, size.first, size.last
            )
            await trouble.begin()
        try:
            await years.live(size.last, quickly=given.quickly)
        finally:
            if trouble is not None:
                await trouble.end()
        told = await _told_of(years, cast, house)
        struck = f"{trouble.killed} kills, {trouble.hung_up} hang-ups, " if trouble else ""
        nudges = sum(1 for message in years.came for _ in message.nudges())
        print(f"{given.door}: {struck}{len(years.came)} messages, {nudges} nudges, {len(years.ways)} ways")
        if trouble is not None and trouble.killed < given.kills:
            told.append(f"only {trouble.killed} kills")
        return told


async def _told_of(years: Years, cast: Cast, house: Household) -> list[str]:
    told = [*years.broken, *years.world.forgotten(years.now), *await cast.unfinished()]
    async with house.database.engine.connect() as connection:
        rows = list(await connection.execute(select(outbox.c.key, outbox.c.state, outbox.c.problem)))
    if house.platform is Platform.SLACK:
        metadata = (each.content.get("metadata", {}) for each in house.driver.slack.messages)
        seen = Counter(each["event_payload"]["key"] for each in metadata if each)
        told += [f"doubled: {key}" for key, times in seen.items() if times > 1]
    unsure = LetterState.UNKNOWN if house.platform is not Platform.TEAMS else LetterState.CLAIMED
    told += [f"in doubt: {row.key}" for row in rows if row.state == unsure]
    parked = Counter(row.problem for row in rows if row.state == LetterState.PARKED)
    told += [f"parked, {problem}: {times}" for problem, times in parked.items() if problem != "too late"]
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "pg"], default="pg")
    parser.add_argument("--door", choices=["slack", "teams"], default="slack")
    parser.add_argument("--schools", type=int, default=40)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--initiatives", type=int, default=120)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2028, 7, 21))
    parser.add_argument("--workers", type=int, default=0, help="0: all in one process, without trouble")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--quickly", action="store_true", help="pass over mornings on which nobody is due")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="brightspot-years-"))
    server = Postgres(folder / "pg") if given.db == "pg" else None
    url = server.url(TEMPLATE) if server else f"sqlite+aiosqlite:///{folder}/trust.db"
    began = time.monotonic()
    try:
        if server is None:
            bring_up(url)
        told = asyncio.run(live(url, given, server))
    finally:
        if server is not None:
            server.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    for each in told[:20]:
        print(f"  {each}")
    print(f"{len(told)} things do not hold, {time.monotonic() - began:.0f} s")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
