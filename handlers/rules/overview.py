"""An overview of many schools' ways through the cycle: what asks for a facilitator's eye first, and figures
that tell of nobody.

Of a run, only what was recorded on purpose counts here, never what somebody answered or left unanswered.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from enum import IntEnum
from itertools import islice
from typing import TypeVar

from handlers.rules.calendar import DAY, SchoolCalendar
from storage.records import CycleStage, Run, RunState

QUIET_AFTER = 30  # teaching days without a recorded step: six weeks of term
SOON = timedelta(days=28)  # a review within four weeks is one to prepare now
IN_FIVES = 5  # figures are told in fives: none under five, and the difference of two is never a figure

T = TypeVar("T", bound=Hashable)


class Attention(IntEnum):
    """Why a run asks for a facilitator's eye; what presses most is lowest."""

    #: It waits for somebody to take it on.
    NOBODY_LEADS = 0
    REVIEW_PAST = 1
    REVIEW_SOON = 2
    #: No step recorded for six weeks of term.
    QUIET = 3
    GOING = 4
    PAUSED = 5
    ENDED = 6


def attention(run: Run, last: date, today: date, calendar: SchoolCalendar) -> Attention:
    """`last` is the day of its last recorded step, `calendar` its school's."""
    if run.state is not RunState.GOING:
        return Attention.PAUSED if run.state is RunState.PAUSED else Attention.ENDED
    if run.lead is None:
        return Attention.NOBODY_LEADS
    looked_at = looked_at_on(run)
    if looked_at is not None and looked_at <= today + SOON:
        return Attention.REVIEW_PAST if looked_at < today else Attention.REVIEW_SOON
    return Attention.QUIET if _is_quiet(run, last, today, calendar) else Attention.GOING


def looked_at_on(run: Run) -> date | None:
    """The day on which it is next looked at: its review, and once it is kept, the next check."""
    return run.check_on if run.stage is CycleStage.SUSTAIN else run.review_on


def in_fives(count: int) -> int:
    """Rounded down; 0 for what is not told.

    Of a figure told as 10 or more and another as 5 or more, the difference may be anything from 1 to 9: what
    is left out cannot be worked out from what is shown.
    """
    return count - count % IN_FIVES


def counted(each: Iterable[tuple[T, Hashable]]) -> dict[T, int]:
    """In how many schools each is found: (what, school), in fives, the most first; none under five.

    Schools are counted, not what they do: one school's five pilots would make a figure about that school.
    """
    schools = Counter(what for what, _ in set(each))
    found = sorted(schools, key=lambda what: (-schools[what], str(what)))
    return {what: in_fives(schools[what]) for what in found if in_fives(schools[what])}


def _is_quiet(run: Run, last: date, today: date, calendar: SchoolCalendar) -> bool:
    """What is kept is quiet by nature until its next check."""
    if run.stage is CycleStage.SUSTAIN and run.check_on is not None:
        return False
    since = islice(calendar.teaching_days(last + DAY, today), QUIET_AFTER)
    return sum(1 for _ in since) == QUIET_AFTER
