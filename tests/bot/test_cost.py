"""What a message costs the database: an upper bound, so that it cannot creep up unseen."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.delivery import Delivery
from bot.postman import Postman
from storage.records import Platform
from storage.store import Database
from tests.bot.desk import Desk, ada, delivery, open_intake, said

#: From a message's claim until its answer is sent and its conversation free again, beginnings and ends of
#: transactions included. On PostgreSQL those are not statements of ours, and the two notes of a send go to
#: the bare driver.
AT_MOST = {"sqlite": 37, "postgresql": 17}


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
