"""Routines run by the clock where the schools are: once, on time, in winter and summer, whoever looks."""

import asyncio
import logging
from datetime import datetime, time, timedelta

import pytest

from bot.clock import Clock
from bot.postman import Postman
from bot.scheduler import Scheduler
from bot.timetables import Timetables, days_of, is_due
from bot.upkeep import Upkeep
from handlers.capability import Capability, Timetable
from handlers.talk import LOCAL, Card, Post, ToPerson
from storage.records import Person, PersonId, Why
from storage.store import Database


def at(text: str) -> datetime:
    """A moment where the schools are."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


async def nothing(trust, today, store):
    return []


def timetable(days: str, hour: int = 9) -> Timetable:
    return Timetable("t", days, time(hour), nothing)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("mon", {0}),
        ("tue,thu", {1, 3}),
        ("fri-mon", {4, 5, 6, 0}),
    ],
)
def test_days_are_read_as_they_are_written(words, days):
    assert days_of(words) == days


@pytest.mark.parametrize(
    ("days", "last", "now", "due"),
    [
        # Monday the 7th of September 2026, nine o'clock.
        ("mon-fri", "2026-09-07T08:00", "2026-09-07T08:59", False),
        ("mon-fri", "2026-09-07T08:00", "2026-09-07T09:00", True),
        ("mon-fri", "2026-09-07T09:00", "2026-09-07T09:30", False),
        ("mon-fri", "2026-09-07T09:00", "2026-09-08T08:59", False),
        ("mon-fri", "2026-09-07T09:00", "2026-09-08T09:00", True),
        # A weekend's outage: nothing on Saturday, once on Monday at nine.
        ("mon-fri", "2026-09-10T09:00", "2026-09-12T10:00", False),
        ("mon-fri", "2026-09-10T09:00", "2026-09-14T08:00", False),
        ("mon-fri", "2026-09-10T09:00", "2026-09-14T09:00", True),
        # A Monday that was missed is made up for on the next working day, in its own hour.
        ("mon", "2026-09-07T09:00", "2026-09-15T08:00", False),
        ("mon", "2026-09-07T09:00", "2026-09-15T09:00", True),
        ("mon", "2026-09-07T09:00", "2026-09-11T12:00", False),
        ("daily", "2026-09-11T09:00", "2026-09-12T09:00", True),
        # The clocks go back on the 25th of October 2026 and forward on the 28th of March 2027.
        ("mon-fri", "2026-10-23T09:00", "2026-10-26T08:59", False),
        ("mon-fri", "2026-10-23T09:00", "2026-10-26T09:00", True),
        ("mon-fri", "2027-03-26T09:00", "2027-03-29T08:59", False),
        ("mon-fri", "2027-03-26T09:00", "2027-03-29T09:00", True),
    ],
)
def test_a_routine_is_due_at_its_hour_by_the_schools_clock(days, last, now, due):
    assert is_due(timetable(days), at(last), at(now)) is due


def test_every_working_day_of_two_years_has_exactly_one_run_at_nine():
    """Looked at every half hour through both changes of four clocks."""
    daily, last, runs = timetable("mon-fri"), at("2026-08-31T09:00"), []
    now = at("2026-08-31T09:30").astimezone(tz=None)
    end = now + timedelta(days=730)
    while now < end:
        if is_due(daily, last, now):
            runs.append(now.astimezone(LOCAL))
            last = now
        now += timedelta(minutes=30)

    assert {(each.hour, each.minute) for each in runs} == {(9, 0)}
    days = [each.date() for each in runs]
    assert len(days) == len(set(days))
    assert all(each.weekday() < 5 for each in days)
    assert len(days) == sum(
        (days[0] + timedelta(days=n)).weekday() < 5 for n in range((days[-1] - days[0]).days + 1)
    )


class House:
    """A trust whose one capability says good morning on working days."""

    def __init__(self, database: Database, clock: Clock, person: Person) -> None:
        self.database, self.clock, self.person = database, clock, person
        self.greetings = Capability("greetings", about="Says good morning")
        self.ran: list[str] = []
        self.fails = False

        @self.greetings.every("mon-fri", at=time(9))
        async def morning(trust, today, store):
            if self.fails:
                raise ValueError("a mistake")
            self.ran.append(f"{today}")
            return [Post(ToPerson(person), Card("Good morning"), f"morning:{today}", Why.REMINDER)]

    def timetables(self, database: Database | None = None) -> Timetables:
        return Timetables(database or self.database, self.clock, Postman({}, self.clock), [self.greetings])

    async def letters(self) -> int:
        async with self.database.reading() as store:
            found = [
                await store.outbox.with_key(f"morning:2026-09-{day:02}", trust=self.person.trust)
                for day in range(1, 31)
            ]
        return sum(each is not None for each in found)


@pytest.fixture
async def house(database):
    clock = Clock(at("2026-09-07T08:00"))
    async with database.store() as store:
        trust = await store.trusts.add("Alder Coast Learning Trust")
        someone = Person(PersonId(0), trust.id, "ada.quill@aldercoast.example", "Ada Quill")
        await store.people.keep([someone], clock.now())
        person = await store.people.with_email(someone.email, trust=trust.id)
    assert person is not None
    return House(database, clock, person)


async def test_a_routine_runs_once_a_morning_and_its_letters_are_written_with_it(house):
    timetables = house.timetables()
    for moment in ("08:00", "08:59", "09:00", "09:01", "16:00"):
        await timetables.tick(at(f"2026-09-07T{moment}"))

    assert house.ran == ["2026-09-07"]
    assert await house.letters() == 1


async def test_what_is_new_today_is_not_caught_up_on(house):
    await house.timetables().tick(at("2026-09-07T12:00"))
    await house.timetables().tick(at("2026-09-07T12:01"))

    assert house.ran == []


async def test_a_week_of_outage_brings_one_morning_in_its_order_and_no_flood(house):
    @house.greetings.every("mon-fri", at=time(6))
    async def early(trust, today, store):
        house.ran.append("early")

    timetables = house.timetables()
    await timetables.tick(at("2026-09-07T05:00"))
    await timetables.tick(at("2026-09-14T10:00"))

    assert house.ran == ["early", "2026-09-14"]


async def test_processes_that_look_at_the_same_moment_run_it_once(house, database_url):
    await house.timetables().tick(at("2026-09-07T08:00"))
    others = [Database(database_url) for _ in range(4)]
    await asyncio.gather(*(house.timetables(each).tick(at("2026-09-07T09:00")) for each in others))
    for each in others:
        await each.close()

    assert house.ran == ["2026-09-07"]
    assert await house.letters() == 1


async def test_a_routine_that_fails_leaves_nothing_and_is_tried_again(house, caplog):
    timetables = house.timetables()
    await timetables.tick(at("2026-09-07T08:00"))
    house.fails = True
    with caplog.at_level(logging.CRITICAL):
        await timetables.tick(at("2026-09-07T09:00"))
    assert timetables.looked_at is not None
    house.fails = False
    await timetables.tick(at("2026-09-07T09:01"))

    assert house.ran == ["2026-09-07"]
    assert await house.letters() == 1


async def test_the_scheduler_ticks_on_and_a_tick_that_fails_stops_nothing(caplog):
    ticks: list[int] = []

    async def tick() -> None:
        ticks.append(1)
        if len(ticks) == 2:
            raise ValueError("a mistake")

    scheduler = Scheduler()
    scheduler.every(0.05, tick, at_once=True)
    with caplog.at_level(logging.CRITICAL):
        scheduler.start()
        async with asyncio.timeout(10):
            while len(ticks) < 4:  # noqa: ASYNC110  the scheduler has no event to wait for
                await asyncio.sleep(0.02)
        await scheduler.stop()
    count = len(ticks)
    await asyncio.sleep(0.2)

    assert len(ticks) == count


async def test_what_has_begun_to_tick_is_finished_at_the_end_and_nothing_complains(caplog):
    ended: list[str] = []

    async def tick() -> None:
        await asyncio.sleep(0.1)
        ended.append("tick")

    scheduler = Scheduler()
    scheduler.every(60, tick, at_once=True)
    with caplog.at_level(logging.WARNING):
        scheduler.start()
        await asyncio.sleep(0.05)
        await scheduler.stop()
        await asyncio.sleep(0)

    assert ended == ["tick"]
    assert caplog.records == []


@pytest.mark.parametrize("after", [0.0, 0.05])
async def test_a_tick_that_takes_too_long_ends_quietly(caplog, after):
    async def tick() -> None:
        await asyncio.Event().wait()

    scheduler = Scheduler()
    scheduler.every(60, tick, at_once=True)
    with caplog.at_level(logging.WARNING):
        scheduler.start()
        await asyncio.sleep(after)
        await scheduler.stop(wait_s=0.05)
        await asyncio.sleep(0)

    assert caplog.records == []


async def test_after_ninety_days_words_are_gone_and_the_count_stays(house):
    person, clock = house.person, house.clock
    async with house.database.store() as store:
        await store.questions.ask(person, "mixed-age phonics", [], clock.now())
        await Postman({}, clock).post([Post(ToPerson(person), Card("Phonics"), "key", Why.REMINDER)], store)
        letter = await store.outbox.with_key("key", trust=person.trust)
        await store.outbox.merge([letter], "week:1")
    upkeep = Upkeep(house.database, clock)

    clock.move_to(clock.now() + timedelta(days=89))
    await upkeep.prune()
    async with house.database.reading() as store:
        assert [each.text for each in await store.questions.of(person)] == ["mixed-age phonics"]

    clock.move_to(clock.now() + timedelta(days=2))
    await upkeep.prune()
    async with house.database.reading() as store:
        assert [each.text for each in await store.questions.of(person)] == [""]
        assert (await store.outbox.with_key("key", trust=person.trust)).card == {"title": "", "blocks": []}
