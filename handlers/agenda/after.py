"""After: what a meeting came to goes out once, to each as much as they need.

bot  (in the channel) Maths leads: what we agreed on Tuesday 3 November 2026
     …  Would you bring the next bright spot?                   [Yes] [Not this time]
bot  (to who took something on) You said you would …            [Done] [Change date] [Drop it]
bot  (to who could not come) Sorry we missed you. In two minutes: …

Written when the meeting is wrapped up and due on the next working morning, so that a slip can be mended
first; what has gone by then is edited.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from handlers.agenda.capability import agenda
from handlers.agenda.doing import in_turn
from handlers.agenda.posting import has_channel
from handlers.agenda.record import opened, records_of, said
from handlers.agenda.suggesting import add
from handlers.agenda.words import date_of, day, when
from handlers.days import days_of
from handlers.naming import at_work, workplace
from handlers.rules.calendar import WorkingDays
from handlers.rules.minutes import Record
from handlers.talk import (
    LOCAL,
    Card,
    Item,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    ToNetwork,
    ToPerson,
)
from handlers.which import may_read
from storage.records import Action, Meeting, Network, NetworkId, Person, PersonId, Progress, Why, Wish
from storage.store import Store

GOES_AT, NOT_AFTER = time(8), time(16)  # before the first lesson; before whoever wrapped up goes home
MATTERS = timedelta(days=28)  # after the meeting: whoever is reached only later finds it in the record
STILL = timedelta(days=7)  # what is wrapped up or mended after that is told within these
WITHIN = 2  # working days of the meeting (`cycle_templates.yaml`, follow_up)


async def due_for(meeting: Meeting, by: Person, now: datetime, store: Store) -> datetime:
    """The next working morning of who wraps up, within two working days of the meeting; if late, soon.

    What has gone out already is mended at once.
    """
    if await store.outbox.has_gone(meeting.trust, f"meeting:{meeting.id}:notes:"):
        return now
    days = await days_of(by, store)
    morning = _at(days, now, GOES_AT)
    latest = datetime.combine(days.after(date_of(meeting), WITHIN), NOT_AFTER, LOCAL)
    if now < latest:
        return min(morning, latest)
    here = now.astimezone(LOCAL)
    return now if days.works(here.date()) and GOES_AT <= here.time() < NOT_AFTER else morning


def _at(days: WorkingDays, now: datetime, at: time) -> datetime:
    """The first working day's hour that is still to come."""
    here = now.astimezone(LOCAL)
    today = here.time() < at and days.works(here.date())
    return datetime.combine(here.date() if today else days.after(here.date(), 1), at, LOCAL)


async def follow_up(meeting: Meeting, network: Network, due: datetime, store: Store) -> tuple[Post, ...]:
    """What goes out, as the notes are now: what still waits is written anew, what has gone is edited."""
    for kind in ("took", "missed"):
        await store.outbox.withdraw(meeting.trust, f"meeting:{meeting.id}:{kind}:")
    (record,) = await records_of(network, [meeting], store)
    then = await store.meetings.next_after(meeting)
    within = await store.networks.members(network.id, trust=network.trust)
    posts = _who_took_something_on(record, within, due)
    if await has_channel(network, store):
        card = what_we_agreed(record, then)
        posts.append(
            Post(ToNetwork(network), card, _key(record), Why.MEETING, _key(record, before=1), due=due)
        )
        posts += await _who_was_missed(record, within, due, store)
    else:
        posts += await _to_each(record, then, due, store)
    expires = max(meeting.starts + MATTERS, due + STILL)
    return tuple(replace(each, expires=expires) for each in posts)


def _key(record: Record, to: PersonId | None = None, *, before: int = 0) -> str:
    """Of what everybody is told, and of its edits: each edition takes the place of the one before."""
    number = (record.notes.edition if record.notes else 0) - before
    if number < 1:
        return ""
    return f"meeting:{record.meeting.id}:notes:{number}" + (f":{to}" if to else "")


