"""Good days for a network to meet: most schools teach, most members work, nobody's term begins or ends.

A meeting is best on a day when all can come, on the weekday it had before, and half-way through its part of
the year. Never at a weekend, on a bank holiday or in the past; not when half of the schools are closed, nor
in the first two or last three days of a member school's term (`domain.md` part 4).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.rules.calendar import Calendars, Part, SchoolCalendar, bank_holidays, school_year
from storage.records import Person, PersonId, Rhythm, SchoolId

CHOICES = 3  # days to choose from in each part of the year
NOTICE = timedelta(days=14)  # ten working days: so long before a meeting its members are first asked
NEARLY = 0.8  # of those who can come on the best day: another weekday with so many is worth offering
FEWEST = 5  # people of whom a figure is said
NAMED = 2  # schools that a sentence names
AHEAD = timedelta(days=56)  # to choose from where no term dates are known
SEARCH = 120  # days around a day that does not suit: longer than any holiday
FURTHEST = timedelta(days=400)  # nobody looks further ahead, and a date beyond the next school year is a slip
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day, and how well it suits."""

    day: date
    #: Members who work then, and who can come: who work and have no other network's meeting.
    working: int
    free: int
    members: int
    #: The schools of members that do not teach then.
    closed: tuple[str, ...]

    @property
    def said(self) -> str:
        """ "18 of 20 work that day; Fenside is closed". Figures of fewer than five people are not said."""
        return "; ".join(filter(None, (self._who, closed_there(self.closed))))

    @property
    def _who(self) -> str:
        if not self.members:
            return ""
        if self.working == self.members:
            return "everybody works that day"
        if self.working < FEWEST:
            return "most work that day" if 2 * self.working > self.members else "few work that day"
        return f"{self.working} of {self.members} work that day"


class Circle:
    """Those who meet: a network's members, each with their own days and their school's calendar."""

    def __init__(
        self,
        members: Sequence[Person],
        calendars: Calendars,
        elsewhere: Mapping[date, Collection[PersonId]] | None = None,
    ) -> None:
        """`elsewhere`: the days on which other networks meet, and who of the trust is in those."""
        self.members = members
        self._days = [(each.id, calendars.days_of(each)) for each in members]
        named: dict[SchoolId | None, str] = {each.school: each.school_name for each in members if each.school}
        #: The central team keep the trust's calendar: it counts where there is no other.
        self.schools = [(name, calendars.of(school)) for school, name in (named or {None: ""}).items()]
        self._usual = Counter(calendars.of(each.school) for each in members)
        self._elsewhere = elsewhere or {}

    @property
    def calendar(self) -> SchoolCalendar:
        """That of the school most members are at: it names the parts of the year."""
        if not self._usual:
            return self.schools[0][1]
        alike = Counter[tuple[Part, ...]]()
        for calendar, many in self._usual.items():
            alike[calendar.parts] += many
        most = alike.most_common(1)[0][0]
        return next(each for each in self._usual if each.parts == most)

    def meets(self, day: date) -> bool:
        """Whether more than half of the schools teach then."""
        return 2 * sum(calendar.is_teaching(day) for _, calendar in self.schools) > len(self.schools)

    def quiet(self, day: date) -> tuple[str, ...]:
        """The schools that teach then, in the first or last days of a term."""
        return tuple(name for name, each in self.schools if each.is_teaching(day) and each.is_quiet(day))

    def suits(self, day: date) -> bool:
        return self.meets(day) and not self.quiet(day)

    def closed(self, day: date) -> tuple[str, ...]:
        return tuple(name for name, each in self.schools if name and not each.is_teaching(day))

    def proposal(self, day: date) -> Proposal:
        working = [id_ for id_, days in self._days if days.works(day)]
        away = self._elsewhere.get(day, ())
        free = sum(each not in away for each in working)
        return Proposal(day, len(working), free, len(self.members), self.closed(day))


def parts(circle: Circle, rhythm: Rhythm, today: date) -> tuple[Part, ...]:
    """What is left of the school year, half-term by half-term or term by term.

    A term is the long one whatever its school calls it: Autumn, or Terms 1 and 2. A year that ends within the
    notice a meeting needs is over: then it is the next one. The next weeks, where no dates are known.
    """
    halves = circle.calendar.parts
    whole = _long_terms(halves) if rhythm is Rhythm.TERMLY else halves
    known = [each for each in whole if each.last > today]
    if not known:
        return (Part("The next weeks", "", school_year(today), today + DAY, today + AHEAD, "", 0),)
    ahead = [each for each in known if each.last > today + NOTICE] or known
    return tuple(each for each in ahead if each.year == ahead[0].year)


