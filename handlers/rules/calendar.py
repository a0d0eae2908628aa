"""Which days count: teaching days of a school, working days of a person, and the terms they lie in.

Schools in England teach 190 days a year and train on five more; a person works only on their own days, and
nobody is written to in the holidays, nor unasked in the first two or last three days of a term (`domain.md`
part 4). Terms are not told but found: a break is five weekdays or more without teaching, a part of the year
is what lies between two breaks. Where the calendar that is known begins or ends, no term is taken to do so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import groupby, islice, pairwise

from storage.records import Closure, DayOff, Hearer, Naming, Person, SchoolId, TermStyle

BREAK = 5  # weekdays without teaching, in a row: a half-term, a holiday; less is a long weekend
FIRST, LAST = 2, 3  # days of a term in which nobody is written to unasked, and no network meets
AUGUST = 8  # no school in England teaches in it, unless its own calendar says when it is back
AROUND_EASTER = ((3, 20), (4, 20))  # (month, day): the longest break here ends the spring term
SEASONS = ("Autumn", "Spring", "Summer")
LONGEST_SEARCH = 400  # days: no calendar closes a school for longer; stops a search that cannot end
DAY, WEEK = timedelta(days=1), timedelta(days=7)

#: First and last day.
Span = tuple[date, date]
#: School, working days, away: whoever has the same works on the same days.
Week = tuple[SchoolId | None, tuple[int, ...], Span | None]


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a year, with their substitute days; one that is new comes as a closure."""
    from holidays import country_holidays  # 0.2 s to import: only when a date is counted

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def school_year(day: date) -> int:
    """The year in which the school year of this day began: 2026 for 2026/27."""
    return day.year if day.month >= AUGUST else day.year - 1


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both counted."""
    return (first + DAY * after for after in range((last - first).days + 1))


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
    #: "Autumn" and 1 for its first half, in either style; 0 for the whole of a long term.
    season: str
    half: int


class SchoolCalendar:
    """When one school teaches."""

    def __init__(self, closures: Sequence[Closure] = (), naming: Naming = Naming.THREE_TERMS) -> None:
        self.closures = tuple(closures)
        self.naming = naming
        self._closed = frozenset(day for each in closures for day in each_day(each.starts, each.ends))
        self._told = frozenset(day.year for day in self._closed if day.month == AUGUST)
        trained = (each for each in closures if each.kind is DayOff.INSET)
        self._inset = frozenset(
            day for each in trained for day in each_day(each.starts, each.ends) if _is_ordinary(day)
        )

    def is_teaching(self, day: date) -> bool:
        in_summer = day.month == AUGUST and day.year not in self._told
        return day not in self._closed and not in_summer and _is_ordinary(day)

    def teaching_days(self, first: date, last: date) -> Iterator[date]:
        """From first to last, both counted."""
        return filter(self.is_teaching, each_day(first, last))

    def part_of(self, day: date) -> Part | None:
        """The part of the year that this day lies in; None in a break, or where nothing is known."""
        return next((each for each in self.parts if each.first <= day <= each.last), None)

    def is_quiet(self, day: date) -> bool:
        """Whether it is one of the first two or last three teaching days of a term."""
        return day in self._quiet

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every part that is known whole, in order."""
        found: list[Part] = []
        for before, after in pairwise(self.breaks):
            first, last = before[1] + DAY, after[0] - DAY
            if begun := self._term_begun(before):
                season, half = begun, 1
            elif found:
                season, half = found[-1].season, found[-1].half + 1
            else:  # the calendar begins with a half-term
                season, half = SEASONS[1 if first.month < 4 else 2 if first.month < AUGUST else 0], 2
            name, term = f"{season} {half}", season
            if self.naming is Naming.SIX_TERMS:
                name = term = f"Term {2 * SEASONS.index(season) + half}"
            found.append(Part(name, term, school_year(last), first, last, season, half))
        return tuple(found)

    @cached_property
    def breaks(self) -> tuple[Span, ...]:
        """Each break from its first day without teaching to its last, in order."""
        if not self._closed:
            return ()
        known = each_day(min(self._closed) - WEEK, max(self._closed) + WEEK)  # with weekends at the edges
        runs = [tuple(run) for teaching, run in groupby(known, self.is_teaching) if not teaching]
        return tuple((run[0], run[-1]) for run in runs if self._is_break(run))

    def days_in_year(self) -> Mapping[int, tuple[int, int]]:
        """Teaching days and INSET days of each school year that is known from summer to summer."""
        summers = [each for each in self.breaks if self._term_begun(each) == SEASONS[0]]
        counts: dict[int, tuple[int, int]] = {}
        for (_, before), (after, _) in pairwise(summers):
            inset = sum(school_year(day) == school_year(before) for day in self._inset)
            counts[school_year(before)] = (sum(1 for _ in self.teaching_days(before, after)), inset)
        return counts

    def _is_break(self, run: Sequence[date]) -> bool:
        """Long enough, and not only a week in which staff train."""
        weekdays = {day for day in run if day.weekday() < 5}
        return len(weekdays) >= BREAK and not weekdays <= self._inset

    def _term_begun(self, gap: Span) -> str | None:
        """The term that a break leads to: Christmas to spring; None after a half-term."""
        first, last = gap
        if any(first <= day <= last for day in (date(first.year, 12, 25), date(last.year, 1, 1))):
            return SEASONS[1]
        if first.month <= AUGUST <= last.month:
            return SEASONS[0]
        return SEASONS[2] if gap in self._easters else None

    @cached_property
    def _easters(self) -> frozenset[Span]:
        by_year: dict[int, Span] = {}
        for gap in self.breaks:
            begins, ends = (date(gap[1].year, *each) for each in AROUND_EASTER)
            other = by_year.get(begins.year)
            if gap[0] <= ends and gap[1] >= begins and (other is None or _length(gap) > _length(other)):
                by_year[begins.year] = gap
        return frozenset(by_year.values())

    @cached_property
    def _quiet(self) -> frozenset[date]:
        found: set[date] = set()
        for gap in self.breaks:
            if self.naming is Naming.SIX_TERMS or self._term_begun(gap):
                found.update(islice(self.teaching_days(gap[1], gap[1] + DAY * LONGEST_SEARCH), FIRST))
                before = (gap[0] - DAY * ago for ago in range(LONGEST_SEARCH))
                found.update(islice(filter(self.is_teaching, before), LAST))
        return frozenset(found)


