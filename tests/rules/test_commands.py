"""Which command is meant, mistyped or asked about; and what is a question like any other."""

import pytest

from handlers.rules.commands import asked_about, nearly
from handlers.welcome import EXAMPLES, WORDS

COMMANDS = [word for word, _ in WORDS]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cyle start", "cycle"),
        ("cycel oracy", "cycle"),
        ("agneda", "agenda"),
        ("libary phonics", "library"),
        ("network", "networks"),
        ("cycles", "cycle"),
        ("network meetings this term", "network"),
        ("profiles of need", "profiles"),
        ("shared reading", "shared"),
        ("peer review", "peer"),
        ("pears", "pears"),
        ("held back", "held"),
        ("cycling proficiency", "cycling"),
        ("", ""),
    ],
)
def test_a_slip_of_the_finger_is_seen_through_and_another_word_left_as_it_is(typed, meant):
    word, _, rest = typed.partition(" ")

    assert nearly(word, rest, COMMANDS) == meant


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("help cycle", "cycle"),
        ("Help with the library?", "library"),
        ("cycle help", "cycle"),
        ("peers help", "peers"),
        ("help /agenda", "agenda"),
        ("help cylce", "cycle"),
        ("what can you do with cycle?", "cycle"),
        ("what is “cycle” for?", "cycle"),
        ("how do I use agenda", "agenda"),
        ("how does the library work?", "library"),
        ("how do I share?", "share"),
        ("what does privacy mean", "privacy"),
        ("help", ""),
        ("help me", ""),
        ("help me find a SENDCo", ""),
        ("help with cycle paths", ""),
        ("how do I share a video?", ""),
        ("what's the weather", ""),
        ("agenda maths", ""),
        ("maths help", ""),
    ],
)
def test_whoever_asks_about_a_word_hears_of_that_word(text, word):
    assert asked_about(text, COMMANDS) == word


def test_every_word_has_its_examples():
    assert list(EXAMPLES) == COMMANDS
