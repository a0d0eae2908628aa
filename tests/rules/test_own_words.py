"""A trust's own words are explained where they stand."""

import pytest

from handlers.rules.own_words import OwnWords
from handlers.rules.reading import read

OWN = OwnWords(
    {"our family": "partnership between schools", "SAM": "standardised tests", "Pod Lead": "phase leader"}
)


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("who in Our  Family does it?", "who in Our  Family (partnership between schools) does it?"),
        ("SAM in Year 4", "SAM (standardised tests) in Year 4"),
        ("is Sam still here", "is Sam still here"),
        ("samples", "samples"),
        ("our families", "our families"),
        ("", ""),
    ],
)
def test_a_word_is_explained_where_it_is_meant(text, explained):
    assert OWN.explained(text) == explained


def test_an_explanation_is_given_once():
    once = OWN.explained("other pod leads? Any Pod Lead will do")
    assert OWN.explained(once) == once


def test_what_is_explained_is_understood_and_left_out_alike():
    assert read(OWN.explained("another pod lead")).roles == ("role.phase_leader",)
    assert "role.phase_leader" in read(OWN.explained("a deputy, not a pod lead")).excluded


def test_without_words_of_its_own_a_trust_is_read_as_it_writes():
    assert OwnWords().explained("our family") == "our family"
