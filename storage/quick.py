"""Short pieces of SQL, run where that is quickest, each committed when its answer comes back.

On PostgreSQL each is a statement by itself on one of a few connections kept for it: half the round trips of
a transaction. On SQLite one thread keeps one connection, and whatever was asked while the last commit waited
for the disk goes into the next one together.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Update, create_engine, event
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.store import SQLITE_WAIT_S, Database, prepare_sqlite

T = TypeVar("T")

KEPT = 4  # of the connections of a process: a statement takes half a millisecond
TOGETHER = 50  # pieces in one commit


class Quick(Protocol):
    async def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns, once it is committed."""
        ...

    async def change(self, statement: Update, values: Mapping[str, Any]) -> int:
        """How many rows a plain UPDATE changed. Its values need no help from SQLAlchemy's types."""
        ...

    async def close(self) -> None: ...


def quick(database: Database) -> Quick:
    return _Sqlite(database) if database.is_sqlite else _Postgres(database)


class _Postgres:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns = asyncio.Semaphore(KEPT)
        self._idle: list[tuple[AsyncConnection, Any]] = []  # each with the driver's own
        self._spelt: dict[Update, tuple[str, Callable[[Mapping[str, Any]], list[Any]]]] = {}

    async def run(self, work: Callable[[Connection], T]) -> T:
        async with self._kept() as (connection, _):
            return await connection.run_sync(work)

    async def change(self, statement: Update, values: Mapping[str, Any]) -> int:
        """Spelt once by SQLAlchemy, then given to the driver: a fifth of the time."""
        if statement not in self._spelt:
            self._spelt[statement] = _spelling(statement)
        text, ordered = self._spelt[statement]
        async with self._kept() as (_, driver):
            outcome: str = await driver.execute(text, *ordered(values))  # "UPDATE 1"
            return int(outcome.rpartition(" ")[2])

    @asynccontextmanager
    async def _kept(self) -> AsyncIterator[tuple[AsyncConnection, Any]]:
        async with self._turns:
            if self._idle:
                connection, driver = self._idle.pop()
            else:
                connection = await self._database.autocommit.connect()
                driver = (await connection.get_raw_connection()).driver_connection
            try:
                yield connection, driver
            except BaseException:
                # Perhaps the server is gone, or an answer is still on its way: start afresh.
                await connection.invalidate()
                await connection.close()
                await self.close()
                raise
            self._idle.append((connection, driver))

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop()[0].close()


def _spelling(statement: Update) -> tuple[str, Callable[[Mapping[str, Any]], list[Any]]]:
    """The statement as asyncpg reads it, and its values in the order in which it reads them."""
    dialect: Any = asyncpg.dialect
    compiled: Any = statement.compile(dialect=dialect())
    names: list[str] = compiled.positiontup
    fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def ordered(values: Mapping[str, Any]) -> list[Any]:
        return [values[name] if name in values else fixed[name] for name in names]

    return str(compiled), ordered


class _Sqlite:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread: ThreadPoolExecutor | None = None
        self._connection: Connection | None = None
        self._waiting: list[tuple[Callable[[Connection], Any], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[Connection], T]) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, answer))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await answer

    async def change(self, statement: Update, values: Mapping[str, Any]) -> int:
        return await self.run(lambda on: on.execute(statement, values).rowcount)

    async def close(self) -> None:
        if self._writing is not None:
            await self._writing
        if self._thread is not None:
            thread, self._thread = self._thread, None
            await asyncio.get_running_loop().run_in_executor(thread, self._hang_up)
            thread.shutdown()

    async def _write(self) -> None:
        """Everything that waits, in commits of several pieces each."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "quick")
        while self._waiting:
            async with self._database.writing:
                batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                works = [work for work, _ in batch]
                try:
                    results = await asyncio.get_running_loop().run_in_executor(
                        self._thread, self._together, works
                    )
                except Exception as problem:  # nothing of it was committed
                    for _, answer in batch:
                        if not answer.done():
                            answer.set_exception(problem)
                    continue
            for (_, answer), result in zip(batch, results, strict=True):
                if not answer.done():
                    answer.set_result(result)

    def _together(self, works: Sequence[Callable[[Connection], Any]]) -> list[Any]:
        if self._connection is None:
            engine = create_engine(
                self._database.url.set(drivername="sqlite"),
                isolation_level="AUTOCOMMIT",
                connect_args={"timeout": SQLITE_WAIT_S},
            )
            event.listen(engine, "connect", prepare_sqlite)
            self._connection = engine.connect()
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            results = [work(self._connection) for work in works]
        except BaseException:
            self._connection.exec_driver_sql("ROLLBACK")
            raise
        self._connection.exec_driver_sql("COMMIT")
        return results

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection.engine.dispose()
            self._connection = None
