"""Which words ask for what schools have tried."""

import pytest

from handlers.cycle.tried import HAS_ANYONE_TRIED


@pytest.mark.parametrize(
    "words",
    [
        "Has anyone tried talk partners?",
        "has any school in the trust ever tried a longer lunch",
        "Have other schools piloted echo reading?",
        "have we tried ditching homework",
        "did anybody try no-marking policies?",
        "who's tried walking buses",
        "Who else has trialled phonics catch-up in KS2?",
        "who has tried it",
        "what has been tried on attendance",
        "what have other schools tried for lates?",
    ],
)
def test_these_ask_for_what_was_tried(words):
    assert HAS_ANYONE_TRIED.search(words)


@pytest.mark.parametrize(
    "words",
    [
        "we tried talk partners for two weeks and it worked",
        "we have tried everything",
        "who else is tackling mixed-age KS1?",
        "has anyone got a spare set of counters?",
        "log that we tried the stems",
        "what are other schools doing on oracy?",
        "I tried to reach the SENDCO",
    ],
)
def test_these_ask_for_something_else(words):
    assert not HAS_ANYONE_TRIED.search(words)
