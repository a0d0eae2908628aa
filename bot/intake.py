"""Intake: what came in is kept before it is acknowledged, and answered after.

    if await app.intake.take(keys, Platform.SLACK, payload): …     # a door, before its ack
    answer = await app.intake.now(incoming)                        # a door that must carry its answer

A delivery is claimed under a lease, read by its door, and answered in one transaction with everything
that follows from it; the row's body goes in that same transaction. So a crash at any moment leaves it
either untouched, to be picked up again, or done.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from bot.clock import Clock
from bot.door import Answer, Door, Envelope, Later, Trouble
from bot.identity import Identity, Recognised
from bot.incoming import Incoming
from bot.postman import Postman
from bot.router import Router
from bot.sealing import Sealing
from bot.web import metrics
from handlers.packing import card_to_data
from handlers.talk import Card
from storage.inbox import TRIES
from storage.keys import fitting
from storage.letterbox import UNREACHABLE, Busy, Letterbox, unreachable
from storage.records import Arrival, Letter, LetterId, Platform, TrustId, Why
from storage.store import Database

__all__ = ["Busy", "Intake"]

log = logging.getLogger(__name__)

INLINE_S = 2.0  # what must carry its answer has this long for the database
LEASE = timedelta(seconds=60)
HANDLING_S = 45.0  # well before its lease ends
AGAIN = (timedelta(seconds=5), timedelta(seconds=60))  # after the first try, after the second
NOT_NOW = timedelta(seconds=2)  # when it was the database's fault, not the delivery's
KEEP = timedelta(hours=24)
AT_ONCE = 8  # deliveries in hand in one process: one that waits for its platform holds up no other
TOGETHER = 4  # deliveries claimed at a time
POLL_S = 1.0  # for what another process left behind

#: Acknowledgements come first. While deliveries arrive within this time of one another, nothing is handled…
BUSY_S = 0.02
#: … unless that has gone on for this long; then one at a time, with a rest of four times as long as it took …
HOLD_S = 2.0
REST = 4.0
REST_AT_MOST_S = 0.5
#: … unless people already wait this long for their answers. Measured with tests/bench/ack.py.
PATIENCE = timedelta(seconds=30)


class _Lost(Exception):  # noqa: N818  not an error
    """Somebody else has the delivery now: what was done here is undone."""


class _Repeat(Exception):  # noqa: N818  not an error
    """The answer to something that had come before: told again, with nothing written."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class Intake:
    """The way in, and the hands behind it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sealing: Sealing,
        doors: Mapping[Platform, Door],
        identity: Identity,
        router: Router,
        postman: Postman,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sealing = sealing
        self._doors = doors
        self._identity = identity
        self._router = router
        self._postman = postman
        self._letterbox = Letterbox(database)
        #: Called once letters were written and are committed, so that they go at once.
        self.written: Callable[[], None] = lambda: None
        #: Called instead where somebody was recognised for the first time.
        self.arrived: Callable[[], None] = lambda: None
        self._bell = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._in_hand: set[asyncio.Task[None]] = set()
        self._last_take = float("-inf")
        self._busy_since = float("-inf")
        self._stopping = False

    # ------------------------------------------------------------------ in

    async def take(
        self,
        keys: str | Sequence[str],
        platform: Platform,
        payload: Mapping[str, Any],
        *,
        lane: str | None = None,
    ) -> bool:
        """Keep a payload: True once it is safe, False for a repeat, `Busy` where the database cannot.

        `keys` are all the names of this delivery; a repeat of any is a repeat. `lane` is whose it is (a
        user's id): deliveries of one lane are handled in order. Without it the door reads it now.
        """
        keys = (keys,) if isinstance(keys, str) else keys
        if lane is None:
            lane = self._lane_of(platform, payload)
        body = self._sealing.seal(json.dumps(payload, separators=(",", ":")).encode())
        before, self._last_take = self._last_take, self._clock.monotonic()
        if self._last_take - before > BUSY_S:
            self._busy_since = self._last_take
        new = await self._letterbox.take(keys, platform, body, self._clock.now(), _short(platform, lane))
        if new:
            self._bell.set()
        else:
            metrics.dedupe_hits_total.labels(platform).inc()
        return new

    def _lane_of(self, platform: Platform, payload: Mapping[str, Any]) -> str:
        try:
            incoming = self._doors[platform].read(payload)
        except Exception:
            return ""  # handling it will find the same, and say so
        return f"{incoming.account.workspace}:{incoming.account.user}" if incoming else ""

    async def now(self, incoming: Incoming, *, within_s: float = INLINE_S) -> Answer:
        """Answer at once, in a transaction of its own and without a letter; `Busy` where that takes longer.

        What had come before is answered again, and nothing of it is done twice.
        """
        try:
            async with asyncio.timeout(within_s):
                recognised = await self._identity.recognise(incoming.account)
                async with self._database.store() as store:
                    key = [fitting(incoming.key)]
                    new = await store.inbox.note(key, incoming.account.platform, self._clock.now())
                    await self._identity.remember(recognised, incoming.address, store)
                    answer = await self._router.answer(incoming, recognised.person, store)
                    if not new:
                        raise _Repeat(answer)
            self._committed(recognised)
            return answer
        except _Repeat as repeat:
            metrics.dedupe_hits_total.labels(incoming.account.platform).inc()
            return repeat.answer
        except TimeoutError:
            raise Busy("no answer in time") from None
        except UNREACHABLE as error:
            if not unreachable(error):
                raise
            raise Busy(type(error).__name__) from None
        except Later:
            raise Busy("the platform asks to wait") from None

    # ------------------------------------------------------------------ handling

    async def start(self) -> None:
        self._stopping = False
        self._worker = asyncio.create_task(self._work())

    async def stop(self, wait_s: float = 10.0) -> None:
        """Claim nothing more, finish what is in hand, give back what is not done in time."""
        if self._worker is not None:
            self._stopping = True
            self._bell.set()
            await asyncio.wait([self._worker])
            self._worker = None
        if self._in_hand:
            _, unfinished = await asyncio.wait(self._in_hand, timeout=wait_s)
            for task in unfinished:
                task.cancel()
            if unfinished:
                await asyncio.wait(unfinished, timeout=2)

    async def close(self) -> None:
        await self._letterbox.close()

    async def settle(self) -> None:
        """Handle everything that waits now."""
        while await self._claim(AT_ONCE) or self._in_hand:
            if self._in_hand:
                await asyncio.wait(self._in_hand)

    async def sweep(self) -> None:
        """Bodies and keys older than a day go, and rows that were begun too often end."""
        async with self._database.store() as store:
            lost = await store.inbox.sweep(self._clock.now(), keep=KEEP)
            waiting = await store.inbox.waiting()
        metrics.inbox_waiting.set(waiting)
        if lost:
            log.error("deliveries were never finished", extra={"count": lost})

    async def _work(self) -> None:
        while not self._stopping:
            self._bell.clear()
            try:
                found = await self._some()
            except UNREACHABLE as error:
                log.warning("the inbox cannot be read", extra={"why": type(error).__name__})
                found = 0
            if not found and not self._stopping:
                try:
                    async with asyncio.timeout(POLL_S):
                        await self._bell.wait()
                except TimeoutError:
                    continue

    async def _some(self) -> int:
        """Take some on; less while acknowledgements are wanted. 0 where nothing more waits."""
        started = self._clock.monotonic()
        if started - self._last_take > BUSY_S:
            if len(self._in_hand) == AT_ONCE:
                await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
                return 1
            room = min(TOGETHER, AT_ONCE - len(self._in_hand))
            return int(len(await self._claim(room)) == room)
        if started - self._busy_since < HOLD_S:
            await asyncio.sleep(BUSY_S)
            return 1
        arrivals = await self._claim(1)
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=1)
        if not arrivals or self._clock.now() - arrivals[0].received_at < PATIENCE:
            await asyncio.sleep(min(REST_AT_MOST_S, REST * (self._clock.monotonic() - started)))
        return len(arrivals)

    async def _claim(self, limit: int) -> tuple[Arrival, ...]:
        """Claim some and begin with them."""
        # A name for each claim: even this very process cannot finish what was claimed again since.
        owner = secrets.token_hex(8)
        async with self._database.store() as store:
            arrivals = await store.inbox.claim(owner, self._clock.now(), LEASE, limit=limit)
        for arrival in arrivals:
            task = asyncio.create_task(self._handle(arrival, owner))
            self._in_hand.add(task)
            task.add_done_callback(self._put_down)
        return arrivals

    def _put_down(self, task: "asyncio.Task[None]") -> None:
        self._in_hand.discard(task)
        self._bell.set()  # the next of its lane is free now

    async def _handle(self, arrival: Arrival, owner: str) -> None:
        """One delivery. However it ends, the row says so."""
        problem = ""
        again = AGAIN[min(arrival.attempts, len(AGAIN)) - 1]
        counts = True
        try:
            async with asyncio.timeout(HANDLING_S):
                await self._answer(arrival, owner)
            return
        except _Lost:
            return
        except asyncio.CancelledError:
            await self._release(arrival, owner, timedelta(0), counts=False)
            raise
        except Later as later:
            again, counts = timedelta(seconds=later.seconds), False
        except Exception as error:
            problem = type(error).__name__
            if unreachable(error):
                again, counts = NOT_NOW, False
            log.warning(
                "a delivery was not handled",
                exc_info=counts,
                extra={"inbox": arrival.id, "platform": arrival.platform, "why": problem},
            )
        if counts and arrival.attempts >= TRIES:
            metrics.inbox_problems_total.labels(arrival.platform).inc()
            await self._park(arrival, owner, problem)
        else:
            await self._release(arrival, owner, again, counts=counts)

    async def _answer(self, arrival: Arrival, owner: str) -> None:
        door = self._doors.get(arrival.platform)
        payload = json.loads(self._sealing.open(arrival.body))
        incoming = door.read(payload) if door else None
        recognised = await self._identity.recognise(incoming.account) if incoming else None
        if door and incoming and recognised and self._router.asks_presence(incoming):
            incoming = replace(incoming, present=await door.is_in(incoming))
        answer = Answer(None)
        async with self._database.store() as store:
            if incoming and recognised:
                await self._identity.remember(recognised, incoming.address, store)
                answer = await self._router.answer(incoming, recognised.person, store)
                await self._postman.answer(incoming, answer, store, trust=recognised.trust)
            if not await store.inbox.handled(arrival, owner, self._clock.now()):
                raise _Lost
        self._committed(recognised)
        if door and incoming and recognised and recognised.trust is None and isinstance(answer.say, Card):
            await self._tell(door, incoming, answer.say)

    def _committed(self, recognised: Recognised | None) -> None:
        if recognised is not None and recognised.is_new:
            self.arrived()
        else:
            self.written()

    async def _tell(self, door: Door, incoming: Incoming, card: Card) -> None:
        """Say it to somebody of no trust. A letter belongs to a trust, so this is said once or not at all."""
        letter = Letter(
            id=LetterId(0),
            trust=TrustId(0),
            key=f"answer:{incoming.key}",
            card=card_to_data(card),
            why=Why.ANSWER,
            platform=door.platform,
            address=dict(incoming.reply_to) | {"public": False},
            bucket=incoming.bucket,
            due_at=self._clock.now(),
        )
        try:
            await door.send(Envelope(letter, card))
        except Trouble as trouble:
            log.warning("a stranger was not answered", extra={"why": type(trouble).__name__})

    async def _park(self, arrival: Arrival, owner: str, problem: str) -> None:
        try:
            async with self._database.store() as store:
                await store.inbox.park(arrival, owner, self._clock.now(), problem)
        except UNREACHABLE as error:
            log.warning("a problem could not be noted", extra={"why": type(error).__name__})

    async def _release(self, arrival: Arrival, owner: str, again: timedelta, *, counts: bool) -> None:
        """Give it back; where even that fails its lease ends by itself."""
        until = self._clock.now() + again
        try:
            async with self._database.store() as store:
                await store.inbox.release(arrival, owner, until=until, counts=counts)
        except UNREACHABLE as error:
            log.warning("a delivery could not be given back", extra={"why": type(error).__name__})


def _short(platform: Platform, lane: str) -> str:
    """A lane as the table holds it: 32 characters, and nobody's id in the clear."""
    return blake2b(f"{platform}:{lane}".encode(), digest_size=16).hexdigest() if lane else ""
