"""Whether links are kept: a network's say for its channels, and everybody's own for what they post.

Hannah  library channel maths leads
bot     Links in the channels of Maths leads      [Keep links by themselves] [Ask first] [Leave links alone]
"""

from handlers.library.capability import library
from handlers.library.words import COLLECTING
from handlers.talk import Button, Card, Note, Refusal, Reply, Request, Text
from handlers.which import must_lead, the_network
from storage.records import Collecting, Network, NetworkId
from storage.store import Store


async def show_channel(words: str, request: Request, store: Store) -> Reply:
    """For whoever leads the network that is named, or whose channel this is."""
    network = await the_network(words, request, store)
    await must_lead(request.person, network, store)
    return Reply(how_links_are_kept(network, await _how(network, store)))


@library.action("library.collect")
async def collect(request: Request, store: Store, *, network: NetworkId, how: Collecting) -> Reply:
    """From now on, in all its channels; what was kept before stays."""
    found = await store.networks.find(network, trust=request.trust.id)
    if found is None:
        raise Refusal("That network is not here any more. Say “networks all” to see them.")
    await must_lead(request.person, found, store)
    await store.networks.collect(found, how)
    return Reply(how_links_are_kept(found, how))


@library.action("library.collect_mine")
async def collect_mine(request: Request, store: Store, *, yes: bool) -> Reply:
    """Whether links that they post may be kept at all; what was kept before stays theirs to withdraw."""
    await store.people.prefer(request.person, collected=yes)
    return Reply(mine_are_kept() if yes else mine_are_left())


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


def mine_are_kept() -> Card:
    return Card(
        "Links you post are kept",
        Text("In your networks’ channels, as each network has it. You are told quietly each time."),
        never_mine(),
    )


def mine_are_left() -> Card:
    return Card(
        "Links you post are left alone",
        Text("You can still save one by hand: “share”, its address and what it is for."),
        collect_mine.button("Keep them again", yes=True),
        Note("What you shared before is still there: “library me” shows it."),
    )


def never_mine() -> Button:
    return collect_mine.button("Never mine", yes=False).aloud("Never keep links that I post")
