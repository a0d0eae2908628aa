"""SQLite on the event loop, behind the interface that SQLAlchemy expects of aiosqlite.

aiosqlite hands every step of a statement to a thread and back: four hops for a row, and they cost more than
the statement itself, which takes some hundredths of a millisecond. Here a statement runs where it is asked
for. What may wait goes to a thread: a commit, because the disk confirms it, and whatever finds the database
locked by another process.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Self, TypeVar

T = TypeVar("T")


async def connect(database: str, *, wait_s: float, **options: Any) -> "Connection":  # noqa: ANN401  sqlite3's own
    """A connection that waits so long for another process's writing."""
    raw = sqlite3.connect(database, timeout=0, **options | {"check_same_thread": False})
    return Connection(raw, int(wait_s * 1000))


class Connection:
    """One connection. Used by one task at a time, as SQLAlchemy's pool hands it out."""

    def __init__(self, raw: sqlite3.Connection, wait_ms: int) -> None:
        self._connection = raw  # SQLAlchemy asks for it by this name
        self._wait_ms = wait_ms

    def cursor(self) -> "Cursor":
        return Cursor(self, self._connection.cursor())

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "Cursor":
        return await self.cursor().execute(sql, parameters)

    async def commit(self) -> None:
        await self._in_thread(self._connection.commit)

    async def rollback(self) -> None:
        self._connection.rollback()

    async def close(self) -> None:
        self._connection.close()

    def stop(self) -> None:
        """As `close`, where nobody can wait."""
        self._connection.close()

    async def create_function(self, *given: Any, **more: Any) -> None:  # noqa: ANN401  sqlite3's own
        self._connection.create_function(*given, **more)

    async def run(self, work: Callable[[], T], *, waits: bool = False) -> T:
        """At once, or in a thread where it `waits` or has to."""
        if waits:
            return await self._in_thread(lambda: self._patiently(work))
        try:
            return work()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        return await self._in_thread(lambda: self._patiently(work))

    def _patiently(self, work: Callable[[], T]) -> T:
        self._connection.execute(f"PRAGMA busy_timeout={self._wait_ms}")
        try:
            return work()
        finally:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA busy_timeout=0")

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Not left before it is done: a connection given back in the middle of a BEGIN keeps its lock."""
        doing = asyncio.get_running_loop().run_in_executor(None, work)
        cancelled: asyncio.CancelledError | None = None
        while not doing.done():
            try:
                await asyncio.wait([doing])
            except asyncio.CancelledError as asked:
                cancelled = asked
        if cancelled is not None:
            doing.exception()  # looked at, so that nobody warns of it
            raise cancelled
        return doing.result()


class Cursor:
    """A statement and its rows."""

    def __init__(self, connection: Connection, raw: sqlite3.Cursor) -> None:
        self._connection = connection
        self._raw = raw

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401  sqlite3's own
        return self._raw.description

    @property
    def rowcount(self) -> int:
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._raw.lastrowid

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        await self._connection.run(lambda: self._raw.execute(sql, parameters), waits=sql == "COMMIT")
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        rows = list(parameters)
        await self._connection.run(lambda: self._raw.executemany(sql, rows), waits=True)
        return self

    async def fetchone(self) -> Any:  # noqa: ANN401  a row
        return self._raw.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        return self._raw.fetchmany(size)

    async def fetchall(self) -> list[Any]:
        return self._raw.fetchall()

    async def close(self) -> None:
        self._raw.close()
