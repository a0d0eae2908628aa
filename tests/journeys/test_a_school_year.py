"""A whole school year of three networks, lived day by day at each door, on both databases.

Elm Park keeps the trust's terms and trains on its own days; Oakhill has six terms; Fenside breaks up when it
likes. What everybody was sent is held each day against the tests' own calendar (`tests/school_days.py`).
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from heapq import heappop, heappush
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.importing.calendar import import_calendar
from handlers.talk import LOCAL
from storage.records import LetterState, NetworkId, Platform, Why
from storage.store import Store
from storage.tables import outbox
from tests.conversation import HOME, Household, Member
from tests.doors.browser import Driver as Browser
from tests.school_days import BRISTOL, CORNWALL, DAY, STAFFORDSHIRE, WEEK, SchoolYear, Week, dates

SUNDAY = 6
MORNING, EVENING = time(8, 40), time(17, 0)
FIRST, LAST = date(2025, 9, 1), date(2026, 7, 31)
PLANNED, HANDED_OVER = date(2025, 9, 8), date(2026, 7, 14)
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
#: As they are called at the facilitator's school.
PARTS = {"SENDCO network": ("term 1", "term 3", "term 5")}
MEETINGS = {"Maths leads": 6, "SENDCO network": 3, "Office managers": 6}
WITHOUT_CHANNEL = {"Office managers"}

Happening = Callable[[], Awaitable[None]]
#: To whom, the word in its key, and when.
Letter = tuple[str, str, date]


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGINNING)


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
        """Each day as it comes: holidays and Saturdays, too, on which nothing may be sent."""
        for day in dates(self.now.date(), until):
            if day.weekday() < SUNDAY:
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
        if meeting.network in WITHOUT_CHANNEL:
            return found | {
                (name, "notes", self.weeks[name].from_on(morning)) for name in NETWORKS[meeting.network]
            }
        found |= {(name, "took", self.weeks[name].from_on(morning)) for name in meeting.took}
        return found | {(name, "missed", self.weeks[name].from_on(morning)) for name in meeting.cannot}

    def _called(self, week: Week, meeting: Life) -> list[date]:
        """The last weekly message up to ten days before; a later one where the date was set too late."""
        latest, last = week.before(meeting.day, 10), week.before(meeting.day, 5)
        weekly = [each for each in dates(PLANNED + DAY, last - DAY) if week.is_weekly(each)]
        return [each for each in weekly if each <= latest][-1:] or weekly[:1]


async def september(house: Household) -> Year:
    """Three schools, three networks and whoever is in them."""
    year = Year(house)
    await year.arrives("Hope Example", "", coordinator=True, job_title="School Improvement Lead")
    await year.arrives("Ada Example", "Elm Park", job_title="Maths Lead")
    await year.arrives("Ben Example", "Oakhill", job_title="SENDCO")
    await year.arrives("Cleo Example", "Fenside", job_title="Office Manager")
    await year.arrives("Dee Example", "Elm Park")
    await year.arrives("Eve Example", "Oakhill", days=frozenset({1, 2, 3}))
    await year.arrives("Fay Example", "Fenside", open_to_introductions=False)
    await year.arrives("Gil Example", "")
    await its_calendar(house)
    for network, names in NETWORKS.items():
        people = [year.members[name] for name in names]
        if network not in WITHOUT_CHANNEL:
            await house.channel(network, *people)
        async with house.database.store() as store:
            id_ = await network_id(network, store)
            for each in people:
                await store.networks.join(id_, each.person, facilitator=each is people[0])
    return year


async def network_id(name: str, store: Store) -> NetworkId:
    trust = await store.trusts.named(HOME)
    assert trust is not None
    return await store.networks.keep(trust.id, name)


async def its_calendar(house: Household) -> None:
    """The terms of the trust and of each school, as they would be told in a file."""
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        urns = {each.name: each.urn for each in await store.schools.everyone(trust.id)}
        rows = ["starts,ends,name,school_urn,kind,naming"]
        for name, of in SCHOOLS.items():
            urn, naming = urns.get(name, ""), "six terms" if of.six_terms else "three terms"
            rows += [f"{first},{last},A part,{urn},term,{naming}" for first, last in of.parts]
            rows += [f"{day},,Staff train,{urn},inset," for day in of.insets]
        await import_calendar("\n".join(rows).encode(), store, trust_name=HOME, now=house.app.clock.now())


async def plan(year: Year, network: str) -> list[Life]:
    """The whole year in one form; or part by part, as the facilitator's school calls them."""
    lead = await year.acts(NETWORKS[network][0])
    for part in PARTS.get(network, ()):
        shown = await lead.says(f"agenda {network} {part}")
        assert shown.title == f"{network}: your draft", shown.text
    if network not in PARTS:
        await lead.says(f"agenda plan {network}")
        if year.house.platform is not Platform.TEAMS:
            await lead.presses("Plan the year")  # no form opens by itself there after a typed message
        await lead.fills({})
    async with year.house.database.reading() as store:
        found = await store.meetings.of(await network_id(network, store), trust=lead.person.trust)
    return [Life(each.id, network, each.starts.astimezone(LOCAL).date()) for each in found]


