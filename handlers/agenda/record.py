"""The record: past agendas and notes of a network, found again, opened, and taken along as Markdown.

Ada  agenda past maths
bot  Maths leads: past meetings                                  [Open] [Open] … [Earlier]
Ada  agenda search talk tactics
bot  Where “talk tactics” came up                                [Open] …

Whoever may read a network's agendas reads its notes. Who was there is a number; how far somebody has come
with what they took on is their own.
"""

from collections.abc import Sequence

from handlers.agenda.capability import agenda
from handlers.agenda.seen import read
from handlers.agenda.words import date_of, day
from handlers.rules.minutes import FEWEST, Record, markdown
from handlers.rules.recalling import HIGH, LOW, MIDDLE, Paper, Sought, sought
from handlers.talk import Block, Button, Card, Item, Note, Refusal, Reply, Request, Text
from handlers.which import must_read, network_seen, the_network
from storage.records import Meeting, MeetingId, Network, NetworkId, Person, PersonId, State
from storage.store import Store

PAGE = 5  # meetings on a card: with the way to earlier ones as many buttons as Teams shows
BLOCK = 1_800  # characters of Markdown in one block: within what every platform shows whole


async def past_by_name(request: Request, store: Store) -> Reply:
    """`agenda past maths`: newest first, each to be opened."""
    return await _past(await the_network(request.said, request, store), request, store)


@agenda.action("agenda.earlier")
async def earlier(request: Request, store: Store, *, network: NetworkId, start: int = 0) -> Reply:
    return await _past(await network_seen(request, network, store), request, store, start)


async def _past(network: Network, request: Request, store: Store, start: int = 0) -> Reply:
    await must_read(request.person, network, store)
    held = await _held(network, request, store)
    shown = await records_of(network, held[start : start + PAGE], store)
    return Reply(what_was(network, shown, start + PAGE if len(held) > start + PAGE else None))


