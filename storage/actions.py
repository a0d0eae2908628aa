"""What people took on at meetings: who, what, by when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    Action,
    ActionId,
    Meeting,
    MeetingId,
    NetworkId,
    Person,
    PersonId,
    Progress,
    TrustId,
)
from storage.tables import actions, meetings


class Actions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, meeting: Meeting, person: Person, text: str, by: date) -> Action | None:
        """None where the meeting is not of the person's trust."""
        owned = select(meetings.c.id).where(meetings.c.id == meeting.id, meetings.c.trust_id == person.trust)
        if await self._connection.scalar(owned) is None:
            return None
        values = {
            "trust_id": person.trust,
            "network_id": meeting.network,
            "meeting_id": meeting.id,
            "person_id": person.id,
            "text": text,
            "by": by,
        }
        inserted = insert(actions).values(values).returning(*actions.c)
        return _action((await self._connection.execute(inserted)).one())

    async def find(self, id: ActionId, *, trust: TrustId) -> Action | None:  # noqa: A002  it is the id
        row = (await self._connection.execute(_actions(trust).where(actions.c.id == id))).first()
        return _action(row) if row else None

    async def open_in(self, network: NetworkId, *, trust: TrustId) -> tuple[Action, ...]:
        """What is not done yet, the oldest date first."""
        return await self._several(
            _actions(trust).where(actions.c.network_id == network, actions.c.progress == Progress.OPEN)
        )

    async def of_meeting(self, meeting: MeetingId, *, trust: TrustId) -> tuple[Action, ...]:
        return (await self.of_several([meeting], trust=trust)).get(meeting, ())

    async def of_several(
        self, several: Sequence[MeetingId], *, trust: TrustId
    ) -> dict[MeetingId, tuple[Action, ...]]:
        """Meeting → what was taken on there, the oldest date first; without those where nothing was."""
        found: dict[MeetingId, tuple[Action, ...]] = {}
        for each in await self._several(_actions(trust).where(actions.c.meeting_id.in_(several))):
            found[each.meeting] = (*found.get(each.meeting, ()), each)
        return found

    async def of(self, person: Person) -> tuple[Action, ...]:
        """All of one person's."""
        return await self._several(_actions(person.trust).where(actions.c.person_id == person.id))

    async def due(self, trust: TrustId, until: date) -> tuple[Action, ...]:
        """Open, with a date up to `until`, and not asked about yet."""
        return await self._several(
            _actions(trust).where(
                actions.c.progress == Progress.OPEN, actions.c.by <= until, actions.c.asked_on.is_(None)
            )
        )

    async def change(self, action: Action, **values: Any) -> None:  # noqa: ANN401  columns
        """Set columns: `progress`, `by`, `asked_on`."""
        if isinstance(values.get("progress"), Progress):
            values["progress"] = values["progress"].value
        await self._connection.execute(
            update(actions)
            .where(actions.c.id == action.id, actions.c.trust_id == action.trust)
            .values(**values)
        )

    async def remove(self, action: Action) -> None:
        """It was not said after all."""
        await self._connection.execute(
            delete(actions).where(actions.c.id == action.id, actions.c.trust_id == action.trust)
        )

    async def _several(self, asked: Select[Any]) -> tuple[Action, ...]:
        rows = await self._connection.execute(asked.order_by(actions.c.by, actions.c.id))
        return tuple(map(_action, rows))


def _actions(trust: TrustId) -> Select[Any]:
    return select(actions).where(actions.c.trust_id == trust)


def _action(row: Row[Any]) -> Action:
    return Action(
        id=ActionId(row.id),
        trust=TrustId(row.trust_id),
        network=NetworkId(row.network_id),
        meeting=MeetingId(row.meeting_id),
        person=PersonId(row.person_id),
        text=row.text,
        by=row.by,
        progress=Progress(row.progress),
        asked_on=row.asked_on,
    )
