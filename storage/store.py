"""The database, and Store: one transaction with everything remembered as attributes.

    async with database.store() as store:      # commits at the end, undone by any exception
        person = await store.people.find(id, trust=trust)

SQLite (WAL) by default, PostgreSQL for production; every query runs on both.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import inline
from storage.accounts import Accounts
from storage.actions import Actions
from storage.agendas import Agendas
from storage.attendance import Attendance
from storage.calendar import Calendar
from storage.callouts import Callouts
from storage.case_studies import CaseStudies
from storage.cycle_words import CycleWords
from storage.decisions import Decisions, Stops
from storage.digests import Digests
from storage.enquiries import Enquiries
from storage.errands import Errands
from storage.feedback import FeedbackGiven
from storage.hosts import Hosts
from storage.inbox import Inbox
from storage.initiatives import Initiatives
from storage.installations import Installations
from storage.introductions import Introductions
from storage.meetings import Meetings
from storage.memory import Key, Memory
from storage.networks import Networks
from storage.notes import NotesTaken
from storage.outbox import Outbox
from storage.packed import dumps
from storage.participants import Participants
from storage.passes import Passes
from storage.people import People
from storage.playground import Playground
from storage.practices import Practices
from storage.quality import QualityStatements
from storage.questions import Questions
from storage.records import TrustId
from storage.resources import Resources
from storage.runs import Runs
from storage.schools import Schools
from storage.sharings import Sharings
from storage.shelf import Shelf
from storage.standing import StandingQuestions
from storage.suggestions import Suggestions
from storage.ticks import Ticks
from storage.trusts import Trusts
from storage.turns import Turns
from storage.upkeep import Upkeep
from storage.uses import Uses
from storage.words import Words

T = TypeVar("T")

SQLITE_WAIT_S = 2.0  # what must carry its answer has a two-second limit on the database
POSTGRES_WAIT_S = 2.0
POOL = 10  # connections a process keeps; PostgreSQL allows 100 in all by default


class Store:
    """One transaction. Rows go in, records come out."""

    def __init__(self, connection: AsyncConnection, memory: Memory) -> None:
        self.connection = connection
        self._memory = memory
        self._renewed: set[Key] = set()
        self.trusts = Trusts(connection)
        self.schools = Schools(connection)
        self.people = People(connection)
        self.accounts = Accounts(connection)
        self.networks = Networks(connection)
        self.calendar = Calendar(connection)
        self.questions = Questions(connection)
        self.introductions = Introductions(connection)
        self.standing = StandingQuestions(connection)
        self.callouts = Callouts(connection)
        self.suggestions = Suggestions(connection)
        self.feedback = FeedbackGiven(connection)
        self.actions = Actions(connection)
        self.agendas = Agendas(connection)
        self.attendance = Attendance(connection)
        self.meetings = Meetings(connection)
        self.notes = NotesTaken(connection)
        self.quality = QualityStatements(connection)
        self.resources = Resources(connection)
        self.sharings = Sharings(connection)
        self.case_studies = CaseStudies(connection)
        self.practices = Practices(connection)
        self.uses = Uses(connection)
        self.shelf = Shelf(connection)
        self.digests = Digests(connection)
        self.passes = Passes(connection)
        self.errands = Errands(connection)
        self.hosts = Hosts(connection)
        self.initiatives = Initiatives(connection)
        self.runs = Runs(connection)
        self.participants = Participants(connection)
        self.turns = Turns(connection)
        self.decisions = Decisions(connection)
        self.stops = Stops(connection)
        self.enquiries = Enquiries(connection)
        self.cycle_words = CycleWords(connection)
        self.installations = Installations(connection)
        self.outbox = Outbox(connection)
        self.inbox = Inbox(connection)
        self.playground = Playground(connection)
        self.ticks = Ticks(connection)
        self.upkeep = Upkeep(connection)
        self.words = Words(connection)

    @asynccontextmanager
    async def undoable(self) -> AsyncIterator[None]:
        """A part that an exception undoes by itself, while what came before it in the transaction stays."""
        await self.connection.exec_driver_sql("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.forget_renewed()
            if not self.connection.invalidated:  # else the whole transaction is gone, and this part with it
                await self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
                await self.connection.exec_driver_sql("RELEASE SAVEPOINT part")
            raise
        await self.connection.exec_driver_sql("RELEASE SAVEPOINT part")

    async def remembered(
        self,
        name: str,
        trust: TrustId,
        build: Callable[[], Awaitable[T]],
        renew: Callable[[T, int], Awaitable[T]],
        *,
        version: Callable[[TrustId], Awaitable[int]] | None = None,
    ) -> T:
        """What was built from a trust's people and schools, renewed when any of them has changed since.

        `renew` is given what is kept and the trust's version that it is as of. The version is read with
        each question, so every process sees a change at once. What is built from something else says by
        which version: `store.trusts.library`.
        """
        key = (name, trust)
        asked = partial(version or self.trusts.version, trust)
        value, anew = await self._memory.recall(key, asked, build, renew)
        if anew:
            self._renewed.add(key)
        return value

    def forget_renewed(self) -> None:
        """What was renewed from writes that are now undone is built again when it is next needed."""
        self._memory.forget(self._renewed)


class Database:
    """Where everything is kept."""

    def __init__(self, url: str, *, built: Callable[[], None] = lambda: None) -> None:
        """`built` is called when something large has come to stay in memory."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        #: Single statements that need no transaction of their own: half the round trips on PostgreSQL.
        self.autocommit: AsyncEngine = (
            # SQLite's driver begins nothing by itself as it is.
            self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._memory = Memory(built)
        #: SQLite has one writer: within this process they queue here, in order, instead of polling.
        self.writing = asyncio.Lock()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        """One transaction that may write. Leaving commits; an exception undoes everything."""
        store: Store | None = None
        try:
            async with self._transaction() as connection:
                store = Store(connection, self._memory)
                yield store
                await store.outbox.ring()
        except BaseException:
            if store is not None:
                store.forget_renewed()
            raise

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self.writing, self.engine.connect() as connection:
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                await connection.exec_driver_sql("ROLLBACK")
                raise
            await connection.exec_driver_sql("COMMIT")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """A look that changes nothing, and waits for no writer."""
        async with self.autocommit.connect() as connection:
            yield Store(connection, self._memory)

    async def close(self) -> None:
        await self.engine.dispose()


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        json_serializer=dumps,
        connect_args={
            "isolation_level": None,
            "async_creator_fn": partial(inline.connect, wait_s=SQLITE_WAIT_S),
        },
        pool_size=POOL,
    )

    event.listen(engine.sync_engine, "connect", prepare_sqlite)
    return engine


def prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's own type
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # a letter once promised survives a power cut
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _postgres(url: str) -> AsyncEngine:
    wait = str(int(POSTGRES_WAIT_S * 1000))
    return create_async_engine(
        url,
        json_serializer=dumps,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=POSTGRES_WAIT_S,
        connect_args={"timeout": POSTGRES_WAIT_S, "server_settings": {"lock_timeout": wait}},
    )
