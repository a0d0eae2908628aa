"""A picked message: its form holds what a person reads and, where it is saved, its addresses whole."""

import json

import pytest

from bot.picking import QUOTED, picked
from bot.slack.limits import BUTTON_VALUE

URL = "https://www.ncetm.org.uk/fractions"
LONG = f"https://alder.sharepoint.com/sites/maths/{'a' * 1400}"


@pytest.mark.parametrize(
    ("words", "text", "given"),
    [
        ("good: Fractions", f"good: <{URL}?utm_source=x|Fractions>", f"{URL} good: Fractions"),
        ("good: Fractions", f'good: <a href="{URL}">Fractions</a>', f"{URL} good: Fractions"),
        (f"good: {URL}", f"good: {URL}", f"{URL} good"),
        ("see you at ten", "see you at ten", "see you at ten"),
        ("one two", f"one <{LONG}|two> <{LONG}b|three>", f"{LONG} one two three"),
    ],
)
def test_to_be_saved_its_addresses_come_first_and_whole(words, text, given):
    assert picked("library.save", words, text).values == {"words": given}


@pytest.mark.parametrize("letter", ["a", "é", "😀"])
def test_however_long_it_is_a_button_can_carry_it(letter):
    saved = picked("library.save", "", f"<{URL}> {letter * 9000}").values["words"]
    assert saved.startswith(URL)
    assert len(json.dumps({"words": saved, "network": 2**53})) <= BUTTON_VALUE
    assert len(picked("agenda.suggest", letter * 9000, "").values["words"]) == QUOTED


@pytest.mark.parametrize("length", range(1_814, 1_819))
def test_where_addresses_leave_no_room_the_words_are_left_out(length):
    much = f"https://alder.sharepoint.com/{'a' * (length - len(URL))}"
    assert picked("library.save", "", f"<{URL}> <{much}> for Year 3").values["words"].startswith(URL)
