"""Nobody's question pays for what a process has to load or to build first."""

import asyncio
import subprocess
import sys

from handlers.colleagues import colleagues_of
from storage.records import Person, PersonId
from storage.store import Database
from tests.conftest import MONDAY

STAFF = 1_500

FIRST_AND_NEXT = """
from time import process_time
from handlers.colleagues import get_ready
from handlers.rules import themes
from handlers.rules.reading import read
from storage.records import Person, PersonId, TrustId

ada = Person(PersonId(1), TrustId(1), "ada@school.example", "Ada Example")
for step in (get_ready, lambda: (read("who knows about phonics?", ada), themes.of("we teach in coats"))):
    before = process_time()
    step()
    print(process_time() - before)
"""


def test_after_getting_ready_the_first_question_waits_for_nothing():
    ran = subprocess.run([sys.executable, "-c", FIRST_AND_NEXT], capture_output=True, text=True, check=True)
    ready, first = map(float, ran.stdout.split())
    assert first < ready / 5


async def test_while_a_large_trust_is_brought_into_memory_others_are_answered(database: Database):
    async with database.store() as store:
        trust = (await store.trusts.add("Alder Example Trust")).id
        many = [
            Person(
                PersonId(0),
                trust,
                f"p{each}@school.example",
                f"Sam {each}",
                working_on=f"phonics, topic {each}",
            )
            for each in range(STAFF)
        ]
        await store.people.keep(many, MONDAY)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    async with database.reading() as store:
        waiting = asyncio.create_task(others())
        assert len(await colleagues_of(trust, store)) == STAFF
        waiting.cancel()
    assert turns > 10