class WorkingDays:
    """When one person works: on their own days, while their school teaches and they are not away."""

    def __init__(self, days: Collection[int], calendar: SchoolCalendar, away: Span | None = None) -> None:
        """Somebody with no working day on record is taken to work all five; 0 is Monday."""
        self.days = frozenset(day for day in days if day < 5) or frozenset(range(5))
        self.calendar = calendar
        self.away = away

    def works(self, day: date) -> bool:
        return day.weekday() in self.days and self.calendar.is_teaching(day) and not self.is_away(day)

    def is_away(self, day: date) -> bool:
        return self.away is not None and self.away[0] <= day <= self.away[1]

    def takes_unasked(self, day: date) -> bool:
        """Whether they may be written to about what they did not ask for."""
        return self.works(day) and not self.calendar.is_quiet(day)

    def hears_on(self, day: date) -> date | None:
        """The day of that week on which they hear what they did not ask for; None where no day will do."""
        monday = day - DAY * day.weekday()
        return next(filter(self.takes_unasked, each_day(monday, monday + DAY * 4)), None)

    def hears_from(self, day: date) -> date | None:
        """The first such day of a week from this one on; None where no week that is looked at has one."""
        weeks = (self.hears_on(day + WEEK * after) for after in range(LONGEST_SEARCH // 7))
        return next((found for found in weeks if found is not None and found >= day), None)

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

    def quiet_over(self, day: date) -> date:
        """The first day from this one on which they take what they did not ask for."""
        coming = (day + DAY * after for after in range(LONGEST_SEARCH))
        return next(filter(self.takes_unasked, coming), day + DAY * LONGEST_SEARCH)

    def _step(self, start: date, count: int, step: timedelta) -> date:
        day, idle = start, 0
        while count > 0 and idle < LONGEST_SEARCH:
            day += step
            idle += 1
            if self.works(day):
                count, idle = count - 1, 0
        return day


class Calendars:
    """A trust's calendars: each school has the trust's and its own, or its own alone."""

    def __init__(self, closures: Sequence[Closure], styles: Sequence[TermStyle] = ()) -> None:
        self.closures, self.styles = tuple(closures), tuple(styles)
        self._style_of = {each.school: each for each in styles}
        self._with_own = {*self._style_of, *(each.school for each in closures), None}
        self._known: dict[SchoolId | None, SchoolCalendar] = {}

    def of(self, school: SchoolId | None) -> SchoolCalendar:
        """None: the central team, who keep the trust's. Schools with nothing of their own share one."""
        owner = school if school in self._with_own else None
        if owner not in self._known:
            style = self._style_of.get(owner) or self._style_of.get(None)
            whose = {owner} if style and style.school == owner and style.stands_alone else {owner, None}
            theirs = [each for each in self.closures if each.school in whose]
            self._known[owner] = SchoolCalendar(theirs, style.naming if style else Naming.THREE_TERMS)
        return self._known[owner]

    def days_of(self, person: Person | Hearer) -> WorkingDays:
        school, days, away = week_of(person)
        return WorkingDays(days, self.of(school), away)


def week_of(person: Person | Hearer) -> Week:
    away = (person.away_from, person.away_until) if person.away_from and person.away_until else None
    return person.school, person.working_days, away


def _is_ordinary(day: date) -> bool:
    """A weekday that is no bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def _length(gap: Span) -> timedelta:
    return gap[1] - gap[0]


# ------------------------------------------------------------------ with closures at hand


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
