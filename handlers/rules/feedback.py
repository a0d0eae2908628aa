"""What "not right" means for the answers that follow: each effect is said to whoever pressed it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.rules import similarity
from handlers.rules.fairness import matter
from handlers.rules.matching import Match
from handlers.rules.reading import Reading
from storage.records import Feedback, NotRight, PersonId, QuestionId, School

#: "I know them already" holds for half a year: then they may have something new to tell.
KNOWN_FOR = timedelta(days=182)
#: Whoever is asked whether they still do something is not asked again within a term.
TERM = timedelta(days=105)


def about(why: NotRight, sought: Reading) -> frozenset[str]:
    """What somebody is wrong for: the role that was asked for, or the matter."""
    return frozenset(sought.roles) if why is NotRight.ROLE and sought.roles else matter(sought)


def left_out(
    given: Iterable[Feedback], sought: Reading, question: QuestionId | None, now: datetime
) -> frozenset[PersonId]:
    """Whom this asker no longer wants to be shown for what they ask now."""
    asked = {*matter(sought), *sought.roles}
    return frozenset(
        each.colleague for each in given if each.colleague is not None and _holds(each, asked, question, now)
    )


def _holds(each: Feedback, asked: set[str], question: QuestionId | None, now: datetime) -> bool:
    if each.why is NotRight.KNOWN:
        return now - each.at <= KNOWN_FOR
    if each.question is not None and each.question == question:
        return True
    return each.why is not NotRight.SCHOOL and bool(each.about) and asked.issuperset(each.about)


def alike_first(matches: Sequence[Match], own: School | None, too_different: Sequence[School]) -> list[Match]:
    """Those at schools as far from the asker's own as one that was too different come after all others."""
    if own is None or not too_different:
        return list(matches)
    limit = max(similarity.compare(own, each).alike for each in too_different)

    def far(match: Match) -> bool:
        return match.school is not None and similarity.compare(own, match.school).alike <= limit

    return sorted(matches, key=far)


def to_ask(doubted: Iterable[Feedback], since: datetime) -> list[Feedback]:
    """Whom to ask whether they still do something: where nobody said it of them in the term before.

    `doubted` goes back a whole `TERM` before `since`, oldest first.
    """
    asked, last = list[Feedback](), dict[PersonId | None, datetime]()
    for each in doubted:
        before = last.get(each.colleague)
        if each.at >= since and (before is None or each.at - before > TERM):
            asked.append(each)
        last[each.colleague] = each.at
    return asked
