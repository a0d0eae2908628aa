"""My cycle: what I take part in, what is next for each, and what waits for an answer.

Ada  cycle
bot  What you are trying
     Oracy in Year 3: Deliver · review on Tue 9 Mar · next: the measure, taken again      [Open]
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at
from handlers.cycle.doing import NEEDED, where_they_stand
from handlers.cycle.starting import start
from handlers.cycle.words import school_names, standing_in, topic_line, words_of
from handlers.dates import short_day
from handlers.ranked import Ranked, added_by
from handlers.rules.stages import Standing, missing
from handlers.rules.templates import OwnWords
from handlers.talk import Block, Button, Card, Item, Note, Reply, Request, Text
from storage.records import CycleStage, Initiative, Participant, Run, RunState, SchoolId
from storage.store import Store

SHOWN = 4  # with a button of their own: Teams allows six on a card, and two lead on

#: A line or two of what else waits for somebody: questions they look into, stops to confirm.
Waiting = Callable[[Request, Store], Awaitable[Sequence[Block]]]
#: What else of each room's stands on everybody's own card; low ranks first.
waits = Ranked[Waiting]()


@dataclass(frozen=True, slots=True)
class Mine:
    """One of somebody's initiatives, in the run that they are in or lead."""

    initiative: Initiative
    run: Run
    participant: Participant | None
    leads: bool

    @property
    def is_asked(self) -> bool:
        """A nudge of it waits for their answer."""
        going = self.run.state is RunState.GOING
        return going and self.participant is not None and not self.participant.answered


@cycle.action("cycle.mine")
async def show_mine(request: Request, store: Store, *, start: int = 0) -> Reply:
    """Mine, a page at a time."""
    return Reply(await my_card(request, store, start))


async def my_card(request: Request, store: Store, start: int = 0) -> Card:
    mine = await all_of_mine(request, store)
    waiting = await added_by(waits, request, store)
    if not mine:
        return nothing_yet(waiting)
    page = mine[start : start + SHOWN]
    stands = await where_they_stand([(each.run, each.initiative) for each in page], store)
    elsewhere = [each.run for each in page if each.run.school != request.person.school]
    names = await school_names(elsewhere, request.trust.id, store)
    shown = [(_called(each, elsewhere, names), each, _following(each, stands[each.run.id])) for each in page]
    following = start + SHOWN if start + SHOWN < len(mine) else 0
    ways = [show_mine.button("Show others", start=following)] if len(mine) > SHOWN else []
    return what_you_try(shown, waiting, ways, await words_of(request.trust.id, store))


async def all_of_mine(request: Request, store: Store) -> tuple[Mine, ...]:
    """Each run that this person takes part in or leads, the most pressing first."""
    me = request.person
    parts = {each.run: each for each in await store.participants.of_person(me)}
    led = {each.id for each in await store.runs.led_by(me)}
    runs = await store.runs.several(parts.keys() | led, trust=me.trust)
    initiatives = {
        each.id: each
        for each in await store.initiatives.several({each.initiative for each in runs}, trust=me.trust)
    }
    found = (
        Mine(initiatives[each.initiative], each, parts.get(each.id), each.lead == me.id) for each in runs
    )
    return tuple(sorted(found, key=_pressing))


def _pressing(one: Mine) -> tuple[bool, bool, bool, date]:
    """What goes on first: where an answer is awaited, then what is led, the nearest review before others."""
    on = one.run.review_on or date.max
    return (one.run.state is not RunState.GOING, not one.is_asked, not one.leads, on)


def _called(one: Mine, elsewhere: Sequence[Run], names: Mapping[SchoolId | None, str]) -> str:
    """With its school where that is not the reader's own: one may lead the same in several."""
    return topic_line(one.initiative, names[one.run.school]) if one.run in elsewhere else one.initiative.topic


def _following(one: Mine, standing: Standing) -> str:
    """What is next, in a line; the goal where nothing waits for them."""
    if one.is_asked:
        return "I have asked you how it goes"
    needs = missing(standing) if one.leads and one.run.state is RunState.GOING else ()
    return f"Next: {NEEDED[needs[0]]}" if needs else one.run.goal


# ------------------------------------------------------------------ cards


def what_you_try(
    shown: Sequence[tuple[str, Mine, str]], waiting: Sequence[Block], ways: Sequence[Button], words: OwnWords
) -> Card:
    return Card(
        "What you are trying",
        *(_item(called, one, following, words) for called, one, following in shown),
        *waiting,
        *ways,
        start.button("Start something new"),
    )


def _item(called: str, one: Mine, following: str, words: OwnWords) -> Item:
    """Three lines: what, where it stands, what is next."""
    run = one.run
    reviewed = run.state is RunState.GOING and run.stage in (CycleStage.DELIVER, CycleStage.DECIDE)
    review = f"review on {short_day(run.review_on)}" if run.review_on and reviewed else ""
    stands = " · ".join(filter(None, (standing_in(run, words), review)))
    opens = look_at.button("Open", run=run.id).aloud(f"Open {called}")
    return Item(called, "\n".join(filter(None, (stands, following))), opens)


def nothing_yet(waiting: Sequence[Block]) -> Card:
    return Card(
        "Nothing on the go yet",
        Text(
            "Is there a problem you would like to do something about? I help from the first sentence to the "
            "decision, with one short question now and then. Stopping is a good result too."
        ),
        start.button("Start something").primary(),
        *waiting,
        Note("For example: “cycle start oracy in Year 3”."),
    )
