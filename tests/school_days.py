"""When people in schools work, told a second time: a few lines over dates, for tests to hold ours against.

It imports nothing of ours. Spans and INSET days are those of school pages collected in 2026 (Cornwall,
Bristol, Staffordshire, 2025/26; Bristol, Kent, Plymouth, 2026/27; Lincolnshire, 2027/28); what is made up for
2027/28 says so. The bank holidays were counted by the library `holidays`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

DAY = timedelta(days=1)
WEEK = frozenset(range(5))


def _days(*months: str) -> frozenset[date]:
    """ "2025-09: 3 4" is the third and fourth of that September."""
    pairs = [month.split(": ") for month in months]
    return frozenset(date.fromisoformat(f"{when}-{day:0>2}") for when, days in pairs for day in days.split())


BANK_HOLIDAYS = _days(
    "2025-12: 25 26", "2026-01: 1", "2026-04: 3 6", "2026-05: 4 25", "2026-08: 31",
    "2026-12: 25 28", "2027-01: 1", "2027-03: 26 29", "2027-05: 3 31", "2027-08: 30",
    "2027-12: 27 28", "2028-01: 3", "2028-04: 14 17", "2028-05: 1 29", "2028-08: 28",
)  # fmt: skip


@dataclass(frozen=True)
class SchoolYear:
    """Six parts, first and last day of each, and the days on which staff train."""

    parts: tuple[tuple[date, date], ...]
    insets: frozenset[date]
    #: Term 1 to Term 6: each part begins and ends a term. Otherwise every second one does.
    six_terms: bool = False

    @cached_property
    def taught(self) -> tuple[tuple[date, ...], ...]:
        """The teaching days of each part."""
        return tuple(
            tuple(each for each in dates(*part) if each.weekday() in WEEK and each not in self._off)
            for part in self.parts
        )

    @cached_property
    def _all(self) -> frozenset[date]:
        return frozenset(day for part in self.taught for day in part)

    @cached_property
    def _off(self) -> frozenset[date]:
        return BANK_HOLIDAYS | self.insets

    @cached_property
    def _quiet(self) -> frozenset[date]:
        step = 1 if self.six_terms else 2
        terms = [sum(self.taught[n : n + step], ()) for n in range(0, len(self.parts), step)]
        return frozenset(day for term in terms for day in term[:2] + term[-3:])

    def teaches(self, day: date) -> bool:
        return day in self._all

    def is_quiet(self, day: date) -> bool:
        """One of the first two or last three teaching days of a term."""
        return day in self._quiet


@dataclass(frozen=True)
class Week:
    """The days of one person at one school; 0 is Monday."""

    year: SchoolYear
    days: frozenset[int] = WEEK

    def works(self, day: date) -> bool:
        return day.weekday() in self.days and self.year.teaches(day)

    def takes_unasked(self, day: date) -> bool:
        return self.works(day) and not self.year.is_quiet(day)

    def before(self, day: date, count: int) -> date:
        """So many working days earlier, `day` itself not counted; no earlier than the year begins."""
        while count and day > self.year.parts[0][0]:
            day -= DAY
            count -= self.works(day)
        return day

    def after(self, day: date, count: int) -> date:
        """So many working days later, `day` itself not counted."""
        for _ in range(count):
            day = self.from_on(day + DAY)
        return day

    def from_on(self, day: date) -> date:
        """The first working day from this one on."""
        while not self.works(day):
            day += DAY
        return day

    def is_weekly(self, day: date) -> bool:
        """Whether they are written to unasked on it: the first such day of its week."""
        return self.takes_unasked(day) and not any(map(self.takes_unasked, dates(monday(day), day - DAY)))


def monday(day: date) -> date:
    return day - DAY * day.weekday()


def dates(first: date, last: date) -> Iterator[date]:
    """From first to last, both counted."""
    for after in range((last - first).days + 1):
        yield first + DAY * after


def _parts(*spans: str) -> tuple[tuple[date, date], ...]:
    pairs = [span.split() for span in spans]
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


CORNWALL = SchoolYear(
    _parts(
        "2025-09-03 2025-10-24", "2025-11-03 2025-12-19", "2026-01-05 2026-02-13",
        "2026-02-23 2026-04-02", "2026-04-20 2026-05-22", "2026-06-01 2026-07-23",
    ),
    _days("2025-09: 3", "2025-11: 3", "2026-01: 5", "2026-02: 23", "2026-06: 1"),
)  # fmt: skip

BRISTOL = SchoolYear(
    _parts(
        "2025-09-02 2025-10-24", "2025-11-03 2025-12-19", "2026-01-05 2026-02-13",
        "2026-02-23 2026-04-02", "2026-04-20 2026-05-22", "2026-06-01 2026-07-22",
    ),
    _days("2025-09: 2 3", "2025-11: 3", "2026-01: 5", "2026-06: 1"),
    six_terms=True,
)  # fmt: skip

STAFFORDSHIRE = SchoolYear(
    _parts(
        "2025-09-02 2025-10-22", "2025-11-03 2025-12-19", "2026-01-05 2026-02-13",
        "2026-02-23 2026-03-27", "2026-04-13 2026-05-21", "2026-06-01 2026-07-17",
    ),
    _days("2025-09: 1", "2025-10: 23 24", "2026-05: 22", "2026-07: 20"),
)  # fmt: skip

# ---- two years, with 29 February 2028 inside

#: 2027/28 is made up: its spring ends a week later than Lincolnshire's, its summer goes on longer.
BRISTOL_TWO = SchoolYear(
    _parts(
        "2026-09-03 2026-10-23", "2026-11-02 2026-12-18", "2027-01-04 2027-02-12",
        "2027-02-22 2027-03-25", "2027-04-12 2027-05-28", "2027-06-07 2027-07-23",
        "2027-09-02 2027-10-22", "2027-11-01 2027-12-17", "2028-01-04 2028-02-11",
        "2028-02-21 2028-04-07", "2028-04-24 2028-05-26", "2028-06-05 2028-07-25",
    ),
    frozenset(),
    six_terms=True,
)  # fmt: skip

#: Kent, then Lincolnshire.
KENT_TWO = SchoolYear(
    _parts(
        "2026-09-01 2026-10-16", "2026-11-02 2026-12-18", "2027-01-04 2027-02-12",
        "2027-02-22 2027-03-25", "2027-04-12 2027-05-28", "2027-06-07 2027-07-22",
        "2027-09-06 2027-10-21", "2027-11-01 2027-12-17", "2028-01-05 2028-02-11",
        "2028-02-21 2028-03-31", "2028-04-18 2028-05-26", "2028-06-05 2028-07-21",
    ),
    _days("2026-09: 1", "2027-09: 2 3", "2027-10: 22", "2028-01: 4"),
)  # fmt: skip

#: 2027/28 is made up: a half-term in the last week of February, so that a term begins around the 29th.
PLYMOUTH_TWO = SchoolYear(
    _parts(
        "2026-09-02 2026-10-15", "2026-11-03 2026-12-18", "2027-01-04 2027-02-12",
        "2027-02-22 2027-03-25", "2027-04-12 2027-05-28", "2027-06-07 2027-07-16",
        "2027-09-03 2027-10-22", "2027-11-02 2027-12-17", "2028-01-05 2028-02-18",
        "2028-02-28 2028-04-06", "2028-04-24 2028-05-26", "2028-06-05 2028-07-20",
    ),
    _days("2026-08: 31", "2026-09: 1", "2026-10: 16", "2026-11: 2", "2027-07: 19 20"),
    six_terms=True,
)  # fmt: skip

#: Plymouth, which on the way moves its half-term of February 2027 by a week.
PLYMOUTH_CHANGED = SchoolYear(
    tuple(
        {
            date(2027, 1, 4): (date(2027, 1, 4), date(2027, 2, 19)),
            date(2027, 2, 22): (date(2027, 3, 1), date(2027, 3, 25)),
        }.get(first, (first, last))
        for first, last in PLYMOUTH_TWO.parts
    ),
    PLYMOUTH_TWO.insets,
    six_terms=True,
)
