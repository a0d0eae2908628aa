"""Errands outside: a page to look at, an address to ask each week. Leased like letters, by any process."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import String, Update, and_, bindparam, delete, func, insert, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.hosts import HOST_LIMIT
from storage.records import Errand, ErrandDue, ErrandId, Resource, ResourceId, TrustId
from storage.statements import insert_once
from storage.tables import Instant, errands, hosts, resources


class Errands:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(self, resource: Resource, kind: Errand, due: datetime) -> None:
        """Once for each resource and kind: what is asked for already stays due as it was."""
        values = _asked(resource, kind, due)
        await insert_once(self._connection, errands, values, key=("trust_id", "kind", "resource_id"))

    async def ask_several(
        self, wanted: Iterable[tuple[Resource, datetime]], kind: Errand, *, trust: TrustId
    ) -> None:
        """New resources, for which nothing has been asked yet, each with the time it is due."""
        rows = [_asked(each, kind, due) | {"trust_id": trust} for each, due in wanted]
        if rows:
            await self._connection.execute(insert(errands), rows)

    async def unprobed(self, trust: TrustId, *, after: int = 0, limit: int) -> tuple[ResourceId, ...]:
        """By id, a page at a time: resources with an address for which no weekly question is planned."""
        planned = select(errands.c.id).where(
            errands.c.trust_id == trust,
            errands.c.kind == Errand.PROBE.value,
            errands.c.resource_id == resources.c.id,
        )
        found = await self._connection.scalars(
            select(resources.c.id)
            .where(
                resources.c.trust_id == trust,
                resources.c.id > after,
                resources.c.url != "",
                resources.c.archived_at.is_(None),
                not_(planned.exists()),
            )
            .order_by(resources.c.id)
            .limit(limit)
        )
        return tuple(map(ResourceId, found))

    async def claim(self, owner: str, now: datetime, lease: timedelta) -> ErrandDue | None:
        """The errand that has waited longest at a host that is free and that nobody else works at.

        Counts as a try from here on, so that a page which kills its process is counted too.
        """
        given = {"now": now, "until": now + lease, "who": owner}
        for host in (await self._connection.scalars(_FREE_HOSTS, given)).all():
            if row := (await self._connection.execute(_TAKE, given | {"at": host})).first():
                return ErrandDue(
                    ErrandId(row.id),
                    TrustId(row.trust_id),
                    ResourceId(row.resource_id),
                    Errand(row.kind),
                    row.host,
                    row.attempts,
                    owner,
                )
        return None

    async def done(self, errand: ErrandDue, again: datetime | None = None) -> bool:
        """Over, or due again then. False where its lease was lost: then nothing of it may be kept."""
        if again is None:
            over = delete(errands).where(*_mine(errand))
            return bool((await self._connection.execute(over)).rowcount)
        return await self._put_back(errand, due_at=again, attempts=0)

    async def later(self, errand: ErrandDue, due: datetime, *, counts: bool = True) -> bool:
        """To be tried again then. `counts`: False where it was not really begun."""
        return await self._put_back(errand, due_at=due, attempts=errand.attempts - (not counts))

    async def _put_back(self, errand: ErrandDue, **values: Any) -> bool:  # noqa: ANN401  columns
        back: Update = update(errands).where(*_mine(errand)).values(owner="", lease_until=None, **values)
        return bool((await self._connection.execute(back)).rowcount)

    async def waiting(self, now: datetime) -> int:
        """How many are due, of all trusts: for metrics."""
        count = await self._connection.scalar(
            select(func.count()).select_from(errands).where(errands.c.due_at <= now)
        )
        return count or 0


def _asked(resource: Resource, kind: Errand, due: datetime) -> dict[str, Any]:
    return {
        "trust_id": resource.trust,
        "resource_id": resource.id,
        "kind": kind.value,
        "host": (urlsplit(resource.url).hostname or "")[:HOST_LIMIT],
        "due_at": due,
    }


def _mine(errand: ErrandDue) -> Iterable[Any]:
    return (errands.c.id == errand.id, errands.c.trust_id == errand.trust, errands.c.owner == errand.owner)


# Built once: building costs more than running, and there is a claim every few seconds.
_NOW = bindparam("now", type_=Instant())
_IS_FREE = and_(errands.c.due_at <= _NOW, or_(errands.c.lease_until.is_(None), errands.c.lease_until <= _NOW))
#: Asked once for a claim, not once for each errand: a whole import may wait at one host.
_WORKED_AT = select(errands.c.host).where(errands.c.lease_until > _NOW)
#: A few, longest waiting first: more than one, should another process be quicker.
_FREE_HOSTS = (
    select(errands.c.host)
    .outerjoin(hosts, hosts.c.host == errands.c.host)
    .where(
        _IS_FREE,
        or_(hosts.c.next_free_at.is_(None), hosts.c.next_free_at <= _NOW),
        errands.c.host.not_in(_WORKED_AT),
    )
    .group_by(errands.c.host)
    .order_by(func.min(errands.c.due_at), errands.c.host)
    .limit(3)
)
_FIRST = (
    select(errands.c.id)
    .where(errands.c.host == bindparam("at", type_=String), _IS_FREE)
    .order_by(errands.c.due_at, errands.c.id)
    .limit(1)
)
_TAKE = (
    update(errands)
    .where(errands.c.id == _FIRST.scalar_subquery(), _IS_FREE)  # once more: another may have been quicker
    .values(
        owner=bindparam("who", type_=String),
        lease_until=bindparam("until", type_=Instant()),
        attempts=errands.c.attempts + 1,
    )
    .returning(*errands.c)
)
