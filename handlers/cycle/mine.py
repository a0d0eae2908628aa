"""My cycle: what I take part in, what is next for each, and what waits for an answer.

Ada  cycle
bot  What you are trying
     Oracy in Year 3: Deliver · review on Tue 9 Mar · next: the measure, taken again      [Open]
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, needs_of
from handlers.cycle.doing import NEEDED
from handlers.cycle.starting import start
from handlers.cycle.words import standing_in, words_of
from handlers.dates import short_day
from handlers.rules.templates import OwnWords
from handlers.talk import Block, Button, Card, Item, Note, Reply, Request, Text
from storage.records import CycleStage, Initiative, Participant, Run, RunState
from storage.store import Store

SHOWN = 4  # with a button of their own: Teams allows six on a card, and two lead on

#: A line or two of what else waits for somebody: questions they look into, stops to confirm.
Waiting = Callable[[Request, Store], Awaitable[Sequence[Block]]]
_WAITING: list[tuple[int, Waiting]] = []


def waits(rank: int) -> Callable[[Waiting], Waiting]:
    """What else of this room's stands on everybody's own card; low ranks first."""

    def note(waiting: Waiting) -> Waiting:
        _WAITING.append((rank, waiting))
        return waiting

    return note


@dataclass(frozen=True, slots=True)
class Mine:
    """One of somebody's initiatives, in the run that they are in or lead."""

    initiative: Initiative
    run: Run
    participant: Participant | None
    #: What its stage still needs, in words; "" where it can go on.
    needed: str
    leads: bool


@cycle.action("cycle.mine")
async def show_mine(request: Request, store: Store, *, start: int = 0) -> Reply:
    """Mine, a page at a time."""
    return Reply(await my_card(request, store, start))


async def my_card(request: Request, store: Store, start: int = 0) -> Card:
    mine = sorted(await all_of_mine(request, store), key=lambda each: _pressing(each, request.today))
    ranked = sorted(_WAITING, key=lambda pair: pair[0])
    waiting = list(chain.from_iterable([await tell(request, store) for _, tell in ranked]))
    if not mine:
        return nothing_yet(waiting)
    return what_you_try(mine, start, waiting, await words_of(request.trust.id, store), request.today)


async def all_of_mine(request: Request, store: Store) -> tuple[Mine, ...]:
    """Each run that this person takes part in or leads."""
    me = request.person
    parts = {each.run: each for each in await store.participants.of_person(me)}
    led = {each.id for each in await store.runs.led_by(me)}
    runs = await store.runs.several(parts.keys() | led, trust=me.trust)
    initiatives = {
        each.id: each
        for each in await store.initiatives.several({each.initiative for each in runs}, trust=me.trust)
    }
    return tuple(
        [
            Mine(
                initiatives[each.initiative],
                each,
                parts.get(each.id),
                await _needed(each, store),
                each.lead == me.id,
            )
            for each in runs
        ]
    )


async def _needed(run: Run, store: Store) -> str:
    needs = await needs_of(run, store)
    return NEEDED[needs[0]] if needs else ""


def _pressing(one: Mine, today: date) -> tuple[bool, bool, bool, date]:
    """A nudge that waits for an answer first, then what is led, the nearest review before others."""
    going = one.run.state is RunState.GOING
    unanswered = one.participant is not None and not one.participant.answered
    return (not going, not unanswered, not one.leads, one.run.review_on or date.max)


# ------------------------------------------------------------------ cards


def what_you_try(
    mine: Sequence[Mine], start_at: int, waiting: Sequence[Block], words: OwnWords, today: date
) -> Card:
    shown = mine[start_at : start_at + SHOWN]
    following = start_at + SHOWN
    more = [show_mine.button("Show others", start=following)] if following < len(mine) else []
    back = [show_mine.button("Show the first again", start=0)] if start_at and not more else []
    return Card(
        "What you are trying",
        *(_item(each, words, today) for each in shown),
        *waiting,
        *more,
        *back,
        start.button("Start something new"),
    )


def _item(one: Mine, words: OwnWords, today: date) -> Item:
    """Three lines: what, where it stands, what is next."""
    run = one.run
    stands = [standing_in(run, words)]
    if run.review_on and run.state is RunState.GOING and run.stage is not CycleStage.SUSTAIN:
        stands.append(f"review on {short_day(run.review_on)}")
    if one.participant and not one.participant.answered and run.state is RunState.GOING:
        following = "I have asked you how it goes"
    elif one.needed and one.leads:
        following = f"Next: {one.needed}"
    else:
        following = run.goal
    lines = (" · ".join(stands), following)
    topic = one.initiative.topic
    return Item(topic, "\n".join(filter(None, lines)), _open(run, topic))


def _open(run: Run, topic: str) -> Button:
    return look_at.button("Open", run=run.id).aloud(f"Open {topic}")


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
