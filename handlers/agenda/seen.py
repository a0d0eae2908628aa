"""A meeting that came with a button or a word: looked up again, and the right to it checked."""

from dataclasses import dataclass

from handlers.talk import Refusal, Request
from handlers.which import must_lead, must_read
from storage.records import Meeting, MeetingId, Network
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting and whose it is."""

    meeting: Meeting
    network: Network


async def read(request: Request, meeting: MeetingId, store: Store) -> Seen:
    """For whoever may read it; Refusal for others, and where it is gone."""
    seen = await _found(request, meeting, store)
    await must_read(request.person, seen.network, store)
    return seen


async def led(request: Request, meeting: MeetingId, store: Store) -> Seen:
    """For facilitators and coordinators, and held: nobody else changes it meanwhile. Refusal for others."""
    seen = await _found(request, meeting, store, hold=True)
    await must_lead(request.person, seen.network, store)
    return seen


async def _found(request: Request, id_: MeetingId, store: Store, *, hold: bool = False) -> Seen:
    meeting = await store.meetings.find(id_, trust=request.trust.id, hold=hold)
    network = await store.networks.find(meeting.network, trust=request.trust.id) if meeting else None
    if meeting is None or network is None:
        raise Refusal("That meeting is not here any more. Say “agenda” to see what is next.")
    return Seen(meeting, network)
