"""How long a network's records are kept, and how they are taken along."""

from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.upkeep import Upkeep
from handlers.library.keeping import keep
from storage.records import Action, AgendaItem, Meeting, Notes, Person, PersonId, State
from storage.store import Database, Store
from tests.commandline import brightspot
from tests.conftest import MONDAY

ADA, DAY = "ada@alder.example", timedelta(days=1)


async def held(store: Store, ada: Person, days_ago: int) -> tuple[Meeting, Action]:
    """Wrapped up, with everything that is kept of a meeting."""
    (network,) = await store.networks.of(ada)
    starts = MONDAY - timedelta(days=days_ago)
    meeting = await store.meetings.plan(network.id, starts, trust=ada.trust, minutes=60)
    assert meeting is not None
    meeting = await store.meetings.change(meeting, state=State.HELD)
    await store.agendas.keep(meeting, [AgendaItem(12, "Bright spot: *talk* tactics")])
    await store.agendas.note_version(meeting, ada, "12 Bright spot", starts)
    await store.attendance.answer(meeting, ada, coming_=True, now=starts)
    await store.notes.keep(Notes(meeting.id, ada.trust, f"{days_ago} days ago", "One.\n# Two", ada.id))
    action = await store.actions.add(meeting, ada, "share the cards", starts.date())
    assert action is not None
    return meeting, action


@pytest.fixture
async def ada(database: Database) -> Person:
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        await store.people.keep([Person(PersonId(0), trust.id, ADA, "Ada Example")], MONDAY)
        person = await store.people.with_email(ADA, trust=trust.id)
        assert person is not None
        await store.networks.join(await store.networks.keep(trust.id, "Maths leads"), person)
    return person


async def test_each_part_of_a_record_goes_in_its_time(database: Database, ada: Person) -> None:
    ages = (20, 40, 3 * 365, 3 * 366)  # days
    async with database.store() as store:
        meetings = [(await held(store, ada, age))[0] for age in ages]
    await Upkeep(database, Clock(MONDAY)).prune()
    async with database.reading() as store:
        ids = [each.id for each in meetings]
        drafts = [bool(await store.agendas.versions(each, trust=ada.trust)) for each in ids]
        answers = await store.attendance.of_several(ids, trust=ada.trust)
        notes = await store.notes.of_several(ids, trust=ada.trust)
        open_ = await store.actions.of(ada)
    assert drafts == [True, False, False, False]
    assert sorted(answers) == ids[:2]
    assert sorted(notes) == ids[:3]
    assert [each.meeting for each in open_] == ids[2::-1]


async def test_a_network_can_take_its_records_along(
    database_url: str, database: Database, ada: Person
) -> None:
    async with database.store() as store:
        await held(store, ada, 40)
        await held(store, ada, 3)

    ended = await brightspot(database_url, "export-network", "maths LEADS")

    assert (ended.code, ended.err) == (0, "")
    newer, older = ended.out.index("**3 days ago**"), ended.out.index("**40 days ago**")
    assert ended.out.startswith("# Maths leads\n\n## Maths leads, Friday 4 September 2026\n")
    assert newer < older
    assert "12 min: Bright spot: \\*talk\\* tactics" in ended.out, "their words are words, not headings"
    assert "- \\# Two" in ended.out
    assert "were there" not in ended.out, "one is fewer than five"
    assert "\n\n\n" not in ended.out


async def test_an_unknown_network_is_said_in_one_line(database_url: str, ada: Person) -> None:
    ended = await brightspot(database_url, "export-network", "Beekeepers")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "no network is called Beekeepers; there is: Maths leads\n"


async def test_who_opened_what_is_forgotten_in_its_time(database: Database, ada: Person) -> None:
    days = (10, 40, 80, 100)
    async with database.store() as store:
        for age, asked in ((10, None), (40, MONDAY - 35 * DAY), (80, None), (100, None)):
            url = f"https://phonics.example/{age}"
            kept = await keep(url, "for Year 1", ada, None, MONDAY, store)
            asked_on = asked.date() if asked else None
            await store.uses.note(kept.resource, ada, opened_at=MONDAY - age * DAY, asked_on=asked_on)
    await Upkeep(database, Clock(MONDAY)).prune()
    async with database.reading() as store:
        opened = [bool(each.opened_at) for each in await store.uses.by(ada)]
    assert dict(zip(days, opened, strict=True)) == {10: True, 40: False, 80: True, 100: False}
