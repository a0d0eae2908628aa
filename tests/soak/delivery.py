"""Trouble during delivery: processes are killed and frozen, the platform fails, and every letter is counted.

    python -m tests.soak.delivery --db pg --door slack --letters 2000 --kills 20 --freezes 5

On a platform where messages can be looked up ("slack") none may be lost and none doubled, whether or not it
honours a key of ours; "slack-door" is the real Slack door, its look-up and its pace included. Where they
cannot ("teams") none may be doubled, and none parked but those whose outcome nobody can know: answered 502,
or under way when their process was struck.
"""

import argparse
import asyncio
import random
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot.clock import Clock
from bot.postman import Postman
from bot.slack.send import SlackDoor
from handlers.talk import Card, Post, Text, ToPerson
from storage.records import Account, LetterState, Person, PersonId, TrustId, Why
from storage.store import Database
from storage.tables import outbox
from tests.forked import Forked, begin
from tests.soak.bases import asked_for, bases
from tests.soak.door import door_of
from tests.soak.worker import LEASE_S, POST_TIMEOUT_S, pace_of

DOORS = ["slack", "slack-door", "teams"]
OVER = (LetterState.SENT, LetterState.UNKNOWN, LetterState.PARKED, LetterState.MERGED)


@dataclass(frozen=True)
class Plan:
    door: str = "slack"
    letters: int = 2000
    people: int = 200
    processes: int = 2
    kills: int = 20
    freezes: int = 5
    every_s: float = 0.4
    lanes: int = 4
    lease_s: float = LEASE_S
    timeout_s: float = POST_TIMEOUT_S
    slowest_s: float = 0.12
    rest_s: float = 1.0
    trouble: float = 0.02
    pace: str = ""
    honours_once: bool = False
    blind: bool = False
    seed: int = 1
    give_up_s: float = 300.0


@dataclass
class Outcome:
    """What the platform was sent, and what our own books say."""

    states: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    bad_gateways: dict[str, int] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)
    #: Under way in any process at the moment one was struck.
    struck: set[str] = field(default_factory=set)
    kills: int = 0
    freezes: int = 0
    seconds: float = 0.0

    @property
    def doubled(self) -> int:
        return sum(times - 1 for times in self.seen.values())

    @property
    def lost(self) -> list[str]:
        """Neither there nor known to be in doubt."""
        return [
            key for key, state in self.states.items() if key not in self.seen and state != LetterState.UNKNOWN
        ]

    @property
    def unfinished(self) -> list[str]:
        return [key for key, state in self.states.items() if state not in OVER]

    @property
    def unknown(self) -> list[str]:
        return [key for key, state in self.states.items() if state == LetterState.UNKNOWN]

    @property
    def wrongly_parked(self) -> list[str]:
        """Parked although their outcome could be known."""
        known = [key for key in self.unknown if key not in self.bad_gateways and key not in self.struck]
        return known + [key for key, state in self.states.items() if state == LetterState.PARKED]

    def fastest(self, seconds: float) -> int:
        """The most messages one conversation was sent within any so many seconds."""
        most = 0
        for times in self.times.values():
            first = 0
            for last, moment in enumerate(times):
                while moment - times[first] >= seconds:
                    first += 1
                most = max(most, last - first + 1)
        return most

    def row(self, name: str) -> str:
        return (
            f"{name:28} letters {len(self.states):5}  kills {self.kills:2}  freezes {self.freezes}  "
            f"lost {len(self.lost)}  doubled {self.doubled}  unknown {len(self.unknown)}  "
            f"wrongly parked {len(self.wrongly_parked)}  unfinished {len(self.unfinished)}  "
            f"502s {sum(self.bad_gateways.values())}  {self.seconds:.0f} s"
        )


