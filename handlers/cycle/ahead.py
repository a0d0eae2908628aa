"""Days to come, as people write them into a form."""

from datetime import date, timedelta

from handlers.dates import day
from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.dates import date_in
from handlers.talk import Invalid

YEAR = timedelta(days=366)
#: How far off a day may be, in years. The longest of the trusts' own themes runs for three and more
#: (`domain.md`, part 5); what is put off for more than one is over. Beyond, it is a slip.
WITHIN = {1: "a year", 5: "the next five years"}


def day_ahead(
    words: str,
    field: str,
    today: date,
    *,
    calendar: SchoolCalendar | None = None,
    from_today: bool = False,
    years: int = 5,
) -> date:
    """The day that was written; Invalid under that field where it is none, past, or further off than that.

    `calendar`: it has to be a school day there.
    """
    on = date_in(words, today)
    if on is None:
        raise Invalid(**{field: "I can't read that date. Please write it as in “12 March”."})
    if on < today or (on == today and not from_today):
        raise Invalid(**{field: f"{day(on)} is not ahead of us. Please choose a later day."})
    if on > today + years * YEAR:
        raise Invalid(**{field: f"Please choose a day within {WITHIN[years]}."})
    if calendar and not calendar.is_teaching(on):
        days = WorkingDays((), calendar)
        near = (days.on_or_before(on), days.on_or_after(on))
        either = " or ".join(day(each) for each in near if each > today)
        raise Invalid(**{field: f"There is no school on {day(on)}. {either} would do."})
    return on
