"""The word itself: `agenda` and what may follow it, and plain questions about meetings.

Ada     agenda
bot     Your next meetings: Maths leads, Tuesday 3 November 2026 …                 [Open]
Ada     when is the next SENDCO network?
Hannah  /agenda maths autumn
bot     (the draft, to be posted or changed; where no meeting is planned, with the best date)
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.agenda.capability import agenda
from handlers.agenda.circle import circle_of, starting, usually
from handlers.agenda.desk import desk
from handlers.agenda.doing import my_actions
from handlers.agenda.drafting import begin
from handlers.agenda.framework import framework
from handlers.agenda.planning import plan_by_name
from handlers.agenda.posted import members_card
from handlers.agenda.record import past_by_name, search
from handlers.agenda.seen import Seen, read
from handlers.agenda.suggesting import add, suggest
from handlers.agenda.words import date_of, short_day, when
from handlers.agenda.wrapping import wrap_up_by_name
from handlers.days import calendars_of
from handlers.rules.calendar import Part, SchoolCalendar
from handlers.rules.fitting import best_fitting
from handlers.rules.proposing import parts, proposed
from handlers.rules.reading import Intent, Reading
from handlers.rules.terms import part_named, split_part
from handlers.suggested import WORDS
from handlers.talk import Button, Card, Item, Refusal, Reply, Request, Text
from handlers.which import leads, must_read, the_network
from storage.records import Coming, Meeting, MeetingId, Network, NetworkId, State
from storage.store import Store

SHOWN = 6  # meetings with a button of their own: Teams allows six on a card
A_YEAR = timedelta(days=400)  # no meeting is planned further ahead than the next school year

#: What a question about any meeting speaks of, and many a network has in its name: words, as they are
#: reduced for comparing, and the concept.
OF_ANY = {"network", "group", "hub", "lead", "meet", "agenda", "topic.networks"}

Room = Callable[[Request, Store], Awaitable[Reply]]


@agenda.command("agenda", usage="agenda, agenda maths autumn, or agenda add …", in_window=True)
async def show(request: Request, store: Store) -> Reply:
    """What the first word says; otherwise the meeting of the network, and the part of the year, named.

    A network is reached by its whole name, whatever that begins with.
    """
    said = " ".join(request.said.split())
    everyone = await store.networks.everyone(request.trust.id)
    if not any(each.name.casefold() == said.casefold() for each in everyone):
        for word, room in ROOMS.items():
            if said.lower() == word or said.lower().startswith(f"{word} "):
                return await room(replace(request, said=said[len(word) :].strip()), store)
        return await _by_part(*split_part(said), request, store)
    return await _by_part(said, "", request, store)


async def _by_part(name: str, part: str, request: Request, store: Store) -> Reply:
    if not name and not part and request.place.network is None:
        return await _mine(request, store)
    network = await the_network(name, request, store)
    await must_read(request.person, network, store)
    calendar = (await calendars_of(request.trust.id, store)).of(request.person.school)
    meant = part_named(part, calendar, request.today) if part else None
    if meant is not None:
        return await _in_part(network, meant, calendar, request, store)
    if part and calendar.parts:
        raise Refusal(
            f"I have no dates of “{part}” at your school. Say “agenda {network.name}” for the next meeting, "
            f"or “agenda past {network.name}” for those before."
        )
    return await _next_of(network, request, store)


async def _in_part(
    network: Network, part: Part, calendar: SchoolCalendar, request: Request, store: Store
) -> Reply:
    there = [
        each
        for each in await store.meetings.of(network.id, trust=network.trust)
        if part.first <= date_of(each) <= part.last and each.state is not State.CANCELLED
    ]
    ahead = [each for each in there if each.starts > request.now]
    halves = {each.name for meeting in ahead if (each := calendar.part_of(date_of(meeting)))}
    if len(ahead) > 1 and len(halves) == len(ahead) and await leads(request.person, network.id, store):
        # Each has a name of its own, so the next to be posted is meant: no question on the way to it.
        to_post = next((each for each in ahead if each.state is State.PLANNED), ahead[0])
        others = [each for each in ahead if each is not to_post]
        return await _opened(Seen(to_post, network), request, store, also_planned(network, others, calendar))
    if len(ahead) > 1:
        return Reply(which_one(network, part, ahead))
    if ahead:
        return await _opened(Seen(ahead[0], network), request, store)
    if part.last < request.today or there:
        raise Refusal(
            f"{part.name} is over for {network.name}. Say “agenda past {network.name}” to look back."
        )
    return await _none_planned(network, part, request, store)


async def _next_of(network: Network, request: Request, store: Store) -> Reply:
    meeting = await _first(network, request, store)
    if meeting is None:
        return await _none_planned(network, None, request, store)
    return await _opened(Seen(meeting, network), request, store)


async def _none_planned(network: Network, part: Part | None, request: Request, store: Store) -> Reply:
    """Whoever facilitates it gets a draft on the best day; a coordinator where nobody does."""
    leading = (await store.networks.facilitators(request.trust.id)).get(network.id, ())
    if request.person.id not in leading and (leading or not request.person.coordinator):
        return Reply(nothing_planned(network, part, leads=request.person.coordinator))
    circle = await circle_of(network, request.now, store)
    before = usually(await store.meetings.of(network.id, trust=network.trust))
    for each in (part,) if part else parts(circle, network.rhythm, request.today):
        for best in proposed(circle, each, request.today, weekday=before.weekday)[:1]:
            meeting = await begin(network, starting(best.day, before.at), request, store, place=before.place)
            said = f"No meeting was planned, so this is the best day I found: {best.said}."
            return Reply(await desk(meeting, network, request, store, said))
    raise Refusal(
        f"No day is left then on which most of {network.name} can meet. Try “agenda plan {network.name}”."
    )


async def _opened(seen: Seen, request: Request, store: Store, said: str = "") -> Reply:
    """To whoever leads the network it is work to be done; to others what they may come to."""
    if await leads(request.person, seen.network.id, store):
        held = await store.meetings.find(seen.meeting.id, trust=request.trust.id, hold=True)
        return Reply(await desk(held or seen.meeting, seen.network, request, store, said))
    return Reply(await members_card(seen.meeting, seen.network, store, me=request.person))


@agenda.action("agenda.look")
async def look(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    return await _opened(await read(request, meeting, store), request, store)


async def _mine(request: Request, store: Store) -> Reply:
    """The next meeting of each of their networks, with what they have answered; the only one whole."""
    mine = {each.id: each for each in await store.networks.of(request.person)}
    firsts: dict[NetworkId, Meeting] = {}
    for each in await _ahead(request, store):
        if each.network in mine:
            firsts.setdefault(each.network, each)
    answers = {each.meeting: each for each in await store.attendance.by(request.person)}
    found = [(mine[each.network], each, answers.get(each.id)) for each in firsts.values()]
    if len(mine) == len(found) == 1:
        return await _opened(Seen(found[0][1], found[0][0]), request, store)
    if found:
        return Reply(your_meetings(found))
    facilitators = await store.networks.facilitators(request.trust.id)
    led = [each for id_, each in mine.items() if request.person.id in facilitators.get(id_, ())]
    return Reply(none_yet(led, in_some=bool(mine)))


async def _first(network: Network, request: Request, store: Store) -> Meeting | None:
    return next((each for each in await _ahead(request, store) if each.network == network.id), None)


async def _ahead(request: Request, store: Store) -> Sequence[Meeting]:
    """Every meeting of the trust that is still to come, by date."""
    return await store.meetings.between(request.trust.id, request.now, request.now + A_YEAR)


# ------------------------------------------------------------------ plain questions


@agenda.question(Intent.AGENDA)
async def asked(request: Request, about: Reading, store: Store) -> Reply:
    """ "When is the next SENDCO network?": the one the words fit best, else the channel's, else theirs.

    A question begins nothing: whoever could plan a meeting is told how.
    """
    mine = await store.networks.of(request.person)
    others = [each for each in await store.networks.everyone(request.trust.id) if each not in mine]
    network = best_fitting(_telling(about), [*mine, *others]) or request.place.network
    if network is None:
        return await _mine(request, store)
    await must_read(request.person, network, store)
    meeting = await _first(network, request, store)
    if meeting is None:
        return Reply(nothing_planned(network, None, leads=await leads(request.person, network.id, store)))
    return await _opened(Seen(meeting, network), request, store)


def _telling(about: Reading) -> Reading:
    """What of a question can tell one network from another."""
    words = tuple(each for each in about.words if each not in OF_ANY)
    return replace(about, words=words, topics=tuple(each for each in about.topics if each not in OF_ANY))


# ------------------------------------------------------------------ what may follow the word


async def _add(request: Request, store: Store) -> Reply:
    """At once where there is one network it can be for; otherwise the form asks which."""
    mine = await store.networks.of(request.person)
    network = request.place.network or (mine[0] if len(mine) == 1 else None)
    if len(request.said) > WORDS:
        raise Refusal(f"That is more than {WORDS} characters. Please say it in fewer words.")
    if network is None or not request.said:
        values = {"network": network.id if network else 0, "words": request.said}
        return Reply(await suggest.open(request, store, values))
    return await add(request.said, network, request, store, named=True)


#: First word → the room it leads to; whoever means a network of that name says the whole of its name.
ROOMS: dict[str, Room] = {
    "add": _add,
    "plan": plan_by_name,
    "framework": framework,
    "wrap up": wrap_up_by_name,
    "past": past_by_name,
    "search": search,
    "actions": my_actions,
}


# ------------------------------------------------------------------ cards


def your_meetings(found: Sequence[tuple[Network, Meeting, Coming | None]]) -> Card:
    return Card(
        "Your next meetings",
        *(
            Item(network.name, "\n".join((when(meeting), _said(answer))), _look(meeting, network))
            for network, meeting, answer in found[:SHOWN]
        ),
        *(Item(network.name, when(meeting)) for network, meeting, _ in found[SHOWN:]),
    )


def _said(answer: Coming | None) -> str:
    if answer is None or answer.coming is None:
        return "You have not said yet whether you can come."
    return "You are coming." if answer.coming else "You can't come."


def _look(meeting: Meeting, network: Network) -> Button:
    return look.button("Open", meeting=meeting.id).aloud(f"Open {network.name}")


def which_one(network: Network, part: Part, found: Sequence[Meeting]) -> Card:
    return Card(
        f"{network.name}, {part.name}: which meeting?",
        *(Item(when(each), "", _look(each, network)) for each in found[:SHOWN]),
    )


def also_planned(network: Network, others: Sequence[Meeting], calendar: SchoolCalendar) -> str:
    """How to get to each of the others."""
    return "Also planned: " + ", ".join(
        f"{short_day(date_of(each))} (say “agenda {network.name} {half.name}”)"
        for each in others
        if (half := calendar.part_of(date_of(each)))
    )


def none_yet(led: Sequence[Network], *, in_some: bool) -> Card:
    """`led`: the networks that they facilitate, and so can plan for."""
    if not in_some:
        return Card(
            "No meeting yet", Text("You are in no network yet. Say “networks” to see them and join one.")
        )
    plans = f"Say “agenda plan {led[0].name}” to set its dates for the year." if led else ""
    waits = "You hear of it when a date is set."
    return Card("No meeting yet", Text(f"No meeting of your networks is planned yet. {plans or waits}"))


def nothing_planned(network: Network, part: Part | None, *, leads: bool) -> Card:
    """Whoever leads it is told how to plan, everybody else what they can do meanwhile."""
    plans = f"Say “agenda plan {network.name}” to set its dates for the year."
    waits = "You hear of it when a date is set. You can say now what it should be about."
    return Card(
        f"{network.name}: nothing is planned{f' for {part.name}' if part else ''} yet",
        Text(plans if leads else waits),
        suggest.button("Suggest an item", network=network.id),
    )
