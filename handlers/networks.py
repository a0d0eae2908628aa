"""Networks: mine, all of the trust's, and who is in each from which school.

Ada  networks
bot  Your networks: KS1 network, 11 members      [Open]
Ada  networks sendco
bot  SENDCO network: Alison Frost, Thorpe Green …      [Join]
Ada  who is in the attendance group?
"""

import re
from collections.abc import Collection, Sequence

from handlers.capability import Capability, Occasion
from handlers.naming import workplace
from handlers.rules.fitting import best_fitting
from handlers.rules.reading import read
from handlers.talk import Button, Card, Facts, Item, Note, Refusal, Reply, Request, Text
from storage.records import Network, NetworkId, Person, PersonId
from storage.store import Store

SHOWN = 5  # networks with a button of their own: Teams allows six buttons on a card

networks = Capability("networks", about="Your networks, and who is in them")


@networks.command("networks", usage="networks, or networks all")
async def show(request: Request, store: Store) -> Reply:
    """Mine; `networks all`; or, by name, who is in one."""
    wanted = request.said.strip().lower()
    mine = await store.networks.of(request.person)
    if not wanted or wanted == "mine":
        return Reply(my_networks(mine))
    all_of_them = await store.networks.everyone(request.trust.id)
    if wanted == "all":
        return Reply(every_network(all_of_them, {each.id for each in mine}))
    found = named(wanted, all_of_them)
    if found is None:
        raise Refusal("I know no network by that name. Say “networks all” to see them.")
    return await _members(request, found, store)


#: "Who is in the SENDCO network?", "members of the attendance group", "who's in our networks?"
WHO_IS_IN = re.compile(
    r"^\W*(?:(?:hi|hello|please|so|and|can you|could you|tell me|show me)[ ,]+)*"
    r"(?:who(?:'?s|’s| is| are| else is)?(?: all)? (?:in|on|part of)|who belongs to|"
    r"who are (?:the )?members of|"
    r"(?:list |show |show me |name )?(?:all )?(?:the )?(?:members|people) (?:of|in)|"
    r"how many (?:of us |people |members )?(?:are |is )?(?:there )?(?:in|on)) "
    r"(?:the |our |my )?(?P<name>.*?) ?\b(?:networks?|groups?|hubs?|communit(?:y|ies)|nlcs?)(?: please)?\W*$",
    re.IGNORECASE,
)


@networks.phrase(WHO_IS_IN)
async def who_is_in_it(request: Request, store: Store) -> Reply | None:
    """The network that a plain question names; without a name, the asker's own."""
    asked = WHO_IS_IN.search(request.said)
    if asked is None:
        return None
    mine = await store.networks.of(request.person)
    if not asked["name"]:
        return Reply(my_networks(mine)) if len(mine) != 1 else await _members(request, mine[0], store)
    found = named(asked["name"].lower(), await store.networks.everyone(request.trust.id))
    return await _members(request, found, store) if found else None


def named(words: str, among: Sequence[Network]) -> Network | None:
    """The network called so, in whole or in part; "SENDCO" is the SENCo network, too."""
    called = (each for each in among if words in each.name.lower())
    return next(called, None) or best_fitting(read(words), [each for each in among if each.name])


@networks.action("networks.all")
async def show_all(request: Request, store: Store) -> Reply:
    mine = {each.id for each in await store.networks.of(request.person)}
    return Reply(every_network(await store.networks.everyone(request.trust.id), mine))


@networks.action("networks.members")
async def show_members(request: Request, store: Store, *, network: NetworkId) -> Reply:
    return await _members(request, await _network(request, store, network), store)


@networks.action("networks.join")
async def join(request: Request, store: Store, *, network: NetworkId) -> Reply:
    found = await _network(request, store, network)
    await store.networks.join(found.id, request.person)
    return await _members(request, await _network(request, store, network), store)


@networks.action("networks.leave")
async def leave(request: Request, store: Store, *, network: NetworkId) -> Reply:
    found = await _network(request, store, network)
    await store.networks.leave(found.id, request.person)
    return Reply(my_networks(await store.networks.of(request.person), said=f"You have left {found.name}."))


@networks.on(Occasion.JOINED_CHANNEL)
async def joined_channel(request: Request, store: Store) -> Reply | None:
    """Whoever joins a network's channel is in the network; only they are told, and only if it is new."""
    network = request.place.network
    if network is None or not await store.networks.join(network.id, request.person):
        return None
    return Reply(you_are_in(network))


async def _network(request: Request, store: Store, id_: NetworkId) -> Network:
    found = await store.networks.find(id_, trust=request.trust.id)
    if found is None:
        raise Refusal("That network is not here any more. Say “networks all” to see them.")
    return found


async def _members(request: Request, network: Network, store: Store) -> Reply:
    ids = await store.networks.members(network.id, trust=request.trust.id)
    people = await store.people.several(ids, trust=request.trust.id)
    lead = (await store.networks.facilitators(request.trust.id)).get(network.id, ())
    shown = [each for each in people if each.open_to_introductions]
    return Reply(who_is_in(network, shown, lead, mine=request.person.id in ids))


# ------------------------------------------------------------------ cards


def my_networks(mine: Sequence[Network], said: str = "") -> Card:
    nothing = "You are in no network yet. The list below shows what there is."
    return Card(
        "Your networks",
        *((Text(said or nothing),) if said or not mine else ()),
        *(Item(each.name, _size(each), _open_button(each)) for each in mine[:SHOWN]),
        *((Facts(*((each.name, _size(each)) for each in mine[SHOWN:])),) if len(mine) > SHOWN else ()),
        show_all.button("Show all networks"),
    )


def every_network(found: Sequence[Network], mine: set[NetworkId]) -> Card:
    if not found:
        return Card(
            "No networks yet", Text("Your trust has not told me of any. Its coordinator can add them.")
        )
    yours = " · you are in it"
    return Card(
        "Networks in your trust",
        Facts(*((each.name, _size(each) + (yours if each.id in mine else "")) for each in found)),
        Note(f"Say “networks” and a name to see who is in it, or to join: “networks {found[0].name}”."),
    )


def who_is_in(network: Network, people: Sequence[Person], lead: Collection[PersonId], *, mine: bool) -> Card:
    some_hidden = len(people) < network.members
    return Card(
        network.name,
        Text("You are in this network." if mine else "You are not in this network."),
        *((Text(network.about),) if network.about else ()),
        Facts(*((each.name, workplace(each) + (", leads it" if each.id in lead else "")) for each in people)),
        _leave_button(network) if mine else _join_button(network),
        *((Note("Members who prefer not to be found are not listed."),) if some_hidden else ()),
    )


def you_are_in(network: Network) -> Card:
    return Card(f"You are in {network.name} now", Text("I added you because you joined its channel."))


def _open_button(network: Network) -> Button:
    return show_members.button("Open", network=network.id).aloud(f"Open {network.name}")


def _join_button(network: Network) -> Button:
    return join.button("Join", network=network.id).primary().aloud(f"Join {network.name}")


def _leave_button(network: Network) -> Button:
    return leave.button("Leave", network=network.id).aloud(f"Leave {network.name}")


def _size(network: Network) -> str:
    return "1 member" if network.members == 1 else f"{network.members} members"
