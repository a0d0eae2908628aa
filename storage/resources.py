"""Resources: one entry for each, however many have shared it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, insert, not_, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.meetings import meeting_of
from storage.people import sharers_changed
from storage.records import (
    Kind,
    Meeting,
    PersonId,
    PracticeId,
    Presence,
    Resource,
    ResourceId,
    Review,
    State,
    TrustId,
)
from storage.statements import by_id, upsert
from storage.tables import agenda_items, errands, meetings, other_addresses, resources
from storage.trusts import library_changed

#: Addresses looked up in one query: PostgreSQL takes 32,767 values, and an import brings 20,000.
AT_ONCE = 5_000
#: Columns that hold lists.
LISTS = ("topics", "phases", "subjects", "practices")


class Resources:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everyone(
        self, trust: TrustId, *, after: int = 0, limit: int | None = None
    ) -> tuple[Resource, ...]:
        """All of them by id, archived ones too; a page at a time."""
        rows = await self._connection.execute(
            select(resources)
            .where(resources.c.trust_id == trust, resources.c.id > after)
            .order_by(resources.c.id)
            .limit(limit)
        )
        return tuple(map(_resource, rows))

    async def ids(self, trust: TrustId) -> frozenset[ResourceId]:
        return frozenset(
            await self._connection.scalars(select(resources.c.id).where(resources.c.trust_id == trust))
        )

    async def find(self, id: ResourceId, *, trust: TrustId) -> Resource | None:  # noqa: A002  it is the id
        found = await self._connection.execute(
            select(resources).where(resources.c.id == id, resources.c.trust_id == trust)
        )
        row = found.first()
        return _resource(row) if row else None

    async def several(self, ids: Iterable[ResourceId], *, trust: TrustId) -> tuple[Resource, ...]:
        """Those of the trust, in the order asked for; unknown ones are left out."""
        wanted = list(ids)
        if not wanted:
            return ()
        rows = await self._connection.execute(select(resources).where(*by_id(resources, wanted, trust)))
        found = {row.id: _resource(row) for row in rows}
        return tuple(found[each] for each in wanted if each in found)

    async def same_as(self, key: str, *, trust: TrustId) -> Resource | None:
        """The entry that an address leads to (`rules/links.same_as`)."""
        return (await self.alike([key], trust=trust)).get(key)

    async def alike(self, keys: Iterable[str], *, trust: TrustId) -> dict[str, Resource]:
        """The entries that several addresses lead to: theirs now, theirs before, or what they stand for."""
        wanted = {digest(each): each for each in keys}
        digests, found = list(wanted), dict[str, Resource]()
        for start in range(0, len(digests), AT_ONCE):
            rows = await self._connection.execute(_leading(digests[start : start + AT_ONCE], trust))
            found |= {wanted[row.asked]: _resource(row) for row in rows}
        return found

    async def outdated(self, trust: TrustId, edition: str, *, limit: int) -> tuple[Resource, ...]:
        """Those found by what another edition of the vocabulary made of them, or by nothing any more."""
        rows = await self._connection.execute(
            select(resources)
            .where(resources.c.trust_id == trust, not_(resources.c.terms.startswith(edition)))
            .order_by(resources.c.id)
            .limit(limit)
        )
        return tuple(map(_resource, rows))

    async def add(
        self, trust: TrustId, url: str, same_as: str, title: str, kind: Kind, now: datetime
    ) -> Resource:
        """The entry of this address, a new one where there is none: two who share it at once get the one."""
        version = await library_changed(self._connection, trust)
        if there := await self.same_as(same_as, trust=trust):
            return there
        values = {
            "trust_id": trust,
            "url": url,
            "same_as": same_as,
            "same_as_digest": digest(same_as),
            "title": title,
            "kind": kind.value,
            "added_at": now,
            "version": version,
        }
        inserted = insert(resources).values(values).returning(*resources.c)
        return _resource((await self._connection.execute(inserted)).one())

    async def add_several(self, new: Sequence[Resource], *, trust: TrustId) -> dict[str, ResourceId]:
        """Entries whose addresses nobody has shared before, complete, in one go: their ids by `same_as`."""
        if not new:
            return {}
        version = await library_changed(self._connection, trust)
        rows = await self._connection.execute(
            insert(resources).returning(resources.c.id, resources.c.same_as),
            [_values(each) | {"trust_id": trust, "version": version} for each in new],
        )
        return {row.same_as: ResourceId(row.id) for row in rows}

    async def change(self, resource: Resource, **values: Any) -> Resource:  # noqa: ANN401  columns
        """Set columns by their names, lists as tuples; what is kept in memory is old afterwards."""
        values |= {name: list(values[name]) for name in LISTS if name in values}
        values["version"] = await library_changed(self._connection, resource.trust)
        changed = (
            update(resources)
            .where(resources.c.id == resource.id, resources.c.trust_id == resource.trust)
            .values(**values)
            .returning(*resources.c)
        )
        row = (await self._connection.execute(changed)).first()
        assert row is not None, "a resource of this trust"  # noqa: S101  it was found a moment ago
        if "terms" in values:
            await sharers_changed(self._connection, resource)
        return _resource(row)

    async def readdress(self, resource: Resource, url: str, same_as: str) -> Resource:
        """It is there from now on, and nobody has tried it yet; its address of before leads to it.

        Whoever looks at that one just now writes nothing of what is there.
        """
        await self.lead(resource, into=resource)
        await self._connection.execute(
            delete(errands).where(errands.c.trust_id == resource.trust, errands.c.resource_id == resource.id)
        )
        untried = dict.fromkeys(("probed_at", "failing_since", "failed_on", "kept_until"))
        return await self.change(
            resource, url=url, same_as=same_as, same_as_digest=digest(same_as), is_dead=False, **untried
        )

    async def lead(self, resource: Resource, *, into: Resource) -> None:
        """Whatever leads to the one leads to the other from now on."""
        await self._connection.execute(
            update(other_addresses)
            .where(other_addresses.c.trust_id == resource.trust, other_addresses.c.resource_id == resource.id)
            .values(resource_id=into.id)
        )
        values = {"same_as_digest": digest(resource.same_as), "resource_id": into.id}
        key = ("trust_id", "same_as_digest")
        await upsert(self._connection, other_addresses, {"trust_id": into.trust} | values, key=key)

    # ---- still there, still good

    async def probed(self, resource: Resource, presence: Presence, now: datetime) -> None:
        """What its address answered. Gone on two different days marks it; an answer clears the mark.

        Being unsure says nothing either way. Only a mark that comes or goes makes memories old.
        """
        values: dict[str, Any] = {"probed_at": now}
        match presence:
            case Presence.THERE:
                values |= dict.fromkeys(("failing_since", "failed_on", "kept_until")) | {"is_dead": False}
            case Presence.GONE:
                today = now.date()
                since = resource.failing_since or today
                spared = resource.kept_until is not None and today < resource.kept_until
                values |= {"failing_since": since, "failed_on": today}
                values["is_dead"] = resource.is_dead or (since < today and not spared)
        if values.get("is_dead", resource.is_dead) != resource.is_dead:
            await self.change(resource, **values)
            return
        await self._note([resource.id], resource.trust, **values)

    async def dead(self, trust: TrustId) -> tuple[Resource, ...]:
        """The marked ones that are not archived."""
        return await self._several(resources.c.trust_id == trust, resources.c.is_dead)

    async def to_check(self, trust: TrustId, *, until: date) -> tuple[Resource, ...]:
        """Whose check ends by then and that have a checker, the soonest first."""
        return await self._several(
            resources.c.trust_id == trust,
            resources.c.checker_id.is_not(None),
            resources.c.checked_until <= until,
        )

    async def without_checker(self, trust: TrustId) -> tuple[Resource, ...]:
        """With a check for which nobody stands any more: its checker has left."""
        return await self._several(
            resources.c.trust_id == trust,
            resources.c.checker_id.is_(None),
            resources.c.checked_until.is_not(None),
        )

    async def reminded(self, ids: Iterable[ResourceId], on: date, *, trust: TrustId) -> None:
        """Somebody was asked about these on that day."""
        await self._note(ids, trust, reminded_on=on)

    async def discussed(self, resource: Resource, *, until: datetime) -> tuple[Meeting, ...]:
        """Meetings begun by then on whose agenda it was, the latest first.

        An agenda is the facilitators' to edit: it was on it if the agenda still names it.
        """
        named = f"“{resource.title}”"
        on_it = select(agenda_items.c.meeting_id).where(
            agenda_items.c.trust_id == resource.trust,
            or_(*(agenda_items.c[each].contains(named, autoescape=True) for each in ("title", "detail"))),
        )
        rows = await self._connection.execute(
            select(meetings)
            .where(
                meetings.c.trust_id == resource.trust,
                meetings.c.id.in_(on_it),
                meetings.c.state.in_((State.POSTED, State.HELD)),
                meetings.c.starts_at <= until,
            )
            .order_by(meetings.c.starts_at.desc())
        )
        return tuple(map(meeting_of, rows))

    async def _several(self, *asked: ColumnElement[bool]) -> tuple[Resource, ...]:
        rows = await self._connection.execute(
            select(resources)
            .where(*asked, resources.c.archived_at.is_(None))
            .order_by(resources.c.checked_until, resources.c.id)
        )
        return tuple(map(_resource, rows))

    async def _note(self, ids: Iterable[ResourceId], trust: TrustId, **values: Any) -> None:  # noqa: ANN401
        """What nobody searches by: no memory is old afterwards."""
        await self._connection.execute(update(resources).where(*by_id(resources, ids, trust)).values(values))

    async def remove(self, resource: Resource) -> None:
        """It goes with all that hangs on it."""
        await sharers_changed(self._connection, resource)
        await library_changed(self._connection, resource.trust)
        await self._connection.execute(
            delete(resources).where(resources.c.id == resource.id, resources.c.trust_id == resource.trust)
        )


def _leading(digests: Sequence[str], trust: TrustId) -> Select[*tuple[Any, ...]]:
    """What these addresses lead to, each with the digest by which it was `asked` for."""
    leading = union_all(
        *(
            select(id_.label("id"), table.c.same_as_digest.label("asked")).where(
                table.c.trust_id == trust, table.c.same_as_digest.in_(digests)
            )
            for table, id_ in (
                (resources, resources.c.id),
                (other_addresses, other_addresses.c.resource_id),
            )
        )
    ).subquery()
    return (
        select(resources, leading.c.asked)
        .join(leading, leading.c.id == resources.c.id)
        .where(resources.c.trust_id + 0 == trust)  # as `by_id` does
    )


def digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _values(new: Resource) -> dict[str, Any]:
    return {
        "url": new.url,
        "same_as": new.same_as,
        "same_as_digest": digest(new.same_as),
        "title": new.title,
        "kind": new.kind.value,
        **{name: list(getattr(new, name)) for name in LISTS},
        "corrected": new.corrected,
        "added_at": new.added_at,
        "terms": new.terms,
        "checker_id": new.checker,
        "checked_by_id": new.checked_by,
        "checked_on": new.checked_on,
        "checked_until": new.checked_until,
        "archived_at": new.archived_at,
    }


def _resource(row: Row[Any]) -> Resource:
    return Resource(
        id=ResourceId(row.id),
        trust=TrustId(row.trust_id),
        url=row.url,
        same_as=row.same_as,
        title=row.title,
        description=row.description,
        kind=Kind(row.kind),
        topics=tuple(row.topics),
        phases=tuple(row.phases),
        subjects=tuple(row.subjects),
        practices=_ids(row.practices),
        corrected=row.corrected,
        added_at=row.added_at,
        version=row.version,
        terms=row.terms,
        checker=_person(row.checker_id),
        review=Review(row.review),
        checked_by=_person(row.checked_by_id),
        checked_on=row.checked_on,
        checked_until=row.checked_until,
        reminded_on=row.reminded_on,
        probed_at=row.probed_at,
        failing_since=row.failing_since,
        failed_on=row.failed_on,
        is_dead=row.is_dead,
        kept_until=row.kept_until,
        archived_at=row.archived_at,
    )


def _ids(numbers: Sequence[int]) -> tuple[PracticeId, ...]:
    return tuple(map(PracticeId, numbers))


def _person(number: int | None) -> PersonId | None:
    return None if number is None else PersonId(number)
