"""What could not be posted in a network's channel: whoever leads it hears so, and tries again with one tap.

bot     I could not post in the channel of Maths leads                    [Try again]
Hannah  (adds Brightspot to the channel, and presses)
"""

from handlers.networks.capability import networks
from handlers.packing import card_from_data
from handlers.talk import Card, Post, Refusal, Reply, Request, Text, ToPerson
from handlers.which import must_lead, who_looks_after
from storage.records import Letter, LetterId, Network, Platform, Why
from storage.store import Store

_HOW = {
    Platform.SLACK: "Type “/invite @Brightspot” in that channel",
    Platform.TEAMS: "Add Brightspot to that team under “Manage team”, “Apps”",
}


async def tell_who_leads(letter: Letter, store: Store) -> tuple[Post, ...]:
    """Once a day, and once more for each time they try; coordinators where nobody leads it.

    An edit is not worth it: the message stands there.
    """
    network = await _network_of(letter, store)
    if network is None or letter.replaces:
        return ()
    people = await who_looks_after(network.id, letter.trust, store)
    key = f"unheard:{network.id}:{letter.due_at:%Y-%m-%d}:{letter.attempts}"
    card = could_not_post(letter, network)
    return tuple(Post(ToPerson(each), card, f"{key}:{each.id}", Why.REMINDER) for each in people)


@networks.action("networks.try_again")
async def try_again(request: Request, store: Store, *, letter: LetterId) -> Reply:
    found = await store.outbox.find(letter, trust=request.trust.id)
    network = await _network_of(found, store) if found else None
    if found is None or network is None:
        raise Refusal("That message is not here any more. Say “networks” to see your networks.")
    await must_lead(request.person, network, store)
    if not await store.outbox.again(found, request.now):
        raise Refusal("There is nothing left to post: it went out in the meantime, or is on its way.")
    return Reply(trying_again(network))


async def _network_of(letter: Letter, store: Store) -> Network | None:
    return await store.networks.find(letter.network, trust=letter.trust) if letter.network else None


# ------------------------------------------------------------------ cards


def could_not_post(letter: Letter, network: Network) -> Card:
    """What was to be posted: its title, as everybody in the channel would have read it."""
    how = _HOW.get(letter.platform, "Add Brightspot to it") if letter.platform else "Add Brightspot to it"
    return Card(
        f"I could not post in the channel of {network.name}",
        Text(f"It was “{card_from_data(letter.card).title}”. I do not seem to be in that channel any more."),
        Text(f"{how}, then press “Try again”."),
        try_again.button("Try again", letter=letter.id).primary(),
    )


def trying_again(network: Network) -> Card:
    return Card(
        "I am trying again",
        Text(f"If {network.name} cannot be reached this time either, you hear of it."),
    )
