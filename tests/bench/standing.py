"""Standing questions asked again in a morning, at 10,000 staff, by how many people have changed."""

import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from handlers.colleagues import colleagues_of
from handlers.peers.started import AT_ONCE, tell
from storage.store import Database, Store
from storage.tables import metadata
from tests.bench.ask import QUESTIONS, grown
from tests.commandline import SAMPLE
from tests.conftest import MONDAY

STAFF, STANDING = 10_000, AT_ONCE
CHANGED = (0, 1, 50, 500)  # people who changed their profiles since the morning before


async def bench() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
            async with database.store() as store:
                await _settle(store)
            lines = [f"{STAFF:,} staff, {STANDING} standing questions", "changed  all ms  each ms  letters"]
            return lines + [await _morning(database, changed) for changed in CHANGED]
        finally:
            await database.close()


async def _settle(store: Store) -> None:
    """Everybody who fits today is known to each asker already."""
    await import_schools(SAMPLE / "schools.csv", store, now=MONDAY)
    await import_staff(SAMPLE / "staff.csv", store, now=MONDAY)
    askers = await grown(store, STAFF)
    trust = askers[0].trust
    version = await store.trusts.version(trust)
    everyone = [person.id for person in await store.people.everyone(trust)]
    for number in range(STANDING):
        text = f"{QUESTIONS[number % len(QUESTIONS)]} {'!' * (number // len(askers))}".strip()
        await store.standing.keep(
            askers[number % len(askers)],
            text,
            MONDAY,
            MONDAY + timedelta(days=365),
            version=version,
            told=everyone[:300],
        )


async def _morning(database: Database, changed: int) -> str:
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        people = (await store.people.everyone(trust.id))[-changed:] if changed else ()
        for person in people:
            await store.people.change(person, MONDAY, working_on="phonics catch-up in mixed-age classes")
        await colleagues_of(trust.id, store)  # questions have brought it up to date during the day
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        began = perf_counter()
        posts = await tell(trust, MONDAY.date(), store)
        took = (perf_counter() - began) * 1000
    return f"{changed:7}  {took:6.0f}  {took / STANDING:7.2f}  {len(posts):7}"
