"""A network's initiatives on one card: where each school stands, and what waits for whoever facilitates.

Hannah  cycle network maths leads
bot     Maths leads: what we try
        Oracy in Year 3      Fenside: Deliver, review 12 Feb 2027, quiet        [Open]
        Reading fluency      Oakhill: Prepare, nobody leads it now               [Open]
        Facilitators see stage and date, never what somebody answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby, islice

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at
from handlers.cycle.inviting import joins
from handlers.cycle.said import after
from handlers.cycle.starting import start as start_something
from handlers.cycle.words import school_names, standing_in, words_of
from handlers.dates import with_year
from handlers.days import calendars_of
from handlers.rules.overview import Attention, attention, looked_at_on
from handlers.rules.templates import OwnWords
from handlers.talk import LOCAL, Button, Card, Item, Link, Note, Reply, Request, Text
from handlers.which import leads, must_read, network_seen, the_network
from storage.passes import Pass
from storage.records import CycleStage, Initiative, Network, NetworkId, Run, RunState
from storage.store import Store

PAGE = 4  # initiatives on a card: with the page and "More", Teams' six buttons
SCHOOLS = 5  # of one initiative on a card; the page has all of them


@dataclass(frozen=True, slots=True)
class Line:
    """One school's way through one initiative, as an overview shows it."""

    initiative: Initiative
    run: Run
    school: str
    attention: Attention
    #: Whether whoever asks may open it.
    may_open: bool
    #: Whether they may join it unasked: where they are a member, or their school tries it.
    may_join: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A network's initiatives, what presses most first, and the schools of each likewise."""

    network: Network
    lines: Sequence[Line]
    #: A facilitator or coordinator asks; members are not told who is quiet.
    leading: bool
    words: OwnWords

    @property
    def initiatives(self) -> Sequence[tuple[Initiative, Sequence[Line]]]:
        return [
            (initiative, list(lines))
            for initiative, lines in groupby(self.lines, lambda line: line.initiative)
        ]


async def overview(id: NetworkId, request: Request, store: Store) -> Overview:  # noqa: A002  it is the id
    """For whoever may read what the network does; Refusal for others, and where it is gone."""
    network = await network_seen(request, id, store)
    await must_read(request.person, network, store)
    leading = await leads(request.person, network.id, store)
    lines = await _lines(network, request, store, leading=leading)
    first = {each.initiative.id: place for place, each in reversed(list(enumerate(lines)))}
    lines.sort(key=lambda each: first[each.initiative.id])
    return Overview(network, lines, leading, await words_of(request.trust.id, store))


async def _lines(network: Network, request: Request, store: Store, *, leading: bool) -> list[Line]:
    """Each by itself, what presses most first."""
    trust = request.trust.id
    initiatives = {each.id: each for each in await store.initiatives.of_network(network.id, trust=trust)}
    runs = await store.runs.of_initiatives(initiatives, trust=trust)
    last = await store.runs.last_recorded((each.id for each in runs), trust=trust)
    schools = await school_names(runs, trust, store)
    me = request.person
    mine = await store.participants.of_person(me)
    opens, parts = {each.run for each in mine}, {each.initiative for each in mine}
    is_member = network.id in {each.id for each in await store.networks.of(me)}
    calendars = await calendars_of(trust, store)

    def line(run: Run) -> Line:
        since = last[run.id].astimezone(LOCAL).date() if run.id in last else run.begun_on
        asks = attention(run, since, request.today, calendars.of(run.school))
        told = Attention.GOING if asks is Attention.QUIET and not leading else asks
        school = schools[run.school] if run.school is not None else "Central team"
        joins = run.state is not RunState.ENDED and run.initiative not in parts
        return Line(
            initiatives[run.initiative],
            run,
            school,
            told,
            leading or run.id in opens,
            joins and (is_member or run.school == me.school),
        )

    lines = map(line, runs)
    return sorted(lines, key=lambda each: (each.attention, looked_at_on(each.run) or date.max, each.school))


@cycle.action("cycle.network")
async def show(request: Request, store: Store, *, network: NetworkId, start: int = 0) -> Reply:
    return Reply(whats_tried(await overview(network, request, store), start))


