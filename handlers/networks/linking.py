"""Linking a channel: from inside it, so that nobody mistakes one for another.

Cora  (in #maths)  networks link maths leads
bot   (to everybody there) This is the channel of Maths leads now …
"""

from handlers.talk import Card, Note, Place, Quote, Refusal, Reply, Request, Text
from handlers.which import must_lead, the_network
from storage.records import Channel, Network
from storage.store import Store

INVITE = "I am not in this channel yet. Please type “/invite @Brightspot” here, then say it again."


async def link(words: str, request: Request, store: Store) -> Reply:
    """From now on this channel is that network's; Refusal, and nothing changed, where it cannot be."""
    place = request.place
    _must_be_a_channel(place)
    if place.network is not None:
        raise Refusal(f"This channel is {place.network.name}'s already. Say “networks unlink” here first.")
    if not words.strip():
        raise Refusal("Whose channel is this to be? Say “networks link” and the network's name.")
    network = await the_network(words, request, store)
    await must_lead(request.person, network, store)
    if not place.present:
        raise Refusal(INVITE)
    here = Channel(network.id, network.trust, request.platform, place.workspace, place.channel)
    if not await store.networks.link_free(here, dict(place.address)):
        raise Refusal("This channel is linked to a network already. Please choose another channel.")
    return Reply(linked(network), public=True)


async def unlink(request: Request, store: Store) -> Reply:
    """This channel is no network's any more; everything of the network stays."""
    place = request.place
    _must_be_a_channel(place)
    if place.network is None:
        raise Refusal("This channel is not linked to a network. To link it, say “networks link” and a name.")
    await must_lead(request.person, place.network, store)
    await store.networks.unlink(
        Channel(place.network.id, request.trust.id, request.platform, place.workspace, place.channel)
    )
    return Reply(unlinked(place.network), public=True)


def _must_be_a_channel(place: Place) -> None:
    if place.direct or not place.channel:
        raise Refusal("Please say that inside the channel you mean: then I know which one it is.")


# ------------------------------------------------------------------ cards


def linked(network: Network) -> Card:
    return Card(
        f"This is the channel of {network.name} now",
        Text("Agendas, what came of each meeting and open questions are posted here."),
        Text("Anybody here can say what should be on the next agenda:"),
        Quote("@Brightspot agenda add how we teach fractions"),
        Text(
            "Links posted here go into the library, so that colleagues find them again. Whoever posts one is "
            f"told and can undo it. To be asked first, or not at all: “library channel {network.name}”."
        ),
        Note("Please never name pupils here."),
    )


def unlinked(network: Network) -> Card:
    return Card(
        f"This is no longer the channel of {network.name}",
        Text("I post nothing of it here from now on. Its members, agendas and notes are all kept."),
    )
