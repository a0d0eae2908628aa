"""One tap answers a nudge, and a line can be added. Stuck leads to help at once.

bot  Oracy in Year 3: what did you try, what happened?   [On track] [Slower] [Stuck] [Done] [Not now]
Ada  (presses On track)
bot  Good to hear. I'll ask again around Mon 5 Oct.                         [Add a line] [Open it]

Answers are the person's alone: a facilitator sees stage and date. Pressed again, the newest answer counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.capability import StaleCard
from handlers.cycle.asked import Part, change, my_part
from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, run_card
from handlers.cycle.rhythm import choose_when, how_often
from handlers.cycle.seen import the_run
from handlers.cycle.stuck import help_with
from handlers.cycle.words import GROUPS_ONLY, standing_in, words_of
from handlers.dates import short_day
from handlers.days import days_of
from handlers.rules.calendar import WorkingDays
from handlers.rules.templates import touchpoints
from handlers.talk import (
    Answers,
    Block,
    Button,
    Card,
    Form,
    Note,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import CheckIn, HowItGoes, InitiativeId, Nudging, RunState
from storage.store import Store

LINE_LIMIT = 500  # characters, as the table holds

LABELS = {
    HowItGoes.ON_TRACK: "On track",
    HowItGoes.SLOWER: "Slower",
    HowItGoes.STUCK: "Stuck",
    HowItGoes.DONE: "Done",
}


def taps(initiative: InitiativeId, occurrence: int) -> Iterator[Button]:
    """The four answers to a nudge."""
    for how, label in LABELS.items():
        yield answer.button(label, initiative=initiative, occurrence=occurrence, how=how)


@cycle.action("cycle.answer")
async def answer(
    request: Request, store: Store, *, initiative: InitiativeId, occurrence: int, how: HowItGoes
) -> Reply:
    """Kept once for each nudge: the newest tap counts."""
    part = await my_part(initiative, request, store)
    if not 0 < occurrence <= part.me.occurrence:
        raise StaleCard("cycle.answer")
    before = await store.participants.answer_to(part.me, occurrence)
    said = _said(part, occurrence, how, before, request)
    await store.participants.answer(said)
    moved_on = part.run.state is not RunState.GOING or said.stage is not part.run.stage
    if moved_on:
        await change(part, request, store, answered=True, silent=0, quiet_since=None)
        stands = standing_in(part.run, await words_of(request.trust.id, store))
        return Reply(moved(part, stands))
    done_in = part.run.stage if how is HowItGoes.DONE else None
    await change(part, request, store, answered=True, silent=0, quiet_since=None, done_in=done_in)
    again = "Changed. " if before and before.answer is not how else ""
    return await _replied(part, said, again, request, store)


def _said(part: Part, occurrence: int, how: HowItGoes, before: CheckIn | None, request: Request) -> CheckIn:
    """To which touchpoint, and in which stage, is known of the newest; of older ones, from their answer."""
    newest = occurrence == part.me.occurrence
    touchpoint = part.me.asked if newest else before.touchpoint if before else ""
    known = touchpoints().get(touchpoint)
    return CheckIn(
        trust=part.me.trust,
        initiative=part.me.initiative,
        run=part.run.id,
        person=part.me.person,
        occurrence=occurrence,
        touchpoint=touchpoint,
        stage=(known.stage if known else None) or part.run.stage,
        answer=how,
        answered_at=request.now,
        line=before.line if before else "",
    )


async def _replied(part: Part, said: CheckIn, again: str, request: Request, store: Store) -> Reply:
    match said.answer:
        case HowItGoes.STUCK:
            seen = await the_run(part.run.id, request, store)
            return Reply(stuck_with(part, said, again, await help_with(seen, request, store)))
        case HowItGoes.DONE if part.leads:
            words = f"{again}Well done. Here is what comes next."
            return Reply(await run_card(part.run.id, request, store, words))
        case _:
            now = await my_part(part.me.initiative, request, store)
            return Reply(thanked(now, said, again, await days_of(request.person, store)))


@cycle.form("cycle.line")
async def line(request: Request, store: Store, *, initiative: InitiativeId, occurrence: int) -> Form:
    part = await my_part(initiative, request, store)
    said = await _answered(part, occurrence, store)
    field = TextField(
        "line",
        "In a line",
        said.line,
        hint=f"{GROUPS_ONLY} Only you can read it.",
        multiline=True,
        optional=True,
        max_length=LINE_LIMIT,
    )
    return line.form(
        "Add a line", part.initiative.topic, (field,), "Save", initiative=initiative, occurrence=occurrence
    )


@line.filled
async def line_added(
    request: Request, store: Store, answers: Answers, *, initiative: InitiativeId, occurrence: int
) -> Reply:
    part = await my_part(initiative, request, store)
    said = await _answered(part, occurrence, store)
    words = given(answers, "line")[:LINE_LIMIT]
    await store.participants.answer(replace(said, line=words))
    return Reply(kept(part, said, words))


async def _answered(part: Part, occurrence: int, store: Store) -> CheckIn:
    asked = occurrence <= part.me.occurrence
    said = await store.participants.answer_to(part.me, occurrence) if asked else None
    if said is None:
        raise Refusal("Please say first how it goes: one tap on the message is enough.")
    return said


# ------------------------------------------------------------------ cards


def thanked(part: Part, said: CheckIn, again: str, days: WorkingDays) -> Card:
    """`part` as it is now: when the next one comes."""
    of, on = part.me.initiative, part.me.next_on
    buttons = [line.button("Add a line", initiative=of, occurrence=said.occurrence), _open(part)]
    if on is None:
        then = "I won’t ask about it any more."
        ask = how_often.button("Ask me again", initiative=of, nudging=Nudging.AS_PLANNED)
    else:
        then = f"I’ll ask again around {short_day(days.hears_from(on) or on)}."
        ask = choose_when.button("Another time", initiative=of)
    return Card(
        part.initiative.topic, Text(f"{again}{THANKS[said.answer]} {then}"), *buttons, ask, MINE_ALONE
    )


def stuck_with(part: Part, said: CheckIn, again: str, help_there: Sequence[Block]) -> Card:
    add = line.button("Add a line", initiative=part.me.initiative, occurrence=said.occurrence)
    return Card(part.initiative.topic, Text(f"{again}{THANKS[said.answer]}"), *help_there, add, MINE_ALONE)


def moved(part: Part, stands: str) -> Card:
    return Card(
        part.initiative.topic, Text(f"Thank you. It has moved on since: {stands}."), _open(part), MINE_ALONE
    )


def kept(part: Part, said: CheckIn, words: str) -> Card:
    change_it = line.button("Change it", initiative=part.me.initiative, occurrence=said.occurrence)
    own = [Quote(words)] if words else []
    return Card(part.initiative.topic, Text("Thank you, kept."), *own, change_it, _open(part), MINE_ALONE)


def _open(part: Part) -> Button:
    return look_at.button("Open it", run=part.run.id)


THANKS = {
    HowItGoes.ON_TRACK: "Good to hear.",
    HowItGoes.SLOWER: "Thanks for saying. Slower is fine.",
    HowItGoes.STUCK: "Thanks for saying.",
    HowItGoes.DONE: "Well done, and thank you.",
}
MINE_ALONE = Note("Only you see your answer.")