@after("network", "networks")
async def of_network(request: Request, store: Store) -> Reply:
    """By its name; without one the channel's, or the only one they are in."""
    network = await the_network(request.said, request, store)
    return Reply(whats_tried(await overview(network.id, request, store)))


@cycle.action("cycle.page")
async def show_page(request: Request, store: Store, *, network: NetworkId) -> Reply:
    """Its picture in the browser, by a link for them alone."""
    seen = await overview(network, request, store)
    secret = await store.passes.give(request.person, Pass.LINK, request.now)
    return Reply(way_in(f"/cycle/network/{network}", seen.network.name, secret))


# ------------------------------------------------------------------ cards


def whats_tried(seen: Overview, start: int = 0) -> Card:
    found, id_ = seen.initiatives, seen.network.id
    title = f"{seen.network.name}: what we try"
    if not found:
        begins = Text("Nothing yet. It begins with a problem in a sentence.")
        return Card(title, begins, start_something.button("Start something").primary())
    shown, following = found[start : start + PAGE], start + PAGE
    more = (show.button("More…", network=id_, start=following),) if following < len(found) else ()
    return Card(
        title,
        *((Text(waits),) if (waits := what_waits(seen)) and not start else ()),
        *(_item(lines, seen.words) for _, lines in shown),
        show_page.button("See the picture", network=id_).primary(),
        *more,
        Note("Stage and date are all that is shown here, never what somebody answered."),
    )


def what_waits(seen: Overview) -> str:
    """In figures, a line each: what whoever facilitates can do something about; "" where nothing waits."""
    return "\n".join(f"{WAITS[why]}: {len(lines)}" for why, lines in waiting(seen).items())


def waiting(seen: Overview) -> Mapping[Attention, Sequence[Line]]:
    """Why → the schools it is true of; members are told of none."""
    if not seen.leading:
        return {}
    found = {why: [each for each in seen.lines if each.attention is why] for why in WAITS}
    return {why: lines for why, lines in found.items() if lines}


#: What waits for whoever facilitates, and how it is said.
WAITS = {
    Attention.NOBODY_LEADS: "Nobody leads it now",
    Attention.REVIEW_PAST: "Past the review date",
    Attention.REVIEW_SOON: "Review this month",
    Attention.QUIET: "Quiet for six weeks of term",
}


def _item(lines: Sequence[Line], words: OwnWords) -> Item:
    initiative = lines[0].initiative
    told = [f"{each.school}: {', '.join(standing(each, words))}" for each in lines[:SCHOOLS]]
    more = len(lines) - len(told)
    told += [f"and {more} more school{'s' * (more > 1)}"] if more else []
    return Item(initiative.topic, "\n".join(told), *_ways_in(lines))


def _ways_in(lines: Sequence[Line]) -> tuple[Button, ...]:
    """Into the most pressing of those that are theirs to open; else a way to take part."""
    opens = (
        look_at.button("Open", run=each.run.id).aloud(f"Open {each.initiative.topic}, {each.school}")
        for each in lines
        if each.may_open
    )
    unasked = (joins(each.initiative, each.run) for each in lines if each.may_join)
    return tuple(islice(chain(opens, unasked), 1))


def standing(line: Line, words: OwnWords) -> tuple[str, ...]:
    """ "Deliver", "review 12 Feb 2027", "quiet": what is said of a run, in order."""
    run, on = line.run, looked_at_on(line.run)
    if run.state is not RunState.GOING:
        return (standing_in(run, words),)
    what = "next check" if run.stage is CycleStage.SUSTAIN else "review"
    dated = (f"{what} {with_year(on)}",) if on else ()
    return (standing_in(run, words), *dated, *((ADDED[line.attention],) if line.attention in ADDED else ()))


#: What is added to stage and date.
ADDED = {
    Attention.NOBODY_LEADS: "nobody leads it now",
    Attention.REVIEW_PAST: "date has passed",
    Attention.QUIET: "quiet",
}


def way_in(page: str, called: str, secret: str) -> Card:
    return Card(
        f"Your way to {called}",
        Link("Continue in the browser", f"/cycle/enter/{secret}?to={page}"),
        Note("This link is yours alone. It works once, for ten minutes."),
    )
