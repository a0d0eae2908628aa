"""The worker: pages are looked at once, and asked each week whether they are still there.

All that is to be done stands in the database, so a restart loses nothing and any number of processes may
work. An errand is claimed under a lease, and what was found is written together with its end: whoever lost
the lease writes nothing. Each resource has a moment of the week of its own: a library is not asked at once.
"""

import asyncio
import logging
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.clock import Clock
from bot.looking.addresses import target_of
from bot.looking.looker import Looker
from bot.looking.troubles import NotNow, Refused
from bot.web import metrics
from handlers.library.looked import looked
from handlers.rules import links
from storage.letterbox import UNREACHABLE
from storage.records import Errand, ErrandDue, Look, Presence, Resource, TrustId
from storage.store import Database, Store

log = logging.getLogger(__name__)

LANES = 4  # errands at once, at as many hosts
LEASE = timedelta(minutes=3)  # of a process that died
LIMIT_S = 120.0  # one errand with all its turns: well within its lease
#: How long to wait after each try that another time may mend; then it is left as unsure.
PAUSES = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1), timedelta(days=1))
LONGEST_PAUSE = timedelta(days=7)  # whatever a far side asks for
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
PAGE = 500  # resources planned in one transaction
HOSTS_KEEP = timedelta(days=60)
_A_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


class Errands:
    """Does what is due. Harmless in several processes at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        looker: Looker,
        *,
        lanes: int = LANES,
        lease: timedelta = LEASE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._looker = looker
        self._lanes = lanes
        self._lease = lease
        self._name = secrets.token_hex(6)
        self._claims = 0
        self._stopping = False

    def stop(self) -> None:
        """Claims nothing more. What has begun is waited for by whoever ticks."""
        self._stopping = True

    async def close(self) -> None:
        await self._looker.close()

    async def plan(self) -> None:
        """Every resource with a public address has its moment in each week."""
        now = self._clock.now()
        async with self._database.reading() as store:
            trusts = await store.trusts.everyone()
        for trust in trusts:
            after: int | None = 0
            while after is not None:
                async with self._database.store() as store:
                    after = await self._plan_page(trust.id, after, now, store)
        async with self._database.store() as store:
            await store.hosts.forget(before=now - HOSTS_KEEP)

    async def _plan_page(self, trust: TrustId, after: int, now: datetime, store: Store) -> int | None:
        ids = await store.errands.unprobed(trust, after=after, limit=PAGE)
        for resource in await store.resources.several(ids, trust=trust):
            if host_of(resource):
                await store.errands.ask(resource, Errand.PROBE, _first(resource, now))
        return ids[-1] if len(ids) == PAGE else None

    async def tick(self) -> None:
        """Everything due now at hosts that are free."""
        async with self._database.reading() as store:
            waiting = await store.errands.waiting(self._clock.now())
        if waiting:
            await asyncio.gather(*(self._lane() for _ in range(min(waiting, self._lanes))))

    async def _lane(self) -> None:
        """One errand after the other, until there is none or something is wrong: the next tick goes on."""
        try:
            while not self._stopping and await self._next():
                pass
        except UNREACHABLE as error:
            log.warning("errands wait", extra={"why": type(error).__name__})
        except Exception:  # the lease of what was claimed brings it back, a few times
            log.exception("an errand failed")

    async def _next(self) -> bool:
        self._claims += 1
        owner = f"{self._name}-{self._claims}"
        async with self._database.store() as store:
            errand = await store.errands.claim(owner, self._clock.now(), self._lease)
            found = await store.resources.find(errand.resource, trust=errand.trust) if errand else None
        if errand is None or found is None:
            return False
        await self._do(errand, found)
        return True

    async def _do(self, errand: ErrandDue, resource: Resource) -> None:
        is_wanted = host_of(resource) and not (errand.kind is Errand.PROBE and resource.archived_at)
        if not is_wanted:
            async with self._database.store() as store:
                await store.errands.done(errand)
            return
        try:
            async with asyncio.timeout(LIMIT_S):
                look = await self._look(errand, resource.url)
        except NotNow as wait:
            await self._put_off(errand, timedelta(seconds=wait.seconds), counts=False)
            return
        except TimeoutError:
            look = Look(Presence.UNSURE, why="no end to it", passing=True)
        metrics.looks_total.labels(errand.kind, look.presence).inc()
        if look.passing and errand.attempts <= len(PAUSES):
            asked = timedelta(seconds=look.wait or 0)
            await self._put_off(errand, min(max(PAUSES[errand.attempts - 1], asked), LONGEST_PAUSE))
            return
        async with self._database.store() as store:
            await self._hand_on(errand, look, store)

    async def _look(self, errand: ErrandDue, address: str) -> Look:
        if errand.attempts > len(PAUSES) + 1:  # it has ended its process more than once
            return Look(Presence.UNSURE, why="given up")
        if errand.kind is Errand.LOOK:
            return await self._looker.look(address)
        return await self._looker.probe(address)

    async def _put_off(self, errand: ErrandDue, pause: timedelta, *, counts: bool = True) -> None:
        async with self._database.store() as store:
            await store.errands.later(errand, self._clock.now() + pause, counts=counts)

    async def _hand_on(self, errand: ErrandDue, look: Look, store: Store) -> None:
        """What was found, and the errand's end: both or neither."""
        now = self._clock.now()
        await store.trusts.hold(errand.trust)
        resource = await store.resources.find(errand.resource, trust=errand.trust)
        if resource is None:
            return  # removed meanwhile, and its errands with it
        again = _again(resource, look, now) if errand.kind is Errand.PROBE else None
        if not await store.errands.done(errand, again):
            return
        await store.resources.probed(resource, look.presence, now)
        if errand.kind is Errand.LOOK and look.presence is Presence.THERE:
            await looked(resource, look, store)


def host_of(resource: Resource) -> str:
    """Whom to ask; "" where nobody may: no address, behind a sign-in, not the public web."""
    if not resource.url or links.needs_sign_in(resource.url) or links.holds_pupils(resource.url):
        return ""
    try:
        return target_of(resource.url).host
    except Refused:
        return ""


def its_moment(resource: Resource, now: datetime) -> datetime:
    """The resource's own moment of this week, which began on Monday."""
    number = int.from_bytes(sha256(f"{resource.trust} {resource.id}".encode()).digest()[:8], "big")
    monday = now - (now - _A_MONDAY) % WEEK
    return monday + timedelta(seconds=number % int(WEEK.total_seconds()))


def _first(resource: Resource, now: datetime) -> datetime:
    moment = its_moment(resource, now)
    return moment if moment > now else moment + WEEK


def _again(resource: Resource, look: Look, now: datetime) -> datetime:
    """Next week; the next day where it has just gone, because one day alone proves nothing."""
    is_new = resource.failing_since is None or resource.failing_since == now.date()
    return now + DAY if look.presence is Presence.GONE and is_new else its_moment(resource, now) + WEEK
