"""What a search of the library asks for, and what the index gives: only what may be seen."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.shelf import terms_of
from handlers.rules.shelf.asking import asked
from handlers.rules.shelf.best import best, ids, newest
from handlers.rules.shelf.index import Shelf
from handlers.rules.shelf.terms import read
from handlers.rules.sought import Filters, chosen, filters_of
from storage.records import Kind, Network, NetworkId, PracticeId, Resource, ResourceId, TrustId
from storage.records.shelved import Shelved

TODAY = date(2026, 11, 23)
MATHS = Network(NetworkId(3), TrustId(1), "Maths leads")


@pytest.mark.parametrize(
    ("words", "concepts", "filters", "by"),
    [
        ("anything on oracy for KS3?", {"topic.oracy", "phase.ks3"}, Filters(), ""),
        ("videos about phonics", {"topic.phonics", "kind.video"}, Filters(), ""),
        ("only videos on phonics", {"topic.phonics"}, Filters(kind=Kind.VIDEO), ""),
        ("templates for parent letters", {"kind.template"}, Filters(), ""),
        ("phonics, checked ones only", {"topic.phonics"}, Filters(checked=True), ""),
        ("archived phonics", {"topic.phonics"}, Filters(archived=True), ""),
        ("phonics that works in small schools", {"topic.phonics"}, Filters(small_schools=True), ""),
        ("oracy in schools under 100", {"topic.oracy"}, Filters(small_schools=True), ""),
        ("oracy from maths leads", {"topic.oracy"}, Filters(network=NetworkId(3)), ""),
        ("what did Ashdown share", set(), Filters(), "Ashdown"),
        ("oracy shared by Ada Example", {"topic.oracy"}, Filters(), "Ada Example"),
        ("what have we shared on oracy", {"topic.oracy"}, Filters(), ""),
        ("the PA", {"topic.persistent_absence", "role.pa"}, Filters(), ""),
    ],
)
def test_limits_are_said_in_plain_words(words, concepts, filters, by):
    found = asked(words, networks=[MATHS])
    assert concepts <= found.terms.keys()
    assert (found.filters, found.by) == (filters, by)


@pytest.mark.parametrize(
    ("title", "purpose", "search"),
    [
        ("RWI books", "", "phonics"),
        ("Two classes in one room", "Y3 and Y4 together", "mixed-age teaching"),
        ("Phonics songs", "", "phonix"),
        ("Phonics songs", "", "phon"),
    ],
)
def test_found_by_words_that_stand_nowhere_in_it(title, purpose, search):
    shelf = Shelf()
    shelf.put([entry(1, title, purpose), entry(2, "Minibus insurance", "a quote")])
    assert found(shelf, search)[:1] == [1]


def test_a_check_and_a_colleagues_word_decide_between_equals_but_lift_nothing_else():
    shelf = Shelf()
    equal = entry(1, "Phonics songs")
    shelf.put(
        [
            equal,
            replace(equal, id=ResourceId(2), checked_until=TODAY),
            replace(equal, id=ResourceId(3), checked_until=date(2026, 1, 1)),
            replace(equal, id=ResourceId(4), is_dead=True),
            replace(equal, id=ResourceId(5), helped=3),
            replace(entry(6, "Minibus insurance"), helped=50, checked_until=TODAY),
        ]
    )
    assert found(shelf, "phonics") == [5, 2, 1, 3, 4]


TITLES = ("Phonics songs", "RWI books", "Oracy sentence stems", "Minibus insurance", "Mixed-age fractions")
entries = st.builds(
    lambda number, title, is_found, is_archived, networks: replace(
        entry(number, title), is_found=is_found, is_archived=is_archived, networks=networks
    ),
    st.integers(1, 12),
    st.sampled_from(TITLES),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from([None, NetworkId(1), NetworkId(2)]), max_size=2).map(tuple),
)


@given(st.lists(st.lists(entries, max_size=6), max_size=4), st.text(max_size=60) | st.sampled_from(TITLES))
def test_nothing_is_shown_that_may_not_be_and_changes_leave_an_index_like_new(steps, words):
    """Closed to network 2; archived ones only when they are asked for."""
    grown, last = Shelf(), {}
    for step in steps:
        grown.put(step)
        grown.mask("network:1", "network:2")  # masks made now must stay true
        last |= {each.id: each for each in step}
    fresh = Shelf()
    fresh.put(last.values())
    may = {
        id_
        for id_, each in last.items()
        if each.is_found and not each.is_archived and set(each.networks or (None,)) != {NetworkId(2)}
    }
    assert set(found(grown, words)) <= may
    assert set(ids(grown, newest(grown, grown.seen([NetworkId(2)], archived=False), 12).places)) == may
    within = [each.seen([NetworkId(2)], archived=False) for each in (grown, fresh)]
    for phrase in ("oracy", "phonics"):
        before, after = (
            set(ids(shelf, best(shelf, {f"topic.{phrase}": 1.0}, frozenset(), mask, TODAY).places))
            for shelf, mask in zip((grown, fresh), within, strict=True)
        )
        assert before == after


def entry(number, title, purpose=""):
    resource = Resource(ResourceId(number), TrustId(1), "", "", title)
    return Shelved(resource.id, terms_of(resource, purposes=[purpose]), datetime(2026, 9, 1, tzinfo=UTC))


def found(shelf, words):
    wish = asked(words)
    within = shelf.seen([NetworkId(2)], archived=False)
    hits = best(shelf, wish.terms, wish.core, within, TODAY) if wish.terms else newest(shelf, within, 12)
    return ids(shelf, hits.places)


def test_terms_are_read_as_they_were_written():
    written = terms_of(Resource(ResourceId(1), TrustId(1), "", "", "Oracy", kind=Kind.VIDEO))
    assert (9, ["kind.video"]) in list(read(written))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(network=NetworkId(3), kind=Kind.VIDEO, checked=True),
        Filters(practice=PracticeId(2), topic="topic.oracy", phase="phase.ks3", small_schools=True),
        Filters(archived=True),
    ],
)
def test_limits_travel_in_buttons_and_addresses_as_they_are(filters: Filters) -> None:
    assert filters_of(chosen(filters)) == filters


@pytest.mark.parametrize("said", [{"network": "9" * 30}, {"kind": "car"}, {"checked": "no"}, {"q": "x"}])
def test_what_cannot_be_read_limits_nothing(said: dict[str, str]) -> None:
    assert filters_of(said) == Filters()
