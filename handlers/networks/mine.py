"""My networks, and all of the trust's."""

from collections.abc import Mapping, Sequence

from handlers.dates import short_day
from handlers.networks.capability import networks
from handlers.networks.coming import next_meetings
from handlers.networks.gaps import show_gaps
from handlers.networks.making import make
from handlers.networks.page import open_button, size
from handlers.networks.suggested import offer, suggested
from handlers.talk import LOCAL, Card, Facts, Item, Note, Reply, Request, Text
from storage.records import Meeting, Network, NetworkId
from storage.store import Store

SHOWN = 5  # networks with a button of their own: Teams allows six buttons on a card


@networks.action("networks.all")
async def show_all(request: Request, store: Store) -> Reply:
    return await show_every(request, store)


async def show_every(request: Request, store: Store) -> Reply:
    mine = {each.id for each in await store.networks.of(request.person)}
    everyone = await store.networks.everyone(request.trust.id)
    meetings = await next_meetings(request, store)
    return Reply(every_network(everyone, mine, meetings, coordinating=request.person.coordinator))


async def show_mine(request: Request, store: Store) -> Reply:
    mine = await store.networks.of(request.person)
    offered = () if mine else await suggested(request, store)
    return Reply(my_networks(mine, await next_meetings(request, store), offered))


# ------------------------------------------------------------------ cards


def my_networks(
    mine: Sequence[Network], meetings: Mapping[NetworkId, Meeting], offered: Sequence[Network]
) -> Card:
    nothing = Text("You are in no network yet.")
    more = tuple((each.name, _told(each, meetings)) for each in mine[SHOWN:])
    return Card(
        "Your networks",
        *(() if mine else (nothing,)),
        *(Item(each.name, _told(each, meetings), open_button(each)) for each in mine[:SHOWN]),
        *((Facts(*more),) if more else ()),
        *offer(offered),
        show_all.button("Show all networks"),
    )


def every_network(
    found: Sequence[Network],
    mine: set[NetworkId],
    meetings: Mapping[NetworkId, Meeting],
    *,
    coordinating: bool,
) -> Card:
    ways_on = (make.button("Make a network"), show_gaps.button("What is left out")) if coordinating else ()
    if not found:
        nothing = Text("Your trust has not told me of any. Its coordinator can add them.")
        return Card("No networks yet", nothing, *ways_on[:1])
    return Card(
        "Networks in your trust",
        Facts(
            *((each.name, _told(each, meetings) + " · you are in it" * (each.id in mine)) for each in found)
        ),
        *ways_on,
        Note(f"Say “networks” and a name to see who is in it, or to join: “networks {found[0].name}”."),
    )


def _told(network: Network, meetings: Mapping[NetworkId, Meeting]) -> str:
    """ "11 members · next meeting Tue 3 Nov"."""
    meeting = meetings.get(network.id)
    if meeting is None:
        return size(network)
    return f"{size(network)} · next meeting {short_day(meeting.starts.astimezone(LOCAL).date())}"
