"""The database gives way in the middle of an answer: nobody is told it was theirs, nothing is doubled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest

from bot.intake import Busy
from storage.records import Platform
from storage.store import Database
from tests.bot import desk
from tests.bot.desk import Desk, ada, delivery, open_intake


@pytest.fixture
async def place(postgres, clock):
    """An intake at a PostgreSQL, the one member of staff, and the database's name."""
    name = await postgres.create()
    desk.pause_s = 0.0
    desk.begun.clear()
    database = Database(postgres.url(name))
    person = await ada(database, clock)
    async with open_intake(postgres.url(name), clock) as intake:
        yield intake, person, name
    desk.pause_s = 0.0
    await database.close()
    await postgres.drop(name)


@asynccontextmanager
async def held(postgres, name: str) -> AsyncIterator[None]:
    """Somebody holds the table that the handler writes to."""
    connection = await asyncpg.connect(postgres.server.get_uri(database=name))
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE questions IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def noted(intake, person) -> list[str]:
    async with intake._database.reading() as store:
        return [each.text for each in await store.questions.of(person)]


async def test_what_must_carry_its_answer_says_busy_and_succeeds_when_tried_again(postgres, place, caplog):
    intake, person, name = place
    incoming = Desk().read(delivery(1))
    async with held(postgres, name):
        with pytest.raises(Busy):
            await intake.now(incoming)
    assert "handler failed" not in caplog.text

    assert (await intake.now(incoming)).say.title == "Noted"
    assert await noted(intake, person) == ["number 1"]


async def test_an_answer_that_takes_too_long_says_busy_even_while_the_database_works_on_it(place, caplog):
    """The wait is cut off in the middle of a statement, which ends the connection too."""
    intake, _, _ = place
    incoming = Desk().read(delivery(1, "sleep"))
    with pytest.raises(Busy):
        await intake.now(incoming)
    assert "handler failed" not in caplog.text
    assert (await intake.now(Desk().read(delivery(2)))).say.title == "Noted"


async def test_what_the_database_refuses_for_its_contents_is_our_mistake_and_not_tried_for_ever(
    place, caplog
):
    intake, _, _ = place
    answer = await intake.now(Desk().read(delivery(1, "misfit")))
    assert "went wrong on my side" in answer.say.title
    assert "handler failed" in caplog.text


async def test_a_lock_in_the_way_is_waited_for_and_not_apologised_for(postgres, place, clock, caplog):
    intake, person, name = place
    await intake.take("k1", Platform.BROWSER, delivery(1))
    async with held(postgres, name):
        await intake.settle()
    assert "handler failed" not in caplog.text

    clock.move_to(clock.now() + timedelta(seconds=5))
    await intake.settle()
    assert await noted(intake, person) == ["number 1"]


async def test_a_connection_that_ends_in_the_middle_costs_no_try_and_doubles_nothing(
    postgres, place, clock, caplog
):
    intake, person, name = place
    desk.pause_s = 0.5
    await intake.take("k1", Platform.BROWSER, delivery(1))
    handling = asyncio.create_task(intake.settle())
    async with asyncio.timeout(10):
        while not desk.begun:  # noqa: ASYNC110  the handler tells by this list alone
            await asyncio.sleep(0.02)
    await postgres.hang_up(name)
    await handling
    desk.pause_s = 0.0
    assert "handler failed" not in caplog.text

    clock.move_to(clock.now() + timedelta(seconds=70))
    await intake.settle()
    assert await noted(intake, person) == ["number 1"]
