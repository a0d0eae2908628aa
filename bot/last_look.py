"""The last look before a letter goes: much can have happened since it was written.

Here, and nowhere else, live the rules of what may reach a person when: what they did not ask for waits
for their weekly message, what is of a meeting comes in their working hours, and colleagues' requests come at
most twice in seven days.
"""

from datetime import datetime, timedelta

from bot import weekly
from bot.clock import Clock
from bot.postman import REPLY, Place, Postman
from bot.web import metrics
from handlers.days import days_of
from handlers.packing import card_to_data
from handlers.rules.calendar import WorkingDays
from handlers.talk import LOCAL
from storage.outbox import WEEK
from storage.postroom import Postroom
from storage.records import Letter, LetterState, Person, Why
from storage.store import Database, Store

REQUESTS = 2  # colleagues' requests to be introduced that reach a person …
REQUESTS_IN = timedelta(days=7)  # … in any so many days
EDIT_WAITS = timedelta(seconds=2)  # until the message that is to be edited has gone


class LastLook:
    """Decides whether a claimed letter goes as it is. If not, it has been dealt with."""

    def __init__(self, database: Database, clock: Clock, postman: Postman, postroom: Postroom) -> None:
        self._database = database
        self._clock = clock
        self._postman = postman
        self._postroom = postroom

    async def message_to_edit(self, letter: Letter) -> str | None:
        """What the platform calls the message that this letter edits; "" for none, None for not sent yet."""
        if not letter.replaces:
            return ""
        async with self._database.reading() as store:
            original = await store.outbox.with_key(letter.replaces, trust=letter.trust)
        if original is None:
            return ""
        if original.state in (LetterState.WAITING, LetterState.CLAIMED):
            return None
        return original.platform_id if original.state is LetterState.SENT else ""

    async def goes(self, letter: Letter, owner: str, *, edits: bool) -> bool:
        """True if it is to be sent now, to where it is addressed."""
        now = self._clock.now()
        if letter.expires_at is not None and letter.expires_at <= now:
            if await self._postroom.park(letter, owner, "too late"):
                metrics.expired_total.inc()
            return False
        if edits or letter.key.startswith(REPLY):  # they go to where the message is, or where it was asked
            return True
        if letter.person is None:
            return await self._all_there(letter, owner)
        async with self._database.reading() as store:
            person = await store.people.find(letter.person, trust=letter.trust)
            place = await self._postman.place_of(letter.person, store, trust=letter.trust)
        if person is None:
            return False  # the letter went with them
        if place is None or (place.platform, place.bucket) != (letter.platform, letter.bucket):
            await self._follow(letter, owner, place)
            return False
        if letter.why is Why.REQUEST:
            return await self._request_may_go(letter, person, owner, now)
        if letter.why is Why.MEETING:
            return await self._in_hours(letter, person, owner, now)
        if letter.why is Why.UNASKED:
            return await self._weekly_may_go(letter, person, owner, now)
        return True

    async def _all_there(self, letter: Letter, owner: str) -> bool:
        """Several people together: all of them still belong to the trust. A channel: its platform knows."""
        ids = letter.people
        if not ids:
            return True
        async with self._database.reading() as store:
            there = await store.people.several(ids, trust=letter.trust)
        if len(there) < len(ids):
            await self._postroom.park(letter, owner, "one of them has left")
            return False
        return True

    async def _follow(self, letter: Letter, owner: str, place: Place | None) -> None:
        """To the account where they are now; without one it waits until they have one."""
        async with self._database.store() as store:
            if place is None:
                await store.outbox.readdress(letter, owner, None, {}, "")
            else:
                await store.outbox.readdress(letter, owner, place.platform, place.address, place.bucket)

    async def _request_may_go(self, letter: Letter, person: Person, owner: str, now: datetime) -> bool:
        if not person.open_to_introductions:
            await self._postroom.park(letter, owner, "not open to introductions any more")
            return False
        async with self._database.reading() as store:
            recent = await store.outbox.requests_since(person.id, now - REQUESTS_IN, trust=person.trust)
        if len(recent) >= REQUESTS:
            await self._postroom.wait(letter, owner, recent[-REQUESTS] + REQUESTS_IN)
            return False
        return True

    async def _in_hours(self, letter: Letter, person: Person, owner: str, now: datetime) -> bool:
        """On a day they work, not early and not late; else it waits, for as long as it matters."""
        then = weekly.in_hours(await self._days_of(person), now)
        if then > now:
            await self._postroom.wait(letter, owner, then)
        return then <= now

    async def _days_of(self, person: Person) -> WorkingDays:
        async with self._database.reading() as store:
            return await days_of(person, store)

    async def _weekly_may_go(self, letter: Letter, person: Person, owner: str, now: datetime) -> bool:
        """True for the weekly message itself; everything else waits for it and becomes a part of it."""
        merged = letter.key.startswith(WEEK)
        days, at = await self._days_of(person), person.hears_at
        if not merged and not weekly.in_time(days, letter.due_at, now, at):
            await self._postroom.wait(letter, owner, weekly.next_slot(days, max(now, letter.due_at), at))
            return False
        if not weekly.is_open(days, now, at):
            await self._postroom.wait(letter, owner, weekly.next_opening(days, now, at))
            return False
        today = now.astimezone(LOCAL).date()
        if merged:
            return await self._is_of_this_week(letter, person, owner, now)
        async with self._database.store() as store:
            until, later = weekly.opening(days, today, at) or now, weekly.next_slot(days, now, at)
            await self._merge(letter, person, until, later, now, store)
        return False

    async def _is_of_this_week(self, letter: Letter, person: Person, owner: str, now: datetime) -> bool:
        """A message that did not get out in its own week takes the place of this week's, if that is free."""
        today = now.astimezone(LOCAL).date()
        key = weekly.key(person, today)
        if letter.key == key:
            return True
        days, at = await self._days_of(person), person.hears_at
        async with self._database.store() as store:
            if await store.outbox.rename(letter, owner, key):
                await store.turns.went(person, letter.key, today)
            else:
                await store.outbox.postpone((letter,), weekly.next_slot(days, now, at))
        return False

    async def _merge(
        self, letter: Letter, person: Person, until: datetime, later: datetime, now: datetime, store: Store
    ) -> None:
        waiting = await store.outbox.unasked(person.id, until, trust=person.trust)
        if all(each.id != letter.id for each in waiting):
            return  # another process has just done it
        ranked = weekly.ranked(waiting, later)
        chosen = weekly.handful(ranked)
        others = [each for each in ranked if each not in chosen]
        today = now.astimezone(LOCAL).date()
        key = weekly.key(person, today)
        together = card_to_data(weekly.together(chosen))
        message = letter._replace(key=key, card=together, due_at=now, expires_at=None)
        if await store.outbox.add(message, now):
            await store.outbox.merge(chosen, key)
            if any(weekly.has_waited(each, today) for each in chosen):
                await store.turns.went(person, key, today)
            await store.outbox.postpone(others, later)
        else:
            await store.outbox.postpone(waiting, later)
