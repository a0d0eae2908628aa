"""What nobody asked for comes once a week: on a person's first working day, in one message, ranked.

Never in the holidays, on a bank holiday or an INSET day: a week without a working day has no message.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from handlers.packing import card_from_data
from handlers.rules.calendar import is_working_day
from handlers.talk import LOCAL, Block, Card, Text
from storage.outbox import WEEK
from storage.records import Closure, Letter, Person

AT = time(8, 30)  # before the first lesson, after the bus
UNTIL = time(17, 30)  # late that day rather than never; after it, next week
WEEKS = 60  # looked ahead: no calendar closes a school for longer
HANDFUL = 5  # subjects in one message: more is not read on a phone
BUTTONS = 6  # on one message: Teams shows no more


def key(person: Person, day: date) -> str:
    """One message a person and ISO week, whatever else happens."""
    year, week, _ = day.isocalendar()
    return f"{WEEK}{person.id}:{year}-W{week:02}"


def slot(person: Person, week_of: date, closures: Sequence[Closure] = ()) -> datetime | None:
    """When the weekly message of the week that holds this date goes; None where they work on no day of it.

    Somebody with no working day on record is taken to work all five. `closures`: those of their school.
    """
    monday = week_of - timedelta(days=week_of.weekday())
    days = person.working_days if any(day < 5 for day in person.working_days) else range(5)
    for day in range(5):
        at = monday + timedelta(days=day)
        if is_working_day(at, days, closures):
            return datetime.combine(at, AT, tzinfo=LOCAL)
    return None


def is_open(person: Person, now: datetime, closures: Sequence[Closure] = ()) -> bool:
    """Whether the weekly message may go now."""
    start = slot(person, now.astimezone(LOCAL).date(), closures)
    return start is not None and start <= now <= datetime.combine(start.date(), UNTIL, tzinfo=LOCAL)


def next_slot(person: Person, now: datetime, closures: Sequence[Closure] = ()) -> datetime:
    """The first one after now."""
    today = now.astimezone(LOCAL).date()
    for week in range(WEEKS):
        found = slot(person, today + timedelta(days=7 * week), closures)
        if found is not None and found > now:
            return found
    return now + timedelta(days=7 * WEEKS)  # a calendar without a working day: looked at again then


def ranked(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """What stops mattering soonest comes first, then what has waited longest."""
    return tuple(
        sorted(letters, key=lambda each: (each.expires_at is None, each.expires_at or each.due_at, each.id))
    )


def handful(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The first few, as far as all their buttons have room; the first one always."""
    buttons = accumulate(len(card_from_data(letter.card).buttons()) for letter in letters[:HANDFUL])
    fitting = sum(so_far <= BUTTONS for so_far in buttons)
    return tuple(letters[: max(1, fitting)])


def together(letters: Sequence[Letter]) -> Card:
    """One card out of several; a single one stays as it is."""
    cards = [card_from_data(letter.card) for letter in letters]
    if len(cards) == 1:
        return cards[0]
    blocks: list[Block] = []
    for card in cards:
        blocks += [Text(card.title), *card.blocks]
    return Card("This week on Brightspot", *blocks)
