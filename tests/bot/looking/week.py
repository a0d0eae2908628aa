"""A week of asking a whole library whether it is still there: two processes, one of them killed halfway.

The clock is ours and jumps to where something is due; what is asked goes through everything that a real week
goes through, to far sides on this machine that note when they were asked for what.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select, update

from bot.clock import Clock
from bot.looking.errands import WEEK, Errands
from bot.looking.fetching import Fetcher
from bot.looking.looker import Looker
from bot.looking.manners import DatabaseManners
from storage.records import Resource, ResourceId, TrustId
from storage.store import Database, Store
from storage.tables import errands
from tests.bot.looking.world import Asked, World, answer

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday
HOSTS = 12
LEASE = timedelta(hours=6)
#: The last digit of a page's number → what its far side says; the others are there.
SAYS = {3: 404, 4: 403, 5: 503}


class Jumping(Clock):
    """Stands still, until somebody sleeps or the week goes on."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Killed(Exception):  # noqa: N818  an end
    """What a dead process does not do any more."""


class Mortal(Database):
    """A process's database; once it is dead nothing of that process is written."""

    dead = False

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        async with super().store() as store:
            yield store
            if self.dead:
                raise Killed


@dataclass
class Week:
    """What came of it."""

    resources: tuple[Resource, ...]
    #: Host → when it was asked for anything.
    times: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    #: Page → how often it was asked for with HEAD, before the next day's second look at what had gone.
    heads: Counter[str] = field(default_factory=Counter)


async def a_week(first: str, world: World, count: int, *, on_one_host: int, killed_at: int) -> Week:
    """`first` is the database's address; so many pages on one host, all overdue, the others on the rest."""
    clock, week = Jumping(START), Week(())
    requests = 0
    one, two = Mortal(first), Mortal(first)
    two.writing = one.writing  # they queue for SQLite’s one writer instead of polling: as real, and quicker
    workers = [_worker(each, world, clock) for each in (one, two)]

    async def says(asked: Asked) -> AsyncIterator[bytes]:
        nonlocal requests
        requests += 1
        one.dead = one.dead or requests >= killed_at
        week.times[asked.host].append(clock.now())
        if asked.path == "/robots.txt":
            yield answer(404)
            return
        week.heads[asked.host + asked.path] += asked.method == "HEAD"
        yield answer(SAYS.get(int(asked.path[-1]), 200))

    for number in range(HOSTS):
        world.site(f"host{number}.example", says)
    async with two.store() as store:
        trust = (await store.trusts.add("Birch Trust")).id
        pages = []
        for number in range(count):
            host = 0 if number < on_one_host else 1 + number % (HOSTS - 1)
            url = f"http://host{host}.example/{number}"
            pages.append(Resource(ResourceId(0), trust, url, url, f"Page {number}", added_at=START))
        await store.resources.add_several(pages, trust=trust)
    await workers[1].plan()
    async with two.store() as store:  # as after an outage
        await store.connection.execute(
            update(errands).where(errands.c.host == "host0.example").values(due_at=START)
        )
    while await on_to_what_is_due(clock, two) and clock.at < START + WEEK:
        await asyncio.gather(*(each.tick() for each in workers if not (each is workers[0] and one.dead)))
    async with two.reading() as store:
        week.resources = await store.resources.everyone(TrustId(trust))
    for worker, database in zip(workers, (one, two), strict=True):
        await worker.close()
        await database.close()
    return week


def _worker(database: Database, world: World, clock: Jumping) -> Errands:
    manners = DatabaseManners(database, clock, sleep=clock.sleep)
    fetcher = Fetcher("Brightspot/1", manners, resolve=world.resolve)
    # Sleepers push this clock on while another waits for its database: no lease of minutes would last.
    return Errands(database, clock, Looker(fetcher), lease=LEASE)


async def on_to_what_is_due(clock: Jumping, database: Database) -> bool:
    """The clock goes to where the next errand may be taken, two seconds at least. False where there is none.

    That is when it is due, or when the lease at its host ends: between two ticks only the dead hold one.
    """
    leased = func.max(errands.c.lease_until)
    async with database.reading() as store:
        of_each_host = select(func.min(errands.c.due_at), leased).group_by(errands.c.host)
        found = (await store.connection.execute(of_each_host)).all()
    next_one = min((max(due, until or due) for due, until in found), default=clock.at)
    clock.at = max(clock.at + timedelta(seconds=2), next_one)
    return bool(found)


def holds(week: Week, *, lanes: int = 8) -> None:
    """What must be true of any such week."""
    for host, times in week.times.items():
        assert all(later - sooner >= timedelta(seconds=2) for sooner, later in pairwise(sorted(times))), host
    assert len(week.resources) > 0
    asked_again = 0
    for resource in week.resources:
        heads = week.heads[resource.url.removeprefix("http://")]
        match SAYS.get(int(resource.url[-1])):
            case 404:  # and once more the next day, if the week has one
                assert resource.failing_since is not None
                assert resource.is_dead == (resource.failed_on > resource.failing_since) == (heads > 1)
            case 503:  # a few times, and then it is left as it was
                assert 1 <= heads <= 5 + lanes
                assert (resource.is_dead, resource.failed_on) == (False, None)
            case said:
                if (
                    said == 403
                ):  # turned away, it is asked with GET too: put off between the two, both come again
                    assert 1 <= heads <= 3
                else:
                    asked_again += heads - 1
                assert resource.probed_at is not None
                assert resource.probed_at >= START
                assert (resource.is_dead, resource.failed_on) == (False, None)
    assert asked_again <= lanes, "only what was in hand when the process was killed"
