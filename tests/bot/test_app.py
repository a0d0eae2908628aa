"""The whole application: which doors open, when it is ready, and how it ends."""

import asyncio
import logging
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.app import TICK_S, build
from bot.settings import load
from storage.records import Installation, Platform

SECRET = "5f2b7c1d9e0a4c6b8d3f1e2a7b9c0d4e"
SLACK = {"slack_signing_secret": SECRET, "slack_bot_token": "xoxb-1"}
TEAMS = {"microsoft_app_id": "11111111-2222", "microsoft_app_password": SECRET}


@pytest.fixture
async def app(database_url, clock):
    app = build(load(database_url=database_url), clock)
    yield app
    await app.stop()


async def test_it_is_ready_once_timetables_tick_and_not_before(app):
    assert await app.not_ready() == "timetables do not run"
    await app.start()
    async with asyncio.timeout(5):
        while await app.not_ready() is not None:  # noqa: ASYNC110  the scheduler has no event to wait for
            await asyncio.sleep(0.02)


async def test_it_is_not_ready_any_more_when_the_ticks_have_stopped(app, clock, monkeypatch):
    await app.timetables.tick()
    assert await app.not_ready() is None

    later = clock.monotonic() + 2 * TICK_S + 1
    monkeypatch.setattr(clock, "monotonic", lambda: later)
    assert await app.not_ready() == "timetables do not run"


async def test_where_timetables_run_elsewhere_their_ticks_are_not_asked_for(database_url, clock):
    app = build(load(database_url=database_url, worker="separate"), clock)
    assert await app.not_ready() is None
    await app.stop()


async def test_it_is_not_ready_with_a_database_that_is_not_migrated(empty_url, clock):
    app = build(load(database_url=empty_url, worker="separate"), clock)
    assert await app.not_ready() == "the database is not migrated"
    await app.stop()


async def test_it_is_not_ready_with_a_database_that_cannot_be_reached(clock, tmp_path):
    nowhere = f"postgresql://nobody@/nothing?host={tmp_path}"
    app = build(load(database_url=nowhere, worker="separate"), clock)
    assert await app.not_ready() == "the database cannot be reached"
    await app.stop()


async def test_without_a_look_at_the_letters_for_a_minute_it_is_not_ready(app):
    await app.timetables.tick()
    assert await app.not_ready() is None

    app.delivery.looked_at -= 61
    assert await app.not_ready() == "delivery does not run"

    await app.delivery.settle()
    assert await app.not_ready() is None


async def test_it_says_no_while_it_ends(app):
    await app.timetables.tick()
    app.draining = True
    assert await app.not_ready() == "draining"


@pytest.mark.parametrize(
    ("given", "doors"),
    [
        ({}, []),
        (SLACK, [Platform.SLACK]),
        (TEAMS, [Platform.TEAMS]),
        (SLACK | TEAMS, [Platform.SLACK, Platform.TEAMS]),
    ],
)
async def test_only_the_doors_that_are_set_up_are_open(tmp_path, clock, given, doors):
    app = build(load(database_url=f"sqlite:///{tmp_path}/a.db", **given), clock)
    paths = {resource.canonical for resource in app.web.router.resources()}
    await app.stop()

    assert list(app.doors) == doors
    assert ("/slack/events" in paths) == (Platform.SLACK in doors)
    assert ("/api/messages" in paths) == (Platform.TEAMS in doors)
    assert "/playground" not in paths


async def test_the_playground_opens_in_the_demonstration_alone(tmp_path, clock):
    app = build(load(database_url=f"sqlite:///{tmp_path}/a.db"), clock, demo=True)
    await app.stop()

    assert Platform.BROWSER in app.doors


async def test_a_worker_sends_through_every_door_and_listens_at_none(tmp_path, clock):
    app = build(load(database_url=f"sqlite:///{tmp_path}/a.db", **SLACK), clock, worker=True)
    paths = {resource.canonical for resource in app.web.router.resources()}
    await app.stop()

    assert list(app.doors) == [Platform.SLACK]
    assert paths == {"/healthz", "/readyz", "/metrics"}


