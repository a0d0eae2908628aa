"""The posted agenda: one card for everybody, drawn anew when somebody answers or the agenda changes.

bot  (in the channel) Maths leads, Tuesday 3 November 2026
     15:45 to 16:45 …                [Coming] [Can't] [Suggest an item] [Add to calendar]
Ada  presses Coming
bot  (to Ada alone) See you there
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handlers.agenda.capability import agenda
from handlers.agenda.drafting import framework_of, names_of
from handlers.agenda.seen import read
from handlers.agenda.suggesting import suggest
from handlers.agenda.words import date_of, day, hours, online, when, where
from handlers.rules.cutting import cut
from handlers.rules.framework import skeleton
from handlers.rules.turnout import turnout
from handlers.talk import (
    Button,
    Card,
    Facts,
    Item,
    Link,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    ToNetwork,
    ToPerson,
)
from handlers.which import leads
from storage.records import (
    AgendaItem,
    Coming,
    Meeting,
    MeetingId,
    Network,
    Person,
    PersonId,
    Platform,
    State,
    Why,
)
from storage.store import Store

ITEMS = 12  # that a phone shows without endless scrolling; the rest is one press away
PAGE = 5000  # characters of items with all their words: within what every platform takes in one message
DETAIL = 140  # characters of an item's detail on the posted card


# ------------------------------------------------------------------ drawing it


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that a card about a meeting tells, gathered once however many it is drawn for."""

    meeting: Meeting
    network: Network
    items: Sequence[AgendaItem]
    owners: Mapping[PersonId, str]
    ground_rules: Sequence[str]
    #: (title, detail) of the sections that every such meeting has.
    usual: frozenset[tuple[str, str]]
    members: Collection[PersonId]
    answers: Mapping[PersonId, Coming]
    #: Whoever is coming and may be named, by who said so first.
    coming: Sequence[str]

    @property
    def turnout(self) -> str:
        come = sum(each.coming is True for each in self.answers.values())
        cannot = sum(each.coming is False for each in self.answers.values())
        return turnout(self.coming, come - len(self.coming), cannot)

    def answer_of(self, me: Person | None) -> str:
        """What they have said; members who have not are asked."""
        if me is None:
            return ""
        said = self.answers.get(me.id)
        if said is None or said.coming is None:
            return "Can you come?" if me.id in self.members else ""
        return "You said that you are coming." if said.coming else "You said that you can't come."


async def gathered(meeting: Meeting, network: Network, store: Store) -> Drawn:
    items = await store.agendas.items(meeting.id, trust=meeting.trust)
    owners = await names_of(items, network, store)
    framework = await framework_of(network, store)
    sections = skeleton(framework, minutes=meeting.minutes, virtual=network.virtual)
    usual = frozenset((each.title, each.detail) for each in sections)
    members = await store.networks.members(network.id, trust=network.trust)
    answers = await store.attendance.of(meeting.id, trust=meeting.trust)
    come = [person for person, each in answers.items() if each.coming]
    people = {each.id: each for each in await store.people.several(come, trust=meeting.trust)}
    # Whoever has left the trust, or prefers not to be found, is not named.
    named = [people[each].name for each in come if each in people and people[each].open_to_introductions]
    return Drawn(meeting, network, items, owners, framework.ground_rules, usual, members, answers, named)


async def agenda_card(meeting: Meeting, network: Network, store: Store, *, me: Person | None = None) -> Card:
    """As everybody sees it; `me` is told what they have answered, too."""
    return the_agenda(await gathered(meeting, network, store), me)


async def members_card(meeting: Meeting, network: Network, store: Store, *, me: Person) -> Card:
    """What a member sees who asks."""
    return for_member(await gathered(meeting, network, store), me)


async def redrawn(meeting: Meeting, network: Network, store: Store) -> tuple[Post, ...]:
    """Edit what was posted; nothing to do where it was not."""
    drawn = await _anew(meeting, network, store)
    return (*_in_channel(drawn), *await _in_letters(drawn, store))


async def _anew(meeting: Meeting, network: Network, store: Store) -> Drawn:
    """As it stands now; where it is posted, under the number of its next edit."""
    return await gathered(
        await store.meetings.draw(meeting) if meeting.posted_at else meeting, network, store
    )


