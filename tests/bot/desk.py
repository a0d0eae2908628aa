"""A door with nothing behind it, and an intake of its own: for what is the same at every door.

Run as a program it is another process at the same database:

    python -m tests.bot.desk URL take FIRST LAST        take deliveries, print how many were new
    python -m tests.bot.desk URL handle SECONDS         handle what waits; each takes this long
"""

import asyncio
import random
import sys
from collections.abc import Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.clock import Clock
from bot.door import Envelope, Sent
from bot.identity import Identity
from bot.incoming import Incoming, Said
from bot.intake import Intake
from bot.postman import Postman
from bot.router import Router
from bot.sealing import Sealing
from bot.settings import Settings
from handlers.capability import Capability
from handlers.talk import Card, Reply, Request, Text
from storage.records import Account, Person, PersonId, Platform
from storage.store import Database, Store

KEY = b"a key for the tests, and for nothing else"
EMAIL = "ada.quill@aldercoast.example"

echo = Capability("echo", about="Says it again")
#: How long the handler takes, for tests that interrupt it; and who is told when it has begun.
pause_s = 0.0
begun: list[str] = []
#: The titles of what was sent at once, without a letter.
said: list[str] = []


@echo.command("note")
async def note(request: Request, store: Store) -> Reply:
    """Every effect can be counted: one question for each time it was handled."""
    begun.append(request.said)
    if pause_s:
        await asyncio.sleep(pause_s)
    await store.questions.ask(request.person, request.said, (), request.now)
    return Reply(Card("Noted", Text(request.said)))


@echo.command("sleep")
async def sleep(request: Request, store: Store) -> Reply:
    """A statement that outlasts whoever waits for it (PostgreSQL)."""
    await store.connection.exec_driver_sql("SELECT pg_sleep(3)")
    return Reply(Card("Slept"))


@echo.command("misfit")
async def misfit(request: Request, store: Store) -> Reply:
    """A value that the database refuses for what it is (PostgreSQL)."""
    await store.connection.exec_driver_sql("SELECT 'ten'::int")
    return Reply(Card("Fitted"))


@echo.command("break")
async def poison(request: Request, store: Store) -> Reply:
    raise SystemError("what only this delivery knows")


class Desk:
    """The door: payloads are {"key", "user", "text"}."""

    platform = Platform.BROWSER
    pace = ()

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        if payload["text"] == "unreadable":
            raise ValueError("unreadable")
        if not payload["text"]:
            return None
        return Incoming(
            payload["key"],
            Account(Platform.BROWSER, "browser", payload["user"]),
            Said(payload["text"], command=True),
            reply_to={"conversation": "direct"},
            bucket="desk",
        )

    async def is_in(self, incoming: Incoming) -> bool:
        return True

    async def email_of(self, account: Account) -> str | None:
        return EMAIL if account.user.startswith("ada") else None

    async def send(self, envelope: Envelope) -> Sent:
        said.append(envelope.card.title)
        return Sent("1")

    async def look_up(self, envelope: Envelope) -> Sent | None:
        return None

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        return dict(address), "desk"


@asynccontextmanager
async def open_intake(url: str, clock: Clock, *, key: bytes = KEY):
    """An intake that works at this database."""
    database = Database(url)
    doors: dict[Platform, Any] = {Platform.BROWSER: Desk()}
    postman = Postman(doors, clock)
    identity = Identity(database, clock, Settings(), doors, demo=True)
    router = Router(clock, postman, [echo])
    intake = Intake(database, clock, Sealing(key), doors, identity, router, postman)
    try:
        yield intake
    finally:
        await intake.stop()
        await intake.close()
        await database.close()


async def ada(database: Database, clock: Clock) -> Person:
    """The one member of staff there is."""
    async with database.store() as store:
        trust = await store.trusts.add("Alder Coast Learning Trust")
        await store.people.keep([Person(PersonId(0), trust.id, EMAIL, "Ada Quill")], clock.now())
        person = await store.people.with_email(EMAIL, trust=trust.id)
    assert person is not None
    return person


def delivery(number: int | str, text: str = "") -> dict[str, Any]:
    return {"key": f"k{number}", "user": "ada", "text": text or f"note number {number}"}


async def main(url: str, what: str, *numbers: str) -> None:
    global pause_s
    async with open_intake(url, Clock()) as intake:
        if what == "take":
            wanted = list(range(int(numbers[0]), int(numbers[1])))
            random.shuffle(wanted)
            taken = await asyncio.gather(
                *(intake.take([f"k{n}", f"twin:{n}"], Platform.BROWSER, delivery(n)) for n in wanted)
            )
            print(sum(taken))
        else:
            pause_s = float(numbers[0])
            print("begun", flush=True)
            await intake.settle()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
