"""Which days count: teaching days of a school, working days of a person.

Schools in England teach 190 days a year; a person works only on their own days, and nobody is written to
in the holidays (`domain.md` part 4). Bank holidays come from the `holidays` library.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache

from storage.records import Closure

LONGEST_SEARCH = 400  # days: no calendar closes a school for longer; stops a search that cannot end


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a year, with their substitute days."""
    from holidays import country_holidays  # 0.2 s to import: only when a date is counted

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, working_days: Collection[int], closures: Sequence[Closure]) -> bool:
    """Whether somebody with these days (0 is Monday) works then, at a school closed as given."""
    return (
        day.weekday() < 5
        and day.weekday() in working_days
        and day not in bank_holidays(day.year)
        and not any(each.starts <= day <= each.ends for each in closures)
    )


def working_day_after(
    start: date, count: int, working_days: Collection[int], closures: Sequence[Closure]
) -> date:
    """The `count`th working day after `start`; `start` itself is not counted.

    Somebody with no working day on record is taken to work all five.
    """
    days = working_days if any(day < 5 for day in working_days) else range(5)
    day, left = start, count
    for _ in range(LONGEST_SEARCH):
        if left <= 0:
            break
        day += timedelta(days=1)
        left -= is_working_day(day, days, closures)
    return day


def term_begins_after(day: date, closures: Sequence[Closure]) -> date:
    """The first teaching day after the next break of five days or more (a half-term, a holiday)."""
    breaks = sorted(
        (each for each in closures if (each.ends - each.starts).days >= 4 and each.ends >= day),
        key=lambda each: each.starts,
    )
    if not breaks:
        return working_day_after(day + timedelta(days=35), 1, range(5), closures)
    return working_day_after(breaks[0].ends, 1, range(5), closures)
