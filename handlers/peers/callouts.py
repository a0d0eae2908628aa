"""Callouts: a question put to a network's channel with the asker's consent, by name or without.

bot  (in the channel) A colleague asks
     “who else teaches Latin?”                       [I can help]
Jo   presses I can help
bot  (to Jo alone) Thank you, I have told them
bot  (to the asker) Jo Example can help              [Introduce us]
"""

from datetime import timedelta

from handlers.introductions import take_up
from handlers.naming import whereabouts
from handlers.peers.capability import peers
from handlers.talk import Card, Note, Post, Quote, Refusal, Reply, Request, Text, ToNetwork, ToPerson
from storage.records import Callout, CalloutId, Network, Person, PersonId, Why
from storage.store import Store

RESTS_AFTER = timedelta(days=105)  # a term: whoever asked has moved on


def call_out(callout: Callout, asker: Person, network: Network) -> Post:
    """Into the network's channel, once. Without a name nothing in it leads to the asker."""
    card = somebody_asks(callout, asker if callout.named else None)
    return Post(ToNetwork(network), card, key=f"callout:{callout.id}", why=Why.ANSWER)


@peers.action("peers.can_help")
async def can_help(request: Request, store: Store, *, callout: CalloutId) -> Reply:
    """Tell the asker, once, and nobody else. It opens this one meeting, even for who is hidden otherwise."""
    me = request.person
    found = await store.callouts.find(callout, trust=request.trust.id)
    if found is None or request.now - found.asked_at > RESTS_AFTER:
        raise Refusal("That question is more than a term old and rests now. Thank you all the same.")
    if found.asker == me.id:
        return Reply(your_own())
    await _must_belong(request, found, store)
    asker = await store.people.find(found.asker, trust=found.trust)
    if asker is None or not await store.callouts.note_answer(found, me):
        return Reply(thank_you())
    key = f"offer:{found.id}:{me.id}"
    return Reply(thank_you(), Post(ToPerson(asker), can_help_you(found, me), key=key, why=Why.STANDING))


async def _must_belong(request: Request, callout: Callout, store: Store) -> None:
    """Asked of a network's members; whoever reads its channel is one."""
    here = request.place.network
    mine = {each.id for each in await store.networks.of(request.person)}
    if callout.network not in (mine if here is None else {here.id, *mine}):
        raise Refusal("This was asked of a network you are not in. Say “networks all” to find and join it.")


@peers.action("peers.take_up")
async def introduce_helper(request: Request, store: Store, *, callout: CalloutId, helper: PersonId) -> Reply:
    """Put both in touch: the colleague has offered, and this is the asker's yes."""
    found = await store.callouts.find(callout, trust=request.trust.id)
    if found is None or found.asker != request.person.id or helper not in found.answered:
        raise Refusal("That offer is not here any more. Ask your question again for other colleagues.")
    colleague = await store.people.find(helper, trust=found.trust)
    begun = await take_up(request, store, colleague, found.text)
    return Reply(in_touch(begun.words), *begun.posts)


# ------------------------------------------------------------------ cards


def somebody_asks(callout: Callout, asker: Person | None) -> Card:
    """`asker` is None where they asked without their name."""
    title = f"{asker.name} asks" if asker else "A colleague asks"
    return Card(
        title,
        *((Text(whereabouts(asker)),) if asker else ()),
        Quote(callout.text),
        can_help.button("I can help", callout=callout.id).primary(),
        Note("Only they hear that you can help. If they say yes, I put you both in touch."),
    )


def thank_you() -> Card:
    return Card(
        "Thank you",
        Text("I have told them that you can help. If they say yes, I put you both in touch."),
        Note("Nobody else sees that you pressed."),
    )


def your_own() -> Card:
    return Card("This is your own question", Text("I will tell you as soon as somebody can help."))


def can_help_you(callout: Callout, helper: Person) -> Card:
    unnamed = "They don't know who asked. They will when you press it."
    return Card(
        f"{helper.name} can help",
        Text(f"{whereabouts(helper)}. You asked:"),
        Quote(callout.text),
        introduce_helper.button("Introduce us", callout=callout.id, helper=helper.id)
        .primary()
        .aloud(f"Introduce us: {helper.name}"),
        Note("They have offered, so I put you in touch at once." if callout.named else unnamed),
    )


def in_touch(words: str) -> Card:
    return Card("You are in touch", Text(words), Text("A ten-minute call is a good start."))
