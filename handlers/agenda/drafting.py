"""The facilitator's draft: begun from the framework and filled with what is there to talk about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from handlers.rules.framework import shipped, skeleton
from handlers.talk import Refusal, Request
from storage.records import AgendaItem, Framework, Meeting, Network, Person, PersonId
from storage.store import Store


async def begin(
    network: Network,
    starts: datetime,
    request: Request,
    store: Store,
    *,
    minutes: int | None = None,
    place: str = "",
) -> Meeting:
    """Plan a meeting of a network of the asker's trust; its draft is filled at once."""
    meeting = await store.meetings.plan(
        network.id, starts, trust=request.trust.id, minutes=minutes or network.minutes, place=place
    )
    if meeting is None:
        raise Refusal("That network is not here any more. Say “networks all” to see them.")
    items = await filled(meeting, network, store)
    await store.agendas.keep(meeting, items)
    await store.agendas.note_version(meeting, None, in_words(meeting.purpose, items), request.now)
    return meeting


async def filled(meeting: Meeting, network: Network, store: Store) -> tuple[AgendaItem, ...]:
    """A draft as it would begin now, in the length and form the network meets."""
    own = await store.agendas.framework(network.trust, network.id)
    return skeleton(
        await framework_of(network, store),
        own.items if own else (),
        minutes=meeting.minutes,
        virtual=network.virtual,
    )


async def framework_of(network: Network, store: Store) -> Framework:
    """The trust's own skeleton, or the shipped one."""
    return await store.agendas.framework(network.trust) or shipped(network.trust)


async def keep(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    purpose: str,
    by: Person | None,
    now: datetime,
    store: Store,
) -> Meeting:
    """A new version of the agenda, noted with who left it so (None: Brightspot, from what there was)."""
    changed = await store.meetings.change(meeting, purpose=purpose, version=meeting.version + 1)
    await store.agendas.keep(changed, items)
    await store.agendas.note_version(changed, by, in_words(purpose, items), now)
    return changed


async def names_of(items: Iterable[AgendaItem], network: Network, store: Store) -> Mapping[PersonId, str]:
    """Who owns these items, by name; whoever has left is absent."""
    owners = {each.owner for each in items if each.owner is not None}
    return {each.id: each.name for each in await store.people.several(list(owners), trust=network.trust)}


def in_words(purpose: str, items: Sequence[AgendaItem]) -> str:
    """An agenda as it is noted for whoever edits at the same time."""
    return "\n".join([purpose, *(f"{each.minutes} {each.title}: {each.detail}" for each in items)])
