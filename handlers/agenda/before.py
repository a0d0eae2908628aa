"""Before a meeting: each morning, what its members and whoever leads the network are due that day.

bot  (in the weekly message) Maths leads meets on Tuesday 3 November 2026
     Could your school bring one of these?     [Offer a bright spot] [Offer a problem]
bot  (on the last working day before) Maths leads meets on Tuesday 3 November 2026 …     [Can't]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.agenda.capability import agenda
from handlers.agenda.desk import open_desk, post_it
from handlers.agenda.moving import letters_of
from handlers.agenda.posted import agenda_card, cannot, coming, letter_key, whole
from handlers.agenda.suggesting import offer
from handlers.agenda.words import date_of, day, hours, online, when, where
from handlers.days import calendars_of
from handlers.rules.due import Due, Morning
from handlers.talk import LOCAL, Card, Facts, Link, Note, Post, Text, ToPerson
from storage.records import Meeting, MeetingId, Network, NetworkId, Person, PersonId, Trust, Why, Wish
from storage.store import Store

AT = time(7, 30)  # before the weekly messages of the morning are put together
AHEAD = timedelta(days=150)  # ten working days of who works one a week, and the summer holiday


@dataclass(frozen=True, slots=True)
class Letter:
    """Something due to somebody before a meeting."""

    what: Due
    meeting: Meeting
    network: Network
    person: Person
    #: What they have said to the meeting; None: nothing.
    answer: bool | None
    #: The day on which it goes.
    on: date
    #: Whether the meeting is on a day they work.
    works: bool

    @property
    def key(self) -> str:
        """A reminder is of its date; the call and the agenda come once, wherever the meeting moves."""
        if self.what is Due.AGENDA:
            return letter_key(self.meeting, self.person)
        of_date = self.what in (Due.REMINDER, Due.NOT_POSTED)
        dated = f"{date_of(self.meeting)}:" if of_date else ""
        return f"{letters_of(self.meeting)}{self.what}:{dated}{self.person.id}"


@agenda.every("mon-fri", at=AT)
async def write_before(trust: Trust, today: date, store: Store) -> list[Post]:
    """What is due and not yet written, in a few queries however many members there are."""
    now = datetime.combine(today, AT, LOCAL)
    ahead = await store.meetings.between(trust.id, now, now + AHEAD)
    due = await _due(ahead, trust, today, store) if ahead else []
    written = await store.outbox.written(trust.id, [each.key for each in due])
    new = await _wanted([each for each in due if each.key not in written], trust, store)
    agendas = {
        each.meeting.id: await agenda_card(each.meeting, each.network, store)
        for each in {one.meeting.id: one for one in new if one.what is Due.AGENDA}.values()
    }
    return [_post(each, agendas) for each in new]


async def _due(ahead: Sequence[Meeting], trust: Trust, today: date, store: Store) -> list[Letter]:
    networks = {each.id: each for each in await store.networks.everyone(trust.id)}
    within = await _within({each.network for each in ahead}, trust, store)
    everybody = {person for members in within.values() for person in members}
    people = {each.id: each for each in await store.people.several(everybody, trust=trust.id)}
    answers = await store.attendance.of_several([each.id for each in ahead], trust=trust.id)
    morning = Morning(today, await calendars_of(trust.id, store))
    found = []
    for meeting in ahead:
        said = answers.get(meeting.id, {})
        for id_, leads in within.get(meeting.network, {}).items():
            person, answer = people[id_], said[id_].coming if id_ in said else None
            posted = bool(meeting.posted_at or (leads and meeting.post_at))
            due = morning.due(person, date_of(meeting), leads=leads, posted=posted, answer=answer)
            works = morning.works(person, date_of(meeting))
            network = networks[meeting.network]
            found += [Letter(what, meeting, network, person, answer, on, works) for what, on in due]
    return found


async def _wanted(new: list[Letter], trust: Trust, store: Store) -> list[Letter]:
    """Without the calls to those who have something on that agenda already."""
    called = {each.meeting.id for each in new if each.what is Due.CALL}
    items = await store.agendas.items_of([*called], trust=trust.id) if called else {}
    bring = {(meeting, each.owner) for meeting, several in items.items() for each in several}
    return [
        each for each in new if each.what is not Due.CALL or (each.meeting.id, each.person.id) not in bring
    ]


async def _within(
    wanted: set[NetworkId], trust: Trust, store: Store
) -> Mapping[NetworkId, Mapping[PersonId, bool]]:
    """The members of these networks: True where they lead."""
    found: dict[NetworkId, dict[PersonId, bool]] = {}
    for (network, person), leads in (await store.networks.belonging(trust.id)).items():
        if network in wanted:
            found.setdefault(network, {})[person] = leads
    return found


def _post(letter: Letter, agendas: Mapping[MeetingId, Card]) -> Post:
    """The call waits for the weekly message of its day; everything else is of the meeting, and goes alone."""
    called = letter.what is Due.CALL
    return Post(
        ToPerson(letter.person),
        _card(letter, agendas),
        key=letter.key,
        why=Why.UNASKED if called else Why.MEETING,
        due=datetime.combine(letter.on, AT, LOCAL),
        expires=letter.meeting.starts,
    )


def _card(letter: Letter, agendas: Mapping[MeetingId, Card]) -> Card:
    meeting, network = letter.meeting, letter.network
    match letter.what:
        case Due.CALL:
            return call(meeting, network)
        case Due.AGENDA:
            return agendas[meeting.id]
        case Due.REMINDER:
            return reminder(meeting, network, letter.answer, works=letter.works)
        case Due.DRAFT:
            return draft_waits(meeting, network)
        case Due.NOT_POSTED:
            return not_posted(meeting, network)


# ------------------------------------------------------------------ cards


def call(meeting: Meeting, network: Network) -> Card:
    return Card(
        f"{network.name} meets on {day(date_of(meeting))}",
        Text(
            "A good meeting has something that works at one school, and one real problem that everybody "
            "thinks about. Could you bring either?"
        ),
        offer.button("Offer a bright spot", meeting=meeting.id, wish=Wish.BRIGHT_SPOT),
        offer.button("Offer a problem", meeting=meeting.id, wish=Wish.PROBLEM),
        Note("Nothing this time? Then there is nothing to do."),
    )


def reminder(meeting: Meeting, network: Network, answer: bool | None, *, works: bool) -> Card:
    """`answer`: what they have said; `works`: whether it is on a day of theirs."""
    address = online(meeting)
    said = "You said that you are coming." if answer else "You have not said yet whether you can come."
    off = "It is on a day that you don't work, so whether you come is up to you."
    return Card(
        f"{network.name} meets on {day(date_of(meeting))}",
        Facts(("Time", hours(meeting)), *((("Where", where(meeting)),) if where(meeting) else ())),
        Text(said if works or answer else off),
        *(() if answer else (coming.button("Coming", meeting=meeting.id).primary(),)),
        cannot.button("Can't", meeting=meeting.id).aloud("I can't come"),
        *((whole.button("See the agenda", meeting=meeting.id),) if meeting.posted_at else ()),
        Link("Add to calendar", f"/calendar/{meeting.token}"),
        *((Link("Join online", address),) if address else ()),
        *((Note(off),) if answer and not works else ()),
    )


def draft_waits(meeting: Meeting, network: Network) -> Card:
    return Card(
        f"The draft for {network.name} is ready for you",
        Text(f"You meet on {when(meeting)}. I have filled it in: change what you like, then post it."),
        open_desk.button("Open the draft", meeting=meeting.id).primary(),
        Note("Members hear in their weekly message that they can offer a bright spot or a problem."),
    )


def not_posted(meeting: Meeting, network: Network) -> Card:
    return Card(
        f"The agenda of {network.name} is not posted yet",
        Text(f"You meet on {when(meeting)}. The draft can go as it is, or you can look at it first."),
        post_it.button("Post it", meeting=meeting.id).primary(),
        open_desk.button("Open the draft", meeting=meeting.id),
        Note("I won't remind you of this again."),
    )
