"""A trust's initiatives as figures: themes, stages, decisions, and what was stopped. Never people or schools.

Cora  cycle trust
bot   What we try, across the trust
      Under way: Prepare 10 or more, Deliver 25 or more     Decided: Adopted 5 or more
      How many schools, in fives. Under five nothing is shown, …
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from handlers.cycle.capability import cycle
from handlers.cycle.network import way_in
from handlers.cycle.said import after
from handlers.cycle.words import VERDICTS, stage_name, words_of
from handlers.rules.overview import counted, in_fives
from handlers.rules.vocabulary import vocabulary
from handlers.talk import Block, Card, Facts, Item, Note, Refusal, Reply, Request, Text
from storage.passes import Pass
from storage.records import CycleStage, InitiativeId, Run, RunState, Stop, Verdict
from storage.store import Store

PAUSED = "Paused"
MATTERS = ("topic.", "subject.", "context.")  # of the vocabulary: what is tried, and not for whom
THEMES = 8  # the commonest: what a card on a phone still shows


@dataclass(frozen=True, slots=True)
class Figures:
    """In how many schools, in fives; what is found in fewer than five is not there."""

    #: By stage, and what is paused.
    under_way: Mapping[str, int]
    themes: Mapping[str, int]
    #: What each school decided last.
    decisions: Mapping[str, int]
    #: Practices that were stopped, and what that saves in a week; None where too few have said.
    stopped: int
    hours: int | None

    @property
    def tables(self) -> Sequence[tuple[str, Mapping[str, int]]]:
        """Those that there is something to say in."""
        named = (("Under way", self.under_way), ("Themes", self.themes), ("Decided", self.decisions))
        return [(title, counts) for title, counts in named if counts]

    @property
    def is_empty(self) -> bool:
        return not (self.tables or self.stopped)


async def figures(request: Request, store: Store) -> Figures:
    """For coordinators; Refusal for anybody else."""
    if not request.person.coordinator:
        raise Refusal("Your trust’s coordinator looks after that. Say “cycle” to see what you take part in.")
    trust = request.trust.id
    words, runs = await words_of(trust, store), await store.runs.everyone(trust)
    topics = {each.id: each.topics for each in await store.initiatives.everyone(trust)}
    names = {each: stage_name(each, words) for each in CycleStage}
    stands = counted(
        (names[each.stage] if each.state is RunState.GOING else PAUSED, each.school)
        for each in runs
        if each.state is not RunState.ENDED
    )
    verdicts = counted((each.verdict, each.school) for each in runs if each.verdict)
    confirmed = [each for each in await store.stops.everyone(trust) if each.confirmed_on]
    return Figures(
        {name: stands[name] for name in (*names.values(), PAUSED) if name in stands},
        _themes(runs, topics),
        {VERDICTS[each]: verdicts[each] for each in Verdict if each in verdicts},
        in_fives(len(confirmed)) if _of_many(confirmed) else 0,
        _hours(confirmed),
    )


def _themes(runs: Iterable[Run], topics: Mapping[InitiativeId, tuple[str, ...]]) -> Mapping[str, int]:
    """The commonest; whom it is for, as in “key stage 2”, is none."""
    found = counted(
        (each, run.school) for run in runs for each in topics[run.initiative] if each.startswith(MATTERS)
    )
    return {vocabulary().label(each): found[each] for each in islice(found, THEMES)}


def _hours(confirmed: Iterable[Stop]) -> int | None:
    """In a week, all together; in fives, as a sum that grew by one school's would tell of that school."""
    told = [each for each in confirmed if each.minutes]
    if not _of_many(told):
        return None
    return in_fives(sum(each.minutes for each in told) // 60) or None


def _of_many(stops: Iterable[Stop]) -> bool:
    """Of five schools or more: else a sum would tell of each."""
    return bool(counted(("stopped", each.school) for each in stops))


@after("trust")
async def of_trust(request: Request, store: Store) -> Reply:
    return Reply(in_figures(await figures(request, store)))


@cycle.action("cycle.trust")
async def show_trust(request: Request, store: Store) -> Reply:
    return await of_trust(request, store)


@cycle.action("cycle.figures")
async def show_figures(request: Request, store: Store) -> Reply:
    """The same in the browser, by a link for them alone."""
    await figures(request, store)
    secret = await store.passes.give(request.person, Pass.LINK, request.now)
    return Reply(way_in("/cycle/trust", "what the trust tries", secret))


# ------------------------------------------------------------------ cards

TITLE = "What we try, across the trust"
IN_FIVES = (
    "How many schools, in fives. Under five nothing is shown, so no figure is about one school or person."
)


def in_figures(found: Figures) -> Card:
    if found.is_empty:
        return Card(TITLE, Text("There is too little to count yet. Figures begin with five schools."))
    return Card(
        TITLE,
        *chain.from_iterable(_table(title, counts) for title, counts in found.tables),
        *((Item("Stopped to make room", stopped_in_words(found)),) if found.stopped else ()),
        show_figures.button("Open as a page"),
        Note(IN_FIVES),
    )


def _table(title: str, counts: Mapping[str, int]) -> tuple[Block, ...]:
    pairs = ((name, or_more(count)) for name, count in counts.items())
    return (Item(title), Facts(*pairs))


def or_more(count: int) -> str:
    return f"{count} or more"


def stopped_in_words(found: Figures) -> str:
    """ "10 or more practices, saving 10 or more hours a week"."""
    said = f"{or_more(found.stopped)} practices"
    return said + (f", saving {or_more(found.hours)} hours a week" if found.hours else "")
