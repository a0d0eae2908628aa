"""Questions put to a network's channel with the asker's consent, and who said they can help."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Callout, CalloutId, NetworkId, Person, PersonId, TrustId
from storage.tables import callouts


class Callouts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, asker: Person, network: NetworkId, text: str, now: datetime, *, named: bool
    ) -> Callout:
        """Asked again in the same network with the same words, it is the one that stands."""
        for each in await self.of(asker):
            if (each.network, each.text) == (network, text):
                return each
        values = {
            "trust_id": asker.trust,
            "person_id": asker.id,
            "network_id": network,
            "text": text,
            "named": named,
            "asked_at": now,
        }
        inserted = insert(callouts).values(values).returning(*callouts.c)
        return _callout((await self._connection.execute(inserted)).one())

    async def find(self, id: CalloutId, *, trust: TrustId) -> Callout | None:  # noqa: A002  it is the id
        """Locked, so that two who answer at once are both noted."""
        found = await self._connection.execute(
            select(callouts).where(callouts.c.id == id, callouts.c.trust_id == trust).with_for_update()
        )
        row = found.first()
        return _callout(row) if row else None

    async def of(self, asker: Person) -> tuple[Callout, ...]:
        rows = await self._connection.execute(
            select(callouts)
            .where(callouts.c.person_id == asker.id, callouts.c.trust_id == asker.trust)
            .order_by(callouts.c.id)
        )
        return tuple(map(_callout, rows))

    async def unanswered(self, network: NetworkId, *, trust: TrustId, since: datetime) -> tuple[Callout, ...]:
        """Put to this network from then on, and nobody has said that they can help; oldest first."""
        rows = await self._connection.execute(
            select(callouts)
            .where(
                callouts.c.network_id == network,
                callouts.c.trust_id == trust,
                callouts.c.asked_at >= since,
            )
            .order_by(callouts.c.id)
        )
        return tuple(each for each in map(_callout, rows) if not each.answered)

    async def note_answer(self, callout: Callout, by: Person) -> bool:
        """True the first time this person says that they can help."""
        if by.id in callout.answered:
            return False
        await self._connection.execute(
            update(callouts)
            .where(callouts.c.id == callout.id, callouts.c.trust_id == callout.trust)
            .values(answered=[*callout.answered, by.id])
        )
        return True

    async def forget(self, trust: TrustId, *, before: datetime) -> None:
        """Those put before then go with their words."""
        await self._connection.execute(
            delete(callouts).where(callouts.c.trust_id == trust, callouts.c.asked_at < before)
        )


def _callout(row: Row[Any]) -> Callout:
    return Callout(
        id=CalloutId(row.id),
        trust=TrustId(row.trust_id),
        asker=PersonId(row.person_id),
        network=NetworkId(row.network_id),
        text=row.text,
        named=row.named,
        asked_at=row.asked_at,
        answered=tuple(map(PersonId, row.answered)),
    )
