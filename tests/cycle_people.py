"""Who lives through `cycle_years.py`, and how they are: quick, slow, silent, often stuck, done early, away…

They do at the front doors what the cards say comes next, and answer what they are asked as they are used to.
"""

import random
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from storage.tables import runs
from tests.conversation import Member
from tests.cycle_hands import (
    DECIDED,
    LASTS,
    PACE,
    PLAN,
    STAGES,
    Ending,
    Size,
    Temper,
    answer_of,
    fill,
    front,
    labels_on,
    opens,
    press,
)
from tests.cycle_years import Years
from tests.doors.asked import asked
from tests.nudge_rules import GOOD_BYE, Message, Part, Way
from tests.school_days import DAY, PLYMOUTH_CHANGED, Week

STEPS = 15  # that whoever leads takes at once, at the most: each card's first button, and the form behind it
#: Where there are two years some begin in January, after Easter and in the next September: days.
LATER_TERMS = (0, 112, 217, 364)
#: On this day a school says that its half-term is a week later this year.
CHANGED = date(2027, 2, 1)
#: Of the central team: she coordinates the trust's networks.
HOPE = "Hope Example"


@dataclass
class Cast:
    """Everybody, and what they do when."""

    years: Years
    size: Size
    chance: random.Random = field(default_factory=lambda: random.Random(29))
    tempers: dict[str, Temper] = field(default_factory=dict)
    endings: dict[int, Ending] = field(default_factory=dict)
    _lines: int = 0

    # ---- September

    async def arrive(self) -> None:
        """Staff of all schools, some part-time, some who want to hear later in the day."""
        schools = [f"School {number}" for number in range(self.size.schools)]
        for number in range(self.size.people):
            name = f"Sam Example {number}"
            days = (frozenset(range(5)), frozenset({1, 2, 3}), frozenset(range(5)), frozenset({2, 3, 4}))
            network = f"Network {number % 3}"
            await self.years.arrives(name, schools[number % len(schools)], network, days=days[number % 4])
            if number % 12 == 5:
                await self.years.hears_at(name, time(16))
            self.tempers[name] = list(Temper)[number * 5 % len(Temper)]
        await self.years.arrives(HOPE, "", coordinator=True)
        self.tempers[HOPE] = Temper.QUICK
        await self.years.opens(schools)
        self.years.answers = self.answers

    def plan(self) -> None:
        """Each initiative begins in one of the first weeks, in each cadence and with each ending in turn."""
        names = [name for name in self.years.members if name != HOPE]
        for number in range(self.size.initiatives):
            lead = names[number * 7 % len(names)]
            cadence = list(PACE)[number % len(PACE)]
            begins = self.size.first + timedelta(days=1 + 7 * (number % 4))
            if self.size.last - self.size.first > timedelta(days=500):
                begins += timedelta(days=LATER_TERMS[number // len(PACE) % len(LATER_TERMS)])
            ending = list(Ending)[number % len(Ending)]
            self.years.on(begins, partial(self.starts, lead, f"Topic {number:03}", cadence, ending))
        if self.size.first < CHANGED < self.size.last:
            self.years.on(CHANGED, partial(self.years.changes_calendar, "School 2", PLYMOUTH_CHANGED))
        for number, name in enumerate(names):
            self._lives_of(name, number, self.size.first + DAY * (60 + number * 3 % 90))

    def _lives_of(self, name: str, number: int, day: date) -> None:
        """What happens in a twelfth of the lives, each."""
        elsewhere = f"School {(number + 1) % self.size.schools}"
        match number % 12:
            case 1:
                self.years.on(day, partial(self.goes_on_leave, name))
            case 4:
                self.years.on(day, partial(self.wants_another_hour, name))
            case 7:
                self.years.on(day, partial(self.years.moves, name, elsewhere))
            case 9:
                self.years.on(day, partial(self.years.leaves, name))
            case 11:
                self.years.on(day, partial(self.hands_over, name))

    async def starts(self, name: str, topic: str, cadence: str, ending: Ending) -> None:
        """A problem in a sentence; colleagues are named who may join. Who has left has a successor."""
        if self.years.world.people[name].left is not None:
            name = next(who for who, each in self.years.world.people.items() if each.left is None)
        member = await self.years.acts(name)
        await member.says(f"cycle start {topic}")
        if not asked(member):
            await member.presses("Start something new")
        told = {"problem": f"Few get far with {topic}.", "How long": LASTS[cadence], "call it": topic}
        await fill(member, told | {"Who joins": ", ".join(self._invited(name))})
        await self.years.look()
        run = next((id_ for id_, way in self.years.ways.items() if way.topic == topic), None)
        assert run is not None, member.newest().text
        self.years.joined(name, run, self.years.now)
        self._begins(run, ending)

    def _begins(self, run: int, ending: Ending) -> None:
        pace = PACE[self.years.ways[run].cadence]
        if ending is Ending.FORSAKEN and self.years.now.date() + DAY * sum(pace) > self.size.last:
            ending = Ending.NOT_NOW  # there is no time left in which it could be given up
        self.endings[run] = ending
        if ending is Ending.FORSAKEN:
            self.tempers[self._lead(run)] = Temper.SILENT
        else:
            self._plan_of(run, pace, ending)

    def _plan_of(self, run: int, pace: tuple[int, int, int], ending: Ending) -> None:
        """When whoever leads goes on, and how it ends."""
        explored = self.years.now.date() + DAY * pace[0]
        prepared = explored + DAY * pace[1]
        review = min(prepared + DAY * pace[2], self.size.last - DAY * 56)
        review = Week(self.years.world.years[self.years.ways[run].school].at(self.years.now)).from_on(review)
        if ending is Ending.NOT_NOW:
            self.leads_on(explored, run, self.lets_go)
            return
        self.leads_on(explored, run, partial(self.gets_on, to="prepare"))
        self.leads_on(prepared, run, partial(self.gets_on, to="deliver", review=review))
        middle = prepared + (review - prepared) / 2
        if ending is Ending.PAUSED:
            self.leads_on(middle, run, self.pauses)
            return
        self.leads_on(middle, run, self.takes_a_step)
        self.leads_on(review + DAY * 2, run, partial(self.decides, ending=ending))

    def leads_on(self, day: date, run: int, does: Any) -> None:
        """On a day on which whoever leads it then works."""
        lead = self._lead(run)
        day = max(day, self.years.now.date() + DAY)
        if lead:
            day = self.years.world.week_of(lead, self.years.now).from_on(day)
        self.years.on(day, partial(self._if_led, run, does))

    async def _if_led(self, run: int, does: Any) -> None:
        """Where nobody leads it just then, whoever takes it on does it a week later."""
        lead, way, before = self._lead(run), self.years.ways[run], self.years.stepped[run]
        if way.state.at(self.years.now) != "going":
            return
        if not lead:
            self.leads_on(self.years.now.date() + DAY * 7, run, does)
            return
        await does(await self.years.acts(lead), way)
        await self.years.look()
        if self.years.stepped[run] != before:
            self._spoke(lead, run)

    def _lead(self, run: int) -> str:
        return self.years.ways[run].lead.at(self.years.now)

    def _spoke(self, name: str, run: int) -> None:
        """Whoever does anything about it has not fallen silent."""
        self.years.part(name, str(self.years.initiative_of[run])).said.append(self.years.now)

    # ---- whoever leads

    async def gets_on(self, member: Member, way: Way, *, to: str, review: date | None = None) -> None:
        """What the card says comes next, until it stands there."""
        if review and review <= self.years.now.date():
            await self.lets_go(member, way)  # a summer, or weeks without a lead, took all its time
            return
        await opens(member, way.topic)
        for _ in range(STEPS):
            await self.years.look()
            if STAGES.index(way.stage.at(self.years.now)) >= STAGES.index(to):
                return
            await self._next_step(member, way, review)
        raise AssertionError(f"{way.topic} does not get on to {to}: {member.newest().text}")

    async def takes_a_step(self, member: Member, way: Way) -> None:
        """A round, most likely; on the review date it would be the decision, which has its own day."""
        await opens(member, way.topic)
        if "Decide" not in front(member).buttons:
            await self._next_step(member, way, None)

    async def _next_step(self, member: Member, way: Way, review: date | None) -> None:
        await member.presses(front(member).buttons[0])
        if asked(member):
            week = Week(self.years.world.years[way.school].at(self.years.now))
            review = review and week.from_on(review)  # its terms may have been told anew
            goal = {"reach": f"Seven in ten do well in {way.topic}"}
            await fill(member, PLAN | goal | ({"and decide": f"{review:%-d %B %Y}"} if review else {}))

    async def decides(self, member: Member, way: Way, *, ending: Ending) -> None:
        """In one form, with what is still missing: rounds, the measure taken again, what was learned."""
        if way.stage.at(self.years.now) in ("explore", "prepare"):
            await self.lets_go(member, way)  # it lay still for too long while nobody led it
            return
        begins = {Ending.ADOPTED: "Adopt", Ending.ADAPTED: "Adapt", Ending.ABANDONED: "Abandon"}[ending]
        await opens(member, way.topic)
        await press(member, "Decide")
        await fill(member, DECIDED | {"do you decide": begins})
        await self.years.look()
        run = next(id_ for id_, each in self.years.ways.items() if each is way)
        if ending is Ending.ADAPTED and self.years.now.date() < self.size.last - DAY * 90:
            self._plan_of(run, (0, 7, 42), Ending.ADOPTED)

    async def lets_go(self, member: Member, way: Way) -> None:
        await opens(member, way.topic)
        await press(member, "Not now")
        await fill(member, {"Why not now": "Other things come first."})

    async def pauses(self, member: Member, way: Way) -> None:
        await opens(member, way.topic)
        await press(member, "Pause it")
        await fill(member, {})

    # ---- whoever takes part

    def _invited(self, lead: str) -> list[str]:
        """E-mails of two colleagues of the same school, or of one elsewhere too who would lead it there."""
        people, now = self.years.world.people, self.years.now
        here = people[lead].school.at(now)
        others = [each for each in people if each not in (lead, HOPE) and people[each].left is None]
        same = [each for each in others if people[each].school.at(now) == here]
        elsewhere = [each for each in others if people[each].school.at(now) != here]
        self.chance.shuffle(same)
        if self.size.people > 3 * self.size.initiatives:  # or too many would be in nothing
            taking_part = {who for _, who in self.years.world.parts}
            same.sort(key=taking_part.__contains__)
        chosen = same[: max(2, round(self.size.people / self.size.initiatives))]
        chosen += self.chance.sample(elsewhere, self.chance.randrange(2))
        return [self.years.members[each].person.email for each in chosen]

    # ---- what happens in their lives

    async def goes_on_leave(self, name: str) -> None:
        """Three weeks from the next Monday on: two dates, and nobody asks why."""
        member, today = await self.years.acts(name), self.years.now.date()
        first = today + DAY * (7 - today.weekday())
        last = first + DAY * 20
        await member.says("cycle times")
        await member.presses("I’m away")
        await fill(member, {"Away from": f"{first:%-d %B %Y}", "Until": f"{last:%-d %B %Y}"})
        self.years.world.people[name].away.append((first, last, self.years.now))

    async def wants_another_hour(self, name: str) -> None:
        member = await self.years.acts(name)
        await member.says("cycle times")
        await member.presses("Another hour")
        await fill(member, {"which hour": "16:00"})
        self.years.world.people[name].hour.becomes(time(16), self.years.now)

    async def hands_over(self, name: str) -> None:
        """All that they lead, each to a colleague of it; a month later they work elsewhere."""
        member, world = await self.years.acts(name), self.years.world
        for run, way in self.years.ways.items():
            if self._lead(run) == name and way.state.at(self.years.now) == "going":
                initiative = str(self.years.initiative_of[run])
                ways = [each for each in self.years.ways.values() if each.topic == way.topic]
                leading = {each.lead.at(self.years.now) for each in ways}
                there = [who for of, who in world.parts if of == initiative and not world.people[who].left]
                others = [who for who in there if who not in leading]
                if others:
                    await opens(member, way.topic)
                    await press(member, "Hand over")
                    await fill(member, {"somebody else": self.years.members[others[0]].person.email})
        self.years.on(self.years.now.date() + DAY * 30, partial(self.years.leaves, name))

    async def sees_to_it(self, name: str) -> None:
        """Nobody leads it: the coordinator does, unless she or a colleague leads it by now."""
        member, world = await self.years.acts(name), self.years.world
        orphans = [
            str(self.years.initiative_of[run]) for run, way in self.years.ways.items()
            if not way.lead.at(self.years.now) and way.state.at(self.years.now) == "going"
        ]  # fmt: skip
        if not any((each, name) in world.parts for each in orphans):
            await member.presses("Open it", on="Whoever takes part can take it on")
            if "I’ll lead it" in front(member).buttons:
                await self.is_to_lead(name)

    async def is_to_lead(self, name: str) -> None:
        """Whoever is asked to takes it on."""
        member, now = await self.years.acts(name), self.years.now
        await member.presses("I’ll lead it")
        await self.years.look()
        for run, way in self.years.ways.items():
            if way.lead.at(self.years.now) == name and not self.years.is_in(name, run):
                self.years.joined(name, run, now)
                if self.endings[run] is Ending.FORSAKEN:  # no longer: they see to its end
                    self.leads_on(now.date() + DAY * 14, run, self.lets_go)

    async def is_invited(self, name: str) -> None:
        """Most say yes; whose school is not in it yet leads it there, and brings it to an end of its own."""
        member, now = await self.years.acts(name), self.years.now
        if self.chance.random() < 0.1:
            await member.presses("Not this time")
            return
        await member.presses("Join")
        await self.years.look()
        trust = member.person.trust
        async with self.years.house.database.reading() as store:
            mine = [each.run for each in await store.participants.of_person(member.person)]
            led = {
                each.id
                for each in await store.runs.several(mine, trust=trust)
                if each.lead == member.person.id
            }
        for run in mine:
            if not self.years.is_in(name, run):
                self.years.joined(name, run, now)
                if run in led:
                    ending = list(Ending)[run % len(Ending)]
                    self._begins(run, ending)

    def answers(self, name: str, message: Message) -> None:
        """They see it, and answer now, later or never."""
        if any(part.startswith("cycle:invite:") for part in message.parts):
            self.years.on(message.day, partial(self.is_invited, name))
        if any(part.startswith("cycle:lead:") for part in message.parts):
            self.years.on(message.day, partial(self.is_to_lead, name))
        if any(part.startswith("cycle:no-lead:") for part in message.parts):
            self.years.on(message.day, partial(self.sees_to_it, name))
        for initiative, touchpoint in message.nudges():
            temper, count = self.tempers[name], len(self.years.world.nudged[initiative, name])
            if temper is Temper.SILENT or (touchpoint == GOOD_BYE and count % 2):
                continue
            later = DAY * (5 if temper is Temper.SLOW else 0)
            day = message.day + later
            self.years.on(day, partial(self.answer, name, initiative, touchpoint, count))

    async def answer(self, name: str, initiative: str, touchpoint: str, count: int) -> None:
        part = self.years.part(name, initiative)
        if self.years.world.people[name].left is not None:
            return
        member = await self.years.acts(name)
        now = self.years.now
        part.said.append(now)
        label = answer_of(self.tempers[name], touchpoint, count)
        if label not in labels_on(member, part.way.topic):
            part.said.remove(now)
            return
        await member.presses(label, on=part.way.topic)
        match "" if "moved on since" in front(member).text else label:
            case "Done":
                part.done.becomes(part.way.stage.at(now), now)
            case "Resume":
                part.done.becomes("", now)
            case "Stuck":
                await self._adds_a_line(name, member)
            case "Not now":
                await self._puts_off(name, member, part)

    async def _adds_a_line(self, name: str, member: Member) -> None:
        """In words that nobody else may ever see."""
        self._lines += 1
        line = f"Mondays are hard here, number {self._lines} of ours."
        self.years.world.lines[line] = name
        await press(member, "Add a line")
        await fill(member, {"": line})

    async def _puts_off(self, name: str, member: Member, part: Part) -> None:
        now = self.years.now
        match self.tempers[name]:
            case Temper.SNOOZES:
                until = now.date() + DAY * 42  # longer than any loop: or nobody would see it kept
                await press(member, "On a date")
                await fill(member, {"ask again": f"{until:%-d %B %Y}"})
                part.snoozed.becomes(until, now)
            case Temper.WANTS_LESS:
                await press(member, "Less often")
                part.often.becomes("less", now)
            case _:
                await press(member, "Stop asking")
                part.often.becomes("off", now)

    # ---- the end

    async def unfinished(self) -> list[str]:
        """Ways that came neither to a decision nor to a recorded pause."""
        async with self.years.house.database.engine.connect() as connection:
            rows = await connection.execute(select(runs))
            return [
                f"{self.years.ways[row.id].topic}: {row.stage}, {row.state}"
                for row in rows
                if row.state == "going" and row.verdict is None
            ]
