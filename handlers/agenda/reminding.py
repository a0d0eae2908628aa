"""Whoever led a meeting is asked how it went, on the first working day after it, and once more a week later.

bot     Maths leads met on Tuesday 3 November 2026: how did it go?        [Wrap up] [It did not happen]
"""

from datetime import date, datetime, time, timedelta

from handlers.agenda.capability import agenda
from handlers.agenda.words import date_of, day
from handlers.agenda.wrapping import ways_to_end
from handlers.days import calendars_of
from handlers.rules.calendar import Calendars
from handlers.talk import LOCAL, Card, Post, Text, ToPerson
from storage.records import Meeting, Network, Person, Trust, Why
from storage.store import Store

ASKED_AT = time(8)
AGAIN_AFTER = 5  # working days: reminded once, then never
LOOKED_BACK = timedelta(days=60)  # over a summer holiday: an older meeting is let go


@agenda.every("mon-fri", at=ASKED_AT)
async def ask_how_it_went(trust: Trust, today: date, store: Store) -> list[Post]:
    """Whoever leads, on their first working day after a meeting, and once more a week later."""
    start = datetime.combine(today, time(0), LOCAL)
    over = await store.meetings.between(trust.id, start - LOOKED_BACK, start)
    if not over:
        return []
    leading = await store.networks.facilitators(trust.id)
    networks = {each.id: each for each in await store.networks.everyone(trust.id)}
    wanted = {person for meeting in over for person in leading.get(meeting.network, ())}
    people = {each.id: each for each in await store.people.several(wanted, trust=trust.id)}
    calendars = await calendars_of(trust.id, store)
    return [
        post
        for meeting in over
        for person in leading.get(meeting.network, ())
        for post in _asks(people[person], meeting, networks[meeting.network], today, calendars)
    ]


def _asks(
    person: Person, meeting: Meeting, network: Network, today: date, calendars: Calendars
) -> list[Post]:
    days = calendars.days_of(person)
    first = days.after(date_of(meeting), 1)
    again = days.after(first, AGAIN_AFTER)
    if not days.works(today) or not first <= today:
        return []
    number, until = (1, again) if today < again else (2, days.after(again, AGAIN_AFTER))
    if today >= until:
        return []
    card = how_did_it_go(meeting, network)
    key = f"meeting:{meeting.id}:wrap:{number}:{person.id}"
    expires = datetime.combine(until, ASKED_AT, LOCAL)
    return [Post(ToPerson(person), card, key, Why.MEETING, expires=expires)]


def how_did_it_go(meeting: Meeting, network: Network) -> Card:
    return Card(
        f"{network.name} met on {day(date_of(meeting))}: how did it go?",
        Text("Two minutes of notes are enough. I tell everybody, and ask once after what they took on."),
        *ways_to_end(meeting),
    )
