"""An agenda as a person writes it: read forgivingly, written back, and merged without losing a word."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.framework import said_of_length, shipped, skeleton, total
from handlers.rules.merging import merge
from handlers.rules.outline import Unreadable, item_of, read, whom, write
from storage.records import AgendaItem, PersonId, Source, TrustId

ADA, BO, ANN, SAME = PersonId(1), PersonId(2), PersonId(3), PersonId(4)
NAMES = {ADA: "Ada Example", BO: "Bo Sample", ANN: "Ann O'Test", PersonId(5): "Ann Other", SAME: "Bo Sample"}
MISS = PersonId(6)
MEMBERS = {ADA: "Ada Example", BO: "Bo Sample", ANN: "Ann O'Test", MISS: "Di Specimen (Miss)"}


@pytest.mark.parametrize(
    ("line", "minutes", "title", "detail", "owner"),
    [
        (
            "12 Bright spot: one school, for whom (Ada Example)",
            12,
            "Bright spot",
            "one school, for whom",
            ADA,
        ),
        ("12 Bright spot (ada)", 12, "Bright spot", "", ADA),
        ("- 12 min Bright spot", 12, "Bright spot", "", None),
        ("• 12’ Bright spot", 12, "Bright spot", "", None),
        ("12min – Bright spot", 12, "Bright spot", "", None),
        ("3. Stop list 5 mins", 5, "Stop list", "", None),
        ("3) 7 Stop list", 7, "Stop list", "", None),
        ("Stop list (3 min)", 3, "Stop list", "", None),
        ("Stop list", 5, "Stop list", "", None),
        ("5 Minutes of the last meeting", 5, "Minutes of the last meeting", "", None),
        ("10 Reading (KS1 and KS2)", 10, "Reading (KS1 and KS2)", "", None),
        ("10 Reading (KS1) (Di Specimen (Miss))", 10, "Reading (KS1)", "", MISS),
        ("10 Talk at 15:45", 10, "Talk at 15:45", "", None),
        ("10 Talk: why: because", 10, "Talk", "why: because", None),
    ],
)
def test_a_line_is_read_the_way_people_write_it(line, minutes, title, detail, owner):
    assert read(line, MEMBERS) == (AgendaItem(minutes, title, detail, owner),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3 Hello\n\n5 Talk\n300 Close", "Line 4 has 300 minutes; a meeting has at most 180."),
        ("0 Hello", "Line 1 has 0 minutes; give it at least 1."),
        ("12", "Line 1 has no title: please say what it is about."),
        ("5 Hello (Ann)", "Line 1: “Ann” could be Ann O'Test or Ann Other. Please write the whole name."),
        ("5 " + "x" * 201, "Line 1 has a title of 201 characters; please keep it to 200."),
        ("5 x: " + "y" * 2001, "Line 1 has a detail of 2001 characters; please keep it to 2000."),
        ("\n".join(["5 Talk"] * 41), "That is 41 items; an agenda has at most 40."),
        (" \n - ", "Please write at least one item, for example “12 Bright spot”."),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence_that_names_the_line(text, sentence):
    with pytest.raises(Unreadable, match=f"^{re.escape(sentence)}$"):
        read(text, NAMES)


def test_an_item_keeps_where_it_comes_from_while_its_title_stays():
    before = (AgendaItem(5, "News", source=Source.OWN), AgendaItem(9, "Talk", "", BO, Source.SUGGESTION, 7))
    assert read("20 talk: y (Bo Sample)\nNews\nNew", NAMES, before) == (
        AgendaItem(20, "talk", "y", BO, Source.SUGGESTION, 7),
        AgendaItem(5, "News", source=Source.OWN),
        AgendaItem(5, "New"),
    )


def test_what_is_about_something_else_by_now_no_longer_comes_from_a_suggestion():
    before = (AgendaItem(9, "Bright spot", "number talks", BO, Source.SUGGESTION, 7),)
    assert read("9 Bright spot: number talks daily", NAMES, before)[0].source_id == 7
    assert read("9 Bright spot: a visit to the museum", NAMES, before)[0].source is Source.WRITTEN


def test_of_two_with_one_name_whoever_owned_it_goes_on():
    assert whom("Bo Sample", NAMES) == (BO, SAME)
    assert read("5 Talk (Bo Sample)", NAMES, (AgendaItem(5, "Talk", owner=SAME),))[0].owner == SAME


#: Words as people write them, brackets, dashes and figures among them.
WORD = st.text("abz KS12'’-–().,:;/&£é", min_size=1, max_size=12)
TEXT = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
LINE = st.tuples(
    st.sampled_from(["", "- ", "2. ", "12 ", "7 min ", "5' "]),
    TEXT,
    st.sampled_from(["", " (Bo)", " (nobody)"]),
)
AGENDA = st.lists(LINE.map("".join), min_size=1, max_size=8).map("\n".join)


@given(AGENDA)
def test_what_is_written_is_read_back_as_it_was(text):
    try:
        items = read(text, MEMBERS)
    except Unreadable:
        return
    assert read(write(items, MEMBERS), MEMBERS, items) == items


@given(st.text(min_size=1, max_size=600).filter(str.strip))
def test_anybodys_words_become_an_item_that_fits(words):
    item = item_of(words, 5)
    assert 0 < len(item.title) <= 200
    assert len(item.detail) <= 2000
    assert "\n" not in item.title + item.detail


# ------------------------------------------------------------------ two at once

BASE = tuple(AgendaItem(5 + n, f"item {n}", f"about {n}") for n in range(5))


@st.composite
def edited(draw: st.DrawFn, who: str) -> tuple[AgendaItem, ...]:
    """BASE as somebody leaves it: every word of theirs is told by their name."""
    items = []
    for n, each in enumerate(BASE):
        done = draw(st.sampled_from(["keep", "keep", "minutes", "detail", "title", "out", "after"]))
        if done == "minutes":
            each = replace(each, minutes=100 + n + (who == "mine"))
        if done in ("detail", "title"):
            each = replace(each, **{done: f"{who} {done} {n}"})
        items += [] if done == "out" else [each]
        items += [AgendaItem(9, f"{who} new {n}")] if done == "after" else []
    return tuple(draw(st.permutations(items)) if draw(st.booleans()) else items)


@given(edited("mine"), edited("theirs"))
def test_of_two_who_edit_at_once_no_word_is_lost(mine, theirs):
    merged = merge(BASE, mine, theirs)
    kept = " ".join(f"{each.minutes} {each.title} {each.detail}" for each in merged.items)
    told = kept + " ".join(f"{each.minutes} {each.title} {each.detail}" for each in merged.clashes)
    assert [word for word in words_of(mine) - words_of(BASE) if word not in kept] == []
    assert [word for word in words_of(theirs) - words_of(BASE) if word not in told] == []
    assert len(merged.items) == len(set(merged.items))


def words_of(items: tuple[AgendaItem, ...]) -> set[str]:
    return {word for each in items for word in (str(each.minutes), each.title, each.detail)}


@given(edited("mine"))
def test_where_only_one_edits_it_is_as_they_left_it(mine):
    assert (
        merge(BASE, mine, BASE).items
        == merge(BASE, BASE, mine).items
        == merge(BASE, mine, mine).items
        == mine
    )


# ------------------------------------------------------------------ the skeleton


@pytest.mark.parametrize(("minutes", "items"), [(45, 7), (60, 8), (90, 9)])
def test_the_shipped_lengths_come_to_their_minutes(minutes, items):
    there = skeleton(shipped(TrustId(1)), minutes=minutes)
    assert (total(there), len(there)) == (minutes, items)


def test_a_video_meeting_talks_in_rooms_of_four_and_own_items_stand_before_the_close():
    there = skeleton(shipped(TrustId(1)), [(5, "News", "")], minutes=60, virtual=True)
    assert [each.title for each in there][-3:] == ["News", "Commitments", "Close"]
    assert next(each for each in there if "Consultancy" in each.title).detail.startswith(
        "In breakout rooms of four: "
    )
    assert said_of_length(there, 60) == "65 of 60 minutes: 5 too many."
