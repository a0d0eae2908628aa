"""Claims, leases and pace: what any number of processes may rely on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.postroom import Pause, Postroom
from storage.records import Letter, LetterId, LetterState, Platform, TrustId, Why
from storage.store import Database

NOW = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
FREE = Pause(0.0, 20)


@pytest.fixture
async def trust(database: Database) -> TrustId:
    async with database.store() as store:
        return (await store.trusts.add("Alder Coast Learning Trust")).id


@pytest.fixture
async def rooms(database: Database) -> AsyncIterator[tuple[Postroom, Postroom]]:
    """Two processes'."""
    rooms = Postroom(database), Postroom(database)
    yield rooms
    for room in rooms:
        await room.close()


async def add(database: Database, trust: TrustId, *keys: str, bucket: str = "b", due: datetime = NOW) -> None:
    async with database.store() as store:
        for key in keys:
            letter = Letter(
                LetterId(0), trust, key, {"title": key, "blocks": []}, Why.REMINDER, Platform.SLACK,
                {"channel": bucket}, bucket, due,
            )  # fmt: skip
            await store.outbox.add(letter, NOW)


async def state(database: Database, trust: TrustId, key: str) -> LetterState:
    async with database.reading() as store:
        letter = await store.outbox.with_key(key, trust=trust)
    assert letter is not None
    return letter.state


async def test_a_bucket_is_held_by_one_claim_at_a_time(database: Database, trust: TrustId, rooms):
    one, other = rooms
    await add(database, trust, "a", "b")

    (bunch,) = await one.claim("one", NOW, buckets=5, lease_s=30)

    assert [letter.key for letter in bunch.letters] == ["a"]  # until its pace is known, one letter
    assert await other.claim("other", NOW, buckets=5, lease_s=30) == []
    await one.sent(bunch.letters[0], "one", "m1", NOW)
    await one.release(bunch, FREE, NOW)
    (bunch,) = await other.claim("other", NOW, buckets=5, lease_s=30)
    assert [letter.key for letter in bunch.letters] == ["b"]


async def test_many_claims_at_once_share_out_the_letters(database: Database, trust: TrustId, rooms):
    for number in range(40):
        await add(database, trust, f"k{number}", bucket=f"b{number}")

    claims = await asyncio.gather(
        *(rooms[number % 2].claim(f"c{number}", NOW, buckets=7, lease_s=30) for number in range(8))
    )

    keys = [letter.key for bunches in claims for bunch in bunches for letter in bunch.letters]
    assert len(keys) == len(set(keys)) == 40


async def test_whoever_lost_the_lease_can_change_nothing(database: Database, trust: TrustId, rooms):
    frozen, other = rooms
    await add(database, trust, "a")
    (mine,) = await frozen.claim("frozen", NOW, buckets=1, lease_s=0.05)
    await asyncio.sleep(0.1)
    assert not await frozen.start(mine.letters[0], "frozen")

    (theirs,) = await other.claim("other", NOW, buckets=1, lease_s=30)
    letter = mine.letters[0]
    changes = [
        await frozen.start(letter, "frozen"),
        await frozen.sent(letter, "frozen", "m1", NOW),
        await frozen.park(letter, "frozen", "no"),
        await frozen.wait(letter, "frozen", NOW),
    ]
    async with database.store() as store:
        changes.append(await store.outbox.lost(letter, "frozen", "no", NOW))
        await store.outbox.readdress(letter, "frozen", None, {}, "")
    await frozen.put_back(mine)
    await frozen.release(mine, FREE, NOW)

    assert changes == [False] * 5
    assert await frozen.claim("frozen-2", NOW, buckets=1, lease_s=30) == []
    assert await other.start(theirs.letters[0], "other")


async def test_whoever_comes_after_a_crash_is_told_that_a_send_was_begun(
    database: Database, trust: TrustId, rooms
):
    dead, other = rooms
    await add(database, trust, "a")
    (bunch,) = await dead.claim("dead", NOW, buckets=1, lease_s=0.05)
    assert await dead.start(bunch.letters[0], "dead")
    await asyncio.sleep(0.1)

    (bunch,) = await other.claim("other", NOW, buckets=1, lease_s=30)

    assert (bunch.letters[0].started, bunch.letters[0].attempts) == (True, 1)


