"""Hearing: which messages are taken from a network's channel, decided before anything of them is kept.

Nobody said them to us. A door brings a message here only where it holds or held a link, which it sees
without asking anybody; then the channel has to be a network's, one of the links one to be kept, and the words
free of what must not be stored. Only then is there a row in the inbox.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from bot.clock import Clock
from bot.door import Trouble
from bot.guard import Guard, Stopped
from bot.identity import Identity
from bot.incoming import Incoming
from handlers import house
from handlers.rules import links
from handlers.talk import Card, Fate, Heard
from storage.letterbox import UNREACHABLE
from storage.records import Account, Channel, Collecting, Platform
from storage.store import Database

log = logging.getLogger(__name__)

KNOWN_S = 10.0  # for messages that follow one another: their acknowledgements wait for no look-up

_NOT_NOW: tuple[type[Exception], ...] = (Trouble, *UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it: as much of the message as may be kept, and why it is not all of it."""

    #: What goes into the inbox; None for nothing.
    take: Heard | None
    #: Set where its words were stopped.
    stopped: Stopped | None = None


class Hearing:
    """Looks at a message in memory; at times one question to the database, none to a platform."""

    def __init__(
        self, database: Database, clock: Clock, guard: Guard, identity: Identity, own_address: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._guard = guard
        self._identity = identity
        self._own_address = own_address
        #: The networks' channels that were written in lately, and until when that is taken to hold.
        self._known: dict[tuple[Platform, str, str], tuple[Channel, float]] = {}

    async def judge(self, incoming: Incoming, heard: Heard, keys: str | Sequence[str]) -> Judged:
        """What was edited so that nothing of it may be kept any more goes on as removed, without words."""
        gone = replace(heard, text="", what=Fate.REMOVED) if heard.what is Fate.CHANGED else None
        if (text := links.without(heard.text, self._is_never_kept)) != heard.text:
            heard = replace(heard, text=text)
        found = links.found(heard.text)
        wanted = any(not links.is_noise(each.url) for each in found)
        if heard.what is Fate.POSTED and not wanted:
            return Judged(None)
        account = incoming.account
        channel = await self._channel(account.platform, account.workspace, incoming.channel)
        if channel is None:
            return Judged(None)
        if heard.what is Fate.REMOVED or not wanted:
            return Judged(gone or heard)
        if channel.collecting is Collecting.OFF:
            return Judged(None)
        stopped = await self._guard.stops(
            [links.said(heard.text), *(unquote(each.url) for each in found)],
            platform=account.platform,
            workspace=account.workspace,
            place=incoming.channel,
            keys=keys,
        )
        return Judged(gone, stopped) if stopped else Judged(heard)

    async def told(self, account: Account, stopped: Stopped) -> Card | None:
        """What whoever wrote it hears, after the acknowledgement; nothing where none would have been kept."""
        if stopped.again:
            return None
        try:
            person = (await self._identity.recognise(account)).person
        except _NOT_NOW as trouble:
            log.warning("stopped without a word", extra={"why": type(trouble).__name__})
            return None
        return house.link_not_kept(stopped) if person and person.collected else None

    async def _channel(self, *place: *tuple[Platform, str, str]) -> Channel | None:
        """The network's channel that it is, else None. Whatever is done with a message reads that again."""
        channel, until = self._known.get(place, (None, 0.0))
        if self._clock.monotonic() >= until:
            async with self._database.reading() as store:
                channel = await store.networks.at(*place)
            self._known.pop(place, None)
            if channel is not None:
                self._known[place] = (channel, self._clock.monotonic() + KNOWN_S)
        return channel

    def _is_never_kept(self, url: str) -> bool:
        """Pages of our own, and of systems with pupils' records: what stands beside them is no way in."""
        return links.is_ours(url, self._own_address) or links.holds_pupils(url)
