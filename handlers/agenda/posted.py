"""The posted agenda: one card for everybody, drawn anew when somebody answers or the agenda changes.

bot  (in the channel) Maths leads, Tuesday 3 November 2026
     15:45 to 16:45 …                [Coming] [Can't] [Suggest an item] [Add to calendar]
Ada  presses Coming
bot  (to Ada alone) See you there
"""

import re
from collections.abc import Mapping, Sequence

from handlers.agenda.capability import agenda
from handlers.agenda.drafting import framework_of, names_of
from handlers.agenda.seen import read
from handlers.agenda.suggesting import suggest
from handlers.agenda.words import date_of, day, hours, when
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
from storage.records import AgendaItem, Meeting, MeetingId, Network, Person, PersonId, State, Why
from storage.store import Store

ITEMS = 12  # that a phone shows without endless scrolling; the rest is one press away
PAGE = 8  # items with all their words: within what every platform takes
DETAIL = 140  # characters of an item's detail on the posted card

#: The address of a meeting by video, wherever it stands among the words of its place.
_ADDRESS = re.compile(r"https://\S+")


# ------------------------------------------------------------------ drawing it


async def agenda_card(meeting: Meeting, network: Network, store: Store, *, me: Person | None = None) -> Card:
    """As everybody sees it; `me` is told what they have answered, too."""
    if meeting.state is State.CANCELLED:
        return called_off(meeting, network)
    items = await store.agendas.items(meeting.id, trust=meeting.trust)
    return the_agenda(
        meeting,
        network,
        items,
        await names_of(items, network, store),
        who_comes=await _who_comes(meeting, store),
        ground_rules=(await framework_of(network, store)).ground_rules,
        yours=await _answer_of(me, meeting, store) if me else "",
    )


async def date_card(meeting: Meeting, network: Network, store: Store, *, me: Person) -> Card:
    """Before the agenda is posted: when and where, and what they have answered."""
    if meeting.state is State.CANCELLED:
        return called_off(meeting, network)
    return the_date(
        meeting,
        network,
        who_comes=await _who_comes(meeting, store),
        yours=await _answer_of(me, meeting, store),
    )


async def redrawn(meeting: Meeting, network: Network, store: Store) -> tuple[Post, ...]:
    """Edit what was posted; nothing to do where it was not."""
    return (*await _in_channel(meeting, network, store), *await _in_letters(meeting, network, store))


async def _in_channel(meeting: Meeting, network: Network, store: Store) -> tuple[Post, ...]:
    """Each edit takes the place of the one before it: of many that wait, only the last goes."""
    if meeting.posted_at is None:
        return ()
    drawn = await store.meetings.draw(meeting)
    card = await agenda_card(drawn, network, store)
    key, before = (channel_key(meeting, number) for number in (drawn.drawn, drawn.drawn - 1))
    return (Post(ToNetwork(network), card, key=key, replaces=before, why=Why.MEETING),)


async def _in_letters(meeting: Meeting, network: Network, store: Store) -> tuple[Post, ...]:
    """Those that went to members one by one, each with their own answer."""
    members = await store.networks.members(network.id, trust=network.trust)
    posts = []
    for person in await store.people.several(members, trust=network.trust):
        before = letter_key(meeting, person)
        if await store.outbox.with_key(before, trust=network.trust):
            card = await agenda_card(meeting, network, store, me=person)
            key = f"{before}:{meeting.version}.{meeting.sequence}"
            posts.append(Post(ToPerson(person), card, key=key, replaces=before, why=Why.MEETING))
    return tuple(posts)


def channel_key(meeting: Meeting, drawn: int = 0) -> str:
    """Of the post in the network's channel, and of its edits."""
    return f"agenda:{meeting.id}" + (f":{drawn}" if drawn else "")


def letter_key(meeting: Meeting, person: Person) -> str:
    """Of the agenda as a letter to one member."""
    return f"meeting:{meeting.id}:agenda:{person.id}"


