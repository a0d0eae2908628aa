"""Posting by itself: the day and the hour at which an agenda goes to its network."""

from datetime import date, datetime

from handlers.agenda.circle import circle_of, starting
from handlers.agenda.posting import POSTS_AT
from handlers.agenda.seen import Seen
from handlers.agenda.words import date_of, day, short_day
from handlers.rules.calendar import WorkingDays
from handlers.rules.dates import date_in
from handlers.talk import LOCAL, Answers, ChoiceField, Field, Invalid, Request, TextField, given
from storage.store import Store

DAYS_BEFORE = 5  # working days, before a meeting: members have the agenda by then
USUALLY = 8  # o'clock: before school, when agendas are read


async def when_to_post(seen: Seen, request: Request, store: Store) -> tuple[Field, ...]:
    """The fields of the form; an empty day means that a facilitator posts it."""
    meeting = seen.meeting
    at = meeting.post_at.astimezone(LOCAL) if meeting.post_at else None
    on = at.date() if at else await _usual_day(seen, request, store)
    hours = tuple((str(each.hour), f"{each:%H:%M}") for each in POSTS_AT)
    return (
        TextField(
            "day",
            "Day",
            day(on) if on else "",
            f"A school day before {short_day(date_of(meeting))}. Leave it empty to post it yourself.",
            optional=True,
            max_length=60,
        ),
        ChoiceField("hour", "Time", hours, (str(at.hour if at else USUALLY),)),
    )


async def _usual_day(seen: Seen, request: Request, store: Store) -> date | None:
    """Five working days before it, where that is still to come."""
    calendar = (await circle_of(seen.network, request.now, store)).calendar
    on = WorkingDays(range(5), calendar).before(date_of(seen.meeting), DAYS_BEFORE)
    return on if on > request.today else None


async def post_at(seen: Seen, answers: Answers, request: Request, store: Store) -> datetime | None:
    """When it is to be posted, as it was filled in; Invalid where it cannot be then."""
    if not (said := given(answers, "day")):
        return None
    on, hour = date_in(said, request.today), given(answers, "hour")
    if on is None:
        raise Invalid(day="I can't read that date. Please write it like this: 3 November 2026.")
    time = next((each for each in POSTS_AT if str(each.hour) == hour), None)
    if time is None:
        raise Invalid(hour="Please choose one of these times.")
    at = starting(on, time)
    if at <= request.now:
        raise Invalid(day="That has passed. Please choose a later day or time, or press “Post it”.")
    if at >= seen.meeting.starts:
        raise Invalid(day=f"The meeting is on {day(date_of(seen.meeting))}. Please choose a day before it.")
    if not (await circle_of(seen.network, request.now, store)).meets(on):
        raise Invalid(day=f"{day(on)} is no school day. Please choose another one.")
    return at
