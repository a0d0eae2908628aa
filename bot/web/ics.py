"""A meeting as a calendar reads it (RFC 5545): one event for ever, replaced by each later edition of itself.

Times are told by the clock where the schools are, so a series across the last Sunday of March keeps its hour.
Nothing in it says who is coming.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from bot.unseen import without_unseen
from handlers.talk import LOCAL
from storage.records import AgendaItem, Meeting, MeetingId, Network, State

UPDATED_H = 6  # after so many hours a calendar that follows a network is asked to look again
#: Before these its agenda is its facilitators' draft, and nobody else's to read.
TOLD = (State.POSTED, State.HELD)
OFF = (State.CANCELLED, State.NOT_HELD)

GMT, BST = timedelta(0), timedelta(hours=1)
Change = TimezoneDaylight | TimezoneStandard
Meetings = Sequence[Meeting]
Items = Mapping[MeetingId, Sequence[AgendaItem]]


def calendar(network: Network, meetings: Meetings, items: Items, now: datetime, public_url: str) -> bytes:
    """These meetings as one file; whoever subscribed to it is asked to look again every few hours."""
    found = Calendar()
    found.add("prodid", "-//Brightspot//Network meetings//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", vText(f"{title(network)}s"))
    found.add("refresh-interval", timedelta(hours=UPDATED_H), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", f"PT{UPDATED_H}H")
    found.add_component(_london())
    for meeting in meetings:
        found.add_component(_event(meeting, network, items.get(meeting.id, ()), now, public_url))
    written: bytes = found.to_ical()
    return written


def title(network: Network) -> str:
    return f"{' '.join(without_unseen(network.name).split())} meeting"


def purpose(meeting: Meeting) -> str:
    """Today's one question; "" while the agenda is not posted."""
    return without_unseen(meeting.purpose) if meeting.state in TOLD else ""


def programme(meeting: Meeting, items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """A line for each item; none while the agenda is not posted."""
    if meeting.state not in TOLD:
        return ()
    return tuple(f"{each.minutes} min: {without_unseen(each.title)}" for each in items)


def description(meeting: Meeting, items: Sequence[AgendaItem]) -> str:
    return "\n".join(filter(None, (purpose(meeting), *programme(meeting, items))))


def _event(
    meeting: Meeting, network: Network, items: Sequence[AgendaItem], now: datetime, public_url: str
) -> Event:
    event = Event()
    event.add("uid", f"{meeting.token}@brightspot")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("dtstart", meeting.starts.astimezone(LOCAL))
    event.add("dtend", (meeting.starts + timedelta(minutes=meeting.minutes)).astimezone(LOCAL))
    event.add("summary", title(network))
    event.add("status", "CANCELLED" if meeting.state in OFF else "CONFIRMED")
    if meeting.place:
        event.add("location", without_unseen(meeting.place))
    if told := description(meeting, items):
        event.add("description", told)
    if public_url:
        event.add("url", f"{public_url}/calendar/{meeting.token}")
    return event


def _london() -> Timezone:
    """Its rule since 1996: no meeting is older."""
    zone = Timezone()
    zone.add("tzid", LOCAL.key)
    zone.add_component(_change(TimezoneDaylight(), "BST", datetime(1996, 3, 31, 1), GMT, BST))  # noqa: DTZ001
    zone.add_component(_change(TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), BST, GMT))  # noqa: DTZ001
    return zone


def _change(to: Change, name: str, first: datetime, before: timedelta, after: timedelta) -> Change:
    """On the last Sunday of its month, by the clock that held until then."""
    to.add("dtstart", first)
    to.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    to.add("tzoffsetfrom", before)
    to.add("tzoffsetto", after)
    to.add("tzname", name)
    return to
