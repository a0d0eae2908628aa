"""Standing questions asked again in a morning, at 10,000 staff, by how many people have changed.

Milliseconds of CPU: all of it is done in one thread, the database included.
"""

import tempfile
from datetime import timedelta
from pathlib import Path
from time import process_time

from handlers.colleagues import colleagues_of
from handlers.peers.asked import sought_by
from handlers.peers.started import AT_ONCE, tell
from storage.store import Database, Store
from storage.tables import metadata
from tests.bench.ask import QUESTIONS
from tests.bench.staff import settle
from tests.conftest import MONDAY

STAFF = 10_000
CHANGED = (0, 1, 50, 500)  # people who changed their profiles since the morning before


async def bench() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
            async with database.store() as store:
                await _stand(store)
            head = [f"{STAFF:,} staff, {AT_ONCE} standing questions", "changed  all ms  each ms  letters"]
            return head + [await _morning(database, changed) for changed in CHANGED]
        finally:
            await database.close()


async def _stand(store: Store) -> None:
    """As many standing questions as one morning takes, of which each asker knows who fits today."""
    askers = await settle(store, STAFF)
    trust = askers[0].trust
    colleagues = await colleagues_of(trust, store)
    for number in range(AT_ONCE):
        asker, text = askers[number % len(askers)], QUESTIONS[number % len(QUESTIONS)]
        fitting = colleagues.fitting(sought_by(text, (), asker), asker, colleagues.directory.place)
        await store.standing.keep(
            asker,
            text,
            MONDAY,
            MONDAY + timedelta(days=365),
            version=await store.trusts.version(trust),
            told=[match.person.id for match in fitting],
        )


async def _morning(database: Database, changed: int) -> str:
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        people = (await store.people.everyone(trust.id))[:changed]
        for person in people:
            await store.people.change(person, MONDAY, working_on="phonics catch-up in mixed-age classes")
        await colleagues_of(trust.id, store)  # questions have brought it up to date during the day
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        began = process_time()
        posts = await tell(trust, MONDAY.date(), store)
        took = (process_time() - began) * 1000
    return f"{changed:7}  {took:6.0f}  {took / AT_ONCE:7.2f}  {len(posts):7}"
