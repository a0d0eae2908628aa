"""Whose turn it is among equals: the helpful are not asked to exhaustion, and new faces are met.

Each consideration takes a little from a colleague's grade, never more than `MOST` in all: who is clearly
better keeps their place, who is as good changes places. A whole grade is a whole step of `grades`. On the
questions of the evaluation, with a random third of everybody yielding as far as anybody can, nDCG@5 stays
within .02 of what it is (`tests/rules/test_fairness.py`): what is asked for still decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.rules.matching import Match
from handlers.rules.profiles import concepts_of
from handlers.rules.reading import WHAT_CONTEXTS, Reading
from storage.records import Introduction, Person, PersonId, Stage

#: What all considerations together come to at most: two colleagues closer than this are equals.
MOST = 0.3
#: For each time a colleague was asked to meet somebody lately, and how often that counts.
ASKED, ASKED_AT_MOST = 0.04, 3
#: Delivery brings two requests a week: with so many unanswered, another would lie for days.
FULL, FULL_AT = 0.2, 2
#: Shown to the same asker lately.
SEEN = 0.1
#: From a school that is among the three already.
SAME_SCHOOL = 0.3
#: In neither on this school day nor on the next.
AWAY = 0.03
#: Has not (yet) been of help to somebody with just this.
UNPROVEN = 0.05

LATELY = timedelta(days=28)  # what was asked and shown longer ago no longer counts
#: Shown together: enough to choose from, few enough to read on a phone and for Teams' six buttons.
TOGETHER = 3
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Lately:
    """What happened of late, as far as it bears on whose turn it is."""

    today: date
    #: Of the colleagues who fit, as the ones asked: those since `LATELY`, and all that helped.
    introductions: Sequence[Introduction] = ()
    #: Whom this asker was shown, or has met.
    seen: Collection[PersonId] = ()


def in_turn(matches: Sequence[Match], sought: Reading, asker: Person, lately: Lately) -> list[Match]:
    """The same colleagues; nobody is passed by one whose score is lower by more than `MOST`."""
    yields = {match.person.id: _yields(match.person, sought, asker, lately) for match in matches}
    left, ordered = list(matches), list[Match]()
    while left:
        beside = ordered[len(ordered) // TOGETHER * TOGETHER :]
        schools = {match.person.school for match in beside} - {None}

        def stands(match: Match, schools: Collection[object] = schools) -> float:
            again = SAME_SCHOOL if match.person.school in schools else 0.0
            return match.score - min(MOST, yields[match.person.id] + again)

        ordered.append(max(left, key=stands))  # of several, the first: the order they came in
        left.remove(ordered[-1])
    return ordered


def _yields(person: Person, sought: Reading, asker: Person, lately: Lately) -> float:
    """How far a colleague steps back, whatever the asker thinks of them."""
    mine = [each for each in lately.introductions if each.colleague == person.id and each.asker != asker.id]
    recent = [each for each in mine if lately.today - each.asked_at.date() <= LATELY]
    waiting = sum(each.stage is Stage.ASKED for each in recent)
    about = matter(sought)
    proven = any(each.asker_helped and about & set(concepts_of(each.topic)) for each in mine)
    return (
        ASKED * min(len(recent), ASKED_AT_MOST)
        + FULL * (waiting >= FULL_AT)
        + SEEN * (person.id in lately.seen)
        + AWAY * (not sought.days and not _soon(lately.today) & set(person.working_days))
        + UNPROVEN * (not proven)
    )


def matter(sought: Reading) -> frozenset[str]:
    """What a question is about: its topics and subjects; where it names none, the roles it looks for."""
    what = (*sought.topics, *sought.subjects, *(one for one in sought.contexts if one in WHAT_CONTEXTS))
    return frozenset(what or sought.roles)


def _soon(today: date) -> set[int]:
    """This school day and the next, by number; at a weekend Monday and Tuesday."""
    first = today.weekday() if today.weekday() < SATURDAY else 0
    return {first, (first + 1) % SATURDAY}
