"""Which network is meant, and who may do what in it: the same wherever a network is spoken of.

Whoever leads a network (its facilitators) and the trust's coordinators plan, post and wrap up. Members
suggest, answer and read; colleagues who are not members read where the network is open.
"""

from collections.abc import Sequence

from handlers.rules.network_names import named, years_of
from handlers.rules.places import range_of
from handlers.talk import Refusal, Request
from storage.records import Network, NetworkId, Person, TrustId
from storage.store import Store

NAMED_AT_MOST = 4  # networks that a sentence names
GONE = "That network is not here any more. Say “networks all” to see them."


async def the_network(words: str, request: Request, store: Store) -> Network:
    """The one that is named; without a name the channel's, or the only one they are in or lead.

    Refusal where that leaves it open.
    """
    if not words.strip() and request.place.network is not None:
        return request.place.network
    if not words.strip():
        mine = await store.networks.of(request.person)
        leading = await store.networks.facilitators(request.trust.id)
        led = [each for each in mine if request.person.id in leading.get(each.id, ())]
        for only in (mine, led):
            if len(only) == 1:
                return only[0]
        names = ", ".join(each.name for each in mine[:NAMED_AT_MOST])
        raise Refusal(f"Which network{f': {names}' if names else ''}? Please say its name too.")
    found = await meant(words, request, store)
    if len(found) > 1:
        names = ", ".join(each.name for each in found[:NAMED_AT_MOST])
        raise Refusal(f"That could be several: {names}. Please say the whole name.")
    return found[0]


async def meant(words: str, request: Request, store: Store) -> tuple[Network, ...]:
    """The networks that these words may mean to this person, never none: Refusal where they name nothing.

    Of several it is those they lead, those they are in, those for the years their school teaches: if any are.
    """
    found = named(words, await store.networks.everyone(request.trust.id))
    if not found:
        raise Refusal(f"I know no network called “{words.strip()[:60]}”. Say “networks all” to see them.")
    return found if len(found) == 1 else await _nearest(found, request, store)


async def _nearest(found: Sequence[Network], request: Request, store: Store) -> tuple[Network, ...]:
    me = request.person
    led = await store.networks.facilitators(request.trust.id)
    mine = {each.id for each in await store.networks.of(me)}
    school = await store.schools.find(me.school, trust=request.trust.id) if me.school is not None else None
    taught = range_of(school)
    near = tuple(found)
    for suits in (
        lambda each: me.id in led.get(each.id, ()),
        lambda each: each.id in mine,
        lambda each: taught & (years_of(each) or taught),
    ):
        near = tuple(filter(suits, near)) or near
    return near


async def network_seen(request: Request, network: NetworkId, store: Store, *, hold: bool = False) -> Network:
    """One that came with a button, looked up again; Refusal where it is gone."""
    found = await store.networks.find(network, trust=request.trust.id, hold=hold)
    if found is None:
        raise Refusal(GONE)
    return found


async def network_led(request: Request, network: NetworkId, store: Store, *, hold: bool = False) -> Network:
    """The same for its facilitators and the trust's coordinators; Refusal for others."""
    found = await network_seen(request, network, store, hold=hold)
    await must_lead(request.person, found, store)
    return found


async def leads(person: Person, network: NetworkId, store: Store) -> bool:
    """Whether they may plan, post and wrap up: a facilitator of it, or a coordinator of the trust."""
    if person.coordinator:
        return True
    return person.id in (await store.networks.facilitators(person.trust)).get(network, ())


async def must_lead(person: Person, network: Network, store: Store) -> None:
    """Refusal for anybody who does not."""
    if await leads(person, network.id, store):
        return
    leading = await store.people.several(
        (await store.networks.facilitators(person.trust)).get(network.id, ()), trust=person.trust
    )
    whom = " or ".join(each.name for each in leading[:2])
    raise Refusal(
        f"Only a facilitator of {network.name} can do that"
        + (f": please ask {whom}." if whom else ": your trust's coordinator can name one.")
    )


async def who_looks_after(network: NetworkId | None, trust: TrustId, store: Store) -> Sequence[Person]:
    """Its facilitators; where it has none, and of what belongs to no network, the trust's coordinators."""
    leading = (await store.networks.facilitators(trust)).get(network, ()) if network else ()
    people = await store.people.several(leading, trust=trust)
    return people or await store.people.coordinators(trust)


async def may_read(person: Person, network: Network, store: Store) -> bool:
    """Its agendas and notes: members, facilitators, coordinators; anybody where the network is open."""
    if network.open or person.coordinator:
        return True
    return person.id in await store.networks.members(network.id, trust=person.trust)


async def must_read(person: Person, network: Network, store: Store) -> None:
    """Refusal for anybody who may not."""
    if not await may_read(person, network, store):
        raise Refusal(f"{network.name} keeps its agendas among its members. Join it to read them.")
