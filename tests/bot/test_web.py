"""The pages that belong to no platform, and what holds for every request."""

import io
import json
import logging
import re
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import logs
from bot.app import BODY_LIMIT, build
from bot.settings import load
from bot.web.papers import PRIVACY
from handlers.privacy import what_i_hold
from storage.letterbox import Busy


@pytest.fixture
async def app(database_url, clock):
    app = build(load(database_url=database_url), clock)

    async def breaks(request: web.Request) -> web.Response:
        raise ValueError("Tyler Whistlewood")

    async def busy(request: web.Request) -> web.Response:
        raise Busy("not now")

    async def reads(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    app.web.add_routes(
        [web.get("/breaks/{secret}", breaks), web.get("/busy", busy), web.post("/reads", reads)]
    )
    yield app
    await app.stop()


@pytest.fixture
async def client(app):
    server = TestServer(app.web)
    await server.start_server()
    async with aiohttp.ClientSession(server.make_url("/")) as client:
        yield client
    await server.close()


async def test_it_says_that_it_is_alive(client):
    async with client.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_the_front_page_says_so_while_no_chat_is_connected(client):
    async with client.get("/") as answer:
        assert "neither Slack nor Microsoft Teams is connected yet" in await answer.text()


async def test_it_says_whether_it_is_ready_and_why_not(client, app):
    async with client.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (503, {"ready": False, "why": "timetables do not run"})
    await app.timetables.tick()
    async with client.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ready": True})


@pytest.mark.parametrize(
    "name",
    [
        "ack_seconds",
        "dedupe_hits_total",
        "inbox_waiting",
        "outbox_oldest_due_seconds",
        "outbox_letters",
        "send_total",
        "loop_lag_seconds",
        "last_tick_seconds",
    ],
)
async def test_what_alerts_are_built_on_is_measured_by_its_name(client, name):
    async with client.get("/metrics") as answer:
        assert answer.status == 200
        assert f"# HELP {name.removesuffix('_total')}" in await answer.text()


async def test_home_is_a_plain_page_that_fetches_nothing_from_anywhere(client):
    async with client.get("/") as answer:
        page = await answer.text()
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    assert "<h1>Brightspot</h1>" in page
    assert 'lang="en-GB"' in page
    assert not re.search(r"(src|href)=|url\(|<script", page)


async def test_the_links_of_the_apps_to_privacy_and_terms_lead_somewhere(client):
    manifest = (Path(__file__).parents[2] / "bot/teams/manifest.json").read_text()
    sections = re.findall(r"/#(\w+)", manifest)
    async with client.get("/") as answer:
        page = await answer.text()

    assert sections == ["privacy", "terms"]
    for each in sections:
        assert f'<section id="{each}">' in page
    assert "data controller" in page
    assert "hide me from search" in page


def test_the_page_and_the_chat_say_the_same_of_suggestions_and_topics():
    for told in (PRIVACY, what_i_hold(kept=True).plain()):
        words = " ".join(told.split())
        assert "you suggest for agendas" in words
        assert "draft agenda, never your words or name" in words


async def test_a_mistake_of_ours_tells_a_number_and_nothing_else(client, caplog):
    with caplog.at_level(logging.ERROR):
        async with client.get("/breaks/f00d") as answer:
            words = await answer.text()
    (record,) = [each for each in caplog.records if each.message == "a request failed"]
    assert record.path == "/breaks/{secret}", "and no log holds a way in"

    assert answer.status == 500
    assert re.fullmatch(r"Sorry, that went wrong on our side \([0-9a-f]{8}\)\.", words)


async def test_a_busy_database_asks_to_come_again(client):
    async with client.get("/busy") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


async def test_a_body_longer_than_any_platform_sends_is_refused(client):
    async with client.post("/reads", data=b"x" * BODY_LIMIT) as answer:
        assert await answer.text() == str(BODY_LIMIT)
    async with client.post("/reads", data=b"x" * (BODY_LIMIT + 1)) as answer:
        assert answer.status == 413


async def test_an_unknown_page_is_simply_not_there(client):
    async with client.get("/nothing/here") as answer:
        assert answer.status == 404


# ------------------------------------------------------------------ logs


@pytest.fixture
def written():
    """What a logger writes, as the lines that reach the machine's log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.AsJson())
    log = logging.getLogger("bot.test")
    log.addHandler(handler)
    log.propagate = False
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    log.removeHandler(handler)
    log.propagate = True


def test_a_log_line_is_json_with_ids(written):
    logging.getLogger("bot.test").warning("a delivery waits", extra={"inbox": 7, "platform": "slack"})

    (line,) = written()
    assert (line["level"], line["what"], line["inbox"], line["platform"]) == (
        "warning",
        "a delivery waits",
        7,
        "slack",
    )


def test_what_people_wrote_and_tokens_never_reach_the_log(written):
    try:
        raise ValueError("xoxb-secret Tyler Whistlewood")
    except ValueError:
        logging.getLogger("bot.test").exception("a handler failed", extra={"id": "ab12"})

    (line,) = written()
    assert line["error"] == "ValueError"
    assert any(place.startswith("test_web.py:") for place in line["through"])
    assert "Whistlewood" not in json.dumps(line)
    assert "xoxb" not in json.dumps(line)


def test_a_librarys_message_is_told_without_what_it_quotes():
    record = logging.LogRecord("library", logging.ERROR, "", 0, "cannot read %s", ("Whistlewood",), None)

    assert json.loads(logs.AsJson().format(record))["what"] == "cannot read %s"
