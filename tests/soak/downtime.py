"""Two weeks without a worker as a term begins, for a whole trust: one message each on the first day.

    python -m tests.soak.downtime --db both --people 10000

Everybody takes part in a pilot that was due to ask them meanwhile, a third have news waiting besides, and of
a tenth a meeting was on that is over. Every message is held against the rules (`tests/nudge_rules.py`).
"""

import argparse
import asyncio
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.clock import Clock
from bot.delivery import Delivery
from bot.door import Envelope, Sent
from bot.importing.calendar import import_calendar
from bot.postman import Postman
from bot.timetables import Timetables
from handlers.cycle.replanning import replan
from handlers.talk import Card, Post, Text, ToPerson
from storage.records import (
    Account,
    Cadence,
    CycleStage,
    Initiative,
    InitiativeId,
    LetterState,
    Person,
    PersonId,
    Platform,
    School,
    SchoolId,
    Trust,
    Why,
)
from storage.store import Database, Store
from storage.tables import outbox, participants
from tests.nudge_rules import LOCAL, Message, Part, Since, Someone, Way, World
from tests.school_days import DAY, KENT_TWO
from tests.soak.bases import asked_for, bases

SCHOOLS, OF_A_RUN, NEWS = 100, 10, 3
GOAL = "Nine in ten read each day"
BEGAN, STOPPED = date(2027, 7, 12), datetime(2027, 8, 31, 9, tzinfo=LOCAL)
#: A Tuesday: the week's own day has passed with nobody there.
BACK = datetime(2027, 9, 14, 9, tzinfo=LOCAL)
WEEKS = 7


class Counting:
    """A platform that takes everything, and remembers who was sent what when."""

    platform, looks, pace = Platform.SLACK, True, ()

    def __init__(self, clock: Clock) -> None:
        self.sent: list[tuple[PersonId, datetime, str, str]] = []
        self._clock = clock

    async def send(self, envelope: Envelope) -> Sent:
        letter = envelope.letter
        assert letter.person is not None
        self.sent.append((letter.person, self._clock.now(), letter.key, envelope.card.plain()))
        return Sent(f"m{len(self.sent)}")

    async def look_up(self, envelope: Envelope) -> Sent | None:
        return None

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        return {"user": account.user}, f"slack:{account.user}"


async def live(url: str, people: int) -> str:
    clock = Clock(datetime(2027, 7, 12, 9, tzinfo=LOCAL))
    database = Database(url)
    door = Counting(clock)
    doors: dict[Platform, Any] = {Platform.SLACK: door}
    postman = Postman(doors, clock)
    timetables, delivery = Timetables(database, clock, postman), Delivery(database, doors, clock, postman)
    try:
        world, names = await _filled(database, clock, postman, people)
        await timetables.tick()  # each timetable begins
        clock.move_to(STOPPED)
        await timetables.tick()
        await delivery.settle()
        before, began = len(door.sent), time.monotonic()
        clock.move_to(BACK)
        await timetables.tick()
        await delivery.settle()
        first = Counter(each[0] for each in door.sent[before:])
        took = time.monotonic() - began
        assert max(first.values()) == 1, f"{max(first.values())} messages on the first day"
        for day in range(1, WEEKS * 7):
            if (BACK + DAY * day).weekday() < 5:
                clock.move_to(BACK + DAY * day)
                await timetables.tick()
                await delivery.settle()
        broken = await _judged(database, door, world, names)
        assert not broken, f"{len(broken)} rules broken: {broken[:5]}"
        lost = await _lost(database, people)
        assert not lost, lost
    finally:
        await delivery.stop()
        await database.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{people} people, down for 14 days: {len(first)} had one message on the first day, nobody two "
        f"({took:.0f} s); {len(door.sent)} messages in {WEEKS} weeks, none against the rules, no letter "
        f"lost; {memory:.0f} MiB at most"
    )


async def _filled(
    database: Database, clock: Clock, postman: Postman, count: int
) -> tuple[World, dict[PersonId, str]]:
    """Everybody in a pilot that has come to Deliver before the summer, with a calendar of Kent's."""
    now = clock.now()
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        people = await _staff(store, trust, count, now)
        rows = ["starts,ends,name,kind,naming"]
        rows += [f"{first},{last},A part,term,three terms" for first, last in KENT_TWO.parts]
        rows += [f"{day},,Staff train,inset," for day in KENT_TWO.insets]
        await import_calendar("\n".join(rows).encode(), store, trust_name=trust.name, now=now)
    world = World()
    world.years[""] = Since(KENT_TWO)
    names = {each.id: each.name for each in people}
    world.people = {each.name: Someone(each.name, Since("")) for each in people}
    for start in range(0, count, OF_A_RUN):
        async with database.store() as store:
            await _pilot(people[start : start + OF_A_RUN], world, store, now)
    async with database.store() as store:
        await postman.post([*_news(people), *_meetings(people)], store)
    return world, names


