"""What came in: its keys for a day, its body only until it is handled.

Rows come in through `letterbox.py`, before the platform is told "received"; this is what happens after.
A row is claimed under a lease, so several processes may work side by side, and a person's rows (one
`lane`) are handled one after the other, in the order in which they came.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Arrival, Platform, TrustId
from storage.statements import insert_for
from storage.tables import Instant, inbox, stopped

TRIES = 3  # a row that was begun this often and never finished is kept as a problem, without its body
PROBLEM_LIMIT = 300  # characters of the column

_EARLIER = inbox.alias("earlier")
_NOW = bindparam("now", type_=Instant())
_FREE = (
    select(inbox.c.id)
    .where(
        inbox.c.handled_at.is_(None),
        inbox.c.attempts < TRIES,
        or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= _NOW),
        or_(
            inbox.c.lane == "",
            ~select(_EARLIER.c.id)
            .where(
                _EARLIER.c.lane == inbox.c.lane,
                _EARLIER.c.handled_at.is_(None),
                _EARLIER.c.id < inbox.c.id,
            )
            .exists(),
        ),
    )
    .order_by(inbox.c.received_at, inbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
#: Built once: building it costs as much as running it.
_CLAIM = (
    update(inbox)
    .where(inbox.c.id.in_(_FREE.scalar_subquery()))
    .values(
        owner=bindparam("who", type_=String),
        lease_until=bindparam("until", type_=Instant()),
        attempts=inbox.c.attempts + 1,
    )
    .returning(inbox)
)
_FINISH = (
    update(inbox)
    .where(
        inbox.c.id == bindparam("row", type_=inbox.c.id.type),
        inbox.c.owner == bindparam("who", type_=String),
        inbox.c.handled_at.is_(None),
    )
    .values(handled_at=_NOW, body=None, lease_until=None, owner="", problem=bindparam("why", type_=String))
)


class Inbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, keys: Sequence[str], platform: Platform, now: datetime) -> bool:
        """Remember keys that need no handling; False where any of them was known."""
        rows = [
            {"key": key, "platform": platform.value, "received_at": now, "handled_at": now}
            for key in sorted(set(keys))
        ]
        statement = insert_for(self._connection, inbox).values(rows)
        added = await self._connection.execute(
            statement.on_conflict_do_nothing(index_elements=["key"]).returning(inbox.c.key)
        )
        return len(added.all()) == len(rows)

    async def claim(self, owner: str, now: datetime, lease: timedelta, *, limit: int) -> tuple[Arrival, ...]:
        """The oldest rows that are free, at most one of each lane; they are the owner's until the lease ends.

        Counts as a try from here on, so that a row which kills its process is counted too.
        """
        rows = await self._connection.execute(
            _CLAIM, {"who": owner, "now": now, "until": now + lease, "most": limit}
        )
        found = [
            Arrival(row.id, row.key, Platform(row.platform), row.body or b"", row.received_at, row.attempts)
            for row in rows
        ]
        return tuple(sorted(found, key=lambda each: (each.received_at, each.id)))

    async def handled(self, arrival: Arrival, owner: str, now: datetime) -> bool:
        """Done, and its body gone. False where the lease was lost: then nothing of it may be kept."""
        return await self._finish(arrival, owner, now, "")

    async def park(self, arrival: Arrival, owner: str, now: datetime, problem: str) -> None:
        """Never to be tried again: the reason stays, the body goes."""
        await self._finish(arrival, owner, now, problem[:PROBLEM_LIMIT])

    async def _finish(self, arrival: Arrival, owner: str, now: datetime, problem: str) -> bool:
        done = await self._connection.execute(
            _FINISH, {"row": arrival.id, "who": owner, "now": now, "why": problem}
        )
        return bool(done.rowcount)

    async def release(
        self, arrival: Arrival, owner: str, *, until: datetime | None = None, counts: bool = True
    ) -> None:
        """Free for anyone, from `until` on. A try that was not the row's own fault does not count."""
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.id == arrival.id, inbox.c.owner == owner, inbox.c.handled_at.is_(None))
            .values(
                owner="", lease_until=until, attempts=inbox.c.attempts if counts else inbox.c.attempts - 1
            )
        )

    async def sweep(self, now: datetime, *, keep: timedelta) -> int:
        """Nothing of a body stays longer than `keep`, handled or not; nor do the keys. How many were lost."""
        worn = await self._connection.execute(
            update(inbox)
            .where(
                inbox.c.handled_at.is_(None),
                or_(
                    inbox.c.received_at < now - keep,
                    and_(inbox.c.attempts >= TRIES, inbox.c.lease_until <= now),
                ),
            )
            .values(handled_at=now, body=None, lease_until=None, owner="", problem="never finished")
        )
        await self._connection.execute(
            delete(inbox).where(
                inbox.c.received_at < now - keep, inbox.c.handled_at < now - keep, inbox.c.problem == ""
            )
        )
        return worn.rowcount

    async def stopped(self, trust: TrustId | None, rule: str, place: str, now: datetime) -> None:
        """The guard stopped something: which rule, where and when; never the words, never who."""
        await self._connection.execute(
            insert(stopped).values(trust_id=trust, rule=rule[:50], place=place[:200], at=now)
        )

    async def waiting(self) -> int:
        """How many are not handled yet."""
        return (
            await self._connection.scalar(
                select(func.count()).select_from(inbox).where(inbox.c.handled_at.is_(None))
            )
            or 0
        )
