"""A trust's own list of practices comes from a file: all of it or nothing, and again without harm."""

import pytest

from bot.importing.outcome import BadFile
from bot.importing.practices import import_practices
from tests.bot.importing.conftest import TRUST

FILE = (
    b"name,kind,about,questions,question_1,question_2\n"
    b"Attendance,set play,From first call on.,Who is missing most?; What do families say?,,\n"
    b"Cold call,technique,,,Who answers now?,Who never does?\n"
)


@pytest.fixture
async def trust(store):
    return (await store.trusts.add(TRUST)).id


async def test_a_file_is_the_list_and_a_later_one_brings_it_up_to_date(store, trust, now):
    await import_practices(FILE, store, trust_name=TRUST, now=now, dry_run=True)
    assert await store.practices.everyone(trust) == ()
    first = await import_practices(FILE, store, trust_name=TRUST, now=now)
    again = await import_practices(FILE, store, trust_name=TRUST, now=now)
    later = await import_practices(
        b"name,about\nattendance,Every day counts.\nPaired reading,\n", store, trust_name=TRUST, now=now
    )
    assert [(each.new, each.changed, each.unchanged) for each in (first, again, later)] == [
        (2, 0, 0),
        (0, 0, 2),
        (1, 1, 0),
    ]
    listed = {each.name: each for each in await store.practices.everyone(trust)}
    assert sorted(listed) == ["Attendance", "Cold call", "Paired reading"]
    attendance = listed["Attendance"]
    assert (attendance.kind, attendance.about) == ("set play", "Every day counts.")
    assert attendance.questions == ("Who is missing most?", "What do families say?")
    assert listed["Cold call"].questions == ("Who answers now?", "Who never does?")


async def test_every_wrong_row_is_named_and_nothing_is_stored(store, trust, now):
    many = "; ".join(f"Question {each}?" for each in range(13))
    bad = (
        "name,about,questions\nGood one,fine,\n,no name,\ngood ONE,twice,\n"
        f"Calls,Kevin S in 4B was excluded twice,\nToo much,,{many}\n"
    ).encode()
    with pytest.raises(BadFile) as refused:
        await import_practices(bad, store, trust_name=TRUST, now=now)
    rows = {line.split(":")[0].split()[-1] for line in refused.value.lines}
    assert rows == {"3", "4", "5", "6"}
    assert "Kevin" not in str(refused.value)
    assert await store.practices.everyone(trust) == ()
