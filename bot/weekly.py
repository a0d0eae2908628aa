"""What nobody asked for comes once a week: on a person's first working day, in one message, ranked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.packing import card_from_data
from handlers.talk import LOCAL, Block, Card, Text
from storage.outbox import WEEK
from storage.records import Letter, Person

AT = time(8, 30)  # before the first lesson, after the bus
UNTIL = time(17, 30)  # late that day rather than never; after it, next week
HANDFUL = 5  # subjects in one message: more is not read on a phone


def key(person: Person, day: date) -> str:
    """One message a person and ISO week, whatever else happens."""
    year, week, _ = day.isocalendar()
    return f"{WEEK}{person.id}:{year}-W{week:02}"


def slot(person: Person, week_of: date) -> datetime:
    """When the weekly message of the week that holds this date goes."""
    monday = week_of - timedelta(days=week_of.weekday())
    first = min(person.working_days, default=0)
    return datetime.combine(monday + timedelta(days=first), AT, tzinfo=LOCAL)


def is_open(person: Person, now: datetime) -> bool:
    """Whether the weekly message may go now."""
    start = slot(person, now.astimezone(LOCAL).date())
    return start <= now <= datetime.combine(start.date(), UNTIL, tzinfo=LOCAL)


def next_slot(person: Person, now: datetime) -> datetime:
    """The first one after now."""
    today = now.astimezone(LOCAL).date()
    this_week = slot(person, today)
    return this_week if this_week > now else slot(person, today + timedelta(days=7))


def ranked(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """What stops mattering soonest comes first, then what has waited longest."""
    return tuple(
        sorted(letters, key=lambda each: (each.expires_at is None, each.expires_at or each.due_at, each.id))
    )


def together(letters: Sequence[Letter]) -> Card:
    """One card out of several; a single one stays as it is."""
    cards = [card_from_data(letter.card) for letter in letters]
    if len(cards) == 1:
        return cards[0]
    blocks: list[Block] = []
    for card in cards:
        blocks += [Text(card.title), *card.blocks]
    return Card("This week on Brightspot", *blocks)
