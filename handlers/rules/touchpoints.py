"""Which nudge somebody is due next, and from which day on.

    Explore   n01 at once, n02 after 7 days, n03 after 14 and then again and again
    Prepare   n04 at once, n05 after 5 days, n06 after 8 and then again and again
    Deliver   n07 every two or three weeks, n09 halfway to the review date; to everybody who takes part
    Decide    n10 on the review date, in Deliver too, and again until it is decided
    Sustain   n12 after 30 days, n13 on the date of the next check and then each September

The days are a pilot's: `cycle_templates.yaml` stretches them for other cadences. They count from the day the
run came into its stage; whoever wants less is asked half as often. What was asked once in a stage is not
asked again in it, and where several are due the newest that still matters is asked alone. On which day of a
week somebody hears it is the calendar's (`calendar.py`).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from handlers.rules.templates import Times, Touchpoint, When, times, touchpoints
from storage.records import CycleStage, Initiative, Nudging, Participant, Run, RunState

SILENT = 2  # nudges in a row without an answer: then it goes quiet (`domain.md`, part 5)
#: Those that are asked with buttons of their own (`cycle_templates.yaml`).
REVIEW_DATE, KEEPING, STILL_KEPT, GOOD_BYE = "n10", "n12", "n13", "n14"
NEW_YEAR = 9  # September
WEEK = timedelta(weeks=1)


class Due(NamedTuple):
    """One touchpoint, and the day from which it is due."""

    touchpoint: str
    on: date


def upcoming(run: Run, initiative: Initiative, me: Participant) -> Due | None:
    """The next one; None where nothing comes until something changes."""
    return soonest(calls(run, initiative, me), me)


def soonest(coming: Sequence[Due], me: Participant) -> Due | None:
    first = min(coming, key=_day, default=None)
    if first and me.snoozed_until and me.snoozed_until > first.on:
        return Due(first.touchpoint, me.snoozed_until)
    return first


def matters(coming: Sequence[Due], me: Participant, today: date) -> str:
    """Of those that are due by today, the one to ask: the furthest on; "" for none. Others had their time."""
    if me.snoozed_until and me.snoozed_until > today:
        return ""
    return next((each.touchpoint for each in reversed(coming) if each.on <= today), "")


def had(coming: Sequence[Due], run: Run, me: Participant, today: date) -> tuple[str, ...]:
    """What will have had its time in this stage once today's is asked: `Participant.had` from then on."""
    before = _had(run, me)
    due = (each.touchpoint for each in coming if each.on <= today and each.touchpoint not in before)
    return (*before, *due)


def usually_over(run: Run, initiative: Initiative) -> date | None:
    """When this stage should have come to an end: its review date, or as long as it usually takes.

    None where nothing hurries any more.
    """
    if run.stage is CycleStage.SUSTAIN or run.entered_on is None:
        return None
    weeks = times(initiative.cadence).weeks
    return run.review_on or run.entered_on + WEEK * weeks[run.stage]


def calls(run: Run, initiative: Initiative, me: Participant) -> tuple[Due, ...]:
    """Everything still to come in this stage, each with its next day, in the order of the templates."""
    leads = me.person == run.lead
    done = me.done_in is not None and not leads
    if run.state is not RunState.GOING or me.nudging is Nudging.OFF or me.quiet_since or done:
        return ()
    pace = times(initiative.cadence)
    stretch = 2 if me.nudging is Nudging.LESS else 1
    before = _had(run, me)
    found = []
    for each in _of(run.stage):
        if (
            (each.to_lead and not leads)
            or me.done_in is each.stage
            or (each.unless and (getattr(run, each.unless, "") or getattr(initiative, each.unless, "")))
        ):
            continue
        if each.name in before:
            day = _again(each, run, me, pace, stretch)
        else:
            day = _first(each, run, pace, stretch)
        if day is not None:
            found.append(Due(each.name, day))
    return tuple(found)


@cache
def _of(stage: CycleStage) -> tuple[Touchpoint, ...]:
    """The touchpoints of a stage; the review date is asked about from Deliver on."""
    return tuple(
        each
        for each in touchpoints().values()
        if each.when is not When.SAID
        and (each.stage is stage or (each.when is When.REVIEW and stage is CycleStage.DELIVER))
    )


@cache
def _names(stage: CycleStage) -> frozenset[str]:
    return frozenset(each.name for each in _of(stage))


def _day(due: Due) -> date:
    return due.on


def _had(run: Run, me: Participant) -> tuple[str, ...]:
    """What was asked since the run came into its stage."""
    if me.asked_on is None or run.entered_on is None or me.asked_on < run.entered_on:
        return ()
    return tuple(each for each in me.had if each in _names(run.stage))


def _first(each: Touchpoint, run: Run, pace: Times, stretch: int) -> date | None:
    entered = run.entered_on or run.begun_on
    match each.when:
        case When.AFTER:
            return entered + timedelta(days=round(each.days * pace.pace) * stretch)
        case When.LOOP:
            return entered + WEEK * pace.loop * stretch
        case When.HALFWAY:
            there = run.review_on is not None and run.review_on > entered
            return entered + (run.review_on - entered) // 2 if run.review_on and there else None
        case When.REVIEW:
            return run.review_on
        case When.YEARLY:
            return run.check_on or _september(entered + timedelta(days=touchpoints()[KEEPING].days))
        case When.SAID:
            return None


def _again(each: Touchpoint, run: Run, me: Participant, pace: Times, stretch: int) -> date | None:
    """So many weeks on: counted from Monday to Monday, as each week has a day of its own to be asked on."""
    assert me.asked_on is not None  # noqa: S101  what was had was asked
    monday = me.asked_on - timedelta(days=me.asked_on.weekday())
    if each.when is When.LOOP:
        return monday + WEEK * pace.loop * stretch
    if each.when is When.YEARLY:
        later = run.check_on if run.check_on and run.check_on > me.asked_on else None
        return later or _september(me.asked_on)
    return monday + WEEK * pace.again * stretch if each.again else None


def _september(after: date) -> date:
    """The first one to begin after that day."""
    this_year = date(after.year, NEW_YEAR, 1)
    return this_year if this_year > after else date(after.year + 1, NEW_YEAR, 1)
