"""The guard: words that must not be stored are stopped before anything is.

Doors ask it after the signature and before the inbox. On a hit nothing of the words is kept, only which
rule it was, when and where, and the delivery's keys, so that a repeat is not answered twice. The door
then shows `stopped.card` to the sender alone.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.identity import Identity
from bot.web import metrics
from handlers import house
from handlers.rules import safeguarding
from handlers.rules.safeguarding import Concern, Kind
from handlers.talk import Card
from storage.keys import fitting
from storage.letterbox import UNREACHABLE
from storage.records import Platform
from storage.store import Database

log = logging.getLogger(__name__)

NOTE_S = 1.5  # for the note of a hit: Slack waits three seconds for what is said to whoever wrote it


@dataclass(frozen=True, slots=True)
class Stopped(Concern):
    """A hit: what it was, and whether this very delivery was answered before."""

    again: bool = False

    @property
    def card(self) -> Card:
        """For the sender alone."""
        return house.not_here(self)

    @property
    def card_of_another(self) -> Card:
        """Where the words were a message that they picked, perhaps somebody else's."""
        return house.not_that_message(self)

    @property
    def ends_a_form(self) -> bool:
        """A pupil's name is taken out in the form itself; all else needs somebody now."""
        return self.kind is not Kind.PUPIL_DATA


class Guard:
    """Looks at words in memory; only a hit reaches the database."""

    def __init__(self, database: Database, clock: Clock, identity: Identity) -> None:
        self._database = database
        self._clock = clock
        self._identity = identity

    async def stops(
        self,
        text: str | Sequence[str],
        keys: str | Sequence[str],
        platform: Platform,
        place: str = "",
        *,
        workspace: str = "",
    ) -> Stopped | None:
        """None where the words may pass. `place` is an id (a channel's, "direct"), never words.

        A database that is down or slow stops nothing less: the words are gone, and only the note is missing.
        """
        for words in (text,) if isinstance(text, str) else text:
            concern = safeguarding.check(words)
            if concern is not None:
                metrics.stopped_total.labels(concern.rule).inc()
                keys = (keys,) if isinstance(keys, str) else keys
                again = await self._note(concern, platform, workspace, place, keys)
                return Stopped(concern.rule, concern.kind, again)
        return None

    async def _note(
        self, concern: Concern, platform: Platform, workspace: str, place: str, keys: Sequence[str]
    ) -> bool:
        """Remember that it was stopped. True if this very delivery had been already."""
        now = self._clock.now()
        try:
            async with asyncio.timeout(NOTE_S), self._database.store() as store:
                if keys and not await store.inbox.note([fitting(key) for key in keys], platform, now):
                    return True
                trust = await self._identity.trust_of(platform, workspace, store)
                await store.inbox.stopped(trust, concern.rule, f"{platform}:{place}", now)
        except UNREACHABLE as error:
            log.warning("stopped without a note", extra={"rule": concern.rule, "why": type(error).__name__})
        return False
