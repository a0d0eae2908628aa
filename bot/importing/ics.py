"""Term dates as school websites publish them, in a calendar file (.ics, RFC 5545), read as rows of a table.

Only whole days that mean something for teaching are read; sports days and bake sales are left where they are.
"""

import codecs
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from icalendar import Calendar, Event

from bot.importing.days_off import SHORTEST_TERM, Meaning, meaning_of
from bot.importing.entries import HOLIDAY, INSET, TERM
from bot.importing.outcome import BadFile, Problems
from bot.importing.sheet import Row, is_no_text
from handlers.talk import LOCAL

FILE_LIMIT = 5_000_000  # bytes; a school's calendar of ten years is about 1 MB
EVENT_LIMIT = 5_000
BEGINS = b"BEGIN:VCALENDAR"
DAY = timedelta(days=1)
KINDS = {Meaning.HOLIDAY: HOLIDAY, Meaning.INSET: INSET, Meaning.TERM: TERM}
MARKS = (Meaning.STARTS, Meaning.ENDS)


@dataclass(frozen=True, slots=True)
class _Found:
    """An event that says something of teaching."""

    number: int
    starts: date
    ends: date
    name: str
    meaning: Meaning


def is_ics(raw: bytes, file: str) -> bool:
    begins = raw.removeprefix(codecs.BOM_UTF8).lstrip()[: len(BEGINS)].upper()
    return begins == BEGINS or file.lower().endswith(".ics")


def read_ics(raw: bytes, file: str, since: date) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Its days as rows with starts, ends, name and kind, and notes on what was not read.

    What ended before `since` is left out. BadFile names each event that is wrong.
    """
    if len(raw) > FILE_LIMIT:
        raise BadFile([f"{file}: is larger than {FILE_LIMIT // 1_000_000} MB"])
    try:
        events = [
            event
            for event in Calendar.from_ical(raw.removeprefix(codecs.BOM_UTF8)).walk("VEVENT")
            if isinstance(event, Event)
        ]
    except (ValueError, RecursionError):
        raise BadFile([f"{file}: is not a calendar file that can be read; export it again"]) from None
    if len(events) > EVENT_LIMIT:
        raise BadFile([f"{file}: has more than {EVENT_LIMIT:,} events"])
    problems = Problems(file, "event")
    found = [each for number, event in enumerate(events, 1) if (each := _found(number, event, problems))]
    problems.settle()
    recent = [each for each in found if each.ends >= since]
    rows, alone = _paired(recent)
    if not rows:
        raise BadFile([f"{file}: says nothing of terms, holidays or INSET days from {since:%-d %B %Y} on"])
    others = len(events) - len(recent)
    notes = [f"{others} other {'event' if others == 1 else 'events'} not read"] if others else []
    notes += [f"a term begins or ends on {each.starts}, and its other end is not told" for each in alone]
    return tuple(rows), tuple(notes)


def _found(number: int, event: Event, problems: Problems) -> _Found | None:
    name = " ".join(str(event.get("SUMMARY", "")).split())
    could_mean = {meaning_of(name, days) for days in (1, SHORTEST_TERM)}
    if could_mean == {Meaning.OTHER} or event.get("STATUS") == "CANCELLED":
        return None
    try:
        span = _span(event)
    except (ValueError, TypeError, AttributeError, OverflowError):
        problems.add(number, "its dates cannot be read")
        return None
    if span is None:
        return None  # an hour or two: teaching goes on
    starts, ends = span
    meaning = meaning_of(name, (ends - starts).days + 1)
    if meaning is Meaning.OTHER:
        return None
    if event.get("RRULE") or event.get("RDATE"):
        problems.add(number, "it repeats; give each year an event of its own")
    if is_no_text(name):
        problems.add(number, "has characters that are no text (NUL or another control character)")
    return _Found(number, starts, ends, name, meaning)


def _span(event: Event) -> tuple[date, date] | None:
    """First and last day; None where it does not last whole days, and is not the start or end of a term."""
    first, begins = _local(event.start)
    after, finishes = _local(event.end)
    if (begins, finishes) != (time(), time()):
        marked = meaning_of(str(event["SUMMARY"])) in MARKS
        return (first, first) if marked else None
    return first, after - DAY if after > first else after  # DTEND is the day after


def _local(moment: date | datetime) -> tuple[date, time]:
    """The day and the time of day in England; midnight for a whole day."""
    if not isinstance(moment, datetime):
        return moment, time()
    here = moment.astimezone(LOCAL) if moment.tzinfo else moment
    return here.date(), here.time()


def _paired(found: list[_Found]) -> tuple[list[Row], list[_Found]]:
    """Days off as they are, terms from their start to their end, and whatever found no partner."""
    days = [_row(each, each.ends, KINDS[each.meaning]) for each in found if each.meaning in KINDS]
    # A day says it once: "End of Term 1" and "School closes for half-term" are the same end.
    marks = {(each.starts, each.meaning is Meaning.ENDS): each for each in found if each.meaning in MARKS}
    in_order = [marks[each] for each in sorted(marks)]
    terms = [each for each in pairwise(in_order) if (each[0].meaning, each[1].meaning) == MARKS]
    rows = [*days, *(_row(start, end.starts, TERM) for start, end in terms)]
    return rows, [each for each in in_order if not any(each in pair for pair in terms)]


def _row(each: _Found, ends: date, kind: str) -> Row:
    return Row(each.number, {"starts": f"{each.starts}", "ends": f"{ends}", "name": each.name, "kind": kind})
