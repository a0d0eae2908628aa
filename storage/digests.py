"""What each person was shown in digests, so that nothing comes twice."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Person, PersonId, ResourceId, Shown, TrustId
from storage.tables import digests, people


class Digests:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(
        self, trust: TrustId, on: date, shown: Iterable[tuple[PersonId, Sequence[ResourceId]]]
    ) -> None:
        """That these people were shown these, all on one day."""
        ours = await self._connection.scalars(select(people.c.id).where(people.c.trust_id == trust))
        known = frozenset(ours)
        rows = [
            {"trust_id": trust, "person_id": person, "on": on, "resources": list(theirs)}
            for person, theirs in shown
            if person in known
        ]
        if rows:
            await self._connection.execute(insert(digests), rows)

    async def since(self, trust: TrustId, first: date) -> dict[PersonId, Shown]:
        """What each was shown from that day on, and when last; who was shown nothing is absent."""
        rows = await self._connection.execute(
            select(digests.c.person_id, digests.c.on, digests.c.resources)
            .where(digests.c.trust_id == trust, digests.c.on >= first)
            .order_by(digests.c.on, digests.c.id)
        )
        found: dict[PersonId, Shown] = {}
        for person, on, resources in rows:
            before = found[person].resources if person in found else frozenset()
            found[PersonId(person)] = Shown(on, before.union(map(ResourceId, resources)))
        return found

    async def latest(self, person: Person) -> tuple[ResourceId, ...]:
        """What stood in their newest digest, best first."""
        found = await self._connection.scalar(
            select(digests.c.resources)
            .where(digests.c.person_id == person.id, digests.c.trust_id == person.trust)
            .order_by(digests.c.on.desc(), digests.c.id.desc())
            .limit(1)
        )
        return tuple(map(ResourceId, found or ()))

    async def forget(self, trust: TrustId, *, before: date) -> None:
        """What was shown that long ago may come again."""
        await self._connection.execute(
            delete(digests).where(digests.c.trust_id == trust, digests.c.on < before)
        )
