"""Initiatives: the problems schools do something about, and the evidence for each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import people_changed
from storage.records import (
    Cadence,
    EnquiryId,
    Evidence,
    EvidenceId,
    Initiative,
    InitiativeId,
    NetworkId,
    PersonId,
    RunId,
    RunState,
    TrustId,
)
from storage.statements import by_id
from storage.tables import evidence, initiatives, runs, steps


class Initiatives:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, initiative: Initiative) -> Initiative:
        """As given, with the id it gets."""
        values = {
            "trust_id": initiative.trust,
            "problem": initiative.problem,
            "topic": initiative.topic,
            "group": initiative.group,
            "cadence": initiative.cadence,
            "network_id": initiative.network,
            "lead_id": initiative.lead,
            "begun_on": initiative.begun_on,
            "topics": list(initiative.topics),
            "copied_from": initiative.copied_from,
        }
        row = (
            await self._connection.execute(insert(initiatives).values(values).returning(*initiatives.c))
        ).one()
        return _initiative(row)

    async def find(self, id: InitiativeId, *, trust: TrustId) -> Initiative | None:  # noqa: A002  it is the id
        found = await self.several([id], trust=trust)
        return found[0] if found else None

    async def several(self, ids: Iterable[InitiativeId], *, trust: TrustId) -> tuple[Initiative, ...]:
        return await self._several(*by_id(initiatives, ids, trust))

    async def of_network(self, network: NetworkId, *, trust: TrustId) -> tuple[Initiative, ...]:
        return await self._several(initiatives.c.trust_id == trust, initiatives.c.network_id == network)

    async def everyone(self, trust: TrustId) -> tuple[Initiative, ...]:
        return await self._several(initiatives.c.trust_id == trust)

    async def under_way(self, trust: TrustId) -> tuple[Initiative, ...]:
        """Those that somebody leads at a school now; what has ended is kept for three years beside them."""
        led = select(runs.c.initiative_id).where(
            runs.c.trust_id == trust, runs.c.state == RunState.GOING, runs.c.lead_id.is_not(None)
        )
        return await self._several(initiatives.c.trust_id + 0 == trust, initiatives.c.id.in_(led))  # by id

    async def copied_from(self, run: RunId, *, trust: TrustId) -> Initiative | None:
        """What further schools begin with, where that run's plan was taken to any."""
        found = await self._several(initiatives.c.trust_id == trust, initiatives.c.copied_from == run)
        return found[0] if found else None

    async def change(self, initiative: Initiative, **values: Any) -> None:  # noqa: ANN401  columns
        """Set columns by their names."""
        await self._connection.execute(
            update(initiatives)
            .where(initiatives.c.id == initiative.id, initiatives.c.trust_id == initiative.trust)
            .values(**values)
        )

    async def forget(self, trust: TrustId, *, before: datetime) -> None:
        """Those that came to their end before then, in each school, go with all that was kept of them."""
        of_trust = runs.c.trust_id == trust
        going = select(runs.c.initiative_id).where(of_trust, runs.c.state == RunState.GOING)
        lately = (
            select(runs.c.initiative_id)
            .join(steps, steps.c.run_id == runs.c.id)
            .where(of_trust, steps.c.trust_id == trust, steps.c.at >= before)
        )
        gone = await self._connection.execute(
            delete(initiatives).where(
                initiatives.c.trust_id == trust,
                initiatives.c.begun_on < before.date(),
                initiatives.c.id.not_in(going),
                initiatives.c.id.not_in(lately),
            )
        )
        if gone.rowcount:
            await people_changed(self._connection, trust, ())  # who is found for what was tried

    async def _several(self, *which: ColumnElement[bool]) -> tuple[Initiative, ...]:
        rows = await self._connection.execute(select(initiatives).where(*which).order_by(initiatives.c.id))
        return tuple(map(_initiative, rows))

    # ---- evidence

    async def add_evidence(self, found: Evidence) -> EvidenceId:
        values = {
            "trust_id": found.trust,
            "initiative_id": found.initiative,
            "enquiry_id": found.enquiry,
            "by_id": found.by,
            "at": found.at,
            "text": found.text,
            "source": found.source,
            "url": found.url,
        }
        new = await self._connection.scalar(insert(evidence).values(values).returning(evidence.c.id))
        assert new is not None  # noqa: S101  an insert returns its id
        return EvidenceId(new)

    async def evidence_of(self, id: InitiativeId, *, trust: TrustId) -> tuple[Evidence, ...]:  # noqa: A002
        return await self._evidence(evidence.c.initiative_id == id, trust)

    async def evidence_for(self, id: EnquiryId, *, trust: TrustId) -> tuple[Evidence, ...]:  # noqa: A002
        return await self._evidence(evidence.c.enquiry_id == id, trust)

    async def remove_evidence(self, found: Evidence) -> None:
        await self._connection.execute(
            delete(evidence).where(evidence.c.id == found.id, evidence.c.trust_id == found.trust)
        )

    async def _evidence(self, which: Any, trust: TrustId) -> tuple[Evidence, ...]:  # noqa: ANN401
        rows = await self._connection.execute(
            select(evidence).where(evidence.c.trust_id == trust, which).order_by(evidence.c.id)
        )
        return tuple(map(_evidence, rows))


def _initiative(row: Sequence[Any]) -> Initiative:
    """By position, as the table and the record are in one order: thousands are read on one morning."""
    *before, cadence, network, lead, begun_on, topics, copied_from = row
    return Initiative(*[*before, Cadence(cadence), network, lead, begun_on, tuple(topics), copied_from])


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        id=EvidenceId(row.id),
        trust=TrustId(row.trust_id),
        by=None if row.by_id is None else PersonId(row.by_id),
        at=row.at,
        text=row.text,
        source=row.source,
        url=row.url,
        initiative=None if row.initiative_id is None else InitiativeId(row.initiative_id),
        enquiry=None if row.enquiry_id is None else EnquiryId(row.enquiry_id),
    )
