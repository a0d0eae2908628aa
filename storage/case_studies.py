"""Case studies: who tells each, and how far it has come."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import CaseStudy, NetworkId, PersonId, ResourceId, SchoolId, Telling, TrustId
from storage.tables import case_studies


class CaseStudies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, resources: Iterable[ResourceId], *, trust: TrustId) -> dict[ResourceId, CaseStudy]:
        """What is told under each; resources that are no case studies are absent."""
        rows = await self._connection.execute(
            select(case_studies).where(
                case_studies.c.trust_id == trust, case_studies.c.resource_id.in_(list(resources))
            )
        )
        return {ResourceId(row.resource_id): _case_study(row) for row in rows}


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
    )


def _person(number: int | None) -> PersonId | None:
    return None if number is None else PersonId(number)
