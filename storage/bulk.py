"""One statement for thousands of rows, at the cost of the driver: SQLAlchemy spells it once, we fill it in.

Its own way looks at each value of each row by name again, which costs as much as writing the row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Into = Callable[[Any], Any] | None


class Bulk:
    """A statement whose named values are given row by row, the same names in each."""

    def __init__(self, statement: Executable, names: Sequence[str] = ()) -> None:
        """`names`: the columns of an INSERT."""
        self._statement = statement
        self._names = names
        self._spelled: dict[str, tuple[str, list[tuple[str, Any, Into]]]] = {}

    async def run(self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        if not rows:
            return
        words, spelled = self._spell(connection.dialect)
        places = [(name, fixed, into and _remembering(into)) for name, fixed, into in spelled]
        values = [
            tuple(
                [
                    fixed if name not in row else row[name] if into is None else into(row[name])
                    for name, fixed, into in places
                ]
            )
            for row in rows
        ]
        await connection.exec_driver_sql(words, values)

    def _spell(self, dialect: Dialect) -> tuple[str, list[tuple[str, Any, Into]]]:
        """The words, and for each place: its name, what stands there for all rows, how a value gets in."""
        if dialect.name not in self._spelled:
            assert isinstance(self._statement, ClauseElement)  # noqa: S101  it is one
            compiled = self._statement.compile(dialect=dialect, column_keys=list(self._names) or None)
            assert isinstance(compiled, SQLCompiler)  # noqa: S101
            places: list[tuple[str, Any, Into]] = []
            for name in compiled.positiontup or ():
                bind = compiled.binds[name]
                into = bind.type.dialect_impl(dialect).bind_processor(dialect)
                fixed = None if bind.required else into(bind.value) if into else bind.value
                places.append((name, fixed, into))
            self._spelled[dialect.name] = str(compiled), places
        return self._spelled[dialect.name]


def _remembering(into: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same moment stands in thousands of rows. By identity: the rows hold their values meanwhile."""
    known: dict[int, Any] = {}

    def once(value: object) -> object:
        if id(value) not in known:
            known[id(value)] = into(value)
        return known[id(value)]

    return once
