"""What a message costs the database: an upper bound, so that it cannot creep up unseen."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.delivery import Delivery
from bot.postman import Postman
from handlers.agenda.before import write_before
from storage.records import Platform
from storage.store import Database
from tests.bot.desk import Desk, ada, delivery, open_intake, said
from tests.handlers.meetings import Scene, scene

__all__ = ["scene"]

#: From a message's claim until its answer is sent and its conversation free again, beginnings and ends of
#: transactions included. On PostgreSQL those are not statements of ours, and the two notes of a send go to
#: the bare driver.
AT_MOST = {"sqlite": 37, "postgresql": 17}
MORNING = 10  # until the posts before meetings are known, however many they are


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is run meanwhile, by anybody."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(" ".join(statement.split())[:90])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_message_and_its_answer_cost_few_statements(
    database_url: str, database: Database, clock: Clock
) -> None:
    """Somebody who is known says something, in a process that handles and delivers."""
    await ada(database, clock)
    async with open_intake(database_url, clock) as intake:
        doors = {Platform.BROWSER: Desk()}
        posting = Delivery(database, doors, clock, Postman(doors, clock))
        intake.written, intake.arrived = posting.wake, posting.arrived
        await intake.start()
        await posting.start()
        try:
            costs = []
            for number in range(4):  # the first meets somebody new, the others do not
                said.clear()
                with counted() as statements:
                    assert await intake.take(f"k{number}", Platform.BROWSER, delivery(number))
                    async with asyncio.timeout(10):
                        while not said:  # noqa: ASYNC110  said by a task of its own
                            await asyncio.sleep(0.01)
                    await asyncio.sleep(0.2)
                costs.append(statements)
        finally:
            await posting.stop()
    fewest = min(costs, key=len)  # a poll or a look for addresses may fall into any of them
    assert len(fewest) <= AT_MOST[database.engine.dialect.name], "\n".join(fewest)


async def test_a_meeting_costs_as_much_for_thirty_members_as_for_six(scene: Scene) -> None:
    """Its agenda, its draft and a press of Coming: nobody in the network is looked up by themselves."""
    costs = []
    for joining in (0, 24):
        await _joined_by_more(scene, joining)
        await _opened(scene)  # what is kept in memory is as it should be from then on
        costs.append(await _opened(scene))
    few, many = costs
    assert len(many) == len(few), "\n".join(many)


async def test_a_morning_looks_at_all_meetings_in_few_statements(scene: Scene) -> None:
    """Whatever is due is found first; then come the letters, each by itself."""
    await _joined_by_more(scene, 24)
    due = date(2026, 11, 9)
    async with scene.app.database.store() as store:
        with counted() as statements:
            posts = await write_before(scene.home, due, store)
    assert len(posts) > 24
    assert len(statements) <= MORNING, "\n".join(statements)


async def _opened(scene: Scene) -> list[str]:
    ada = scene.members[1]
    await scene.app.settle()  # an edit that waits behind another costs a look more
    with counted() as statements:
        await scene.says(ada, "agenda maths")
        await scene.says(scene.lead, "agenda maths")
        await scene.press(ada, "agenda.coming", meeting=scene.meeting.id)
    return statements


async def _joined_by_more(scene: Scene, count: int) -> None:
    """Half of them have said that they are coming."""
    blank, now = scene.members[1], scene.app.clock.now()
    staff = [replace(blank, email=f"more.{n}@school.example", name=f"More {n}") for n in range(count)]
    async with scene.app.database.store() as store:
        await store.people.keep(staff, now)
        for each in await store.people.everyone(scene.home.id):
            if each.email.startswith("more."):
                await store.networks.join(scene.network.id, each)
                if each.id % 2:
                    await store.attendance.answer(scene.meeting, each, coming_=True, now=now)
