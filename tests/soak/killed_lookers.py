"""Processes that ask whether pages are still there, killed again and again: all are asked, none too soon.

    python -m tests.soak.killed_lookers --db pg --resources 300 --on-one-host 100 --kills 10

The clock is the world's, the processes are real ones and end by SIGKILL; pace and leases are shortened.
"""

import argparse
import asyncio
import random
import sys
import time
from asyncio.subprocess import Process, create_subprocess_exec
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from bot.clock import Clock
from storage.records import Errand, Kind, Resource
from storage.store import Database
from tests.bot.looking.world import answer
from tests.soak.bases import asked_for, bases
from tests.soak.looker import PACE

ROOT = Path(__file__).parents[2]
HOSTS = 8
LANES = 4


class FarSides:
    """Every host of the world, behind one port: notes who was asked for what, and when."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.heads: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        host = next(line for line in rest if line.startswith("Host: ")).removeprefix("Host: ")
        method, path, _ = first.split(" ")
        self.times[host].append(time.monotonic())
        self.heads[host + path] += method == "HEAD"
        await asyncio.sleep(random.uniform(0, 0.05))
        writer.write(answer(404 if path == "/robots.txt" else 200))
        writer.close()


async def live(url: str, given: argparse.Namespace) -> str:
    database, far_sides = Database(url), FarSides()
    async with database.store() as store:
        trust = (await store.trusts.add("Birch Trust")).id
        for number in range(given.resources):
            host = f"host{0 if number < given.on_one_host else 1 + number % (HOSTS - 1)}.example"
            address, now = f"http://{host}/{number}", Clock().now()
            resource = await store.resources.add(trust, address, address, "Page", Kind.PAGE, now)
            await store.errands.ask(resource, Errand.PROBE, now)
    server = await asyncio.start_server(far_sides.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    workers = [await _begin(url, port) for _ in range(2)]
    kills = 0
    while True:
        await asyncio.sleep(1.0)
        async with database.reading() as store:
            resources = await store.resources.everyone(trust)
        if all(each.probed_at for each in resources):
            break
        if kills < given.kills:
            struck = kills % 2
            workers[struck].kill()
            await workers[struck].wait()
            workers[struck] = await _begin(url, port)
            kills += 1
    for worker in workers:
        worker.kill()
        await worker.wait()
    server.close()
    await database.close()
    return _checked(far_sides, resources, kills)


async def _begin(url: str, port: int) -> Process:
    return await create_subprocess_exec(sys.executable, "-m", "tests.soak.looker", url, str(port), cwd=ROOT)


def _checked(far_sides: FarSides, resources: tuple[Resource, ...], kills: int) -> str:
    gaps = {
        host: min((later - sooner for sooner, later in pairwise(sorted(times))), default=PACE.total_seconds())
        for host, times in far_sides.times.items()
    }
    assert min(gaps.values()) >= PACE.total_seconds(), f"too soon: {gaps}"
    twice = sum(far_sides.heads[each.url.removeprefix("http://")] - 1 for each in resources)
    assert twice <= kills * LANES, f"{twice} asked twice after {kills} kills"
    return (
        f"{len(resources)} resources, {sum(map(len, far_sides.times.values()))} requests, {kills} kills; "
        f"{twice} asked twice, nearest two {min(gaps.values()):.3f} s apart (pace {PACE.total_seconds():g})"
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    asked_for(parser)
    parser.add_argument("--resources", type=int, default=300)
    parser.add_argument("--on-one-host", type=int, default=100)
    parser.add_argument("--kills", type=int, default=10)
    given = parser.parse_args()
    try:
        for base in bases(given.db):
            print(f"{base.name}: {asyncio.run(live(base.url, given))}", flush=True)
    except AssertionError as problem:
        print(f"does not hold: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
