"""The way in: what a platform delivered is in the database before the platform is told "received".

Many deliveries arrive at once and each waits for its row, so they share: everything that arrived while
the last commit ran goes into the next one. This is the one place that speaks to the drivers directly:
an acknowledgement may cost half a millisecond, and SQLAlchemy's own share would be more than that.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

import asyncpg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, PendingRollbackError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.keys import fitting
from storage.records import Platform
from storage.store import Database
from storage.tables import Instant

WAIT_S = 2.0  # of the three seconds a platform waits for its answer
TOGETHER = 100  # deliveries in one commit
FULL = 2000  # waiting deliveries; more are asked to come again, so that memory stays small
APART_S = 0.0003  # a delivery this long after the last one is alone: nothing is won by waiting for others
#: How long PostgreSQL itself waits for a lock, in milliseconds.
WAITS = {"lock_timeout": str(int(WAIT_S * 1000))}

log = logging.getLogger(__name__)

#: Every way in which a database says "not now".
UNREACHABLE: tuple[type[Exception], ...] = (
    DBAPIError,
    PendingRollbackError,  # the connection was lost earlier in this transaction
    PoolTimeout,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,  # a timeout is one
)


#: … and of those what it refused for its contents: to try that again would be in vain.
_REFUSED = (IntegrityError, DataError, ProgrammingError, asyncpg.DataError)


def unreachable(error: BaseException) -> bool:
    """Whether it was the database's fault. What it refused for its contents is a mistake of ours."""
    # asyncpg's own word for contents is lost on SQLAlchemy, and stands behind the error alone.
    drivers = getattr(getattr(error, "orig", None), "__cause__", None)
    refused = isinstance(error, _REFUSED) or isinstance(drivers, _REFUSED)
    return isinstance(error, UNREACHABLE) and not (refused or isinstance(error, TimeoutError))


class Busy(Exception):  # noqa: N818  not an error of ours: try again
    """The database cannot take it now. Nothing was promised; the platform is asked to try again."""


@dataclass(slots=True)
class Delivery:
    """One payload on its way in. `keys` are all its names: a repeat of any of them is a repeat."""

    keys: tuple[str, ...]
    platform: Platform
    lane: str
    body: bytes
    at: datetime
    new: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class _Hand(Protocol):
    """Puts deliveries into one database, in one commit."""

    def put_at_once(self, delivery: Delivery) -> bool | None:
        """Without waiting for anything, or None where that is not possible."""
        ...

    async def put(self, deliveries: Sequence[Delivery]) -> list[bool]: ...

    async def close(self) -> None: ...


class Letterbox:
    """Takes payloads in. One for each process."""

    def __init__(self, database: Database) -> None:
        self._hand: _Hand = _Sqlite(database) if database.is_sqlite else _Postgres(database)
        self._waiting: list[Delivery] = []
        self._putting: asyncio.Task[None] | None = None
        self._last = float("-inf")

    async def take(
        self, keys: Sequence[str], platform: Platform, body: bytes, now: datetime, lane: str = ""
    ) -> bool:
        """True once the row is committed, False where any of its keys is known; `Busy` after two seconds."""
        if len(self._waiting) >= FULL:
            raise Busy("too much is waiting")
        delivery = Delivery(tuple(map(fitting, keys)), platform, lane, body, now)
        alone = self._putting is None or self._putting.done()
        before, self._last = self._last, time.monotonic()
        if alone and self._last - before > APART_S:
            new = self._hand.put_at_once(delivery)
            if new is not None:
                return new
        self._waiting.append(delivery)
        if self._putting is None or self._putting.done():
            self._putting = asyncio.create_task(self._put_all())
        try:
            async with asyncio.timeout(WAIT_S):
                return await delivery.new
        except TimeoutError:
            raise Busy("the database did not answer in time") from None

    async def close(self) -> None:
        if self._putting is not None:
            await self._putting
        await self._hand.close()

    async def _put_all(self) -> None:
        while self._waiting:
            batch = self._waiting[:TOGETHER]
            del self._waiting[:TOGETHER]
            try:
                await self._put(batch)
            except Exception as error:
                # Whatever it is, nobody is told "received".
                log.warning("deliveries were not taken", extra={"why": type(error).__name__})
                for each in batch:
                    if not each.new.done():
                        each.new.set_exception(Busy(type(error).__name__))

    async def _put(self, batch: list[Delivery]) -> None:
        known: set[str] = set()
        first: list[Delivery] = []
        again: list[Delivery] = []
        for each in batch:
            (again if known.intersection(each.keys) else first).append(each)
            known.update(each.keys)
        for each, new in zip(first, await self._hand.put(first), strict=True):
            if not each.new.done():  # the one who waited may have gone
                each.new.set_result(new)
        for each in again:  # its twin in this very batch is committed now
            if not each.new.done():
                each.new.set_result(False)


