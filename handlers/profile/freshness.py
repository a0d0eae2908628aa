"""Does it still hold? Asked quietly: once a year, or when somebody found that it no longer does."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.profile.capability import profile
from handlers.profile.own import edit
from handlers.profile.topics import Tap, set_stand
from handlers.rules import feedback
from handlers.rules.found_for import FoundFor, found_for
from handlers.rules.profiles import NOW
from handlers.rules.vocabulary import vocabulary
from handlers.talk import LOCAL, Card, Facts, Note, Post, Reply, Request, Text, ToPerson
from storage.records import Feedback, Person, Trust, Why
from storage.store import Store

YEAR = timedelta(days=365)
WEEK = timedelta(days=7)
MATTERS = timedelta(days=28)  # an unasked question that could not go out in four weeks is let go
MORNING = time(8)


@profile.every("mon", at=MORNING)
async def once_a_year(trust: Trust, today: date, store: Store) -> list[Post]:
    """Whoever has neither changed nor confirmed their words for a year is asked, in the weeks after that."""
    now = datetime.combine(today, MORNING, LOCAL)
    posts: list[Post] = []
    for person in await store.people.unconfirmed(trust.id, before=now - YEAR):
        years, days = divmod((now - _said(person)).days, YEAR.days)
        if days < 2 * WEEK.days:
            key = f"still_true:{person.id}:{_said(person):%Y-%m-%d}:{years}"
            posts.append(_quietly(person, is_it_still_true(person), key, now))
    return posts


def _said(person: Person) -> datetime:
    """When the older of their words was said or confirmed."""
    said = ((person.working_on, person.working_on_at), (person.can_help_with, person.can_help_at))
    moments = [at or person.updated for words, at in said if words]
    return min(each for each in moments if each is not None)


@profile.every("mon-fri", at=MORNING)
async def when_doubted(trust: Trust, today: date, store: Store) -> list[Post]:
    """One note, however many say that a colleague no longer does something, and never who said so."""
    now = datetime.combine(today, MORNING, LOCAL)
    doubted = await store.feedback.doubted(trust.id, since=now - WEEK - feedback.TERM)
    doubts = {each.colleague: each for each in feedback.to_ask(doubted, since=now - WEEK) if each.colleague}
    schools = {each.id: each for each in await store.schools.everyone(trust.id)} if doubts else {}
    posts: list[Post] = []
    for person in await store.people.several(doubts, trust=trust.id):
        doubt = doubts[person.id]
        items = found_for(person, schools.get(person.school) if person.school is not None else None)
        item = _in_doubt(items, doubt)
        if item is not None and person.open_to_introductions:
            key = f"doubted:{person.id}:{doubt.at:%Y-%m-%d}"
            posts.append(_quietly(person, is_it_still_you(item), key, now))
    return posts


def _in_doubt(items: Sequence[FoundFor], doubt: Feedback) -> FoundFor | None:
    """What they are still found for, of all that the question was about; a narrower topic, too."""
    about = frozenset[str]().union(*map(vocabulary().narrower, doubt.about))
    return next((each for each in items if each.stand and each.concept in about), None)


def _quietly(person: Person, card: Card, key: str, now: datetime) -> Post:
    return Post(ToPerson(person), card, key=key, why=Why.UNASKED, expires=now + MATTERS)


@profile.action("profile.still_true")
async def still_true(request: Request, store: Store) -> Reply:
    """All their words hold as they are."""
    await store.people.change(request.person, request.now, working_on_at=request.now, can_help_at=request.now)
    return Reply(thanks("Good: colleagues go on finding you by it."))


@profile.action("profile.still_me")
async def still_me(request: Request, store: Store, *, concept: str, yes: bool) -> Reply:
    """One topic holds, or no longer does."""
    await set_stand(request.person, concept, Tap.STILL if yes else Tap.NO, request.now, store)
    return Reply(
        thanks("Good: colleagues go on finding you for it." if yes else "You are no longer found for it.")
    )


# ------------------------------------------------------------------ cards


def is_it_still_true(person: Person) -> Card:
    said = (("Working on", person.working_on), ("Can help with", person.can_help_with))
    return Card(
        "Is this still true?",
        Text("Colleagues find you by these words, and it is a year since you last looked at them:"),
        Facts(*((name, words) for name, words in said if words)),
        still_true.button("Still true").primary(),
        edit.button("Change it"),
        Note("I ask once a year. Without an answer, everything stays as it is."),
    )


def is_it_still_you(item: FoundFor) -> Card:
    label = item.label
    title = f"Still working on it: {label}?" if item.stand & NOW else f"Still the one to ask: {label}?"
    return Card(
        title,
        Text(f"Colleagues find you for it at the moment ({item.source})."),
        still_me.button("Yes", concept=item.concept, yes=True).aloud(f"Yes, still: {label}"),
        still_me.button("No longer", concept=item.concept, yes=False).aloud(f"No longer: {label}"),
        Note("I ask now and then, so that the right colleagues find you."),
    )


def thanks(words: str) -> Card:
    return Card("Thank you", Text(words))
