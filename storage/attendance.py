"""Who is coming to a meeting, and who was there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Coming, Meeting, MeetingId, Person, PersonId, TrustId
from storage.statements import upsert
from storage.tables import coming, meetings, people

_KEY = ("meeting_id", "person_id")


class Attendance:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def answer(self, meeting: Meeting, person: Person, *, coming_: bool, now: datetime) -> None:
        """What somebody says now; the last word counts."""
        await self._keep(meeting, person.id, person.trust, {"coming": coming_, "at": now})

    async def ask_anew(self, meeting: Meeting) -> None:
        """It is on another day: what anybody said to the old one is no answer to the new."""
        await self._connection.execute(
            delete(coming).where(coming.c.meeting_id == meeting.id, coming.c.trust_id == meeting.trust)
        )

    async def note(self, meeting: Meeting, there: Mapping[PersonId, bool], now: datetime) -> None:
        """Who was there, and who was not: the trust's own people alone."""
        known = set(
            await self._connection.scalars(
                select(people.c.id).where(people.c.id.in_(list(there)), people.c.trust_id == meeting.trust)
            )
        )
        for person, attended in there.items():
            if person in known:
                await self._keep(meeting, person, meeting.trust, {"attended": attended, "at": now})

    async def _keep(self, meeting: Meeting, person: PersonId, trust: TrustId, said: dict[str, Any]) -> None:
        owned = select(meetings.c.id).where(meetings.c.id == meeting.id, meetings.c.trust_id == trust)
        if await self._connection.scalar(owned) is None:
            return
        values = {"trust_id": trust, "meeting_id": meeting.id, "person_id": person} | said
        await upsert(self._connection, coming, values, key=_KEY)

    async def of(self, meeting: MeetingId, *, trust: TrustId) -> dict[PersonId, Coming]:
        return (await self.of_several([meeting], trust=trust)).get(meeting, {})

    async def of_several(
        self, several: Sequence[MeetingId], *, trust: TrustId
    ) -> dict[MeetingId, dict[PersonId, Coming]]:
        """Meeting → person → what they said; in the order in which they first did."""
        rows = await self._connection.execute(
            select(coming)
            .where(coming.c.meeting_id.in_(several), coming.c.trust_id == trust)
            .order_by(coming.c.at, coming.c.person_id)
        )
        found: dict[MeetingId, dict[PersonId, Coming]] = {}
        for row in rows:
            found.setdefault(MeetingId(row.meeting_id), {})[PersonId(row.person_id)] = _coming(row)
        return found

    async def by(self, person: Person) -> tuple[Coming, ...]:
        """All of one person's."""
        rows = await self._connection.execute(
            select(coming)
            .where(coming.c.person_id == person.id, coming.c.trust_id == person.trust)
            .order_by(coming.c.meeting_id)
        )
        return tuple(map(_coming, rows))

    async def forget(self, trust: TrustId, *, before: datetime) -> None:
        """What was said, or noted, before then."""
        await self._connection.execute(delete(coming).where(coming.c.trust_id == trust, coming.c.at < before))


def _coming(row: Row[Any]) -> Coming:
    return Coming(
        MeetingId(row.meeting_id),
        TrustId(row.trust_id),
        PersonId(row.person_id),
        row.coming,
        row.at,
        row.attended,
    )
