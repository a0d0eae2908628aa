"""The library's pages as people use them, in Chromium; and as axe-core reads them for who cannot see them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Page, expect
from sqlalchemy import insert

from handlers.library.keeping import retag
from storage.records import Kind, PracticeId
from storage.tables import practices
from tests.bot.web.conftest import Site
from tests.chromium import chromium, executable

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 860}
NARROWEST = 320
PLAY = PracticeId(1)
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

pytestmark = pytest.mark.parametrize("template", ["sqlite"], indirect=True)

SHARED = (
    ("Mixed-age fractions, lesson by lesson", "Saved me a week with Y3/4", Kind.LESSON, "Maths leads"),
    ("Talk tactics in ten minutes", "Oracy for KS3, shown at our twilight", Kind.VIDEO, "English leads"),
    (
        "Phonics fidelity: what to look for",
        "For phonics leads in small schools",
        Kind.GUIDANCE,
        "English leads",
    ),
    ("Letter to families about attendance", "Parents answer this one", Kind.TEMPLATE, "Attendance group"),
    ("What the evidence says on attendance", "A short read on absence", Kind.RESEARCH, "Attendance group"),
)


@pytest.fixture
async def library(site: Site) -> Site:
    """Hannah's: five things in three networks, one checked, one that helped."""
    executable()
    hannah, bo = await site.person("Hannah Wetherby"), await site.person("Bo Sample")
    networks = {name: await site.network(name, hannah, bo) for *_, name in SHARED}
    for title, purpose, kind, name in SHARED:
        found = await site.shared(hannah, title, purpose=purpose, network=networks[name])
        async with site.app.database.store() as store:
            await retag(found, store, kind=kind)
    async with site.app.database.store() as store:
        now = site.app.clock.now()
        play = {"id": PLAY, "trust_id": hannah.trust, "name": "First ten minutes", "kind": "set play"}
        asks = [
            "What happens at the door?",
            "Who greets whom?",
            "What is on the board?",
            "When does it begin?",
        ]
        await store.connection.execute(
            insert(practices).values(play | {"about": "Begin well", "questions": asks})
        )
        (first, *_) = await store.resources.everyone(hannah.trust)
        await store.sharings.add(first, bo, now, network=networks["Maths leads"].id, purpose="We use it too")
        await store.uses.note(first, bo, helped_at=now, line="Our moderation got much shorter")
        await retag(first, store, checked_by_id=bo.id, checked_until=now.date(), practices=(PLAY,))
    return site


@asynccontextmanager
async def visitor(site: Site, viewport: dict[str, int], name: str, **given: object) -> AsyncIterator[Page]:
    """Somebody's browser after they have come in by their link; what a page complains of fails the test."""
    async with chromium() as browser:
        context = await browser.new_context(viewport=viewport, base_url=site.origin, **given)  # type: ignore[arg-type]
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if is_complaint(m) else None)
        page.on("request", lambda r: None if r.url.startswith(site.origin) else complaints.append(r.url))
        await page.goto(await site.link(site.people[name]))
        await page.get_by_role("button", name=f"Continue as {name}").click()
        await expect(page.get_by_label("What are you looking for?")).to_be_visible()
        yield page
        assert complaints == []


def is_complaint(message: ConsoleMessage) -> bool:
    """Not a form that comes back with a problem, nor that something is gone which was taken back."""
    return message.type in ("error", "warning") and not re.search("status of (422|404)", message.text)


def titles(page: Page):
    return page.locator(".line h3")


async def test_search_narrow_down_read_put_right_and_add(library):
    async with visitor(library, DESKTOP, "Hannah Wetherby") as page:
        await expect(titles(page)).to_have_count(5)

        # As one types: the list, the address and what a screen reader hears, and no new page.
        await page.evaluate("window.same = true")
        await page.get_by_label("What are you looking for?").press_sequentially("absence", delay=20)
        await expect(page.locator("#count")).to_have_text("2 resources")
        await expect(page.locator("#announcer")).to_have_text("2 resources")
        await expect(page).to_have_url(f"{library.origin}/library?q=absence")

        # A filter, which stays while one types on, and goes with a tap.
        await page.get_by_role("link", name="Research 1").click()
        await expect(titles(page)).to_have_text(["What the evidence says on attendance"])
        await page.go_back()
        await expect(titles(page)).to_have_count(2)
        await page.go_forward()
        await page.get_by_role("link", name="Research: take this away").click()
        await expect(titles(page)).to_have_count(2)
        assert await page.evaluate("window.same")

        await page.get_by_role("link", name="Letter to families about attendance").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Letter to families about attendance")
        await expect(page.locator(".story")).to_contain_text("Hannah Wetherby")
        await expect(page.locator(".story")).to_contain_text("Parents answer this one")

        # Put right with one tap.
        await page.get_by_text("Put the tags right").click()
        before = await page.locator(".tag").all_text_contents()
        await page.locator(".toggles").get_by_role("button", name="Key stage 2").click()
        await expect(page.locator(".tag", has_text="Key stage 2")).to_be_visible()
        assert "Key stage 2" not in before

        # Out of the way, and back.
        await page.get_by_role("button", name="Archive").click()
        await expect(page.locator(".said")).to_contain_text("Archived")
        await page.goto("/library?q=absence")
        await expect(titles(page)).to_have_text(["What the evidence says on attendance"])
        await page.goto("/library?q=absence&archived=1")
        await titles(page).get_by_role("link").click()
        await page.get_by_role("button", name="Bring it back").click()
        await expect(page.get_by_role("button", name="Archive")).to_be_visible()

        await page.get_by_role("link", name="Add").click()
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator(".field .problem").first).to_have_text("Please fill this in.")
        await page.get_by_label("Address").fill(
            "https://www.ncetm.org.uk/classroom-resources/spine-1?utm_source=x"
        )
        await page.get_by_label("What is it for?").fill("Number sense in Reception")
        await page.get_by_role("radio", name="Maths leads").check()
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator(".said")).to_contain_text("Saved")
        await expect(page.get_by_role("region", name="Shared by me")).to_contain_text(
            "Number sense in Reception"
        )

        mine = page.locator(".line", has_text="Number sense in Reception")
        await mine.get_by_role("link").first.click()
        await page.get_by_role("button", name="Take it back").click()
        await expect(page.locator(".said")).to_contain_text("Not kept")

        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Signed out")


