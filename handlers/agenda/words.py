"""How days, times and places are said on cards: the same on every one of them."""

from datetime import date, timedelta

from handlers.dates import day, short_day
from handlers.talk import LOCAL
from storage.records import Meeting

__all__ = ["date_of", "day", "hours", "short_day", "when"]


def date_of(meeting: Meeting) -> date:
    """The day it is on, where the schools are."""
    return meeting.starts.astimezone(LOCAL).date()


def hours(meeting: Meeting) -> str:
    """ "15:45 to 16:45", by the clock where the schools are."""
    starts = meeting.starts.astimezone(LOCAL)
    ends = (meeting.starts + timedelta(minutes=meeting.minutes)).astimezone(LOCAL)
    return f"{starts:%H:%M} to {ends:%H:%M}"


def when(meeting: Meeting) -> str:
    """ "Tuesday 3 November 2026, 15:45 to 16:45"."""
    return f"{day(date_of(meeting))}, {hours(meeting)}"
