"""A letter as a row, and a row as a letter."""

from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, and_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import Bulk
from storage.keys import fitting
from storage.records import Letter, LetterId, LetterState, PersonId, Platform, TrustId, Why
from storage.tables import outbox

LAST = "\U0010ffff"  # of all signs: no key that begins so comes after it


def letter_of(row: Row[Any]) -> Letter:
    return Letter(
        id=LetterId(row.id),
        trust=TrustId(row.trust_id),
        key=row.key,
        card=row.card,
        why=Why(row.why),
        platform=Platform(row.platform) if row.platform else None,
        address=row.address,
        bucket=row.bucket,
        due_at=row.due_at,
        person=None if row.person_id is None else PersonId(row.person_id),
        expires_at=row.expires_at,
        state=LetterState(row.state),
        attempts=row.attempts,
        started=row.started,
        platform_id=row.platform_id,
        problem=row.problem,
        replaces=row.replaces,
        written_at=row.created_at,
    )


def key_begins(connection: AsyncConnection, beginning: str) -> ColumnElement[bool]:
    """Letters whose key begins so.

    Said twice on SQLite, which looks a span up, and for LIKE alone goes through all that a trust was ever
    written. PostgreSQL may sort by a language's rules, where such a span is another.
    """
    begins = outbox.c.key.startswith(beginning, autoescape=True)
    if connection.dialect.name != "sqlite":
        return begins
    return and_(begins, outbox.c.key >= beginning, outbox.c.key < beginning + LAST)


def place_of(row: Row[Any]) -> dict[str, Any]:
    """Where a letter went: an edit of it goes to the same place."""
    return {"platform": row.platform, "address": row.address, "bucket": row.bucket}


def values_of(letter: Letter) -> dict[str, Any]:
    return {
        "trust_id": letter.trust,
        "person_id": letter.person,
        "card": letter.card,
        "why": letter.why,
        "platform": letter.platform,
        "address": letter.address,
        "bucket": fitting(letter.bucket),
        "replaces": letter.replaces,
        "due_at": letter.due_at,
        "expires_at": letter.expires_at,
    }


@cache
def several(dialect: str) -> Bulk[Letter]:
    """Written once each by its key, as `values_of` one."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return Bulk(
        insert(outbox).on_conflict_do_nothing(index_elements=["trust_id", "key"]),
        {
            "trust_id": attrgetter("trust"),
            "key": lambda each: fitting(each.key),
            "person_id": attrgetter("person"),
            "card": attrgetter("card"),
            "why": attrgetter("why"),
            "platform": attrgetter("platform"),
            "address": attrgetter("address"),
            "bucket": lambda each: fitting(each.bucket),
            "replaces": attrgetter("replaces"),
            "due_at": attrgetter("due_at"),
            "expires_at": attrgetter("expires_at"),
        },
    )
