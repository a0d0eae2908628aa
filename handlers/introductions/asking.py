"""Two colleagues are asked, and put in touch once both have said yes."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.introductions.capability import introductions
from handlers.naming import whereabouts
from handlers.talk import (
    Button,
    Card,
    Contact,
    Note,
    Post,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    ToPerson,
    ToTogether,
)
from storage.records import Introduction, IntroductionId, Person, PersonId, Stage, Why
from storage.store import Store

ASK_AGAIN_AFTER = timedelta(days=42)  # "not now" holds for about half a term


@dataclass(frozen=True, slots=True)
class Begun:
    """What asking for an introduction came to, in words for the asker, and what it sets off."""

    words: str
    posts: tuple[Post, ...] = ()


async def begin(request: Request, store: Store, colleague: Person | None, topic: str) -> Begun:
    """Ask the colleague once, however often the button is pressed, and whoever of the two asked first."""
    me = request.person
    if colleague is None or not colleague.open_to_introductions or colleague.id == me.id:
        raise Refusal("They are not open to introductions at the moment. Ask your question again for others.")
    before = await store.introductions.between(me.id, colleague.id, trust=me.trust)
    if before is None:
        asked = await store.introductions.ask(me, colleague, topic, request.now)
        return _ask(me, colleague, asked)
    mine = before.asker == me.id
    match before.stage:
        case Stage.ASKED if mine:
            return Begun(standing(before, me) or "")
        case Stage.ASKED:
            # Each asked for the other: that is a yes from both.
            return Begun(
                "You both asked: I have put you in touch.", await _put_in_touch(request, store, before)
            )
        case Stage.AGREED:
            return _introduced(colleague)
        case Stage.SUGGESTED:
            asked = await store.introductions.ask_again(before, me, colleague, topic, request.now)
            return _ask(me, colleague, asked)
        case Stage.POSTPONED | Stage.DECLINED:
            rested = before.stage is Stage.POSTPONED and request.now - before.asked_at > ASK_AGAIN_AFTER
            if mine and not rested:
                return Begun(_not_available(colleague))
            asked = await store.introductions.ask_again(before, me, colleague, topic, request.now)
            return _ask(me, colleague, asked)


async def take_up(request: Request, store: Store, colleague: Person | None, topic: str) -> Begun:
    """The colleague has offered and the asker says yes: both are put in touch at once.

    Their offer opens this one meeting, whether or not they are open to introductions otherwise.
    """
    me = request.person
    if colleague is None or colleague.id == me.id:
        raise Refusal("They are no longer with the trust, so there is nothing more to do.")
    before = await store.introductions.between(me.id, colleague.id, trust=me.trust)
    if before is None:
        before = await store.introductions.ask(me, colleague, topic, request.now)
    elif before.stage is Stage.AGREED:
        return _introduced(colleague)
    elif before.stage is not Stage.ASKED:
        before = await store.introductions.ask_again(before, me, colleague, topic, request.now)
    posts = await _put_in_touch(request, store, before)
    return Begun(f"I have put you in touch with {colleague.name}.", posts)


def _introduced(colleague: Person) -> Begun:
    return Begun(f"You have been introduced. Write to {colleague.name}: {colleague.email}")


async def standings(me: Person, store: Store) -> dict[PersonId, str]:
    """How one's introductions stand, by colleague; without those that may be asked for (again)."""
    return {
        other: words
        for each in await store.introductions.of(me)
        for other in (each.asker, each.colleague)
        if other != me.id and (words := standing(each, me)) is not None
    }


def standing(introduction: Introduction, me: Person) -> str | None:
    """How an introduction stands, in words for one of the two; None where it may be asked for (again)."""
    if introduction.stage is Stage.AGREED:
        return "You have been introduced"
    if introduction.asker != me.id or introduction.stage is Stage.SUGGESTED:
        return None
    if introduction.stage is Stage.ASKED:
        return "Asked. You will hear either way"
    return "Can't take this on at the moment"


def _ask(me: Person, colleague: Person, asked: Introduction) -> Begun:
    return Begun(f"I have asked {colleague.name}.", (request_to(colleague, me, asked),))


def request_to(colleague: Person, asker: Person, asked: Introduction, brought_by: str = "") -> Post:
    """The question to the colleague; `brought_by` names the coordinator who suggested it, if one did."""
    card = would_you_meet(asker, asked, brought_by)
    return Post(ToPerson(colleague), card, key=asked.key("introduce"), why=Why.REQUEST)


# ------------------------------------------------------------------ the colleague answers


@introductions.action("introductions.agree")
async def agree(request: Request, store: Store, *, introduction: IntroductionId) -> Reply:
    """Put both in touch, once."""
    found = await _asked_of_me(request, store, introduction)
    asker = await store.people.find(found.asker, trust=found.trust)
    if asker is None:
        raise Refusal("They are no longer with the trust, so there is nothing more to do.")
    posts = () if found.stage is Stage.AGREED else await _put_in_touch(request, store, found)
    return Reply(in_touch(asker), *posts)


@introductions.action("introductions.not_now")
async def not_now(request: Request, store: Store, *, introduction: IntroductionId) -> Reply:
    found = await _asked_of_me(request, store, introduction)
    if found.stage is Stage.ASKED:
        await store.introductions.postpone(found)
    return await _no(request, store, found, "No problem: I have said that you can't take this on just now.")


