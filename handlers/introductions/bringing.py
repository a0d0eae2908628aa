"""Bringing together: a coordinator suggests that two colleagues meet, and both know who did.

Cora  for Elm Park, who has cracked persistent absence?
bot   … [Introduce…]
bot   (to Ada at Elm Park) Cora Example thinks you and Jo Sample could help one another
Ada   presses Yes please
bot   (to Jo) Ada Example would like to meet you: Cora Example thought of you both

Neither of the two has asked: the first is asked before the second hears of it, and either may say no
without anybody learning which.
"""

from handlers.introductions.asking import (
    ASK_AGAIN_AFTER,
    brought_by,
    it_did_not_come_about,
    outcome,
    request_to,
)
from handlers.introductions.capability import introductions
from handlers.naming import whereabouts
from handlers.talk import Button, Card, Note, Post, Quote, Refusal, Reply, Request, Text, ToPerson
from storage.records import Introduction, IntroductionId, Person, Stage, Why
from storage.store import Store


async def suggest(
    request: Request, store: Store, person: Person, colleague: Person, topic: str
) -> tuple[Post, ...]:
    """Ask `person` whether they would like to meet the colleague, once.

    Nothing happens where the two know of each other through Brightspot already: what is between them is
    theirs, so the coordinator is told neither.
    """
    by = request.person
    before = await store.introductions.between(person.id, colleague.id, trust=by.trust)
    if before is None:
        asked = await store.introductions.suggest(person, colleague, topic, request.now, by=by.id)
    elif before.stage is Stage.POSTPONED and request.now - before.asked_at > ASK_AGAIN_AFTER:
        asked = await store.introductions.ask_again(
            before, person, colleague, topic, request.now, suggested_by=by.id
        )
    else:
        return ()
    card = could_help_one_another(by, colleague, asked)
    return (Post(ToPerson(person), card, key=asked.key("suggest"), why=Why.REQUEST),)


@introductions.action("introductions.yes_please")
async def yes_please(request: Request, store: Store, *, introduction: IntroductionId) -> Reply:
    """Now the colleague is asked, as by anybody who asks for themselves."""
    found, colleague = await _suggested_to_me(request, store, introduction)
    if found.stage is not Stage.SUGGESTED:
        return Reply(asked_them(colleague))
    if not colleague.open_to_introductions:
        raise Refusal(
            "They are not open to introductions at the moment. Ask me for others whenever you like."
        )
    await store.introductions.take_up(found, request.now)
    by = await brought_by(found, store)
    post = request_to(colleague, request.person, found, by.name if by else "")
    return Reply(asked_them(colleague), post)


@introductions.action("introductions.not_for_me")
async def not_for_me(request: Request, store: Store, *, introduction: IntroductionId) -> Reply:
    """The colleague never hears of it; the suggestion stays here, should they change their mind."""
    found, colleague = await _suggested_to_me(request, store, introduction)
    if found.stage is not Stage.SUGGESTED:
        return Reply(asked_them(colleague))
    card = it_did_not_come_about(request.person, colleague)
    return Reply(that_is_fine(found), *await outcome(found, card, store))


async def _suggested_to_me(
    request: Request, store: Store, id_: IntroductionId
) -> tuple[Introduction, Person]:
    """The introduction that was suggested to this person, and the colleague."""
    found = await store.introductions.find(id_, trust=request.trust.id)
    mine = found is not None and found.asker == request.person.id
    colleague = await store.people.find(found.colleague, trust=found.trust) if found and mine else None
    if found is None or colleague is None:
        raise Refusal("This suggestion is no longer open. There is nothing you need to do.")
    return found, colleague


# ------------------------------------------------------------------ cards


def could_help_one_another(by: Person, colleague: Person, asked: Introduction) -> Card:
    return Card(
        f"{by.name} thinks you and {colleague.name} could help one another",
        Text(f"{colleague.name}: {whereabouts(colleague)}. It is about:"),
        Quote(asked.topic, by.name),
        _yes_button(asked, "Yes please"),
        not_for_me.button("Not now", introduction=asked.id),
        Note(
            f"{colleague.name} has not been asked yet, and hears nothing unless you say yes. "
            "Yes shares your work e-mail once they agree too."
        ),
    )


def asked_them(colleague: Person) -> Card:
    return Card(
        f"I have asked {colleague.name}", Text("You will hear either way. There is nothing more to do.")
    )


def that_is_fine(found: Introduction) -> Card:
    return Card(
        "That is fine",
        Text("Your colleague has not been asked and will not hear of it."),
        _yes_button(found, "I've changed my mind: yes please"),
    )


def _yes_button(asked: Introduction, label: str) -> Button:
    return yes_please.button(label, introduction=asked.id).primary()
