"""Networks come with members and channels, closures with their schools."""

from datetime import date

import pytest

from bot.importing.calendar import import_calendar
from bot.importing.networks import import_networks
from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from storage.records import Platform, Rhythm
from tests.bot.importing.conftest import SCHOOLS, STAFF, TRUST

TENANT = "11111111-2222-3333-4444-555555555555"
NETWORKS = f"""network,kind,about,facilitators,members,slack_channel,teams_channel
KS1 network,phase,Key Stage 1 teachers,jess@aldercoast.example,tom@aldercoast.example,T0ALDER/C0KS1,
Heads,role,,,tom@aldercoast.example; ceo@aldercoast.example,,{TENANT}/19:heads@thread.tacv2
""".encode()

CALENDAR = b"""starts,ends,name,school_urn
2026-10-26,2026-10-30,Half-term,
26/10/2026,,INSET day,900113
"""
NOT_COUNTED = "no school year is told from summer to summer, so its days were not counted"


@pytest.fixture
async def trust(store, now):
    await import_schools(SCHOOLS, store, now=now)
    await import_staff(STAFF, store, now=now)
    found = await store.trusts.named(TRUST)
    return found.id


async def test_networks_come_with_their_members_leaders_and_channels(store, trust, now):
    summary = await import_networks(NETWORKS, store, now=now)

    assert (summary.new, summary.changed) == (1, 1)  # KS1 network was made by the staff file
    networks = {each.name: each for each in await store.networks.everyone(trust)}
    ks1, heads = networks["KS1 network"], networks["Heads"]
    assert (ks1.kind, ks1.about, ks1.members) == ("phase", "Key Stage 1 teachers", 2)
    belonging = await store.networks.belonging(trust)
    assert sorted(leads for (network, _), leads in belonging.items() if network == ks1.id) == [False, True]
    slack = await store.networks.in_channel(Platform.SLACK, "T0ALDER", "C0KS1", trust=trust)
    teams = await store.networks.in_channel(Platform.TEAMS, TENANT, "19:heads@thread.tacv2", trust=trust)
    assert (slack.name, teams.name) == ("KS1 network", "Heads")
    assert heads.members == 2


async def test_the_same_networks_again_change_nothing(store, trust, now):
    await import_networks(NETWORKS, store, now=now)

    again = await import_networks(NETWORKS, store, now=now)

    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


async def test_a_networks_name_may_not_say_who_a_pupil_is(store, trust, now):
    hostile = NETWORKS.replace(b"Heads,", b"Pupil Jamie Smith in Year 4 has ADHD,")
    before = await store.networks.everyone(trust)

    with pytest.raises(BadFile, match="pupil"):
        await import_networks(hostile, store, now=now)

    assert await store.networks.everyone(trust) == before


async def test_no_trust_takes_anothers_channel_or_workspace(store, trust, now):
    await import_networks(NETWORKS, store, now=now)
    await import_schools(SCHOOLS, store, trust_name="Another Trust", now=now)
    other = await store.trusts.named("Another Trust")
    await store.installations.connect(Platform.SLACK, "T0OTHER", trust=trust)

    for channel in ("T0ALDER/C0KS1", "T0OTHER/C0NEW"):
        with pytest.raises(BadFile, match="belongs to another trust"):
            await import_networks(f"network,slack_channel\nTheirs,{channel}\n".encode(), store,
                                  trust_name="Another Trust", now=now)  # fmt: skip
    assert await store.networks.everyone(other.id) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,,,x@aldercoast.example,,,",
         "facilitators: x@aldercoast.example is not in this trust's staff list"),
        ("A,,,,nobody,,", "members nobody is not an e-mail address"),
        ("A,,,,,general,", "slack_channel general is not a channel (write T012AB3CD/C012AB3CD)"),
        ("A,,,,,,general",
         "teams_channel general is not a channel (write the tenant's id, a slash, 19:…@thread.tacv2)"),
        ("ks1  NETWORK,,,,,,", "network ks1 NETWORK is in row 2 already"),
        ("A,,,,,T0ALDER/C0KS1,", "the channel C0KS1 is in row 2 already"),
        ("=A,,,,,,", "network begins with “=”, which a spreadsheet takes for a formula"),
    ],
)  # fmt: skip
async def test_a_wrong_network_is_named_and_nothing_is_stored(store, trust, now, row, said):
    header, first, *_ = NETWORKS.decode().splitlines()
    before = await store.networks.everyone(trust)

    with pytest.raises(BadFile) as told:
        await import_networks(f"{header}\n{first}\n{row}\n".encode(), store, now=now)

    assert told.value.lines == (f"networks.csv row 3: {said}",)
    assert await store.networks.everyone(trust) == before