def _in_channel(drawn: Drawn) -> tuple[Post, ...]:
    """Each edit takes the place of the one before it: of many that wait, only the last goes."""
    meeting = drawn.meeting
    if meeting.posted_at is None:
        return ()
    key, before = (channel_key(meeting, number) for number in (meeting.drawn, meeting.drawn - 1))
    card = the_agenda(drawn, None)
    return (Post(ToNetwork(drawn.network), card, key=key, replaces=before, why=Why.MEETING),)


async def _in_letters(drawn: Drawn, store: Store) -> tuple[Post, ...]:
    """Those that went to members one by one, each with their own answer."""
    meeting = drawn.meeting
    people = await store.people.several(drawn.members, trust=meeting.trust)
    written = await store.outbox.written(meeting.trust, [letter_key(meeting, each) for each in people])
    return tuple(
        Post(
            ToPerson(each),
            the_agenda(drawn, each),
            key=f"{letter_key(meeting, each)}:{meeting.version}.{meeting.sequence}",
            replaces=letter_key(meeting, each),
            why=Why.MEETING,
        )
        for each in people
        if letter_key(meeting, each) in written
    )


def channel_key(meeting: Meeting, drawn: int = 0) -> str:
    """Of the post in the network's channel, and of its edits."""
    return f"agenda:{meeting.id}" + (f":{drawn}" if drawn else "")


def letter_key(meeting: Meeting, person: Person) -> str:
    """Of the agenda as a letter to one member."""
    return f"meeting:{meeting.id}:agenda:{person.id}"


# ------------------------------------------------------------------ answering it


