"""From the last minute of a meeting to what came of it, through Slack, Teams and the browser."""

from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from handlers.talk import LOCAL
from storage.records import State
from tests.conversation import Household, Member
from tests.doors.shown import Shown

TUESDAY = datetime(2026, 11, 3, 15, 45, tzinfo=LOCAL)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(TUESDAY - timedelta(days=1, hours=6))  # Monday morning


async def met(house: Household, *, channel: bool = True) -> tuple[Member, Member, Member, Member]:
    """Maths leads met on a Tuesday after school: Ada came, Sam could not, Zoe never said."""
    hannah = await house.member("Hannah Host", networks=["Maths leads"])
    ada = await house.member("Ada Example", school="Oakhill", networks=["Maths leads"])
    sam = await house.member("Sam Sample", school="Fenside", networks=["Maths leads"])
    zoe = await house.member("Zoe Other", school="Fenside", networks=["Maths leads"])
    if channel:
        await house.channel("Maths leads", hannah, ada, sam, zoe)
    async with house.database.store() as store:
        (network,) = await store.networks.of(hannah.person)
        await store.networks.lead(network.id, hannah.person, facilitator=True)
        meeting = await store.meetings.plan(network.id, TUESDAY, trust=network.trust, minutes=60)
        asks = "How shall we begin?"
        meeting = await store.meetings.change(meeting, state=State.POSTED, posted_at=TUESDAY, purpose=asks)
        for member, coming in ((hannah, True), (ada, True), (sam, False)):
            await store.attendance.answer(meeting, member.person, coming_=coming, now=house.app.clock.now())
    await house.wait(HOUR)
    await house.wait(timedelta(days=1, hours=6, minutes=30))  # Tuesday, 17:15
    return hannah, ada, sam, zoe


NOTES = {
    "In one line": "Talk first, write second.",
    "Bright spot": "Talk tactics in Year 3: every child explains twice.",
    "Whom to ask about it": "ada",
    "Who does what by when": "Ada: share the talk cards by 20 November\nZoe Other: try them",
}


def titled(member: Member, words: str) -> list[Shown]:
    return [each for each in member.sees() if words in each.title]


async def wraps_up(house: Household, member: Member, notes: dict[str, str]) -> Shown:
    await member.says("agenda wrap up maths")
    if "Wrap up" in member.newest().buttons:  # a typed message opens no form by itself on Slack
        await member.presses("Wrap up")
    return await member.fills(notes)


async def test_one_form_and_everybody_hears_once_what_they_need(house):
    hannah, ada, sam, zoe = await met(house)

    saved = await wraps_up(house, hannah, NOTES | {"Whom to ask about it": "sam"})
    assert "It goes to everybody on Wednesday 4 November 2026 at 08:00" in saved.text
    assert not titled(sam, "what we agreed")

    await house.wait(15 * HOUR)  # Wednesday, 8:15
    for member in (hannah, ada, sam, zoe):
        (agreed,) = titled(member, "Maths leads: what we agreed on Tuesday 3 November 2026")
        assert "Talk first, write second." in agreed.text
        assert "Ask Sam Sample, Fenside." in agreed.text
    (took,) = titled(ada, "what you took on")
    assert "share the talk cards" in took.text
    assert "by Friday 20 November 2026" in took.text
    assert "try them" not in took.text
    (missed,) = titled(sam, "Sorry we missed you")
    assert "Talk tactics in Year 3" in missed.text
    assert "Ask" not in missed.text, "nobody is told to ask themselves"
    assert not titled(hannah, "how did it go?"), "whoever has wrapped up is not asked to"

    await hannah.presses("Change it")
    await hannah.fills({"In one line": "Talk first, then write."})
    for member in (hannah, sam):
        (agreed,) = titled(member, "what we agreed")
        assert "Talk first, then write." in agreed.text, "what has gone is edited, not sent again"
    assert len(titled(ada, "what you took on")) == 1


