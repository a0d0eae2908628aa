"""Which days count: teaching days of a school, working days of a person, and the terms they lie in.

Schools in England teach 190 days a year; a person works only on their own days, and nobody is written to
in the holidays, nor unasked in the first two or last three days of a term (`domain.md` part 4). Terms are not
told but found: a break is five weekdays or more without teaching, a part of the year is what lies between
two breaks. Where the calendar that is known begins or ends, no term is taken to do so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from storage.records import Closure, Naming, Person, SchoolId, TermStyle

LONGEST_SEARCH = 400  # days: no calendar closes a school for longer; stops a search that cannot end
BREAK = 5  # weekdays without teaching, in a row: a half-term, a holiday; less is a long weekend
FIRST, LAST = 2, 3  # days of a term in which nobody is written to unasked, and no network meets
YEAR_BEGINS = (8, 1)  # month, day: every school in England is on its summer holiday, or just back
DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a year, with their substitute days."""
    from holidays import country_holidays  # 0.2 s to import: only when a date is counted

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def school_year(day: date) -> int:
    """The year in which the school year of this day began: 2026 for 2026/27."""
    return day.year if (day.month, day.day) >= YEAR_BEGINS else day.year - 1


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the school year between two breaks, as its school calls it."""

    #: "Autumn 1" or "Term 1".
    name: str
    #: The term it belongs to: "Autumn", or the part itself where each is a term.
    term: str
    #: 2026 for 2026/27.
    year: int
    #: First and last teaching day.
    first: date
    last: date


class SchoolCalendar:
    """When one school teaches."""

    def __init__(self, closures: Sequence[Closure] = (), naming: Naming = Naming.THREE_TERMS) -> None:
        self.closures = tuple(closures)
        self.naming = naming
        self._closed = frozenset(
            each.starts + DAY * after
            for each in closures
            for after in range((each.ends - each.starts).days + 1)
        )

    def is_teaching(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._closed and day not in bank_holidays(day.year)

    def part_of(self, day: date) -> Part | None:
        """The part of the year that this day lies in; None in a break, or where nothing is known."""
        return next((each for each in self.parts if each.first <= day <= each.last), None)

    def is_quiet(self, day: date) -> bool:
        """Whether it is one of the first two or last three teaching days of a term."""
        return day in self._quiet

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every part that is known whole, in order."""
        between = zip(self.breaks, self.breaks[1:], strict=False)
        spans = [(before[1] + DAY, after[0] - DAY) for before, after in between]
        found: list[Part] = []
        for first, last in spans:
            year = school_year(last)
            season = self._season(first, year)
            earlier = [each for each in found if each.year == year]
            if self.naming is Naming.SIX_TERMS:
                name = term = f"Term {len(earlier) + 1}"
            else:
                name, term = f"{season} {sum(each.term == season for each in earlier) + 1}", season
            found.append(Part(name, term, year, first, last))
        return tuple(found)

    @cached_property
    def breaks(self) -> tuple[tuple[date, date], ...]:
        """Each break from its first day without teaching to its last, in order."""
        if not self._closed:
            return ()
        found: list[tuple[date, date]] = []
        day, end = min(self._closed), max(self._closed)
        while day <= end:
            if self.is_teaching(day):
                day += DAY
                continue
            first = day
            while not self.is_teaching(day):
                day += DAY
            if sum((first + DAY * n).weekday() < 5 for n in range((day - first).days)) >= BREAK:
                found.append((first, day - DAY))
        return tuple(found)

    def _season(self, first: date, year: int) -> str:
        """ "Spring" from Christmas to the longest break around Easter (20 March to 20 April)."""
        if first <= date(year, 12, 25):
            return "Autumn"
        around = (date(year + 1, 3, 20), date(year + 1, 4, 20))
        easter = max(
            (each for each in self.breaks if each[0] <= around[1] and each[1] >= around[0]),
            key=lambda each: each[1] - each[0],
            default=(around[1], around[1]),
        )
        return "Spring" if first < easter[0] else "Summer"

    @cached_property
    def _quiet(self) -> frozenset[date]:
        terms: dict[tuple[int, str], list[Part]] = {}
        for part in self.parts:
            terms.setdefault((part.year, part.term), []).append(part)
        found: set[date] = set()
        for (year, term), parts in terms.items():
            days = [day for part in parts for day in self.teaching_days(part.first, part.last)]
            if self._begins_whole(year, term):
                found.update(days[:FIRST])
            if self._ends_whole(year, term):
                found.update(days[-LAST:])
        return frozenset(found)

    def _begins_whole(self, year: int, term: str) -> bool:
        """Whether the break before its first part is a break between terms, and not between its halves."""
        return self.naming is Naming.SIX_TERMS or self._edge(year, term, first=True)

    def _ends_whole(self, year: int, term: str) -> bool:
        return self.naming is Naming.SIX_TERMS or self._edge(year, term, first=False)

    def _edge(self, year: int, term: str, *, first: bool) -> bool:
        """A long term whose neighbours are unknown may have another half beyond what is known."""
        at = [number for number, each in enumerate(self.parts) if (each.year, each.term) == (year, term)]
        beyond = at[0] - 1 if first else at[-1] + 1
        if 0 <= beyond < len(self.parts):
            return True
        before, after = self.parts[at[0]].first - DAY, self.parts[at[-1]].last + DAY
        return self._ends_a_term(before if first else after)

    def _ends_a_term(self, day: date) -> bool:
        """Whether the break that holds this day lies between terms: summer, Christmas or Easter."""
        first, last = next(each for each in self.breaks if each[0] <= day <= each[1])
        year = school_year(last)
        times = (date(year, 8, 10), date(year + 1, 8, 10), date(year, 12, 25))
        return any(first <= each <= last for each in times) or (
            self._season(first - DAY, year) != self._season(last + DAY, year)
        )

    def teaching_days(self, first: date, last: date) -> Iterator[date]:
        """From first to last, both counted."""
        for after in range((last - first).days + 1):
            if self.is_teaching(day := first + DAY * after):
                yield day


