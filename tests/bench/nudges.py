"""The nudges of one morning: everybody who takes part in something is due that day, the worst there can be.

Milliseconds of CPU in one thread, SQLite included, and the memory of the process before and after. On
PostgreSQL the work of the server comes on top: it is not counted, as it has other cores.
"""

import asyncio
import resource
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from sqlalchemy import Table, func, insert, select

from bot.clock import Clock
from bot.garbage import set_aside
from bot.postman import Postman
from bot.timetables import Timetables
from handlers.capability import Capability
from handlers.cycle import cycle
from handlers.rules.calendar import bank_holidays
from handlers.talk import LOCAL
from storage.migrations import bring_up
from storage.records import Account, Cadence, CycleStage, Platform, RunState
from storage.store import Database
from storage.tables import accounts, initiatives, outbox, participants, people, runs, schools, ticks, trusts
from tests.bot.desk import Desk as AnyDesk
from tests.conftest import Postgres

SIZES = (1_000, 10_000, 100_000)
TOGETHER = 4  # who take part in a run
SCHOOLS = 100
MONDAY = date(2026, 10, 12)
ENTERED = MONDAY - timedelta(weeks=2)
MOST_S = 10.0  # for a hundred thousand, on one core; a thousand pay for the first use of everything, too
GROWS_MB = 40  # a part, what is kept of a trust, and SQLite's own cache; never the number of letters
AT_ONCE = 5_000


class Desk(AnyDesk):
    """Everybody's conversation has a pace of its own, as on every platform."""

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        return {"conversation": account.user}, f"browser:{account.user}"


async def bench() -> list[str]:
    bank_holidays(MONDAY.year)  # read once in a process
    found = ["              letters   seconds  ms each  memory before  after"]
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
            found.append(await _morning("SQLite", url, size))
    with tempfile.TemporaryDirectory() as folder:
        server = await asyncio.to_thread(Postgres, Path(folder))
        try:
            found += [await _morning("PostgreSQL", server.url(await server.create()), size) for size in SIZES]
        finally:
            server.close()
    return found


async def _morning(where: str, url: str, size: int) -> str:
    if where == "SQLite":
        await asyncio.to_thread(bring_up, url)
    database = Database(url)
    try:
        await settle(database, size)
        now = datetime.combine(MONDAY, time(7), LOCAL)
        postman = Postman({Platform.BROWSER: Desk()}, Clock(now))
        alone = Capability("cycle", about="", timetables=[each for each in cycle.timetables if each.in_parts])
        set_aside()  # as the application does with what has come to stay
        before, began = _memory(), process_time()
        await Timetables(database, Clock(now), postman, [alone]).tick(now)
        took, after = process_time() - began, _memory()
        async with database.reading() as store:
            letters = await store.connection.scalar(select(func.count()).select_from(outbox))
        assert letters == size
    finally:
        await database.close()
    each = took * 1000 / size
    held = took <= MOST_S and after - before <= GROWS_MB
    return (
        f"{where:<12}  {size:7}  {took:8.2f}  {each:7.3f}  {before:10.0f} MB  {after:.0f} MB"
        f"  (at most {MOST_S:.0f} s and {GROWS_MB} MB: {'met' if held else 'NOT MET'})"
    )


def _memory() -> float:
    """Resident now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def settle(database: Database, size: int) -> None:
    """Schools that all teach, staff with an account each, and runs in Deliver whose first loop is over.

    One of those who take part leads, and hears of other things than the others.
    """
    trust, nobody = {"trust_id": 1}, range(1, size + 1)
    async with database.store() as store:

        async def fill(table: Table, rows: list[dict[str, Any]]) -> None:
            for start in range(0, len(rows), AT_ONCE):
                await store.connection.execute(insert(table), rows[start : start + AT_ONCE])

        await fill(trusts, [{"id": 1, "name": "Alder Example Trust"}])
        await fill(
            schools,
            [trust | {"id": n, "urn": f"{900000 + n}", "name": f"School {n}"} for n in range(1, SCHOOLS + 1)],
        )
        await fill(
            people,
            [
                trust
                | {
                    "id": n,
                    "school_id": n % SCHOOLS + 1,
                    "email": f"s{n}@school.example",
                    "name": f"Staff {n}",
                    "working_days": "01234" if n % 5 else "024",
                    "hears_at": 480 + n % 3 * 30,
                }
                for n in nobody
            ],
        )
        seen = datetime.combine(ENTERED, time(9), LOCAL)
        await fill(
            accounts,
            [
                trust
                | {
                    "person_id": n,
                    "platform": "browser",
                    "workspace": "browser",
                    "user_id": f"s{n}@school.example",
                    "seen_at": seen,
                }
                for n in nobody
            ],
        )
        groups = range(1, (size + TOGETHER - 1) // TOGETHER + 1)
        await fill(
            initiatives,
            [
                trust
                | {
                    "id": n,
                    "problem": "Quieter pupils say little in whole-class talk",
                    "topic": f"Oracy in Year {n % 6 + 1}",
                    "group": "Year 3",
                    "cadence": Cadence.PILOT,
                    "begun_on": ENTERED,
                }
                for n in groups
            ],
        )
        await fill(
            runs,
            [
                trust
                | {
                    "id": n,
                    "initiative_id": n,
                    "school_id": n % SCHOOLS + 1,
                    "lead_id": (n - 1) * TOGETHER + 1,
                    "begun_on": ENTERED,
                    "entered_on": ENTERED,
                    "stage": CycleStage.DELIVER,
                    "state": RunState.GOING,
                    "goal": "Every pupil takes a turn in each discussion",
                    "review_on": ENTERED + timedelta(weeks=9),
                }
                for n in groups
            ],
        )
        await fill(
            participants,
            [
                trust
                | {
                    "initiative_id": (n + TOGETHER - 1) // TOGETHER,
                    "run_id": (n + TOGETHER - 1) // TOGETHER,
                    "person_id": n,
                    "school_id": n % SCHOOLS + 1,
                    "joined_on": ENTERED,
                    "next_on": MONDAY,
                    "next_is": "n07",
                }
                for n in nobody
            ],
        )
        await fill(ticks, [trust | {"name": "cycle.nudge", "last_at": seen}])
