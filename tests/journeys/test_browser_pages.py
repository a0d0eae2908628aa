"""The demonstration as a visitor has it: the command is run, and its pages are used in Chromium."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.commands.demo import FILE, START, prepare
from handlers.talk import LOCAL
from storage.store import Database
from tests.chromium import chromium, executable
from tests.forked import Forked, begin

ROOT = Path(__file__).parents[2]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 860}
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

QUESTION = "who else is tackling mixed-age KS1?"

#: Every visible text with its size and the colours it has and stands on, found as the browser paints them.
PAINTED = """
() => {
  const found = [];
  const solid = (colour) => !/rgba\\(.*, 0\\)$|^transparent$/.test(colour);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!text || box.width < 2 || style.visibility !== "visible" || style.clipPath !== "none") continue;
    let ground = element;
    while (ground && !solid(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    const below = getComputedStyle(ground ?? document.documentElement).backgroundColor;
    const [size, weight] = [parseFloat(style.fontSize), parseInt(style.fontWeight)];
    found.push([text.slice(0, 40), style.color, below, size, weight]);
  }
  return found;
}
"""

#: What a screen reader would not be told, or a finger could not hit.
UNCLEAR = """
() => {
  const shown = (e) => e.checkVisibility({visibilityProperty: true});  // nothing inside a closed summary
  const name = (e) => (e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") || "").split(" ")
    .map((id) => document.getElementById(id)?.textContent).join(" ").trim() || [...(e.labels ?? [])]
    .map((l) => l.textContent).join(" ").trim() || (e.innerText ?? "").trim());
  const found = [];
  const used = "a, button, summary, textarea, select, input:not([type=hidden])";
  for (const e of document.querySelectorAll(used)) {
    if (!shown(e)) continue;
    if (!name(e)) found.push("no name: " + e.outerHTML.slice(0, 90));
    const box = e.getBoundingClientRect();
    const inText = e.tagName === "A" && getComputedStyle(e).display === "inline";
    const small = box.height < 24 || box.width < 24;
    if (small && !inText && e.type !== "radio" && e.type !== "checkbox")
      found.push(`too small (${box.width} by ${box.height}): ` + e.outerHTML.slice(0, 90));
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids))
    if (ids.filter((each) => each === id).length > 1) found.push("id twice: " + id);
  for (const e of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
    for (const name of ["aria-labelledby", "aria-describedby"])
      for (const id of (e.getAttribute(name) ?? "").split(" "))
        if (id && !document.getElementById(id)) found.push("points nowhere: " + id);
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) found.push("not one main");
  if (!document.documentElement.lang) found.push("no language");
  if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the screen");
  return found;
}
"""

TAB_STOP = """
() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {what: e.tagName + " " + (e.getAttribute("aria-label") || e.textContent || e.id).trim().slice(0, 40),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}
"""


#: A browser belongs to the loop in which it was started: all tests here share both.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's database as its first start leaves it."""
    executable()
    path = tmp_path_factory.mktemp("sample") / FILE
    with asyncio.Runner() as runner:
        runner.run(make(path))
    return path


