"""Cards that surely fit are not measured: what is guessed about them is never too little."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.slack import limits, render, wire
from bot.slack.words import escape
from handlers.talk import Button, Card, Contact, Facts, Item, Link, Note, Quote, Text

words = st.text(max_size=400) | st.sampled_from(
    ("*&<>_`~" * 40, "🎓" * 200, '"\\\n\t' * 90, "“é”" * 120, "a" * 2500)
)
buttons = st.builds(
    Button, words, st.just("peers.introduce"), st.dictionaries(st.just("peer"), st.integers()), spoken=words
)
links = st.builds(Link, words, words.map("https://school.example/{}".format) | words)
blocks = (
    st.builds(Text, words)
    | st.builds(Note, words)
    | st.builds(Quote, words, words)
    | st.builds(Facts, st.tuples(words, words), st.tuples(words, words))
    | st.builds(Contact, words, words)
    | buttons
    | links
    | st.builds(Item, words, words, buttons, links)
    | st.builds(Item, words, words, buttons)
)


@given(
    st.builds(Card, words, blocks, blocks, blocks)
    | st.lists(blocks, max_size=60).map(lambda all_: Card("x", *all_))
)
def test_what_is_not_measured_fits(card: Card) -> None:
    ids = wire.Ids()
    shown = render._blocks(card, ids)
    if render._surely_fits(escape(card.plain(), limits.MESSAGE_TEXT), len(shown), ids.weight):
        assert len(shown) <= limits.BLOCKS_IN_MESSAGE
        assert sum(len(json.dumps(each)) + 2 for each in shown) <= limits.MESSAGE_BLOCKS
    else:
        assert len(render.message(card)["blocks"]) <= limits.BLOCKS_IN_MESSAGE


def test_ten_colleagues_with_their_reasons_are_not_measured() -> None:
    """The largest answer of every day."""
    people = [
        Item("Sam Sample, Oakhill", "teaches Y1/2\n· says: “phonics & more”", Button("Introduce us", "a.b"))
        for _ in range(10)
    ]
    card, ids = Card("Colleagues to meet", *people), wire.Ids()
    assert render._surely_fits(card.plain(), len(render._blocks(card, ids)), ids.weight)
