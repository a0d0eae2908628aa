"""What is on a meeting's agenda, and how it came to be so; the skeleton that agendas begin with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    AgendaItem,
    Framework,
    Meeting,
    MeetingId,
    NetworkId,
    Person,
    PersonId,
    Source,
    TrustId,
    Version,
)
from storage.tables import agenda_items, agenda_versions, frameworks, meetings, networks


class Agendas:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def items(self, meeting: MeetingId, *, trust: TrustId) -> tuple[AgendaItem, ...]:
        """In order."""
        return (await self.items_of([meeting], trust=trust)).get(meeting, ())

    async def items_of(
        self, several: Sequence[MeetingId], *, trust: TrustId
    ) -> Mapping[MeetingId, tuple[AgendaItem, ...]]:
        rows = await self._connection.execute(
            select(agenda_items)
            .where(agenda_items.c.meeting_id.in_(several), agenda_items.c.trust_id == trust)
            .order_by(agenda_items.c.meeting_id, agenda_items.c.position)
        )
        found: dict[MeetingId, tuple[AgendaItem, ...]] = {}
        for row in rows:
            id_ = MeetingId(row.meeting_id)
            found[id_] = (*found.get(id_, ()), _item(row))
        return found

    async def keep(self, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
        """The agenda is now these items, in this order. Another trust's meeting keeps its own."""
        owned = select(meetings.c.id).where(meetings.c.id == meeting.id, meetings.c.trust_id == meeting.trust)
        if await self._connection.scalar(owned) is None:
            return
        await self._connection.execute(
            delete(agenda_items).where(
                agenda_items.c.meeting_id == meeting.id, agenda_items.c.trust_id == meeting.trust
            )
        )
        rows = [
            {
                "trust_id": meeting.trust,
                "meeting_id": meeting.id,
                "position": position,
                "minutes": each.minutes,
                "title": each.title,
                "detail": each.detail,
                "owner_id": each.owner,
                "source": each.source.value,
                "source_id": each.source_id,
            }
            for position, each in enumerate(items)
        ]
        if rows:
            await self._connection.execute(insert(agenda_items), rows)

    # ---- versions

    async def note_version(self, meeting: Meeting, by: Person | None, text: str, now: datetime) -> None:
        """The agenda as it is now, under the meeting's version."""
        await self._connection.execute(
            insert(agenda_versions).values(
                trust_id=meeting.trust,
                meeting_id=meeting.id,
                version=meeting.version,
                by_id=by.id if by else None,
                at=now,
                text=text,
            )
        )

    async def versions(self, meeting: MeetingId, *, trust: TrustId, since: int = 0) -> tuple[Version, ...]:
        """From version `since` on, oldest first."""
        rows = await self._connection.execute(
            select(agenda_versions)
            .where(
                agenda_versions.c.meeting_id == meeting,
                agenda_versions.c.trust_id == trust,
                agenda_versions.c.version >= since,
            )
            .order_by(agenda_versions.c.version, agenda_versions.c.id)
        )
        return tuple(
            Version(
                MeetingId(row.meeting_id),
                TrustId(row.trust_id),
                row.version,
                None if row.by_id is None else PersonId(row.by_id),
                row.at,
                row.text,
            )
            for row in rows
        )

    async def forget_versions(self, trust: TrustId, *, before: datetime) -> None:
        """How agendas of meetings before then came to be as they were."""
        over = select(meetings.c.id).where(meetings.c.trust_id == trust, meetings.c.starts_at < before)
        await self._connection.execute(
            delete(agenda_versions).where(
                agenda_versions.c.trust_id == trust, agenda_versions.c.meeting_id.in_(over)
            )
        )

    # ---- the skeleton

    async def framework(self, trust: TrustId, network: NetworkId | None = None) -> Framework | None:
        """The trust's own, or what a network adds; None where there is none."""
        found = await self._connection.execute(
            select(frameworks).where(frameworks.c.trust_id == trust, _belongs(network))
        )
        row = found.first()
        return _framework(row) if row else None

    async def keep_framework(self, framework: Framework) -> None:
        """From now on it is this one. Another trust's network adds nothing here."""
        network = framework.network
        if network is not None:
            owned = select(networks.c.id).where(
                networks.c.id == network, networks.c.trust_id == framework.trust
            )
            if await self._connection.scalar(owned) is None:
                return
        await self.forget_framework(framework.trust, network)
        await self._connection.execute(
            insert(frameworks).values(
                trust_id=framework.trust,
                network_id=network,
                minutes=framework.minutes,
                items=[list(each) for each in framework.items],
                ground_rules=list(framework.ground_rules),
            )
        )

    async def forget_framework(self, trust: TrustId, network: NetworkId | None = None) -> None:
        """The trust begins with the shipped one again, or the network adds nothing."""
        await self._connection.execute(
            delete(frameworks).where(frameworks.c.trust_id == trust, _belongs(network))
        )


def _belongs(network: NetworkId | None) -> ColumnElement[bool]:
    if network is None:
        return frameworks.c.network_id.is_(None)
    return frameworks.c.network_id == network


def _item(row: Row[Any]) -> AgendaItem:
    return AgendaItem(
        minutes=row.minutes,
        title=row.title,
        detail=row.detail,
        owner=None if row.owner_id is None else PersonId(row.owner_id),
        source=Source(row.source),
        source_id=row.source_id,
    )


def _framework(row: Row[Any]) -> Framework:
    return Framework(
        trust=TrustId(row.trust_id),
        network=None if row.network_id is None else NetworkId(row.network_id),
        items=tuple((minutes, title, detail) for minutes, title, detail in row.items),
        minutes=row.minutes,
        ground_rules=tuple(row.ground_rules),
    )
