"""Somebody has started: each school morning, standing questions are asked again where anybody has changed.

bot  Somebody new for your question
     “who else teaches Latin?”
     Jo Example, Fenside Primary School …     [Introduce us]
     [Stop telling me]
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.colleagues import colleagues_of, left_out
from handlers.days import calendars_of
from handlers.naming import entry
from handlers.peers.answer import introduce, show_others
from handlers.peers.asked import in_own_words, sought_by
from handlers.peers.capability import peers
from handlers.peers.standing import stop_button
from handlers.rules.fairness import TOGETHER
from handlers.rules.matching import Colleagues, Match
from handlers.talk import LOCAL, Card, Item, Note, Post, Quote, Text, ToPerson
from storage.records import Person, PersonId, Question, Standing, Trust, Why
from storage.store import Store

AT = time(8)  # before the first lesson
AT_ONCE = 250  # about two seconds' work at 10,000 staff; where more are due, the others come next morning


@peers.every("mon-fri", at=AT)
async def tell(trust: Trust, today: date, store: Store) -> list[Post]:
    """Name whoever has come to fit since, each person once; nothing is looked at where nobody changed."""
    now = datetime.combine(today, AT, LOCAL)
    due = await store.standing.due(trust.id, version=trust.version, now=now)
    if not due:
        return []
    calendars = await calendars_of(trust.id, store)
    askers = {
        each.id: each for each in await store.people.several({one.asker for one in due}, trust=trust.id)
    }
    there = [each for each in due if calendars.days_of(askers[each.asker]).takes_unasked(today)]
    del there[AT_ONCE:]  # theirs, and others', stay due
    if not there:
        return []
    since = min(each.version for each in there)
    changed = [each.id for each in await store.people.everyone(trust.id, changed_since=since)]
    colleagues = await colleagues_of(trust.id, store)
    posts: list[Post] = []
    for standing in there:
        asker = askers[standing.asker]
        new = await _new(standing, asker, changed, colleagues, now, store)
        if new:
            posts.append(await _told(standing, asker, new, trust.version, now, store))
        await asyncio.sleep(0)  # whoever speaks meanwhile is answered
    await store.standing.looked(there, trust.version, trust=trust.id)
    return posts


async def _new(
    standing: Standing,
    asker: Person,
    changed: Sequence[PersonId],
    colleagues: Colleagues,
    now: datetime,
    store: Store,
) -> list[Match]:
    """Who of those that have changed fits now and was never named."""
    sought = sought_by(standing.text, standing.refined, asker)
    known = {*standing.told}
    new = colleagues.fitting(sought, asker, [each for each in changed if each not in known])
    out = await left_out(asker, sought, None, now, store) if new else frozenset()
    return [each for each in new if each.person.id not in out]


async def _told(
    standing: Standing, asker: Person, new: Sequence[Match], version: int, now: datetime, store: Store
) -> Post:
    """The letter, with a question of its own: its buttons work as those of any answer."""
    found = [each.person.id for each in new]
    await store.standing.answered(standing, found)
    question = await store.questions.ask(asker, standing.text, found, now, refined=standing.refined)
    card = somebody_new(standing, question, new)
    return Post(ToPerson(asker), card, key=f"standing:{standing.id}:{version}", why=Why.STANDING)


# ------------------------------------------------------------------ cards


def somebody_new(standing: Standing, question: Question, new: Sequence[Match]) -> Card:
    more = show_others.button("Show others", question=question.id, start=TOGETHER)
    return Card(
        "Somebody new for your question",
        Text(f"On {standing.asked_at.astimezone(LOCAL):%-d %B} you asked me to tell you:"),
        Quote(in_own_words(standing)),
        *(_item(each, question) for each in new[:TOGETHER]),
        *((more,) if len(new) > TOGETHER else ()),
        stop_button(standing),
        Note("I name each person once. Say “peers standing” to see everything you asked to be told."),
    )


def _item(match: Match, question: Question) -> Item:
    person = match.person
    button = introduce.button("Introduce us", peer=person.id, question=question.id, start=0)
    return entry(person, match.reasons, button.primary().aloud(f"Introduce us: {person.name}"))
