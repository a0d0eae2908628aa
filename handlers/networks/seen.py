"""A network that came with a button: looked up again, and the right to it checked; and when it meets next."""

from datetime import timedelta

from handlers.talk import Refusal, Request
from handlers.which import must_lead
from storage.records import Meeting, Network, NetworkId
from storage.store import Store

AHEAD = timedelta(days=400)  # meetings are planned for a school year, and a few weeks of the next


async def seen(request: Request, network: NetworkId, store: Store) -> Network:
    """Of their own trust; Refusal where it is gone."""
    found = await store.networks.find(network, trust=request.trust.id)
    if found is None:
        raise Refusal("That network is not here any more. Say “networks all” to see them.")
    return found


async def led(request: Request, network: NetworkId, store: Store) -> Network:
    """For its facilitators and the trust's coordinators; Refusal for others."""
    found = await seen(request, network, store)
    await must_lead(request.person, found, store)
    return found


async def next_meetings(request: Request, store: Store) -> dict[NetworkId, Meeting]:
    """The next of each network; those with none planned are absent."""
    coming = await store.meetings.between(request.trust.id, request.now, request.now + AHEAD)
    return {each.network: each for each in reversed(coming)}