def its_story(year: Year, meeting: Life, number: int) -> None:
    """The first is answered and wrapped up, the second changes, and after half a year nobody posts."""
    week = year.weeks[NETWORKS[meeting.network][0]]
    if number < 3:
        year.on(week.before(meeting.day, 7), partial(posts, year, meeting))
    match meeting.network, number:
        case _, 0:
            year.on(week.before(meeting.day, 6), partial(answers, year, meeting))
            year.on(week.after(meeting.day, 1), partial(wraps_up, year, meeting))
        case "Maths leads", 1:
            year.on(week.before(meeting.day, 6), partial(moves, year, meeting))
        case "SENDCO network", 1:
            year.on(week.after(meeting.day, 1), partial(did_not_happen, year, meeting))
        case "Office managers", 1:
            year.on(week.before(meeting.day, 3), partial(calls_off, year, meeting))


async def at_the_desk(year: Year, meeting: Life) -> Member:
    leading = await year.acts(NETWORKS[meeting.network][0])
    await leading.says(f"agenda {meeting.network}")
    return leading


async def posts(year: Year, meeting: Life) -> None:
    await (await at_the_desk(year, meeting)).presses("Post it")
    meeting.posted = year.now.date()


async def answers(year: Year, meeting: Life) -> None:
    for name, label in zip(NETWORKS[meeting.network][1:], ("Coming", "Can't"), strict=False):
        await (await year.acts(name)).presses(label, on=meeting.network)
        meeting.said.add(name)
        meeting.cannot |= {name} if label == "Can't" else set()


async def moves(year: Year, meeting: Life) -> None:
    to = year.next_good_day(meeting.day + DAY * 7)
    leading = await at_the_desk(year, meeting)
    await leading.presses("When and where")
    await leading.fills({"Date": f"{to.day} {to:%B %Y}"})
    meeting.was_on, meeting.day, meeting.changed_on = meeting.day, to, year.now.date()


async def calls_off(year: Year, meeting: Life) -> None:
    leading = await at_the_desk(year, meeting)
    for label in ("More", "Call it off", "Call it off"):
        await leading.presses(label)
    meeting.is_off, meeting.changed_on = True, year.now.date()


async def wraps_up(year: Year, meeting: Life) -> None:
    lead, taker, *_ = NETWORKS[meeting.network]
    by = year.weeks[taker].after(meeting.day, 8)
    leading = await year.acts(lead)
    await leading.presses("Wrap up", on=meeting.network)
    promised = f"{taker}: try it in one class by {by.day} {by:%B %Y}"
    await leading.fills({"In one line": "Little and often.", "Who does what by when": promised})
    meeting.took = {taker}
    year.asked.add((taker, by))
    year.on(by, partial(ENDS[meeting.network], year, taker))


async def did_not_happen(year: Year, meeting: Life) -> None:
    leading = await year.acts(NETWORKS[meeting.network][0])
    await leading.presses("It did not happen", on=meeting.network)
    meeting.happened = False


async def done(year: Year, name: str) -> None:
    await (await year.acts(name)).presses("Done")


async def dropped(year: Year, name: str) -> None:
    await (await year.acts(name)).presses("Drop it")


async def put_off(year: Year, name: str) -> None:
    member, later = await year.acts(name), year.weeks[name].after(year.now.date(), 6)
    await member.presses("Change date")
    await member.fills({"By when?": f"{later.day} {later:%B %Y}"})
    year.asked.add((name, later))


async def hands_over(year: Year) -> None:
    leading = await year.acts("Ada Example")
    await leading.says("networks hand over maths leads")
    if year.house.platform is not Platform.TEAMS:
        await leading.presses("Who leads it next?")
    await leading.fills({"Who leads it from now on?": ["Dee Example, Elm Park"]})


async def reminded_of_local_time(year: Year, name: str) -> int:
    """Reminders as they stand on somebody's screen: the same hour before and after both clock changes."""
    member = await year.acts(name)
    return sum(
        each.conversation == "direct" and " meets on " in each.title and "15:45 to 16:45" in each.text
        for each in member.sees()
    )


#: How what was taken on at the first meeting ends: each way once.
ENDS = {"Maths leads": done, "SENDCO network": dropped, "Office managers": put_off}


async def test_every_letter_of_a_school_year_comes_once_and_on_a_day_of_its_recipient(house):
    year = await september(house)
    await year.live(PLANNED)
    meetings = {network: await plan(year, network) for network in NETWORKS}
    assert {network: len(each) for network, each in meetings.items()} == MEETINGS
    for theirs in meetings.values():
        for number, each in enumerate(theirs):
            its_story(year, each, number)

    year.on(HANDED_OVER, partial(hands_over, year))

    await year.live(LAST)

    year.nothing_came_twice()
    assert year.came_about("networks:hand-over") == {("Dee Example", HANDED_OVER)}
    assert year.came_about("actions") == year.asked
    for each in (each for theirs in meetings.values() for each in theirs):
        came, due = year.letters(each), year.due(each)
        assert (due - came, came - due) == (set(), set()), each
    for name in year.members:
        reminders = [each for each in year.came if each.to == name and ":reminder:" in each.key]
        assert await reminded_of_local_time(year, name) == len(reminders)
