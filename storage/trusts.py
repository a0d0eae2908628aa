"""Trusts: the walls."""

from collections.abc import Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import ResourceId, Trust, TrustId
from storage.statements import by_id
from storage.tables import resources, trusts


class Trusts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everyone(self) -> tuple[Trust, ...]:
        """Every trust, by name: for whoever runs Brightspot, never for a member."""
        rows = await self._connection.execute(select(trusts).order_by(trusts.c.name))
        return tuple(Trust(TrustId(row.id), row.name, row.version, row.library) for row in rows)

    async def find(self, id: TrustId) -> Trust | None:  # noqa: A002  it is the id
        row = (await self._connection.execute(select(trusts).where(trusts.c.id == id))).first()
        return Trust(TrustId(row.id), row.name, row.version, row.library) if row else None

    async def named(self, name: str) -> Trust | None:
        row = (await self._connection.execute(select(trusts).where(trusts.c.name == name))).first()
        return Trust(TrustId(row.id), row.name, row.version, row.library) if row else None

    async def add(self, name: str) -> Trust:
        row = (await self._connection.execute(insert(trusts).values(name=name).returning(trusts.c.id))).one()
        return Trust(TrustId(row.id), name)

    async def version(self, trust: TrustId) -> int:
        found: int = await self._connection.scalar(select(trusts.c.version).where(trusts.c.id == trust)) or 0
        return found

    async def library(self, trust: TrustId) -> int:
        """The version of its library."""
        found: int = await self._connection.scalar(select(trusts.c.library).where(trusts.c.id == trust)) or 0
        return found

    async def hold(self, trust: TrustId) -> None:
        """Nobody else changes its library until this transaction ends: before what is read is to be changed.

        Every change of a library begins with its trust, so that none waits for another that waits for it.
        """
        await self._connection.execute(
            # As a change of the row does, and unlike a lock on its key: others may still write of this trust.
            select(trusts.c.id).where(trusts.c.id == trust).with_for_update(key_share=True)
        )

    async def changed(self, trust: TrustId) -> None:
        """Its people, schools or networks are not what they were: whatever is kept in memory is old."""
        await changed(self._connection, trust)


async def changed(connection: AsyncConnection, trust: TrustId) -> int:
    """Raise the trust's version; the new one.

    Two transactions that raise it wait for one another, so that it rises in the order they are committed:
    raise it first, then write what carries it.
    """
    raised: int | None = await connection.scalar(
        update(trusts)
        .where(trusts.c.id == trust)
        .values(version=trusts.c.version + 1)
        .returning(trusts.c.version)
    )
    return raised or 0


async def library_changed(connection: AsyncConnection, trust: TrustId, *of: ResourceId) -> int:
    """Raise the version of the trust's library; the new one. Raise it first, then write what carries it.

    `of`: the resources of which something is not what it was, who shared them or whom they helped: they
    carry it from now on. None where some go: what carries no version tells that.
    """
    raised: int | None = await connection.scalar(
        update(trusts)
        .where(trusts.c.id == trust)
        .values(library=trusts.c.library + 1)
        .returning(trusts.c.library)
    )
    if of:
        await connection.execute(
            update(resources).where(*by_id(resources, of, trust)).values(version=raised or 0)
        )
    return raised or 0


async def forget_terms(connection: AsyncConnection, trust: TrustId, ids: Iterable[int]) -> None:
    """What these resources are found by was made of words that may lead there no more: it is made anew."""
    known = list(map(ResourceId, ids))
    await library_changed(connection, trust, *known)
    await connection.execute(update(resources).where(*by_id(resources, known, trust)).values(terms=""))