def _who_took_something_on(record: Record, within: Collection[PersonId], due: datetime) -> list[Post]:
    """Each once for the same words and days, however often the notes are saved."""
    posts = []
    for id_, person in record.people.items():
        still_open = (each for each in record.actions if each.progress is Progress.OPEN)
        if mine := [each for each in still_open if each.person == id_]:
            what = "-".join(f"{each.id}.{each.by:%y%m%d}" for each in mine)
            key = f"meeting:{record.meeting.id}:took:{id_}:{what}"
            posts.append(
                Post(
                    ToPerson(person),
                    what_you_took_on(record, mine, asked=id_ in within),
                    key,
                    Why.MEETING,
                    due=due,
                )
            )
    return posts


async def _who_was_missed(
    record: Record, within: Collection[PersonId], due: datetime, store: Store
) -> list[Post]:
    """Of those who are still in the network."""
    answers = await store.attendance.of(record.meeting.id, trust=record.meeting.trust)
    sorry = [
        id_ for id_, each in answers.items() if each.coming is False and not each.attended and id_ in within
    ]
    return [
        Post(
            ToPerson(person),
            we_missed_you(record, person),
            f"meeting:{record.meeting.id}:missed:{person.id}",
            Why.MEETING,
            due=due,
        )
        for person in await store.people.several(sorry, trust=record.meeting.trust)
    ]


async def _to_each(record: Record, then: Meeting | None, due: datetime, store: Store) -> list[Post]:
    """Where there is no channel: to each member by themselves."""
    members = await store.networks.members(record.network.id, trust=record.network.trust)
    card = what_we_agreed(record, then)
    return [
        Post(
            ToPerson(each), card, _key(record, each.id), Why.MEETING, _key(record, each.id, before=1), due=due
        )
        for each in await store.people.several(members, trust=record.network.trust)
    ]


# ------------------------------------------------------------------ the next bright spot


@agenda.action("agenda.bring")
async def bring(request: Request, store: Store, *, network: NetworkId) -> Reply:
    """An offer that waits beside the next draft, once however often it is pressed."""
    found = await store.networks.find(network, trust=request.trust.id)
    if found is None or not await may_read(request.person, found, store):
        raise Refusal("That network is not open to you. Say “networks” to see yours.")
    words = f"A bright spot from {workplace(request.person)}"
    return await add(words, found, request, store, named=True, wish=Wish.BRIGHT_SPOT)


@agenda.action("agenda.not_this_time")
async def not_this_time(request: Request, store: Store) -> Reply:
    return Reply(that_is_fine())


# ------------------------------------------------------------------ cards


def what_we_agreed(record: Record, then: Meeting | None) -> Card:
    return Card(
        f"{record.network.name}: what we agreed on {day(record.on)}",
        *said(record),
        Text(f"{_next(then)} Would you bring the next bright spot?"),
        bring.button("Yes", network=record.network.id).aloud("Yes, I would bring the next bright spot"),
        not_this_time.button("Not this time"),
    )


def _next(then: Meeting | None) -> str:
    return f"Next: {when(then)}." if then else "The next date is not set yet."


def what_you_took_on(record: Record, mine: Sequence[Action], *, asked: bool) -> Card:
    """`asked`: whether they will be, as members are; guests are not."""
    asks = "I will ask once, on the day." if len(mine) == 1 else "I will ask once about each, on its day."
    return Card(
        f"{record.network.name}: what you took on",
        Text("You said you would:"),
        *in_turn(mine, {record.network.id: record.network.name}),
        *((Note(asks),) if asked else ()),
    )


def we_missed_you(record: Record, me: Person) -> Card:
    """Whoever's bright spot it is themselves is not told whom to ask."""
    notes, contact = record.notes, record.contact()
    ask = f"Ask {at_work(contact)}." if contact and contact.id != me.id else ""
    spot = notes.bright_spot if notes else ""
    return Card(
        f"Sorry we missed you at {record.network.name}",
        *((Text(f"In two minutes: {notes.headline}"),) if notes and notes.headline else ()),
        *((Item("One thing for you", f"{spot}\n{ask}".strip()),) if spot else ()),
        opened.button("All the notes", meeting=record.meeting.id),
    )


def that_is_fine() -> Card:
    return Card("That is fine", Text("Thank you for saying. You can offer one whenever you like."))