async def trouble(database_url: str, plan: Plan) -> Outcome:
    """Fill the outbox, let processes deliver it, strike them, and count."""
    async with AsyncExitStack() as stack:
        platform = await begin(
            "tests.soak.platform",
            f"--trouble={plan.trouble}",
            f"--slowest={plan.slowest_s}",
            f"--rest={plan.rest_s}",
            f"--seed={plan.seed}",
            *(["--honours-once"] if plan.honours_once else []),
        )
        stack.push_async_callback(_ended, platform)
        url = f"http://127.0.0.1:{(await platform.stdout.readline()).decode().strip()}"
        database = Database(database_url)
        stack.push_async_callback(database.close)
        await _fill(database, plan, url)
        workers = _Workers(database_url, url, plan)
        stack.push_async_callback(workers.end)
        await workers.begin()
        outcome = await _struck(database, workers, plan)
        async with aiohttp.ClientSession() as session, session.get(f"{url}/seen") as answer:
            told = await answer.json()
        outcome.seen, outcome.bad_gateways, outcome.times = told["seen"], told["bad_gateways"], told["at"]
        outcome.states = await _states(database)
        return outcome


async def _struck(database: Database, workers: "_Workers", plan: Plan) -> Outcome:
    outcome, chance, began = Outcome(), random.Random(plan.seed), time.monotonic()
    strikes = ["kill"] * plan.kills + ["freeze"] * plan.freezes
    chance.shuffle(strikes)
    thawing: set[asyncio.Task[None]] = set()
    # Not before the first letter went: a process struck while it starts proves little.
    while not await _count(database, LetterState.SENT):  # noqa: ASYNC110  other processes send, no event here
        await asyncio.sleep(0.05)
    while time.monotonic() - began < plan.give_up_s:
        await asyncio.sleep(plan.every_s * chance.uniform(0.5, 1.5))
        if not await _count(database, LetterState.WAITING, LetterState.CLAIMED):
            break
        if not strikes:
            continue
        if strikes[-1] == "freeze" and thawing:
            await asyncio.sleep(0.1)
            continue
        if strikes.pop() == "kill":
            await workers.kill(chance)
            outcome.kills += 1
        else:
            thawing.add(task := asyncio.create_task(workers.freeze(chance, plan.lease_s * 1.5)))
            task.add_done_callback(thawing.discard)
            outcome.freezes += 1
        outcome.struck |= await _under_way(database)
    if thawing:
        await asyncio.wait(thawing)
        await asyncio.sleep(plan.timeout_s)  # whatever a thawed process still does, it does now
    outcome.seconds = time.monotonic() - began
    return outcome


class _Workers:
    """The processes that deliver; a killed one is followed by another."""

    def __init__(self, database_url: str, platform_url: str, plan: Plan) -> None:
        self._arguments = [
            "tests.soak.worker",
            database_url,
            platform_url,
            f"--door={plan.door}",
            f"--pace={plan.pace}",
            f"--lanes={plan.lanes}",
            f"--lease={plan.lease_s}",
            f"--timeout={plan.timeout_s}",
            *(["--blind"] if plan.blind else []),
        ]
        self._number = plan.processes
        self._processes: list[Forked] = []
        self._frozen: set[Forked] = set()

    async def begin(self) -> None:
        for _ in range(self._number):
            self._processes.append(await begin(*self._arguments))

    async def kill(self, chance: random.Random) -> None:
        victim = chance.choice(
            [each for each in self._processes if each not in self._frozen] or self._processes
        )
        await _ended(victim)
        self._processes.remove(victim)
        self._processes.append(await begin(*self._arguments))

    async def freeze(self, chance: random.Random, seconds: float) -> None:
        victim = chance.choice(self._processes)
        victim.send_signal(19)  # SIGSTOP
        self._frozen.add(victim)
        await asyncio.sleep(seconds)
        self._frozen.discard(victim)
        if victim.returncode is None:
            victim.send_signal(18)  # SIGCONT

    async def end(self) -> None:
        for process in self._processes:
            await _ended(process)


