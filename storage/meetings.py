"""Meetings of networks: when, where, and how far each has come."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import AHEAD, Meeting, MeetingId, NetworkId, State, TrustId
from storage.tables import meetings, networks

TOKEN_BYTES = 18  # of chance: 24 characters in an address


class Meetings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan(
        self, network: NetworkId, starts: datetime, *, trust: TrustId, minutes: int, place: str = ""
    ) -> Meeting | None:
        """A new meeting with an empty agenda; None where the network is not of this trust.

        Of two who plan it for the same time, at once or one after the other, both get the one.
        """
        owned = select(networks.c.id).where(networks.c.id == network, networks.c.trust_id == trust)
        if await self._connection.scalar(owned.with_for_update()) is None:
            return None
        ahead = meetings.c.state.in_(AHEAD)
        then = _meetings(trust).where(meetings.c.network_id == network, meetings.c.starts_at == starts, ahead)
        if there := (await self._connection.execute(then)).first():
            return meeting_of(there)
        values = {
            "trust_id": trust,
            "network_id": network,
            "starts_at": starts,
            "minutes": minutes,
            "place": place,
            "token": secrets.token_urlsafe(TOKEN_BYTES),
        }
        inserted = insert(meetings).values(values).returning(*meetings.c)
        return meeting_of((await self._connection.execute(inserted)).one())

    async def find(self, id: MeetingId, *, trust: TrustId, hold: bool = False) -> Meeting | None:  # noqa: A002
        """`hold`: nobody else changes it until this transaction ends."""
        asked = _meetings(trust).where(meetings.c.id == id)
        row = (await self._connection.execute(asked.with_for_update() if hold else asked)).first()
        return meeting_of(row) if row else None

    async def with_token(self, token: str) -> Meeting | None:
        """Whoever has a page's address may see when and where: no trust is known there."""
        row = (await self._connection.execute(select(meetings).where(meetings.c.token == token))).first()
        return meeting_of(row) if row else None

    async def of(self, network: NetworkId, *, trust: TrustId) -> tuple[Meeting, ...]:
        """All of a network's, by date."""
        return await self._several(_meetings(trust).where(meetings.c.network_id == network))

    async def next_after(self, meeting: Meeting) -> Meeting | None:
        """Its network's next one that is still to come, as seen from this one."""
        later = _meetings(meeting.trust).where(
            meetings.c.network_id == meeting.network,
            meetings.c.starts_at > meeting.starts,
            meetings.c.state.in_(AHEAD),
        )
        return next(iter(await self._several(later.limit(1))), None)

    async def between(
        self,
        trust: TrustId,
        first: datetime,
        last: datetime,
        *,
        states: Collection[State] = AHEAD,
    ) -> tuple[Meeting, ...]:
        """The trust's meetings that start from `first` to before `last`, by date."""
        return await self._several(
            _meetings(trust).where(
                meetings.c.starts_at >= first,
                meetings.c.starts_at < last,
                meetings.c.state.in_([each.value for each in states]),
            )
        )

    async def to_post(self, trust: TrustId, now: datetime) -> tuple[Meeting, ...]:
        """Those whose agenda is to go out by now."""
        return await self._several(
            _meetings(trust).where(meetings.c.state == State.PLANNED, meetings.c.post_at <= now)
        )

    async def change(self, meeting: Meeting, **values: Any) -> Meeting:  # noqa: ANN401  columns
        """Set columns (`starts_at`, `place`, `state`…) and return it as it is now."""
        if isinstance(values.get("state"), State):
            values["state"] = values["state"].value
        changed = (
            update(meetings)
            .where(meetings.c.id == meeting.id, meetings.c.trust_id == meeting.trust)
            .values(**values)
            .returning(*meetings.c)
        )
        row = (await self._connection.execute(changed)).first()
        assert row is not None, "a meeting of this trust"  # noqa: S101  it was found a moment ago
        return meeting_of(row)

    async def draw(self, meeting: Meeting) -> Meeting:
        """Its posted agenda is drawn anew, under a number of its own.

        The row is held until the transaction ends, so that of several who answer at once the last to
        draw sees what all have said.
        """
        return await self.change(meeting, drawn=meetings.c.drawn + 1)

    async def forget(self, trust: TrustId, *, before: datetime) -> None:
        """Those before then go with all that was kept of them."""
        await self._connection.execute(
            delete(meetings).where(meetings.c.trust_id == trust, meetings.c.starts_at < before)
        )

    async def _several(self, asked: Select[Any]) -> tuple[Meeting, ...]:
        rows = await self._connection.execute(asked.order_by(meetings.c.starts_at, meetings.c.id))
        return tuple(map(meeting_of, rows))


def _meetings(trust: TrustId) -> Select[Any]:
    return select(meetings).where(meetings.c.trust_id == trust)


def meeting_of(row: Row[Any]) -> Meeting:
    return Meeting(
        id=MeetingId(row.id),
        trust=TrustId(row.trust_id),
        network=NetworkId(row.network_id),
        starts=row.starts_at,
        minutes=row.minutes,
        state=State(row.state),
        place=row.place,
        purpose=row.purpose,
        version=row.version,
        sequence=row.sequence,
        drawn=row.drawn,
        token=row.token,
        post_at=row.post_at,
        posted_at=row.posted_at,
        wrapped_at=row.wrapped_at,
    )
