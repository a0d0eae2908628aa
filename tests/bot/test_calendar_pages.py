"""Calendar files and pages, read back by a library that had no part in writing them."""

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import vobject
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.settings import load
from storage.records import AgendaItem, State
from tests.doors.page import parse

LONDON = ZoneInfo("Europe/London")
HOME = "https://brightspot.example"


@pytest.fixture
async def site(database_url, clock):
    """A network of a trust, and whoever opens our pages."""
    app = build(load(database_url=database_url, public_url=HOME), clock)
    server = TestServer(app.web)
    await server.start_server()
    async with app.database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        network = await store.networks.find(
            await store.networks.keep(trust.id, "Maths leads"), trust=trust.id
        )
        token = await store.networks.token(network)
    async with aiohttp.ClientSession(server.make_url("/")) as client:
        yield SimpleNamespace(app=app, network=network, client=client, feed=f"/calendar/network/{token}.ics")
    await server.close()
    await app.stop()


async def planned(site, starts: str = "2026-11-03T15:45", **given):
    """A meeting at this time of the clock in England."""
    async with site.app.database.store() as store:
        at = datetime.fromisoformat(starts).replace(tzinfo=LONDON).astimezone(UTC)
        meeting = await store.meetings.plan(site.network.id, at, trust=site.network.trust, minutes=60)
        return await store.meetings.change(meeting, **given) if given else meeting


async def changed(site, meeting, **values):
    async with site.app.database.store() as store:
        return await store.meetings.change(meeting, **values)


async def read(site, path: str):
    """The events of a file, by the other library."""
    async with site.client.get(path) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/calendar"
        text = (await answer.read()).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return list(vobject.readOne(text).contents.get("vevent", []))


@pytest.mark.parametrize("day", ["2026-10-23", "2026-10-26", "2027-03-26", "2027-03-29"])
async def test_a_meeting_keeps_its_hour_on_both_sides_of_a_clock_change(site, day):
    meeting = await planned(site, f"{day}T15:45")
    (event,) = await read(site, f"/calendar/{meeting.token}.ics")
    assert event.dtstart.value.isoformat()[:16] == f"{day}T15:45"
    assert event.dtend.value.isoformat()[:16] == f"{day}T16:45"
    assert event.dtstart.value.astimezone(UTC) == meeting.starts, "by the file's own rule of the zone"


async def test_a_meeting_that_moved_takes_the_place_of_what_the_calendar_holds(site):
    meeting = await planned(site)
    (before,) = await read(site, f"/calendar/{meeting.token}.ics")
    await changed(site, meeting, starts_at=datetime(2026, 11, 10, 16, tzinfo=UTC), sequence=1)

    (after,) = await read(site, f"/calendar/{meeting.token}.ics")
    calendar = {
        each.uid.value: each for each in sorted((after, before), key=lambda each: each.sequence.value)
    }

    (held,) = calendar.values()
    assert held.dtstart.value.isoformat()[:16] == "2026-11-10T16:00"
    assert (before.sequence.value, after.sequence.value) == ("0", "1")


async def test_a_meeting_that_is_called_off_says_so_in_file_feed_and_page(site):
    meeting = await planned(site, state=State.CANCELLED)
    for path in (f"/calendar/{meeting.token}.ics", site.feed):
        (event,) = await read(site, path)
        assert event.status.value == "CANCELLED"
    async with site.client.get(f"/calendar/{meeting.token}") as answer:
        assert "called off" in await answer.text()


async def test_the_feed_holds_this_school_year_and_the_last(site, clock):
    clock.move_to(datetime(2027, 6, 1, tzinfo=UTC))
    for day in ("2025-07-10", "2025-09-10", "2026-11-03", "2027-06-15"):
        await planned(site, f"{day}T15:45")
    assert [each.dtstart.value.year for each in await read(site, site.feed)] == [2025, 2026, 2027]


@pytest.mark.parametrize(
    "words",
    [
        "Ratio, proportion; and\nEND:VEVENT\r\nBEGIN:VALARM, more: \\n \\, done",
        "👩‍🏫 Lesson study 🎉 " * 20,
        "x" * 500,
        "<script>alert(1)</script> & \"quotes\" 'and' {braces}",
    ],
)
async def test_whatever_people_typed_is_words_in_the_file_and_on_the_page(site, words):
    words = words[:500]
    meeting = await planned(site, purpose=words, place=words, state=State.POSTED)
    async with site.app.database.store() as store:
        await store.agendas.keep(meeting, [AgendaItem(10, words[:200])])

    (event,) = await read(site, f"/calendar/{meeting.token}.ics")
    plain = words.replace("\r\n", "\n").strip()
    assert event.location.value.strip() == plain
    assert event.description.value.startswith(plain)
    assert event.description.value.rstrip().endswith(f"10 min: {words[:200]}".replace("\r\n", "\n").rstrip())
    assert set(event.contents) <= {
        "uid", "sequence", "dtstamp", "last-modified", "dtstart", "dtend", "summary", "status", "location",
        "description", "url",
    }  # fmt: skip

    async with site.client.get(f"/calendar/{meeting.token}") as answer:
        page = parse(await answer.text())
    assert not list(page.every("script"))
    for word in words.split()[:3]:
        assert word in page.words()


async def test_a_draft_is_nobody_elses_to_read(site):
    meeting = await planned(site, purpose="Not decided yet")
    (event,) = await read(site, f"/calendar/{meeting.token}.ics")
    assert "description" not in event.contents
    async with site.client.get(f"/calendar/{meeting.token}") as answer:
        assert "Not decided yet" not in await answer.text()


async def test_the_page_offers_every_kind_of_calendar_and_the_networks_own(site):
    meeting = await planned(site, place="Room 4 or https://video.example/j/1?pwd=a&b=c")
    async with site.client.get(f"/calendar/{meeting.token}") as answer:
        page = parse(await answer.text())
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    links = {each.words(): each.attributes["href"] for each in page.every("a")}
    assert "Tuesday 3 November 2026, 15:45 to 16:45" in page.words()
    assert links["Join by video"] == "https://video.example/j/1?pwd=a&b=c"
    assert links["Calendar file"] == f"/calendar/{meeting.token}.ics"
    assert "dates=20261103T154500%2F20261103T164500&ctz=Europe%2FLondon" in links["Google Calendar"]
    assert "startdt=2026-11-03T15%3A45%3A00%2B00%3A00" in links["Outlook on the web"]
    assert links["Follow all meetings"] == f"webcal://brightspot.example{site.feed}"


async def test_a_calendar_that_has_this_edition_is_not_sent_it_again(site):
    meeting = await planned(site)
    async with site.client.get(site.feed) as first:
        known = {"If-None-Match": first.headers["ETag"]}
    async with site.client.get(site.feed, headers=known) as again:
        assert again.status == 304
    await changed(site, meeting, place="The library", sequence=1)
    async with site.client.get(site.feed, headers=known) as anew:
        assert anew.status == 200


@pytest.mark.parametrize("path", ["/calendar/wrong", "/calendar/wrong.ics", "/calendar/network/wrong.ics"])
async def test_an_address_nobody_gave_out_leads_to_one_plain_sentence(site, path):
    async with site.client.get(path) as answer:
        assert answer.status == 404
        assert "not here any more" in await answer.text()
