"""The digest: what is new in the library and meant for one person, once a week at most.

bot  New in the library for you
     Fractions in small steps: shared by Ada Example, Ashdown   [Open]    [Open the other 4]
Bo   Open the other 4                                           [Open] …  [How often?]
Bo   How often?                                                 [Half-termly] [Stop]

One for all their networks together, as a part of their weekly message; nothing where there is nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from handlers.colleagues import colleagues_of
from handlers.days import calendars_of
from handlers.library.capability import library
from handlers.library.cards import way_in
from handlers.library.lately import Lately, readers, shared_lately
from handlers.library.words import kind_and_site
from handlers.rules.calendar import Calendars
from handlers.rules.chosen import New, Reader
from handlers.shared import visible
from handlers.talk import LOCAL, Button, Card, Item, Note, Post, Refusal, Reply, Request, Text, ToPerson
from storage.records import Digest, Person, PersonId, Resource, Shown, Trust, Why
from storage.store import Store

MORNING = time(7)  # before the weekly messages go
FIRST_LOOK = timedelta(days=28)  # how far back it looks for somebody who has had none yet
HALF_A_TERM = timedelta(weeks=6)  # where no calendar says when one begins
MATTERS = timedelta(days=13)  # a weekly message may have no room for it: then the next one has
REMEMBERED = timedelta(days=365)  # that somebody was shown something
OPENED_HERE = 2  # with a button of their own: the weekly message has room for six in all


def in_parts(count: int) -> None:
    """A part of the people each minute: nobody waits long for the one writer of SQLite."""
    for number in range(count):

        async def bring_back(trust: Trust, today: date, store: Store, part: int = number) -> list[Post]:
            wanting = await store.people.wanting(trust.id)
            mine = {person: often for person, often in wanting.items() if person % count == part}
            return await digests_of(mine, trust, today, store) if mine else []

        bring_back.__name__ = f"bring_back_{number}"
        library.every("mon-fri", at=time(MORNING.hour, MORNING.minute + number))(bring_back)


in_parts(4)


async def digests_of(
    wanting: Mapping[PersonId, Digest], trust: Trust, today: date, store: Store
) -> list[Post]:
    """To each whose day for it is today and for whom there is something: once, and noted as shown."""
    lately = await shared_lately(trust, today, store)
    if not lately.things.items:
        return []
    directory = (await colleagues_of(trust.id, store)).directory
    calendars = await calendars_of(trust.id, store)
    shown = await store.digests.since(trust.id, today - REMEMBERED)
    due = [
        person
        for person in directory.people
        if person.id in wanting
        and _is_due(person, wanting[person.id], shown.get(person.id), today, calendars)
    ]
    everybody = await readers(trust, due, directory, store)
    # A second's work for thousands: meanwhile others are answered.
    chosen = await asyncio.to_thread(_chosen, everybody, shown, lately, today)
    await store.digests.note(
        trust.id, today, [(id_, [each.resource.id for each in found]) for id_, found in chosen.items()]
    )
    return [
        _post(person, _card_of(found, lately.lines(found, everybody[person.id], directory)), today)
        for person in due
        if (found := chosen.get(person.id))
    ]


def _chosen(
    everybody: Mapping[PersonId, Reader], shown: Mapping[PersonId, Shown], lately: Lately, today: date
) -> dict[PersonId, tuple[New, ...]]:
    """Those for whom there is something."""
    chosen: dict[PersonId, tuple[New, ...]] = {}
    for id_, reader in everybody.items():
        before = shown.get(id_)
        seen = before.resources if before else ()
        if found := lately.things.chosen(reader, since=_since(before, today), shown=seen):
            chosen[id_] = found
    return chosen


def _is_due(
    person: Person, how_often: Digest, before: Shown | None, today: date, calendars: Calendars
) -> bool:
    """On the day of their weekly message; half-termly, once in each part of their school's year."""
    if calendars.days_of(person).hears_on(today) != today:
        return False
    if before is None:
        return True
    if how_often is Digest.WEEKLY:
        return before.on.isocalendar()[:2] < today.isocalendar()[:2]
    part = calendars.of(person.school).part_of(today)
    return before.on < (part.first if part else today - HALF_A_TERM)


