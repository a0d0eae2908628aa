"""The letters of a morning before meetings, beside the bare driver writing the very same rows.

Every network of a trust meets tomorrow, so that all members are reminded on one morning: the worst there can
be. Ours looks who is due what, in whose working week, and writes each letter with its address; the bare
driver is told the finished rows. A second look finds everything written. Milliseconds of CPU: either is done
in one thread.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

from bot.clock import Clock
from bot.postman import Postman
from handlers.agenda.before import write_before
from handlers.talk import LOCAL
from storage.migrations import bring_up
from storage.records import Account, Person, PersonId, Platform, School, SchoolId, Trust
from storage.store import Database, Store
from tests.bot.desk import Desk

TRUSTS = ((6, 20), (28, 40), (56, 80))  # networks, and members of each
SCHOOL_COUNT = 22
TODAY, MEETING = date(2026, 10, 12), datetime(2026, 10, 13, 15, 45, tzinfo=LOCAL)
MOST_MS = 2.0  # a letter: a morning of a thousand takes two seconds of the process that does the timetables
AGAIN_MS = 0.2


async def bench() -> list[str]:
    await _morning(1, 5)  # what is read once in a process
    return ["networks  members  letters  first ms  each ms  bare ms  ratio  again ms"] + [
        await _morning(networks, members) for networks, members in TRUSTS
    ]


async def _morning(networks: int, members: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        await asyncio.to_thread(bring_up, f"sqlite+aiosqlite:///{path}")
        database = Database(f"sqlite+aiosqlite:///{path}")
        try:
            async with database.store() as store:
                trust = await _settle(store, networks, members)
            postman = Postman({Platform.BROWSER: Desk()}, Clock(datetime.combine(TODAY, MEETING.timetz())))
            first, letters = await _written(trust, database, postman)
            again, none = await _written(trust, database, postman)
            assert letters == networks * members
            assert not none
        finally:
            await database.close()
        bare = _bare(path)
    held = first / letters <= MOST_MS and again / letters <= AGAIN_MS
    return (
        f"{networks:8}  {members:7}  {letters:7}  {first:8.0f}  {first / letters:7.2f}  {bare:7.1f}  "
        f"{first / bare:5.1f}  {again:8.0f}  (a letter at most {MOST_MS} ms, again {AGAIN_MS}: "
        f"{'met' if held else 'NOT MET'})"
    )


async def _written(trust: Trust, database: Database, postman: Postman) -> tuple[float, int]:
    """The milliseconds of one run of the timetable, and its letters."""
    began = process_time()
    async with database.store() as store:
        posts = await write_before(trust, TODAY, store)
        await postman.post(posts, store)
    return (process_time() - began) * 1000, len(posts)


def _bare(path: Path) -> float:
    """The milliseconds in which sqlite3 writes the same rows into the same table."""
    with sqlite3.connect(path) as on:
        rows = on.execute("SELECT * FROM outbox").fetchall()
        on.execute("DELETE FROM outbox")
        on.commit()
        insert = f"INSERT INTO outbox VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608  question marks
        began = process_time()
        for row in rows:
            on.execute(insert, row)
        on.commit()
        taken = (process_time() - began) * 1000
    on.close()
    return taken


async def _settle(store: Store, networks: int, members: int) -> Trust:
    """Schools that all teach, and staff who each are in one network and have an account."""
    trust = await store.trusts.add("Alder Example Trust")
    school = School(SchoolId(0), trust.id, "", "")
    await store.schools.keep(
        [replace(school, urn=f"{900000 + n}", name=f"School {n}") for n in range(SCHOOL_COUNT)]
    )
    schools = [each.id for each in await store.schools.everyone(trust.id)]
    people = await _staff(store, trust, schools, networks * members)
    for number in range(networks):
        id_ = await store.networks.keep(trust.id, f"Network {number}")
        await store.networks.enrol(
            trust.id, [(id_, each.id) for each in people[number * members :][:members]]
        )
        await store.meetings.plan(id_, MEETING + timedelta(hours=number % 3), trust=trust.id, minutes=60)
    return trust


async def _staff(store: Store, trust: Trust, schools: Sequence[SchoolId], count: int) -> Sequence[Person]:
    now = MEETING - timedelta(days=60)
    blank = Person(PersonId(0), trust.id, "", "")
    staff = [
        replace(blank, email=f"s{n}@school.example", name=f"Staff {n}", school=schools[n % len(schools)])
        for n in range(count)
    ]
    await store.people.keep(staff, now)
    people = await store.people.everyone(trust.id)
    for each in people:
        await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
    return people
