"""Which network is meant, and who may do what in it: the same wherever a network is spoken of.

Whoever leads a network (its facilitators) and the trust's coordinators plan, post and wrap up. Members
suggest, answer and read; colleagues who are not members read where the network is open.
"""

from collections.abc import Sequence

from handlers.rules.fitting import best_fitting
from handlers.rules.reading import read
from handlers.talk import Refusal, Request
from storage.records import Network, NetworkId, Person
from storage.store import Store

NAMED_AT_MOST = 4  # networks that a sentence names


def named(words: str, among: Sequence[Network]) -> tuple[Network, ...]:
    """The networks that these words may mean, best first: one where they are clear, none where unknown.

    "maths" is Maths leads and Maths leads (sec); "maths leads" is the first alone, because it is its name.
    "SENDCO" is the SENCo network, too.
    """
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        return ()
    exactly = [each for each in among if each.name.casefold() == wanted]
    if exactly:
        return tuple(exactly)
    containing = tuple(each for each in among if wanted in each.name.casefold())
    if containing:
        return containing
    best = best_fitting(read(words), among)
    return (best,) if best else ()


async def the_network(words: str, request: Request, store: Store) -> Network:
    """The one that is named; without a name the channel's, or the only one they are in. Refusal otherwise.

    Of several that the words may mean it is the only one they lead or are in, if there is one.
    """
    if not words.strip() and request.place.network is not None:
        return request.place.network
    mine = await store.networks.of(request.person)
    if not words.strip():
        if len(mine) == 1:
            return mine[0]
        raise Refusal("Which network? Please say its name too, or ask in its channel.")
    found = named(words, await store.networks.everyone(request.trust.id))
    if not found:
        raise Refusal(f"I know no network called “{words.strip()[:60]}”. Say “networks all” to see them.")
    if len(found) > 1:
        found = await _nearest(found, mine, request, store)
    if len(found) > 1:
        names = ", ".join(each.name for each in found[:NAMED_AT_MOST])
        raise Refusal(f"That could be several: {names}. Please say the whole name.")
    return found[0]


async def _nearest(
    found: Sequence[Network], mine: Sequence[Network], request: Request, store: Store
) -> tuple[Network, ...]:
    led = await store.networks.facilitators(request.trust.id)
    leading = tuple(each for each in found if request.person.id in led.get(each.id, ()))
    if len(leading) == 1:
        return leading
    ids = {each.id for each in mine}
    within = tuple(each for each in found if each.id in ids)
    return within if len(within) == 1 else tuple(found)


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


async def may_read(person: Person, network: Network, store: Store) -> bool:
    """Its agendas and notes: members, facilitators, coordinators; anybody where the network is open."""
    if network.open or person.coordinator:
        return True
    return person.id in await store.networks.members(network.id, trust=person.trust)
