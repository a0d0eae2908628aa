"""A database that was migrated is the one that `tables.py` describes, on both engines."""

import asyncio
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Table, inspect, text

from storage.migrations import HEAD, config, is_current, revision, upgrade
from storage.migrations.__main__ import write_step
from storage.store import Database
from storage.tables import Id, Instant, metadata


@pytest.fixture
async def empty(empty_url):
    database = Database(empty_url)
    yield database
    await database.close()


def described(connection: Connection) -> dict[str, Any]:
    """Everything a database says of its tables, in an order that does not matter."""
    looking = inspect(connection)
    tables = {}
    for name in looking.get_table_names():
        if name == "alembic_version":
            continue
        tables[name] = {
            "columns": {
                each["name"]: (repr(each["type"]), each["nullable"], each["default"])
                for each in looking.get_columns(name)
            },
            "primary": looking.get_pk_constraint(name),
            "foreign": sorted(map(repr, looking.get_foreign_keys(name))),
            "unique": sorted(map(repr, looking.get_unique_constraints(name))),
            "indexes": sorted(map(repr, looking.get_indexes(name))),
        }
    return tables


async def test_the_steps_lead_to_exactly_the_schema_that_the_code_expects(empty, database):
    async with empty.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        expected = await connection.run_sync(described)
    async with database.engine.begin() as connection:
        migrated = await connection.run_sync(described)

    assert len(expected) == len(metadata.tables)
    assert migrated == expected


async def test_the_newest_step_is_the_one_the_server_waits_for():
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]


def test_the_next_step_is_written_from_what_the_schema_has_come_to(tmp_path):
    """A new table is all that is in it, in our own types, which stand at the top of each step."""
    thanks = Table("thanks", metadata, Column("id", Id, primary_key=True), Column("at", Instant))
    try:
        step = write_step("Thank-yous", tmp_path)
    finally:
        metadata.remove(thanks)

    written = step.read_text()
    assert step.name == f"{int(HEAD) + 1:04}_thank_yous.py"
    assert f'down_revision = "{HEAD}"' in written
    assert written.count("create_table") == 1
    assert "sa.Column('id', ID, nullable=False)" in written
    assert "sa.Column('at', INSTANT, nullable=True)" in written


async def test_migrating_again_changes_nothing(empty):
    assert await revision(empty) is None
    assert not await is_current(empty)

    await upgrade(empty)
    await upgrade(empty)

    assert await is_current(empty)


async def test_two_releases_at_once_migrate_once(empty, empty_url):
    other = Database(empty_url)
    await asyncio.gather(upgrade(empty), upgrade(other))
    await other.close()

    assert await is_current(empty)


async def test_a_step_that_fails_leaves_nothing_behind(empty):
    async with empty.store() as store:
        await store.connection.execute(text("CREATE TABLE trusts (id INTEGER)"))  # in the step's way

    with pytest.raises(Exception, match="trusts"):
        await upgrade(empty)

    async with empty.engine.connect() as connection:
        names = await connection.run_sync(lambda each: inspect(each).get_table_names())
    assert names == ["trusts"]
