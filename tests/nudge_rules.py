"""The rules for nudges, told a second time: what may be written to whom, and when.

Written from the words of the rules (the improvement cycle's issue, part 2; `design.md` part 2; `domain.md`
parts 4 and 5) and importing nothing of ours: a world tells what its people did and when its schools teach,
and `World.breaks` says of each message that came which rules it breaks.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from tests.school_days import DAY, WEEK, SchoolYear, Week, dates, monday

T = TypeVar("T")

LOCAL = ZoneInfo("Europe/London")
LONG_AGO = datetime(2000, 1, 1, tzinfo=LOCAL)
#: Rule: between 08:00 and 17:30 where the schools are.
EARLIEST, LATEST = time(8), time(17, 30)

#: Touchpoint → the stages it belongs to (`cycle_templates.yaml`); a review date can come while they deliver.
STAGES = {
    "n01": {"explore"}, "n02": {"explore"}, "n03": {"explore"},
    "n04": {"prepare"}, "n05": {"prepare"}, "n06": {"prepare"},
    "n07": {"deliver"}, "n09": {"deliver"}, "n10": {"deliver", "decide"},
    "n12": {"sustain"}, "n13": {"sustain"},
    "n14": {"explore", "prepare", "deliver", "decide", "sustain"},
}  # fmt: skip
#: The review date is Decide's, also while they deliver: whoever is done with that is asked all the same.
OF = {"n10": {"decide"}}
#: What everybody who takes part is asked; all else is for whoever leads the run.
FOR_ALL = {"n07", "n09", "n14"}
GOOD_BYE = "n14"
#: Days after a stage was entered, before which nothing of this kind comes; six weeks go faster.
SOONEST = {"n02": 7, "n03": 14, "n05": 5, "n06": 8, "n12": 30}
#: Weeks from one question of the loop to the next: at the least, and as planned.
EVERY = {"half_termly": 1, "pilot": 2, "annual": 3, "multi_year": 3}
PLANNED = EVERY | {"multi_year": 6}
#: What comes again, as rarely as the loop: how they get on, and the last question of a stage not left yet.
AGAIN = {"n03", "n06", "n07", "n10"}
#: Two nudges that nobody answered, then a good-bye, then nothing.
SILENCES = 2
#: A letter may say the goal that held when it was written: it waits for its week at most so long.
WRITTEN_WITHIN = timedelta(days=21)


class Since(Generic[T]):
    """A value, and what it was before: `at` any moment that which held then."""

    def __init__(self, first: T, at: datetime = LONG_AGO) -> None:
        self._moments, self._values = [at], [first]

    def becomes(self, value: T, at: datetime) -> None:
        self._moments.append(at)
        self._values.append(value)

    def at(self, moment: datetime) -> T:
        return self._values[max(0, bisect_right(self._moments, moment) - 1)]

    def begun(self, moment: datetime) -> datetime:
        """Since when what held at that moment did."""
        return self._moments[max(0, bisect_right(self._moments, moment) - 1)]

    def lately(self, moment: datetime, within: timedelta) -> set[T]:
        """All that held at some time up to that moment."""
        until = bisect_right(self._moments, moment)
        return set(self._values[max(0, bisect_right(self._moments, moment - within) - 1) : until])


@dataclass
class Someone:
    """A member of staff as the trust knows them, whatever changed."""

    name: str
    school: Since[str]
    days: Since[frozenset[int]] = field(default_factory=lambda: Since(WEEK))
    hour: Since[time] = field(default_factory=lambda: Since(time(8, 30)))
    #: First and last day, and since when it is known.
    away: list[tuple[date, date, datetime]] = field(default_factory=list)
    left: datetime | None = None

    def is_away(self, moment: datetime) -> bool:
        day = _day(moment)
        return any(first <= day <= last and told <= moment for first, last, told in self.away)


@dataclass
class Way:
    """A school's way through an initiative."""

    topic: str
    cadence: str
    school: str
    #: The problem, until there is a goal.
    goal: Since[str]
    lead: Since[str]
    stage: Since[str]
    #: going, paused or ended.
    state: Since[str] = field(default_factory=lambda: Since("going"))
    review: Since[date | None] = field(default_factory=lambda: Since[date | None](None))
    #: When it is looked at again, once it is kept.
    check: Since[date | None] = field(default_factory=lambda: Since[date | None](None))


@dataclass
class Part:
    """That somebody takes part, and how they want to be asked."""

    person: str
    way: Way
    joined: datetime
    #: as_planned, less or off.
    often: Since[str] = field(default_factory=lambda: Since("as_planned"))
    #: Nothing before this day.
    snoozed: Since[date | None] = field(default_factory=lambda: Since[date | None](None))
    #: The stage whose question they answered with "done".
    done: Since[str] = field(default_factory=lambda: Since(""))
    #: Each time they answered, or did anything else about it.
    said: list[datetime] = field(default_factory=list)
    over: datetime | None = None


