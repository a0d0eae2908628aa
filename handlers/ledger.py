"""What the trust's schools have tried and told of: for every capability that answers with it.

Kept in memory, never older than the last decision that somebody shared, changed or took back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.colleagues import colleagues_of
from handlers.ranked import Ranked
from handlers.rules.ledger import Ledger, Nameless, kind_of_school
from handlers.rules.shelf.asking import asked
from handlers.talk import Button, Post, Request
from handlers.ways import what_was_tried
from storage.records import Decision, Initiative, Person, Run, School, TrustId
from storage.store import Store

TakeOff = Callable[[Decision, Initiative, Request, Store], Awaitable[Sequence[Post]]]
#: Where else a decision stands with names: each takes them off there once they are taken back.
names_taken_back = Ranked[TakeOff]()


@dataclass(frozen=True, slots=True)
class Entry:
    """One school's way through something, as this reader may know it: its words name it only where it is."""

    decision: Decision
    initiative: Initiative
    run: Run
    #: "Ashdown Primary School"; of one that is not named, "a village primary in the trust".
    where: str
    #: Whoever decided, where they are named and can be found; None else.
    who: Person | None
    #: Somebody else can be asked, named or not; a named colleague of one's own school needs no introduction.
    can_be_asked: bool


async def ledger_of(trust: TrustId, store: Store) -> Ledger:
    async def build() -> Ledger:
        return await asyncio.to_thread(Ledger, await store.decisions.shared(trust))

    async def renew(kept: Ledger, _: int) -> Ledger:
        shared = await store.decisions.shared(trust)  # people change every day, decisions hardly ever
        return kept if kept.shared == shared else await asyncio.to_thread(Ledger, shared)

    return await store.remembered("ledger", trust, build, renew)


async def found_in_ledger(words: str, request: Request, store: Store) -> tuple[Decision, ...]:
    """What answers these words, best first: schools like the reader's before others."""
    ledger = await ledger_of(request.trust.id, store)
    if not ledger.shared:
        return ()
    schools = (await colleagues_of(request.trust.id, store)).directory.schools
    own = schools.get(request.person.school) if request.person.school else None
    wish = asked(words, request.person, by_whom=False)
    return ledger.answering(wish, own, schools, request.today)


async def way_to_it(words: str, request: Request, store: Store) -> tuple[Button, ...]:
    """To what schools have tried, for answers of other capabilities; none where nothing is about it."""
    return (what_was_tried(words),) if await found_in_ledger(words, request, store) else ()


async def entries(made: Sequence[Decision], request: Request, store: Store) -> tuple[Entry, ...]:
    """Each with what belongs to it, as this reader may know it: in five queries however many they are."""
    trust, me = request.trust.id, request.person
    initiatives = {
        each.id: each
        for each in await store.initiatives.several({one.initiative for one in made}, trust=trust)
    }
    runs = {each.id: each for each in await store.runs.several({one.run for one in made}, trust=trust)}
    schools = {each.id: each for each in await store.schools.everyone(trust)}
    whose = [each for one in made for each in (one.by, runs[one.run].lead) if each]
    known = {each.id: each for each in await store.people.several(whose, trust=trust)}
    people = {id_: each for id_, each in known.items() if each.open_to_introductions}
    found = []
    for one in made:
        school = schools.get(one.school) if one.school else None
        by = people.get(one.by) if one.by else None
        where = named(school) if one.named else kind_of_school(school, schools.values())
        theirs = [known[each] for each in (one.by, runs[one.run].lead) if each in known]
        told = Nameless() if one.named else Nameless(school, theirs)
        found.append(
            Entry(
                told(one),
                told(initiatives[one.initiative]),
                told(runs[one.run]),
                where,
                by if one.named else None,
                by is not None
                and by.id != me.id
                and not (one.named and by.school and by.school == me.school),
            )
        )
    return tuple(found)


def named(school: School | None) -> str:
    return school.name if school else "the central team"
