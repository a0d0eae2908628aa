"""How far sides want to be asked: one request in two seconds, and not where their robots.txt says no.

Both are kept in the database, for every process and every trust together, and so outlast a restart.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus

from protego import Protego

from bot.clock import Clock
from bot.looking.addresses import Target
from bot.looking.fetching import Answer
from bot.looking.troubles import NotNow, Refused, Unanswered
from storage.store import Database

PACE = timedelta(seconds=2)  # between the end of one request to a host and the next
HELD = timedelta(seconds=10)  # twice what a request may take: then whoever held it has died
PATIENCE_S = 8.0  # a turn further off than this is left for later
FRESH = timedelta(days=1)  # RFC 9309, 2.4: no longer
ROBOTS = "Brightspot"  # what we listen to in a robots.txt
ROBOTS_LONGEST = 512 * 1024  # bytes; RFC 9309, 2.5: at least 500 KiB are read


class DatabaseManners:
    """Kept together by all processes that share a database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        pace: timedelta = PACE,
        held: timedelta = HELD,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._held = held
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Nobody else asks this host meanwhile, nor for two seconds after."""
        held = await self._take(host)
        try:
            yield
        finally:
            async with self._database.store() as store:
                await store.hosts.release(host, held, self._clock.now() + self._pace)

    async def _take(self, host: str) -> datetime:
        waited = 0.0
        while True:
            now = self._clock.now()
            until = now + self._held
            async with self._database.store() as store:
                free_at = await store.hosts.take(host, now, until)
            if free_at is None:
                if self._clock.now() < until:
                    return until
                continue  # this process slept: by now it may be another's turn
            wait = max((free_at - now).total_seconds(), 0.01)
            waited += wait
            if waited > PATIENCE_S:
                raise NotNow("its turn is later", wait)
            await self._sleep(wait)

    async def check(self, target: Target, ask: Callable[[str], Awaitable[Answer]]) -> None:
        """Raises `Refused` where robots.txt says no, `Unanswered` where it cannot be had.

        Both as in RFC 9309, 2.3.1: what is not there forbids nothing, what is broken forbids everything.
        """
        async with self._database.reading() as store:
            rules = await store.hosts.robots(target.host, since=self._clock.now() - FRESH)
        if rules is None:
            rules = _rules(await ask(str(target.url.with_path("/robots.txt"))))
            async with self._database.store() as store:
                await store.hosts.keep_robots(target.host, rules, self._clock.now())
        if rules and not await asyncio.to_thread(_may_ask, rules, str(target.url)):
            raise Refused("robots")


def _may_ask(rules: str, address: str) -> bool:
    return Protego.parse(rules).can_fetch(address, ROBOTS)


def _rules(answer: Answer) -> str:
    """What a robots.txt says; "" where there is none, which forbids nothing."""
    if answer.status == HTTPStatus.OK:
        text = answer.body[:ROBOTS_LONGEST].decode("utf-8", "replace")
        return _for_us(text.replace("\x00", ""))
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unanswered("its robots.txt cannot be had")
    return ""


def _for_us(text: str) -> str:
    """Only what concerns us: a file that names thousands of others would keep its reader busy for minutes."""
    kept: list[str] = []
    ours = naming = False
    for line in text.splitlines():
        field, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        match field.lower():
            case "user-agent":
                name = value.partition("/")[0].strip()
                named = name.lower() in ("*", ROBOTS.lower())
                ours, naming = named or (ours and naming), True
                if named:
                    kept.append(f"User-agent: {name}")
            case "allow" | "disallow":
                naming = False
                if ours:
                    kept.append(line)
            case "" | "sitemap" | "host":
                pass
            case _:
                naming = False
    return "\n".join(kept)
