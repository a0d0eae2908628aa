"""Where a person is named in other people's rows, and how those are cleaned when the person goes.

A letter to somebody else holds what was said at the time, with names and addresses in it. The tables are
walked as the schema lists them, so that what is remembered later is cleaned too.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    String,
    Table,
    Text,
    Unicode,
    and_,
    cast,
    delete,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import ANSWERS, Person, Telling
from storage.tables import (
    callouts,
    case_studies,
    decisions,
    initiatives,
    introductions,
    metadata,
    outbox,
    people,
    playground,
    questions,
    resources,
    runs,
    sharings,
    standing_questions,
    uses,
)
from storage.trusts import forget_terms, library_changed

NAMELESS = "a former colleague"
#: How the keys of an introduction's letters begin (handlers/introductions.py).
OF_A_PAIR = ("introduce", "together", "answered", "met", "suggest", "brought")
ADDRESSLESS = "(address removed)"


def mentions(column: Column[Any], person: Person) -> ColumnElement[bool]:
    """Whether a text or JSON column holds the person's e-mail or whole name."""
    return or_(false(), *(_holds(column, word) for word in _words(person)))


def takes_part(person: Person) -> ColumnElement[bool]:
    """Whether a playground conversation is theirs: with Brightspot alone, or together with colleagues."""
    where = playground.c.conversation
    together = and_(where.startswith("together:"), (where + ":").contains(f":{person.id}:"))
    return or_(where == f"direct:{person.id}", together)


def said_to_all() -> ColumnElement[bool]:
    """Whether a playground message stands in a channel, for everybody in it."""
    return and_(playground.c.conversation.startswith("channel:"), playground.c.only_for_id.is_(None))


async def remove_mentions(connection: AsyncConnection, person: Person) -> None:
    """Nothing of the e-mail or the name stays in the trust once the person is gone.

    Letters and playground messages that hold the e-mail (a contact, an introduction) go altogether.
    Elsewhere the words are replaced.
    """
    for table in (outbox, playground):
        holds = or_(*(_holds(column, person.email) for column in _written(table)))
        await connection.execute(delete(table).where(table.c.trust_id == person.trust, holds))
    await _remove_pairs(connection, person)
    await connection.execute(
        delete(playground).where(playground.c.trust_id == person.trust, takes_part(person))
    )
    await _undo_drafts(connection, person)
    await _off_the_shelf(connection, person)
    await _off_the_ledger(connection, person)
    clean = _cleaner(person)
    for table in metadata.sorted_tables:
        if "trust_id" in table.c and table is not people:
            await _clean(connection, table, person, clean)
    await _clean(connection, people, person, clean)
    await _unlist(connection, person)


async def _undo_drafts(connection: AsyncConnection, person: Person) -> None:
    """What they told and nobody has agreed to goes; a published case study is their school's."""
    drafts = select(case_studies.c.resource_id).where(
        case_studies.c.trust_id == person.trust,
        case_studies.c.teller_id == person.id,
        case_studies.c.state != Telling.PUBLISHED,
    )
    await library_changed(connection, person.trust)
    await connection.execute(
        delete(resources).where(resources.c.trust_id == person.trust, resources.c.id.in_(drafts))
    )


async def _off_the_shelf(connection: AsyncConnection, person: Person) -> None:
    """What a resource is found by was made of words that may name them: it is made anew from what is left."""
    purposes = select(sharings.c.resource_id).where(
        sharings.c.trust_id == person.trust,
        or_(sharings.c.person_id == person.id, mentions(sharings.c.purpose, person)),
    )
    answers = (case_studies.c[each] for each in ANSWERS)
    told = select(case_studies.c.resource_id).where(
        case_studies.c.trust_id == person.trust, or_(*(mentions(each, person) for each in answers))
    )
    helped = select(uses.c.resource_id).where(
        uses.c.trust_id == person.trust, uses.c.person_id == person.id, uses.c.helped_at.is_not(None)
    )
    theirs = or_(
        resources.c.id.in_(helped),
        resources.c.id.in_(purposes),
        resources.c.id.in_(told),
        mentions(resources.c.title, person),
        mentions(resources.c.description, person),
    )
    found = await connection.scalars(
        select(resources.c.id).where(resources.c.trust_id == person.trust, theirs)
    )
    await forget_terms(connection, person.trust, found)


