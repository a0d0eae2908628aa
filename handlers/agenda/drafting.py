"""The facilitator's draft: begun from the framework, filled with what is there, kept in versions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from handlers.agenda.gathering import placed
from handlers.rules.framework import shipped, skeleton
from handlers.rules.outline import Unreadable, read, write
from handlers.talk import Refusal, Request
from handlers.which import GONE
from storage.records import AgendaItem, Framework, Meeting, Network, Person, PersonId, State
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
        raise Refusal(GONE)
    await refreshed(meeting, network, request, store)  # of two who plan it at once, one may have written
    return meeting


async def filled(meeting: Meeting, network: Network, store: Store) -> tuple[AgendaItem, ...]:
    """A draft as it would begin now, in the length and form the network meets."""
    own = await store.agendas.framework(network.trust, network.id)
    items = skeleton(
        await framework_of(network, store),
        own.items if own else (),
        minutes=meeting.minutes,
        virtual=network.virtual,
    )
    return await placed(items, meeting, network, store)


async def refreshed(
    meeting: Meeting, network: Network, request: Request, store: Store
) -> tuple[AgendaItem, ...]:
    """Its items; of a draft that nobody has touched yet, with what has come up since it was begun."""
    items = await store.agendas.items(meeting.id, trust=meeting.trust)
    if meeting.version or meeting.state is not State.PLANNED:
        return items
    anew = await filled(meeting, network, store)
    if anew != items:
        await put(meeting, anew, None, request.now, store)
    return anew


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
    """A new version of the agenda, noted with who left it so (None: nobody yet)."""
    changed = await store.meetings.change(meeting, purpose=purpose, version=meeting.version + 1)
    await put(changed, items, by, now, store)
    return changed


async def put(
    meeting: Meeting, items: Sequence[AgendaItem], by: Person | None, now: datetime, store: Store
) -> None:
    """In place of what was there; a draft that nobody has touched stays one."""
    await store.agendas.keep(meeting, items)
    names = await names_of(items, meeting, store)
    await store.agendas.note_version(meeting, by, "\n".join((meeting.purpose, write(items, names))), now)


async def edition_of(meeting: Meeting, store: Store) -> int:
    """How often the agenda has been noted: what somebody begins to edit is this one."""
    return len(await store.agendas.versions(meeting.id, trust=meeting.trust))


async def as_it_was(
    meeting: Meeting,
    edition: int,
    names: Mapping[PersonId, str],
    now: Sequence[AgendaItem],
    store: Store,
) -> tuple[str, tuple[AgendaItem, ...]]:
    """Purpose and items of that edition, known by those of `now`; `now` itself where it is forgotten."""
    noted = await store.agendas.versions(meeting.id, trust=meeting.trust)
    if not 0 < edition <= len(noted):
        return meeting.purpose, tuple(now)
    purpose, _, outline = noted[edition - 1].text.partition("\n")
    try:
        return purpose, read(outline, names, now)
    except Unreadable:  # an owner has since come to share a name with somebody
        return purpose, tuple(now)


async def names_of(
    items: Iterable[AgendaItem], of: Meeting | Network, store: Store
) -> Mapping[PersonId, str]:
    """Who owns these items, by name; whoever has left is absent. `of` says whose people they are."""
    owners = {each.owner for each in items if each.owner is not None}
    return {each.id: each.name for each in await store.people.several(owners, trust=of.trust)}


async def who_may_own(items: Iterable[AgendaItem], network: Network, store: Store) -> Mapping[PersonId, str]:
    """The network's members, and whoever owns an item now."""
    members = await store.networks.members(network.id, trust=network.trust)
    people = await store.people.several(members, trust=network.trust)
    return {each.id: each.name for each in people} | dict(await names_of(items, network, store))
