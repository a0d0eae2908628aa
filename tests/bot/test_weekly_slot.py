"""One weekly message, whatever happens: a worker that was down, another hour, a changed calendar."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from handlers.cycle.doing import begin
from handlers.talk import LOCAL
from storage.records import Cadence, Initiative, InitiativeId, Person, TrustId, Why
from tests.bot.conftest import PostOffice

# The clock starts on Monday 7 September 2026, 9:00.
QUIET = Initiative(
    InitiativeId(0), TrustId(0), "Quiet", "Oracy", "Year 3", Cadence.PILOT, None, None, date(2026, 9, 7)
)


async def at(office: PostOffice, moment: str) -> int:
    """How many messages had gone by then."""
    office.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=LOCAL))
    await office.delivery.settle()
    return len(office.slack.sent)


async def hears(office: PostOffice, person: Person, **values: object) -> None:
    async with office.database.store() as store:
        await store.people.hears(person, **values)


async def test_a_message_that_missed_its_day_comes_later_that_week(office: PostOffice):
    """Nobody was there until Monday evening; on Tuesday they have a day off."""
    ada = await office.person("Ada", working_days=(0, 2, 3))
    await office.post(ada, "news", Why.UNASKED)

    assert await at(office, "2026-09-14T18:00") == 0
    assert await at(office, "2026-09-15T12:00") == 0
    assert await at(office, "2026-09-16T08:29") == 0
    await office.post(ada, "written on Wednesday", Why.UNASKED)
    assert await at(office, "2026-09-16T08:30") == 1
    assert await at(office, "2026-09-18T12:00") == 1
    assert await at(office, "2026-09-21T08:30") == 2
    assert office.slack.titles() == ["news", "written on Wednesday"]


async def test_what_is_written_in_the_middle_of_a_week_waits_for_the_next(office: PostOffice):
    ada = await office.person("Ada")
    assert await at(office, "2026-09-08T07:00") == 0
    await office.post(ada, "news", Why.UNASKED)

    assert await at(office, "2026-09-11T12:00") == 0
    assert await at(office, "2026-09-14T08:30") == 1


async def test_a_message_of_last_week_that_never_got_out_is_this_weeks(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, f"week:{ada.id}:2026-W37", Why.UNASKED)
    await office.post(ada, "news", Why.UNASKED)

    assert await at(office, "2026-09-14T08:30") == 1
    assert await at(office, "2026-09-18T17:00") == 1
    assert await at(office, "2026-09-21T08:30") == 2


@pytest.mark.parametrize("merged", [False, True], ids=["there was no room", "it never got out"])
async def test_a_nudge_of_last_week_counts_from_the_week_in_which_it_goes(office: PostOffice, merged: bool):
    ada, today = await office.person("Ada"), office.clock.now().date()
    async with office.database.store() as store:
        kept = await store.initiatives.add(replace(QUIET, trust=ada.trust))
        await begin(kept, None, ada, office.clock.now(), store)
        (me,) = await store.participants.of_person(ada)
        await store.participants.change(me, asked="n01", occurrence=1, asked_on=today)
    nudge, week = f"nudge:{kept.id}:n01:1:{ada.id}", f"week:{ada.id}:2026-W37"
    for key in (nudge, week)[: 1 + merged]:
        await office.post(ada, key, Why.UNASKED)
    if merged:
        async with office.database.store() as store:
            await store.outbox.merge([await office.letter(nudge)], week)

    assert await at(office, "2026-09-14T08:30") == 1
    async with office.database.reading() as store:
        (me,) = await store.participants.of_person(ada)
    assert me.asked_on == date(2026, 9, 14)


@pytest.mark.parametrize("hour", [time(8), time(16, 30)])
async def test_whoever_chooses_another_hour_still_has_one_message_a_week(office: PostOffice, hour: time):
    ada = await office.person("Ada")
    await office.post(ada, "news", Why.UNASKED)
    assert await at(office, "2026-09-14T08:30") == 1

    await hears(office, ada, hears_at=hour)
    await office.post(ada, "more news", Why.UNASKED)
    assert await at(office, "2026-09-18T17:00") == 1
    moment = datetime.combine(date(2026, 9, 21), hour)
    assert await at(office, f"{moment - timedelta(minutes=1):%Y-%m-%dT%H:%M}") == 1
    assert await at(office, f"{moment:%Y-%m-%dT%H:%M}") == 2


async def test_a_calendar_that_changes_after_the_message_brings_no_second_one(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "news", Why.UNASKED)
    assert await at(office, "2026-09-14T08:30") == 1

    await office.closes(date(2026, 9, 14), date(2026, 9, 14), "It was an INSET day, it turns out")
    await office.post(ada, "more news", Why.UNASKED, due=office.clock.now() - timedelta(days=2))
    for day in (15, 16, 17, 18):
        assert await at(office, f"2026-09-{day}T12:00") == 1
    assert await at(office, "2026-09-21T08:30") == 2


async def test_weeks_are_counted_on_through_the_turn_of_the_year(office: PostOffice):
    """Thursday 31 December 2026 is of week 53, Monday 4 January of week 1."""
    ada = await office.person("Ada", working_days=(0, 3))
    for number, moment in enumerate(("2026-12-28T08:00", "2026-12-31T12:00", "2027-01-04T12:00"), 1):
        await at(office, moment)
        await office.post(ada, f"news:{number}", Why.UNASKED, due=office.clock.now() - timedelta(days=5))
    for moment in ("2027-01-07T12:00", "2027-01-11T12:00", "2027-01-18T12:00"):
        await at(office, moment)

    weeks = [each.letter.key.partition(":20")[2] for each in office.slack.sent]
    assert weeks == sorted(set(weeks)), "one a week"


async def test_nothing_comes_while_they_are_away(office: PostOffice):
    ada = await office.person("Ada")
    await hears(office, ada, away_from=date(2026, 9, 10), away_until=date(2026, 9, 15))
    await office.post(ada, "news", Why.UNASKED)
    await at(office, "2026-09-10T09:00")
    await office.post(ada, "meeting:5:reminder", Why.MEETING)

    assert await at(office, "2026-09-15T17:00") == 0
    assert await at(office, "2026-09-16T08:30") == 2


async def test_four_processes_at_once_write_one_message_each_week(office: PostOffice):
    people = [await office.person(f"Person{number}") for number in range(6)]
    processes = [office.another_process(lanes=1) for _ in range(4)]
    for week in range(2):
        for number in range(3):
            for each in people:
                await office.post(each, f"news:{each.id}:{week}:{number}", Why.UNASKED)
        for hours in (7 * 24, 1, 24):
            office.clock.move_to(office.clock.now() + timedelta(hours=hours))
            await asyncio.gather(*(each.settle() for each in processes))

    sent = [(each.letter.person, each.letter.key) for each in office.slack.sent]
    assert len(sent) == len(set(sent)) == 2 * len(people)
