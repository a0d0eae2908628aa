"""Words in both directions: what people said, and what Slack is given."""

import pytest

from bot.slack.words import cut, escape, spoken, unformatted
from bot.unseen import without_unseen


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("who else? &amp; &lt;why&gt;", "who else? & <why>"),
        ("<@U0BRIGHT1> who else?", "who else?"),
        ("ask <@U0OTHER|ada> or <@U0OTHER>", "ask @ada or @colleague"),
        ("in <#C01|maths> and <#C02>", "in #maths and #C02"),
        ("<!here> and <!subteam^S01|sendcos>", "@here and sendcos"),
        ("see <https://a.example/x?a=1&amp;b=2|the page>", "see the page"),
        ("see <https://a.example/x?a=1&amp;b=2>", "see https://a.example/x?a=1&b=2"),
        ("write to <mailto:jo@a.example|jo@a.example>", "write to jo@a.example"),
        ("&amp;lt;", "&lt;"),
        ("  a\r\nb\u202e\x00  ", "a\nb"),
        ("", ""),
    ],
)
def test_what_was_said_is_read_as_words(said, heard):
    assert spoken(said, bot_user="U0BRIGHT1") == heard


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("*bold* and _it_", "∗bold∗ and ˍitˍ"),
        ("snake_case and 2*3", "snake_case and 2*3"),
        ("`code` ~no~", "ˋcodeˋ ∼no∼"),
        ("Y1/2 · 1-form entry", "Y1/2 · 1-form entry"),
    ],
)
def test_marks_of_formatting_become_lookalikes(typed, shown):
    assert unformatted(typed) == shown


def test_words_are_cut_as_they_are_sent_with_entities_whole():
    assert escape("a&b&c", 7) == "a&amp;…"
    assert escape("abc", 3) == "abc"
    assert escape("abcd", 3) == "ab…"
    assert cut("abcd", 3) == "ab…"


def test_what_is_not_seen_goes_and_line_breaks_stay():
    assert without_unseen("a\u2066b\u200b\n\tc\x07") == "ab\n\tc"
