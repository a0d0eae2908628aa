"""Nudges: each morning, who is asked what, in the one message of their week.

bot  Oracy in Year 3                                        [On track] [Slower] [Stuck] [Done] [Not now]
     Oracy in Year 3, week 4: what did you try, what happened, what will you change?
     The goal: every child speaks in full sentences

What is due is a query over `next_on`; a part of it at a time is dealt with and is not due any more. Nobody is
asked more than once a week over all their initiatives: about the one that has waited longest. Two nudges in
a row without an answer, and it goes quiet with a good-bye.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from handlers.cycle.answering import taps
from handlers.cycle.capability import cycle
from handlers.cycle.deciding import decide, not_yet
from handlers.cycle.keeping import Still, still
from handlers.cycle.rhythm import how_often, not_now
from handlers.cycle.words import OwnWords, words_of
from handlers.dates import short_day
from handlers.days import calendars_of
from handlers.rules.calendar import Calendars, Week, WorkingDays, each_day, week_of
from handlers.rules.templates import words_of_nudge
from handlers.rules.touchpoints import GOOD_BYE, SILENT, Due, had, matters, upcoming
from handlers.talk import LOCAL, Button, Card, Note, Post, Text, ToPerson
from storage.records import (
    Initiative,
    InitiativeId,
    Participant,
    Person,
    Run,
    RunId,
    Trust,
    Turn,
    Why,
)
from storage.store import Store

EARLY = time(6, 30)  # after `tending`, before anybody's hour
PART = 1_000  # people in a transaction: a tenth of a second of the one writer of SQLite
ENDS = time(17, 30)  # of Friday: a nudge is for its week, and goes before what may wait for another
WEEK = timedelta(weeks=1)


@cycle.in_parts("mon-fri", at=EARLY)
async def nudge(trust: Trust, today: date, store: Store) -> Sequence[Post] | None:
    """A part of those whose turn it is: asked, or their next day found."""
    taken = await store.turns.take(trust.id, today, PART)
    if not taken:
        return None
    since = _monday(today)
    turns = await store.turns.of(taken, trust=trust.id, today=today, since=since)
    morning = Morning(
        today,
        await calendars_of(trust.id, store),
        await words_of(trust.id, store),
        {
            each.id: each
            for each in await store.runs.several({t.participant.run for t in turns}, trust=trust.id)
        },
        await _initiatives(turns, trust, store),
    )
    waiting = await store.turns.still_waiting(taken, trust=trust.id)
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
    asked: list[Participant] = field(default_factory=list)
    later: list[tuple[Participant, date | None, str]] = field(default_factory=list)
    #: What is worked out for one holds for all with the same days, and a card for all who are asked the same.
    _weeks: dict[Week, "_Week"] = field(default_factory=dict)
    _cards: dict[tuple[RunId, str, int, bool], Card] = field(default_factory=dict)

    def weigh(self, turns: Sequence[Turn], *, free: bool) -> None:
        """All that one person could be asked. `free`: no nudge lies ready for them."""
        week = self._week(turns[0].person)
        monday = _monday(self.today)
        asked_already = any(t.participant.asked_on and t.participant.asked_on >= monday for t in turns)
        due = [
            (coming, turn)
            for turn in turns
            if turn.participant.next_on and turn.participant.next_on <= self.today
            for coming in [self._coming(turn)]
        ]
        now = min(
            (each for each in due if each[0] and week.hears_of(each[0])),
            key=lambda each: (each[0].on if each[0] else self.today, each[1].participant.initiative),
            default=None,
        )
        if now is not None and free and not asked_already:
            self._ask(now[1], week)
            due.remove(now)
            asked_already = True
        for coming, turn in due:
            self._put_off(turn.participant, coming, week, this_week=free and not asked_already)

    def _coming(self, turn: Turn) -> Due | None:
        me = turn.participant
        if me.school != turn.person.school:
            return None  # they have moved: `tending` ends it
        coming = upcoming(self.runs[me.run], self.initiatives[me.initiative], me)
        # What came to be due in the middle of a week is for the next: the day of this one was not missed.
        return coming and replace(coming, on=max(coming.on, me.next_on or coming.on))

    def _put_off(self, me: Participant, coming: Due | None, week: "_Week", *, this_week: bool) -> None:
        if coming is None:
            self.later.append((me, None, ""))
            return
        self.later.append((me, week.next_after(coming.on, this_week=this_week), coming.touchpoint))

    def _ask(self, turn: Turn, week: "_Week") -> None:
        assert week.day is not None  # noqa: S101  they hear of it
        me, run = turn.participant, self.runs[turn.participant.run]
        initiative = self.initiatives[me.initiative]
        due = matters(run, initiative, me, week.day)
        assert due is not None  # noqa: S101  it has come
        silent = me.silent + (not me.answered and turn.reached)
        quiet = silent >= SILENT
        name = GOOD_BYE if quiet else due.touchpoint
        after = replace(
            me,
            occurrence=me.occurrence + 1,
            asked=name,
            asked_on=self.today,
            had=had(run, initiative, me, week.day),
            answered=quiet,
            silent=silent,
            quiet_since=self.today if quiet else None,
            snoozed_until=None,
        )
        coming = upcoming(run, initiative, after)
        self.asked.append(
            replace(after, next_on=coming.on if coming else None, next_is=coming.touchpoint if coming else "")
        )
        begins = datetime.combine(week.day, turn.person.hears_at, LOCAL)
        self.posts.append(
            Post(
                ToPerson(turn.person),
                self._card(run, initiative, after, again=name in me.had),
                f"nudge:{me.initiative}:{name}:{after.occurrence}:{me.person}",
                Why.UNASKED,
                due=begins,
                expires=datetime.combine(_monday(self.today) + timedelta(days=4), ENDS, LOCAL),
            )
        )

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


class _Week:
    """When somebody with these working days hears what they did not ask for, this week and after it."""

    def __init__(self, days: WorkingDays, today: date) -> None:
        self._days = days
        self._today = today
        self._heard: dict[date, date | None] = {}
        first = days.hears_on(today)
        #: Their day, where it has come and they may be written to now: on it, or later that week.
        self.day = first if first and first <= today and days.takes_unasked(today) else None

    def hears_of(self, due: Due) -> bool:
        return self.day is not None and due.on <= self.day

    def next_after(self, on: date, *, this_week: bool) -> date | None:
        """The day to look again at what is due from then on; this week if nothing was said in it yet."""
        first, friday = self._days.hears_on(self._today), _monday(self._today) + timedelta(days=4)
        if this_week and first and max(first, on) <= friday and on <= first:
            for day in each_day(max(first, self._today + timedelta(days=1)), friday):
                if self._days.takes_unasked(day):
                    return day
        start = max(on, _monday(self._today) + WEEK)
        if start not in self._heard:
            self._heard[start] = self._days.hears_from(start)
        return self._heard[start]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


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
        case "n14":
            yield how_often.button("Resume", initiative=me.initiative, nudging=me.nudging)
        case "n10":
            yield decide.button("Decide", run=run.id).primary()
            yield not_yet.button("Not yet", run=run.id)
            yield not_now.button("Not now", initiative=me.initiative)
        case "n13":
            for how, label in ((Still.YES, "Yes"), (Still.PARTLY, "Partly"), (Still.NO, "No")):
                yield still.button(label, run=run.id, how=how)
            yield not_now.button("Not now", initiative=me.initiative)
        case _:
            yield from taps(me.initiative, me.occurrence)
            yield not_now.button("Not now", initiative=me.initiative)
