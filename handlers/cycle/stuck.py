"""Stuck is a question: who was there and got through, what the library has, and the next agenda.

bot  Oracy in Year 3: what did you try, what happened?             [On track] [Slower] [Stuck] …
Ada  presses Stuck
bot  Thanks for saying. These colleagues were there and got through:
     Jo Example, Fenside: tried it at Fenside (July 2026): adopted                [Introduce us]
     Talk that teaches · shared in English leads                                  [Open]
     [Add to the next agenda]

Nobody learns who is stuck: a colleague reads a question only once they are to be introduced, and an agenda
what the person writes themselves.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from handlers.colleagues import asked_for, colleagues_of, lately, left_out
from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers
from handlers.cycle.seen import Seen, the_run
from handlers.cycle.words import GROUPS_ONLY
from handlers.introductions import begin, standings
from handlers.naming import entry
from handlers.rules.clauses import Status
from handlers.rules.cutting import one_line
from handlers.rules.fairness import in_turn
from handlers.rules.problems import likeness
from handlers.rules.vocabulary import vocabulary
from handlers.shelf import resources_on
from handlers.suggested import WORDS, tell_who_leads, what_comes_of_it
from handlers.talk import (
    Answers,
    Block,
    Button,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Item,
    Link,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.ways import ask_people, read_resource
from storage.records import Network, Person, PersonId, Resource, RunId, RunState, Verdict, Wish
from storage.store import Store

#: Two of each leave room on Teams for the agenda, and for a line beside the answer.
PEOPLE = RESOURCES = 2
WEIGHED = 8  # the closest, of whom those who adopted something similar come first
TITLE = 100  # characters of a resource's name in a list
NAMED, NAMELESS = "with", "without"


async def help_with(seen: Seen, request: Request, store: Store) -> Sequence[Block]:
    """What stands below the answer to "Stuck"; five buttons at most."""
    words = _words(seen)
    people = await _who_got_through(seen, request, store)
    resources = await resources_on(_matter(seen), request, store, most=RESOURCES)
    known = await standings(request.person, store)
    items = [_colleague(person, why, known.get(person.id, ""), seen) for person, why in people]
    network = await _network(seen, store)
    return the_ways_on(items, resources, words, agenda_button(seen) if network else None)


@offers(24)
async def being_stuck(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """Whenever somebody is, and not only when they are asked."""
    going = seen.run.state is RunState.GOING
    return (stuck.button("We are stuck", run=seen.run.id),) if seen.takes_part and going else ()


@cycle.action("cycle.stuck")
async def stuck(request: Request, store: Store, *, run: RunId) -> Reply:
    seen = await the_run(run, request, store)
    return Reply(Card(seen.initiative.topic, *await help_with(seen, request, store), _back(seen)))


@cycle.action("cycle.introduce")
async def introduce(request: Request, store: Store, *, run: RunId, peer: PersonId) -> Reply:
    """Ask the colleague once, however often the button is pressed; what is asked says nothing of "stuck"."""
    seen = await the_run(run, request, store)
    colleague = await store.people.find(peer, trust=request.trust.id)
    begun = await begin(request, store, colleague, f"{seen.initiative.topic}: how did you go about it?")
    said = (Text(begun.words), *await help_with(seen, request, store))
    return Reply(Card(seen.initiative.topic, *said, _back(seen)), *begun.posts)


# ------------------------------------------------------------------ who got through


async def _who_got_through(
    seen: Seen, request: Request, store: Store
) -> list[tuple[Person, tuple[str, ...]]]:
    """Colleagues of other schools who have done it: first who adopted something similar, then from schools
    like this one, then from any; of equals whose turn it is.
    """
    me = request.person
    sought = replace(asked_for(_words(seen), me), status=Status.EXPERIENCED)
    colleagues = await colleagues_of(me.trust, store)
    out = await left_out(me, sought, None, request.now, store)
    ways = (replace(sought, where=replace(sought.where, similar=True)), sought)
    found = [
        [each for each in colleagues.closest(way, me, limit=WEIGHED + len(out)) if each.person.id not in out]
        for way in ways
    ]
    mine = await store.introductions.of(me)
    of_late = await lately([*chain(*found)], None, mine, request, store)
    turns = chain(*(in_turn(fitting, way, me, of_late) for way, fitting in zip(ways, found, strict=True)))
    best = {each.person.id: each.person for each in turns}
    shown = sorted(best.values(), key=lambda each: not _has_adopted(each, seen))[:PEOPLE]
    why = colleagues.reasons_of((each.id for each in shown), sought, me, request.today)
    return [(each, why.get(each.id, ())) for each in shown]


def _has_adopted(colleague: Person, seen: Seen) -> bool:
    """Something like it, and told of it: more than any words about oneself."""
    kept = (each.topics for each in colleague.tried if each.verdict is Verdict.ADOPT)
    return any(likeness(seen.initiative.topics, topics) for topics in kept)


def _words(seen: Seen) -> str:
    """What it is about, as somebody would ask for it. Its name alone is often a word and a year: with the
    problem, whoever worked on the same comes before whoever teaches the same year.
    """
    return f"{seen.initiative.topic}. {seen.initiative.problem}"


def _matter(seen: Seen) -> str:
    """Its topics without its group: a year would find all that was ever shared for that year."""
    topics = (each for each in seen.initiative.topics if each.startswith("topic."))
    return ", ".join(map(vocabulary().label, topics)) or _words(seen)


# ------------------------------------------------------------------ the next agenda


async def _network(seen: Seen, store: Store) -> Network | None:
    """The initiative's network, where somebody leads it and reads what is suggested."""
    network = seen.initiative.network
    if network is None or not (await store.networks.facilitators(seen.run.trust)).get(network):
        return None
    return await store.networks.find(network, trust=seen.run.trust)