async def test_a_pause_holds_for_every_process(database: Database, trust: TrustId, rooms):
    one, other = rooms
    await add(database, trust, "a", "b")
    (bunch,) = await one.claim("one", NOW, buckets=1, lease_s=30)
    await one.sent(bunch.letters[0], "one", "m1", NOW)
    await one.release(bunch, Pause(0.2, 1, (bunch.claimed_at,)), NOW)

    assert await other.claim("other", NOW, buckets=1, lease_s=30) == []
    await asyncio.sleep(0.25)
    (again,) = await other.claim("other", NOW, buckets=1, lease_s=30)
    assert again.window == (pytest.approx(bunch.claimed_at),)


async def test_a_letter_written_while_its_bucket_is_held_is_not_forgotten(
    database: Database, trust: TrustId, rooms
):
    one, other = rooms
    await add(database, trust, "a")
    (bunch,) = await one.claim("one", NOW, buckets=1, lease_s=30)
    await one.sent(bunch.letters[0], "one", "m1", NOW)

    async with database.store() as store:
        if database.is_sqlite:
            await one_more(store, trust)
        else:  # not yet committed while the bucket is released
            await one_more(store, trust)
            await store.outbox.ring()
            release = asyncio.create_task(one.release(bunch, FREE, NOW))
            await asyncio.sleep(0.1)
    if database.is_sqlite:
        await one.release(bunch, FREE, NOW)
    else:
        await release

    (bunch,) = await other.claim("other", NOW, buckets=1, lease_s=30)
    assert [letter.key for letter in bunch.letters] == ["late"]


async def one_more(store, trust: TrustId) -> None:
    letter = Letter(
        LetterId(0),
        trust,
        "late",
        {"title": "late", "blocks": []},
        Why.REMINDER,
        Platform.SLACK,
        {},
        "b",
        NOW,
    )
    await store.outbox.add(letter, NOW)


async def test_an_idle_bucket_costs_nothing_until_its_letter_is_due(
    database: Database, trust: TrustId, rooms
):
    await add(database, trust, "a", due=NOW + timedelta(days=3))

    assert await rooms[0].claim("one", NOW, buckets=1, lease_s=30) == []
    (bunch,) = await rooms[0].claim("one", NOW + timedelta(days=4), buckets=1, lease_s=30)
    assert len(bunch.letters) == 1


async def test_what_was_not_begun_goes_back_in_line(database: Database, trust: TrustId, rooms):
    await add(database, trust, "a")
    (bunch,) = await rooms[0].claim("one", NOW, buckets=1, lease_s=30)

    await rooms[0].put_back(bunch)
    await rooms[0].release(bunch, FREE, NOW)

    assert await state(database, trust, "a") is LetterState.WAITING
    assert len(await rooms[1].claim("other", NOW, buckets=1, lease_s=30)) == 1


async def test_metrics_can_count_what_waits(database: Database, trust: TrustId, rooms):
    await add(database, trust, "a", "b")
    (bunch,) = await rooms[0].claim("one", NOW, buckets=1, lease_s=30)
    await rooms[0].sent(bunch.letters[0], "one", "m1", NOW)

    assert await rooms[0].counts() == {LetterState.SENT: 1, LetterState.WAITING: 1}
    assert await rooms[0].oldest_due(NOW) == NOW


async def test_what_a_dead_process_may_have_sent_is_known_to_the_next(
    database: Database, trust: TrustId, rooms
):
    """It died before it could note when it wrote: the platform's window is kept all the same."""
    dead, other = rooms
    await add(database, trust, "a")
    (bunch,) = await dead.claim("dead", NOW, buckets=1, lease_s=0.05)
    assert bunch.unnoted == 0
    await asyncio.sleep(0.1)

    (bunch,) = await other.claim("other", NOW, buckets=1, lease_s=30)

    assert bunch.unnoted == 1
