"""Letters a second through the postroom, beside the very same statements on the bare driver.

Claim a bucket, mark each of its letters as started, mark it as sent, release the bucket. Both sides run in
turn on one database of each kind, PostgreSQL and SQLite waiting for their disks as they would in use. The
sends themselves cost nothing here: on a real platform they are slower than all this by far.
"""

import asyncio
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import asyncpg
from sqlalchemy import Executable, delete, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg as postgresql

from storage import postroom
from storage.migrations import bring_up
from storage.postroom import Pause, Postroom
from storage.quick import KEPT
from storage.records import Letter, LetterId, Platform, TrustId, Why
from storage.store import Database
from storage.tables import outbox, pacing
from tests.conftest import Postgres

LETTERS, BUCKETS, AT_ONCE, ROUNDS = 600, 30, 20, 5
LANES = KEPT  # as many connections on either side
DEMAND = 0.6  # of the bare driver's letters a second
NOW = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
LEASE_S = 60.0
CARD = {"title": "Your meeting", "blocks": [{"kind": "text", "text": "x" * 400}]}

Side = Callable[[], Awaitable[int]]


async def bench() -> list[str]:
    folder = Path(tempfile.mkdtemp(prefix="brightspot-bench-"))
    try:
        return [await _on_sqlite(folder), await _on_postgres(folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _on_sqlite(folder: Path) -> str:
    path = folder / "bench.db"
    url = f"sqlite+aiosqlite:///{path}"
    await asyncio.to_thread(bring_up, url)
    database = Database(url)
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")
    try:
        return await _compare("SQLite", "sqlite3", database, lambda: _bare_sqlite(bare))
    finally:
        bare.close()
        await database.close()


async def _on_postgres(folder: Path) -> str:
    server = await asyncio.to_thread(Postgres, folder / "pg")
    await server.tell("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")
    name = await server.create()
    database = Database(server.url(name))
    bare = await asyncpg.create_pool(server.server.get_uri(database=name), min_size=LANES, max_size=LANES)
    try:
        return await _compare("PostgreSQL", "asyncpg", database, lambda: _bare_postgres(bare))
    finally:
        await bare.close()
        await database.close()
        server.server.cleanup()


async def _compare(name: str, driver: str, database: Database, bare: Side) -> str:
    """Both in turn, so that a busy machine is unkind to both."""
    room = Postroom(database)
    async with database.store() as store:
        trust = (await store.trusts.add("Alder Coast Learning Trust")).id
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for side, run in (("bare", bare), ("ours", lambda: _ours(room))):
            await _fill(database, trust)
            began = perf_counter()
            assert await run() == LETTERS
            rates[side].append(LETTERS / (perf_counter() - began))
    await room.close()
    ratio = median(ours / bare for ours, bare in zip(rates["ours"], rates["bare"], strict=True))
    verdict = "" if ratio >= DEMAND else "  NOT MET"
    return (
        f"{name:10}  {driver} {median(rates['bare']):6.0f} letters/s   ours {median(rates['ours']):6.0f}   "
        f"ratio {ratio:.2f} (at least {DEMAND}){verdict}"
    )


async def _fill(database: Database, trust: TrustId) -> None:
    async with database.store() as store:
        await store.connection.execute(delete(outbox))
        await store.connection.execute(delete(pacing))
        for number in range(LETTERS):
            bucket = f"slack:W1:D{number % BUCKETS}"
            letter = Letter(
                LetterId(0), trust, f"nudge:{number}", CARD, Why.REMINDER, Platform.SLACK,
                {"user": "U1"}, bucket, NOW,
            )  # fmt: skip
            await store.outbox.add(letter, NOW)
        await store.outbox.ring()
        await store.connection.execute(update(pacing).values(may_take=AT_ONCE))


# ------------------------------------------------------------------ ours


async def _ours(room: Postroom) -> int:
    async def lane(number: int) -> int:
        done = 0
        for turn in range(LETTERS):
            bunches = await room.claim(f"{number}-{turn}", NOW, buckets=1, lease_s=LEASE_S)
            if not bunches:
                break
            for bunch in bunches:
                for letter in bunch.letters:
                    assert await room.start(letter, bunch.owner)
                    assert await room.sent(letter, bunch.owner, "m1", NOW)
                    done += 1
                await room.release(bunch, Pause(0.0, AT_ONCE, (bunch.claimed_at,)), NOW)
        return done

    return sum(await asyncio.gather(*map(lane, range(LANES))))


# ------------------------------------------------------------------ the same statements, bare


class _Sql:
    """A statement of the postroom as its driver takes it."""

    def __init__(self, statement: Executable, dialect: Any) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._compiled = compiled

    def values(self, **given: Any) -> list[Any]:
        params = self._compiled.construct_params(given)
        return [params[name] for name in self._compiled.positiontup]


async def _bare_postgres(pool: Any) -> int:
    dialect = postgresql.dialect()
    claim, start, sent, release = (
        _Sql(each, dialect)
        for each in (postroom._CLAIM_POSTGRES, postroom._START, postroom._SENT, postroom._RELEASE)
    )

    async def lane(number: int) -> int:
        done = 0
        async with pool.acquire() as on:
            claims, starts, sents, releases = [
                await on.prepare(each.text) for each in (claim, start, sent, release)
            ]
            for turn in range(LETTERS):
                own = f"{number}-{turn}"
                rows = await claims.fetch(*claim.values(due=NOW, buckets=1, owner=own, lease=LEASE_S))
                if not rows:
                    break
                for row in rows:
                    await starts.fetch(*start.values(letter=row["id"], own=own))
                    await sents.fetch(*sent.values(letter=row["id"], own=own, platform_id="m1", now=NOW))
                    done += 1
                await releases.fetch(*release.values(**_released(rows[0], own, NOW)))
        return done

    return sum(await asyncio.gather(*map(lane, range(LANES))))


async def _bare_sqlite(on: sqlite3.Connection) -> int:
    dialect: Any = sqlite.dialect()
    free, hold, take, start, sent, release = (
        _Sql(each, dialect)
        for each in (
            postroom._FREE_NOW,
            postroom._HOLD,
            postroom._TAKE,
            postroom._START,
            postroom._SENT,
            postroom._RELEASE,
        )
    )
    now, done = "2026-09-07 08:00:00.000000", 0
    on.row_factory = sqlite3.Row
    for turn in range(LETTERS):
        given = {"due": now, "buckets": 1, "owner": f"o-{turn}", "lease": LEASE_S, "take": AT_ONCE}
        on.execute("BEGIN IMMEDIATE")
        bucket = on.execute(free.text, free.values(**given)).fetchone()
        letters = []
        if bucket is not None:
            given["held"] = bucket["held"]
            on.execute(hold.text, hold.values(**given))
            letters = on.execute(take.text, take.values(**given)).fetchall()
        on.execute("COMMIT")
        if bucket is None:
            break
        for row in letters:
            own = given["owner"]
            on.execute(start.text, start.values(letter=row["id"], own=own))
            on.execute(sent.text, sent.values(letter=row["id"], own=own, platform_id="m1", now=now))
            done += 1
        on.execute(release.text, release.values(**_released(bucket, given["owner"], now)))
    return done


def _released(row: Any, own: Any, now: Any) -> dict[str, Any]:
    wrote = json.dumps([row["claimed_at"]])
    return {
        "held": row["held"], "own": own, "seen": row["added"], "pause": 0.0, "take": AT_ONCE,
        "wrote": wrote, "now": now,
    }  # fmt: skip
