"""Migrations bring a database to the schema of `tables.py`, in steps that the code before them survives.

Alembic runs inside one transaction of our own, so that a step that fails leaves nothing behind; its
library is imported only where something is migrated, never by a server that starts.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.store import Database

if TYPE_CHECKING:
    from alembic.config import Config

#: The newest step; a test holds it against the files.
HEAD = "0006"

#: Two releases that start at once take turns (PostgreSQL; any number of our own).
TURN = 7_270_901


async def upgrade(database: Database) -> None:
    """Every step that is missing, all or none."""
    async with database.store() as store:
        if not database.is_sqlite:
            await store.connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        await store.connection.run_sync(_upgrade)


async def is_current(database: Database) -> bool:
    """Whether the database is where this code expects it."""
    return await revision(database) == HEAD


async def revision(database: Database) -> str | None:
    """The step it is at; None for one that was never migrated. Raises where it cannot be reached."""
    async with database.autocommit.connect() as connection:
        try:
            found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        except DBAPIError as error:
            if error.connection_invalidated or "alembic_version" not in str(error.orig):
                raise
            return None
    return None if found is None else str(found)


def config() -> "Config":
    from alembic.config import Config  # slow to import, and needed only here

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    return made


def _upgrade(connection: Connection) -> None:
    from alembic import command

    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


def bring_up(url: str) -> None:
    """The same for scripts and tests that run no event loop."""

    async def run() -> None:
        database = Database(url)
        try:
            await upgrade(database)
        finally:
            await database.close()

    with asyncio.Runner() as runner:
        runner.run(run())
