"""Hosts outside: when each may be asked next, by any process and for any trust; what its robots.txt says."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import insert_for
from storage.tables import hosts

HOST_LIMIT = 255  # characters of the column; no name is longer


class Hosts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, host: str, now: datetime, until: datetime) -> datetime | None:
        """None: it is the caller's until then. Else when it is free, as far as is known."""
        taken = insert_for(self._connection, hosts).values(host=host, next_free_at=until)
        taken = taken.on_conflict_do_update(
            index_elements=["host"], set_={"next_free_at": until}, where=hosts.c.next_free_at <= now
        )
        if (await self._connection.execute(taken)).rowcount:
            return None
        free_at: datetime | None = await self._connection.scalar(
            select(hosts.c.next_free_at).where(hosts.c.host == host)
        )
        return free_at or now

    async def release(self, host: str, held_until: datetime, free_at: datetime) -> None:
        """Free from then on, unless the caller held it for too long and it is another's by now."""
        await self._connection.execute(
            update(hosts)
            .where(hosts.c.host == host, hosts.c.next_free_at == held_until)
            .values(next_free_at=free_at)
        )

    async def robots(self, host: str, *, since: datetime) -> str | None:
        """What its robots.txt says; "" where there is none, None where that was not asked since then."""
        rules: str | None = await self._connection.scalar(
            select(hosts.c.robots).where(hosts.c.host == host, hosts.c.robots_at > since)
        )
        return rules

    async def keep_robots(self, host: str, rules: str, now: datetime) -> None:
        values = {"host": host, "next_free_at": now, "robots": rules, "robots_at": now}
        statement = insert_for(self._connection, hosts).values(**values)
        kept = {"robots": rules, "robots_at": now}
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_=kept))

    async def forget(self, *, before: datetime) -> None:
        """Those that nobody has asked since then."""
        await self._connection.execute(delete(hosts).where(hosts.c.next_free_at < before))