async def _staff(store: Store, trust: Trust, count: int, now: datetime) -> Sequence[Person]:
    schools = [School(SchoolId(0), trust.id, f"{900000 + n}", f"School {n}") for n in range(SCHOOLS)]
    await store.schools.keep(schools)
    ids = [each.id for each in await store.schools.everyone(trust.id)]
    await store.people.keep(
        [
            Person(PersonId(0), trust.id, f"s{n}@school.example", f"Staff {n}", school=ids[n % len(ids)])
            for n in range(count)
        ],
        now,
    )
    people = await store.people.everyone(trust.id)
    for each in people:
        await store.accounts.link(Account(Platform.SLACK, "W1", f"U{each.id}"), each, now)
    return people


async def _pilot(people: Sequence[Person], world: World, store: Store, now: datetime) -> None:
    lead = people[0]
    initiative = await store.initiatives.add(
        Initiative(
            InitiativeId(0), lead.trust, "Few read at home.", f"Reading {lead.id}", "Year 3",
            Cadence.PILOT, None, lead.id, BEGAN,
        )
    )  # fmt: skip
    plan = {"goal": GOAL, "measure": "Reading logs", "baseline": "50%", "target": "90%", "practice": "Daily"}
    run = await store.runs.begin(
        initiative.id, lead.school, lead.id, BEGAN, trust=lead.trust,
        stage=CycleStage.DELIVER.value, review_on=date(2028, 6, 12), makes_room="Nothing", **plan,
    )  # fmt: skip
    await store.connection.execute(
        insert(participants),
        [
            {"trust_id": each.trust, "initiative_id": initiative.id, "run_id": run.id, "person_id": each.id,
             "school_id": each.school, "joined_on": BEGAN}
            for each in people
        ],
    )  # fmt: skip
    await replan(run, BEGAN, store)
    way = Way(initiative.topic, "pilot", "", Since(GOAL), Since(lead.name), Since("explore"))
    way.stage.becomes("deliver", now)
    way.review.becomes(date(2028, 6, 12), now)
    for each in people:
        world.parts[str(initiative.id), each.name] = Part(each.name, way, now)


def _news(people: Sequence[Person]) -> list[Post]:
    """For every third person a few things that nobody asked for, written while nobody sent anything."""
    return [
        Post(ToPerson(each), Card(f"News {number}", Text("Something new")), f"news:{each.id}:{number}",
             Why.UNASKED, due=BACK - timedelta(days=7 - number))
        for each in people[::3] for number in range(NEWS)
    ]  # fmt: skip


def _meetings(people: Sequence[Person]) -> list[Post]:
    """For every tenth a reminder of a meeting that is over when somebody could have sent it."""
    over = BACK - timedelta(days=3)
    return [
        Post(ToPerson(each), Card("Your meeting is on Friday"), f"meeting:1:reminder:{each.id}", Why.MEETING,
             due=BACK - timedelta(days=5), expires=over)
        for each in people[::10]
    ]  # fmt: skip


async def _judged(
    database: Database, door: Counting, world: World, names: Mapping[PersonId, str]
) -> list[str]:
    """What the rules say of every message that went, and who was forgotten."""
    async with database.reading() as store:
        rows = await store.connection.execute(
            select(outbox.c.key, outbox.c.replaces).where(outbox.c.state == LetterState.MERGED)
        )
        parts: dict[str, list[str]] = {}
        for row in rows:
            parts.setdefault(row.replaces, []).append(row.key)
    broken: list[str] = []
    for person, at, key, text in door.sent:
        broken += world.breaks(Message(names[person], at, text, tuple(parts.get(key, [key]))))
    return broken


async def _lost(database: Database, people: int) -> str:
    """ "" where everything has gone that still matters: what did not says why."""
    async with database.reading() as store:
        states = await store.connection.execute(
            select(outbox.c.state, outbox.c.problem, func.count())
            .where(outbox.c.key.not_like("week:%"))
            .group_by(outbox.c.state, outbox.c.problem)
        )
        counted = {(row[0], row[1]): row[2] for row in states}
        asked = await store.connection.scalar(
            select(func.count()).where(participants.c.occurrence > 0, participants.c.quiet_since.is_not(None))
        )
    late = counted.pop((LetterState.PARKED, "too late"), 0)
    merged = counted.pop((LetterState.MERGED, ""), 0)
    told = f"merged {merged}, too late {late}, {counted} besides; {asked} were asked until they fell silent"
    whole = late == len(range(0, people, 10)) and asked == people and not counted
    news = NEWS * len(range(0, people, 3))
    return "" if whole and merged >= news + 3 * people else told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    asked_for(parser)
    parser.add_argument("--people", type=int, default=10_000)
    given = parser.parse_args()
    try:
        for base in bases(given.db):
            print(f"{base.name}: {asyncio.run(live(base.url, given.people))}", flush=True)
    except AssertionError as problem:
        print(f"does not hold: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