@agenda.action("agenda.coming")
async def coming(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    return await _answered(request, meeting, store, comes=True)


@agenda.action("agenda.cannot")
async def cannot(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    return await _answered(request, meeting, store, comes=False)


async def _answered(request: Request, meeting: MeetingId, store: Store, *, comes: bool) -> Reply:
    """The last word counts; in a channel only the presser hears, and everybody sees the card anew."""
    seen = await read(request, meeting, store)
    _must_lie_ahead(seen.meeting, request)
    await store.attendance.answer(seen.meeting, request.person, coming_=comes, now=request.now)
    drawn = await _anew(seen.meeting, seen.network, store)
    # Teams puts the answer in the card's place, for the presser alone: there it is the agenda, too.
    if request.place.direct or request.platform is Platform.TEAMS:
        return Reply(for_member(drawn, request.person), *_in_channel(drawn))
    return Reply((see_you_there if comes else thank_you)(seen.meeting, seen.network), *_in_channel(drawn))


def _must_lie_ahead(meeting: Meeting, request: Request) -> None:
    if meeting.state is State.CANCELLED:
        raise Refusal("This meeting is called off. Say “agenda” to see what is next.")
    if meeting.starts <= request.now:
        raise Refusal("This meeting has begun or is over. Say “agenda” to see what is next.")


@agenda.action("agenda.whole")
async def whole(request: Request, store: Store, *, meeting: MeetingId, start: int = 0) -> Reply:
    """Every item with all its words, some at a time."""
    seen = await read(request, meeting, store)
    if seen.meeting.posted_at is None and not await leads(request.person, seen.network.id, store):
        raise Refusal("This agenda is not posted yet. Say “agenda” to see when the meeting is.")
    items = await store.agendas.items(seen.meeting.id, trust=request.trust.id)
    return Reply(
        every_word(seen.meeting, seen.network, items, await names_of(items, seen.network, store), start)
    )


# ------------------------------------------------------------------ cards


def for_member(drawn: Drawn, me: Person) -> Card:
    """The agenda if it is posted, when and where before that."""
    return the_agenda(drawn, me) if drawn.meeting.posted_at else the_date(drawn, me)


def the_agenda(drawn: Drawn, me: Person | None) -> Card:
    """When and where first, then what it is for; buttons before the small print."""
    meeting, items = drawn.meeting, drawn.items
    if meeting.state is State.CANCELLED:
        return called_off(meeting, drawn.network)
    return Card(
        f"{drawn.network.name}, {day(date_of(meeting))}",
        Facts(*_when_and_where(meeting)),
        *((Text(f"Today’s question: {meeting.purpose}"),) if meeting.purpose else ()),
        *(_at_a_glance(each, drawn) for each in items[:ITEMS]),
        *((Text(f"… and {_more(len(items) - ITEMS)}."),) if len(items) > ITEMS else ()),
        Text(f"{drawn.turnout} {drawn.answer_of(me)}".strip()),
        *_buttons(meeting, drawn.network),
        whole.button("Whole agenda", meeting=meeting.id),
        *((Note("Ground rules: " + "; ".join(drawn.ground_rules) + "."),) if drawn.ground_rules else ()),
    )


def the_date(drawn: Drawn, me: Person) -> Card:
    """Before the agenda is posted."""
    meeting = drawn.meeting
    if meeting.state is State.CANCELLED:
        return called_off(meeting, drawn.network)
    return Card(
        f"{drawn.network.name}, {day(date_of(meeting))}",
        Facts(*_when_and_where(meeting)),
        Text("Its agenda is not posted yet. What should be on it?"),
        Text(f"{drawn.turnout} {drawn.answer_of(me)}".strip()),
        *_buttons(meeting, drawn.network),
    )


def _when_and_where(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    place = where(meeting)
    return ("Time", hours(meeting)), *((("Where", place),) if place else ())


def _buttons(meeting: Meeting, network: Network) -> tuple[Button | Link, ...]:
    """At most five: Teams allows six on a card."""
    address = online(meeting)
    return (
        coming.button("Coming", meeting=meeting.id).primary(),
        cannot.button("Can't", meeting=meeting.id).aloud("I can't come"),
        suggest.button("Suggest an item", network=network.id),
        Link("Add to calendar", f"/calendar/{meeting.token}"),
        *((Link("Join online", address),) if address else ()),
    )


def _at_a_glance(item: AgendaItem, drawn: Drawn) -> Item:
    """What a section is always for is known: only what is this meeting's own is told beside its title."""
    detail = "" if (item.title, item.detail) in drawn.usual else item.detail
    return _item(item, drawn.owners, cut(detail, DETAIL))


def _item(item: AgendaItem, owners: Mapping[PersonId, str], detail: str) -> Item:
    who = owners.get(item.owner, "") if item.owner else ""
    return Item(f"{item.title} ({item.minutes} min)", "\n".join(filter(None, (who, detail))))


def _more(count: int) -> str:
    return "1 more item" if count == 1 else f"{count} more items"


def every_word(
    meeting: Meeting,
    network: Network,
    items: Sequence[AgendaItem],
    owners: Mapping[PersonId, str],
    start: int,
) -> Card:
    after = _page_end(items, start)
    shown = items[start:after]
    more = whole.button("More", meeting=meeting.id, start=after)
    return Card(
        f"{network.name}: the whole agenda",
        Text(when(meeting)),
        *(_item(each, owners, each.detail) for each in shown),
        *((more,) if after < len(items) else ()),
        *_buttons(meeting, network),
    )


def _page_end(items: Sequence[AgendaItem], start: int) -> int:
    """As many as a page holds, and always one."""
    room = PAGE
    for number, each in enumerate(items[start:], start):
        room -= len(each.title) + len(each.detail)
        if room < 0 and number > start:
            return number
    return len(items)


def see_you_there(meeting: Meeting, network: Network) -> Card:
    return Card(
        "See you there",
        Text(f"{network.name}: {when(meeting)}."),
        Link("Add to calendar", f"/calendar/{meeting.token}"),
        Note("If something comes up, press “Can't” under the agenda."),
    )


def thank_you(meeting: Meeting, network: Network) -> Card:
    return Card(
        "Thank you for saying",
        Text(f"I have noted that you can't come to {network.name} on {day(date_of(meeting))}."),
        Text("You get a short version of what came of it."),
        Note("If you can come after all, press “Coming” under the agenda."),
    )


def called_off(meeting: Meeting, network: Network) -> Card:
    return Card(
        f"{network.name}: called off",
        Text(f"The meeting on {when(meeting)} will not take place."),
    )
