"""When each timetable last ran for a trust."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import TrustId
from storage.statements import insert_once
from storage.tables import ticks


class Ticks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everything(self) -> dict[tuple[str, TrustId], datetime]:
        """(Timetable, trust) → when it last ran. For the scheduler alone, which looks at every trust."""
        rows = await self._connection.execute(select(ticks))
        return {(row.name, TrustId(row.trust_id)): row.last_at for row in rows}

    async def begin(self, name: str, trust: TrustId, now: datetime) -> None:
        """A timetable that is new for this trust counts from now: nothing is caught up on."""
        values = {"name": name, "trust_id": trust, "last_at": now}
        await insert_once(self._connection, ticks, values, key=("name", "trust_id"))

    async def hold(self, name: str, trust: TrustId) -> datetime | None:
        """When it last ran; nobody else runs it until this transaction ends."""
        last: datetime | None = await self._connection.scalar(_HOLD, {"of": name, "in_trust": trust})
        return last

    async def last(self, name: str, trust: TrustId) -> datetime | None:
        """When it last ran; others may be running it."""
        last: datetime | None = await self._connection.scalar(_LAST, {"of": name, "in_trust": trust})
        return last

    async def ran(self, name: str, trust: TrustId, now: datetime) -> None:
        await self._connection.execute(_RAN, {"of": name, "in_trust": trust, "now": now})


# Put together once: a dozen timetables run for each trust every day, and most find nothing to do.
_ONE = (ticks.c.name == bindparam("of"), ticks.c.trust_id == bindparam("in_trust"))
_LAST = select(ticks.c.last_at).where(*_ONE)
_HOLD = _LAST.with_for_update()
_RAN = update(ticks).where(*_ONE).values(last_at=bindparam("now"))
