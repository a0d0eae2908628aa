"""Doing: what somebody took on is asked about once, on its day, and every answer is a good one.

bot  You took this on
     Try talk tactics in Y3 (Maths leads, by Saturday 28 November)     [Done] [Change date] [Drop it]
Ada  presses Done
bot  Done, thank you
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from handlers.agenda.capability import agenda
from handlers.agenda.words import day
from handlers.days import calendars_of
from handlers.rules.commitments import why_not
from handlers.rules.dates import date_in
from handlers.talk import (
    LOCAL,
    Answers,
    Block,
    Card,
    Form,
    Invalid,
    Item,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import Action, ActionId, NetworkId, Person, Progress, Trust, TrustId, Why
from storage.store import Store

ASKED_AT = time(8)  # before the first lesson
MATTERS = timedelta(days=14)  # asked later than this, it is only a nuisance
WITH_BUTTONS = 2  # actions on a card: three buttons each, and Teams shows six


async def my_actions(request: Request, store: Store) -> Reply:
    """`agenda actions`: what one has taken on and neither done nor dropped."""
    return Reply(await still_open(request.person, store))


async def still_open(me: Person, store: Store, said: str = "") -> Card:
    """A person's own open actions, the next due first; `said` is what they have just done."""
    left = [each for each in await store.actions.of(me) if each.progress is Progress.OPEN]
    return your_actions(left, await names_of_networks(me.trust, store), said)


async def names_of_networks(trust: TrustId, store: Store) -> Mapping[NetworkId, str]:
    return {each.id: each.name for each in await store.networks.everyone(trust)}


# ------------------------------------------------------------------ answering


@agenda.action("agenda.done")
async def done(request: Request, store: Store, *, action: ActionId) -> Reply:
    found = await _own(request, action, store)
    await store.actions.change(found, progress=Progress.DONE)
    return Reply(await still_open(request.person, store, f"Done, thank you: {found.text}."))


@agenda.action("agenda.drop")
async def drop(request: Request, store: Store, *, action: ActionId) -> Reply:
    """As good an end as any: nobody asks why."""
    found = await _own(request, action, store)
    await store.actions.change(found, progress=Progress.DROPPED)
    return Reply(await still_open(request.person, store, f"Dropped, and that is fine: {found.text}."))


@agenda.form("agenda.new_date")
async def new_date(request: Request, store: Store, *, action: ActionId) -> Form:
    found = await _own(request, action, store)
    return new_date.form(
        "Change date",
        found.text,
        (TextField("day", "By when?", hint="For example 28 November", max_length=40),),
        "Save",
        action=action,
    )


@new_date.filled
async def dated(request: Request, store: Store, answers: Answers, *, action: ActionId) -> Reply:
    """They are asked once more, on the new day."""
    found = await _own(request, action, store)
    by = await _school_day(given(answers, "day"), request, store)
    await store.actions.change(found, by=by, asked_on=None, progress=Progress.OPEN)
    return Reply(await still_open(request.person, store, f"I will ask once more, on {day(by)}."))


async def _own(request: Request, action: ActionId, store: Store) -> Action:
    found = await store.actions.find(action, trust=request.trust.id)
    if found is None or found.person != request.person.id:
        raise Refusal("That is not on your list any more. Say “agenda actions” to see what is.")
    return found


async def _school_day(words: str, request: Request, store: Store) -> date:
    by = date_in(words, request.today)
    if by is None:
        raise Invalid(day="I can't read that date. Please write it as in “28 November”.")
    calendar = (await calendars_of(request.trust.id, store)).of(request.person.school)
    if problem := why_not(by, request.today, calendar):
        raise Invalid(day=f"{problem}.")
    return by


# ------------------------------------------------------------------ asking, once


@agenda.every("mon-fri", at=ASKED_AT)
async def ask_once(trust: Trust, today: date, store: Store) -> list[Post]:
    """Each on its day, or their next working day after it; several of one person's in one message.

    Whoever is not in the network any more is not asked: what they took on stays in its record.
    """
    every = await store.actions.due(trust.id, today)
    if not every:
        return []
    within = await store.networks.belonging(trust.id)
    due = sorted(
        (each for each in every if (each.network, each.person) in within), key=lambda each: each.person
    )
    calendars = await calendars_of(trust.id, store)
    people = {
        each.id: each for each in await store.people.several({one.person for one in due}, trust=trust.id)
    }
    names = await names_of_networks(trust.id, store)
    posts: list[Post] = []
    for id_, theirs in groupby(due, key=lambda each: each.person):
        if id_ in people and calendars.days_of(people[id_]).works(today):
            posts.append(await _ask(people[id_], list(theirs), names, today, store))
    return posts


async def _ask(
    person: Person, due: Sequence[Action], names: Mapping[NetworkId, str], today: date, store: Store
) -> Post:
    for each in due:
        await store.actions.change(each, asked_on=today)
    expires = datetime.combine(today + MATTERS, ASKED_AT, LOCAL)
    key = f"actions:{person.id}:{today}"
    return Post(ToPerson(person), how_did_it_go(due, names), key, Why.MEETING, expires=expires)


# ------------------------------------------------------------------ cards


def items(actions: Iterable[Action], names: Mapping[NetworkId, str]) -> list[Item]:
    """What was taken on, each with its three answers."""
    return [
        Item(
            each.text,
            f"{names.get(each.network, 'A network')}, by {day(each.by)}",
            done.button("Done", action=each.id).primary().aloud(f"Done: {each.text}"),
            new_date.button("Change date", action=each.id).aloud(f"Change date: {each.text}"),
            drop.button("Drop it", action=each.id).aloud(f"Drop it: {each.text}"),
        )
        for each in actions
    ]


def your_actions(left: Sequence[Action], names: Mapping[NetworkId, str], said: str = "") -> Card:
    if not left:
        nothing = "You have nothing open from your networks’ meetings."
        return Card("Nothing is open", *((Text(said),) if said else ()), Text(nothing))
    return Card(
        "What you took on",
        *((Text(said),) if said else ()),
        *in_turn(left, names),
        Note("What is still open comes back on the next agenda, as a fact and no more."),
    )


def how_did_it_go(due: Sequence[Action], names: Mapping[NetworkId, str]) -> Card:
    return Card(
        "You took this on: how did it go?",
        *in_turn(due, names),
        Note("I ask once. To drop it is as good an answer as any."),
    )


def in_turn(actions: Sequence[Action], names: Mapping[NetworkId, str]) -> tuple[Block, ...]:
    """The first few, each with its three answers; an answer brings the next."""
    more = len(actions) - WITH_BUTTONS
    return *items(actions[:WITH_BUTTONS], names), *(
        (Text(f"… and {more} more, after these."),) if more > 0 else ()
    )
