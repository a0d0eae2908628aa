"""A trust says what its own words mean: its people and questions are understood by them, nobody else's."""

import pytest

from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from bot.importing.words import import_words
from handlers.colleagues import asked_for, colleagues_of, own_words_of
from tests.bot.importing.conftest import HEADER, SCHOOLS, TRUST

OTHERS = "Another Trust"
WORDS = b"word,means\nThe Bridge,internal alternative provision\nGolden Hour,CPD; workload\n"
STAFF = (
    HEADER
    + "ada@{name}.example,Ada Example,900113,Headteacher,,,,,yes\n"
    + "jo@{name}.example,Jo Example,900101,Deputy Head,,setting up The Bridge,,,yes\n"
)


@pytest.fixture
async def trusts(store, now):
    """Two trusts that write the same of themselves; only ours has said what it means."""
    found = []
    for name in (TRUST, OTHERS):
        await import_schools(SCHOOLS, store, trust_name=name, now=now)
        staff = STAFF.replace("{name}", name.split()[0].lower()).encode()
        await import_staff(staff, store, trust_name=name, now=now)
        found.append((await store.trusts.named(name)).id)
    return found


async def finds(question, trust, store):
    """Who is found in this trust, as `Name: reason`."""
    colleagues = await colleagues_of(trust, store)
    ada = next(each for each in await store.people.everyone(trust) if each.name == "Ada Example")
    said = (await own_words_of(trust, store)).explained(question)
    found = colleagues.closest(asked_for(said, ada), ada)
    return [f"{match.person.name}: {' · '.join(match.reasons)}" for match in found]


async def test_a_trusts_words_are_understood_in_that_trust_alone(store, trusts, now):
    ours, theirs = trusts
    question = "who has cracked internal alternative provision?"
    assert not any("Bridge" in each for each in await finds(question, ours, store))

    await import_words(WORDS, store, trust_name=TRUST, now=now)

    (jo,) = await finds(question, ours, store)
    assert "“setting up The Bridge (internal alternative provision)”" in jo
    assert await finds("who has cracked the bridge?", ours, store) == [jo]
    assert not any("(" in each for each in await finds("who has cracked the bridge?", theirs, store))


async def test_a_list_takes_the_place_of_the_one_before(store, trusts, now):
    first = await import_words(WORDS, store, trust_name=TRUST, now=now)
    second = await import_words(
        b"word,means\nGolden Hour,INSET\nPod Lead,phase leader\n", store, trust_name=TRUST, now=now
    )
    third = await import_words(
        b"word,means\nGolden Hour,INSET\nPod Lead,phase leader\n", store, trust_name=TRUST, now=now
    )

    assert (first.new, second.new, second.changed, second.notes) == (2, 1, 1, ("1 removed",))
    assert (third.new, third.changed, third.unchanged) == (0, 0, 2)
    assert await store.words.of(trusts[0]) == {"Golden Hour": "INSET", "Pod Lead": "phase leader"}
    assert (await own_words_of(trusts[0], store)).explained("the bridge") == "the bridge"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("The Bridge,intrnal alternativ", "says nothing I know; nearest are: Using alternative provision"),
        ("The Bridge,xyzzy", "row 2: means xyzzy says nothing I know"),
        ("The Bridge,CPD; xyzzy", "means xyzzy says nothing I know"),
        ("The Bridge,", "means is blank"),
        (",CPD", "word is blank"),
        ("B,CPD", "word B is too short"),
        ("Golden Hour,CPD\ngolden hour,INSET", "row 3: word golden hour is in row 2 already"),
        ("=cmd(),CPD", "begins with “=”"),
        ("Tommy Smith in Y4 keeps hitting others,CPD", "word may identify a pupil"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_stored(store, trusts, now, row, said):
    with pytest.raises(BadFile) as refused:
        await import_words(f"word,means\n{row}\n".encode(), store, trust_name=TRUST, now=now)

    assert said in "\n".join(refused.value.lines)
    assert await store.words.of(trusts[0]) == {}


async def test_a_dry_run_stores_nothing(store, trusts, now):
    summary = await import_words(WORDS, store, trust_name=TRUST, now=now, dry_run=True)

    assert summary.new == 2
    assert await store.words.of(trusts[0]) == {}
