"""The vocabulary hangs together."""

from handlers.rules.senses import settle
from handlers.rules.titles import LEADS
from handlers.rules.vocabulary import vocabulary, words_of
from handlers.rules.where import SCHOOL_CONTEXTS, STAGES


def test_every_concept_named_anywhere_exists():
    book = vocabulary()
    for concept in book.concepts.values():
        assert not concept.broader or concept.broader in book.concepts, concept
        assert set(concept.related) <= set(book.concepts), concept
    for sense in book.ambiguous.values():
        for concept in (*sense.senses, sense.default):
            assert concept.startswith("word.") or concept in book.concepts, concept
        assert len(sense.ask) != 1, "asking needs something to choose from"
        assert set(sense.ask) <= set(sense.senses), sense
    assert set(LEADS.values()) | SCHOOL_CONTEXTS | set(STAGES) <= set(book.concepts)


def test_no_concept_is_broader_than_itself():
    book = vocabulary()
    for concept in book.concepts:
        assert concept not in book.wider(concept)


def test_a_narrower_idea_counts_for_the_broader():
    assert "topic.rwi" in vocabulary().narrower("topic.phonics")
    assert "topic.phonics" in vocabulary().wider("topic.rwi")


def test_every_label_is_found_by_its_own_words():
    book = vocabulary()
    lost = []
    for concept in book.concepts.values():
        words = words_of(concept.label)
        found, _ = settle(book.find(words), words)
        if concept.id not in {one.concept for one in found}:
            lost.append(concept.id)
    assert lost == []


def test_misspelling_is_forgiven_and_everyday_words_are_left_alone():
    book = vocabulary()
    assert book.spelt("attendence") in {"attendence", "attendance"}
    assert book.spelt("moderatoin") == "moderation"
    assert book.spelt("something") == "something"
    assert [book.spelt(word) for word in ("expect", "present", "decide")] == ["expect", "present", "decide"]


def test_short_ways_of_writing_are_the_word():
    book = vocabulary()
    assert {one.concept for one in book.find(words_of("absence mgmt"))} == {"topic.staff_absence"}
    assert {one.concept for one in book.find(words_of("ISPs"))} == {"topic.send_reform"}
