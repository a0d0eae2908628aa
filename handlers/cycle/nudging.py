"""Nudges: each morning, who is asked what, in the one message of their week.

bot  Oracy in Year 3                                        [On track] [Slower] [Stuck] [Done] [Not now]
     Week 4: what did you try, what happened, what will you change?
     The goal: every child speaks in full sentences

What is due is a query over `next_on`; a part of it at a time is dealt with and is not due any more. Nobody is
asked more than once a week over all their initiatives: about the one that has waited longest. Two nudges in
a row without an answer, and it goes quiet with a good-bye.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

from handlers.cycle.answering import taps
from handlers.cycle.capability import cycle
from handlers.cycle.deciding import decide, not_yet
from handlers.cycle.keeping import Still, keep, still
from handlers.cycle.rhythm import how_often, not_now
from handlers.cycle.words import words_of
from handlers.dates import short_day
from handlers.days import calendars_of
from handlers.rules import touchpoints
from handlers.rules.calendar import Calendars, Week, WorkingDays, each_day, week_of
from handlers.rules.templates import OwnWords, words_of_nudge
from handlers.rules.touchpoints import GOOD_BYE, SILENT, Due, calls, had, matters, soonest
from handlers.talk import LOCAL, Button, Card, Note, Post, Text, ToPerson
from storage.records import (
    After,
    Asked,
    Hearer,
    Initiative,
    InitiativeId,
    Participant,
    Planned,
    Run,
    RunId,
    Trust,
    Turn,
    Why,
)
from storage.store import Store

EARLY = time(6, 30)  # after `tending`, before anybody's hour
PART = 1_000  # people in a transaction: a tenth of a second of the one writer of SQLite
ENDS = time(17, 30)  # of the Friday after: where it could not go in its week, it may in the next
WEEK = timedelta(weeks=1)
#: What decides what somebody is asked in a run, beside whether they lead it.
_STANDS = attrgetter(
    "run", "nudging", "snoozed_until", "done_in", "occurrence", "asked_on", "had",
    "answered", "silent", "quiet_since", "next_on",
)  # fmt: skip


@cycle.in_parts("mon-fri", at=EARLY)
async def nudge(trust: Trust, today: date, store: Store) -> Sequence[Post] | None:
    """A part of those whose turn it is: asked, or their next day found."""
    taken = await store.turns.take(trust.id, today, PART)
    if not taken:
        return None
    # First what waits: what goes meanwhile, the turns tell of.
    now = datetime.combine(today, EARLY, LOCAL)
    waiting = await store.turns.still_waiting(taken, now, trust=trust.id)
    since = today - timedelta(days=today.weekday())
    turns = await store.turns.of(taken, trust=trust.id, today=today, since=since)
    runs = await store.runs.several({t.participant.run for t in turns}, trust=trust.id, steady=True)
    initiatives = await store.initiatives.several({each.initiative for each in runs}, trust=trust.id)
    morning = Morning(
        today,
        await calendars_of(trust.id, store),
        await words_of(trust.id, store),
        {each.id: each for each in runs},
        {each.id: each for each in initiatives},
    )
    for id_, theirs in groupby(turns, key=lambda turn: turn.person.id):
        morning.weigh(list(theirs), free=id_ not in waiting)
    await store.participants.plan(morning.later)
    await store.turns.asked(morning.asked, today)
    return morning.posts


@dataclass
class Morning:
    """One morning of a trust: who is asked, and for the others, from when on they are looked at again."""

    today: date
    calendars: Calendars
    words: OwnWords
    runs: Mapping[RunId, Run]
    initiatives: Mapping[InitiativeId, Initiative]
    posts: list[Post] = field(default_factory=list)
    #: As they are afterwards.
    asked: list[Asked] = field(default_factory=list)
    #: From when on they are looked at again, and for what.
    later: list[Planned] = field(default_factory=list)
    #: What is worked out for one holds for all with the same days, all who stand alike in a run, and all who
    #: are asked the same in it.
    _weeks: dict[Week, "_Week"] = field(default_factory=dict)
    _ahead: dict[tuple[object, ...], "_Ahead"] = field(default_factory=dict)
    _cards: dict[tuple[RunId, str, int, bool], Card] = field(default_factory=dict)

    def weigh(self, turns: Sequence[Turn], *, free: bool) -> None:
        """All that one person could be asked. `free`: no nudge lies ready for them."""
        week = self._week(turns[0].person)
        if any(each.participant.asked_on and each.participant.asked_on >= week.monday for each in turns):
            free = False
        due = [
            (each, self._ahead_of(each))
            for each in turns
            if each.participant.next_on and each.participant.next_on <= self.today
        ]
        if free and (now := min((each for each in due if week.is_of(each[1])), key=_waits, default=None)):
            due.remove(now)
            self._ask(*now, week)
            free = False
        for turn, ahead in due:
            on = week.next_after(ahead.on, this_week=free) if ahead.on else None
            self.later.append(Planned(turn.participant, on, ahead.touchpoint))

    def _ahead_of(self, turn: Turn) -> "_Ahead":
        me = turn.participant
        at_home = me.school == turn.person.school
        alike = (_STANDS(me), me.person == self.runs[me.run].lead, turn.reached, at_home)
        ahead = self._ahead.get(alike)
        if ahead is None:
            # Who has moved is asked nothing: `tending` ends it.
            ahead = self._ahead[alike] = _Ahead(self._calls(me) if at_home else (), me, turn.reached)
        return ahead

    def _calls(self, me: Participant) -> tuple[Due, ...]:
        return calls(self.runs[me.run], self.initiatives[me.initiative], me)

    def _ask(self, turn: Turn, ahead: "_Ahead", week: "_Week") -> None:
        me, person, day = turn.participant, turn.person, week.day or self.today
        if day not in ahead.by_day:
            ahead.by_day[day] = self._on(day, ahead)
        after, card = ahead.by_day[day]
        self.asked.append(Asked(me, after))
        self.posts.append(
            Post(
                ToPerson(person),
                card,
                f"nudge:{me.initiative}:{after.touchpoint}:{after.occurrence}:{me.person}",
                Why.UNASKED,
                due=week.begins(person.hears_at),
                expires=week.ends,
            )
        )

    def _on(self, day: date, ahead: "_Ahead") -> tuple[After, Card]:
        """What is written of all who are asked on this day, and what they read."""
        me = ahead.me
        run, initiative = self.runs[me.run], self.initiatives[me.initiative]
        silent = me.silent + (not me.answered and ahead.reached)
        quiet = silent >= SILENT
        name = GOOD_BYE if quiet else matters(ahead.coming, me, day)
        after = me._replace(
            snoozed_until=None,
            occurrence=me.occurrence + 1,
            asked=name,
            asked_on=self.today,
            had=had(ahead.coming, run, me, day),
            silent=silent,
            quiet_since=self.today if quiet else None,
        )
        following = soonest(self._calls(after), after)
        on, what = (following.on, following.touchpoint) if following else (None, "")
        card = self._card(run, initiative, after, again=name in me.had)
        return After(name, after.occurrence, after.had, silent, after.quiet_since, on, what), card

    def _card(self, run: Run, initiative: Initiative, me: Participant, *, again: bool) -> Card:
        key = (run.id, me.asked, me.occurrence, again)
        if key not in self._cards:
            self._cards[key] = nudged(run, initiative, me, self.words, self.today, again=again)
        return self._cards[key]

    def _week(self, person: Hearer) -> "_Week":
        key = week_of(person)
        if key not in self._weeks:
            self._weeks[key] = _Week(self.calendars.days_of(person), self.today)
        return self._weeks[key]


class _Ahead:
    """What can be asked of all who stand alike in a run, and since when it is due; None: nothing."""

    def __init__(self, coming: tuple[Due, ...], me: Participant, reached: bool) -> None:
        self.coming = coming
        #: One of them.
        self.me = me
        self.reached = reached
        first = soonest(coming, me)
        self.touchpoint = first.touchpoint if first else ""
        # What came to be due in the middle of a week is for the next: the day of this one was not missed.
        self.on = max(first.on, me.next_on or first.on) if first else None
        #: What has waited longest comes first: since it was due, whatever day they then hear of it.
        self.since = min((due.on for due in coming), default=date.max), me.initiative
        #: By the day on which they are asked: what is then written of them, and what they read.
        self.by_day: dict[date, tuple[After, Card]] = {}


def _waits(due: tuple[Turn, _Ahead]) -> tuple[date, InitiativeId]:
    return due[1].since


class _Week:
    """When somebody with these working days hears what they did not ask for, this week and after it."""

    def __init__(self, days: WorkingDays, today: date) -> None:
        self._days = days
        self._today = today
        self._heard: dict[date, date | None] = {}
        self._begins: dict[time, datetime] = {}
        self.monday = today - timedelta(days=today.weekday())
        self.friday = self.monday + timedelta(days=4)
        self.ends = datetime.combine(self.friday + WEEK, ENDS, LOCAL)
        self._first = first = days.hears_on(today)
        #: Their day, where it has come and they may be written to now: on it, or later that week.
        self.day = first if first and first <= today and days.takes_unasked(today) else None

    def begins(self, hour: time) -> datetime:
        """On their day."""
        if hour not in self._begins:
            self._begins[hour] = datetime.combine(self.day or self._today, hour, LOCAL)
        return self._begins[hour]

    def is_of(self, each: _Ahead) -> bool:
        """Whether it is to be asked now."""
        return self.day is not None and each.on is not None and each.on <= self.day

    def next_after(self, on: date, *, this_week: bool) -> date | None:
        """The day to look again at what is due from then on; this week if nothing was said in it yet."""
        if this_week and self._first and on <= self._first:
            tomorrow = self._today + timedelta(days=1)
            for day in each_day(max(self._first, tomorrow), self.friday):
                if self._days.takes_unasked(day):
                    return day
        start = max(on, self.monday + WEEK)
        if start not in self._heard:
            self._heard[start] = self._days.hears_from(start)
        return self._heard[start]


# ------------------------------------------------------------------ cards


def nudged(
    run: Run, initiative: Initiative, me: Participant, words: OwnWords, today: date, *, again: bool
) -> Card:
    """What is asked, the goal (or the problem, before there is one), and one tap."""
    entered = run.entered_on or run.begun_on
    blanks = {
        "topic": initiative.topic,
        "week": str((today - entered).days // 7 + 1),
        "review_date": short_day(run.review_on) if run.review_on else "the review date",
        "baseline": run.baseline or "where you began",
    }
    aim = f"The goal: {run.goal}" if run.goal else f"The problem: {initiative.problem}"
    return Card(
        initiative.topic,
        Text(words_of_nudge(me.asked, words, blanks, again=again)),
        Note(aim),
        *_buttons(run, me),
    )


def _buttons(run: Run, me: Participant) -> Iterator[Button]:
    match me.asked:
        case touchpoints.GOOD_BYE:
            yield how_often.button("Resume", initiative=me.initiative, nudging=me.nudging)
        case touchpoints.REVIEW_DATE:
            yield decide.button("Decide", run=run.id).primary()
            yield not_yet.button("Not yet", run=run.id)
            yield not_now.button("Not now", initiative=me.initiative)
        case touchpoints.KEEPING:
            yield keep.button("Say how we keep it", run=run.id).primary()
            yield not_now.button("Not now", initiative=me.initiative)
        case touchpoints.STILL_KEPT:
            for how, label in ((Still.YES, "Yes"), (Still.PARTLY, "Partly"), (Still.NO, "No")):
                yield still.button(label, run=run.id, how=how)
            yield not_now.button("Not now", initiative=me.initiative)
        case _:
            yield from taps(me.initiative, me.occurrence)
            yield not_now.button("Not now", initiative=me.initiative)