async def _off_the_ledger(connection: AsyncConnection, person: Person) -> None:
    """The same of what was tried: its words are the decision's, its run's and its initiative's."""
    named = [
        select(table.c.id).where(
            table.c.trust_id == person.trust, or_(*(mentions(each, person) for each in _written(table)))
        )
        for table in (decisions, runs, initiatives)
    ]
    theirs = (
        column.in_(ids)
        for column, ids in zip(
            (decisions.c.id, decisions.c.run_id, decisions.c.initiative_id), named, strict=True
        )
    )
    await connection.execute(
        update(decisions).where(decisions.c.trust_id == person.trust, or_(*theirs)).values(terms="")
    )


async def _clean(
    connection: AsyncConnection, table: Table, person: Person, clean: Callable[[Any], Any]
) -> None:
    columns = _written(table)
    if not columns:
        return
    found = await connection.execute(
        select(*table.primary_key, *columns).where(
            and_(table.c.trust_id == person.trust, or_(*(mentions(column, person) for column in columns)))
        )
    )
    for row in found.all():
        values = {column.name: _fitting(clean(getattr(row, column.name)), column) for column in columns}
        this = (column == getattr(row, column.name) for column in table.primary_key)
        await connection.execute(update(table).where(*this, table.c.trust_id == person.trust).values(values))


async def _remove_pairs(connection: AsyncConnection, person: Person) -> None:
    """Letters of an introduction, whoever they go to: their keys name the pair."""
    found = await connection.execute(
        select(introductions.c.lower_id, introductions.c.higher_id).where(
            introductions.c.trust_id == person.trust,
            or_(introductions.c.lower_id == person.id, introductions.c.higher_id == person.id),
        )
    )
    for lower, higher in found.all():
        pair = or_(*((outbox.c.key + ":").startswith(f"{what}:{lower}:{higher}:") for what in OF_A_PAIR))
        await connection.execute(delete(outbox).where(outbox.c.trust_id == person.trust, pair))


#: Lists of people's ids in other people's rows: an id may be given again to somebody else.
LISTS = (questions.c.found, standing_questions.c.told, callouts.c.answered)


async def _unlist(connection: AsyncConnection, person: Person) -> None:
    """No colleague's question lists them any more."""
    for column in LISTS:
        table = column.table
        found = await connection.execute(
            select(table.c.id, column.label("people")).where(
                table.c.trust_id == person.trust, cast(column, Text).contains(str(person.id))
            )
        )
        for row in found.all():
            kept = [each for each in row.people if each != person.id]
            await connection.execute(
                update(table)
                .where(table.c.id == row.id, table.c.trust_id == person.trust)
                .values({column.name: kept})
            )


def _written(table: Table) -> list[Column[Any]]:
    """The columns that hold words; keys and states are ours and hold none."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String | Text | Unicode | JSON)
        and not column.primary_key
        and column.name not in ("key", "replaces", "state", "platform", "owner", "why", "stage", "urn")
    ]


def _holds(column: Column[Any], word: str) -> ColumnElement[bool]:
    if isinstance(column.type, JSON):
        word = json.dumps(word)[1:-1]  # as it stands in the JSON: é is \u00e9
    found: ColumnElement[bool] = cast(column, Text).icontains(word, autoescape=True)
    return found


def _words(person: Person) -> tuple[str, ...]:
    """What gives a person away. A single name may be a word or somebody else's: it is left alone.

    Phones curl the apostrophe of "O'Neill", staff lists do not.
    """
    name = person.name
    names = {name, name.replace("'", "’"), name.replace("’", "'")} if " " in name.strip() else set()
    return (person.email, *sorted(names))


def _fitting(value: Any, column: Column[Any]) -> Any:  # noqa: ANN401  whatever the column holds
    """What takes a name's place may be longer than it was: no text outgrows its column."""
    most = getattr(column.type, "length", None)
    return value[:most] if isinstance(value, str) and most else value


def _cleaner(person: Person) -> Callable[[Any], Any]:
    email, *names = _words(person)
    swaps = [(_pattern(email), ADDRESSLESS), *((_pattern(name), NAMELESS) for name in names)]

    def clean(value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
        if isinstance(value, str):
            for pattern, instead in swaps:
                value = pattern.sub(instead, value)
            return value
        if isinstance(value, dict):
            return {clean(name): clean(each) for name, each in value.items()}
        return [clean(each) for each in value] if isinstance(value, list | tuple) else value

    return clean


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