@dataclass(frozen=True)
class Message:
    """What reached somebody: its words, and the keys of what it is made of."""

    to: str
    at: datetime
    text: str
    parts: tuple[str, ...]
    #: An answer to what they just did, or what they asked for otherwise.
    asked_for: bool = False

    @property
    def day(self) -> date:
        return _day(self.at)

    def nudges(self) -> Iterator[tuple[str, str]]:
        """Initiative and touchpoint of each, by what its key means (`design.md` part 2)."""
        for part in self.parts:
            if part.startswith("nudge:"):
                _, initiative, touchpoint, *_ = part.split(":")
                yield initiative, touchpoint


class World:
    """Who is where and takes part in what; and what everybody was written so far."""

    def __init__(self) -> None:
        self.years: dict[str, Since[SchoolYear]] = {}
        self.people: dict[str, Someone] = {}
        #: (initiative as its keys name it, person) → how they take part.
        self.parts: dict[tuple[str, str], Part] = {}
        #: What somebody answered in words, of which no two are the same → whose it is.
        self.lines: dict[str, str] = {}
        self.heard: defaultdict[str, list[Message]] = defaultdict(list)
        self.nudged: defaultdict[tuple[str, str], list[tuple[str, datetime]]] = defaultdict(list)
        self._keys: set[tuple[str, str]] = set()

    # ---- what they may expect

    def week_of(self, name: str, moment: datetime) -> Week:
        someone = self.people[name]
        return Week(self.years[someone.school.at(moment)].at(moment), someone.days.at(moment))

    def may_hear(self, name: str, moment: datetime) -> bool:
        """Whether they may be written to unasked on the day of this moment."""
        someone, day = self.people[name], _day(moment)
        gone = someone.left is not None and someone.left <= moment
        return not gone and not someone.is_away(moment) and self.week_of(name, moment).takes_unasked(day)

    # ---- judging

    def breaks(self, message: Message) -> list[str]:
        """The rules that this message breaks, in words; it is remembered for those that come."""
        found = [*self._of_its_words(message), *self._of_its_keys(message)]
        about = f"{message.to}, {message.at.astimezone(LOCAL):%a %d %b %Y %H:%M}"
        if message.asked_for:
            return [f"{about}: {each}" for each in found]
        found += [*self._of_its_day(message), *self._of_its_week(message)]
        self.heard[message.to].append(message)
        for initiative, touchpoint in message.nudges():
            found += self._of_a_nudge(message, initiative, touchpoint)
            self.nudged[initiative, message.to].append((touchpoint, message.at))
        return [f"{about}: {each}" for each in found]

    def _of_its_words(self, message: Message) -> Iterator[str]:
        for line, whose in self.lines.items():
            if whose != message.to and line in message.text:
                yield f"shows what {whose} answered"

    def _of_its_keys(self, message: Message) -> Iterator[str]:
        for key in message.parts:
            if (message.to, key) in self._keys:
                yield f"comes twice: {key}"
            self._keys.add((message.to, key))

    def _of_its_day(self, message: Message) -> Iterator[str]:
        someone, at = self.people[message.to], message.at.astimezone(LOCAL)
        week = self.week_of(message.to, message.at)
        if someone.left is not None and someone.left <= message.at:
            yield "has left"
        if someone.is_away(message.at):
            yield "is away"
        if not week.works(message.day):
            yield "does not work that day"
        elif not week.takes_unasked(message.day):
            yield "a term begins or ends"
        if not EARLIEST <= at.time() <= LATEST:
            yield "too early or too late in the day"
        if at.time() < someone.hour.at(message.at):
            yield f"before their hour, {someone.hour.at(message.at):%H:%M}"

    def _of_its_week(self, message: Message) -> Iterator[str]:
        if any(monday(each.day) == monday(message.day) for each in self.heard[message.to]):
            yield "a second unasked message in its week"
        if len(list(message.nudges())) > 1:
            yield "two nudges in a week"

    def _of_a_nudge(self, message: Message, initiative: str, touchpoint: str) -> Iterator[str]:
        part = self.parts.get((initiative, message.to))
        if part is None or message.at < part.joined:
            yield f"does not take part in {initiative}"
            return
        yield from self._of_the_way(message, part, touchpoint)
        yield from self._of_their_wishes(message, part, touchpoint)
        yield from self._of_silence(message, part, initiative, touchpoint)
        yield from self._of_its_time(message, part, initiative, touchpoint)

    def _of_the_way(self, message: Message, part: Part, touchpoint: str) -> Iterator[str]:
        way, at = part.way, message.at
        if part.over is not None and part.over <= at:
            yield "no longer takes part"
        if self.people[part.person].school.at(at) != self.people[part.person].school.at(part.joined):
            yield "has moved to another school"
        if way.state.at(at) != "going":
            yield f"of a run that is {way.state.at(at)}"
        if way.stage.at(at) not in STAGES[touchpoint]:
            yield f"{touchpoint} while they {way.stage.at(at)}"
        if touchpoint not in FOR_ALL and way.lead.at(at) != message.to:
            yield f"{touchpoint} is for whoever leads it"
        said = way.goal.lately(at, WRITTEN_WITHIN)
        if not any(goal in message.text for goal in said):
            yield f"the goal is not said: {way.goal.at(at)}"

    def _of_their_wishes(self, message: Message, part: Part, touchpoint: str) -> Iterator[str]:
        at, way = message.at, part.way
        until, done = part.snoozed.at(at), part.done.at(at)
        if until is not None and message.day < until:
            yield f"snoozed until {until}"
        if part.often.at(at) == "off":
            yield "was told to stop"
        if done and way.lead.at(at) != message.to:
            yield "said that they are done"
        elif done in OF.get(touchpoint, STAGES[touchpoint]) and part.done.begun(at) >= way.stage.begun(at):
            yield f"said that they are done with {done}"

    def _of_silence(self, message: Message, part: Part, initiative: str, touchpoint: str) -> Iterator[str]:
        unanswered = self._unanswered(part, initiative, message.at)
        if GOOD_BYE in unanswered:
            yield "after the good-bye"
        elif touchpoint == GOOD_BYE and len(unanswered) < SILENCES:
            yield f"a good-bye after {len(unanswered)} silences"
        elif touchpoint != GOOD_BYE and len(unanswered) >= SILENCES:
            yield f"after {len(unanswered)} silences"

    def _of_its_time(self, message: Message, part: Part, initiative: str, touchpoint: str) -> Iterator[str]:
        way, at, day = part.way, message.at, message.day
        entered = _day(way.stage.begun(at))
        earlier = [when for which, when in self.nudged[initiative, message.to] if which == touchpoint]
        if touchpoint in AGAIN:
            weeks = EVERY[way.cadence] * _stretch(part, at)
            since = [each for each in earlier[-1:] if touchpoint == "n07" or each >= way.stage.begun(at)]
            if any(monday(day) - monday(_day(each)) < DAY * 7 * weeks for each in since):
                yield f"{touchpoint} sooner than every {weeks} weeks"
        elif touchpoint not in (GOOD_BYE, "n13") and any(each >= way.stage.begun(at) for each in earlier):
            yield f"{touchpoint} again in the same stage"
        if way.cadence != "half_termly" and day < entered + DAY * SOONEST.get(touchpoint, 0):
            yield f"{touchpoint} too soon after {entered}"
        review = way.review.at(at)
        if touchpoint == "n10" and (review is None or day < review):
            yield f"before the review date {review}"
        if touchpoint == "n09" and (review is None or day < entered + (review - entered) / 2):
            yield "before they are halfway"
        check = way.check.at(at) or date(entered.year + (entered.month >= 9), 9, 1)
        if touchpoint == "n13" and day < check:
            yield f"before {check}, the next check or September"

    # ---- what did not come

    def forgotten(self, until: datetime) -> list[str]:
        """Who delivers, wants to be asked, and was not for twice as long as planned.

        Weeks count in which they may be written to; three more are left for other initiatives of theirs.
        """
        found = []
        for (initiative, name), part in self.parts.items():
            waited, asked = 0, {monday(_day(at)) for _, at in self.nudged[initiative, name]}
            for week in dates(monday(_day(part.joined)) + DAY * 7, _day(until) - DAY * 7):
                if week.weekday():
                    continue
                noons = [datetime.combine(week + DAY * n, time(12), LOCAL) for n in range(5)]
                if week in asked or not all(self._wants(part, initiative, noon) for noon in noons):
                    waited = 0
                elif not any(self.may_hear(name, noon) for noon in noons):
                    continue
                else:
                    waited += 1
                if waited == 2 * PLANNED[part.way.cadence] * _stretch(part, noons[0]) + 3:
                    found.append(f"{name} was not asked about {part.way.topic} for {waited} weeks to {week}")
        return found

    def _wants(self, part: Part, initiative: str, at: datetime) -> bool:
        way, until, name = part.way, part.snoozed.at(at), part.person
        someone = self.people[name]
        return (
            (part.over is None or part.over > at)
            and (someone.left is None or someone.left > at)
            and someone.school.at(at) == someone.school.at(part.joined)
            and (way.state.at(at), way.stage.at(at)) == ("going", "deliver")
            and part.often.at(at) != "off"
            and not part.done.at(at)
            and (until is None or until <= _day(at))
            and GOOD_BYE not in self._unanswered(part, initiative, at)
        )

    def _unanswered(self, part: Part, initiative: str, at: datetime) -> list[str]:
        """The nudges that came before this moment and after their last answer."""
        last = max((each for each in part.said if each < at), default=part.joined)
        return [which for which, when in self.nudged[initiative, part.person] if last < when < at]


def _stretch(part: Part, at: datetime) -> int:
    """Whoever wants less is asked half as often."""
    return 2 if part.often.at(at) == "less" else 1


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
