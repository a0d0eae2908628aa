"""When a letter may reach a person, and how what nobody asked for becomes one message.

What nobody asked for comes once a week: on the first of the person's days on which they take it, at the
hour of their choice, ranked. Never in the holidays, on a bank holiday or an INSET day, nor as a term begins
or ends, nor while they are away: a week without such a day has no message. One that missed its day, as
nobody was there to send it, goes on the next such day of that week. What is of a meeting of theirs comes
alone, on any day they work, not at night.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.packing import card_from_data
from handlers.rules.calendar import WorkingDays, each_day
from handlers.talk import LOCAL, Block, Button, Card, Item, Link
from storage.outbox import WEEK
from storage.records import Letter, Person

AT = time(8, 30)  # before the first lesson, after the bus
FROM, UNTIL = time(8), time(17, 30)  # late that day rather than never; after it, on another
WEEKS = 60  # looked ahead: no calendar closes a school for longer
HANDFUL = 5  # subjects in one message: more is not read on a phone
OF_SEVERAL = "of_several"  # a value on its buttons: what one of them leads to leaves the others there
PATIENCE = timedelta(weeks=4)  # until what has no end goes before what has just been written
BUTTONS = 6  # on one message: Teams shows no more


def key(person: Person, day: date) -> str:
    """One message a person and ISO week, whatever else happens."""
    year, week, _ = day.isocalendar()
    return f"{WEEK}{person.id}:{year}-W{week:02}"


def slot(days: WorkingDays, week_of: date, at: time = AT) -> datetime | None:
    """When the weekly message of the week that holds this date goes; None where no day of it will do."""
    first = days.hears_on(week_of)
    return None if first is None else datetime.combine(first, at, tzinfo=LOCAL)


def opening(days: WorkingDays, day: date, at: time = AT) -> datetime | None:
    """When a weekly message may go on this day: on its own, or on a later one that makes up for it."""
    first = days.hears_on(day)
    may_go = first is not None and first <= day and days.takes_unasked(day)
    return datetime.combine(day, at, tzinfo=LOCAL) if may_go else None


def is_open(days: WorkingDays, now: datetime, at: time = AT) -> bool:
    """Whether the weekly message may go now."""
    today = now.astimezone(LOCAL).date()
    start = opening(days, today, at)
    return start is not None and start <= now <= datetime.combine(today, UNTIL, tzinfo=LOCAL)


def in_time(days: WorkingDays, due: datetime, now: datetime, at: time = AT) -> bool:
    """Whether what was due then belongs to the message of the week of now: what came after it waits a week.

    What waited for a later opening of that week is due at its very moment.
    """
    this_week = slot(days, now.astimezone(LOCAL).date(), at)
    return this_week is not None and (
        due <= this_week or due == opening(days, due.astimezone(LOCAL).date(), at)
    )


def next_slot(days: WorkingDays, now: datetime, at: time = AT) -> datetime:
    """The first one after now."""
    today = now.astimezone(LOCAL).date()
    for week in range(WEEKS):
        found = slot(days, today + timedelta(weeks=week), at)
        if found is not None and found > now:
            return found
    return now + timedelta(weeks=WEEKS)  # a calendar without a working day: looked at again then


def next_opening(days: WorkingDays, now: datetime, at: time = AT) -> datetime:
    """The first moment after now at which this week's message may still go; else the next slot."""
    today = now.astimezone(LOCAL).date()
    for day in each_day(today, today + timedelta(days=6 - today.weekday())):
        found = opening(days, day, at)
        if found is not None and found > now:
            return found
    return next_slot(days, now, at)


def in_hours(days: WorkingDays, now: datetime) -> datetime:
    """The first moment from now in the hours of a day they work; now itself where it is one."""
    local = now.astimezone(LOCAL)
    begins, ends = (datetime.combine(local.date(), at, tzinfo=LOCAL) for at in (FROM, UNTIL))
    if days.works(local.date()) and now <= ends:
        return max(now, begins)
    return datetime.combine(days.after(local.date(), 1), FROM, tzinfo=LOCAL)


def has_waited(letter: Letter, today: date) -> bool:
    """Whether it was written in a week before this one."""
    written = (letter.written_at or letter.due_at).astimezone(LOCAL).date()
    return written < today - timedelta(days=today.weekday())


def ranked(letters: Sequence[Letter], next_one: datetime) -> tuple[Letter, ...]:
    """First what cannot wait for the next message, then what it matters soonest to say.

    What has no end cannot wait when it has waited for a month. Of all that cannot wait, the largest comes
    first: it finds room least often.
    """

    def order(letter: Letter) -> tuple[bool, int, datetime, int]:
        until = letter.expires_at or (letter.written_at or letter.due_at) + PATIENCE
        can_wait = until > next_one
        return can_wait, 0 if can_wait else -_size(letter), until, letter.id

    return tuple(sorted(letters, key=order))


def handful(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The first few that have room for all their buttons; the first one always."""
    chosen: list[Letter] = []
    room = BUTTONS
    for letter in letters:
        buttons = _size(letter)
        if not chosen or (buttons <= room and len(chosen) < HANDFUL):
            chosen.append(letter)
            room -= buttons
    return tuple(chosen)


def _size(letter: Letter) -> int:
    """In buttons."""
    return len(card_from_data(letter.card).buttons())


def together(letters: Sequence[Letter]) -> Card:
    """One card out of several; a single one stays as it is."""
    cards = [card_from_data(letter.card) for letter in letters]
    if len(cards) == 1:
        return cards[0]
    blocks: list[Block] = []
    for card in cards:
        blocks += [Item(card.title), *map(_of_several, card.blocks)]
    return Card("This week on Brightspot", *blocks)


def _of_several(block: Block) -> Block:
    """Its buttons say that other subjects stand beside theirs."""
    match block:
        case Button():
            return _marked(block)
        case Item(title, detail, actions):
            marked = (each if isinstance(each, Link) else _marked(each) for each in actions)
            return Item(title, detail, *marked)
        case _:
            return block


def _marked(button: Button) -> Button:
    return replace(button, values={**button.values, OF_SEVERAL: True})
