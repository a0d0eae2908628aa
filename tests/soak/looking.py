"""A library of 5,000 addresses, asked for a week whether they are still there, on both databases.

    python -m tests.soak.looking --db pg --resources 5000 --on-one-host 1500

Two processes' worth of workers side by side, one of them killed halfway; the clock is ours, everything else
is as in earnest. No host is ever asked twice in two seconds, no page is left out, and none that answers is
asked twice.
"""

import argparse
import asyncio
import sys
import time
from itertools import pairwise

import pytest

from tests.bot.looking.week import Week, a_week, holds
from tests.bot.looking.world import opened
from tests.soak.bases import asked_for, bases


async def live(url: str, given: argparse.Namespace) -> Week:
    with pytest.MonkeyPatch.context() as patch:
        async with opened(patch) as world:
            return await a_week(
                url, world, given.resources, on_one_host=given.on_one_host, killed_at=given.resources // 2
            )


def told(name: str, week: Week, seconds: float) -> str:
    requests = sum(map(len, week.times.values()))
    busiest = sorted(max(week.times.values(), key=len))
    nearest = min((later - sooner).total_seconds() for sooner, later in pairwise(busiest))
    dead = sum(each.is_dead for each in week.resources)
    return (
        f"{name}: {len(week.resources)} resources, {requests} requests in {seconds:.0f} s; the busiest host "
        f"had {len(busiest)}, the nearest two {nearest:g} s apart; {dead} marked"
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    asked_for(parser)
    parser.add_argument("--resources", type=int, default=5000)
    parser.add_argument("--on-one-host", type=int, default=1500)
    given = parser.parse_args()
    try:
        for base in bases(given.db):
            began = time.monotonic()
            week = asyncio.run(live(base.url, given))
            print(told(base.name, week, time.monotonic() - began), flush=True)
            holds(week)
    except AssertionError as problem:
        print(f"does not hold: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
