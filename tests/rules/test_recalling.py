"""Which agendas and notes speak of what is looked for."""

import pytest

from handlers.rules.recalling import HIGH, LOW, MIDDLE, sought

RESET = [(HIGH, "Fewer suspensions since the reset room"), (LOW, "Send the slides round by Friday.")]
WELCOME = [(MIDDLE, "Children with English as an additional language in their first weeks")]
TALK = [(MIDDLE, "Talk tactics in Year 3"), (LOW, "We will stop marking every page.")]
PAPERS = {"reset": RESET, "welcome": WELCOME, "talk": TALK}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("EAL", ["welcome"]),
        ("reducing exclusions", ["reset"]),
        ("SEND", []),
        ("slides", ["reset"]),
        ("marked pages", ["talk"]),
        ("Year 3 talk, and suspensions", ["talk", "reset"]),
        ("beekeeping", []),
        ("the of and", []),
        ("", []),
        ("*** ((( [a-z", []),
    ],
)
def test_papers_are_found_by_words_and_by_the_matters_behind_them(words, found):
    asked = sought(words)
    scores = {name: asked.score(paper) for name, paper in PAPERS.items()}
    assert sorted((each for each in scores if scores[each]), key=lambda each: -scores[each]) == found


def test_words_as_they_were_typed_count_more_than_their_relations():
    asked = sought("oracy")
    assert asked.score([(LOW, "An oracy audit")]) > asked.score([(HIGH, "Talk tactics")]) > 0


def test_what_is_shown_is_the_place_that_speaks_of_it():
    long = "before " * 40 + "the reset room works " + "after " * 40
    shown = sought("reset").shown([(LOW, long)])
    assert "the reset room works" in shown
    assert shown.startswith("…before")
    assert shown.endswith("after…")
    assert len(shown) < 160


def test_of_a_pasted_text_its_first_words_are_looked_for():
    many = sought("phonics " + " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600)))
    assert len(many.words) < 600
    assert many.score([(HIGH, "Phonics in Year 1")]) > 0
