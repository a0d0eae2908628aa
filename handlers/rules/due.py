"""Who is due which letter before a meeting: by each person's own working days, whatever was missed before.

    ten working days before    the call, in the weekly message that comes at the latest then; whoever leads
                               hears that the draft is waiting
    five                       the agenda, where it is posted and they have not answered; whoever leads hears
                               if it is not
    one                        the reminder, to those who said yes or nothing

Days are those before the meeting's own, so that nothing is due on what cannot be changed any more. A letter
stays due until the next one takes its place: a missed morning is made up for, and whoever joins late gets
what is still to come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handlers.rules.calendar import Calendars, Week, WorkingDays, week_of
from storage.records import Person

CALL, AGENDA, REMINDER = 10, 5, 1  # working days before the meeting (`cycle_templates.yaml`, agenda, before)
WEEKS = 60  # looked through for a weekly message: no calendar closes a school for longer


class Due(StrEnum):
    """What is written before a meeting; the word stands in the letter's key."""

    #: For one bright spot and one real problem.
    CALL = "call"
    AGENDA = "agenda"
    REMINDER = "reminder"
    #: To whoever leads: the draft is waiting.
    DRAFT = "draft"
    #: To whoever leads: five days to go, and it is not posted.
    NOT_POSTED = "not_posted"


@dataclass(frozen=True, slots=True)
class Before:
    """One person's days before a meeting."""

    #: Of the weekly message that brings the call; None where no week has one.
    call: date | None
    draft: date
    agenda: date
    reminder: date
    meeting: date


class Morning:
    """One morning of a trust: what is worked out for one person holds for all with the same days."""

    def __init__(self, today: date, calendars: Calendars) -> None:
        self.today = today
        self._calendars = calendars
        self._known: dict[tuple[Week, date], tuple[Before, WorkingDays]] = {}

    def due(
        self, person: Person, meeting: date, *, leads: bool, posted: bool, answer: bool | None
    ) -> Iterator[tuple[Due, date]]:
        """What is to be written to them now, and the day on which each goes.

        Whoever leads the network hears of its draft instead of what the draft is filled and answered with.
        """
        dates, days = self._before(person, meeting)
        if leads:
            if what := for_lead(dates, days, self.today, posted=posted):
                yield what, self.today
        elif day := call_on(dates, days, self.today):
            yield Due.CALL, day
        if what := for_member(dates, days, self.today, posted=posted and not leads, answer=answer):
            yield what, self.today

    def works(self, person: Person, day: date) -> bool:
        return self._before(person, day)[1].works(day)

    def _before(self, person: Person, meeting: date) -> tuple[Before, WorkingDays]:
        key = (week_of(person), meeting)
        if key not in self._known:
            days = self._calendars.days_of(person)
            self._known[key] = before(meeting, days), days
        return self._known[key]


def before(meeting: date, days: WorkingDays) -> Before:
    reminder = days.before(meeting, REMINDER)
    agenda = days.before(reminder, AGENDA - REMINDER)
    ten = days.before(agenda, CALL - AGENDA)
    return Before(_weekly(days, ten, back=True), ten, agenda, reminder, meeting)


def call_on(dates: Before, days: WorkingDays, today: date) -> date | None:
    """The day of the weekly message that brings the call, if it is to be written today.

    Missed, it comes in the next one, as long as the agenda does not come first.
    """
    if dates.call is None or today < dates.call:
        return None
    day = today if today == dates.call else _weekly(days, today)
    return day if day is not None and day < dates.agenda else None


def for_member(
    dates: Before, days: WorkingDays, today: date, *, posted: bool, answer: bool | None
) -> Due | None:
    """The letter of today to somebody who does not lead the network; the call is `call_on`'s."""
    if not days.works(today) or today > dates.meeting:
        return None
    if today >= dates.reminder:
        return Due.REMINDER if answer is not False else None
    return Due.AGENDA if posted and answer is None and today >= dates.agenda else None


def for_lead(dates: Before, days: WorkingDays, today: date, *, posted: bool) -> Due | None:
    """`posted`: or to be posted by itself."""
    if posted or not days.works(today) or not dates.draft <= today <= dates.meeting:
        return None
    return Due.NOT_POSTED if today >= dates.agenda else Due.DRAFT


def _weekly(days: WorkingDays, day: date, *, back: bool = False) -> date | None:
    """The day of the last weekly message up to this one, or of the first from it on."""
    monday = day - timedelta(days=day.weekday())
    for week in range(WEEKS):
        start = monday + timedelta(weeks=-week if back else week)
        found = next(filter(days.takes_unasked, (start + timedelta(days=n) for n in range(5))), None)
        if found is not None and (found <= day if back else found >= day):
            return found
    return None