@cycle.form("cycle.to_agenda")
async def to_agenda(request: Request, store: Store, *, run: RunId) -> Form:
    seen, network = await _for_its_network(run, request, store)
    return to_agenda.form(
        "Add to the next agenda",
        f"Whoever leads {network.name} reads it and decides. You hear what becomes of it.",
        (
            TextField(
                "words",
                "What would you like help with?",
                f"{seen.initiative.topic}: "[:WORDS],
                f"One real question. {GROUPS_ONLY}",
                multiline=True,
                max_length=WORDS,
            ),
            ChoiceField(
                "name",
                "Who asks?",
                ((NAMELESS, "Without my name"), (NAMED, f"As {request.person.name}")),
                (NAMELESS,),
            ),
        ),
        "Suggest it",
        run=run,
    )


@to_agenda.filled
async def added_to_agenda(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """A real problem for the network's next draft; once for the same words."""
    seen, network = await _for_its_network(run, request, store)
    words = given(answers, "words")
    if not 0 < len(words) <= WORDS:
        raise Invalid(words=f"Please write between 1 and {WORDS} characters.")
    me, named = request.person, given(answers, "name") == NAMED
    kept = await store.suggestions.add(me, network.id, words, request.now, named=named, wish=Wish.PROBLEM)
    posts = await tell_who_leads(kept, me, network, store)
    return Reply(suggested(network, words, _back(seen), told=bool(posts)), *posts)


async def _for_its_network(run: RunId, request: Request, store: Store) -> tuple[Seen, Network]:
    seen = await the_run(run, request, store)
    network = await _network(seen, store)
    if network is None:
        raise Refusal("Nobody leads a network for this yet. Say “agenda add” to choose another network.")
    return seen, network


# ------------------------------------------------------------------ cards


def the_ways_on(
    people: Sequence[Item], resources: Sequence[Resource], words: str, agenda: Button | None
) -> tuple[Block, ...]:
    """Where nobody has been there, so; and never a dead end."""
    ways = [agenda] if agenda else []
    if people:
        return (
            Text(
                "You could ask these colleagues. Whoever got through something like it comes first.\n"
                "Once you press “Introduce us”, they read what it is about, not that you are stuck."
            ),
            *people,
            *map(_resource, resources),
            *ways,
        )
    return (
        Text("Nobody in another school has said yet that they got through this."),
        *map(_resource, resources),
        *ways,
        ask_people("Other ways to ask", words),
    )


def _colleague(person: Person, why: Sequence[str], known: str, seen: Seen) -> Item:
    if known:
        return entry(person, why, done=known)
    meet = introduce.button("Introduce us", run=seen.run.id, peer=person.id)
    return entry(person, why, meet.aloud(f"Introduce us: {person.name}"))


def _resource(found: Resource) -> Item:
    title = one_line(found.title, TITLE)
    if found.url.startswith("https://"):
        return Item(title, "From the library", Link("Open", found.url))
    return Item(title, "From the library", read_resource("Read", found.id).aloud(f"Read {title}"))


def agenda_button(seen: Seen) -> Button:
    return to_agenda.button("Add to the next agenda", run=seen.run.id)


def _back(seen: Seen) -> Button:
    return look_at.button("Back", run=seen.run.id)


def suggested(network: Network, words: str, back: Button, *, told: bool) -> Card:
    return Card(
        f"Suggested to {network.name}", Quote(words), Text(what_comes_of_it(network, told=told)), back
    )