class _Sqlite:
    """A connection of its own, with a turn among this process's writers.

    It writes on the event loop: a commit takes a tenth of a millisecond, and handing it to a thread costs
    as much again. Only where another process is writing does it wait, in a thread.

    `synchronous` is NORMAL here, and FULL everywhere else. A killed process loses nothing either way. For
    a power cut, a row is safe with the next commit of anything else, at the latest when it is handled a
    moment later. FULL would put the disk's confirmation (0.15 to 1.3 ms measured, by how busy the disk was)
    into every acknowledgement.
    """

    INSERT = (
        "INSERT INTO inbox (key, platform, lane, body, received_at, handled_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (key) DO NOTHING"
    )

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="letterbox")
        self._connection: sqlite3.Connection | None = None
        self._instant = (
            Instant().dialect_impl(database.engine.dialect).bind_processor(database.engine.dialect)
        )

    def put_at_once(self, delivery: Delivery) -> bool | None:
        if self._database.writing.locked():
            return None
        try:
            connection = self._connection or self._connect()
            connection.execute("BEGIN IMMEDIATE")
            return self._put(connection, [delivery])[0]
        except sqlite3.Error:
            return None  # the longer way finds out what it is

    async def put(self, deliveries: Sequence[Delivery]) -> list[bool]:
        writing = self._database.writing
        if writing.locked():
            async with asyncio.timeout(WAIT_S):
                await writing.acquire()
        else:
            await writing.acquire()  # at once
        try:
            connection = self._connection or self._connect()
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:  # another process is writing
                wait = partial(self._begin, connection)
                await asyncio.get_running_loop().run_in_executor(self._thread, wait)
            return self._put(connection, deliveries)
        finally:
            writing.release()

    def _begin(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA busy_timeout={int(WAIT_S * 1000)}")
        try:
            connection.execute("BEGIN IMMEDIATE")
        finally:
            connection.execute("PRAGMA busy_timeout=0")

    def _put(self, connection: sqlite3.Connection, deliveries: Sequence[Delivery]) -> list[bool]:
        try:
            new = [self._put_one(connection, each) for each in deliveries]
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk may have undone it already
                connection.execute("ROLLBACK")
            raise
        return new

    def _put_one(self, connection: sqlite3.Connection, delivery: Delivery) -> bool:
        main, *others = delivery.keys
        at = self._instant(delivery.at) if self._instant else delivery.at
        platform, lane = delivery.platform.value, delivery.lane
        fresh = sum(
            connection.execute(self.INSERT, (key, platform, "", None, at, at)).rowcount for key in others
        )
        new = fresh == len(others)
        row = (main, platform, lane, delivery.body, at, None) if new else (main, platform, "", None, at, at)
        return bool(connection.execute(self.INSERT, row).rowcount) and new

    def _connect(self) -> sqlite3.Connection:
        self._connection = connection = sqlite3.connect(
            self._database.url.database or "", timeout=0, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")  # those who handle tidy up, at their own time
        return connection

    async def close(self) -> None:
        self._thread.shutdown()
        if self._connection is not None:
            self._connection.close()


class _Postgres:
    """One held connection, one statement for everything that arrived together."""

    #: First the other names, then the rows themselves: with a body only where every other name was new.
    INSERT = """
        WITH other AS (
            INSERT INTO inbox (key, platform, received_at, handled_at)
            SELECT key, platform, at, at
            FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS given (key, platform, at)
            ON CONFLICT (key) DO NOTHING
            RETURNING key
        ), delivery AS (
            SELECT given.*, others = (SELECT count(*) FROM other WHERE other.key = ANY (
                SELECT name FROM unnest($1::text[], $4::int[]) AS known (name, of) WHERE known.of = number
            )) AS new
            FROM unnest($5::int[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::timestamptz[],
                        $11::int[]) AS given (number, key, platform, lane, body, at, others)
        )
        INSERT INTO inbox (key, platform, lane, body, received_at, handled_at)
        SELECT key, platform, lane, CASE WHEN new THEN body END, at, CASE WHEN NOT new THEN at END
        FROM delivery ORDER BY number
        ON CONFLICT (key) DO NOTHING
        RETURNING key, body IS NOT NULL AS new
    """
    #: What a delivery with a single name needs, the common case.
    INSERT_PLAIN = """
        INSERT INTO inbox (key, platform, lane, body, received_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[])
        ON CONFLICT (key) DO NOTHING
        RETURNING key, true AS new
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: asyncpg.Connection | None = None

    def put_at_once(self, delivery: Delivery) -> bool | None:
        return None  # a server is always waited for

    async def put(self, deliveries: Sequence[Delivery]) -> list[bool]:
        # In one order everywhere: two processes that take the same deliveries wait, never block each other.
        ordered = sorted(deliveries, key=lambda each: each.keys)
        others = sorted((key, number) for number, each in enumerate(ordered) for key in each.keys[1:])
        try:
            async with asyncio.timeout(WAIT_S):
                connection = await self._connection()
                rows = await self._insert(connection, ordered, others)
        except BaseException:
            await self.close()  # whatever it is, the next ones begin with a connection of their own
            raise
        new = {row["key"] for row in rows if row["new"]}
        return [each.keys[0] in new for each in deliveries]

    async def _insert(
        self, connection: asyncpg.Connection, ordered: list[Delivery], others: list[tuple[str, int]]
    ) -> list[asyncpg.Record]:
        keys = [each.keys[0] for each in ordered]
        platforms = [each.platform.value for each in ordered]
        lanes = [each.lane for each in ordered]
        bodies = [each.body for each in ordered]
        at = [each.at for each in ordered]
        if not others:
            return list(await connection.fetch(self.INSERT_PLAIN, keys, platforms, lanes, bodies, at))
        rows = await connection.fetch(
            self.INSERT,
            [key for key, _ in others],
            [platforms[number] for _, number in others],
            [at[number] for _, number in others],
            [number for _, number in others],
            list(range(len(ordered))),
            keys,
            platforms,
            lanes,
            bodies,
            at,
            [len(each.keys) - 1 for each in ordered],
        )
        return list(rows)

    async def _connection(self) -> asyncpg.Connection:
        """The held connection, or a new one where it was lost: a pool could hand out another lost one."""
        if self._held is None or self._held.is_closed():
            _, where = self._database.engine.dialect.create_connect_args(self._database.url)
            self._held = await asyncpg.connect(**where, timeout=WAIT_S, server_settings=WAITS)
        return self._held

    async def close(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.terminate()
