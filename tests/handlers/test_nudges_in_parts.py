"""A morning's nudges are planned in parts: by any number of processes, none twice, none forgotten."""

import asyncio
import logging
from datetime import datetime, time

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.postman import Postman
from bot.timetables import Timetables
from handlers.capability import Capability
from handlers.cycle import cycle, nudging
from handlers.talk import LOCAL
from storage.records import Platform
from storage.store import Database
from storage.tables import outbox, participants
from tests.bench.nudges import MONDAY, Desk, settle

PEOPLE = 23
NOW = datetime.combine(MONDAY, time(7), LOCAL)
ALONE = Capability("cycle", about="", timetables=[each for each in cycle.timetables if each.in_parts])


def process(database: Database) -> Timetables:
    return Timetables(database, Clock(NOW), Postman({Platform.BROWSER: Desk()}, Clock(NOW)), [ALONE])


@pytest.fixture
async def morning(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(nudging, "PART", 4)
    await settle(database, PEOPLE)
    return database


async def written(database: Database) -> list[int]:
    async with database.reading() as store:
        assert not list(
            await store.connection.scalars(
                select(participants.c.person_id).where(participants.c.next_on <= MONDAY)
            )
        )
        return sorted(await store.connection.scalars(select(outbox.c.person_id)))


async def test_four_processes_share_a_morning(morning: Database, database_url: str):
    others = [Database(database_url) for _ in range(4)]
    await asyncio.gather(*(process(each).tick(NOW) for each in others))
    for each in others:
        await each.close()

    assert await written(morning) == list(range(1, PEOPLE + 1))


async def test_a_part_that_fails_is_undone_and_done_at_the_next_tick(
    morning: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    made = nudging.nudged
    calls = 0

    def fails_once(*args, **kwargs):
        nonlocal calls
        calls += 1
        if calls == 3:
            raise ValueError("a mistake")
        return made(*args, **kwargs)

    monkeypatch.setattr(nudging, "nudged", fails_once)
    with caplog.at_level(logging.CRITICAL):
        await process(morning).tick(NOW)
    await process(morning).tick(NOW)
    await process(morning).tick(NOW)

    assert await written(morning) == list(range(1, PEOPLE + 1))
