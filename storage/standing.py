"""Standing questions: "tell me when someone starts". Private to the asker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Person, PersonId, Standing, StandingId, TrustId
from storage.tables import standing_questions


class StandingQuestions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self,
        asker: Person,
        text: str,
        now: datetime,
        until: datetime,
        *,
        version: int,
        refined: Sequence[str] = (),
        told: Sequence[PersonId] = (),
    ) -> Standing:
        """Go on asking this question; asked for twice it is one, and lasts to the later date.

        `version` is the trust's: it has been answered up to there, with `told`.
        """
        for each in await self.of(asker):
            if (each.text, each.refined) == (text, tuple(refined)):
                await self._set(each, until=until)
                return each
        values = {
            "trust_id": asker.trust,
            "person_id": asker.id,
            "text": text,
            "refined": list(refined),
            "asked_at": now,
            "until": until,
            "version": version,
            "told": list(told),
        }
        inserted = insert(standing_questions).values(values).returning(*standing_questions.c)
        return _standing((await self._connection.execute(inserted)).one())

    async def find(self, id: StandingId, *, asker: Person) -> Standing | None:  # noqa: A002  it is the id
        """One's own; nobody else's is ever found."""
        found = await self._connection.execute(_of(asker).where(standing_questions.c.id == id))
        row = found.first()
        return _standing(row) if row else None

    async def of(self, asker: Person) -> tuple[Standing, ...]:
        rows = await self._connection.execute(_of(asker).order_by(standing_questions.c.id))
        return tuple(map(_standing, rows))

    async def due(self, trust: TrustId, *, version: int, now: datetime) -> tuple[Standing, ...]:
        """Those not answered since the trust's people last changed; who has waited longest comes first."""
        rows = await self._connection.execute(
            select(standing_questions)
            .where(
                standing_questions.c.trust_id == trust,
                standing_questions.c.version < version,
                standing_questions.c.until > now,
            )
            .order_by(standing_questions.c.version, standing_questions.c.id)
        )
        return tuple(map(_standing, rows))

    async def answered(self, standing: Standing, told: Sequence[PersonId]) -> None:
        """The people told of are not told of again."""
        await self._set(standing, told=[*dict.fromkeys((*standing.told, *told))])

    async def looked(self, several: Sequence[Standing], version: int, *, trust: TrustId) -> None:
        """These are answered up to this version of the trust."""
        if several:
            await self._connection.execute(
                update(standing_questions)
                .where(
                    standing_questions.c.trust_id == trust,
                    standing_questions.c.id.in_([each.id for each in several]),
                )
                .values(version=version)
            )

    async def stop(self, standing: Standing) -> None:
        await self._connection.execute(
            delete(standing_questions).where(
                standing_questions.c.id == standing.id, standing_questions.c.trust_id == standing.trust
            )
        )

    async def stop_ended(self, trust: TrustId, *, now: datetime) -> None:
        """The words go when the question has ended."""
        await self._connection.execute(
            delete(standing_questions).where(
                standing_questions.c.trust_id == trust, standing_questions.c.until <= now
            )
        )

    async def _set(self, standing: Standing, **values: Any) -> None:  # noqa: ANN401  columns
        await self._connection.execute(
            update(standing_questions)
            .where(standing_questions.c.id == standing.id, standing_questions.c.trust_id == standing.trust)
            .values(**values)
        )


def _of(asker: Person) -> Select[Any]:
    return select(standing_questions).where(
        standing_questions.c.person_id == asker.id, standing_questions.c.trust_id == asker.trust
    )


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        id=StandingId(row.id),
        trust=TrustId(row.trust_id),
        asker=PersonId(row.person_id),
        text=row.text,
        asked_at=row.asked_at,
        until=row.until,
        refined=tuple(row.refined),
        version=row.version,
        told=tuple(map(PersonId, row.told)),
    )
