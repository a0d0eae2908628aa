"""What a colleague would like on a network's next agenda: how those who lead the network hear of it."""

from dataclasses import replace

from handlers.naming import at_work
from handlers.talk import Card, Note, Post, Quote, Text, ToPerson
from storage.records import Network, Person, Suggestion, Why, Wish
from storage.store import Store

WORDS = 500  # characters: what is read in a channel, or talked about in a meeting


async def tell_who_leads(
    suggestion: Suggestion, by: Person, network: Network, store: Store, *, anew: bool = False
) -> tuple[Post, ...]:
    """In their weekly message; whoever leads the network themselves needs no telling.

    `anew`: its name has been left out since, so what was written before is written again.
    """
    leading = (await store.networks.facilitators(by.trust)).get(network.id, ())
    card = for_your_agenda(suggestion, by if suggestion.named else None, network)
    posts = []
    for lead in await store.people.several(leading, trust=by.trust):
        key = f"suggestion:{suggestion.id}:{lead.id}"
        if lead.id != by.id:
            post = Post(ToPerson(lead), card, key=key, why=Why.UNASKED)
            posts.append(replace(post, key=f"{key}:unnamed", replaces=key) if anew else post)
    return tuple(posts)


def what_comes_of_it(network: Network, *, told: bool) -> str:
    """To whoever suggested it; `told`: others than themselves lead the network."""
    if not told:
        return f"You lead {network.name} yourself, so it waits beside your next draft."
    return (
        f"Whoever leads {network.name} reads it in their next weekly message from me, and decides. "
        "You hear what becomes of it."
    )


def for_your_agenda(suggestion: Suggestion, by: Person | None, network: Network) -> Card:
    """`by` is None where it was suggested without a name."""
    who = at_work(by) if by else "A colleague"
    would = {
        Wish.ITEM: "would like the network to talk about this:",
        Wish.BRIGHT_SPOT: "offers a bright spot, something that works at their school:",
        Wish.PROBLEM: "offers a real problem to work on together:",
    }
    return Card(
        f"For the next agenda of {network.name}",
        Text(f"{who} {would[suggestion.wish]}"),
        Quote(suggestion.text),
        Note("It waits beside your draft, and you decide. Say “agenda” to see it."),
    )
