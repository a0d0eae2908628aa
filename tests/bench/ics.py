"""A network's calendar file, beside icalendar's own writing of the same text.

A school year of posted meetings, each with an agenda, as a calendar that follows the network asks for it. The
other side is handed the finished events and only writes them down, which ours does too, after making them.
"""

from datetime import timedelta
from statistics import median
from time import process_time

from icalendar import Calendar

from bot.web import ics
from storage.records import AgendaItem, Meeting, MeetingId, Network, NetworkId, State, TrustId
from tests.conftest import MONDAY

MEETINGS = (1, 6, 60)  # one's own file; a network's year; ten years of it
ROUNDS = 30
MOST = 2.0  # times icalendar's writing
ITEMS = [AgendaItem(minutes, f"What we talk about {minutes}") for minutes in (5, 12, 20, 15, 8)]
NETWORK = Network(NetworkId(1), TrustId(1), "Maths leads")


async def bench() -> list[str]:
    return ["meetings  ours ms  icalendar ms  ratio", *map(_compare, MEETINGS)]


def _compare(count: int) -> str:
    meetings = [_meeting(number) for number in range(1, count + 1)]
    items = {each.id: ITEMS for each in meetings}
    finished = Calendar.from_ical(_ours(meetings, items))
    pairs = [_milliseconds(meetings, items, finished) for _ in range(ROUNDS)]
    ratio = median(ours / bare for ours, bare in pairs)
    ours, bare = (median(each) for each in zip(*pairs, strict=True))
    verdict = "met" if ratio <= MOST else "NOT MET"
    return f"{count:8}  {ours:7.2f}  {bare:12.2f}  {ratio:5.2f} (at most {MOST}: {verdict})"


def _milliseconds(meetings: ics.Meetings, items: ics.Items, finished: Calendar) -> tuple[float, float]:
    began = process_time()
    _ours(meetings, items)
    between = process_time()
    finished.to_ical()
    return (between - began) * 1000, (process_time() - between) * 1000


def _ours(meetings: ics.Meetings, items: ics.Items) -> bytes:
    return ics.calendar(NETWORK, meetings, items, MONDAY, "https://brightspot.example")


def _meeting(number: int) -> Meeting:
    starts = MONDAY + timedelta(weeks=6 * number)
    purpose = "What has made a difference for the children who find maths hardest?"
    return Meeting(
        MeetingId(number), NETWORK.trust, NETWORK.id, starts, 60, State.POSTED, "Oakhill, the hall", purpose,
        token=f"a-token-that-nobody-guesses-{number}",
    )  # fmt: skip
