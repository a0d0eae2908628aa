"""What a message is about though it does not say so, by the words around each matter."""

from pathlib import Path

import pytest
import yaml

from handlers.rules import themes
from handlers.rules.vocabulary import vocabulary

#: Concept → a message about it that does not call it by its name.
MEANT: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "data" / "themes.yaml").read_text(encoding="utf-8")
)

#: How many of the messages must have what is meant among their three strongest themes.
FLOOR = 0.85


def strongest(text: str, count: int = 3) -> list[str]:
    about = themes.of(text)
    return sorted(about, key=lambda concept: -about[concept])[:count]


def test_most_messages_are_heard_for_what_they_mean_and_do_not_name():
    missed = {concept: text for concept, text in MEANT.items() if concept not in strongest(text)}
    assert 1 - len(missed) / len(MEANT) >= FLOOR, missed


@pytest.mark.parametrize(
    ("everyday", "in_capitals"), [("my car is in the garage", "CAR"), ("a red jumper", "RED")]
)
def test_a_short_form_counts_only_in_its_capitals(everyday, in_capitals):
    called = {concept for concept, forms in vocabulary().forms.items() if in_capitals in forms}
    assert called
    assert not called & set(strongest(everyday))


def test_an_everyday_word_alone_is_about_nothing():
    assert not [word for word in themes.COMMON if themes.of(word)]


def test_an_everyday_word_counts_in_a_phrase_around_a_concept():
    assert "topic.phonics" in strongest("tricky words")


def test_a_year_named_beside_a_matter_does_not_outweigh_the_matter():
    assert strongest("graffiti in year 4", 1) == ["topic.vandalism"]
