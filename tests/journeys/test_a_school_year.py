"""A whole school year of three networks, lived day by day at each door, on both databases.

Elm Park keeps the trust's terms and trains on its own days; Oakhill has six terms; Fenside breaks up when it
likes. What everybody was sent is held each day against the tests' own calendar (`tests/school_days.py`).
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.importing.calendar import import_calendar
from handlers.packing import card_from_data
from handlers.talk import LOCAL
from storage.records import Naming, TermStyle, Why
from storage.tables import outbox
from tests.conversation import HOME, Household, Member
from tests.school_days import BRISTOL, CORNWALL, STAFFORDSHIRE, WEEK, SchoolYear, Week, dates

MORNING, EVENING = time(8, 40), time(17, 0)
FIRST, LAST = date(2025, 9, 1), date(2026, 7, 31)
BEGINNING = datetime.combine(FIRST, time(7), LOCAL)

#: The central team keeps the trust's terms, and has no INSET days.
CENTRAL = SchoolYear(CORNWALL.parts, frozenset())
SCHOOLS = {"": CENTRAL, "Elm Park": CORNWALL, "Oakhill": BRISTOL, "Fenside": STAFFORDSHIRE}


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGINNING)


@dataclass
class Came:
    """Something that reached somebody."""

    to: str
    at: datetime
    key: str
    title: str


@dataclass
class Year:
    """The house, its people's weeks, and everything that was sent so far."""

    house: Household
    members: dict[str, Member] = field(default_factory=dict)
    weeks: dict[str, Week] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)
    _read_to: datetime = BEGINNING

    @property
    def now(self) -> datetime:
        return self.house.app.clock.now().astimezone(LOCAL)

    async def arrives(
        self, name: str, school: str, *networks: str, days: frozenset[int] = WEEK, **given: Any
    ) -> Member:
        given |= {"working_days": tuple(sorted(days)), "school": school, "networks": list(networks)}
        self.members[name] = await self.house.member(name, **given)
        self.weeks[name] = Week(SCHOOLS[school], days)
        return self.members[name]

    async def comes_to(self, day: date, at: time = MORNING) -> None:
        """Every day on the way is lived: holidays and weekends, too, on which nothing may be sent."""
        goal = datetime.combine(day, at, LOCAL)
        for each in dates(self.now.date(), day):
            for hour in (MORNING, EVENING, at) if each == day else (MORNING,):
                moment = datetime.combine(each, hour, LOCAL)
                if self.now < moment <= goal:
                    await self.house.wait(moment - self.now)
                    await self._look()

    async def _look(self) -> None:
        """Everything sent since the last look came on a day of its recipient's."""
        since, self._read_to = self._read_to, self.now
        async with self.house.database.engine.connect() as connection:
            sent = select(outbox).where(outbox.c.sent_at > since, outbox.c.replaces == "")
            rows = list(await connection.execute(sent.order_by(outbox.c.sent_at, outbox.c.id)))
            keys = [row.key for row in rows]
            within = select(outbox.c.key, outbox.c.replaces).where(outbox.c.replaces.in_(keys))
            merged: dict[str, list[str]] = {}
            for row in await connection.execute(within.where(outbox.c.state == "merged")):
                merged.setdefault(row.replaces, []).append(row.key)
        names = {member.person.id: name for name, member in self.members.items()}
        for row in rows:
            to, at = names.get(row.person_id, "a channel"), row.sent_at.astimezone(LOCAL)
            title = card_from_data(row.card).title
            self.came += [Came(to, at, key, title) for key in merged.get(row.key, [row.key])]
            if to in self.weeks:
                self._came_rightly(to, at, Why(row.why), title)

    def _came_rightly(self, to: str, at: datetime, why: Why, title: str) -> None:
        if why is Why.ANSWER:
            return  # to what they did this minute
        week, day = self.weeks[to], at.date()
        assert week.works(day), f"{to} does not work on {day:%a %d %b}: {title}"
        assert time(8) <= at.time() <= time(17, 30), f"{to} was written to at {at:%H:%M}: {title}"
        if why is Why.UNASKED:
            assert week.takes_unasked(day), f"{day:%a %d %b} is a quiet day for {to}: {title}"

    def nothing_came_twice(self) -> None:
        twice = Counter((each.to, each.key) for each in self.came)
        assert [each for each, times in twice.items() if times > 1] == []


async def september(house: Household) -> Year:
    """Three schools, three networks and whoever is in them."""
    year = Year(house)
    await year.arrives("Hope Example", "", coordinator=True, job_title="School Improvement Lead")
    await year.arrives("Ada Example", "Elm Park", "Maths leads", job_title="Maths Lead")
    await year.arrives("Ben Example", "Oakhill", "SENDCO network", job_title="SENDCO")
    await year.arrives("Cleo Example", "Fenside", "Office managers", job_title="Office Manager")
    await year.arrives("Dee Example", "Elm Park", "Maths leads", "SENDCO network", "Office managers")
    part = frozenset({1, 2, 3})
    await year.arrives("Eve Example", "Oakhill", "Maths leads", "Office managers", days=part)
    await year.arrives("Fay Example", "Fenside", "Maths leads", "SENDCO network", open_to_introductions=False)
    await year.arrives("Gil Example", "", "SENDCO network", "Maths leads")
    await its_calendar(house)
    return year


async def its_calendar(house: Household) -> None:
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        schools = {each.name: each for each in await store.schools.everyone(trust.id)}
        rows = ["starts,ends,name,school_urn"]
        for name, of in SCHOOLS.items():
            urn = schools[name].urn if name else ""
            rows += [f"{first},{last},Holiday,{urn}" for first, last in of.breaks()]
            rows += [f"{day},{day},INSET day,{urn}" for day in of.insets]
        await import_calendar("\n".join(rows).encode(), store, trust_name=HOME, now=house.app.clock.now())
        styles = [
            TermStyle(
                trust.id, each.id, Naming.SIX_TERMS if SCHOOLS[name].six_terms else Naming.THREE_TERMS, True
            )
            for name, each in schools.items()
        ]
        await store.calendar.keep_term_styles(trust.id, styles)


async def test_every_letter_of_a_school_year_comes_once_and_on_a_day_of_its_recipient(house):
    year = await september(house)

    await year.comes_to(LAST)

    year.nothing_came_twice()
