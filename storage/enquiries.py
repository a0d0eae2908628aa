"""Questions that a small group was asked to look into: who does, what they found, who took note of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import (
    Acknowledgement,
    Enquiry,
    EnquiryId,
    EnquiryState,
    NetworkId,
    Option,
    Person,
    PersonId,
    SchoolId,
    TrustId,
)
from storage.statements import insert_once, upsert
from storage.tables import acknowledgements, enquirers, enquiries


class Enquiries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, enquiry: Enquiry, members: Iterable[Person]) -> Enquiry:
        """As given, with the id it gets."""
        values = {
            "trust_id": enquiry.trust,
            "network_id": enquiry.network,
            "question": enquiry.question,
            "asked_by_id": enquiry.asked_by,
            "asked_on": enquiry.asked_on,
            "report_on": enquiry.report_on,
            "state": enquiry.state,
            "options": [[each.name, each.pros, each.cons] for each in enquiry.options],
            "decides_id": enquiry.decides,
            "decide_by": enquiry.decide_by,
        }
        row = (await self._connection.execute(insert(enquiries).values(values).returning(*enquiries.c))).one()
        made = _enquiry(row)
        for each in members:
            await self.join(made, each)
        return made

    async def join(self, enquiry: Enquiry, person: Person) -> None:
        values = {"trust_id": person.trust, "enquiry_id": enquiry.id, "person_id": person.id}
        await insert_once(self._connection, enquirers, values, key=("enquiry_id", "person_id"))

    async def find(
        self,
        id: EnquiryId,  # noqa: A002  it is the id
        *,
        trust: TrustId,
        hold: bool = False,
    ) -> Enquiry | None:
        query = select(enquiries).where(enquiries.c.id == id, enquiries.c.trust_id == trust)
        row = (
            await self._connection.execute(query.with_for_update(key_share=True) if hold else query)
        ).first()
        return _enquiry(row) if row else None

    async def everyone(self, trust: TrustId) -> tuple[Enquiry, ...]:
        rows = await self._connection.execute(
            select(enquiries).where(enquiries.c.trust_id == trust).order_by(enquiries.c.id.desc())
        )
        return tuple(map(_enquiry, rows))

    async def open_of(self, person: Person) -> tuple[Enquiry, ...]:
        """What this person looks into or is to decide, and is not decided yet; the nearest day first."""
        theirs = select(enquirers.c.enquiry_id).where(
            enquirers.c.trust_id == person.trust, enquirers.c.person_id == person.id
        )
        looks = and_(enquiries.c.id.in_(theirs), enquiries.c.state == EnquiryState.ASKED)
        decides = and_(enquiries.c.decides_id == person.id, enquiries.c.state == EnquiryState.REPORTED)
        rows = await self._connection.execute(
            select(enquiries)
            .where(enquiries.c.trust_id == person.trust, or_(looks, decides))
            .order_by(enquiries.c.report_on, enquiries.c.id)
        )
        return tuple(map(_enquiry, rows))

    async def leave(self, enquiry: Enquiry, person: Person) -> None:
        await self._connection.execute(
            delete(enquirers).where(
                enquirers.c.trust_id == person.trust,
                enquirers.c.enquiry_id == enquiry.id,
                enquirers.c.person_id == person.id,
            )
        )

    async def members(self, id: EnquiryId, *, trust: TrustId) -> frozenset[PersonId]:  # noqa: A002
        rows = await self._connection.scalars(
            select(enquirers.c.person_id).where(enquirers.c.enquiry_id == id, enquirers.c.trust_id == trust)
        )
        return frozenset(map(PersonId, rows))

    async def change(self, enquiry: Enquiry, **values: Any) -> None:  # noqa: ANN401  columns
        """Set columns by their names; `options` as [name, pros, cons]."""
        await self._connection.execute(
            update(enquiries)
            .where(enquiries.c.id == enquiry.id, enquiries.c.trust_id == enquiry.trust)
            .values(**values)
        )

    async def forget(self, trust: TrustId, *, before: date) -> None:
        """Those of which every day that was set or noted lies before then."""
        names = ("asked_on", "report_on", "reported_on", "decide_by", "decided_on")
        over = (or_(enquiries.c[each].is_(None), enquiries.c[each] < before) for each in names)
        await self._connection.execute(delete(enquiries).where(enquiries.c.trust_id == trust, *over))

    async def acknowledge(self, noted: Acknowledgement) -> None:
        """Once a school; the newest note counts."""
        values = {
            "trust_id": noted.trust,
            "enquiry_id": noted.enquiry,
            "school_id": noted.school,
            "by_id": noted.by,
            "on": noted.on,
            "note": noted.note,
        }
        await upsert(self._connection, acknowledgements, values, key=("enquiry_id", "school_id"))

    async def note_anew(self, enquiry: Enquiry) -> None:
        """What schools noted goes: it was decided otherwise."""
        await self._connection.execute(
            delete(acknowledgements).where(
                acknowledgements.c.enquiry_id == enquiry.id, acknowledgements.c.trust_id == enquiry.trust
            )
        )

    async def acknowledged(self, id: EnquiryId, *, trust: TrustId) -> tuple[Acknowledgement, ...]:  # noqa: A002
        rows = await self._connection.execute(
            select(acknowledgements)
            .where(acknowledgements.c.enquiry_id == id, acknowledgements.c.trust_id == trust)
            .order_by(acknowledgements.c.school_id)
        )
        return tuple(
            Acknowledgement(
                enquiry=EnquiryId(row.enquiry_id),
                trust=TrustId(row.trust_id),
                school=SchoolId(row.school_id),
                by=None if row.by_id is None else PersonId(row.by_id),
                on=row.on,
                note=row.note,
            )
            for row in rows
        )


def _enquiry(row: Row[Any]) -> Enquiry:
    return Enquiry(
        id=EnquiryId(row.id),
        trust=TrustId(row.trust_id),
        network=None if row.network_id is None else NetworkId(row.network_id),
        question=row.question,
        asked_by=None if row.asked_by_id is None else PersonId(row.asked_by_id),
        asked_on=row.asked_on,
        report_on=row.report_on,
        state=EnquiryState(row.state),
        finding=row.finding,
        reported_on=row.reported_on,
        options=tuple(Option(*each) for each in row.options),
        decides=None if row.decides_id is None else PersonId(row.decides_id),
        decide_by=row.decide_by,
        chosen=row.chosen,
        reason=row.reason,
        decided_on=row.decided_on,
    )
