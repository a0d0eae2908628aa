"""What may follow the word `cycle`: each room notes down its own.

@after("stops")
async def stops(request: Request, store: Store) -> Reply:     # "cycle stops …": `request.said` is the rest
"""

from collections.abc import Awaitable, Callable

from handlers.talk import Reply, Request
from storage.store import Store

Room = Callable[[Request, Store], Awaitable[Reply]]

ROOMS: dict[str, Room] = {}


def after(*words: str) -> Callable[[Room], Room]:
    """`cycle` and one of these words leads here."""

    def note(room: Room) -> Room:
        ROOMS.update(dict.fromkeys(words, room))
        return room

    return note
