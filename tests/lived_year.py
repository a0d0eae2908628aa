"""A house lived day by day, and who is due which letter when: counted by the tests' own calendar.

Nothing here asks our rules: what was sent is read from the outbox, and held against `tests/school_days.py`.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from heapq import heappop, heappush
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.records import LetterState, Why
from storage.tables import outbox
from tests.conversation import Household, Member
from tests.doors.browser import Driver as Browser
from tests.school_days import BRISTOL, CORNWALL, DAY, STAFFORDSHIRE, WEEK, SchoolYear, Week, dates

LOCAL = ZoneInfo("Europe/London")
SUNDAY = 6
MORNING, EVENING = time(8, 40), time(17, 0)
FIRST = date(2025, 9, 1)
PLANNED = date(2025, 9, 8)
BEGINNING = datetime.combine(FIRST, time(7), LOCAL)

#: The central team keeps the trust's terms, and has no INSET days.
CENTRAL = SchoolYear(CORNWALL.parts, frozenset())
SCHOOLS = {"": CENTRAL, "Elm Park": CORNWALL, "Oakhill": BRISTOL, "Fenside": STAFFORDSHIRE}

#: Whoever leads it comes first.
NETWORKS = {
    "Maths leads": ("Ada Example", "Dee Example", "Fay Example", "Eve Example", "Gil Example"),
    "SENDCO network": ("Ben Example", "Fay Example", "Dee Example", "Gil Example"),
    "Office managers": ("Cleo Example", "Eve Example", "Dee Example"),
}
WITHOUT_CHANNEL = {"Office managers"}

Happening = Callable[[], Awaitable[None]]
#: To whom, the word in its key, and when.
Letter = tuple[str, str, date]


@dataclass(frozen=True)
class Came:
    """A letter that reached somebody: alone, or as a part of their weekly message."""

    to: str
    on: date
    key: str


@dataclass
class Life:
    """A meeting as it was planned, posted and answered."""

    id: int
    network: str
    day: date
    posted: date | None = None
    #: By whom, and in what words.
    suggested: dict[str, str] = field(default_factory=dict)
    cannot: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    #: Who took something on; None where it was not wrapped up.
    took: set[str] | None = None
    happened: bool = True
    #: The day it was on before it was moved, and when that was done.
    was_on: date | None = None
    changed_on: date | None = None
    is_off: bool = False


@dataclass
class Year:
    """The house, its people's weeks, and everything that was sent so far."""

    house: Household
    members: dict[str, Member] = field(default_factory=dict)
    weeks: dict[str, Week] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)
    #: Who is to be asked about what they took on, and when.
    asked: set[tuple[str, date]] = field(default_factory=set)
    #: Who is to hear of what was suggested for an agenda, and when.
    heard: set[tuple[str, date]] = field(default_factory=set)
    channels: dict[str, str] = field(default_factory=dict)
    _read_to: datetime = BEGINNING
    _plans: list[tuple[datetime, int, Happening]] = field(default_factory=list)

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

    def on(self, day: date, happens: Happening, at: time = EVENING) -> None:
        """Something that its people do then."""
        heappush(self._plans, (datetime.combine(day, at, LOCAL), len(self._plans), happens))

    async def live(self, until: date) -> None:
        """Each day as it comes; of a holiday its beginning, where nothing may be sent on a Saturday either.

        What is due on a day within a holiday comes on another one than the tests' calendar says, then.
        """
        for day in dates(self.now.date(), until):
            if day.weekday() < SUNDAY and any(map(is_working_day, dates(day - DAY * 3, day))):
                await self._move_to(datetime.combine(day, MORNING, LOCAL))
            while self._plans and self._plans[0][0].date() == day:
                moment, _, happens = heappop(self._plans)
                await self._move_to(moment)
                await happens()
                await self._look()

    async def _move_to(self, moment: datetime) -> None:
        """Time passes while nobody looks: in the browser a look at every page would cost most of the year."""
        if moment > self.now:
            self.house.app.clock.move_to(moment)
            await self.house.app.timetables.tick(self.now)
            await self.house.app.delivery.settle()
            await self._look()

    async def acts(self, name: str) -> Member:
        """Somebody comes to their screen; in the browser nobody else looks at theirs meanwhile."""
        member = self.members[name]
        if isinstance(self.house.driver, Browser):
            await self.house.driver.only(member.person)
        return member

    async def _look(self) -> None:
        """Everything sent since the last look came on a day of its recipient's."""
        since, self._read_to = self._read_to, self.now
        async with self.house.database.engine.connect() as connection:
            sent = select(outbox).where(outbox.c.sent_at > since, outbox.c.replaces == "")
            rows = list(await connection.execute(sent.order_by(outbox.c.sent_at, outbox.c.id)))
            weekly = {row.key for row in rows if row.why == Why.UNASKED}
            within = select(outbox).where(outbox.c.replaces.in_(weekly), outbox.c.state == LetterState.MERGED)
            parts = list(await connection.execute(within)) if weekly else []
        names = {member.person.id: name for name, member in self.members.items()}
        for row in rows:
            if (to := names.get(row.person_id)) and row.why != Why.ANSWER:
                at = row.sent_at.astimezone(LOCAL)
                self._came_rightly(to, at, Why(row.why), row.key)
                keys = [part.key for part in parts if part.replaces == row.key] or [row.key]
                self.came += [Came(to, at.date(), key) for key in keys]

    def _came_rightly(self, to: str, at: datetime, why: Why, key: str) -> None:
        week, day = self.weeks[to], at.date()
        assert week.works(day), f"{to} does not work on {day:%a %d %b}: {key}"
        assert time(8) <= at.time() <= time(17, 30), f"{to} was written to at {at:%H:%M}: {key}"
        if why is Why.UNASKED:
            assert week.takes_unasked(day), f"{day:%a %d %b} is a quiet day for {to}: {key}"

    def next_good_day(self, day: date) -> date:
        """When everybody's school teaches, and none begins or ends a term."""
        while not all(each.teaches(day) and not each.is_quiet(day) for each in SCHOOLS.values()):
            day += DAY
        return day

    def nothing_came_twice(self) -> None:
        times = Counter((each.to, each.key) for each in self.came)
        assert [each for each, count in times.items() if count > 1] == []

    def came_about(self, beginning: str) -> set[tuple[str, date]]:
        """To whom and when what has a key that begins so."""
        return {(each.to, each.on) for each in self.came if each.key.startswith(f"{beginning}:")}

    def letters(self, meeting: Life) -> set[Letter]:
        """Who was written to about it, with what, when."""
        return {
            (each.to, each.key.split(":")[2], each.on)
            for each in self.came
            if each.key.startswith(f"meeting:{meeting.id}:")
        }

    def due(self, meeting: Life) -> set[Letter]:
        """What its people are to be written about it, counted by the tests' own calendar."""
        if meeting.changed_on is None:
            return self._due_before(meeting) | self._due_after(meeting)
        changed, others = meeting.changed_on, NETWORKS[meeting.network][1:]
        first = replace(meeting, day=meeting.was_on or meeting.day)
        found = {each for each in self._due_before(first) if each[2] <= changed}
        if meeting.is_off:
            return found | {(name, "cancelled", self.weeks[name].from_on(changed)) for name in others}
        known = {(name, word) for name, word, _ in found}
        later = {each for each in self._due_before(meeting) if each[2] > changed and each[:2] not in known}
        found |= {(name, "moved", self.weeks[name].from_on(changed)) for name in others}
        return found | later | self._due_after(meeting)

    def _due_before(self, meeting: Life) -> set[Letter]:
        lead, *others = NETWORKS[meeting.network]
        found = {(lead, "draft", self.weeks[lead].before(meeting.day, 10))}
        if meeting.posted is None:
            found.add((lead, "not_posted", self.weeks[lead].before(meeting.day, 5)))
        for name in others:
            found |= {(name, "call", each) for each in self._called(self.weeks[name], meeting)}
        for name in NETWORKS[meeting.network]:
            found |= {(name, "agenda", each) for each in self._told(name, meeting)}
            if name not in meeting.cannot:
                found.add((name, "reminder", self.weeks[name].before(meeting.day, 1)))
        return found

    def _told(self, name: str, meeting: Life) -> list[date]:
        """Five days before to whoever has not answered; where there is no channel, when it is posted."""
        week = self.weeks[name]
        if meeting.posted is None:
            return []
        if meeting.network in WITHOUT_CHANNEL:
            return [week.from_on(meeting.posted)]
        if name in meeting.said or name == NETWORKS[meeting.network][0]:
            return []
        day = max(week.before(meeting.day, 5), week.from_on(meeting.posted + DAY))
        return [day] if day < week.before(meeting.day, 1) else []

    def _due_after(self, meeting: Life) -> set[Letter]:
        lead = NETWORKS[meeting.network][0]
        week = self.weeks[lead]
        asked = week.after(meeting.day, 1)
        found = {(lead, "wrap", asked)}
        if meeting.took is None:
            return found | ({(lead, "wrap", week.after(asked, 5))} if meeting.happened else set())
        morning = week.after(asked, 1)
        words: dict[str, Collection[str]] = {"took": meeting.took, "missed": meeting.cannot}
        if meeting.network in WITHOUT_CHANNEL:
            words = {"took": meeting.took, "notes": NETWORKS[meeting.network]}
        return found | {
            (name, word, self.weeks[name].from_on(morning)) for word, names in words.items() for name in names
        }

    def _called(self, week: Week, meeting: Life) -> list[date]:
        """The last weekly message up to ten days before; a later one where the date was set too late."""
        latest, last = week.before(meeting.day, 10), week.before(meeting.day, 5)
        weekly = [each for each in dates(PLANNED + DAY, last - DAY) if week.is_weekly(each)]
        return [each for each in weekly if each <= latest][-1:] or weekly[:1]


def is_working_day(day: date) -> bool:
    """Whether staff of any school are there, for their pupils or to train."""
    return any(each.teaches(day) or day in each.insets for each in SCHOOLS.values())