def _since(before: Shown | None, today: date) -> datetime:
    return datetime.combine(before.on if before else today - FIRST_LOOK, time(0), LOCAL)


def _card_of(found: Sequence[New], lines: Sequence[str]) -> Card:
    return new_for_you([each.resource for each in found], lines)


def _post(person: Person, card: Card, today: date) -> Post:
    year, week, _ = today.isocalendar()
    begins = datetime.combine(today, MORNING, LOCAL)
    key = f"digest:{person.id}:{year}-W{week:02}"
    return Post(ToPerson(person), card, key, Why.UNASKED, due=begins, expires=begins + MATTERS)


@library.action("library.digest")
async def show_digest(request: Request, store: Store) -> Reply:
    """Their newest one again, as far as it is still there."""
    resources = await _newest(request, store)
    if not resources:
        raise Refusal("That digest is over. Say “library” to see what is new.")
    return Reply(new_for_you(resources, [kind_and_site(each) for each in resources]))


@library.action("library.news")
async def news(request: Request, store: Store) -> Reply:
    """What else is in it."""
    return Reply(the_others((await _newest(request, store))[OPENED_HERE:]))


@library.action("library.frequency")
async def show_frequency(request: Request, store: Store) -> Reply:
    had_one = bool(await store.digests.latest(request.person))
    return Reply(how_it_is(request.person.digest, had_one=had_one))


async def _newest(request: Request, store: Store) -> Sequence[Resource]:
    latest = await store.digests.latest(request.person)
    found = await store.resources.several(latest, trust=request.trust.id)
    return await visible([each for each in found if each.archived_at is None], request.person, store)


@library.action("library.how_often")
async def how_often(request: Request, store: Store, *, digest: Digest) -> Reply:
    await store.people.prefer(request.person, digest=digest)
    had_one = bool(await store.digests.latest(request.person))
    return Reply(how_it_is(digest, had_one=had_one))


# ------------------------------------------------------------------ cards

_OFTEN: Mapping[Digest, tuple[str, str]] = {
    Digest.WEEKLY: (
        "Weekly",
        "You hear what is new once a week, on a day you work, when there is something.",
    ),
    Digest.HALF_TERMLY: ("Half-termly", "You hear what is new once in each half-term."),
    Digest.OFF: ("Stop", "I won’t tell you what is new. You can always say “library” and look."),
}


def new_for_you(resources: Sequence[Resource], lines: Sequence[str]) -> Card:
    """The best two can be opened here; the others are named in a line, and open from the next card."""
    pairs = list(zip(resources, lines, strict=True))
    items = [
        *(Item(each.title, line, way_in(each)) for each, line in pairs[:OPENED_HERE]),
        *(Item(each.title, line.partition("\n")[0]) for each, line in pairs[OPENED_HERE:]),
    ]
    others = len(resources) - OPENED_HERE
    on = news.button("Open the other one" if others == 1 else f"Open the other {others}")
    return Card(
        "New in the library for you",
        *items,
        on if others > 0 else show_frequency.button("How often?"),
        Note("Chosen by your networks, topics and role. Once a week at most."),
    )


def the_others(resources: Sequence[Resource]) -> Card:
    return Card(
        "Also new for you",
        *(Item(each.title, kind_and_site(each), way_in(each)) for each in resources),
        show_frequency.button("How often?"),
    )


def frequency(now: Digest) -> tuple[Button, ...]:
    """How often they hear of it instead."""
    return tuple(
        how_often.button(label, digest=each).aloud(f"{label}: what is new in the library")
        for each, (label, _) in _OFTEN.items()
        if each is not now
    )


def how_it_is(digest: Digest, *, had_one: bool) -> Card:
    before = (show_digest.button("What was new"),) if had_one else ()
    return Card("What is new in the library", Text(_OFTEN[digest][1]), *frequency(digest), *before)
