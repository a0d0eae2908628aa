"""Others: who in the trust tries something like it right now, and the way to meet them.

Ada  (starts “Oracy in Year 3”)
bot  It has begun. Fenside Primary School tries something like it too.     [Who else tries this]
Ada  (presses)
bot  Talk in every lesson, Fenside Primary School: Deliver                 [Introduce us]
     Sentence stems, your school: Explore                                  [Join]
Cal  are any schools piloting talk partners?
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers
from handlers.cycle.inviting import joins
from handlers.cycle.seen import Seen, the_run
from handlers.cycle.words import school_names, stage_name, words_of
from handlers.introductions import begin, standings
from handlers.rules.problems import concepts_of, likeness
from handlers.rules.templates import OwnWords
from handlers.rules.words import capital
from handlers.talk import Button, Card, Item, Note, Refusal, Reply, Request, Text
from handlers.ways import CARRIED, ask_people
from storage.records import CycleStage, Initiative, InitiativeId, Person, Run, RunId, RunState
from storage.store import Store

YOURS = "your school"
SHOWN = 4  # with a button each; Teams allows six on a card
NONE = InitiativeId(0)

#: Of pilots by name: whoever asks who is doing something means people.
WHO_TRIES_NOW = re.compile(
    r"\b(?:who(?:['’]?s| is| else is)?|is any(?:one|body)(?: else)?|are (?:any|other|any other) schools) "
    r"(?:(?:currently|also|already) )?(?:piloting|trialling|"
    r"(?:running|doing|trying) (?:(?:a|an|any) )?(?:pilots?|trials?|projects?|initiatives?))"
    r"(?: (?:on|with|for|about|in))? (?P<what>.{3,120})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Other:
    """Another run that tries something like it, and whoever leads it there."""

    initiative: Initiative
    run: Run
    school: str
    lead: Person
    #: In their own school or a network of theirs, so that they may join without being asked.
    is_open: bool


async def like_it(initiative: Initiative, request: Request, store: Store) -> tuple[Other, ...]:
    return await going_on(initiative.topics, request, store, but=initiative.id)


async def going_on(
    topics: Collection[str], request: Request, store: Store, *, but: InitiativeId = NONE
) -> tuple[Other, ...]:
    """Those that go on now without them: their own school's first, then the most alike, each once.

    Only where somebody leads it who is open to introductions, and never out of a network that is closed to
    whoever asks.
    """
    trust, me = request.trust.id, request.person
    alike = {
        each.id: (each, degree)
        for each in await store.initiatives.under_way(trust)
        if each.id != but and (degree := likeness(topics, each.topics))
    }
    closed = await store.networks.closed_to(me) if alike else frozenset()
    near = [
        each
        for each in await store.runs.of_initiatives(alike, trust=trust)
        if each.state is RunState.GOING and each.lead not in (None, me.id)
        if alike[each.initiative][0].network not in closed
    ]
    parts = {each.initiative for each in await store.participants.of_person(me)} if near else set()
    near = [each for each in near if each.initiative not in parts]
    if not near:
        return ()
    mine = {each.id for each in await store.networks.of(me)}
    leads = await store.people.several({each.lead for each in near if each.lead}, trust=trust)
    people = {each.id: each for each in leads if each.open_to_introductions}
    names = dict(await school_names(near, trust, store))
    if me.school:
        names[me.school] = YOURS
    near.sort(key=lambda each: (each.school != me.school, -alike[each.initiative][1], each.id))
    return tuple(
        Other(begun, each, names[each.school], lead, each.school == me.school or begun.network in mine)
        for each in near
        if (begun := alike[each.initiative][0]) and each.lead and (lead := people.get(each.lead))
    )


def in_a_sentence(others: Sequence[Other]) -> str:
    """ "Fenside Primary School tries something like it too."; "" where nobody does."""
    schools = list(dict.fromkeys(each.school for each in others))
    if not schools:
        return ""
    if len(schools) > 1:
        return f"{capital(schools[0])} and others try something like it too."
    return f"{capital(schools[0])} tries something like it too."


@cycle.phrase(WHO_TRIES_NOW)
async def who_tries_now(request: Request, store: Store) -> Reply | None:
    """What goes on about it; where nothing does, the ordinary answer: colleagues who may know."""
    said = WHO_TRIES_NOW.search(request.said)
    found = await going_on(concepts_of(said["what"] if said else "", "", ""), request, store)
    words = await words_of(request.trust.id, store)
    return Reply(goes_on_now(found[:SHOWN], request.said, words)) if found else None


@offers(22)
async def looking_around(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """While it is still open what to do."""
    early = seen.run.stage in (CycleStage.EXPLORE, CycleStage.PREPARE)
    if (
        not early
        or seen.run.state is not RunState.GOING
        or not await like_it(seen.initiative, request, store)
    ):
        return ()
    return (show.button("Who else tries this", run=seen.run.id),)


@cycle.action("cycle.others")
async def show(request: Request, store: Store, *, run: RunId) -> Reply:
    seen = await the_run(run, request, store)
    return Reply(await _card(seen, request, store))


@cycle.action("cycle.meet")
async def meet(request: Request, store: Store, *, run: RunId, other: RunId) -> Reply:
    """Whoever leads it there is asked first, as for any introduction; until then nobody is named."""
    seen = await the_run(run, request, store)
    found = await like_it(seen.initiative, request, store)
    chosen = next((each for each in found if each.run.id == other), None)
    if chosen is None:
        raise Refusal("They don't try it any more, or can't be asked now. Ask me who else works on it.")
    about = f"about {chosen.initiative.topic}: they try something like it"
    begun = await begin(request, store, chosen.lead, about)
    said = "I have asked whoever leads it there. You hear either way." if begun.posts else begun.words
    return Reply(await _card(seen, request, store, said), *begun.posts)


async def _card(seen: Seen, request: Request, store: Store, said: str = "") -> Card:
    found = (await like_it(seen.initiative, request, store))[:SHOWN]
    known = await standings(request.person, store)
    words = await words_of(request.trust.id, store)
    return who_else(seen, [(each, known.get(each.lead.id, "")) for each in found], words, said)


# ------------------------------------------------------------------ card


def who_else(seen: Seen, found: Sequence[tuple[Other, str]], words: OwnWords, said: str) -> Card:
    """Each with how far asking them has come, in words; "" where they can be asked."""
    run = seen.run.id
    return Card(
        "Who else tries this",
        *((Text(said),) if said else ()),
        *(_item(other, done, run, words) for other, done in found),
        *(() if found else (Text("Nobody else in the trust at the moment."),)),
        ask_people("Ask who works on it", seen.initiative.topic),
        look_at.button("Back", run=run),
        Note("Nobody is introduced before they say yes. Where you join, whoever leads it hears of it."),
    )


def goes_on_now(found: Sequence[Other], asked: str, words: OwnWords) -> Card:
    return Card(
        "Who tries this now",
        *(
            Item(
                each.initiative.topic,
                _where(each, words),
                *((joins(each.initiative, each.run),) if each.is_open else ()),
            )
            for each in found
        ),
        ask_people("Ask who works on it", asked[:CARRIED]),
        Note("What has been decided already: “cycle tried” and what it is about."),
    )


def _where(other: Other, words: OwnWords) -> str:
    return f"{capital(other.school)}: {stage_name(other.run.stage, words)}"


def _item(other: Other, done: str, run: RunId, words: OwnWords) -> Item:
    where = _where(other, words)
    asks = meet.button("Introduce us", run=run, other=other.run.id).aloud(
        f"Introduce us, about {other.initiative.topic}"
    )
    told = "\n".join(filter(None, (where, f"✓ {done}" if done else "")))
    ways = (joins(other.initiative, other.run),) if other.is_open else () if done else (asks,)
    return Item(other.initiative.topic, told, *ways)
