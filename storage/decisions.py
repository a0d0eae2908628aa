"""What schools came to, and what they stopped to make room."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import people_changed
from storage.records import (
    Again,
    Decision,
    DecisionId,
    InitiativeId,
    NetworkId,
    Person,
    PersonId,
    RunId,
    SchoolId,
    Stop,
    StopId,
    TrustId,
    Verdict,
)
from storage.statements import by_id
from storage.tables import decisions, initiatives, stops


class Decisions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, made: Decision) -> Decision:
        """As given, with the id it gets."""
        values = {
            "trust_id": made.trust,
            "initiative_id": made.initiative,
            "run_id": made.run,
            "school_id": made.school,
            "by_id": made.by,
            "on": made.on,
            "verdict": made.verdict,
            "then": made.then,
            "now": made.now,
            "reason": made.reason,
            "learned": made.learned,
            "again": made.again,
            "shared": made.shared,
            "named": made.named,
            "topics": list(made.topics),
            "terms": made.terms,
        }
        row = (await self._connection.execute(insert(decisions).values(values).returning(*decisions.c))).one()
        await self._found_anew(made)
        return _decision(row)

    async def find(self, id: DecisionId, *, trust: TrustId) -> Decision | None:  # noqa: A002  it is the id
        found = await self._several(trust, decisions.c.id == id)
        return found[0] if found else None

    async def of_runs(self, ids: Iterable[RunId], *, trust: TrustId) -> tuple[Decision, ...]:
        return await self._several(trust, decisions.c.run_id.in_(list(ids)))

    async def outdated(self, trust: TrustId, edition: str, *, limit: int) -> tuple[Decision, ...]:
        """Those whose terms are of another edition, or gone with somebody who was named."""
        old = not_(decisions.c.terms.startswith(edition, autoescape=True))
        return (await self._several(trust, old))[:limit]

    async def shared(self, trust: TrustId) -> tuple[Decision, ...]:
        """What colleagues may find, the newest first."""
        return await self._several(trust, decisions.c.shared)

    async def in_network(
        self, network: NetworkId, *, trust: TrustId, since: date
    ) -> tuple[tuple[Decision, str], ...]:
        """What was decided there from that day on and may be found, the newest first; each with its topic."""
        rows = await self._connection.execute(
            select(decisions, initiatives.c.topic)
            .join(initiatives, initiatives.c.id == decisions.c.initiative_id)
            .where(
                decisions.c.trust_id == trust,
                decisions.c.shared,
                decisions.c.on >= since,
                initiatives.c.network_id == network,
            )
            .order_by(decisions.c.on.desc(), decisions.c.id.desc())
        )
        return tuple((_decision(row), row.topic) for row in rows)

    async def change(self, made: Decision, **values: Any) -> None:  # noqa: ANN401  columns
        await self._connection.execute(
            update(decisions)
            .where(decisions.c.id == made.id, decisions.c.trust_id == made.trust)
            .values(**values)
        )
        await self._found_anew(made)

    async def _found_anew(self, made: Decision) -> None:
        """Whoever decided is found for it, and the trust for what it has tried."""
        await people_changed(self._connection, made.trust, [made.by] if made.by else [])

    async def _several(self, trust: TrustId, *which: Any) -> tuple[Decision, ...]:  # noqa: ANN401
        rows = await self._connection.execute(
            select(decisions)
            .where(decisions.c.trust_id == trust, *which)
            .order_by(decisions.c.on.desc(), decisions.c.id.desc())
        )
        return tuple(map(_decision, rows))


class Stops:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, stop: Stop) -> Stop:
        """As given, with the id it gets."""
        values = {
            "trust_id": stop.trust,
            "school_id": stop.school,
            "run_id": stop.run,
            "by_id": stop.by,
            "what": stop.what,
            "stops_on": stop.stops_on,
            "minutes": stop.minutes,
            "confirms_id": stop.confirms,
            "asked_on": stop.asked_on,
            "confirmed_on": stop.confirmed_on,
            "confirmed_by_id": stop.confirmed_by,
        }
        row = (await self._connection.execute(insert(stops).values(values).returning(*stops.c))).one()
        return _stop(row)

    async def find(self, id: StopId, *, trust: TrustId, hold: bool = False) -> Stop | None:  # noqa: A002
        """`hold`: nobody else changes it until this transaction ends."""
        query = select(stops).where(stops.c.id == id, stops.c.trust_id == trust)
        row = (
            await self._connection.execute(query.with_for_update(key_share=True) if hold else query)
        ).first()
        return _stop(row) if row else None

    async def of_school(self, school: SchoolId | None, *, trust: TrustId) -> tuple[Stop, ...]:
        return await self._several(trust, stops.c.school_id == school)

    async def of_run(self, run: RunId, *, trust: TrustId) -> tuple[Stop, ...]:
        return await self._several(trust, stops.c.run_id == run)

    async def everyone(self, trust: TrustId) -> tuple[Stop, ...]:
        return await self._several(trust)

    async def due(self, trust: TrustId, today: date) -> tuple[Stop, ...]:
        """Whose day has come, and nobody has confirmed or been asked about it yet."""
        return await self._several(
            trust, stops.c.stops_on <= today, stops.c.confirmed_on.is_(None), stops.c.asked_on.is_(None)
        )

    async def waiting_for(self, person: Person, today: date) -> tuple[Stop, ...]:
        """Whose day has come, and that this person is to confirm."""
        return await self._several(
            person.trust,
            stops.c.confirms_id == person.id,
            stops.c.stops_on <= today,
            stops.c.confirmed_on.is_(None),
        )

    async def asked(self, ids: Iterable[StopId], on: date | None, *, trust: TrustId) -> None:
        """Whoever confirms each of these was asked on that day; None: not yet, after all."""
        await self._connection.execute(update(stops).where(*by_id(stops, ids, trust)).values(asked_on=on))

    async def forget(self, trust: TrustId, *, before: date) -> None:
        """What had stopped, or was to, before then."""
        last = func.coalesce(stops.c.confirmed_on, stops.c.stops_on)
        await self._connection.execute(delete(stops).where(stops.c.trust_id == trust, last < before))

    async def remove(self, stop: Stop) -> None:
        await self._connection.execute(
            delete(stops).where(stops.c.id == stop.id, stops.c.trust_id == stop.trust)
        )

    async def change(self, stop: Stop, **values: Any) -> None:  # noqa: ANN401  columns
        await self._connection.execute(
            update(stops).where(stops.c.id == stop.id, stops.c.trust_id == stop.trust).values(**values)
        )

    async def _several(self, trust: TrustId, *which: Any) -> tuple[Stop, ...]:  # noqa: ANN401
        rows = await self._connection.execute(
            select(stops).where(stops.c.trust_id == trust, *which).order_by(stops.c.stops_on, stops.c.id)
        )
        return tuple(map(_stop, rows))


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=DecisionId(row.id),
        trust=TrustId(row.trust_id),
        initiative=InitiativeId(row.initiative_id),
        run=RunId(row.run_id),
        school=None if row.school_id is None else SchoolId(row.school_id),
        by=None if row.by_id is None else PersonId(row.by_id),
        on=row.on,
        verdict=Verdict(row.verdict),
        then=row.then,
        now=row.now,
        reason=row.reason,
        learned=row.learned,
        again=Again(row.again),
        shared=row.shared,
        named=row.named,
        topics=tuple(row.topics),
        terms=row.terms,
    )


def _stop(row: Row[Any]) -> Stop:
    return Stop(
        id=StopId(row.id),
        trust=TrustId(row.trust_id),
        school=None if row.school_id is None else SchoolId(row.school_id),
        run=None if row.run_id is None else RunId(row.run_id),
        by=None if row.by_id is None else PersonId(row.by_id),
        what=row.what,
        stops_on=row.stops_on,
        minutes=row.minutes,
        confirms=None if row.confirms_id is None else PersonId(row.confirms_id),
        asked_on=row.asked_on,
        confirmed_on=row.confirmed_on,
        confirmed_by=None if row.confirmed_by_id is None else PersonId(row.confirmed_by_id),
    )
