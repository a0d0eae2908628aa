"""The playground lets anybody be anybody: so nobody but this machine's own browser comes in."""

from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.browser.gate import refused
from handlers.talk import LOCAL
from storage.records import Person, PersonId, School, SchoolId
from tests.doors.browser import Driver, open_app


@pytest.fixture
async def playground(database_url, clock) -> AsyncIterator[Driver]:
    async with open_app(database_url, clock) as (app, driver):
        async with app.database.store() as store:
            trust = await store.trusts.add("Alder Example Trust")
            await store.schools.keep([School(SchoolId(0), trust.id, "900001", "Elm Park")])
            ada = Person(PersonId(0), trust.id, "ada@school.example", "Ada Example")
            await store.people.keep([ada], datetime(2026, 9, 7, tzinfo=LOCAL))
        yield driver
        assert driver.problems() == []


async def status(driver: Driver, method: str, path: str, **headers: str) -> int:
    address = driver._address
    async with aiohttp.ClientSession() as client:
        data = {"text": "help"} if method == "POST" else None
        async with client.request(
            method, address + path, headers=headers, data=data, allow_redirects=False
        ) as answer:
            assert answer.status < 500
            return answer.status


async def test_pages_open_under_this_machines_own_names_alone(playground):
    assert await status(playground, "GET", "/playground/1/direct") == 200
    for host in ("brightspot.example", "169.254.1.1", "127.0.0.1.evil.example", "evil.example:80", "[", ""):
        assert await status(playground, "GET", "/playground/1/direct", Host=host) in (400, 403), host


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
async def test_nothing_comes_in_through_a_proxy(playground, header):
    assert await status(playground, "GET", "/playground/people", **{header: "10.0.0.9"}) == 403


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1"])
async def test_another_sites_page_cannot_post_here(playground, origin):
    headers = {"Origin": origin} if origin else {}

    assert await status(playground, "POST", "/playground/1/direct/say", **headers) == 403


def test_another_machine_is_turned_away_whatever_it_calls_itself():
    class Far:
        remote = "192.0.2.7"
        host = "127.0.0.1:8080"
        headers: dict[str, str] = {}  # noqa: RUF012  a stand-in for one request
        method = "GET"

    assert refused(Far()) == "The demonstration is only for the machine it runs on."  # type: ignore[arg-type]


async def test_pages_allow_nothing_from_elsewhere_and_nothing_inline(playground):
    async with (
        aiohttp.ClientSession() as client,
        client.get(playground._address + "/playground/people") as page,
    ):
        policy, html = page.headers["Content-Security-Policy"], await page.text()

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for inline in ("<style", " style=", " onclick=", "<script>", "//cdn", "https://"):
        assert inline not in html


@pytest.mark.parametrize(
    "path",
    [
        "/playground/0/direct",
        "/playground/999/direct",
        "/playground/1/network-7",
        "/playground/1/together-1-2",
        "/playground/1/direct/elsewhere/5",
        "/playground/static/..%2fpages.py",
        "/playground/1/elsewhere",
    ],
)
async def test_what_is_not_there_says_so_and_is_no_error(playground, path):
    assert await status(playground, "GET", path) == 404


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("press", {"action": "nothing.known", "values": "{"}),
        ("press", {"action": "\0", "values": "[]"}),
        ("press", {"action": "profile.hide", "values": "[" * 50_000}),
        ("press", {"action": "introductions.agree", "values": '{"introduction": 99999999999999999999}'}),
        (
            "press",
            {"action": "introductions.agree", "values": '{"introduction": "\\ud800"}', "message": "9" * 40},
        ),
        ("open", {"action": "profile.edit", "values": "null"}),
        ("open", {}),
        ("fill", {"action": "profile.edit", "values": "{}", "field.days": "9", "field.x": "y"}),
        ("say", {"text": "\ud800\0 hello"}),
        ("say", {}),
    ],
)
async def test_whatever_is_posted_the_page_answers(playground, path, given):
    headers = {"Origin": playground._address, "Content-Type": "application/x-www-form-urlencoded"}
    data = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in given.items()})
    url = f"{playground._address}/playground/1/direct/{path}"
    async with aiohttp.ClientSession() as client, client.post(url, data=data, headers=headers) as answer:
        assert answer.status in (200, 400, 404, 422)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"\xff\xfe"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=text; filename=a\r\n"
            b"Content-Transfer-Encoding: nonsense\r\n\r\nx\r\n--x--",
        ),
    ],
)
async def test_a_body_that_is_no_form_is_no_error(playground, kind, body):
    headers = {"Origin": playground._address, "Content-Type": kind}
    url = f"{playground._address}/playground/1/direct/say"
    async with (
        aiohttp.ClientSession() as client,
        client.post(url, data=body, headers=headers) as answer,
    ):
        assert answer.status < 500
