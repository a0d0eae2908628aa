"""The word itself: `agenda` and what may follow it, and plain questions about meetings.

Ada     agenda
bot     Maths leads, Tuesday 3 November 2026 …                  [Coming] [Can't]
Hannah  /agenda maths autumn
bot     (the draft, to post or to change)
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.agenda.capability import agenda
from handlers.agenda.posted import agenda_card, date_card
from handlers.agenda.suggesting import add, suggest
from handlers.agenda.words import when
from handlers.rules.fitting import best_fitting
from handlers.rules.reading import Intent, Reading
from handlers.suggested import WORDS
from handlers.talk import Card, Item, Refusal, Reply, Request, Text
from handlers.which import may_read, the_network
from storage.records import Meeting, Network
from storage.store import Store

YEAR = timedelta(days=400)  # no meeting is planned further ahead than the next school year
SHOWN = 6  # meetings in a list: as many as somebody is likely to be in networks


@agenda.command("agenda", usage="agenda, agenda maths autumn, or agenda add …", in_window=True)
async def show(request: Request, store: Store) -> Reply:
    """The next meeting of the network that is named or of each of theirs; or what its first word says."""
    word, _, rest = request.said.strip().partition(" ")
    if word.lower() == "add":
        return await _add(replace(request, said=rest.strip()), store)
    if not request.said.strip() and request.place.network is None:
        return await _mine(request, store)
    return await _next_of(await the_network(request.said, request, store), request, store)


@agenda.question(Intent.AGENDA)
async def asked(request: Request, about: Reading, store: Store) -> Reply:
    """ "When is the next SENDCO network?": the one the words fit best, else the channel's, else theirs."""
    mine = await store.networks.of(request.person)
    meant = best_fitting(about, mine) or best_fitting(about, await store.networks.everyone(request.trust.id))
    network = meant or request.place.network
    return await (_next_of(network, request, store) if network else _mine(request, store))


async def _add(request: Request, store: Store) -> Reply:
    """At once where there is one network it can be for; otherwise the form asks which."""
    mine = await store.networks.of(request.person)
    network = request.place.network or (mine[0] if len(mine) == 1 else None)
    if network is None or not request.said:
        values = {"network": network.id if network else 0, "words": request.said[:WORDS]}
        return Reply(await suggest.open(request, store, values))
    if len(request.said) > WORDS:
        raise Refusal(f"That is more than {WORDS} characters. Please say it in fewer words.")
    return await add(request.said, network, request, store, named=True)


async def _mine(request: Request, store: Store) -> Reply:
    """The next one of each of their networks; the only one whole."""
    mine = {each.id: each for each in await store.networks.of(request.person)}
    if len(mine) == 1:
        return await _next_of(next(iter(mine.values())), request, store)
    ahead = [(mine[each.network], each) for each in await _ahead(request, store) if each.network in mine]
    firsts = {network.id: (network, meeting) for network, meeting in reversed(ahead)}
    soonest = sorted(firsts.values(), key=lambda each: each[1].starts)
    return Reply(your_meetings(soonest[:SHOWN]) if soonest else nothing_yet(bool(mine)))


async def _next_of(network: Network, request: Request, store: Store) -> Reply:
    if not await may_read(request.person, network, store):
        raise Refusal(f"{network.name} keeps its agendas among its members. Join it to read them.")
    meeting = next((each for each in await _ahead(request, store) if each.network == network.id), None)
    if meeting is None:
        return Reply(nothing_planned(network))
    card = agenda_card if meeting.posted_at else date_card
    return Reply(await card(meeting, network, store, me=request.person))


async def _ahead(request: Request, store: Store) -> Sequence[Meeting]:
    """Every meeting of the trust that is still to come, by date."""
    return await store.meetings.between(request.trust.id, request.now, request.now + YEAR)


# ------------------------------------------------------------------ cards


def your_meetings(found: Sequence[tuple[Network, Meeting]]) -> Card:
    return Card(
        "Your next meetings",
        *(Item(network.name, when(meeting)) for network, meeting in found),
        Text("Say “agenda” and a name to see what is on it, and to say whether you can come."),
    )


def nothing_yet(in_some: bool) -> Card:
    joins = "You are in no network yet. Say “networks” to see them and join one."
    planned = "No meeting of your networks is planned yet. You hear of it when a date is set."
    return Card("No meeting yet", Text(planned if in_some else joins))


def nothing_planned(network: Network) -> Card:
    return Card(
        f"{network.name}: nothing is planned yet",
        Text("You hear of it when a date is set. You can say now what it should be about."),
        suggest.button("Suggest an item", network=network.id),
    )
