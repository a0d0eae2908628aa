"""Who comes into the library's pages: by a link of their own, once; and whoever else tries does not."""

import re
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.app import build
from bot.settings import load
from storage.passes import Pass
from storage.tables import metadata

OPENS_NOTHING = "Say “library” to Brightspot"
COME_IN = "Please come in from the chat"


async def test_a_link_is_used_up_by_its_button_and_by_nothing_that_only_looks(site):
    ada = await site.person("Ada Lang")
    link = await site.link(ada)
    for _ in range(2):  # a preview, a mail scanner, a curious phone
        async with site.get(link) as door:
            assert "Continue as Ada Lang" in await door.text()
            assert "Set-Cookie" not in door.headers

    async with site.post(link, {}, origin="https://evil.example") as foreign:
        assert foreign.status == 403
    async with site.post(link, {}, allow_redirects=False) as entered:
        assert (entered.status, entered.headers["Location"]) == (303, "/library")
        (cookie,) = (each for each in entered.headers.getall("Set-Cookie") if each.startswith("library="))
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    assert "What are you looking for?" in await site.words("/library")

    site.client.cookie_jar.clear()
    async with site.post(link, {}) as again:
        assert again.status == 404
        assert OPENS_NOTHING in await again.text()
    assert COME_IN in await site.words("/library")


async def test_a_link_that_is_old_replaced_or_made_up_opens_nothing_and_says_what_to_do(site, clock):
    ada = await site.person("Ada Lang")
    replaced, link = await site.link(ada), await site.link(ada)
    clock.move_to(clock.now() + timedelta(minutes=10))
    for each in (replaced, link, "/library/enter/" + "A" * 43):
        for answer in (site.get(each), site.post(each, {})):
            async with answer as said:
                assert said.status == 404
                assert OPENS_NOTHING in await said.text()
                assert "Ada" not in await said.text()


@pytest.mark.parametrize("how", ["signs out", "half a day", "leaves the trust", "stolen"])
async def test_a_session_ends_with_signing_out_with_the_day_and_with_its_person(site, clock, how):
    ada = await site.person("Ada Lang")
    await site.enters(ada)
    match how:
        case "signs out":
            cookies = {each.key: each.value for each in site.client.cookie_jar}
            async with site.post("/library/leave", {"token": await site.token()}) as left:
                assert "You are signed out" in await left.text()
            site.client.cookie_jar.update_cookies(cookies)  # kept by whoever wants to come back with it
        case "half a day":
            clock.move_to(clock.now() + timedelta(hours=12))
        case "leaves the trust":
            async with site.app.database.store() as store:
                await store.people.forget(ada)
        case "stolen":  # from the database: there is nothing in it but a digest
            async with site.app.database.reading() as store:
                rows = await store.connection.execute(select(metadata.tables["passes"].c.digest))
                (digest,) = rows.scalars()
            site.client.cookie_jar.clear()
            site.client.cookie_jar.update_cookies({"library": digest})
    assert COME_IN in await site.words("/library")


async def test_a_link_is_no_session_and_a_session_is_no_link(site, clock):
    ada = await site.person("Ada Lang")
    async with site.app.database.store() as store:
        session = await store.passes.give(ada, Pass.SESSION, clock.now())
    async with site.post(f"/library/enter/{session}", {}) as answer:
        assert answer.status == 404
    site.client.cookie_jar.update_cookies({"library": (await site.link(ada)).rpartition("/")[2]})
    assert COME_IN in await site.words("/library")


async def test_what_was_wanted_before_entering_is_opened_after_and_nothing_of_another_site(site):
    ada = await site.person("Ada Lang")
    shared = await site.shared(ada, "Mixed-age fractions")
    for wanted in (f"/library/r/{shared.id}", f"/library/r/{shared.id + 1}"):
        site.client.cookie_jar.clear()
        assert await site.words(wanted) == await site.words("/library/mine"), (
            "the same, whether it exists or not"
        )
        async with site.get(wanted):
            pass
        async with site.post(await site.link(ada), {}, allow_redirects=False) as entered:
            assert entered.headers["Location"] == wanted
    site.client.cookie_jar.clear()
    site.client.cookie_jar.update_cookies({"library-wanted": "/library/../evil"})
    async with site.post(await site.link(ada), {}, allow_redirects=False) as entered:
        assert entered.headers["Location"] == "/library"


async def test_every_answer_is_strict_about_what_it_may_load_and_who_may_keep_it(site):
    await site.enters(await site.person("Ada Lang"))
    page = await (await site.get("/library")).text()
    paths = ["/library", "/library/r/1", "/library/nowhere", "/library/enter/x", "/library/static/none.js"]
    paths += re.findall(r'(?:src|href)="(/library/static/[^"]+)"', page)
    assert len(paths) == 10
    for path in paths:
        for method in ("GET", "POST", "PUT"):
            async with site.client.request(method, path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "static" in path or answer.headers["Cache-Control"] == "no-store"


async def test_over_https_the_cookie_belongs_to_this_host_alone(site):
    home = "https://brightspot.example"
    app = build(load(database_url=str(site.app.settings.database_url), public_url=home), site.app.clock)
    async with TestServer(app.web) as server, aiohttp.ClientSession(server.make_url("/")) as client:
        link = await site.link(await site.person("Ada Lang"))
        async with client.post(link, headers={"Origin": home}, allow_redirects=False) as entered:
            (cookie,) = (each for each in entered.headers.getall("Set-Cookie") if "__Host-library" in each)
    await app.stop()
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
