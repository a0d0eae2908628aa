"""One letter: look whether it went before, look whether it still may, send, and note how that ended."""

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.door import Apart, CannotLook, Door, Envelope, Later, Never, Sent, Unclear
from bot.last_look import EDIT_WAITS, LastLook
from bot.postman import REPLY, Postman
from handlers import mailbox
from handlers.networks import tell_who_leads
from handlers.packing import card_from_data
from handlers.talk import Post, ToPerson
from storage.postroom import Postroom
from storage.records import Letter, Platform, Why
from storage.store import Database

log = logging.getLogger(__name__)

FIRST_REST_S = 0.5  # after a send that certainly failed; doubles each time …
LONGEST_REST_S = 300.0  # … up to this
GIVE_UP_AFTER = timedelta(hours=24)  # an outage of a working day is survived …
SOME_TRIES = 10  # … and a process that was off for days still tries this often
AT_ONCE_AGAIN = 3  # sends; what was looked for in vain after so many rests before the next

UNSURE = "unsure:"  # begins the key of the offer to show a letter that may have gone missing
UNSURE_KEEPS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Lease:
    """Until when a claim holds, by this process's own clock that never jumps."""

    owner: str
    ends: float
    #: How long a send may take.
    timeout_s: float

    def too_late(self) -> bool:
        """A send that begins now might end after the lease, when somebody else is at it."""
        return time.monotonic() > self.ends - self.timeout_s


@dataclass(frozen=True, slots=True)
class Step:
    """What trying one letter means for its bucket."""

    #: The platform was written to, so it counts towards the pace.
    wrote: bool = False
    #: Seconds in which this bucket is left alone.
    rest: float = 0.0
    #: Nothing more of this bucket in this claim, so that letters stay in order.
    stop: bool = False
    #: A send may still be under way: the bucket stays held until the lease ends.
    hold: bool = False


