"""A run on a card: where it stands, its goal, what is next, and all that can be done with it.

What can be done is offered by the rooms that do it, so that none of them is known here:

    @offers(30)
    async def measuring(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
        return (measure.button("Measure again", run=seen.run.id),) if seen.may_change else ()

A button that is `primary()` leads to what is needed next: it stands first, whatever its rank.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import chain

from handlers.cycle.capability import cycle
from handlers.cycle.seen import Seen, the_run
from handlers.cycle.words import CENTRAL_TEAM, OwnWords, standing_in, way, words_of
from handlers.dates import day
from handlers.talk import Block, Button, Card, Facts, Item, Note, Reply, Request, Text, Tone
from storage.records import Run, RunId, RunState
from storage.store import Store

ON_A_CARD = 6  # buttons, the way to the others included: Teams shows no more

Offer = Callable[[Seen, Request, Store], Awaitable[Sequence[Button]]]
_OFFERS: list[tuple[int, Offer]] = []


def offers(rank: int) -> Callable[[Offer], Offer]:
    """What this room can do with a run; low ranks stand first, on its card itself."""

    def note(offer: Offer) -> Offer:
        _OFFERS.append((rank, offer))
        return offer

    return note


@cycle.action("cycle.open")
async def look_at(request: Request, store: Store, *, run: RunId) -> Reply:
    """One run by itself."""
    return Reply(await run_card(run, request, store))


@cycle.action("cycle.options")
async def show_options(request: Request, store: Store, *, run: RunId, start: int) -> Reply:
    """What there was no room for before."""
    seen = await the_run(run, request, store)
    buttons = await _actions_on(seen, request, store)
    room = ON_A_CARD - 1  # and the way back
    back = look_at.button("Back", run=run)
    return Reply(Card(seen.initiative.topic, *_fitting(buttons, run, room, start), back))


async def run_card(run: RunId, request: Request, store: Store, said: str = "") -> Card:
    """A run with all that can be done with it; `said` is what has just been done."""
    seen = await the_run(run, request, store)
    buttons = await _actions_on(seen, request, store)
    return in_full(
        seen,
        await words_of(request.trust.id, store),
        await _facts(seen, request, store),
        _fitting(buttons, run, ON_A_CARD),
        said,
    )


async def _actions_on(seen: Seen, request: Request, store: Store) -> list[Button]:
    ranked = sorted(_OFFERS, key=lambda pair: pair[0])
    every = chain.from_iterable([await offer(seen, request, store) for _, offer in ranked])
    return sorted(every, key=lambda button: button.tone is not Tone.PRIMARY)


def _fitting(buttons: Sequence[Button], run: RunId, room: int, start: int = 0) -> Sequence[Button]:
    """As many as there is room for, and the way to the others."""
    if len(buttons) - start <= room:
        return buttons[start:]
    following = start + room - 1
    return (*buttons[start:following], show_options.button("More…", run=run, start=following))


async def _facts(seen: Seen, request: Request, store: Store) -> Facts:
    initiative, run = seen.initiative, seen.run
    lead = await store.people.find(run.lead, trust=request.trust.id) if run.lead else None
    school = await store.schools.find(run.school, trust=request.trust.id) if run.school else None
    network = (
        await store.networks.find(initiative.network, trust=request.trust.id) if initiative.network else None
    )
    where = school.name if school else CENTRAL_TEAM.capitalize()
    pairs = (
        ("For", initiative.group),
        ("Where", f"{where}, in {network.name}" if network else where),
        ("Led by", lead.name if lead else "nobody yet"),
        ("Measure", _measured(run)),
        ("Review", day(run.review_on) if run.review_on else ""),
    )
    return Facts(*(pair for pair in pairs if pair[1]))


# ------------------------------------------------------------------ cards


def in_full(seen: Seen, words: OwnWords, facts: Facts, buttons: Sequence[Button], said: str) -> Card:
    """Its goal large; before there is one, the problem."""
    initiative, run = seen.initiative, seen.run
    aim = Item(run.goal, initiative.problem) if run.goal else Item(initiative.problem)
    stands = [Note(standing_in(run, words))] if run.state is not RunState.GOING else []
    done: list[Block] = [Text(said)] if said else []
    return Card(initiative.topic, *done, Note(way(run.stage, words)), *stands, aim, facts, *buttons)


def _measured(run: Run) -> str:
    """ "reading ages: 40% then, 60% aimed at"."""
    told = (
        ("{} at the start", run.baseline),
        ("{} aimed at", run.target),
        ("{} now", run.now),
    )
    figures = ", ".join(words.format(figure) for words, figure in told if figure)
    return f"{run.measure}: {figures}" if run.measure and figures else run.measure