async def test_the_main_path_with_the_keyboard_alone(library):
    async with visitor(library, DESKTOP, "Bo Sample") as page:
        assert await page.evaluate("document.activeElement.id") == "q", "the search comes first"
        await page.keyboard.type("fractions")
        await expect(titles(page)).to_have_count(1)
        for _ in range(40):
            await page.keyboard.press("Tab")
            stop = await page.evaluate(STOP)
            assert stop["ring"], f"no ring around {stop['what']}"
            assert stop["seen"], f"out of sight: {stop['what']}"
            if stop["what"].startswith("Mixed-age fractions"):
                break
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Mixed-age fractions")
        await page.get_by_role("button", name="Save for me").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".said")).to_contain_text("Saved")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")  # past everything around
        await expect(page.locator("main")).to_be_focused()


STOP = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const ring = [e, e.closest(".box") ?? e].map((each) => getComputedStyle(each));
  return {what: (e.getAttribute("aria-label") || e.textContent || e.id).trim().slice(0, 40),
    ring: ring.some((each) => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2),
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""

#: What a finger could not hit. Links among words are let be (WCAG 2.5.8), tags are small and apart.
SMALL = """() => [...document.querySelectorAll(
    "a, button, summary, textarea, select, input:not([type=hidden])")]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.matches(".skip, .tag, .told a, h3 a"))
  .map((e) => [e.closest("label") ?? e, e]).filter(([e]) => e.getBoundingClientRect().height < 43.5)
  .map(([, e]) => e.outerHTML.slice(0, 90))"""


#: All of WCAG 2.2 to AA, and what axe-core calls good practice; and what a dark page may have otherwise.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
PAGES = (
    "/library",
    "/library?q=attendance&kind=research",
    "/library?q=xyzzy",
    "/library/r/1",
    "/library/mine",
    "/library/add",
    "/library/network/1",
    "/library/practice/1",
)


async def test_every_page_is_for_everybody_on_a_phone_and_a_desk_by_day_and_by_night(library):
    found: list[str] = []
    async with visitor(library, PHONE, "Hannah Wetherby", reduced_motion="reduce") as page:
        for path in PAGES:
            await page.goto(path)
            for each in await page.locator("details:not([open])").all():
                await each.locator("summary").click()
            for width in (NARROWEST, PHONE["width"], DESKTOP["width"]):
                await page.set_viewport_size({"width": width, "height": 740})
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                found += [f"{path}: too small: {each}" for each in await page.evaluate(SMALL)]
            for scheme, rules in (("light", RULES), ("dark", COLOURS)):
                await page.emulate_media(color_scheme=scheme)
                result = (await Axe().run(page, options=rules)).response
                assert result["passes"], "something was looked at"
                found += [f"{path}: {each['id']} {each['nodes'][0]['html']}" for each in result["violations"]]
    assert found == []


async def test_without_script_everything_that_matters_works(library):
    async with visitor(library, PHONE, "Bo Sample", java_script_enabled=False) as page:
        await page.get_by_label("What are you looking for?").fill("attendance")
        await page.get_by_role("button", name="Search").click()
        await expect(page.locator("#count")).to_have_text("2 resources")
        await page.get_by_text("Narrow it down").click()
        await page.get_by_role("link", name="Template 1").click()
        await expect(titles(page)).to_have_text(["Letter to families about attendance"])
        await titles(page).get_by_role("link").click()
        await page.get_by_role("button", name="Save for me").click()
        await expect(page.locator(".said")).to_contain_text("Saved")
        await page.get_by_role("link", name="Mine").click()
        await expect(page.get_by_role("region", name="Saved by me")).to_contain_text("Letter to families")
