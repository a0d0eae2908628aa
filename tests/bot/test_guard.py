"""Words that must not be kept are not: only which rule it was, when and where."""

import pytest
from sqlalchemy import select, text

from bot.clock import Clock
from bot.guard import Guard
from bot.identity import Identity
from bot.settings import Settings
from handlers.rules.safeguarding import Kind
from storage.records import Installation, Platform
from storage.tables import inbox, metadata, stopped

#: Invented, and the kind of thing that must never be stored.
WORDS = "Tyler Whistlewood in Y4 told me his dad hits him"


@pytest.fixture
def guard(database, clock: Clock):
    return Guard(database, clock, Identity(database, clock, Settings(), {}))


async def stops(guard, text=WORDS, keys=("event:1", "message:1"), **given):
    return await guard.stops(text, keys, Platform.SLACK, given.pop("place", "C1"), workspace="T1", **given)


async def rows(database, table):
    async with database.engine.connect() as connection:
        return (await connection.execute(select(table))).all()


async def test_a_worry_about_a_child_is_stopped_and_only_its_kind_is_kept(guard, database, clock):
    found = await stops(guard)

    assert found.kind in (Kind.SAFEGUARDING, Kind.PUPIL_DATA, Kind.DANGER)
    (kept,) = await rows(database, stopped)
    assert (kept.rule, kept.place, kept.trust_id) == (found.rule, "slack:C1", None)
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                assert "Whistlewood" not in repr(row)


async def test_the_sender_is_told_where_to_go(guard):
    assert "keep" in (await stops(guard)).card.plain() or "kept" in (await stops(guard)).card.plain()


async def test_a_question_about_work_passes_and_leaves_nothing(guard, database):
    assert await stops(guard, "who else is tackling mixed-age KS1?") is None
    assert await rows(database, stopped) == []
    assert await rows(database, inbox) == []


async def test_the_same_delivery_sent_again_is_known(guard, database):
    first = await stops(guard)
    again = await stops(guard)
    other_name = await stops(guard, keys=("event:2", "message:1"))

    assert (first.again, again.again, other_name.again) == (False, True, True)
    assert len(await rows(database, stopped)) == 1


async def test_every_field_of_a_form_is_looked_at(guard):
    assert await stops(guard, ["phonics", WORDS])
    assert await stops(guard, ["phonics", "maths"]) is None
    assert await stops(guard, []) is None


async def test_it_is_counted_for_the_trust_of_the_workspace(guard, database):
    async with database.store() as store:
        trust = await store.trusts.add("Alder Coast Learning Trust")
        await store.installations.keep(Installation(Platform.SLACK, "T1", trust.id))
    await stops(guard)

    (kept,) = await rows(database, stopped)
    assert kept.trust_id == trust.id


async def test_with_the_database_away_it_stops_nothing_less(guard, database):
    await database.close()

    async with database.store() as store:
        await store.connection.execute(text("DROP TABLE stopped"))

    assert await stops(guard)