class Sender:
    """Sends letters that a claim holds."""

    def __init__(
        self,
        database: Database,
        doors: Mapping[Platform, Door],
        clock: Clock,
        postman: Postman,
        postroom: Postroom,
    ) -> None:
        self._database = database
        self._doors = doors
        self._clock = clock
        self._postman = postman
        self._postroom = postroom
        self._last_look = LastLook(database, clock, postman, postroom)
        self.outcomes: Counter[tuple[Platform, str]] = Counter()

    async def deliver(self, letter: Letter, lease: Lease) -> Step:
        """Everything about one letter: look whether it went before, look whether it still may, send."""
        edits = await self._last_look.message_to_edit(letter)
        if edits is None:
            await self._postroom.wait(
                letter, lease.owner, self._clock.now() + EDIT_WAITS, started=letter.started
            )
            return Step()
        door = self._doors.get(letter.platform) if letter.platform else None
        if door is not None and letter.started and not edits:
            step = await self._look_up(door, letter, lease)
            if step is not None:
                return step
        if not await self._last_look.goes(letter, lease.owner, edits=bool(edits)):
            return Step()
        if door is None:
            await self._postroom.park(letter, lease.owner, f"the door to {letter.platform} is closed")
            return Step()
        begun = time.monotonic()
        if lease.too_late() or not await self._postroom.start(letter, lease.owner):
            return Step(stop=lease.too_late())
        return await self._send(door, Envelope(letter, card_from_data(letter.card), edits), lease, begun)

    async def _look_up(self, door: Door, letter: Letter, lease: Lease) -> Step | None:
        """Whether an earlier send arrived. None: it certainly did not, so it may be sent."""
        try:
            async with asyncio.timeout(lease.timeout_s):
                found = await door.look_up(Envelope(letter, card_from_data(letter.card)))
        except CannotLook as problem:
            await self._unknown(letter, lease, str(problem))
            return Step()
        except Exception as problem:  # whatever it was, nobody looked
            seconds = problem.seconds if isinstance(problem, Later) else 0.0
            if self._is_hopeless(letter):
                await self._unknown(letter, lease, f"tried {letter.attempts} times")
                return Step()
            await self._postroom.look_again(letter, lease.owner, _words(problem))
            return Step(rest=rest_after(letter.attempts, seconds), stop=True)
        if found is None and letter.attempts < AT_ONCE_AGAIN:
            return None
        if found is None:
            await self._postroom.wait(letter, lease.owner, letter.due_at, problem="did not arrive")
            return Step(rest=rest_after(letter.attempts, 0.0), stop=True)
        await self._sent(letter, lease, found)
        return Step()

    async def _send(self, door: Door, envelope: Envelope, lease: Lease, begun: float) -> Step:
        letter = envelope.letter
        if lease.too_late():  # frozen while it was marked: nothing has gone out
            await self._postroom.wait(letter, lease.owner, letter.due_at, started=letter.started)
            return Step(stop=True)
        try:
            # From the moment before it was marked: a process that was frozen since does not send.
            async with asyncio.timeout_at(begun + lease.timeout_s):
                sent = await door.send(envelope)
        except Later as later:
            return await self._later(envelope, lease, later)
        except Never as never:
            await self._never(letter, lease, never)
            return Step()
        except Apart:
            await self._take_apart(letter, lease)
            return Step()
        except Exception as problem:
            if not isinstance(problem, Unclear | TimeoutError):
                log.exception("a door failed", extra={"letter": letter.id, "platform": str(door.platform)})
            return await self._unclear(door, envelope, lease, problem)
        await self._sent(letter, lease, sent)
        return Step(wrote=True)

    # ---- how a send can end

    async def _sent(self, letter: Letter, lease: Lease, sent: Sent) -> None:
        for pause in (0.1, 0.5, 1.0, None):  # a message that is out must be remembered as such
            try:
                await self._postroom.sent(letter, lease.owner, sent.platform_id, self._clock.now())
                break
            except Exception:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        self._count(letter, "sent")
        if sent.address is None or letter.person is None or sent.address.items() <= letter.address.items():
            return  # nothing that was not known when it was addressed
        async with self._database.reading() as store:
            known = await self._postman.account_at(letter, store)
        if known is not None and known.address != sent.address:
            async with self._database.store() as store:
                await store.accounts.keep_address(known.account, dict(sent.address))

    async def _later(self, envelope: Envelope, lease: Lease, later: Later) -> Step:
        letter = envelope.letter
        self._count(letter, "later")
        if self._is_hopeless(letter):
            await self._postroom.park(letter, lease.owner, f"gave up: {later}")
            return Step()
        await self._postroom.wait(letter, lease.owner, letter.due_at, problem=str(later))
        return Step(rest=rest_after(letter.attempts + 1, later.seconds), stop=True)

    async def _never(self, letter: Letter, lease: Lease, never: Never) -> None:
        """Parked with the reason, unless the account is gone and the person has another one."""
        self._count(letter, "never")
        if never.gone and letter.person is not None:
            async with self._database.store() as store:
                known = await self._postman.account_at(letter, store)
                if known is not None:
                    await store.accounts.unlink(known.account)
                place = await self._postman.place_of(letter.person, store, trust=letter.trust)
                if place is not None and not letter.key.startswith(REPLY):
                    await store.outbox.readdress(
                        letter, lease.owner, place.platform, place.address, place.bucket
                    )
                    return
        if letter.network is not None:
            async with self._database.store() as store:
                await self._postman.post(await tell_who_leads(letter, store), store)
        await self._postroom.park(letter, lease.owner, str(never))

    async def _take_apart(self, letter: Letter, lease: Lease) -> None:
        async with self._database.store() as store:
            if not await store.outbox.merge((letter,), "", owner=lease.owner):
                return
            await self._postman.take_apart(letter, store)
        self._count(letter, "apart")

    async def _unclear(self, door: Door, envelope: Envelope, lease: Lease, problem: Exception) -> Step:
        letter = envelope.letter
        self._count(letter, "unclear")
        if envelope.edits:  # the same words in the same message: once more does no harm
            return await self._later(envelope, lease, Later(_words(problem), 1.0))
        if not door.looks or self._is_hopeless(letter):
            await self._unknown(letter, lease, _words(problem))
            return Step(wrote=True)
        return Step(wrote=True, hold=True)

    async def _unknown(self, letter: Letter, lease: Lease, problem: str) -> None:
        """Never sent again by itself; its recipient, or each of several, is offered it."""
        now = self._clock.now()
        async with self._database.store() as store:
            if not await store.outbox.lost(letter, lease.owner, problem, now):
                return
            people = () if letter.key.startswith(UNSURE) else letter.people
            for person in await store.people.several(people, trust=letter.trust) if people else ():
                offer = Post(
                    ToPerson(person),
                    mailbox.missing(letter),
                    key=f"{UNSURE}{letter.key}" + (f"@{person.id}" if letter.person is None else ""),
                    why=Why.REMINDER,
                    expires=now + UNSURE_KEEPS,
                )
                await self._postman.post((offer,), store)
        self._count(letter, "unknown")

    def _is_hopeless(self, letter: Letter) -> bool:
        """Tried often, and for a day: whoever runs Brightspot should know."""
        return letter.attempts >= SOME_TRIES and self._clock.now() - letter.due_at > GIVE_UP_AFTER

    def _count(self, letter: Letter, outcome: str) -> None:
        if letter.platform is not None:
            self.outcomes[letter.platform, outcome] += 1


def rest_after(tries: int, seconds: float) -> float:
    """How long a bucket rests after so many failed tries: what was asked for, or twice the time before.

    With up to a quarter on top, so that what failed together does not come back together.
    """
    own = min(LONGEST_REST_S, FIRST_REST_S * 2.0 ** min(tries - 1, 20))
    return max(seconds, own) * random.uniform(1.0, 1.25)  # noqa: S311  spread, not secrecy


def _words(problem: Exception) -> str:
    """For whoever runs Brightspot: never the words of a message."""
    return str(problem) if isinstance(problem, Later | Unclear) else type(problem).__name__