async def test_a_closed_door_costs_nothing_at_the_start():
    """Neither platform's libraries are imported where its door is closed, nor APScheduler's by `build`."""
    code = (
        "import sys; from bot.app import build; from bot.settings import load; "
        "build(load(database_url='sqlite:///unused.db')); "
        "print([each for each in ('slack_bolt', 'slack_sdk', 'botbuilder', 'botframework', 'apscheduler', "
        "'alembic') if each in sys.modules])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()

    assert out.decode().strip() == "[]"


async def test_what_is_closed_is_said_at_the_start(app, caplog):
    with caplog.at_level(logging.WARNING):
        await app.start()

    said = [record.getMessage() for record in caplog.records]
    assert "Slack is closed: SLACK_SIGNING_SECRET is not set" in said
    assert "Teams is closed: MICROSOFT_APP_ID is not set" in said
    assert any(each.startswith("SECRET_KEY is not set") for each in said)


async def test_starting_and_ending_again_and_again_leaves_nothing_running(database_url, clock):
    for _ in range(3):
        app = build(load(database_url=database_url), clock)
        await app.start()
        await app.stop()

    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not others


# ------------------------------------------------------------------ whose workspace


async def trust_of(app, platform, workspace):
    async with app.database.reading() as store:
        return await app.identity.trust_of(platform, workspace, store)


async def test_a_workspace_is_the_trusts_that_it_was_connected_to(app):
    async with app.database.store() as store:
        first, second = await store.trusts.add("Alder Coast"), await store.trusts.add("Birch Valley")
        await store.installations.keep(Installation(Platform.SLACK, "T1"))
        await store.installations.connect(Platform.SLACK, "T1", trust=second.id)
        await store.installations.connect(Platform.TEAMS, "T1", trust=first.id)

    assert await trust_of(app, Platform.SLACK, "T1") == second.id
    assert await trust_of(app, Platform.TEAMS, "T1") == first.id
    assert await trust_of(app, Platform.SLACK, "T2") is None


@pytest.mark.parametrize(
    ("given", "platform", "workspace", "known"),
    [
        (SLACK, Platform.SLACK, "T1", True),
        ({**SLACK, "slack_client_id": "1.2", "slack_client_secret": SECRET}, Platform.SLACK, "T1", False),
        ({}, Platform.SLACK, "T1", False),
        (TEAMS | {"microsoft_app_tenant_id": "AAAA"}, Platform.TEAMS, "aaaa", True),
        (TEAMS | {"microsoft_app_tenant_id": "AAAA"}, Platform.TEAMS, "bbbb", False),
        (TEAMS, Platform.TEAMS, "aaaa", False),
        ({}, Platform.BROWSER, "browser", False),
    ],
)
async def test_only_the_operators_own_workspace_needs_no_connecting(
    database_url, clock, given, platform, workspace, known
):
    app = build(load(database_url=database_url, **given), clock)
    async with app.database.store() as store:
        trust = await store.trusts.add("Alder Coast")
    found = await trust_of(app, platform, workspace)
    async with app.database.store() as store:
        await store.trusts.add("Birch Valley")
    with_two = await trust_of(app, platform, workspace)
    await app.stop()

    assert found == (trust.id if known else None)
    assert with_two is None


# ------------------------------------------------------------------ installations


async def test_a_state_comes_back_once_however_many_ask_at_the_same_time(database, clock):
    async with database.store() as store:
        await store.installations.begin("s1", clock.now() + timedelta(minutes=10))
        await store.installations.begin("s2", clock.now() - timedelta(seconds=1))

    async def finish(state: str) -> bool:
        async with database.store() as store:
            return (await store.installations.finish(state, clock.now()))[0]

    assert sum(await asyncio.gather(*(finish("s1") for _ in range(20)))) == 1
    assert not await finish("s2")
    assert not await finish("never begun")


async def test_a_reinstallation_is_the_same_row_and_keeps_its_trust(database):
    async with database.store() as store:
        trust = await store.trusts.add("Alder Coast")
        await store.installations.keep(Installation(Platform.SLACK, "T1", trust.id, sealed_token=b"one"))
        await store.installations.keep(Installation(Platform.SLACK, "T1", sealed_token=b"two"))
        found = await store.installations.find(Platform.SLACK, "T1")
        count = await store.connection.scalar(text("SELECT count(*) FROM installations"))

    assert (found.trust, found.sealed_token, count) == (trust.id, b"two", 1)


async def test_an_uninstalled_workspace_leaves_no_token(database):
    async with database.store() as store:
        await store.installations.keep(Installation(Platform.SLACK, "T1", sealed_token=b"one"))
        await store.installations.remove(Platform.SLACK, "T1")
        assert await store.installations.find(Platform.SLACK, "T1") is None