class WorkingDays:
    """When one person works: on their own days, while their school teaches."""

    def __init__(self, days: Collection[int], calendar: SchoolCalendar) -> None:
        """Somebody with no working day on record is taken to work all five; 0 is Monday."""
        self.days = frozenset(day for day in days if day < 5) or frozenset(range(5))
        self.calendar = calendar

    def works(self, day: date) -> bool:
        return day.weekday() in self.days and self.calendar.is_teaching(day)

    def takes_unasked(self, day: date) -> bool:
        """Whether they may be written to about what they did not ask for."""
        return self.works(day) and not self.calendar.is_quiet(day)

    def after(self, start: date, count: int) -> date:
        """The `count`th working day after `start`; `start` itself is not counted."""
        return self._step(start, count, DAY)

    def before(self, start: date, count: int) -> date:
        """The `count`th working day before `start`; `start` itself is not counted."""
        return self._step(start, count, -DAY)

    def on_or_after(self, day: date) -> date:
        return day if self.works(day) else self.after(day, 1)

    def on_or_before(self, day: date) -> date:
        return day if self.works(day) else self.before(day, 1)

    def _step(self, start: date, count: int, step: timedelta) -> date:
        day, left = start, count
        for _ in range(LONGEST_SEARCH):
            if left <= 0:
                break
            day += step
            left -= self.works(day)
        return day


class Calendars:
    """A trust's calendars: each school has the trust's and its own, or its own alone."""

    def __init__(self, closures: Sequence[Closure], styles: Sequence[TermStyle] = ()) -> None:
        self._closures = closures
        self._styles: Mapping[SchoolId | None, TermStyle] = {each.school: each for each in styles}
        self._known: dict[SchoolId | None, SchoolCalendar] = {}

    def of(self, school: SchoolId | None) -> SchoolCalendar:
        """None: the central team, who keep the trust's."""
        if school not in self._known:
            style = self._styles.get(school) or self._styles.get(None)
            alone = school in self._styles and self._styles[school].stands_alone
            theirs = [
                each
                for each in self._closures
                if each.school == school or (each.school is None and not alone)
            ]
            self._known[school] = SchoolCalendar(theirs, style.naming if style else Naming.THREE_TERMS)
        return self._known[school]

    def days_of(self, person: Person) -> WorkingDays:
        return WorkingDays(person.working_days, self.of(person.school))


# ------------------------------------------------------------------ with closures at hand


def is_working_day(day: date, working_days: Collection[int], closures: Sequence[Closure]) -> bool:
    """Whether somebody with these days (0 is Monday) works then, at a school closed as given."""
    return day.weekday() in working_days and SchoolCalendar(closures).is_teaching(day)


def working_day_after(
    start: date, count: int, working_days: Collection[int], closures: Sequence[Closure]
) -> date:
    """The `count`th working day after `start`; `start` itself is not counted."""
    return WorkingDays(working_days, SchoolCalendar(closures)).after(start, count)


def term_begins_after(day: date, closures: Sequence[Closure]) -> date:
    """The first teaching day after the next break; five weeks on where none is known."""
    calendar = SchoolCalendar(closures)
    days = WorkingDays(range(5), calendar)
    ends = next((last for _, last in calendar.breaks if last >= day), day + timedelta(days=35))
    return days.after(ends, 1)