def _long_terms(halves: Iterable[Part]) -> list[Part]:
    found: list[Part] = []
    for each in halves:
        if found and (found[-1].year, found[-1].season) == (each.year, each.season):
            found[-1] = replace(_whole(found[-1], each), last=each.last)
        else:
            found.append(each)
    return found


def _whole(first: Part, second: Part) -> Part:
    """Both halves of a term under one name."""
    six = first.term != first.season
    name = f"{first.name} and {second.name.removeprefix('Term ')}" if six else first.season
    return replace(first, name=name.replace("Term ", "Terms "), term=first.season, half=0)


def proposed(circle: Circle, part: Part, today: date, *, weekday: int | None = None) -> tuple[Proposal, ...]:
    """The best days of that part, best first, on different weekdays where those are nearly as good.

    `weekday` (0 is Monday) is that of the meetings before. Empty where no day is left that suits.
    """
    first = max(part.first, today + DAY)
    days = [first + DAY * n for n in range((part.last - first).days + 1)]
    suited = [circle.proposal(each) for each in days if circle.suits(each)]
    middle = part.first + (part.last - part.first) / 2
    ranked = sorted(
        suited,
        key=lambda each: (
            each.day < today + NOTICE,
            -each.free,
            weekday is not None and each.day.weekday() != weekday,
            abs(each.day - middle),
            each.day,
        ),
    )
    return _varied(ranked)


def _varied(ranked: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The best, and the best on other weekdays if nearly as many can come; otherwise the next best."""
    if not ranked:
        return ()
    best = ranked[0]
    near = [each for each in ranked if each.free >= NEARLY * best.free]
    seen = {each.day.weekday(): each for each in reversed(near)}
    varied = [each for each in ranked if seen.get(each.day.weekday()) is each][:CHOICES]
    return tuple((varied + [each for each in ranked if each not in varied])[:CHOICES])


def suits(day: date, circle: Circle, today: date, *, insisted: bool = False) -> str | None:
    """Why a chosen day does not suit, in one sentence with the nearest day that does; None where it does.

    `insisted`: the first and last days of a term are taken; a holiday, a weekend and the past never are.
    """
    why = _against(day, circle, today, insisted=insisted)
    if why is None:
        return None
    nearest = nearest_to(day, circle, today)
    said = f" The nearest day that suits is {nearest:%A} {nearest.day} {nearest:%B}." if nearest else ""
    return why + said


def _against(day: date, circle: Circle, today: date, *, insisted: bool) -> str | None:
    if day <= today:
        return "That day is today: please choose a later one." if day == today else "That day has passed."
    if day > today + FURTHEST:
        return "That day is more than a year away."
    if day.weekday() >= 5:
        return f"That is a {day:%A}."
    if day in bank_holidays(day.year):
        return "That is a bank holiday."
    if not circle.meets(day):
        closed = circle.closed(day)
        return (
            f"{closed_there(closed)} that day." if len(closed) < len(circle.schools) else "That is a holiday."
        )
    if not insisted and (quiet := circle.quiet(day)):
        where = f" at {_listed(tuple(filter(None, quiet)))}" if any(quiet) else ""
        return f"That is one of the first two or last three days of a term{where}."
    return None


def nearest_to(day: date, circle: Circle, today: date) -> date | None:
    """The nearest day that suits; of two as near, the later."""
    last = today + FURTHEST
    middle = min(max(day, today), last)  # the year 1 has no days before it
    around = (middle + DAY * (away * way) for away in range(SEARCH) for way in (1, -1))
    return next((each for each in around if today < each <= last and circle.suits(each)), None)


def closed_there(closed: Sequence[str]) -> str:
    """ "Fenside is closed", "Fenside and Oakhill are closed", "4 schools are closed"."""
    if not closed:
        return ""
    return f"{_listed(closed)} {'is' if len(closed) == 1 else 'are'} closed"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) <= NAMED else f"{len(names)} schools"