@agenda.action("agenda.record")
async def opened(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    return Reply(the_record(await _one(request, meeting, store), request.person))


@agenda.action("agenda.markdown")
async def as_markdown(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    return Reply(to_copy(await _one(request, meeting, store)))


async def search(request: Request, store: Store) -> Reply:
    """`agenda search talk tactics`: in every network they may read, what fits best first."""
    asked = sought(request.said)
    if not asked.matters:
        raise Refusal("What should I look for? Say for example “agenda search talk tactics”.")
    networks = await _readable(request, store)
    found = await store.notes.speaking_of(list(networks), asked.words, trust=request.trust.id)
    papers = await _papers(found, store)
    fitting = sorted(
        ((asked.score(papers[each.id]), each) for each in found), key=lambda each: -each[0]
    )  # those that fit alike stay newest first
    best = [(each, networks[each.network]) for score, each in fitting if score > 0]
    return Reply(came_up(request.said, asked, best, papers))


# ------------------------------------------------------------------ looking up


async def records_of(network: Network, several: Sequence[Meeting], store: Store) -> list[Record]:
    """Each meeting with all that is kept of it, in the order given."""
    ids = [each.id for each in several]
    items = await store.agendas.items_of(ids, trust=network.trust)
    notes = await store.notes.of_several(ids, trust=network.trust)
    answers = await store.attendance.of_several(ids, trust=network.trust)
    actions = await store.actions.of_several(ids, trust=network.trust)
    named = {one.person for each in actions.values() for one in each}
    named |= {each.contact for each in notes.values() if each.contact is not None}
    people = {each.id: each for each in await store.people.several(named, trust=network.trust)}
    return [
        Record(
            network,
            each,
            date_of(each),
            tuple(items.get(each.id, ())),
            notes.get(each.id),
            actions.get(each.id, ()),
            sum(bool(one.attended) for one in answers.get(each.id, {}).values()),
            people,
        )
        for each in several
    ]


async def held_of(network: Network, store: Store) -> Sequence[Meeting]:
    """What was wrapped up, newest first."""
    every = await store.meetings.of(network.id, trust=network.trust)
    return [each for each in reversed(every) if each.state is State.HELD]


async def _held(network: Network, request: Request, store: Store) -> Sequence[Meeting]:
    """Held, or over with an agenda that was posted: its notes may still come."""
    every = await store.meetings.of(network.id, trust=network.trust)
    return [
        each
        for each in reversed(every)
        if each.state is State.HELD or (each.state is State.POSTED and each.starts <= request.now)
    ]


async def _one(request: Request, meeting: MeetingId, store: Store) -> Record:
    seen = await read(request, meeting, store)
    if seen.meeting.state not in (State.POSTED, State.HELD):
        raise Refusal(f"Nothing is kept of that meeting. Say “agenda past {seen.network.name}” for others.")
    (record,) = await records_of(seen.network, [seen.meeting], store)
    return record


async def _readable(request: Request, store: Store) -> dict[NetworkId, Network]:
    mine = {each.id for each in await store.networks.of(request.person)}
    return {
        each.id: each
        for each in await store.networks.everyone(request.trust.id)
        if each.open or request.person.coordinator or each.id in mine
    }


async def _papers(found: Sequence[Meeting], store: Store) -> dict[MeetingId, Paper]:
    """Each meeting's words, with how high up they stand."""
    if not found:
        return {}
    ids, trust = [each.id for each in found], found[0].trust
    items = await store.agendas.items_of(ids, trust=trust)
    notes = await store.notes.of_several(ids, trust=trust)
    papers: dict[MeetingId, Paper] = {}
    for each in found:
        paper = [(HIGH, each.purpose)]
        paper += [pair for one in items.get(each.id, ()) for pair in ((MIDDLE, one.title), (LOW, one.detail))]
        if each.id in notes:
            kept = notes[each.id]
            paper += [(HIGH, kept.headline), (MIDDLE, kept.bright_spot), (MIDDLE, kept.decisions)]
            paper += [(LOW, kept.problem), (LOW, kept.stopping)]
        papers[each.id] = paper
    return papers


# ------------------------------------------------------------------ cards


def open_it(meeting: Meeting, network: Network) -> Button:
    label = f"Open {network.name}, {day(date_of(meeting))}"
    return opened.button("Open", meeting=meeting.id).aloud(label)


def what_was(network: Network, records: Sequence[Record], more: int | None) -> Card:
    if not records:
        return Card(f"{network.name}: nothing yet", Text("Its agendas and notes stand here once it has met."))
    return Card(
        f"{network.name}: past meetings",
        *(Item(day(each.on), in_short(each), open_it(each.meeting, network)) for each in records),
        *((earlier.button("Earlier", network=network.id, start=more),) if more is not None else ()),
    )


def in_short(record: Record) -> str:
    """A line: what it came to, or else what it was about."""
    return (record.notes.headline if record.notes else "") or record.meeting.purpose


def the_record(record: Record, me: Person) -> Card:
    agenda_lines = "\n".join(record.agenda())
    question = record.meeting.purpose
    return Card(
        f"{record.network.name}, {day(record.on)}",
        *((Text(f"Today’s question: {question}"),) if question else ()),
        *said(record),
        *((Item("The agenda"), Text(agenda_lines)) if agenda_lines else ()),
        *((Text(f"{record.there} were there."),) if record.there >= FEWEST else ()),
        *((Note(yours),) if (yours := _yours(record, me.id)) else ()),
        as_markdown.button("As Markdown", meeting=record.meeting.id),
        earlier.button("Other meetings", network=record.network.id),
    )


def said(record: Record) -> tuple[Block, ...]:
    """What a meeting came to, for its record and for what goes out after it."""
    if record.notes is None:
        return (Text("No notes were taken."),)
    headline = record.notes.headline
    parts = (block for heading, words in record.parts() for block in (Item(heading), Text(words)))
    return *((Text(headline),) if headline else ()), *parts


def _yours(record: Record, me: PersonId) -> str:
    mine = [f"{each.text} ({each.progress})" for each in record.actions if each.person == me]
    return f"Yours, seen by you alone: {'; '.join(mine)}." if mine else ""


def to_copy(record: Record) -> Card:
    text, parts = markdown(record), []
    while text:
        cut = len(text) if len(text) <= BLOCK else text.rfind("\n", 0, BLOCK) + 1 or BLOCK
        parts.append(Text(text[:cut]))
        text = text[cut:]
    return Card(f"{record.network.name}, {day(record.on)}: to copy", *parts)


def came_up(
    words: str,
    asked: Sought,
    found: Sequence[tuple[Meeting, Network]],
    papers: dict[MeetingId, Paper],
) -> Card:
    if not found:
        return Card(
            f"Nothing about “{words[:60]}”",
            Text("No agenda or notes that you can read speak of it. You could suggest it for the next one."),
        )
    more = len(found) - PAGE
    return Card(
        f"Where “{words[:60]}” came up",
        *(
            Item(
                f"{network.name}, {day(date_of(each))}", asked.shown(papers[each.id]), open_it(each, network)
            )
            for each, network in found[:PAGE]
        ),
        *((Note(f"{more} more speak of it. Add a word to narrow it down."),) if more > 0 else ()),
    )
