"""Case studies: who tells each, and how far it has come."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    CaseStudy,
    NetworkId,
    Person,
    PersonId,
    Resource,
    ResourceId,
    SchoolId,
    Telling,
    TrustId,
)
from storage.tables import case_studies
from storage.trusts import library_changed


class CaseStudies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, resource: ResourceId, *, trust: TrustId) -> CaseStudy | None:
        """What is told under it; None for a resource that is no case study."""
        return (await self.of([resource], trust=trust)).get(resource)

    async def of(self, resources: Iterable[ResourceId], *, trust: TrustId) -> dict[ResourceId, CaseStudy]:
        """What is told under each; resources that are no case studies are absent."""
        wanted = list(resources)
        if not wanted:
            return {}
        rows = await self._connection.execute(
            select(case_studies).where(
                case_studies.c.trust_id == trust, case_studies.c.resource_id.in_(wanted)
            )
        )
        return {ResourceId(row.resource_id): _case_study(row) for row in rows}

    async def of_person(self, person: Person) -> tuple[CaseStudy, ...]:
        """What they tell, and what waits for them to check it or to agree; the latest first."""
        waits_for_checker = (case_studies.c.state == Telling.WITH_CHECKER) & (
            case_studies.c.checker_id == person.id
        )
        waits_for_head = (case_studies.c.state == Telling.WITH_HEAD) & (
            case_studies.c.consent_by_id == person.id
        )
        rows = await self._connection.execute(
            select(case_studies)
            .where(
                case_studies.c.trust_id == person.trust,
                or_(case_studies.c.teller_id == person.id, waits_for_checker, waits_for_head),
            )
            .order_by(case_studies.c.resource_id.desc())
        )
        return tuple(map(_case_study, rows))

    async def begin(
        self, resource: Resource, teller: Person, network: NetworkId | None, answers: Mapping[str, str]
    ) -> None:
        """A draft of theirs, in their school's name; `answers` by the columns' names."""
        values = {
            "trust_id": resource.trust,
            "resource_id": resource.id,
            "teller_id": teller.id,
            "school_id": teller.school,
            "network_id": network,
        }
        await library_changed(self._connection, resource.trust, resource.id)
        await self._connection.execute(insert(case_studies).values(**answers, **values))

    async def change(self, told: CaseStudy, **values: Any) -> CaseStudy:  # noqa: ANN401  columns
        """Set columns by their names."""
        await library_changed(self._connection, told.trust, told.resource)
        changed = (
            update(case_studies)
            .where(case_studies.c.resource_id == told.resource, case_studies.c.trust_id == told.trust)
            .values(**values)
            .returning(*case_studies.c)
        )
        row = (await self._connection.execute(changed)).first()
        assert row is not None, "a case study of this trust"  # noqa: S101  it was found a moment ago
        return _case_study(row)


def _case_study(row: Row[Any]) -> CaseStudy:
    return CaseStudy(
        resource=ResourceId(row.resource_id),
        trust=TrustId(row.trust_id),
        teller=_person(row.teller_id),
        school=None if row.school_id is None else SchoolId(row.school_id),
        network=None if row.network_id is None else NetworkId(row.network_id),
        what=row.what,
        for_whom=row.for_whom,
        took=row.took,
        how_we_know=row.how_we_know,
        did_not_work=row.did_not_work,
        state=Telling(row.state),
        checker=_person(row.checker_id),
        checked_on=row.checked_on,
        consent_by=_person(row.consent_by_id),
        consent_on=row.consent_on,
        consent_note=row.consent_note,
    )


def _person(number: int | None) -> PersonId | None:
    return None if number is None else PersonId(number)
