"""A network's initiatives in the browser: who reads what, and that everybody can, however they look at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from storage.records import Network
from tests.bot.web.conftest import Site
from tests.bot.web.test_library_in_chromium import COLOURS, DESKTOP, NARROWEST, PHONE, RULES, SMALL
from tests.chromium import chromium, executable
from tests.initiatives import SCHOOLS, lived

pytestmark = pytest.mark.parametrize("template", ["sqlite"], indirect=True)


@pytest.fixture
async def maths(site: Site) -> Network:
    """Hannah facilitates it, Bo is in it, Cora coordinates the trust, Zed is in nothing."""
    hannah, bo = await site.person("Hannah Wetherby"), await site.person("Bo Sample")
    await site.person("Cora Dean", coordinator=True)
    await site.person("Zed Else")
    network = await site.network("Maths leads", hannah, bo, open=False)
    async with site.app.database.store() as store:
        await store.networks.lead(network.id, hannah, facilitator=True)
    await lived(site.app, network.id, hannah)
    return network


async def enters(site: Site, name: str, page: str) -> str:
    """By a link from the chat, to the page it names; what stands there."""
    site.client.cookie_jar.clear()
    link = (await site.link(site.people[name])).replace("/library/", "/cycle/")
    async with site.post(f"{link}?to={page}", {}) as answer:
        assert answer.url.path == page, "the link leads to its page"
    return await site.words(page)


async def test_each_reads_as_much_as_is_theirs_to_read(site: Site, maths: Network):
    page = f"/cycle/network/{maths.id}"

    leading = await enters(site, "Hannah Wetherby", page)
    for told in ("What waits for you", "Nobody leads it now", "Past the review date", "Quiet for six weeks"):
        assert told in leading
    assert all(school in leading for school in SCHOOLS)

    taking_part = await enters(site, "Bo Sample", page)
    assert "Number facts that stick" in taking_part
    assert "Deliver" in taking_part
    assert "Quiet" not in taking_part
    assert "What waits for you" not in taking_part

    for name in ("Zed Else", "Yan Birch"):
        if name not in site.people:
            await site.person(name, trust="Birch Example Trust", coordinator=True)
        await enters(site, name, "/cycle")
        async with site.get(page) as answer:
            assert answer.status == 404
            assert "Number facts" not in await answer.text()
        async with site.get("/cycle/trust") as answer:
            assert answer.status == (404 if name == "Zed Else" else 200)
            assert "Explore" not in await answer.text()

    await enters(site, "Cora Dean", "/cycle/trust")
    assert "Maths leads" in await site.words("/cycle")


async def test_the_page_is_narrowed_down_by_school_and_stage(site: Site, maths: Network):
    await enters(site, "Hannah Wetherby", "/cycle")
    page = f"/cycle/network/{maths.id}"
    for query, seen, unseen in (
        ("school=Fenside+Example", "Number facts", "Rekenreks"),
        ("stage=sustain", "Rekenreks", "A maths book"),
        ("stage=finished", "A maths book", "Arithmetic before the bell"),
        ("stage=paused", "Arithmetic before the bell", "Rekenreks"),
        ("stage=decide", "Nothing there", "Arithmetic before the bell"),
        ("stage=%3Cscript%3E&school=%27%22", "Nothing there", "script"),
    ):
        words = await site.words(f"{page}?{query}")
        told = words.partition("All stages")[2]
        assert seen in told, query
        assert unseen not in told, query


@asynccontextmanager
async def visitor(site: Site, name: str, page: str) -> AsyncIterator[Page]:
    async with chromium() as browser:
        context = await browser.new_context(viewport=DESKTOP, base_url=site.origin, reduced_motion="reduce")
        shown = await context.new_page()
        complaints: list[str] = []
        shown.on("console", lambda message: complaints.append(message.text))
        link = (await site.link(site.people[name])).replace("/library/", "/cycle/")
        await shown.goto(f"{link}?to={page}")
        await shown.get_by_role("button", name=f"Continue as {name}").click()
        await expect(shown.get_by_role("heading", level=1)).to_be_visible()
        yield shown
        assert complaints == [], "nothing is loaded or run that the page may not"


async def test_the_pages_are_for_everybody_on_a_phone_and_a_desk_by_day_and_by_night(
    site: Site, maths: Network
):
    executable()
    found: list[str] = []
    picture = f"/cycle/network/{maths.id}"
    cora = site.people["Cora Dean"]
    others = await site.network("English leads", cora)
    for place in range(5):
        await lived(site.app, others.id, cora, [f"School {place}{letter}" for letter in "abc"])
    async with visitor(site, "Cora Dean", picture) as page:
        await expect(page.locator(".row")).to_have_count(9)
        await page.get_by_text("The same as a table").click()
        await expect(page.get_by_role("table").get_by_role("row")).to_have_count(10)
        await page.get_by_label("Stage", exact=True).select_option(label="Finished")
        await page.get_by_role("button", name="Show").press("Enter")
        await expect(page.locator(".row")).to_have_count(2)
        for path in (picture, "/cycle", "/cycle/trust"):
            await page.goto(path)
            for width in (NARROWEST, PHONE["width"], DESKTOP["width"]):
                await page.set_viewport_size({"width": width, "height": 740})
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                found += [f"{path}: too small: {each}" for each in await page.evaluate(SMALL)]
            for scheme, rules in (("light", RULES), ("dark", COLOURS)):
                await page.emulate_media(color_scheme=scheme)
                result = (await Axe().run(page, options=rules)).response
                assert result["passes"], "something was looked at"
                found += [f"{path}: {each['id']} {each['nodes'][0]['html']}" for each in result["violations"]]
        await expect(page.locator("dd").first).to_have_text("10 or more")
    assert found == []
