"""Topic by topic: what somebody is found for, put right with one tap each.

One topic to a card, because Teams allows six buttons on one; each tap brings the next.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from handlers.profile.capability import profile
from handlers.rules.found_for import FoundFor, found_for, how
from handlers.rules.likely import likely
from handlers.rules.profiles import concepts_of
from handlers.rules.vocabulary import vocabulary
from handlers.talk import Button, Card, Note, Refusal, Reply, Request, Text
from storage.records import Person, School, Stand
from storage.store import Store

OFFERED = 4  # topics offered to tap: with two other buttons all that Teams shows


class Tap(StrEnum):
    """What can be said of a topic with one tap."""

    #: As it stands: the words it comes from are confirmed.
    STILL = "still"
    NOW = "now"
    DONE = "done"
    WANTS = "wants"
    NO = "no"


@profile.action("profile.found_for")
async def overview(request: Request, store: Store) -> Reply:
    return Reply(all_of_it(await _items(request, store)))


@profile.action("profile.topics")
async def topics(request: Request, store: Store, *, at: int) -> Reply:
    """One topic, to be put right; after the last, all of them."""
    return Reply(_one_at(await _items(request, store), at))


@profile.action("profile.stand")
async def stand(request: Request, store: Store, *, concept: str, answer: Tap, at: int) -> Reply:
    """Keep what was tapped, and show the next."""
    await set_stand(request.person, concept, answer, request.now, store)
    return Reply(_one_at(await _items(request, store), at + 1))


@profile.action("profile.offered")
async def offered(request: Request, store: Store, *, concept: str) -> Reply:
    """A likely topic, before anything was said of it."""
    return Reply(an_offer(_known(concept)))


@profile.action("profile.offer")
async def offer(request: Request, store: Store) -> Reply:
    """Likely topics that nothing was said of yet."""
    return Reply(offers(likely(request.person, await school_of(request.person, store), at_most=OFFERED)))


@profile.action("profile.take")
async def take(request: Request, store: Store, *, concept: str, answer: Tap) -> Reply:
    """Two taps, and colleagues find them: keep the second, and offer what is left."""
    me = await set_stand(request.person, concept, answer, request.now, store)
    left = likely(me, await school_of(me, store), at_most=OFFERED)
    return Reply(offers(left, taken(concept, answer)))


async def set_stand(me: Person, concept: str, answer: Tap, now: datetime, store: Store) -> Person:
    """The person as they are with what was tapped. Read anew: of two taps at once, both are kept."""
    me = await store.people.find(me.id, trust=me.trust) or me
    await store.people.change(me, now, **_columns(me, _known(concept), answer, now))
    return await store.people.find(me.id, trust=me.trust) or me


def _columns(me: Person, concept: str, answer: Tap, now: datetime) -> dict[str, Any]:
    tapped = dict(me.tapped)
    if answer is not Tap.STILL:
        return {"tapped": tapped | {concept: Stand(answer).value}}
    said = (("working_on_at", me.working_on), ("can_help_at", me.can_help_with))
    confirmed = {at: now for at, words in said if concept in concepts_of(words)}
    return confirmed or {"tapped": {concept: Stand.NOW.value} | tapped}


async def school_of(me: Person, store: Store) -> School | None:
    return await store.schools.find(me.school, trust=me.trust) if me.school is not None else None


async def _items(request: Request, store: Store) -> tuple[FoundFor, ...]:
    me = await store.people.find(request.person.id, trust=request.trust.id) or request.person
    me = await store.people.in_full(me)
    return found_for(me, await school_of(me, store))


def _known(concept: str) -> str:
    """Values of buttons come back from outside."""
    if concept not in vocabulary().concepts:
        raise Refusal("I don't know that topic any more. Say “profile” to see what you are found for.")
    return concept


def _one_at(items: Sequence[FoundFor], at: int) -> Card:
    return one_topic(items[at], at, len(items)) if at < len(items) else all_of_it(items)


# ------------------------------------------------------------------ cards


def one_topic(item: FoundFor, at: int, of: int) -> Card:
    """What they are found for, and what may be said of it instead."""
    sure = item.stand and not item.follows
    labels = {
        Tap.STILL if sure else Tap.NOW: "Still true" if sure else "Working on it",
        Tap.DONE: "I can help",
        Tap.WANTS: "I want help",
        Tap.NO: "Not me",
    }
    return Card(
        item.label,
        Text(_told(item)),
        *(
            stand.button(label, concept=item.concept, answer=answer, at=at).aloud(f"{label}: {item.label}")
            for answer, label in labels.items()
        ),
        *((topics.button("Next", at=at + 1),) if at + 1 < of else ()),
        overview.button("Done"),
        Note(f"{at + 1} of {of}. A tap counts from your colleagues' next question on."),
    )


def _told(item: FoundFor) -> str:
    if not item.stand:
        return "You are not found for this: you said that it is not you."
    return f"You are found for this: {how(item.stand)} ({item.source})."


def all_of_it(items: Sequence[FoundFor]) -> Card:
    yours = [f"• {each.label}: {how(each.stand)} ({each.source})" for each in items if each.stand]
    not_yours = [each.label for each in items if not each.stand]
    return Card(
        "What you are found for",
        Text("\n".join(yours) or "Nothing yet. A topic or a line of your own helps colleagues find you."),
        *((Text(f"Not you: {', '.join(not_yours)}"),) if not_yours else ()),
        *((topics.button("Put it right", at=0),) if items else ()),
        offer.button("Add a topic"),
    )


def offers(likely: Sequence[str], said: str = "") -> Card:
    """Topics to tap, for whoever has no time for a form."""
    return Card(
        "Are any of these yours?" if likely else "What you are found for",
        *((Text(said),) if said else ()),
        *offer_buttons(likely),
        overview.button("Done"),
        Note("Colleagues in other schools find you for what you tap."),
    )


def offer_buttons(likely: Sequence[str]) -> list[Button]:
    return [offered.button(vocabulary().label(each), concept=each) for each in likely]


def an_offer(concept: str) -> Card:
    label = vocabulary().label(concept)
    answers = {
        Tap.NOW: "Working on it",
        Tap.DONE: "I can help",
        Tap.WANTS: "I want help",
        Tap.NO: "Not me",
    }
    return Card(
        label,
        Text("Where do you stand with it?"),
        *(
            take.button(words, concept=concept, answer=answer).aloud(f"{words}: {label}")
            for answer, words in answers.items()
        ),
        offer.button("Back"),
    )


def taken(concept: str, answer: Tap) -> str:
    label = vocabulary().label(concept)
    return f"{label}: noted as not you." if answer is Tap.NO else f"{label}: colleagues find you for it now."