WAYS = b"network,rhythm,minutes,virtual,open\nMaths leads,termly,90,yes,no\nIT,,,,\n"


async def test_how_a_network_meets_comes_with_the_file_and_a_blank_changes_nothing(store, trust, now):
    await import_networks(WAYS, store, now=now)
    again = await import_networks(WAYS, store, now=now)
    assert (again.changed, again.unchanged) == (0, 2)

    await import_networks(b"network,rhythm,minutes,virtual,open\nMaths leads,,45,,\n", store, now=now)
    found = {each.name: each for each in await store.networks.everyone(trust)}
    maths, it = found["Maths leads"], found["IT"]
    assert (maths.rhythm, maths.minutes, maths.virtual, maths.open) == (Rhythm.TERMLY, 45, True, False)
    assert (it.rhythm, it.minutes, it.virtual, it.open) == (Rhythm.HALF_TERMLY, 60, False, True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,weekly,,,", "rhythm weekly is neither termly nor half-termly"),
        ("A,,5,,", "minutes 5 is not between 15 and 240"),
        ("A,,,maybe,", "virtual maybe is neither yes nor no"),
    ],
)
async def test_a_wrong_way_of_meeting_is_named_and_nothing_is_stored(store, trust, now, row, said):
    before = await store.networks.everyone(trust)

    with pytest.raises(BadFile) as told:
        await import_networks(WAYS + f"{row}\n".encode(), store, now=now)

    assert told.value.lines == (f"networks.csv row 4: {said}",)
    assert await store.networks.everyone(trust) == before


async def test_closures_are_the_whole_trusts_or_one_schools(store, trust, now):
    summary = await import_calendar(CALENDAR, store, now=now)

    assert summary.line() == f"calendar.csv: closures: 2 new, 0 changed, 0 unchanged; {NOT_COUNTED}"
    schools = {each.urn: each.id for each in await store.schools.everyone(trust)}
    fenside = await store.calendar.closures(trust, schools["900113"], since=date(2026, 9, 1))
    oakfield = await store.calendar.closures(trust, schools["900101"], since=date(2026, 9, 1))
    assert {(each.name, each.ends) for each in fenside} == {
        ("Half-term", date(2026, 10, 30)), ("INSET day", date(2026, 10, 26)),
    }  # fmt: skip
    assert [each.name for each in oakfield] == ["Half-term"]


async def test_the_file_is_the_whole_calendar(store, trust, now):
    await import_calendar(CALENDAR, store, now=now)

    summary = await import_calendar(b"starts,name\n2026-12-18,Early finish\n", store, now=now)

    assert (summary.new, summary.unchanged) == (1, 0)
    assert summary.notes == ("2 removed", NOT_COUNTED)
    assert [each.name for each in await store.calendar.whole(trust)] == ["Early finish"]
    again = await import_calendar(b"starts,name\n2026-12-18,Early finish\n", store, now=now)
    assert (again.new, again.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-10-30,2026-10-26,Half-term,", "ends 2026-10-26 is before starts 2026-10-30"),
        ("2026-10-26,2027-10-26,Half-term,", "2026-10-26 to 2027-10-26 is longer than 100 days"),
        ("next week,,Half-term,", "starts next week is not a date (write 2026-10-26)"),
        ("2026-02-30,,Half-term,", "starts 2026-02-30 is not a date (write 2026-10-26)"),
        (",,Half-term,", "starts is blank"),
        ("2026-10-26,,,", "name is blank"),
        ("2026-10-26,,INSET,99999", "school_urn 99999 is not a school of this trust"),
    ],
)
async def test_a_wrong_closure_is_named_and_the_calendar_stays(store, trust, now, row, said):
    await import_calendar(CALENDAR, store, now=now)

    with pytest.raises(BadFile) as told:
        await import_calendar(CALENDAR + f"{row}\n".encode(), store, now=now)

    assert told.value.lines == (f"calendar.csv row 4: {said}",)
    assert len(await store.calendar.whole(trust)) == 2
