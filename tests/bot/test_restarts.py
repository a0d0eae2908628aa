"""A process that is restarted, or killed, in the middle of the day loses nothing that it said it had."""

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import suppress

import aiohttp
import pytest
from sqlalchemy import select

from storage.records import Account, Platform
from storage.tables import inbox, outbox
from tests.bot import desk
from tests.bot.test_commands import end, opened
from tests.forked import Forked, begin

SECRET = "a signing secret for the tests"
SLACK = {
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_BOT_TOKEN": "xoxb-test",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",  # nobody listens there: what is sent waits
    "PORT": "0",
    "LOG_LEVEL": "INFO",
}


def event(number: int) -> tuple[bytes, dict[str, str]]:
    """A direct message as Slack signs it."""
    stamp = f"{int(time.time())}"
    payload = {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": f"Ev{number}",
        "event_time": int(stamp),
        "event": {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": f"U{number % 5}",
            "text": "help",
            "ts": f"{stamp}.{number:06}",
            "event_ts": f"{stamp}.{number:06}",
        },
    }
    body = json.dumps(payload).encode()
    signature = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }


@pytest.fixture
async def person(database, clock):
    person = await desk.ada(database, clock)
    async with database.store() as store:
        for number in range(5):
            await store.accounts.link(Account(Platform.SLACK, "T1", f"U{number}"), person, clock.now())
    return person


async def serve(database_url: str) -> Forked:
    return await begin("bot", "serve", environment={"DATABASE_URL": database_url} | SLACK, errors=True)


async def post_until_it_ends(address: str, numbers, accepted: set[int]) -> None:
    """One after the other, as long as anybody listens; which were acknowledged."""
    async with aiohttp.ClientSession() as client:
        for number in numbers:
            body, headers = event(number)
            with suppress(aiohttp.ClientError):
                async with client.post(address + "slack/events", data=body, headers=headers) as answer:
                    assert answer.status in (200, 503)
                    if answer.status == 200:
                        accepted.add(number)


async def answers(database) -> list[str]:
    async with database.engine.connect() as connection:
        return list(await connection.scalars(select(outbox.c.key)))


async def waiting(database) -> int:
    async with database.engine.connect() as connection:
        found = await connection.scalars(select(inbox.c.id).where(inbox.c.handled_at.is_(None)))
        return len(found.all())


async def test_what_was_acknowledged_is_answered_once_whatever_happens_to_the_process(
    database_url, database, person
):
    """The first is killed, the second asked to end; the third finishes what they left."""
    accepted: set[int] = set()
    for number, killed in enumerate((True, False)):
        process = await serve(database_url)
        address = await opened(process)
        numbers = range(number * 200, number * 200 + 200)
        posting = asyncio.create_task(post_until_it_ends(address, numbers, accepted))
        async with asyncio.timeout(30):
            while not accepted & {*numbers}:  # noqa: ASYNC110  another process accepts
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        if killed:
            process.kill()
            await process.communicate()
        else:
            code, _ = await end(process)
            assert code == 0
        await posting
        assert accepted & {*numbers}

    process = await serve(database_url)
    await opened(process)
    # What the killed one had in hand comes back when its lease ends; here that is not waited for.
    async with database.store() as store:
        await store.connection.execute(
            inbox.update().where(inbox.c.handled_at.is_(None)).values(lease_until=None)
        )
    async with asyncio.timeout(60):
        while await waiting(database):  # noqa: ASYNC110  another process does it
            await asyncio.sleep(0.1)
    code, err = await end(process)

    assert code == 0
    assert "Traceback" not in err
    keys = await answers(database)
    assert len(keys) == len(set(keys))
    assert len(keys) >= len(accepted)
