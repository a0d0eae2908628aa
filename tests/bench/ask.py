"""A question's answer as the number of staff grows: the sample trust, then made ten and sixty times as large.

The made staff are the sample's own with a number after their name and address, in numbered copies of the
sample's schools, so that nobody is taken for real.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.asking import answered
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from handlers.rules import reading, safeguarding
from storage.records import Person, SchoolId
from storage.store import Database, Store
from storage.tables import metadata
from tests.commandline import SAMPLE
from tests.conftest import MONDAY

SIZES = (160, 1_000, 10_000)
ROUNDS = 20  # times each question is asked

QUESTIONS = (
    "who else is tackling mixed-age KS1?",
    "other SENDCos in small village schools",
    "Anyone doing White Rose with two year groups in the same room?",
    "who has cracked persistent absence?",
    "who knows about Arbor?",
    "is anybody else moving to whole class reading in Y4",
    "Year 6 teachers within half an hour of us",
    "who is the DSL at Elm Park?",
    "someone to compare notes on EHCNA requests",
    "headteachers with falling rolls and a budget to set",
    "does anyone run ELSA groups",
    "who could show me a good oracy progression?",
)


async def bench() -> list[str]:
    lines = [f"{'staff':>6}  {'index ms':>8}  {'p50 ms':>7}  {'p99 ms':>7}  p50 beside {SIZES[0]} staff"]
    first = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
            try:
                index, times = await _measured(database, size)
            finally:
                await database.close()
        middle, slow = median(times), sorted(times)[int(len(times) * 0.99)]
        first = first or middle
        lines.append(f"{size:6,}  {index:8.0f}  {middle:7.2f}  {slow:7.2f}  {middle / first:.1f} times")
    return lines


async def _measured(database: Database, size: int) -> tuple[float, list[float]]:
    """Milliseconds to learn the trust's people, and for each question after that, database included."""
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with database.store() as store:
        await import_schools(SAMPLE / "schools.csv", store, now=MONDAY)
        await import_staff(SAMPLE / "staff.csv", store, now=MONDAY)
        askers = await grown(store, size)
    times: list[float] = []
    reading.read(QUESTIONS[0])  # the vocabulary is read once a process, not once a trust
    safeguarding.check(QUESTIONS[0])
    async with database.reading() as store:
        began = perf_counter()
        await answered(QUESTIONS[0], askers[0], store)
        index = (perf_counter() - began) * 1000
        for number in range(ROUNDS):
            for place, question in enumerate(QUESTIONS):
                asker = askers[(number * len(QUESTIONS) + place) % len(askers)]
                began = perf_counter()
                await answered(question, asker, store)
                times.append((perf_counter() - began) * 1000)
    return index, times


async def grown(store: Store, size: int) -> tuple[Person, ...]:
    """The sample's staff and schools, and numbered copies of them up to `size` people; the sample's own."""
    (trust,) = await store.trusts.everyone()
    people = await store.people.everyone(trust.id)
    schools = await store.schools.everyone(trust.id)
    copies = range(1, -(-size // len(people)))
    await store.schools.keep(
        replace(school, urn=f"{school.urn}{copy:02}", name=f"{school.name} {copy}")
        for copy in copies
        for school in schools
    )
    ids = {school.urn: school.id for school in await store.schools.everyone(trust.id)}
    urns = {school.id: school.urn for school in schools}
    made = [
        replace(
            person,
            email=person.email.replace("@", f".{copy}@"),
            name=f"{person.name} {copy}",
            school=_of_copy(person.school, copy, urns, ids),
        )
        for copy in copies
        for person in people
    ]
    await store.people.keep(made[: size - len(people)], MONDAY)
    return people


def _of_copy(
    school: SchoolId | None, copy: int, urns: dict[SchoolId, str], ids: dict[str, SchoolId]
) -> SchoolId | None:
    return None if school is None else ids[f"{urns[school]}{copy:02}"]
