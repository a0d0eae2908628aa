"""The trust's own list: what a set play asks first, and what colleagues hang on it."""

from bot.importing.practices import import_practices
from tests.conftest import MONDAY

LIST = (
    b"name,kind,about,questions\n"
    b"Attendance,set play,From the first call to the first day back.,"
    b"Who is missing most?;What do families tell us?;What has been tried?;Who leads it?\n"
    b"Reading aloud,set play,,\nCold call,technique,,\n"
)
CALLS = "https://www.gov.uk/government/publications/working-together-to-improve-school-attendance"


async def test_a_set_play_shows_its_questions_and_what_hangs_on_it(house):
    ada = await house.member("Ada Example", school="Ashdown")
    bo = await house.member("Bo Sample", school="Fenside")
    async with house.database.store() as store:
        await import_practices(LIST, store, trust_name=None, now=MONDAY)
    card = await bo.says("library setplay attendance")
    assert card.title == "Attendance"
    assert "1. Who is missing most?\n2. What do families tell us?" in card.text
    assert "Nothing has been added to it yet" in card.text

    await ada.says(f"share {CALLS} what we read before the first morning calls")
    await ada.says("library set plays")
    await ada.presses("Attendance (set play)")
    await ada.presses("Add something to it")
    await ada.fills({"Which of yours?": "Working together to improve school attendance"})
    card = await bo.says("library Set Play: attendance")
    assert "Working together to improve school attendance" in card.text
    assert "Shared by Ada Example, Ashdown" in card.text

    await ada.says("library working together")
    await ada.presses("What it is part of")
    await ada.fills({"What is it part of?": ["Cold call (technique)"]})
    assert "Nothing has been added to it yet" in (await bo.says("library set play attendance")).text
    assert "improve school attendance" in (await bo.says("library technique cold call")).text
    assert (await bo.says("library practices")).title == "What we work by"
