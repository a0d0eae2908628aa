"""The two errands: look at a page once, and ask each week whether it is still there.

What counts as gone: 404, 410, and a name that does not exist any more while others do. Everything else that
is no answer (401, 403, 429, 5xx, too slow, a broken certificate) is unsure: sites turn programs away where
they let people in, and a site's bad day says nothing of its pages. A page that answers "not found" with a 200
is unsure too: that is read from its words, and words can be misread.
"""

import asyncio
from dataclasses import replace
from http import HTTPStatus

from bot.looking.fetching import Answer, Fetcher
from bot.looking.reading import is_worth_reading, words_of
from bot.looking.troubles import Refused, Unanswered, Vanished
from storage.records import Look, Presence

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
#: Another time may be better.
PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
READERS = 2  # processes at once: a page takes one a tenth of a second


class Looker:
    """Looks and asks. One for each process. `NotNow` goes through to whoever sent it."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._readers = asyncio.Semaphore(READERS)

    async def look(self, address: str) -> Look:
        """Title, description and type of a page, and where it ended."""
        try:
            answer = await self._fetcher.get(address, wants=is_worth_reading)
        except (Refused, Unanswered, Vanished) as trouble:
            return _without_answer(trouble)
        look = _look(answer)
        if look.presence is not Presence.THERE:
            return look
        async with self._readers:
            words = await words_of(answer)
        if words.is_missing:
            return replace(look, presence=Presence.UNSURE, why="says not found")
        return replace(look, title=words.title, description=words.description, language=words.language)

    async def probe(self, address: str) -> Look:
        """Whether it is still there. HEAD first; where that brings no page, GET: many mistake the first."""
        try:
            answer = await self._head(address)
            if answer is None:
                answer = await self._fetcher.get(address, wants=lambda _: False)
        except (Refused, Unanswered, Vanished) as trouble:
            return _without_answer(trouble)
        return _look(answer)

    async def _head(self, address: str) -> Answer | None:
        """None where GET may bring more."""
        try:
            answer = await self._fetcher.head(address)
        except Unanswered:
            return None
        return answer if answer.status < HTTPStatus.BAD_REQUEST or answer.status in PASSING else None

    async def close(self) -> None:
        await self._fetcher.close()


def _look(answer: Answer) -> Look:
    return Look(
        _presence(answer.status),
        status=answer.status,
        url=answer.url,
        content_type=answer.type[:100],
        why=str(answer.status),
        passing=answer.status in PASSING or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        wait=answer.wait,
    )


def _presence(status: int) -> Presence:
    if status in GONE:
        return Presence.GONE
    return Presence.THERE if status < HTTPStatus.BAD_REQUEST else Presence.UNSURE


def _without_answer(trouble: Refused | Unanswered | Vanished) -> Look:
    presence = Presence.GONE if isinstance(trouble, Vanished) else Presence.UNSURE
    return Look(presence, why=trouble.why, passing=isinstance(trouble, Unanswered))
