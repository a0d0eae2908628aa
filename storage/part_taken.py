"""What is held on a person in networks' meetings: what they said and took on, and where they are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, or_, select

from storage.mentions import mentions
from storage.records import Action, Coming, Person
from storage.store import Store
from storage.tables import actions, agenda_items, agenda_versions, coming, meetings, networks, notes
from storage.tables import quality_statements as quality


@dataclass(frozen=True, slots=True)
class Written:
    """Words of a network's own papers that are theirs, or that name them."""

    network: str
    #: When the meeting is; None where the paper is of no meeting.
    on: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class PartTaken:
    """Somebody's part in networks' meetings, oldest first."""

    #: What they said to each meeting and whether they were there, with the network and its time.
    answers: tuple[tuple[Written, Coming], ...]
    #: What they took on, with the network and the meeting's time.
    actions: tuple[tuple[Written, Action], ...]
    #: The agenda items that they lead.
    items: tuple[Written, ...]
    #: Agendas as they left them.
    drafts: tuple[Written, ...]
    #: Notes that give them as the one to ask, or name them.
    notes: tuple[Written, ...]
    #: Statements of quality that they own, or that name them.
    quality: tuple[Written, ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "meetings": [
                {
                    "network": at.network,
                    "on": _moment(at),
                    "you_said": _said(one),
                    "you_were_there": one.attended,
                }
                for at, one in self.answers
            ],
            "you_took_on": [
                {
                    "network": at.network,
                    "what": one.text,
                    "by": one.by.isoformat(),
                    "progress": one.progress.value,
                    "asked_on": one.asked_on.isoformat() if one.asked_on else None,
                }
                for at, one in self.actions
            ],
            "agenda_items_you_lead": _papers(self.items),
            "agendas_you_edited": _papers(self.drafts),
            "notes_that_name_you": _papers(self.notes),
            "quality_statements": _papers(self.quality),
        }


async def part_taken(person: Person, store: Store) -> PartTaken:
    """Nothing of another trust, whoever asks."""
    return PartTaken(
        answers=await _answers(person, store),
        actions=await _actions(person, store),
        items=await _of_meetings(
            agenda_items, agenda_items.c.owner_id == person.id, ("title", "detail"), person, store
        ),
        drafts=await _of_meetings(
            agenda_versions, agenda_versions.c.by_id == person.id, ("text",), person, store
        ),
        notes=await _of_meetings(
            notes,
            or_(notes.c.contact_id == person.id, *(mentions(notes.c[each], person) for each in NOTED)),
            NOTED,
            person,
            store,
        ),
        quality=await _quality(person, store),
    )


#: The words of a record, in order.
NOTED = ("headline", "bright_spot", "problem", "decisions", "stopping")


async def _answers(person: Person, store: Store) -> tuple[tuple[Written, Coming], ...]:
    answers = {each.meeting: each for each in await store.attendance.by(person)}
    mine = (coming.c.person_id == person.id, coming.c.trust_id == person.trust)
    found = await store.connection.execute(_meetings(coming, coming.c.meeting_id).where(*mine))
    return tuple((_written(row, ""), answers[row.meeting_id]) for row in found)


async def _actions(person: Person, store: Store) -> tuple[tuple[Written, Action], ...]:
    known = {each.id: each for each in await store.actions.of(person)}
    mine = (actions.c.person_id == person.id, actions.c.trust_id == person.trust)
    found = await store.connection.execute(_meetings(actions, actions.c.id.label("action")).where(*mine))
    return tuple((_written(row, known[row.action].text), known[row.action]) for row in found)


async def _of_meetings(
    table: Table, theirs: ColumnElement[bool], words: Iterable[str], person: Person, store: Store
) -> tuple[Written, ...]:
    columns = [table.c[each] for each in words]
    found = await store.connection.execute(
        _meetings(table, *columns).where(theirs, table.c.trust_id == person.trust)
    )
    return tuple(_written(row, "\n".join(filter(None, row[2:]))) for row in found)


async def _quality(person: Person, store: Store) -> tuple[Written, ...]:
    named = or_(*(mentions(column, person) for column in (quality.c.looks_like, quality.c.we_do)))
    found = await store.connection.execute(
        select(networks.c.name, quality.c.looks_like, quality.c.we_do)
        .join(networks, networks.c.id == quality.c.network_id)
        .where(quality.c.trust_id == person.trust, or_(quality.c.owner_id == person.id, named))
        .order_by(networks.c.name)
    )
    return tuple(Written(row.name, None, f"{row.looks_like}\n{row.we_do}".strip()) for row in found)


def _meetings(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(networks.c.name, meetings.c.starts_at, *columns)
        .select_from(table)
        .join(meetings, meetings.c.id == table.c.meeting_id)
        .join(networks, networks.c.id == meetings.c.network_id)
        .order_by(meetings.c.starts_at, meetings.c.id)
    )


def _written(row: Row[Any], text: str) -> Written:
    return Written(row.name, row.starts_at, text)


def _papers(papers: Iterable[Written]) -> list[dict[str, Any]]:
    return [{"network": each.network, "on": _moment(each), "text": each.text} for each in papers]


def _moment(written: Written) -> str | None:
    return written.on.isoformat(timespec="seconds") if written.on else None


def _said(answer: Coming) -> str | None:
    return None if answer.coming is None else "coming" if answer.coming else "not coming"
