"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, JSON, BigInteger, Column, ColumnElement, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.records import TrustId


class Among(FunctionElement[bool]):
    """Whether a column holds one of these ids: one value in the statement, where `in_` has one for each."""

    name = "among"
    inherit_cache = True

    def __init__(self, column: Column[Any], ids: Iterable[int] | str) -> None:
        """A text: they are given by that name when it is run."""
        kind = ARRAY(BigInteger).with_variant(JSON(), "sqlite")
        given = bindparam(ids, type_=kind) if isinstance(ids, str) else bindparam(None, list(ids), type_=kind)
        super().__init__(column, given)


@compiles(Among, "sqlite")
def _in_sqlite(among: Among, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401  as it calls us
    column, ids = (compiler.process(each, **how) for each in among.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  no value in it


@compiles(Among, "postgresql")
def _in_postgresql(among: Among, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401  as it calls us
    column, ids = (compiler.process(each, **how) for each in among.clauses)
    return f"{column} = ANY ({ids})"


def by_id(table: Table, ids: Iterable[int], trust: TrustId) -> tuple[ColumnElement[bool], ...]:
    """Those rows, of this trust. `+ 0`: else SQLite looks through all that the trust has."""
    return table.c.trust_id + 0 == trust, Among(table.c.id, ids)


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
