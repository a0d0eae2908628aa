"""What meetings came to."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, false, func, literal, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.meetings import meeting_of
from storage.records import Meeting, MeetingId, NetworkId, Notes, PersonId, State, TrustId
from storage.statements import upsert
from storage.tables import agenda_items, meetings, notes

#: The columns that hold words.
WRITTEN = (notes.c.headline, notes.c.bright_spot, notes.c.problem, notes.c.decisions, notes.c.stopping)


class NotesTaken:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, taken: Notes) -> int:
        """From now on it is this: the number of the edition. Another trust's meeting keeps its own (0)."""
        owned = select(meetings.c.id).where(
            meetings.c.id == taken.meeting, meetings.c.trust_id == taken.trust
        )
        if await self._connection.scalar(owned) is None:
            return 0
        before = await self._connection.scalar(
            select(notes.c.edition).where(
                notes.c.meeting_id == taken.meeting, notes.c.trust_id == taken.trust
            )
        )
        edition = int(before or 0) + 1
        values = {
            "trust_id": taken.trust,
            "meeting_id": taken.meeting,
            "headline": taken.headline,
            "bright_spot": taken.bright_spot,
            "contact_id": taken.contact,
            "problem": taken.problem,
            "decisions": taken.decisions,
            "stopping": taken.stopping,
            "edition": edition,
        }
        await upsert(self._connection, notes, values, key=("meeting_id",))
        return edition

    async def of(self, meeting: Meeting) -> Notes | None:
        return (await self.of_several([meeting.id], trust=meeting.trust)).get(meeting.id)

    async def of_several(self, several: Sequence[MeetingId], *, trust: TrustId) -> dict[MeetingId, Notes]:
        rows = await self._connection.execute(
            select(notes).where(notes.c.meeting_id.in_(several), notes.c.trust_id == trust)
        )
        return {MeetingId(row.meeting_id): _notes(row) for row in rows}

    async def speaking_of(
        self, networks: Collection[NetworkId], words: Collection[str], *, trust: TrustId
    ) -> tuple[Meeting, ...]:
        """Meetings of these networks whose posted agenda or notes hold one of these words, newest first."""
        found = union(
            select(meetings.c.id).where(meetings.c.trust_id == trust, _holds(words, meetings.c.purpose)),
            select(notes.c.meeting_id).where(notes.c.trust_id == trust, _holds(words, *WRITTEN)),
            select(agenda_items.c.meeting_id).where(
                agenda_items.c.trust_id == trust,
                _holds(words, agenda_items.c.title, agenda_items.c.detail),
            ),
        )
        rows = await self._connection.execute(
            select(meetings)
            .where(
                meetings.c.trust_id == trust,
                meetings.c.network_id.in_(networks),
                meetings.c.state.in_((State.POSTED, State.HELD)),
                meetings.c.id.in_(found),
            )
            .order_by(meetings.c.starts_at.desc())
        )
        return tuple(map(meeting_of, rows))


def _holds(words: Collection[str], *texts: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether one of these texts holds one of the words, in capitals or not; each is looked through once."""
    whole: ColumnElement[str] = literal("")
    for text in texts:
        whole = whole + "\n" + text
    lower = func.lower(whole)
    return or_(false(), *(lower.contains(word.lower(), autoescape=True) for word in words))


def _notes(row: Row[Any]) -> Notes:
    return Notes(
        meeting=MeetingId(row.meeting_id),
        trust=TrustId(row.trust_id),
        headline=row.headline,
        bright_spot=row.bright_spot,
        contact=None if row.contact_id is None else PersonId(row.contact_id),
        problem=row.problem,
        decisions=row.decisions,
        stopping=row.stopping,
        edition=row.edition,
    )
