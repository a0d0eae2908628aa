"""Years of initiatives, lived through the front doors; each message is held against `tests/nudge_rules.py`.

The world is told what people do as they do it. Where a run stands is read from its rows after each act: the
machine that moves it is tried elsewhere; here it is what is written to whom, and when.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from typing import Any

from sqlalchemy import select

from bot.importing.calendar import import_calendar
from bot.sending import UNSURE
from storage.records import LetterState, NetworkId, Why
from storage.store import Store
from storage.tables import initiatives, outbox, runs, schools, steps
from tests.conversation import HOME, Household, Member
from tests.doors.browser import Driver as Browser
from tests.nudge_rules import LOCAL, Message, Part, Since, Someone, Way, World
from tests.school_days import BRISTOL_TWO, DAY, KENT_TWO, PLYMOUTH_TWO, WEEK, SchoolYear, dates

MORNING = time(8, 40)
#: Whoever wants to hear later in the day is given another moment then.
LATER = time(16, 10)
SOON = timedelta(minutes=5)
#: Of each three schools one keeps each of these; the central team keeps the trust's.
CALENDARS = (BRISTOL_TWO, KENT_TWO, PLYMOUTH_TWO)
CENTRAL = SchoolYear(KENT_TWO.parts, frozenset())

Happening = Callable[[], Awaitable[None]]


@dataclass
class Years:
    """The house, its world, and everything that was written to its people so far."""

    house: Household
    world: World = field(default_factory=World)
    members: dict[str, Member] = field(default_factory=dict)
    #: Initiative and school → its way.
    ways: dict[int, Way] = field(default_factory=dict)
    initiative_of: dict[int, int] = field(default_factory=dict)
    #: … and when anything was last recorded of it.
    stepped: dict[int, datetime] = field(default_factory=dict)
    came: list[Message] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    #: What people do with what came: (name, message).
    answers: Callable[[str, Message], None] = lambda name, message: None
    #: Letters of which nobody can tell whether they arrived: key → what it said; and those asked for since.
    missing: dict[str, Message] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    #: Whether such a letter did arrive.
    has_come: Callable[[str], bool] = lambda key: True
    #: When each last did something: what is said within minutes of it is an answer.
    _acted: dict[str, datetime] = field(default_factory=dict)
    _plans: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _planned: int = 0
    _read_to: datetime | None = None
    _read: set[int] = field(default_factory=set)
    _steps_to: datetime | None = None

    @property
    def now(self) -> datetime:
        return self.house.app.clock.now().astimezone(LOCAL)

    # ---- people and their schools

    async def opens(self, schools: list[str]) -> None:
        """The trust's terms and each school's, as they would be told in a file."""
        self.world.years = {"": Since(CENTRAL)}
        self.world.years |= {
            name: Since(CALENDARS[number % len(CALENDARS)]) for number, name in enumerate(schools)
        }
        await self.tells_calendar()

    async def tells_calendar(self) -> None:
        """All terms anew, as they hold from now on."""
        async with self.house.database.store() as store:
            trust = await store.trusts.named(HOME)
            assert trust is not None
            urns = {each.name: each.urn for each in await store.schools.everyone(trust.id)}
            rows = ["starts,ends,name,school_urn,kind,naming"]
            for name, years in self.world.years.items():
                of, urn = years.at(self.now), urns.get(name, "")
                naming = "six terms" if of.six_terms else "three terms"
                rows += [f"{first},{last},A part,{urn},term,{naming}" for first, last in of.parts]
                rows += [f"{day},,Staff train,{urn},inset," for day in of.insets]
            await import_calendar("\n".join(rows).encode(), store, trust_name=HOME, now=self.now)

    async def arrives(
        self, name: str, school: str, *networks: str, days: frozenset[int] = WEEK, **given: Any
    ) -> Member:
        given |= {"working_days": tuple(sorted(days)), "school": school, "networks": list(networks)}
        self._acted[name] = self.now  # a welcome answers it
        self.members[name] = await self.house.member(name, **given)
        self.world.people[name] = Someone(name, Since(school), Since(days))
        return self.members[name]

    async def hears_at(self, name: str, hour: time) -> None:
        """The hour of their choice."""
        self.world.people[name].hour.becomes(hour, self.now)
        async with self.house.database.store() as store:
            await store.people.change(self.members[name].person, self.now, hears_at=hour.hour * 60)

    async def is_away(self, name: str, first: date, last: date) -> None:
        """Two dates, known from now on."""
        self.world.people[name].away.append((first, last, self.now))
        async with self.house.database.store() as store:
            person = self.members[name].person
            await store.people.change(person, self.now, away_from=first, away_until=last)

    async def changes_calendar(self, school: str, year: SchoolYear) -> None:
        """A school tells other dates for its terms, in the middle of one."""
        self.world.years[school].becomes(year, self.now)
        await self.tells_calendar()

    async def leaves(self, name: str) -> None:
        """They go to work elsewhere, and what was held on them goes too: nobody leads what they led."""
        self.world.people[name].left = self.now
        for way in self.ways.values():
            if way.lead.at(self.now) == name:
                way.lead.becomes("", self.now)
        async with self.house.database.store() as store:
            await store.people.forget(self.members[name].person)

    async def moves(self, name: str, school: str) -> None:
        """The trust's next staff file has them at another school."""
        self.world.people[name].school.becomes(school, self.now)
        async with self.house.database.store() as store:
            trust = self.members[name].person.trust
            there = next(each for each in await store.schools.everyone(trust) if each.name == school)
            person = await store.people.find(self.members[name].person.id, trust=trust)
            assert person is not None
            await store.people.change(person, self.now, school_id=there.id)

    async def network(self, name: str, store: Store) -> NetworkId:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        return await store.networks.keep(trust.id, name)

    # ---- time

    def on(self, day: date, happens: Happening) -> None:
        """Something that its people do then, at the first moment of that day or after it."""
        self._planned += 1
        heappush(self._plans, (datetime.combine(day, time(8, 35), LOCAL), self._planned, happens))

    async def live(self, until: date, *, quickly: bool = False) -> None:
        """Each morning on which staff of any school work; of a holiday its Mondays and Saturdays.

        `quickly`: days on which nobody is to hear anything unasked and nobody does anything are passed over.
        """
        for day in dates(self.now.date() + DAY, until):
            working = any(years.at(self.now).teaches(day) for years in self.world.years.values())
            planned = bool(self._plans) and self._plans[0][0].date() <= day
            if quickly and not planned:
                working = working and any(self._hears_on(name, day) for name in self.world.people)
            if working or planned or (not quickly and day.weekday() in (0, 5)):
                await self._move_to(datetime.combine(day, MORNING, LOCAL))
                if any(self._hears_later(name, day) for name in self.world.people):
                    await self._move_to(datetime.combine(day, LATER, LOCAL))

    def _hears_later(self, name: str, day: date) -> bool:
        moment = datetime.combine(day, LATER, LOCAL)
        return self.world.people[name].hour.at(moment) > MORNING and self._hears_on(name, day)

    def _hears_on(self, name: str, day: date) -> bool:
        """Whether it is the day of the week on which they are written to unasked."""
        moment = datetime.combine(day, LATER, LOCAL)
        return self.world.people[name].left is None and self.world.week_of(name, moment).is_weekly(day)

    async def _move_to(self, moment: datetime) -> None:
        """Time passes while nobody looks at a screen, and what is due happens; then people act."""
        await self.passes(moment)
        await self.look()
        while self._plans and self._plans[0][0] <= self.now:
            _, _, happens = heappop(self._plans)
            await happens()
            await self.look()

    async def passes(self, moment: datetime) -> None:
        if moment > self.now:
            self.house.app.clock.move_to(moment)
            await self.house.app.timetables.tick(self.now)
            await self.house.app.delivery.settle()

    async def acts(self, name: str) -> Member:
        """Somebody comes to their screen; in the browser nobody else looks at theirs meanwhile."""
        member = self.members[name]
        self._acted[name] = self.now
        if isinstance(self.house.driver, Browser):
            await self.house.driver.only(member.person)
        return member

    # ---- what came

    async def look(self) -> None:
        """Where every run stands now, and what reached whom since the last look."""
        since, self._read_to = self._read_to or datetime(2000, 1, 1, tzinfo=LOCAL), self.now
        async with self.house.database.engine.connect() as connection:
            await self._read_runs(connection)
            sent = select(outbox).where(outbox.c.sent_at > since - SOON, outbox.c.replaces == "")
            found = await connection.execute(sent.order_by(outbox.c.sent_at, outbox.c.id))
            rows = [row for row in found if row.id not in self._read]  # others' clocks are a little apart
            self._read |= {row.id for row in rows}
            weekly = {row.key for row in rows if row.why == Why.UNASKED}
            within = select(outbox).where(outbox.c.replaces.in_(weekly), outbox.c.state == LetterState.MERGED)
            parts = list(await connection.execute(within)) if weekly else []
        names = {member.person.id: name for name, member in self.members.items()}
        for row in rows:
            if to := names.get(row.person_id):
                keys = tuple(part.key for part in parts if part.replaces == row.key) or (row.key,)
                message = Message(to, row.sent_at, "\n".join(_words(row.card)), keys, self._asked(to, row))
                self._came(message, row.key, in_doubt=row.state == LetterState.UNKNOWN)

    def _asked(self, to: str, row: Any) -> bool:
        """Whether they asked for it: by what they did just now or before, or a colleague's request."""
        acted = self._acted.get(to)
        just_now = acted is not None and row.sent_at - acted < SOON
        asked_before = row.key.startswith(("cycle:led:", "cycle:not-led:", UNSURE))
        return row.why == Why.REQUEST or (row.why != Why.UNASKED and (just_now or asked_before))

    def _came(self, message: Message, key: str, *, in_doubt: bool) -> None:
        """It counts as come where that is in doubt, too; who does not have it asks to be shown it."""
        self.broken += self.world.breaks(message)
        self.came.append(message)
        if in_doubt:
            self.missing[key] = message
        lost = key.removeprefix(UNSURE)
        if lost in self.missing and not self.has_come(lost):
            if lost != key and not in_doubt:
                self.on(message.day, partial(self._asks_for, lost))
        else:
            self.answers(message.to, message)

    async def _asks_for(self, key: str) -> None:
        """ "A message for you may have gone missing": it has, so they press, and answer what they see."""
        message = self.missing[key]
        if self.world.people[message.to].left is None:
            member = await self.acts(message.to)
            await member.presses("Show it")
            self.shown.add(key)
            self.answers(message.to, message)

    async def _read_runs(self, connection: Any) -> None:
        """What was recorded of any run since the last look, with the moment it was."""
        since = self._steps_to or datetime(2000, 1, 1, tzinfo=LOCAL)
        new = select(steps.c.run_id, steps.c.at).where(steps.c.at > since).order_by(steps.c.at)
        at = {row.run_id: row.at for row in await connection.execute(new)}
        if not at:
            return
        self._steps_to = max(at.values())
        self.stepped |= at
        ours = select(runs, initiatives.c.topic, initiatives.c.problem, initiatives.c.cadence).join(
            initiatives
        )
        names = {member.person.id: name for name, member in self.members.items()}
        called = {row.id: row.name for row in await connection.execute(select(schools))}
        for row in await connection.execute(ours.where(runs.c.id.in_(at))):
            lead, moment = names.get(row.lead_id, ""), at[row.id]
            goal = row.goal or row.problem
            if row.id not in self.ways:
                school = called.get(row.school_id, "")
                self.initiative_of[row.id] = row.initiative_id
                self.ways[row.id] = Way(
                    row.topic, row.cadence, school, Since(goal), Since(lead), Since(row.stage)
                )
            way = self.ways[row.id]
            for value, now in (
                (way.goal, goal), (way.lead, lead), (way.stage, row.stage), (way.state, row.state),
                (way.review, row.review_on), (way.check, row.check_on),
            ):  # fmt: skip
                if value.at(moment) != now or (value is way.stage and self._entered(row, way, moment)):
                    value.becomes(now, moment)

    @staticmethod
    def _entered(row: Any, way: Way, moment: datetime) -> bool:
        """Resumed, or taken up anew: it counts as having come into its stage again."""
        begun = way.stage.begun(moment).astimezone(LOCAL).date()
        return bool(begun.year > 2000 and row.entered_on > begun)

    # ---- what people do about an initiative

    def joined(self, name: str, run: int, at: datetime) -> Part:
        part = Part(name, self.ways[run], at)
        self.world.parts[str(self.initiative_of[run]), name] = part
        return part

    def is_in(self, name: str, run: int) -> bool:
        """Since they have been at their school; whoever has moved takes part anew, if they are asked to."""
        part = self.world.parts.get((str(self.initiative_of[run]), name))
        school = self.world.people[name].school
        return bool(part and part.way is self.ways[run] and school.at(part.joined) == school.at(self.now))

    def part(self, name: str, initiative: str) -> Part:
        return self.world.parts[initiative, name]


def _words(told: Any) -> Iterator[str]:
    """Every text of a card, as it was written."""
    if isinstance(told, dict):
        for each in told.values():
            yield from _words(each)
    elif isinstance(told, list):
        for each in told:
            yield from _words(each)
    elif isinstance(told, str):
        yield told
