"""One statement for thousands of rows, at the cost of the driver: SQLAlchemy spells it once, we fill it in.

Its own way looks at each value of each row by name again, which costs as much as writing the row. Here a
column is filled at a time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, ClauseElement

from storage.packed import dumps

T = TypeVar("T")
Column = Callable[[Sequence[T], Mapping[str, Any]], Iterable[Any]]


class Bulk(Generic[T]):
    """A statement whose named values are read from things, one row for each."""

    def __init__(self, statement: Executable, values: Mapping[str, Callable[[T], Any]]) -> None:
        """`values`: how each is read from a thing; for an INSERT, the columns."""
        self._statement = statement
        self._values = values
        self._spelled: dict[str, tuple[str, list[Column[T]]]] = {}

    async def run(self, connection: AsyncConnection, things: Sequence[T], **same: Any) -> None:  # noqa: ANN401  values
        """`same`: values that are the same in all rows; by the same names each time."""
        if things:
            words, columns = self._spell(connection.dialect, same)
            rows = list(zip(*[column(things, same) for column in columns], strict=False))
            await connection.exec_driver_sql(words, rows)

    def _spell(self, dialect: Dialect, same: Iterable[str]) -> tuple[str, list[Column[T]]]:
        """The words, and what fills each of its places."""
        if dialect.name not in self._spelled:
            assert isinstance(self._statement, ClauseElement)  # noqa: S101  it is one
            compiled = self._statement.compile(dialect=dialect, column_keys=[*self._values, *same])
            assert isinstance(compiled, SQLCompiler)  # noqa: S101
            places = [compiled.binds[name] for name in compiled.positiontup or ()]
            self._spelled[dialect.name] = str(compiled), [self._column(each, dialect) for each in places]
        return self._spelled[dialect.name]

    def _column(self, place: BindParameter[Any], dialect: Dialect) -> Column[T]:
        name, read = place.key, self._values.get(place.key)
        into = place.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
        if read is None:
            return lambda _, same: repeat(into(same.get(name, place.value)))
        if into is _as_it_is:
            return lambda things, _: map(read, things)
        if isinstance(place.type, JSON):
            return lambda things, _: map(dumps, map(read, things))
        # The same moment stands in thousands of rows.
        return lambda things, _: map(cache(into), map(read, things))


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  whatever the column holds
    return value
