"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import TrustId


def by_id(table: Table, ids: Iterable[int], trust: TrustId) -> tuple[ColumnElement[bool], ...]:
    """Those rows, of this trust. `+ 0`: else SQLite looks through all that the trust has."""
    return table.c.trust_id + 0 == trust, table.c.id.in_(list(ids))


def insert_for(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for the database at hand."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def upsert(
    connection: AsyncConnection,
    table: Table,
    values: Mapping[str, Any],
    *,
    key: Sequence[str],
    may_move: bool = False,
) -> None:
    """Insert, or set the given columns where a row with that key stands already.

    Another trust's row stays as it is, unless rows of this table may move from one trust to another.
    """
    rest = {name: value for name, value in values.items() if name not in key}
    statement = insert_for(connection, table).values(**values)
    ours = None if may_move or "trust_id" not in rest else table.c.trust_id == rest["trust_id"]
    await connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=rest, where=ours))


async def insert_once(
    connection: AsyncConnection, table: Table, values: Mapping[str, Any], *, key: Sequence[str]
) -> bool:
    """Insert unless a row with that key stands already; True if it is new."""
    statement = insert_for(connection, table).values(**values)
    result = await connection.execute(statement.on_conflict_do_nothing(index_elements=list(key)))
    return bool(result.rowcount)