async def _who_comes(meeting: Meeting, store: Store) -> str:
    """Whoever has left the trust, or prefers not to be found, is not named."""
    answers = await store.attendance.of(meeting.id, trust=meeting.trust)
    coming = [person for person, each in answers.items() if each.coming]
    people = {each.id: each for each in await store.people.several(coming, trust=meeting.trust)}
    named = [people[each].name for each in coming if each in people and people[each].open_to_introductions]
    cannot = sum(each.coming is False for each in answers.values())
    return turnout(named, len(coming) - len(named), cannot)


async def _answer_of(me: Person, meeting: Meeting, store: Store) -> str:
    answer = (await store.attendance.of(meeting.id, trust=meeting.trust)).get(me.id)
    if answer is None or answer.coming is None:
        return "You have not said yet whether you can come."
    return "You said that you are coming." if answer.coming else "You said that you can't come."


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
    posts = await _in_channel(seen.meeting, seen.network, store)
    if request.place.direct:
        card = agenda_card if seen.meeting.posted_at else date_card
        return Reply(await card(seen.meeting, seen.network, store, me=request.person), *posts)
    return Reply((see_you_there if comes else thank_you)(seen.meeting, seen.network), *posts)


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


def the_agenda(
    meeting: Meeting,
    network: Network,
    items: Sequence[AgendaItem],
    owners: Mapping[PersonId, str],
    *,
    who_comes: str,
    ground_rules: Sequence[str],
    yours: str,
) -> Card:
    """When and where first, then what it is for; buttons before the small print."""
    short = len(items) > ITEMS or any(len(each.detail) > DETAIL for each in items)
    return Card(
        f"{network.name}, {day(date_of(meeting))}",
        Facts(*_when_and_where(meeting)),
        *((Text(f"Today’s question: {meeting.purpose}"),) if meeting.purpose else ()),
        *(_item(each, owners, DETAIL) for each in items[:ITEMS]),
        *((Text(f"… and {_more(len(items) - ITEMS)}."),) if len(items) > ITEMS else ()),
        Text(f"{who_comes} {yours}".strip()),
        *_buttons(meeting, network),
        *((whole.button("Whole agenda", meeting=meeting.id),) if short else ()),
        *((Note("Ground rules: " + "; ".join(ground_rules) + "."),) if ground_rules else ()),
    )


def the_date(meeting: Meeting, network: Network, *, who_comes: str, yours: str) -> Card:
    return Card(
        f"{network.name}, {day(date_of(meeting))}",
        Facts(*_when_and_where(meeting)),
        Text("Its agenda is not posted yet. What should be on it?"),
        Text(f"{who_comes} {yours}"),
        *_buttons(meeting, network),
    )


def _when_and_where(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    place = _ADDRESS.sub("", meeting.place).strip(" ,;:()") or ("online" if meeting.place else "")
    return ("When", hours(meeting)), *((("Where", place),) if place else ())


def _buttons(meeting: Meeting, network: Network) -> tuple[Button | Link, ...]:
    """At most five: Teams allows six on a card."""
    online = _ADDRESS.search(meeting.place)
    return (
        coming.button("Coming", meeting=meeting.id).primary(),
        cannot.button("Can't", meeting=meeting.id).aloud("I can't come"),
        suggest.button("Suggest an item", network=network.id),
        Link("Add to calendar", f"/calendar/{meeting.token}"),
        *((Link("Join online", online[0]),) if online else ()),
    )


def _item(item: AgendaItem, owners: Mapping[PersonId, str], limit: int) -> Item:
    who = owners.get(item.owner, "") if item.owner else ""
    detail = item.detail if len(item.detail) <= limit else item.detail[: limit - 1].rstrip() + "…"
    return Item(f"{item.title} ({_minutes(item.minutes)})", "\n".join(filter(None, (who, detail))))


def _minutes(count: int) -> str:
    return f"{count} min"


def _more(count: int) -> str:
    return "1 more item" if count == 1 else f"{count} more items"


def every_word(
    meeting: Meeting,
    network: Network,
    items: Sequence[AgendaItem],
    owners: Mapping[PersonId, str],
    start: int,
) -> Card:
    shown, after = items[start : start + PAGE], start + PAGE
    more = whole.button("More", meeting=meeting.id, start=after)
    return Card(
        f"{network.name}: the whole agenda",
        Text(when(meeting)),
        *(_item(each, owners, len(each.detail)) for each in shown),
        *((more,) if after < len(items) else ()),
    )


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
