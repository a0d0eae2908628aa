"""A message that somebody picked, perhaps a colleague's: read as its words, and stopped where it must be."""

import pytest

from bot.teams.quoted import plain
from tests.bot.teams.conftest import member
from tests.doors.teams import Driver


async def test_a_message_that_may_identify_a_pupil_is_not_taken_over(teams: Driver):
    """Whoever wrote it; the dialog says so, and not as if it were theirs."""
    ada, bo = await member(teams), await member(teams, "Bo Sample")
    channel, _ = await teams.channel("maths", [ada, bo])

    await teams.picks(ada, "Zebedee Whistlewood in 4B is behind", by=bo, channel=channel)

    shown = teams.sees(ada)[-1]
    assert shown.title == "I can't take that message"
    assert "Whistlewood" not in shown.text


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Time &amp; money</p><p>in Year&nbsp;3</p>", "Time & money\nin Year 3"),
        ('<div><at id="0">Bo</at>, could we<br>look at <b>ratio</b>?</div>', "Bo, could we\nlook at ratio?"),
        ("<blockquote><p>what was said before</p></blockquote><p>And fractions?</p>", "And fractions?"),
        ("<ul><li>one</li><li>two</li></ul><script>three()</script>", "one\ntwo"),
        ("1 < 2 and <unclosed <b>bold", "1 < 2 and bold"),
        ("<p>" * 5000 + "deep", "deep"),
        ('<attachment id="1"></attachment>', ""),
    ],
)  # fmt: skip
def test_a_message_in_html_is_read_as_its_words(html: str, words: str):
    assert plain(html) == words
