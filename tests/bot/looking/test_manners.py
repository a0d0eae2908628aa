"""How far sides are asked: in turn, two seconds apart for all processes, and not where they say no."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.looking.fetching import Fetcher
from bot.looking.manners import FRESH, HELD, PACE, DatabaseManners
from bot.looking.troubles import NotNow, Refused, Unanswered
from storage.store import Database
from tests.bot.looking.week import Jumping
from tests.bot.looking.world import World, answer, page

NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
ROBOTS = b"User-agent: *\nDisallow: /private\nAllow: /private/open$\nDisallow: /*.pdf\n\n" + (
    b"User-agent: brightspot\nDisallow: /no-bots\nAllow: /\n"
)


#: Would take a reader that heeds it all a quarter of a minute.
NAMES_MANY = (
    b"User-agent: b\n" + b"".join(b"User-agent: b%d\n" % n for n in range(3000)) + b"Disallow: /x\n" * 3000
)


@pytest.fixture
def jumping() -> Jumping:
    return Jumping(NOON)


@pytest.fixture
async def fetcher(database: Database, world: World, jumping: Jumping) -> AsyncIterator[Fetcher]:
    manners = DatabaseManners(database, jumping, sleep=jumping.sleep)
    fetcher = Fetcher("Brightspot/1", manners, resolve=world.resolve)
    yield fetcher
    await fetcher.close()


def site(world: World, name: str, robots: bytes) -> None:
    async def says(asked: Any) -> AsyncIterator[bytes]:
        here = answer(200) if asked.method == "HEAD" else page("Here")
        yield robots if asked.path == "/robots.txt" else here

    world.site(name, says)


async def test_a_robots_txt_is_asked_once_a_day_and_heeded(world: World, fetcher: Fetcher, jumping: Jumping):
    site(world, "wary.example", answer(200, ROBOTS))
    await fetcher.get("http://wary.example/private")  # what it tells everybody else is not for us
    with pytest.raises(Refused, match="robots"):
        await fetcher.get("http://wary.example/no-bots/1")
    assert world.paths() == ["wary.example/robots.txt", "wary.example/private"]
    assert jumping.at == NOON + PACE

    jumping.at += FRESH
    await fetcher.head("http://wary.example/b")
    assert world.paths() == ["wary.example/robots.txt", "wary.example/private", "wary.example/robots.txt"]


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (answer(200, ROBOTS.partition(b"\n\n")[0]), "/private/x", False),
        (answer(200, ROBOTS.partition(b"\n\n")[0]), "/private/open", True),
        (answer(200, ROBOTS.partition(b"\n\n")[0]), "/a/b.pdf", False),
        (answer(200, b"User-agent: *\nDisallow: /"), "/", False),
        (answer(200, b"User-agent: Googlebot\nDisallow: /"), "/", True),
        (answer(200, b""), "/", True),
        (answer(200, b"\x00\xff<html>no robots here"), "/", True),
        (answer(200, b"User-agent: a\nUser-agent: *\nUser-agent: b\nDisallow: /p"), "/p", False),
        (answer(200, b"User-agent: *\nDisallow:\n\nUser-agent: b\nDisallow: /p"), "/p", True),
        (answer(200, b"User-agent: b\nCrawl-delay: 9\nUser-agent: *\nDisallow: /p"), "/p", False),
        (answer(200, b"User-agent: *\nSitemap: /s\nDisallow: /p # all"), "/p", False),
        (answer(200, b"User-Agent : Brightspot/2\n disallow : /p"), "/p", False),
        (answer(200, NAMES_MANY), "/x", True),
        (answer(404), "/", True),
        (answer(403), "/", True),  # RFC 9309, 2.3.1.3: as if there were none
        (answer(301, Location="/elsewhere.txt"), "/", True),
        (answer(301, Location="http://127.0.0.1/robots.txt"), "/", False),
    ],
)
async def test_what_a_robots_txt_may_say(
    world: World, fetcher: Fetcher, robots: bytes, path: str, allowed: bool
):
    site(world, "says.example", robots)
    if allowed:
        assert (await fetcher.get(f"http://says.example{path}")).status == 200
    else:
        with pytest.raises(Refused):
            await fetcher.get(f"http://says.example{path}")
    assert world.trapped == []


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_where_robots_txt_cannot_be_had_nothing_is_asked(world: World, fetcher: Fetcher, status: int):
    site(world, "ill.example", answer(status))
    with pytest.raises(Unanswered):
        await fetcher.get("http://ill.example/")
    assert world.paths() == ["ill.example/robots.txt"]


async def test_one_request_in_two_seconds_whoever_asks(database: Database, jumping: Jumping):
    """Each of several processes waits for its turn; a turn that is too far off is left for later."""
    manners = [DatabaseManners(database, jumping, sleep=jumping.sleep) for _ in range(3)]
    times = []
    for number in range(6):
        async with manners[number % 3].turn("one.example"):
            times.append(jumping.now())
    assert [time - NOON for time in times] == [PACE * number for number in range(6)]

    async with manners[0].turn("one.example"):
        with pytest.raises(NotNow):
            async with manners[1].turn("one.example"):
                raise AssertionError("two at once")
        async with manners[1].turn("another.example"):
            pass


async def test_a_host_held_by_a_process_that_died_is_free_again(database: Database, jumping: Jumping):
    manners = DatabaseManners(database, jumping, sleep=jumping.sleep)
    async with database.store() as store:
        assert await store.hosts.take("one.example", NOON, NOON + HELD) is None
    with pytest.raises(NotNow):
        async with manners.turn("one.example"):
            pass
    jumping.at = NOON + HELD
    async with manners.turn("one.example"):
        async with database.store() as store:  # whoever held it too long changes nothing any more
            await store.hosts.release("one.example", NOON + HELD, NOON)
        with pytest.raises(NotNow):
            async with manners.turn("one.example"):
                pass


async def test_two_who_come_at_once_do_not_both_get_a_turn(database: Database, jumping: Jumping):
    manners = DatabaseManners(database, jumping, sleep=jumping.sleep)
    inside = 0

    async def asks() -> bool:
        nonlocal inside
        try:
            async with manners.turn("one.example"):
                inside += 1
                assert inside == 1
                await asyncio.sleep(0.01)
                inside -= 1
        except NotNow:
            return False
        return True

    assert sum(await asyncio.gather(*(asks() for _ in range(5)))) >= 1
    assert jumping.at - NOON < timedelta(minutes=1)
