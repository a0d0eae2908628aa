"""Who can be found in a trust, and what a question asks of them: for every capability that finds people."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.rules import around, feedback, themes
from handlers.rules.fairness import LATELY, TOGETHER, Lately
from handlers.rules.matching import Colleagues, Match
from handlers.rules.own_words import OwnWords
from handlers.rules.reading import Intent, Reading, read
from handlers.rules.titles import heads_a_school
from handlers.talk import Request
from storage.records import (
    Introduction,
    Person,
    PersonId,
    Question,
    QuestionId,
    SchoolId,
    Stage,
    TrustId,
)
from storage.store import Store

#: Any will do.
A_QUESTION = "who else is tackling mixed-age KS1?"


async def colleagues_of(trust: TrustId, store: Store) -> Colleagues:
    """The trust's people as an index in memory, never older than the last change to any of them."""

    async def build() -> Colleagues:
        told = (await own_words_of(trust, store)).told
        people = [told(each) for each in await store.people.everyone(trust)]
        schools = await store.schools.everyone(trust)
        # A second's work for 10,000 people: meanwhile others are answered and deliveries are acknowledged.
        return await asyncio.to_thread(Colleagues.of, people, schools)

    async def renew(colleagues: Colleagues, since: int) -> Colleagues:
        if await store.schools.everyone(trust) != colleagues.schools:
            return await build()
        told = (await own_words_of(trust, store)).told
        colleagues.update(told(each) for each in await store.people.everyone(trust, changed_since=since))
        if len(colleagues) != await store.people.count(trust):
            colleagues.keep_only(await store.people.ids(trust))
        return colleagues

    return await store.remembered("colleagues", trust, build, renew)


async def own_words_of(trust: TrustId, store: Store) -> OwnWords:
    """What this trust calls things, kept in memory like its people."""

    async def build() -> OwnWords:
        return OwnWords(await store.words.of(trust))

    async def renew(_: OwnWords, __: int) -> OwnWords:
        return await build()

    return await store.remembered("own words", trust, build, renew)


async def understood(text: str, asker: Person, store: Store) -> Reading:
    """What a message means in this trust, whose schools the reading alone has never heard of."""
    sought = read(text, asker)
    if sought.intent is not Intent.OFFTOPIC:
        return sought
    return in_this_trust(sought, await colleagues_of(asker.trust, store))


def in_this_trust(sought: Reading, colleagues: Colleagues) -> Reading:
    """ "What is Elm Park up to?" is idle talk only where no school is called Elm Park."""
    named = colleagues.directory.names.schools_named(sought.text)
    if sought.intent is Intent.OFFTOPIC and named and around.asked(sought, named):
        return replace(sought, intent=Intent.PEERS)
    return sought


async def heads_of(trust: TrustId, store: Store) -> Mapping[SchoolId, Person]:
    """Who leads each school, by their job title; a school where several might, or nobody, is absent."""
    found: dict[SchoolId, list[Person]] = {}
    for each in (await colleagues_of(trust, store)).directory.people:
        if each.school is not None and heads_a_school(each.job_title):
            found.setdefault(each.school, []).append(each)
    return {school: heads[0] for school, heads in found.items() if len(heads) == 1}


def asked_for(words: str, asker: Person, chosen: Mapping[str, str] | None = None) -> Reading:
    """Words that are certainly a search for people; `chosen` are senses picked for short forms in them."""
    return replace(read(words, asker, chosen=chosen), intent=Intent.PEERS)


async def left_out(
    me: Person, sought: Reading, question: QuestionId | None, now: datetime, store: Store
) -> frozenset[PersonId]:
    """Whom this asker is not shown for now: they could not meet, or were not right for this."""
    mine, given = await store.introductions.of(me), await store.feedback.of(me)
    return turned_down(mine, me) | feedback.left_out(given, sought, question, now)


async def lately(
    matches: Sequence[Match],
    question: Question | None,
    mine: Sequence[Introduction],
    request: Request,
    store: Store,
) -> Lately:
    """What bears on whose turn it is. A question that is narrowed down is still the same one."""
    me, since = request.person, request.now - LATELY
    seen = {me.id}
    for each in await store.questions.since(me, since):
        same = question and (each.id == question.id or (question.refined and each.text == question.text))
        if not same:
            seen.update(each.found[:TOGETHER])
    for introduction in mine:
        if introduction.stage is Stage.AGREED:
            seen |= {introduction.asker, introduction.colleague}
    ids = [match.person.id for match in matches]
    recent = await store.introductions.lately(ids, trust=request.trust.id, since=since) if ids else ()
    return Lately(request.today, recent, seen)


def turned_down(mine: Sequence[Introduction], me: Person) -> frozenset[PersonId]:
    """Those who could not or would not meet this asker: they are not suggested to them again for now."""
    no = (Stage.POSTPONED, Stage.DECLINED)
    return frozenset(each.colleague for each in mine if each.asker == me.id and each.stage in no)


def get_ready() -> None:
    """Load the vocabulary and what stands around it, half a second's work, before anybody asks."""
    read(A_QUESTION, Person(PersonId(0), TrustId(0), "", ""))
    themes.of(A_QUESTION)