async def make(path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await prepare(database, datetime.fromisoformat(START).replace(tzinfo=LOCAL))
    await database.close()


@pytest.fixture
def prepared(sample: Path, tmp_path: Path) -> Path:
    """A folder in which the demonstration was started before, and nothing was done."""
    shutil.copy(sample, tmp_path)
    return tmp_path


@asynccontextmanager
async def demonstration(folder: Path) -> AsyncIterator[str]:
    """`python -m bot demo` in a folder of its own: its address. Started before, it is a fork."""
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
    process: asyncio.subprocess.Process | Forked
    if (folder / FILE).exists():
        process = await begin(
            "bot", "demo", "--port", "0", environment=environment, errors=True, folder=folder
        )
    else:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", "--port", "0",
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        assert "http://127.0.0.1:" in line, line or (await process.communicate())[1].decode()
        yield line.split()[-1].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    assert errors.decode() == ""


@asynccontextmanager
async def visitor(
    browser: Browser, address: str, viewport: dict[str, int], **given: object
) -> AsyncIterator[Page]:
    """A page of a visitor with this screen; whatever the page complained of fails the test."""
    async with await browser.new_context(viewport=viewport, **given) as context:  # type: ignore[arg-type]  its own types
        page = await context.new_page()
        page.set_default_timeout(30_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: None if r.url.startswith(address) else complaints.append(r.url))
        await page.goto(address)
        yield page
        assert complaints == []


async def ask(page: Page, words: str) -> None:
    """Type and press Enter; the answer is there afterwards."""
    before = await page.locator("#messages > li.brightspot").count()
    await page.get_by_label("Message to").fill(words)
    await page.keyboard.press("Enter")
    await page.locator("#messages > li.brightspot").nth(before).wait_for()


def newest(page: Page):
    return page.locator("#messages > li.brightspot").last


async def test_a_question_an_introduction_a_yes_and_the_follow_up_two_weeks_later(tmp_path, browser):
    async with demonstration(tmp_path) as address, visitor(browser, address, DESKTOP) as page:
        await expect(page.locator(".me-words b")).to_have_text("Jess Rowntree")
        await page.get_by_role("button", name=QUESTION).click()
        await expect(newest(page).locator(".card-title")).to_have_text("Colleagues to meet")
        assert await newest(page).locator(".item").count() == 3
        name = (await newest(page).locator(".item h3").first.text_content() or "").split(",")[0]

        await newest(page).get_by_role("button", name="Introduce us").first.click()
        await expect(newest(page)).to_contain_text(f"I have asked {name}")

        await page.locator("#waiting a").click()
        await expect(page.locator(".me-words b")).to_have_text(name)
        await expect(newest(page).locator(".card-title")).to_have_text("Jess Rowntree would like to meet you")
        await newest(page).get_by_role("button", name="Yes, introduce us").click()
        await expect(newest(page).locator(".card-title")).to_have_text("You and Jess Rowntree are in touch")

        # Both are in one thread, and what one writes there the other reads.
        await page.locator("#side").get_by_role("link", name="Jess Rowntree").first.click()
        await expect(newest(page).locator(".card-title")).to_contain_text("meet each other")
        await page.get_by_label("Message to").fill("Shall we talk on Thursday?")
        await page.keyboard.press("Enter")
        await page.locator("#messages > li.mine").wait_for()
        await page.locator("#waiting a", has_text="Jess Rowntree").click()
        await expect(page.locator("#messages > li.other")).to_contain_text("Shall we talk on Thursday?")

        # After ten working days of their own each is asked once: two a week take five weeks.
        await page.goto(address)
        for _ in range(5):
            before = await page.locator("#clock time").get_attribute("datetime")
            await page.get_by_role("button", name="Next week").click()
            await expect(page.locator("#clock time")).not_to_have_attribute("datetime", before or "")
        follow_ups = page.locator(".card-title", has_text=f"Did you and {name} meet?")
        await expect(follow_ups).to_have_count(1)
        await page.get_by_role("button", name="Yes, we met").click()
        await expect(newest(page).locator(".card-title")).to_have_text("Lovely, thank you for telling me")
        await expect(page.locator("#waiting")).to_contain_text(name)


async def test_after_a_second_start_what_was_done_is_still_there(prepared, browser):
    async with demonstration(prepared) as address, visitor(browser, address, DESKTOP) as page:
        await ask(page, "help")
        await page.get_by_role("button", name="Next week").click()
        await expect(page.locator("#clock time")).to_have_attribute("datetime", "2026-09-14T09:05+01:00")
        await ask(page, "networks")

    async with demonstration(prepared) as address, visitor(browser, address, DESKTOP) as page:
        assert await page.locator("#messages > li.mine").count() == 2
        assert await page.locator("#clock .long").text_content() == "Monday 14 September 2026, 09:05"


async def pages_of(page: Page, address: str) -> AsyncIterator[str]:
    """Every kind of page, one after the other, with what can be open on it."""
    me = page.url.rsplit("/", 1)[0]
    await ask(page, QUESTION)
    await page.locator(".elsewhere summary").last.click()
    await page.locator(".renderings pre").first.wait_for()
    yield "an answer"
    await newest(page).get_by_role("button", name="Introduce us").first.click()
    await page.locator("#waiting a").wait_for()
    yield "somebody waits"
    await ask(page, "profile")
    await newest(page).get_by_role("button", name="Edit").click()
    await page.locator(".sheet").wait_for()
    yield "a form"
    await page.goto(me)
    yield "all conversations"
    await page.locator("#side a", has_text="KS1 network").click()
    await page.locator("#composer").wait_for()
    yield "a network"
    await page.goto(f"{address}/playground/people")
    yield "choosing"
    await page.goto(f"{me}/direct")
    await page.goto(
        await page.locator(".elsewhere").last.evaluate("e => new URL(e.dataset.src, location).href")
    )
    yield "the other platforms' view"


async def test_every_page_can_be_read_and_used_on_a_phone_and_a_desk_by_day_and_by_night(prepared, browser):
    found: list[str] = []
    seen: list[str] = []
    async with (
        demonstration(prepared) as address,
        visitor(browser, address, PHONE, reduced_motion="reduce") as page,
    ):
        async for kind in pages_of(page, address):
            seen.append(kind)
            for viewport in (DESKTOP, PHONE):
                await page.set_viewport_size(viewport)
                width = viewport["width"]
                found += [f"{kind}, {width}: {each}" for each in await page.evaluate(UNCLEAR)]
                for scheme in ("light", "dark"):
                    await page.emulate_media(color_scheme=scheme)
                    found += [f"{kind}, {width}, {scheme}: {each}" for each in await faint(page)]
    assert len(seen) == 7
    assert found == []


async def faint(page: Page) -> list[str]:
    """Words with too little contrast (WCAG 2.2 AA), as the browser paints them."""
    found = []
    painted = await page.evaluate(PAINTED)
    assert painted
    for text, ink, ground, size, weight in painted:
        large = size >= 24 or (size >= 18.66 and weight >= 700)
        if contrast(ink, ground) < (3 if large else 4.5):
            found.append(f"{text!r} is {ink} on {ground}")
    return found


async def test_everything_is_reached_and_seen_with_the_keyboard_alone(prepared, browser):
    async with demonstration(prepared) as address, visitor(browser, address, DESKTOP) as page:
        stops: list[str] = []
        for _ in range(40):
            await page.keyboard.press("Tab")
            stop = await page.evaluate(TAB_STOP)
            if stop["what"].startswith("BODY"):
                break
            assert stop["ring"], f"no ring around {stop['what']}"
            assert stop["seen"], f"out of sight: {stop['what']}"
            stops.append(stop["what"])
        order = [
            "Skip to",
            "Brightspot",
            "Next working day",
            "You are Jess",
            "KS1 network",
            "As Slack",
            QUESTION,
            "Send",
        ]
        places = [next(at for at, stop in enumerate(stops) if words in stop) for words in order]
        assert places == sorted(places)

        # Past everything to the message box, ask, and the focus is there again for the next question.
        await page.goto(page.url)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.get_by_label("Message to").focus()
        await ask(page, "profile")
        assert await page.evaluate("() => document.activeElement.id") == "text"

        # A form opens with the focus on its heading, and closes to the message box.
        await newest(page).get_by_role("button", name="Edit").focus()
        await page.keyboard.press("Enter")
        await page.locator(".sheet").wait_for()
        assert await page.evaluate("() => document.activeElement.id") == "sheet-title"
        await page.get_by_role("link", name="Cancel").press("Enter")
        assert await page.locator(".sheet").count() == 0


async def test_who_deletes_everything_ticks_it_first_and_is_told_so_on_a_page_of_its_own(prepared, browser):
    async with demonstration(prepared) as address, visitor(browser, address, PHONE) as page:
        await ask(page, "privacy")
        await newest(page).get_by_role("button", name="Delete everything").click()
        await page.locator(".sheet").get_by_role("button").click()
        problem = page.locator(".sheet .field .problem")
        await expect(problem).to_contain_text("Nothing was deleted")
        described = await page.locator(".sheet fieldset").get_attribute("aria-describedby")
        assert await problem.get_attribute("id") in (described or "").split()

        await page.get_by_label("Yes, delete it").check()
        await page.locator(".sheet").get_by_role("button").click()

        await expect(page.locator("h1")).to_have_text("Everything held on you is deleted")
        await expect(page.locator(".house")).to_have_count(0)
        await page.wait_for_timeout(5_000)  # past the next look for news: there is nobody left to look for
        await page.get_by_role("link", name="Go to the playground").click()
        await expect(page.locator(".me-words b")).not_to_have_text("Jess Rowntree")


async def test_without_script_one_can_still_ask_be_introduced_and_move_the_clock(prepared, browser):
    async with (
        demonstration(prepared) as address,
        visitor(browser, address, DESKTOP, java_script_enabled=False) as page,
    ):
        await page.get_by_role("button", name=QUESTION).click()
        await newest(page).get_by_role("button", name="Introduce us").first.click()
        await expect(newest(page)).to_contain_text("I have asked")
        await page.get_by_role("button", name="Next working day").click()
        await expect(page.locator("#clock .long")).to_have_text("Tuesday 8 September 2026, 09:05")
        await page.get_by_label("Message to").fill("profile")
        await page.get_by_role("button", name="Send").click()
        await newest(page).get_by_role("button", name="Edit").click()
        await page.locator(".sheet textarea").first.fill("phonics in mixed classes")
        await page.locator(".sheet").get_by_role("button").click()
        await expect(newest(page)).to_contain_text("phonics in mixed classes")


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of what the browser calls `rgb(14, 90, 94)`."""
    channels = [float(each) / 255 for each in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
