"""Moving and calling off: a meeting on another date, at another place, or not at all.

bot  (to whoever had not said no) Maths leads is on another day
     New date: Tuesday 10 November 2026, 15:45 to 16:45 …    [Coming] [Can't] [Add to calendar]

Letters about the old date that have not gone never go; what was posted is edited.
"""

from collections.abc import Sequence
from datetime import datetime, time

from handlers.agenda.circle import circle_of, starting
from handlers.agenda.posted import cannot, coming, redrawn
from handlers.agenda.words import date_of, day, when, where
from handlers.rules.dates import date_in
from handlers.rules.outline import LONGEST
from handlers.rules.proposing import suits
from handlers.rules.times import time_in
from handlers.talk import (
    LOCAL,
    Answers,
    Card,
    Facts,
    Field,
    Invalid,
    Link,
    Note,
    Post,
    Refusal,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import AHEAD, Meeting, Network, Person, PersonId, State, Why
from storage.store import Store

SHORTEST = 10  # minutes of a meeting
PLACE = 500  # characters, as `storage/tables/agenda.py` keeps them
ANYWAY = "anyway"  # after a date: take the first or last days of a term all the same


def letters_of(meeting: Meeting) -> str:
    """Begins the key of every letter about it."""
    return f"meeting:{meeting.id}:"


# ------------------------------------------------------------------ moving


def when_and_where(meeting: Meeting) -> tuple[Field, ...]:
    """The fields of a form that moves it."""
    starts = meeting.starts.astimezone(LOCAL)
    return (
        TextField("day", "Date", day(starts.date()), max_length=60),
        TextField("at", "Starts at", f"{starts:%H:%M}", max_length=20),
        TextField("minutes", "Minutes", str(meeting.minutes), max_length=4),
        place_field(meeting.place),
    )


def place_field(place: str) -> TextField:
    hint = "A room, or the link of a video meeting."
    return TextField("place", "Place", place, hint, optional=True, max_length=PLACE)


async def move_as_filled(
    meeting: Meeting, network: Network, answers: Answers, request: Request, store: Store
) -> tuple[Meeting, tuple[Post, ...]]:
    """Move it as `when_and_where` was filled in; Invalid, and nothing changed, where that cannot be."""
    must_lie_ahead(meeting, request)
    said = given(answers, "day")
    insisted = said.casefold().endswith(ANYWAY)
    on = date_in(said[: -len(ANYWAY)] if insisted else said, request.today)
    if on is None:
        raise Invalid(day="I can't read that date. Please write it like this: 3 November 2026.")
    at = the_time(answers)
    if on != date_of(meeting):
        circle = await circle_of(network, request.now, store)
        if against := suits(on, circle, request.today, insisted=insisted):
            firm = suits(on, circle, request.today, insisted=True)
            raise Invalid(
                day=against
                if firm
                else f"{against} To take it all the same, write “{ANYWAY}” after the date."
            )
    starts = starting(on, at)
    if starts <= request.now:
        raise Invalid(at="That time has passed. Please choose a later one.")
    return await move(meeting, network, starts, _minutes(answers), the_place(answers), request.person, store)


def must_lie_ahead(meeting: Meeting, request: Request) -> None:
    """Refusal where it is over or called off."""
    if meeting.state is State.CANCELLED:
        raise Refusal("This meeting is called off. Say “agenda plan” to set another date.")
    if meeting.state not in AHEAD or meeting.starts <= request.now:
        raise Refusal("This meeting has begun or is over. Say “agenda” to see what is next.")


def _minutes(answers: Answers) -> int:
    words = given(answers, "minutes").removesuffix("minutes").removesuffix("min").strip()
    if words.isascii() and words.isdigit() and SHORTEST <= int(words) <= LONGEST:
        return int(words)
    raise Invalid(minutes=f"Please write a number of minutes from {SHORTEST} to {LONGEST}.")


def the_time(answers: Answers) -> time:
    """What a form's field `at` says; Invalid where it cannot be read."""
    at = time_in(given(answers, "at"))
    if at is None:
        raise Invalid(at="I can't read that time. Please write it like this: 15:45.")
    return at


def the_place(answers: Answers) -> str:
    """What a form's field `place` says; Invalid where it is too long to keep."""
    place = given(answers, "place")
    if len(place) > PLACE:
        raise Invalid(place=f"Please keep this to {PLACE} characters; it has {len(place)} now.")
    return place


async def move(
    meeting: Meeting, network: Network, starts: datetime, minutes: int, place: str, by: Person, store: Store
) -> tuple[Meeting, tuple[Post, ...]]:
    """From now on it is then and there; who knew of it hears once. Where nothing is new, nothing happens.

    On another day everybody is asked anew, those who could not come, too: what they said was about the old
    one. Whoever moves it needs no telling.
    """
    if (starts, minutes, place) == (meeting.starts, meeting.minutes, meeting.place):
        return meeting, ()
    another_day = starts.astimezone(LOCAL).date() != date_of(meeting)
    told = await _who_know(meeting, network, by, store, even_who_cannot=another_day)
    unheard = await store.outbox.withdraw(meeting.trust, f"{letters_of(meeting)}moved:")
    await store.outbox.withdraw(meeting.trust, letters_of(meeting))
    if another_day:
        await store.attendance.ask_anew(meeting)
    moved = await store.meetings.change(
        meeting,
        starts_at=starts,
        minutes=minutes,
        place=place,
        sequence=meeting.sequence + 1,
        post_at=meeting.post_at if meeting.post_at and meeting.post_at < starts else None,
    )
    letters = (
        Post(
            ToPerson(each),
            has_moved(moved, network, None if each.id in unheard else meeting),
            key=f"{letters_of(moved)}moved:{moved.sequence}:{each.id}",
            why=Why.MEETING,
            expires=starts,
        )
        for each in told
    )
    return moved, (*await redrawn(moved, network, store), *letters)


async def _who_know(
    meeting: Meeting, network: Network, by: Person, store: Store, *, even_who_cannot: bool = False
) -> Sequence[Person]:
    """Members who have been told of it: all once it is posted, before that whom a letter reached."""
    members = await store.networks.members(network.id, trust=network.trust)
    out: set[PersonId] = {by.id}
    if meeting.posted_at is None:
        out |= {*members} - await store.outbox.reached(meeting.trust, letters_of(meeting))
    if not even_who_cannot:
        answers = await store.attendance.of(meeting.id, trust=meeting.trust)
        out |= {person for person, each in answers.items() if each.coming is False}
    return await store.people.several([each for each in members if each not in out], trust=meeting.trust)


# ------------------------------------------------------------------ calling off


async def cancel(
    meeting: Meeting, network: Network, by: Person, store: Store
) -> tuple[Meeting, tuple[Post, ...]]:
    """It will not take place: who meant to come hears once, and what was suggested for it waits again."""
    if meeting.state not in AHEAD:
        return meeting, ()
    told = await _who_know(meeting, network, by, store)
    await store.outbox.withdraw(meeting.trust, letters_of(meeting))
    await store.suggestions.release(meeting.id, trust=meeting.trust)
    off = await store.meetings.change(
        meeting, state=State.CANCELLED, sequence=meeting.sequence + 1, post_at=None
    )
    later = await store.meetings.next_after(off)
    letters = (
        Post(
            ToPerson(each),
            is_off(off, network, later),
            key=f"{letters_of(off)}cancelled:{each.id}",
            why=Why.MEETING,
            expires=off.starts,
        )
        for each in told
    )
    return off, (*await redrawn(off, network, store), *letters)


# ------------------------------------------------------------------ cards


def has_moved(meeting: Meeting, network: Network, before: Meeting | None) -> Card:
    """`before`: as its reader knew it; None where they had not heard of the move before this one."""
    another_day = before is None or date_of(before) != date_of(meeting)
    return Card(
        f"{network.name} has a new date" if another_day else f"{network.name}: when or where has changed",
        Facts(
            ("Now", when(meeting)),
            *((("Before", when(before)),) if before and when(before) != when(meeting) else ()),
            *((("Where", where(meeting)),) if where(meeting) else ()),
        ),
        *((Text("Can you come on the new date?"),) if another_day else ()),
        coming.button("Coming", meeting=meeting.id).primary(),
        cannot.button("Can't", meeting=meeting.id).aloud("I can't come"),
        Link("Add to calendar", f"/calendar/{meeting.token}"),
        Note("If it is in your calendar already, opening this again moves it."),
    )


def is_off(meeting: Meeting, network: Network, later: Meeting | None) -> Card:
    return Card(
        f"{network.name} is called off",
        Text(f"The meeting on {when(meeting)} will not take place, so that time is yours."),
        *((Text(f"The next one is on {when(later)}."),) if later else ()),
        Note("What was suggested for it is kept for the next agenda."),
    )