async def _ended(process: Forked) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


async def _fill(database: Database, plan: Plan, url: str) -> None:
    """Letters to many people, written as a capability writes them: by the postman, in a transaction."""
    clock = Clock()
    door = door_of(plan.door, url, database, clock)
    postman = Postman({door.platform: door}, clock)
    async with database.store() as store:
        trust = (await store.trusts.add("Alder Coast Learning Trust")).id
        await store.people.keep([_person(trust, number) for number in range(plan.people)], clock.now())
        people = await store.people.everyone(trust)
        for person in people:
            await store.accounts.link(Account(door.platform, "W1", f"U{person.id}"), person, clock.now())
        for number in range(plan.letters):
            card = Card("Your meeting is on Thursday", Text(f"Reminder {number}"))
            post = Post(ToPerson(people[number % len(people)]), card, f"nudge:{number}", Why.REMINDER)
            await postman.post((post,), store)


def _person(trust: TrustId, number: int) -> Person:
    return Person(PersonId(0), trust, f"person{number}@aldercoast.example", f"Person {number}")


async def _count(database: Database, *states: LetterState) -> int:
    async with database.autocommit.connect() as connection:
        wanted = [state.value for state in states]
        found = await connection.scalar(select(func.count()).where(outbox.c.state.in_(wanted)))
    return found or 0


async def _under_way(database: Database) -> set[str]:
    async with database.autocommit.connect() as connection:
        keys = await connection.scalars(
            select(outbox.c.key).where(outbox.c.state == LetterState.CLAIMED.value, outbox.c.started)
        )
        return set(keys)


async def _states(database: Database) -> dict[str, str]:
    async with database.autocommit.connect() as connection:
        return {row.key: row.state for row in await connection.execute(select(outbox.c.key, outbox.c.state))}


# ------------------------------------------------------------------ at full size


def main() -> None:
    standard: Any = Plan()
    parser = argparse.ArgumentParser(description="Kill and freeze processes during delivery, and count.")
    asked_for(parser)
    parser.add_argument("--door", nargs="+", choices=DOORS, default=DOORS)
    parser.add_argument("--letters", type=int, default=standard.letters)
    parser.add_argument("--people", type=int, default=standard.people)
    parser.add_argument("--kills", type=int, default=standard.kills)
    parser.add_argument("--freezes", type=int, default=standard.freezes)
    parser.add_argument("--every", type=float, default=standard.every_s, help="seconds between strikes")
    parser.add_argument("--pace", default="", help='windows of a conversation, as "7/1,60/30"')
    parser.add_argument("--honours-once", action="store_true", help="the platform drops a repeated key")
    parser.add_argument("--blind", action="store_true", help="break the look-up: doubles must be seen")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failed = False
    for door in given.door:
        for base in bases(given.db):
            plan = Plan(
                door=door,
                letters=given.letters,
                people=given.people,
                processes=2 if base.server else 1,
                kills=given.kills,
                freezes=given.freezes,
                every_s=given.every,
                pace=given.pace,
                honours_once=given.honours_once,
                blind=given.blind,
                seed=given.seed,
            )
            outcome = asyncio.run(trouble(base.url, plan))
            pace = pace_of(given.pace) if door != "slack-door" else SlackDoor.pace
            overrun = [
                f"{count} in {seconds:g} s" for count, seconds in pace if outcome.fastest(seconds) > count
            ]
            print(
                outcome.row(f"{base.name} {door}"), *(f"pace overrun: {each}" for each in overrun), flush=True
            )
            failed |= bool(overrun)
            failed |= bool(outcome.doubled or outcome.lost or outcome.unfinished or outcome.wrongly_parked)
            failed |= door != "teams" and bool(outcome.unknown)
            failed |= (outcome.kills, outcome.freezes) != (plan.kills, plan.freezes)
    sys.exit(failed)


if __name__ == "__main__":
    main()
