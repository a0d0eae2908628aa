"""Planning: the meetings of the rest of the school year, chosen in one form.

Hannah  agenda plan maths
bot     Autumn 1: Tue 29 Sep (everybody works that day) · Wed 30 Sep … · Not this time
        Autumn 2: …
Hannah  presses Plan these
bot     Maths leads: planned                                     [Open the draft]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.agenda.capability import agenda
from handlers.agenda.circle import Usually, circle_of, starting, usually
from handlers.agenda.desk import open_desk
from handlers.agenda.drafting import begin
from handlers.agenda.moving import place_field, the_place, the_time
from handlers.agenda.words import date_of, short_day, when, where
from handlers.rules.calendar import Part
from handlers.rules.proposing import NOTICE, Circle, Proposal, parts, proposed, suits
from handlers.talk import (
    Answers,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Item,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.which import must_lead, network_led, the_network
from storage.records import Meeting, Network, NetworkId, State
from storage.store import Store

NOT_THIS_TIME = "no"


@dataclass(frozen=True, slots=True)
class Year:
    """What is left of a network's school year: what is planned, and what is open."""

    network: Network
    circle: Circle
    usual: Usually
    #: Those still to come, by date.
    planned: tuple[Meeting, ...]
    #: Parts without a meeting, each with days to choose from.
    open: Mapping[Part, Sequence[Proposal]]


async def plan_by_name(request: Request, store: Store) -> Reply:
    """`agenda plan maths`: the form, or what is planned where nothing is open."""
    network = await the_network(request.said, request, store)
    await must_lead(request.person, network, store)
    year = await _year(network, request, store)
    return Reply(_form(year, request.today) if year.open else the_year(year.network, year.planned, ""))


@agenda.form("agenda.plan")
async def plan(request: Request, store: Store, *, network: NetworkId) -> Form:
    year = await _led(network, request, store)
    if not year.open:
        raise Refusal("Every part of this school year has its meeting. Say “agenda” to see the next one.")
    return _form(year, request.today)


@plan.filled
async def planned(request: Request, store: Store, answers: Answers, *, network: NetworkId) -> Reply:
    """All of them at once, or none; a part that somebody else planned meanwhile keeps that date."""
    year = await _led(network, request, store, hold=True)
    at, place = the_time(answers), the_place(answers)
    chosen = [day for part in year.open if (day := _chosen(part, answers, year.circle, request.today))]
    new = [await begin(year.network, starting(day, at), request, store, place=place) for day in chosen]
    ahead = sorted((*year.planned, *new), key=lambda each: each.starts)
    said = "Planned. Members see the dates when they say “agenda”." if new else "Nothing new was planned."
    return Reply(the_year(year.network, ahead, said))


async def _led(id_: NetworkId, request: Request, store: Store, *, hold: bool = False) -> Year:
    return await _year(await network_led(request, id_, store, hold=hold), request, store)


async def _year(network: Network, request: Request, store: Store) -> Year:
    circle = await circle_of(network, request.now, store)
    meetings = [
        each
        for each in await store.meetings.of(network.id, trust=network.trust)
        if each.state not in (State.CANCELLED, State.NOT_HELD)
    ]
    days = {date_of(each) for each in meetings}
    usual = usually(meetings)
    choices = {
        part: proposed(circle, part, request.today, weekday=usual.weekday)
        for part in parts(circle, network.rhythm, request.today)
        if not any(part.first <= day <= part.last for day in days)
    }
    return Year(
        network,
        circle,
        usual,
        tuple(each for each in meetings if each.starts > request.now),
        {part: days for part, days in choices.items() if days},
    )


def _chosen(part: Part, answers: Answers, circle: Circle, today: date) -> date | None:
    """The day chosen for a part; None for "not this time", Invalid for one that does not suit."""
    answer = given(answers, _field(part))
    if answer in ("", NOT_THIS_TIME):
        return None
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise Invalid(**{_field(part): "Please choose one of these days."}) from None
    if against := suits(day, circle, today):
        raise Invalid(**{_field(part): against})
    return day


def _field(part: Part) -> str:
    return f"in_{part.first:%Y%m%d}"


# ------------------------------------------------------------------ form and card


def _form(year: Year, today: date) -> Form:
    soon = today + NOTICE
    there = "; ".join(short_day(date_of(each)) for each in year.planned)
    return plan.form(
        "Plan the year",
        f"{year.network.name}. " + (f"Planned already: {there}." if there else "Each can be moved later."),
        (
            *(_choice(part, days, soon) for part, days in year.open.items()),
            TextField("at", "Starts at", f"{year.usual.at:%H:%M}", max_length=20),
            place_field(year.usual.place),
        ),
        "Plan these",
        network=year.network.id,
    )


def _choice(part: Part, days: Sequence[Proposal], soon: date) -> ChoiceField:
    """The best comes first and is chosen, unless it is too soon to be prepared."""
    options = tuple((each.day.isoformat(), _option(each)) for each in days)
    chosen = NOT_THIS_TIME if days[0].day < soon else options[0][0]
    return ChoiceField(_field(part), part.name, (*options, (NOT_THIS_TIME, "Not this time")), (chosen,))


def _option(proposal: Proposal) -> str:
    return ": ".join(filter(None, (short_day(proposal.day), proposal.said)))


def the_year(network: Network, ahead: Sequence[Meeting], said: str) -> Card:
    if not ahead:
        return Card(
            f"{network.name}: nothing is planned",
            Text(said or "No day is left this school year on which most of its schools teach."),
        )
    return Card(
        f"{network.name}: {'one meeting' if len(ahead) == 1 else f'{len(ahead)} meetings'} planned",
        *((Text(said),) if said else ()),
        *(Item(when(each), where(each)) for each in ahead),
        open_desk.button("Open the draft", meeting=ahead[0].id)
        .primary()
        .aloud(f"Open the draft for {short_day(date_of(ahead[0]))}"),
        Note("Say “agenda” and the network's name with a part of the year to open another one."),
    )
