"""A run on a card: where it stands, its goal, what is next, and all that can be done with it.

What can be done is offered by the rooms that do it, so that none of them is known here:

    @offers(30, fills=[Need.NOW])
    async def measuring(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
        return (measure.button("Measure again", run=seen.run.id),) if seen.may_change else ()

One button leads to what is needed next and stands first: that of the room that fills the first need, or
one that is `primary()` by itself.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace

from handlers.cycle.capability import cycle
from handlers.cycle.doing import NEEDED, where_it_stands
from handlers.cycle.seen import Seen, the_run
from handlers.cycle.words import CENTRAL_TEAM, measurements, stage_name, standing_in, way, words_of
from handlers.dates import day
from handlers.ranked import Ranked
from handlers.rules.stages import NEXT, ROUNDS, Need, Standing, missing
from handlers.rules.templates import OwnWords, question_of
from handlers.talk import Button, Card, Facts, Item, Note, Reply, Request, Text, Tone
from storage.records import CycleStage, Initiative, Run, RunId, RunState
from storage.store import Store

ON_A_CARD = 6  # buttons, the way to the others included: Teams shows no more


@dataclass(frozen=True, slots=True)
class Shown(Seen):
    """A run on its card: for the rooms that offer something there, with how far it is."""

    standing: Standing

    @property
    def needs(self) -> tuple[Need, ...]:
        """To go on, in the order in which it is asked for; nothing while it is not going."""
        return missing(self.standing) if self.run.state is RunState.GOING else ()


Offer = Callable[[Shown, Request, Store], Awaitable[Sequence[Button]]]
_OFFERS = Ranked[tuple[Offer, Collection[Need]]]()


def offers(rank: int, *, fills: Collection[Need] = ()) -> Callable[[Offer], Offer]:
    """What this room can do with a run; low ranks stand first. `fills`: what its first button leads to."""

    def note(offer: Offer) -> Offer:
        _OFFERS(rank)((offer, fills))
        return offer

    return note


@cycle.action("cycle.open")
async def look_at(request: Request, store: Store, *, run: RunId) -> Reply:
    """One run by itself."""
    return Reply(await run_card(run, request, store))


@cycle.action("cycle.options")
async def show_options(request: Request, store: Store, *, run: RunId, start: int) -> Reply:
    """What there was no room for before."""
    shown = await _shown(run, request, store)
    buttons = await _actions_on(shown, request, store)
    room = ON_A_CARD - 1  # and the way back
    back = look_at.button("Back", run=run)
    return Reply(Card(shown.initiative.topic, *_fitting(buttons, run, room, start), back))


async def run_card(run: RunId, request: Request, store: Store, said: str = "") -> Card:
    """A run with all that can be done with it; `said` is what has just been done."""
    shown = await _shown(run, request, store)
    buttons = await _actions_on(shown, request, store)
    return in_full(
        shown,
        await words_of(request.trust.id, store),
        await _facts(shown, request, store),
        _fitting(buttons, run, ON_A_CARD),
        said,
    )


async def changed_meanwhile(run: RunId, request: Request, store: Store) -> Reply:
    """For a press on what was shown before somebody else changed it."""
    said = "Something has changed since this was shown. Here is how it stands now."
    return Reply(await run_card(run, request, store, said))


async def _shown(run: RunId, request: Request, store: Store) -> Shown:
    seen = await the_run(run, request, store)
    standing = await where_it_stands(seen.run, seen.initiative, store)
    return Shown(seen.initiative, seen.run, seen.participant, seen.may_change, standing)


async def _actions_on(shown: Shown, request: Request, store: Store) -> list[Button]:
    """What is needed next first, and that alone as the one to press."""
    every: list[Button] = []
    for offer, fills in _OFFERS:
        buttons = list(await offer(shown, request, store))
        if buttons and shown.needs and shown.needs[0] in fills:
            buttons[0] = buttons[0].primary()
        every += buttons
    every.sort(key=lambda button: button.tone is not Tone.PRIMARY)
    plain = (replace(each, tone=Tone.PLAIN) if each.tone is Tone.PRIMARY else each for each in every[1:])
    return [*every[:1], *plain]


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
        ("Everyone", run.practice),
        ("Measure", _measured(run)),
        ("Rounds", _counted(run, initiative)),
        ("Kept by", run.keeper),
        _next_date(run),
    )
    return Facts(*(pair for pair in pairs if pair[1]))


def _next_date(run: Run) -> tuple[str, str]:
    """Of the review; of the next look at what is kept."""
    name, on = ("Next look", run.check_on) if run.stage is CycleStage.SUSTAIN else ("Review", run.review_on)
    return name, day(on) if on else ""


# ------------------------------------------------------------------ cards


def in_full(
    shown: Shown,
    words: OwnWords,
    facts: Facts,
    buttons: Sequence[Button],
    said: str,
) -> Card:
    """Its goal large; before there is one, the problem."""
    initiative, run, needs = shown.initiative, shown.run, shown.needs
    aim = Item(run.goal, initiative.problem) if run.goal else Item(initiative.problem)
    stands, going = standing_in(run, words), run.state is RunState.GOING
    return Card(
        initiative.topic,
        *((Text(said),) if said else ()),
        Note(f"{way(run.stage, words)}\n{question_of(run.stage, words)}" if going else stands),
        aim,
        facts,
        *((Text(still_needed(run.stage, needs, words)),) if needs else ()),
        *buttons,
    )


def still_needed(stage: CycleStage, needs: Sequence[Need], words: OwnWords) -> str:
    following = stage_name(NEXT[stage], words) if stage in NEXT else ""
    before = f"Before {following}, it needs:" if following else "To be done with it:"
    return "\n".join((before, *(f"• {NEEDED[each]}" for each in needs)))


def _counted(run: Run, initiative: Initiative) -> str:
    """ "1 of 2": while there are still rounds to come."""
    wanted = ROUNDS[initiative.cadence]
    return f"{run.rounds} of {wanted}" if run.stage is CycleStage.DELIVER and run.rounds < wanted else ""


def _measured(run: Run) -> str:
    """ "reading ages: 40% then, 60% aimed at"."""
    told = measurements((run.baseline, "at the start"), (run.target, "aimed at"), (run.now, "now"))
    return f"{run.measure}: {told}" if run.measure and told else run.measure
