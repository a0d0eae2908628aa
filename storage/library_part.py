"""What is held on a person in the library: what they shared, what they had from it, where they are named."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from storage.mentions import mentions
from storage.records import ANSWERS, CaseStudy, Person, PersonId, Resource, Sharing, Use
from storage.store import Store
from storage.tables import case_studies, digests, networks, passes, resources, sharings, uses


@dataclass(frozen=True, slots=True)
class Shared:
    sharing: Sharing
    title: str
    url: str
    #: "" where it was shared in no network.
    network: str


@dataclass(frozen=True, slots=True)
class LibraryPart:
    """Somebody's part in the library, oldest first."""

    person: PersonId
    shared: tuple[Shared, ...]
    #: What they saved, opened, used and were helped by, each with its title.
    had: tuple[tuple[str, Use], ...]
    #: What they look after or have checked.
    checks: tuple[Resource, ...]
    #: Case studies that they tell, check, or agreed to as a head, each with its title.
    told: tuple[tuple[str, CaseStudy], ...]
    #: The days on which they were told what is new, and how much.
    digests: tuple[tuple[date, int], ...]
    #: Until when a link or a session of theirs opens the library's pages.
    ways_in: tuple[datetime, ...]
    #: Words of colleagues and of pages that name them.
    named: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "shared": [
                {
                    "title": each.title,
                    "address": each.url,
                    "network": each.network or None,
                    "what_for": each.sharing.purpose,
                    "at": _moment(each.sharing.at),
                    "kept": each.sharing.kept,
                }
                for each in self.shared
            ],
            "had_from_it": [
                {
                    "title": title,
                    "saved_at": _moment(use.saved_at),
                    "opened_at": _moment(use.opened_at),
                    "asked_on": _day(use.asked_on),
                    "used_at": _moment(use.used_at),
                    "helped_at": _moment(use.helped_at),
                    "your_line": use.line,
                }
                for title, use in self.had
            ],
            "you_look_after": [
                {
                    "title": each.title,
                    "checked_on": _day(each.checked_on),
                    "checked_until": _day(each.checked_until),
                }
                for each in self.checks
            ],
            "case_studies": [_case_study(title, each, self.person) for title, each in self.told],
            "told_what_is_new": [{"on": on.isoformat(), "how_many": many} for on, many in self.digests],
            "ways_into_its_pages_until": [_moment(each) for each in self.ways_in],
            "words_that_name_you": list(self.named),
        }


async def library_part(person: Person, store: Store) -> LibraryPart:
    """Nothing of another trust, whoever asks."""
    return LibraryPart(
        person=person.id,
        shared=await _shared(person, store),
        had=await _had(person, store),
        checks=await _checks(person, store),
        told=await _told(person, store),
        digests=tuple(
            (row.on, len(row.resources))
            for row in await store.connection.execute(
                select(digests.c.on, digests.c.resources)
                .where(*_theirs(digests, person))
                .order_by(digests.c.on)
            )
        ),
        ways_in=tuple(
            await store.connection.scalars(
                select(passes.c.expires_at).where(*_theirs(passes, person)).order_by(passes.c.expires_at)
            )
        ),
        named=await _named(person, store),
    )


def _theirs(table: Table, person: Person) -> tuple[ColumnElement[bool], ...]:
    return (table.c.person_id == person.id, table.c.trust_id == person.trust)


async def _shared(person: Person, store: Store) -> tuple[Shared, ...]:
    mine = {each.id: each for each in await store.sharings.by(person)}
    rows = await store.connection.execute(
        select(sharings.c.id, resources.c.title, resources.c.url, networks.c.name)
        .join(resources, resources.c.id == sharings.c.resource_id)
        .outerjoin(networks, networks.c.id == sharings.c.network_id)
        .where(*_theirs(sharings, person))
        .order_by(sharings.c.id)
    )
    return tuple(Shared(mine[row.id], row.title, row.url, row.name or "") for row in rows)


async def _had(person: Person, store: Store) -> tuple[tuple[str, Use], ...]:
    had = await store.uses.by(person)
    found = await store.resources.several([each.resource for each in had], trust=person.trust)
    titles = {each.id: each.title for each in found}
    return tuple((titles.get(each.resource, ""), each) for each in had)


async def _checks(person: Person, store: Store) -> tuple[Resource, ...]:
    ids = await store.connection.scalars(
        select(resources.c.id)
        .where(
            resources.c.trust_id == person.trust,
            or_(resources.c.checker_id == person.id, resources.c.checked_by_id == person.id),
        )
        .order_by(resources.c.id)
    )
    return await store.resources.several(ids, trust=person.trust)


async def _told(person: Person, store: Store) -> tuple[tuple[str, CaseStudy], ...]:
    ids = await store.connection.scalars(
        select(case_studies.c.resource_id).where(
            case_studies.c.trust_id == person.trust,
            or_(
                *(case_studies.c[each] == person.id for each in ("teller_id", "checker_id", "consent_by_id"))
            ),
        )
    )
    found = await store.resources.several(sorted(ids), trust=person.trust)
    told = await store.case_studies.of((each.id for each in found), trust=person.trust)
    return tuple((each.title, told[each.id]) for each in found)


def _case_study(title: str, one: CaseStudy, person: PersonId) -> dict[str, Any]:
    answers = {name: getattr(one, name) for name in ANSWERS}
    return {
        "title": title,
        "state": one.state.value,
        "you_tell_it": answers if one.teller == person else None,
        "you_checked_it_on": _day(one.checked_on) if one.checker == person else None,
        "you_agreed_on": _day(one.consent_on) if one.consent_by == person else None,
    }


#: Words that others wrote and colleagues read.
_WORDS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (resources, ("title", "description")),
    (sharings, ("purpose",)),
    (uses, ("line",)),
    (case_studies, (*ANSWERS, "consent_note")),
)


async def _named(person: Person, store: Store) -> tuple[str, ...]:
    found: list[str] = []
    for table, words in _WORDS:
        columns = [table.c[each] for each in words]
        rows = await store.connection.execute(
            select(*columns).where(
                table.c.trust_id == person.trust, or_(*(mentions(each, person) for each in columns))
            )
        )
        found += ("\n".join(filter(None, row)) for row in rows)
    return tuple(dict.fromkeys(found))


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
