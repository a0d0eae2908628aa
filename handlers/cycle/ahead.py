"""Days to come, as people write them into a form."""

from datetime import date, timedelta

from handlers.dates import day
from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.dates import date_in
from handlers.talk import Invalid

FURTHEST = timedelta(days=5 * 366)  # years ahead, for what is measured again and again; beyond is a slip


def day_ahead(
    words: str, field: str, today: date, *, calendar: SchoolCalendar | None = None, from_today: bool = False
) -> date:
    """The day that was written; Invalid under that field where it is none, past, or years away.

    `calendar`: it has to be a school day there.
    """
    on = date_in(words, today)
    if on is None:
        raise Invalid(**{field: "I can't read that date. Please write it as in “12 March”."})
    if on < today or (on == today and not from_today):
        raise Invalid(**{field: f"{day(on)} is not ahead of us. Please choose a later day."})
    if on > today + FURTHEST:
        raise Invalid(**{field: "Please choose a day within the next five years."})
    if calendar and not calendar.is_teaching(on):
        days = WorkingDays((), calendar)
        either = f"{day(days.on_or_before(on))} or {day(days.on_or_after(on))}"
        raise Invalid(**{field: f"There is no school on {day(on)}. {either} would do."})
    return on