async def test_an_action_is_asked_about_once_on_its_day_and_every_answer_is_good(house):
    hannah, ada, _, zoe = await met(house, channel=False)
    await wraps_up(house, hannah, NOTES)
    await hannah.presses("Send it now")
    assert len(titled(ada, "what we agreed")) == 1, "without a channel each hears by themselves"
    assert "Done" in titled(ada, "what you took on")[0].buttons

    await house.wait(timedelta(days=15, hours=15))  # Thursday 19 November, in the morning
    assert not titled(ada, "how did it go?")
    await house.wait(timedelta(days=1))
    assert len(titled(ada, "You took this on: how did it go?")) == 1
    await ada.presses("Change date")
    await ada.fills({"By when?": "Saturday 5 December"})
    later = await ada.fills({"By when?": "Monday 7 December"})
    assert "I will ask once more, on Monday 7 December 2026." in later.text
    asked = len(titled(ada, "how did it go?"))  # a modal leaves the card as it was, elsewhere it is redrawn
    for days, more in ((16, 0), (1, 1), (3, 1)):
        await house.wait(timedelta(days=days))
        assert len(titled(ada, "how did it go?")) == asked + more
    nothing = await ada.presses("Drop it")
    assert "that is fine" in nothing.text
    assert "nothing open" in (await ada.says("agenda actions")).text
    assert "try them" in (await zoe.says("agenda actions")).text


async def test_it_did_not_happen_is_one_tap_and_whoever_forgets_is_reminded_once(house):
    hannah, _, sam, _ = await met(house)
    await house.wait(15 * HOUR)
    assert len(titled(hannah, "how did it go?")) == 1
    for _ in range(3):
        await house.wait(timedelta(days=7))
        assert len(titled(hannah, "how did it go?")) == 2
    assert not titled(sam, "how did it go?")

    answer = await hannah.presses("It did not happen")
    assert "I have noted that it did not happen, and tell nobody." in answer.text
    assert not titled(sam, "what we agreed")


async def test_two_who_wrap_up_at_once_lose_no_words(house):
    hannah, ada, *_ = await met(house)
    async with house.database.store() as store:
        (network,) = await store.networks.of(ada.person)
        await store.networks.lead(network.id, ada.person, facilitator=True)
    await hannah.says("agenda wrap up maths")
    if "Wrap up" in hannah.newest().buttons:
        await hannah.presses("Wrap up")
    await wraps_up(house, ada, {"In one line": "Talk first.", "What you decided": "Ada’s decision."})

    await hannah.fills({"What you decided": "Hannah’s decision."})
    await hannah.fills({})
    record = await hannah.says("agenda past maths")
    assert "Talk first." in record.text
    record = await hannah.presses("Open")
    assert "Ada’s decision.\nHannah’s decision." in record.text


async def test_what_was_said_is_found_again_by_whoever_may_read_it(house):
    hannah, ada, *_ = await met(house)
    kit = await house.member("Kit Outsider", school="Oakhill")
    await wraps_up(house, hannah, NOTES)

    found = await kit.says("agenda search oracy")
    assert "Talk first, write second." in found.text
    record = await kit.presses("Open")
    assert "Today’s question: How shall we begin?" in record.text
    assert "Talk first, write second." in record.text
    assert "were there" not in record.text, "two are fewer than five"
    markdown = await kit.presses("As Markdown")
    assert "### Who took on what" in markdown.text

    async with house.database.store() as store:
        (network,) = await store.networks.of(ada.person)
        await store.networks.change(network, open=False)
    assert "Nothing about" in (await kit.says("agenda search oracy")).title
    assert "among its members" in (await kit.says("agenda past maths")).text
    assert "Talk first" in (await ada.says("agenda past maths")).text


SLIPS = [
    {"Who does what by when": "Sam: try it by 28 Febuary"},
    {"Who does what by when": "Sam: try it by 2 November"},
    {"Whom to ask about it": "Nobody Known"},
    {"Bright spot": "Jayden Smith in 3B can now read"},
]


async def test_a_slip_keeps_the_form_open_and_nothing_of_it(house):
    hannah, *_ = await met(house)
    await wraps_up(house, hannah, NOTES | SLIPS[0])
    for slip in SLIPS[1:]:
        await hannah.fills(NOTES | slip)
    assert not titled(hannah, "Wrapped up")
    assert not await house.database_holds("Talk first")

    await hannah.fills(NOTES)
    assert titled(hannah, "Wrapped up")