@introductions.action("introductions.no_thanks")
async def no_thanks(request: Request, store: Store, *, introduction: IntroductionId) -> Reply:
    found = await _asked_of_me(request, store, introduction)
    if found.stage in (Stage.ASKED, Stage.POSTPONED):
        await store.introductions.decline(found)
    return await _no(
        request, store, found, "That is fine. I have answered kindly, and they won't ask again through me."
    )


async def _asked_of_me(request: Request, store: Store, id_: IntroductionId) -> Introduction:
    """The introduction, if it is this person who was asked."""
    found = await store.introductions.find(id_, trust=request.trust.id)
    if found is None or found.colleague != request.person.id or found.stage is Stage.SUGGESTED:
        raise Refusal("This request is no longer open. There is nothing you need to do.")
    return found


async def _put_in_touch(request: Request, store: Store, found: Introduction) -> tuple[Post, ...]:
    await store.introductions.agree(found, request.today)
    both = await store.people.several((found.asker, found.colleague), trust=found.trust)
    if len(both) < 2:
        return ()
    asker, colleague = both
    coordinator = await brought_by(found, store)
    card = meet_each_other(asker, colleague, found.topic, coordinator.name if coordinator else "")
    together = Post(ToTogether(both), card, key=found.key("together"), why=Why.ANSWER)
    return (together, *await outcome(found, it_worked(asker, colleague), store))


async def brought_by(found: Introduction, store: Store) -> Person | None:
    """The coordinator who brought them together, if one did and is still here."""
    if found.brought_by is None:
        return None
    return await store.people.find(found.brought_by, trust=found.trust)


async def outcome(found: Introduction, card: Card, store: Store) -> tuple[Post, ...]:
    """The coordinator who suggested it hears once how it ended, never which of the two said what."""
    coordinator = await brought_by(found, store)
    if coordinator is None:
        return ()
    return (Post(ToPerson(coordinator), card, key=found.key("brought"), why=Why.ANSWER),)


async def _no(request: Request, store: Store, found: Introduction, words: str) -> Reply:
    """The asker hears the same kind words whichever no it was."""
    if found.stage is Stage.AGREED:
        raise Refusal("You two have been introduced already. A short note to them is the way out now.")
    asker = await store.people.find(found.asker, trust=found.trust)
    if asker is None:
        return Reply(Card("Thank you", Text(words)))
    card = cannot_now(request.person)
    post = Post(ToPerson(asker), card, key=found.key("answered"), why=Why.ANSWER)
    told = await outcome(found, it_did_not_come_about(asker, request.person), store)
    return Reply(answered_no(words, found, asker), post, *told)


def _not_available(colleague: Person) -> str:
    return (
        f"{colleague.name} can't take this on at the moment. Someone else on your list may be just as good."
    )


# ------------------------------------------------------------------ cards


def would_you_meet(asker: Person, asked: Introduction, brought_by: str) -> Card:
    about = f"{brought_by} thought of you both, about:" if brought_by else "They asked me:"
    return Card(
        f"{asker.name} would like to meet you",
        Text(f"{whereabouts(asker)}. {about}"),
        Quote(asked.topic),
        _agree_button(asked, "Yes, introduce us"),
        not_now.button("Not now", introduction=asked.id),
        no_thanks.button("No, thanks", introduction=asked.id),
        Note("Whatever you choose, they get a kind answer from me. Yes shares your work e-mail with them."),
    )


def in_touch(asker: Person) -> Card:
    return Card(
        f"You and {asker.name} are in touch",
        Text("I have told you both. A ten-minute call is a good start."),
        Contact(asker.name, asker.email),
    )


def meet_each_other(asker: Person, colleague: Person, topic: str, brought_by: str) -> Card:
    why = f"{brought_by} brought you together, about:" if brought_by else f"{asker.name} asked:"
    return Card(
        f"{asker.name} and {colleague.name}, meet each other",
        Text(f"{asker.name}: {whereabouts(asker)}\n{colleague.name}: {whereabouts(colleague)}"),
        Text(why),
        Quote(topic, brought_by or asker.name),
        Text("A ten-minute call is a good start: what have you tried, and what would you do again?"),
        Note(
            "In about two weeks I will ask each of you, once, whether you met. No pupil names here, please."
        ),
    )


def answered_no(words: str, found: Introduction, asker: Person) -> Card:
    return Card(
        "Thank you for saying so",
        Text(words),
        _agree_button(found, "I've changed my mind: introduce us").aloud(
            f"I've changed my mind: introduce us, {asker.name} and me"
        ),
    )


def _agree_button(asked: Introduction, label: str) -> Button:
    return agree.button(label, introduction=asked.id).primary()


def cannot_now(colleague: Person) -> Card:
    return Card(
        f"{colleague.name} can't take this on at the moment",
        Text("It is nothing about you: everyone's term fills up. Ask me again and I will look for others."),
    )


def it_worked(asker: Person, colleague: Person) -> Card:
    return Card(
        f"{asker.name} and {colleague.name} are in touch",
        Text("You brought them together, and both said yes. The rest is between the two of them."),
    )


def it_did_not_come_about(asker: Person, colleague: Person) -> Card:
    return Card(
        f"{asker.name} and {colleague.name} won't meet this time",
        Text("That happens in a full term and is nobody's fault. Thank you for thinking of them."),
    )
