"""When each network meets next."""

from datetime import timedelta

from handlers.talk import Request
from storage.records import Meeting, NetworkId
from storage.store import Store

AHEAD = timedelta(days=400)  # meetings are planned for a school year, and a few weeks of the next


async def next_meetings(request: Request, store: Store) -> dict[NetworkId, Meeting]:
    """The next of each network; those with none planned are absent."""
    coming = await store.meetings.between(request.trust.id, request.now, request.now + AHEAD)
    return {each.network: each for each in reversed(coming)}
