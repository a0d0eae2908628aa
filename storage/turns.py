"""Whose turn it is to be asked about an initiative: a part of them at a time, each taken by one process.

What is due is a look at one index, `(trust_id, next_on, person_id)`. People are taken, not participants: all
that somebody could be asked this week is weighed together.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, ColumnElement, String, and_, bindparam, cast, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import Bulk
from storage.outbox import WEEK
from storage.records import (
    CycleStage,
    LetterState,
    Nudging,
    Participant,
    Person,
    PersonId,
    Planned,
    TrustId,
    Turn,
)
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

    async def asked(self, after: Sequence[Planned]) -> None:
        """They were asked: as they are now, and what comes next."""
        await _ASKED.run(self._connection, after)


def _in_a_key(column: Column[Any]) -> ColumnElement[str]:
    return cast(column, String)


#: The letter of the last nudge, by its key.
_KEY = (
    (literal(NUDGE) + _in_a_key(participants.c.initiative_id) + ":" + participants.c.asked)
    + (":" + _in_a_key(participants.c.occurrence))
    + (":" + _in_a_key(participants.c.person_id))
)
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
        people.c.email,
        people.c.name,
        people.c.school_id.label("own_school"),
        people.c.working_days,
        people.c.hears_at,
        people.c.away_from,
        people.c.away_until,
        outbox.c.state,
        outbox.c.replaces,
    )
    .join(people, people.c.id == participants.c.person_id)
    .outerjoin(
        outbox,
        and_(
            participants.c.answered.is_(False),
            outbox.c.trust_id == participants.c.trust_id,
            outbox.c.key == _KEY,
        ),
    )
    .where(
        participants.c.trust_id == bindparam("within"),
        participants.c.person_id.in_(bindparam("people", expanding=True)),
        or_(participants.c.next_on <= bindparam("today"), participants.c.asked_on >= bindparam("since")),
    )
    .order_by(participants.c.person_id, participants.c.initiative_id)
)
_WAITING = select(outbox.c.person_id).where(
    outbox.c.trust_id == bindparam("within"),
    outbox.c.person_id.in_(bindparam("people", expanding=True)),
    outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),
    outbox.c.key.startswith(NUDGE),
    outbox.c.expires_at > bindparam("now"),
)
_ASKED = Bulk[Planned](
    update(participants)
    .where(
        participants.c.initiative_id == bindparam("of"),
        participants.c.person_id == bindparam("who"),
        participants.c.trust_id == bindparam("within"),
    )
    .values(
        {
            participants.c[name]: bindparam(f"now_{name}", type_=participants.c[name].type)
            for name in (
                "occurrence", "asked", "asked_on", "had", "answered", "silent",
                "quiet_since", "snoozed_until", "next_on", "next_is",
            )
        }
    ),
    {
        "of": attrgetter("participant.initiative"),
        "who": attrgetter("participant.person"),
        "within": attrgetter("participant.trust"),
        "now_occurrence": attrgetter("participant.occurrence"),
        "now_asked": attrgetter("participant.asked"),
        "now_asked_on": attrgetter("participant.asked_on"),
        "now_had": lambda each: " ".join(each.participant.had),
        "now_answered": attrgetter("participant.answered"),
        "now_silent": attrgetter("participant.silent"),
        "now_quiet_since": attrgetter("participant.quiet_since"),
        "now_snoozed_until": attrgetter("participant.snoozed_until"),
        "now_next_on": attrgetter("on"),
        "now_next_is": attrgetter("what"),
    },
)  # fmt: skip


def _turn(row: Sequence[Any]) -> Turn:
    """By position: a hundred thousand are read on one morning."""
    initiative, run, trust, person, school, joined_on, nudging, snoozed_until, done_in = row[:9]
    occurrence, asked, asked_on, had, answered, silent, quiet_since, next_on, next_is = row[9:18]
    email, name, own_school, days, hears_at, away_from, away_until, letter, became = row[18:]
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
        Person(
            person,
            trust,
            email,
            name,
            school=own_school,
            working_days=_days(days),
            hears_at=_hour(hears_at),
            away_from=away_from,
            away_until=away_until,
        ),
        reached=_has_reached(letter, became),
    )


_NUDGING = {each.value: each for each in Nudging}


@cache
def _days(digits: str) -> tuple[int, ...]:
    return tuple(map(int, digits))


@cache
def _hour(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def _has_reached(letter: str | None, became: str | None) -> bool:
    """Sent, perhaps sent, or a part of a weekly message."""
    merged = letter == LetterState.MERGED and (became or "").startswith(WEEK)
    return merged or letter in (LetterState.SENT, LetterState.UNKNOWN)
