"""Whether links are kept: a network's say for its channels, and everybody's own for what they post.

Hannah  library channel maths leads
bot     Links in the channels of Maths leads      [Keep every link] [Ask first] [Leave links alone]
"""

from collections.abc import Sequence

from handlers.library.capability import library
from handlers.library.cards import look_at
from handlers.library.digest import show_frequency
from handlers.library.entering import take
from handlers.library.words import COLLECTING, where_from
from handlers.talk import Button, Card, Item, Note, Refusal, Reply, Request, Text
from handlers.which import must_lead, network_led, the_network
from storage.records import Collecting, Network, NetworkId, Resource
from storage.store import Store

NEWEST = 20  # sharings looked through: several may be of one resource
LISTED = 3  # of them on a card: Teams allows six buttons


async def show_channel(words: str, request: Request, store: Store) -> Reply:
    """For whoever leads the network that is named, or whose channel this is."""
    network = await the_network(words, request, store)
    await must_lead(request.person, network, store)
    return Reply(how_links_are_kept(network, await _how(network, store)))


@library.action("library.collect")
async def collect(request: Request, store: Store, *, network: NetworkId, how: Collecting) -> Reply:
    """From now on, in all its channels; what was kept before stays."""
    found = await network_led(request, network, store)
    await store.networks.collect(found, how)
    return Reply(how_links_are_kept(found, how))


async def show_mine(request: Request, store: Store) -> Reply:
    """What they shared last, and how they want the library to be."""
    sharings = await store.sharings.by(request.person, limit=NEWEST)
    ids = dict.fromkeys(each.resource for each in sharings if each.kept)
    resources = await store.resources.several(ids, trust=request.trust.id)
    return Reply(my_part(resources[:LISTED], kept=request.person.collected))


@library.action("library.collect_mine")
async def collect_mine(request: Request, store: Store, *, yes: bool) -> Reply:
    """Whether links that they post may be kept at all; what was kept before stays theirs to withdraw."""
    await store.people.prefer(request.person, collected=yes)
    return Reply(are_kept() if yes else are_left())


async def _how(network: Network, store: Store) -> Collecting:
    found = await store.networks.channels(network.id, trust=network.trust)
    if not found:
        raise Refusal(f"{network.name} has no channel yet. Say “networks link {network.name}” inside one.")
    return found[0][0].collecting


# ------------------------------------------------------------------ cards

_TOLD = {
    Collecting.AUTO: "Links posted there are kept. Whoever posted one is told quietly, and can undo it.",
    Collecting.ASK: "Whoever posts a link there is asked first.",
    Collecting.OFF: "Links posted there are left alone. Anybody can still save one by hand.",
}


def how_links_are_kept(network: Network, how: Collecting) -> Card:
    choices = (
        collect.button(label, network=network.id, how=each)
        for each, label in COLLECTING.items()
        if each is not how
    )
    return Card(f"Links in the channel of {network.name}", Text(_TOLD[how]), *choices)


def my_part(resources: Sequence[Resource], *, kept: bool) -> Card:
    nothing = "You have shared nothing yet. Say “share”, an address and what it is for."
    return Card(
        "You and the library",
        Text("What you shared last:" if resources else nothing),
        *(_entry(each) for each in resources),
        Text(_KEPT if kept else _LEFT),
        never_mine() if kept else mine_again(),
        show_frequency.button("What I hear of it"),
        take.button("Take it along").aloud("Take the library along as a file"),
    )


def _entry(resource: Resource) -> Item:
    look = look_at.button("Look", resource=resource.id).aloud(f"Look at {resource.title}")
    return Item(resource.title, where_from(resource), look)


_KEPT = "Links you post in your networks’ channels are kept, as each network has it; you are told each time."
_LEFT = "Links you post in channels are left alone. What you save by hand is kept."


def are_kept() -> Card:
    return Card("Links you post are kept again", Text(_KEPT), never_mine())


def are_left() -> Card:
    shared_before = Note("What you shared before is still there: “library me” shows it.")
    return Card("Links you post are left alone", Text(_LEFT), mine_again(), shared_before)


def never_mine() -> Button:
    return collect_mine.button("Never mine", yes=False).aloud("Never keep links that I post")


def mine_again() -> Button:
    return collect_mine.button("Keep mine again", yes=True).aloud("Keep links that I post again")
