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
    Initiative,
    InitiativeId,
    Participant,
    Person,
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
    morning = Morning(
        today,
        await calendars_of(trust.id, store),
        await words_of(trust.id, store),
        {
            each.id: each
            for each in await store.runs.several(
                {t.participant.run for t in turns}, trust=trust.id, steady=True
            )
        },
        await _initiatives(turns, trust, store),
    )
    for id_, theirs in groupby(turns, key=lambda turn: turn.person.id):
        morning.weigh(list(theirs), free=id_ not in waiting)
    await store.participants.plan(morning.later)
    await store.turns.asked(morning.asked)
    return morning.posts


async def _initiatives(
    turns: Sequence[Turn], trust: Trust, store: Store
) -> Mapping[InitiativeId, Initiative]:
    wanted = {each.participant.initiative for each in turns}
    return {each.id: each for each in await store.initiatives.several(wanted, trust=trust.id)}


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
    asked: list[Planned] = field(default_factory=list)
    #: From when on they are looked at again, and for what.
    later: list[Planned] = field(default_factory=list)
    #: What is worked out for one holds for all with the same days, and a card for all who are asked the same.
    _weeks: dict[Week, "_Week"] = field(default_factory=dict)
    _cards: dict[tuple[RunId, str, int, bool], Card] = field(default_factory=dict)
    _known: dict[tuple[object, ...], tuple[Due, ...]] = field(default_factory=dict)

    def weigh(self, turns: Sequence[Turn], *, free: bool) -> None:
        """All that one person could be asked. `free`: no nudge lies ready for them."""
        week = self._week(turns[0].person)
        if any(each.participant.asked_on and each.participant.asked_on >= week.monday for each in turns):
            free = False
        due = [
            self._candidate(each)
            for each in turns
            if each.participant.next_on and each.participant.next_on <= self.today
        ]
        if free and (now := min(filter(week.is_of, due), key=_waits, default=None)):
            due.remove(now)
            self._ask(now, week)
            free = False
        for each in due:
            on = week.next_after(each.on, this_week=free) if each.on else None
            self.later.append(Planned(each.turn.participant, on, each.touchpoint))

    def _candidate(self, turn: Turn) -> "_Candidate":
        me = turn.participant
        if me.school != turn.person.school:
            return _Candidate(turn, (), None, "")  # they have moved: `tending` ends it
        coming = self._calls(self.runs[me.run], me)
        first = soonest(coming, me)
        if first is None:
            return _Candidate(turn, (), None, "")
        # What came to be due in the middle of a week is for the next: the day of this one was not missed.
        on = max(first.on, me.next_on) if me.next_on else first.on
        return _Candidate(turn, coming, on, first.touchpoint)

    def _ask(self, now: "_Candidate", week: "_Week") -> None:
        me, person = now.turn.participant, now.turn.person
        run, initiative = self.runs[me.run], self.initiatives[me.initiative]
        day = week.day or self.today
        silent = me.silent + (not me.answered and now.turn.reached)
        quiet = silent >= SILENT
        name = GOOD_BYE if quiet else matters(now.coming, me, day)
        after = _asked(
            me,
            name,
            self.today,
            had=had(now.coming, run, me, day),
            silent=silent,
            quiet_since=self.today if quiet else None,
        )
        following = soonest(self._calls(run, after), after)
        on, what = (following.on, following.touchpoint) if following else (None, "")
        self.asked.append(Planned(after, on, what))
        self.posts.append(
            Post(
                ToPerson(person),
                self._card(run, initiative, after, again=name in me.had),
                f"nudge:{me.initiative}:{name}:{after.occurrence}:{me.person}",
                Why.UNASKED,
                due=week.begins(person.hears_at),
                expires=week.ends,
            )
        )

    def _calls(self, run: Run, me: Participant) -> tuple[Due, ...]:
        key = (run.id, me.person == run.lead, me.nudging, me.done_in, me.quiet_since, me.asked_on, me.had)
        if key not in self._known:
            self._known[key] = calls(run, self.initiatives[me.initiative], me)
        return self._known[key]

    def _card(self, run: Run, initiative: Initiative, me: Participant, *, again: bool) -> Card:
        key = (run.id, me.asked, me.occurrence, again)
        if key not in self._cards:
            self._cards[key] = nudged(run, initiative, me, self.words, self.today, again=again)
        return self._cards[key]

    def _week(self, person: Person) -> "_Week":
        key = week_of(person)
        if key not in self._weeks:
            self._weeks[key] = _Week(self.calendars.days_of(person), self.today)
        return self._weeks[key]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What somebody could be asked about one initiative, and since when it is due; None: nothing."""

    turn: Turn
    coming: tuple[Due, ...]
    on: date | None
    touchpoint: str


def _asked(
    me: Participant,
    touchpoint: str,
    today: date,
    *,
    had: tuple[str, ...],
    silent: int,
    quiet_since: date | None,
) -> Participant:
    """As they are once they are asked. Written out: `replace` takes ten times as long."""
    return Participant(
        me.initiative,
        me.run,
        me.trust,
        me.person,
        me.school,
        me.joined_on,
        me.nudging,
        snoozed_until=None,
        done_in=me.done_in,
        occurrence=me.occurrence + 1,
        asked=touchpoint,
        asked_on=today,
        had=had,
        answered=quiet_since is not None,
        silent=silent,
        quiet_since=quiet_since,
    )


def _waits(each: _Candidate) -> tuple[date, InitiativeId]:
    """What has waited longest comes first: since it was due, whatever day they then hear of it."""
    me = each.turn.participant
    return min((due.on for due in each.coming), default=date.max), me.initiative


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

    def is_of(self, each: _Candidate) -> bool:
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
