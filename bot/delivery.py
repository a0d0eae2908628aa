"""Delivery: outbox → the recipient's platform. Paced, tried again, parked; never lost, never doubled.

Letters are claimed under a lease. Just before a send its letter is marked as started, by its owner and
within the lease; whoever finds a started letter later looks whether it arrived before sending again.
Where a platform cannot say, the letter is parked as unknown and its recipient is asked.
"""

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import Mapping

from bot.clock import Clock
from bot.door import Door
from bot.pacing import AT_ONCE, pause_after
from bot.postman import Postman
from bot.sending import Lease, Sender
from storage.postroom import Bunch, Pause, Postroom
from storage.records import Platform
from storage.store import Database

log = logging.getLogger(__name__)

LEASE_S = 30.0  # a crashed process's letters wait this long; three sends fit even if each takes its limit
POST_TIMEOUT_S = 10.0  # reliability.md 1.4
LANES = 8  # buckets written to at once by one process: at 150 ms a send about Teams' 50 a second
POLL_S = 1.0  # how soon letters written by another process are seen
ADDRESSES_EVERY_S = 10.0  # how soon letters to people who had no account yet find one
DRAIN_S = 10.0  # a stopping process finishes what it has begun


class Delivery:
    """Sends what is due. Any number of processes may do so at once."""

    def __init__(
        self,
        database: Database,
        doors: Mapping[Platform, Door],
        clock: Clock,
        postman: Postman,
        *,
        lease_s: float = LEASE_S,
        post_timeout_s: float = POST_TIMEOUT_S,
        lanes: int = LANES,
    ) -> None:
        self._database = database
        self._doors = doors
        self._clock = clock
        self._postman = postman
        self._postroom = Postroom(database)
        self._sender = Sender(database, doors, clock, postman, self._postroom)
        self._lease_s = lease_s
        self._post_timeout_s = post_timeout_s
        self._most_lanes = lanes
        self._name = secrets.token_hex(6)
        self._claims = 0
        self._lanes: set[asyncio.Task[None]] = set()
        self._awake = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._stopping = False
        self._addresses_at = float("-inf")
        #: When letters were last looked for (monotonic seconds): for readiness.
        self.looked_at = time.monotonic()

    @property
    def postroom(self) -> Postroom:
        return self._postroom

    @property
    def outcomes(self) -> Counter[tuple[Platform, str]]:
        """How sends ended, by platform and outcome, since this process started: for metrics."""
        return self._sender.outcomes

    def wake(self) -> None:
        """A letter was written in this process and is committed: look now, not at the next poll."""
        self._awake.set()

    def arrived(self) -> None:
        """Somebody has an account now who had none: letters may have waited for them."""
        self._addresses_at = float("-inf")
        self.wake()

    async def start(self) -> None:
        self._stopping = False
        self._running = asyncio.create_task(self._run(), name="delivery")

    async def stop(self) -> None:
        """Claim nothing more, finish what was begun, put the rest back in line."""
        self._stopping = True
        self._awake.set()
        if self._running is not None:
            await self._running
            self._running = None
        if self._lanes:
            _, late = await asyncio.wait(self._lanes, timeout=DRAIN_S)
            for lane in late:
                lane.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._postroom.close()

    async def settle(self) -> None:
        """Send everything due now, and come back when it has gone. For tests and the playground's clock.

        A pace is not waited for here; what a platform asked to wait for is left for later.
        """
        while True:
            self._addresses_at = float("-inf")
            claimed = await self._round(paced=False)
            if self._lanes:
                await asyncio.wait(self._lanes)
            elif not claimed:
                return

    async def _run(self) -> None:
        while not self._stopping:
            self._awake.clear()
            try:
                await self._round(paced=True)
            except Exception:
                log.exception("letters could not be claimed")
            # Everything that was free was claimed. What comes, or becomes free in this process, wakes it.
            try:
                async with asyncio.timeout(POLL_S):
                    await self._awake.wait()
            except TimeoutError:
                pass

    async def _round(self, *, paced: bool) -> bool:
        """Claim what is due, as far as there are free lanes. True if anything was."""
        await self._find_addresses()
        free = self._most_lanes - len(self._lanes)
        if free < 1:
            return False
        self._claims += 1
        began = time.monotonic()
        bunches = await self._postroom.claim(
            f"{self._name}-{self._claims}", self._clock.now(), buckets=free, lease_s=self._lease_s
        )
        self.looked_at = time.monotonic()
        for bunch in bunches:
            lane = asyncio.create_task(self._lane(bunch, began, paced=paced))
            self._lanes.add(lane)
            lane.add_done_callback(self._lane_ended)
        return bool(bunches)

    def _lane_ended(self, lane: asyncio.Task[None]) -> None:
        self._lanes.discard(lane)
        self._awake.set()

    async def _lane(self, bunch: Bunch, began: float, *, paced: bool) -> None:
        """The letters of one bucket, one after the other."""
        # What a claim that died may have sent counts as sent just now.
        wrote, rest, done = [*bunch.window, *[bunch.claimed_at] * bunch.unnoted], 0.0, 0
        lease = Lease(bunch.owner, began + self._lease_s, self._post_timeout_s)
        try:
            room = self._pause(bunch, wrote, began, 0.0) if paced and bunch.unnoted else None
            for letter in bunch.letters:
                if room and (room.seconds > 0 or done >= room.may_take):
                    break
                if self._stopping or lease.too_late():
                    break
                step = await self._sender.deliver(letter, lease)
                done += 1
                if step.hold:
                    return
                if step.wrote:
                    wrote.append(bunch.claimed_at + time.monotonic() - began)
                rest = max(rest, step.rest)
                if step.stop:
                    break
            if done < len(bunch.letters):
                await self._postroom.put_back(bunch)
            pause = self._pause(bunch, wrote, began, rest) if paced else Pause(rest, AT_ONCE)
            await self._postroom.release(bunch, pause, self._clock.now())
            if pause.seconds > 0:
                asyncio.get_running_loop().call_later(pause.seconds, self._awake.set)
        except Exception:
            # The lease brings these letters back, and what was started will be looked up.
            log.exception("a bucket's letters failed", extra={"claim": bunch.owner})

    def _pause(self, bunch: Bunch, wrote: list[float], began: float, rest: float) -> Pause:
        platform = bunch.letters[0].platform if bunch.letters else None
        if platform is None or platform not in self._doors:
            return Pause(rest, 1, tuple(wrote))
        now = bunch.claimed_at + time.monotonic() - began
        return pause_after(self._doors[platform].pace, wrote, now, rest=rest)

    # ---- people who had no account when their letter was written

    async def _find_addresses(self) -> None:
        if time.monotonic() - self._addresses_at < ADDRESSES_EVERY_S:
            return
        self._addresses_at = time.monotonic()
        async with self._database.reading() as store:
            found = await store.outbox.unaddressed(self._doors, limit=100)
        if not found:
            return
        async with self._database.store() as store:
            for letter in found:
                if letter.person is None:
                    continue
                place = await self._postman.place_of(letter.person, store, trust=letter.trust)
                if place is not None:
                    await store.outbox.readdress(letter, "", place.platform, place.address, place.bucket)
        self._awake.set()
