"""Whose turn it is to be asked about an initiative: a part of them at a time, each taken by one process.

What is due is a look at one index, `(trust_id, next_on, person_id)`. People are taken, not participants: all
that somebody could be asked this week is weighed together.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    exists,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import Bulk
from storage.outbox import HAS_REACHED
from storage.records import (
    Asked,
    CycleStage,
    Hearer,
    LetterState,
    Nudging,
    Participant,
    Person,
    PersonId,
    TrustId,
    Turn,
)
from storage.statements import Among
from storage.tables import outbox, participants, people

NUDGE = "nudge:"  # begins the key of each


class Turns:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, trust: TrustId, today: date, most: int) -> tuple[PersonId, ...]:
        """Some whose turn it is, those who wait longest first: they are ours until this transaction ends.

        Whom other processes have taken are passed over; where nobody else is left, they are waited for.
        """
        for pass_over in (True, False):
            found = await self._connection.scalars(
                select(people.c.id)
                .join(participants, participants.c.person_id == people.c.id)
                .where(participants.c.trust_id == trust, participants.c.next_on <= today)
                .order_by(participants.c.next_on, participants.c.person_id)
                .limit(most)
                .with_for_update(of=people, key_share=True, skip_locked=pass_over)
            )
            if taken := tuple(dict.fromkeys(map(PersonId, found))):
                return taken
        return ()

    async def hold(self, person: Person) -> None:
        """Nobody else asks them, or changes how they are asked, until this transaction ends."""
        await self._connection.execute(
            select(people.c.id)
            .where(people.c.id == person.id, people.c.trust_id == person.trust)
            .with_for_update(key_share=True)
        )

    async def of(
        self, taken: Sequence[PersonId], *, trust: TrustId, today: date, since: date
    ) -> tuple[Turn, ...]:
        """What they are due, and what they were asked since then, person by person."""
        asked = {"within": trust, "people": taken, "today": today, "since": since}
        rows = await self._connection.execute(_TURNS, asked)
        return tuple(map(_turn, rows.all()))

    async def still_waiting(
        self, taken: Sequence[PersonId], now: datetime, *, trust: TrustId
    ) -> frozenset[PersonId]:
        """Those for whom a nudge lies ready that has not gone yet, and still may."""
        found = await self._connection.scalars(_WAITING, {"within": trust, "people": taken, "now": now})
        return frozenset(map(PersonId, found))

    async def went(self, person: Person, message: str, today: date) -> None:
        """What waited for their weekly message counts as asked from the week in which that goes."""
        merged = select(outbox.c.key).where(
            outbox.c.trust_id == person.trust,
            outbox.c.person_id == person.id,
            outbox.c.state == LetterState.MERGED,
            outbox.c.replaces == message,
        )
        await self._connection.execute(
            update(participants)
            .where(
                participants.c.trust_id == person.trust,
                participants.c.person_id == person.id,
                participants.c.asked_on < today - timedelta(days=today.weekday()),
                _KEY.in_(merged),
            )
            .values(asked_on=today)
        )

    async def asked(self, after: Sequence[Asked], today: date) -> None:
        """As they are from today on, and what comes next."""
        await _ASKED.run(self._connection, after, now_asked_on=today)


def _in_a_key(column: Column[Any]) -> ColumnElement[str]:
    return cast(column, String)


#: The letter of the last nudge, by its key.
_KEY = (
    (literal(NUDGE) + _in_a_key(participants.c.initiative_id) + ":" + participants.c.asked)
    + (":" + _in_a_key(participants.c.occurrence))
    + (":" + _in_a_key(participants.c.person_id))
)
_REACHED = exists().where(outbox.c.trust_id == participants.c.trust_id, outbox.c.key == _KEY, HAS_REACHED)
_TURNS = (
    select(
        participants.c.initiative_id,
        participants.c.run_id,
        participants.c.trust_id,
        participants.c.person_id,
        participants.c.school_id,
        participants.c.joined_on,
        participants.c.nudging,
        participants.c.snoozed_until,
        participants.c.done_in,
        participants.c.occurrence,
        participants.c.asked,
        participants.c.asked_on,
        participants.c.had,
        participants.c.answered,
        participants.c.silent,
        participants.c.quiet_since,
        participants.c.next_on,
        participants.c.next_is,
        people.c.name,
        people.c.school_id.label("own_school"),
        people.c.working_days,
        people.c.hears_at,
        people.c.away_from,
        people.c.away_until,
        case((participants.c.answered, False), else_=_REACHED),
    )
    .join(people, people.c.id == participants.c.person_id)
    .where(
        participants.c.trust_id == bindparam("within"),
        Among(participants.c.person_id, "people"),
        or_(participants.c.next_on <= bindparam("today"), participants.c.asked_on >= bindparam("since")),
    )
    .order_by(participants.c.person_id)
)
_WAITING = select(outbox.c.person_id).where(
    outbox.c.trust_id == bindparam("within"),
    Among(outbox.c.person_id, "people"),
    outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),
    outbox.c.key.startswith(NUDGE),
    outbox.c.expires_at > bindparam("now"),
)
#: Columns that differ between those who are asked.
_AFTER: dict[str, Callable[[Asked], Any]] = {
    "occurrence": attrgetter("after.occurrence"),
    "asked": attrgetter("after.touchpoint"),
    "had": lambda each: " ".join(each.after.had),
    "answered": lambda each: each.after.quiet_since is not None,
    "silent": attrgetter("after.silent"),
    "quiet_since": attrgetter("after.quiet_since"),
    "next_on": attrgetter("after.on"),
    "next_is": attrgetter("after.what"),
}
_ASKED = Bulk[Asked](
    update(participants)
    .where(
        participants.c.initiative_id == bindparam("of"),
        participants.c.person_id == bindparam("who"),
        participants.c.trust_id == bindparam("within"),
    )
    .values(
        {
            participants.c[name]: bindparam(f"now_{name}", type_=participants.c[name].type)
            for name in ("asked_on", *_AFTER)
        }
        | {participants.c.snoozed_until: None}
    ),
    {
        "of": attrgetter("participant.initiative"),
        "who": attrgetter("participant.person"),
        "within": attrgetter("participant.trust"),
    }
    | {f"now_{name}": read for name, read in _AFTER.items()},
)


def _turn(row: Sequence[Any]) -> Turn:
    """By position: a hundred thousand are read on one morning."""
    initiative, run, trust, person, school, joined_on, nudging, snoozed_until, done_in = row[:9]
    occurrence, asked, asked_on, had, answered, silent, quiet_since, next_on, next_is = row[9:18]
    name, own_school, days, hears_at, away_from, away_until, reached = row[18:]
    return Turn(
        Participant(
            initiative,
            run,
            trust,
            person,
            school,
            joined_on,
            _NUDGING[nudging],
            snoozed_until,
            CycleStage(done_in) if done_in else None,
            occurrence,
            asked,
            asked_on,
            tuple(had.split()),
            answered,
            silent,
            quiet_since,
            next_on,
            next_is,
        ),
        Hearer(person, trust, name, own_school, _days(days), _hour(hears_at), away_from, away_until),
        reached,
    )


_NUDGING = {each.value: each for each in Nudging}


@cache
def _days(digits: str) -> tuple[int, ...]:
    return tuple(map(int, digits))


@cache
def _hour(minutes: int) -> time:
    return time(*divmod(minutes, 60))
