"""Networks' two-sided statements of quality."""

from datetime import date
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Network, NetworkId, PersonId, Quality, TrustId
from storage.statements import upsert
from storage.tables import networks, quality_statements


class QualityStatements:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, network: Network) -> Quality | None:
        found = await self._connection.execute(
            select(quality_statements).where(
                quality_statements.c.network_id == network.id, quality_statements.c.trust_id == network.trust
            )
        )
        row = found.first()
        return _quality(row) if row else None

    async def to_review(self, trust: TrustId, today: date) -> tuple[Quality, ...]:
        """Those whose day to be looked at again has come."""
        rows = await self._connection.execute(
            select(quality_statements)
            .where(quality_statements.c.trust_id == trust, quality_statements.c.review_on <= today)
            .order_by(quality_statements.c.network_id)
        )
        return tuple(map(_quality, rows))

    async def review(self, network: Network, on: date) -> None:
        """When it is looked at again."""
        await self._connection.execute(
            update(quality_statements)
            .where(
                quality_statements.c.network_id == network.id, quality_statements.c.trust_id == network.trust
            )
            .values(review_on=on)
        )

    async def keep(self, statement: Quality) -> None:
        """From now on it is this. Another trust's network keeps its own."""
        owned = select(networks.c.id).where(
            networks.c.id == statement.network, networks.c.trust_id == statement.trust
        )
        if await self._connection.scalar(owned) is None:
            return
        values = {
            "trust_id": statement.trust,
            "network_id": statement.network,
            "looks_like": statement.looks_like,
            "we_do": statement.we_do,
            "owner_id": statement.owner,
            "review_on": statement.review_on,
        }
        await upsert(self._connection, quality_statements, values, key=("network_id",))


def _quality(row: Row[Any]) -> Quality:
    return Quality(
        NetworkId(row.network_id),
        TrustId(row.trust_id),
        row.looks_like,
        row.we_do,
        None if row.owner_id is None else PersonId(row.owner_id),
        row.review_on,
    )
