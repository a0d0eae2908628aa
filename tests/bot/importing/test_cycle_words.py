"""A trust names the cycle's stages and words its nudges as it speaks, and nothing it writes breaks them."""

import pytest

from bot.importing.cycle_words import as_csv, import_cycle_words
from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from handlers.cycle.words import every_word
from handlers.rules.templates import BLANKS, words_of_nudge
from tests.bot.importing.conftest import SCHOOLS, TRUST

WORDS = b"""kind,name,words
stage,explore,Look around
nudge,n07,"{topic}: week {week}. What happened, and will it be ready by {review_date}?"
nudge,n01,
cadence,pilot,A pilot of about a term
"""


@pytest.fixture
async def trust(store, now):
    await import_schools(SCHOOLS, store, trust_name=TRUST, now=now)
    return (await store.trusts.named(TRUST)).id


async def test_a_trusts_words_are_taken_as_a_whole_and_come_out_as_they_went_in(store, trust, now):
    dry = await import_cycle_words(WORDS, store, trust_name=TRUST, now=now, dry_run=True)
    assert (dry.new, await store.cycle_words.of(trust)) == (2, {})

    assert (await import_cycle_words(WORDS, store, trust_name=TRUST, now=now)).new == 2
    own = await store.cycle_words.of(trust)
    assert own.keys() == {("stage", "explore"), ("nudge", "n07")}, "what is as shipped stays ours"
    blanks = dict.fromkeys(BLANKS, "") | {"topic": "Oracy", "week": "3", "review_date": "Fri 4 Dec"}
    assert words_of_nudge("n07", own, blanks).startswith("Oracy: week 3. What happened")

    again = await import_cycle_words(as_csv(own).encode(), store, trust_name=TRUST, now=now)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    back = await import_cycle_words(as_csv({}).encode(), store, trust_name=TRUST, now=now)
    assert back.notes == ("2 as shipped again",)
    assert every_word(await store.cycle_words.of(trust)) == every_word({})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("steps,explore,Look", "row 2: kind steps is none of: cadence, nudge, question, stage"),
        ("stage,begin,Look", "name begin is none of: decide, deliver, explore, prepare, sustain"),
        ("nudge,n08,Look", "name n08 is none of"),
        ("nudge,n01,Then: {baseline}", "words say {baseline}; a nudge n01 can say {topic}, {week}"),
        ("nudge,n07,{topic.__class__}", "words say {topic.__class__}"),
        ("nudge,n07,{topic!r:>1000000}", "words say {topic!r:>1000000}"),
        ("nudge,n07,{topic} {week", "a brace without its other half"),
        ("stage,explore,Look at {topic}", "a stage explore can say nothing in braces"),
        ("stage,explore,prepare", "explore and prepare have the same words"),
        ("stage,explore,Look\nstage,EXPLORE,Search", "row 3: stage explore is in row 2 already"),
        ("stage,explore," + "x" * 31, "words has more than 30 characters"),
        ("nudge,n07,=cmd()", "begins with “=”"),
        ("nudge,n07,Tommy Smith in Y4 keeps hitting others", "words may identify a pupil"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_stored(store, trust, now, row, said):
    with pytest.raises(BadFile) as refused:
        await import_cycle_words(f"kind,name,words\n{row}\n".encode(), store, trust_name=TRUST, now=now)

    assert said in "\n".join(refused.value.lines)
    assert await store.cycle_words.of(trust) == {}
