"""How days, times and places are said on cards: the same on every one of them."""

import re
from datetime import date, timedelta

from handlers.dates import day, short_day
from handlers.talk import LOCAL
from storage.records import Meeting

__all__ = ["date_of", "day", "hours", "online", "short_day", "when", "where"]

#: The address of a meeting by video, wherever it stands among the words of its place.
_ADDRESS = re.compile(r"https://\S+")


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


def where(meeting: Meeting) -> str:
    """Its place in words, "online" where that is an address alone; "" where none is known."""
    return _ADDRESS.sub("", meeting.place).strip(" ,;:()") or ("online" if meeting.place else "")


def online(meeting: Meeting) -> str:
    """The address of a meeting by video; "" where there is none."""
    found = _ADDRESS.search(meeting.place)
    return found[0] if found else ""
