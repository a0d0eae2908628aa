"""What "not right" does to the answers that follow."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.feedback import KNOWN_FOR, TERM, about, alike_first, left_out, to_ask
from handlers.rules.matching import Match
from handlers.rules.reading import Reading
from storage.records import (
    Feedback,
    NotRight,
    Person,
    PersonId,
    QuestionId,
    School,
    SchoolId,
    TrustId,
)

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
PHONICS = Reading("phonics", topics=("topic.phonics",))
BOTH = Reading("phonics and oracy", topics=("topic.phonics", "topic.oracy"))
SENCO_PHONICS = Reading("a SENCO who knows phonics", roles=("role.senco",), topics=("topic.phonics",))
SENCO = Reading("SENCOs", roles=("role.senco",))
ORACY = Reading("oracy", topics=("topic.oracy",))
UNREAD = Reading("rekenreks", words=("rekenrek",))


def said(
    why: NotRight, of: Reading = PHONICS, *, ago: timedelta = timedelta(0), question: int = 1
) -> Feedback:
    return Feedback(
        TrustId(1), PersonId(1), PersonId(2), QuestionId(question), why, NOW - ago, tuple(about(why, of))
    )


@pytest.mark.parametrize(
    ("feedback", "asks", "question", "hidden"),
    [
        (said(NotRight.TOPIC), PHONICS, 1, True),
        (said(NotRight.TOPIC), PHONICS, 2, True),
        (said(NotRight.TOPIC, ago=timedelta(days=900)), PHONICS, 2, True),
        (said(NotRight.TOPIC), BOTH, 2, True),
        (said(NotRight.TOPIC), ORACY, 2, False),
        (said(NotRight.TOPIC, BOTH), PHONICS, 2, False),  # the two together were wrong, not each
        (said(NotRight.ROLE, SENCO_PHONICS), SENCO, 2, True),
        (said(NotRight.ROLE, SENCO_PHONICS), PHONICS, 2, False),
        (said(NotRight.TOPIC, SENCO_PHONICS), SENCO, 2, False),
        (said(NotRight.NO_LONGER), PHONICS, 2, True),
        (said(NotRight.SCHOOL), PHONICS, 1, True),
        (said(NotRight.SCHOOL), PHONICS, 2, False),
        (said(NotRight.KNOWN), ORACY, 2, True),
        (said(NotRight.KNOWN, ago=KNOWN_FOR + timedelta(days=1)), PHONICS, 2, False),
        (said(NotRight.TOPIC, UNREAD), UNREAD, 1, True),
        (said(NotRight.TOPIC, UNREAD), ORACY, 2, False),
    ],
)
def test_what_was_not_right_stays_away_for_as_long_as_it_concerns(feedback, asks, question, hidden):
    assert left_out([feedback], asks, QuestionId(question), NOW) == ({PersonId(2)} if hidden else set())


def test_schools_as_far_away_as_one_that_was_too_different_come_last():
    own, near, far, farther = (
        School(SchoolId(number), TrustId(1), str(number), "", phase="Primary", pupils=pupils)
        for number, pupils in enumerate((100, 110, 220, 400))
    )
    secondary = School(SchoolId(9), TrustId(1), "9", "", phase="Secondary", pupils=100)
    matches = [
        Match(Person(PersonId(number), TrustId(1), "", "", school=school.id), school, 3.0, ())
        for number, school in enumerate((farther, near, secondary, far))
    ]

    assert [each.school for each in alike_first(matches, own, [far])] == [near, farther, secondary, far]
    assert alike_first(matches, own, []) == matches


@pytest.mark.parametrize(
    ("days_ago", "asked"),
    [
        ([3], True),
        ([3, 2], True),
        ([30], False),  # asked then
        ([30, 3], False),
        ([TERM.days + 4, 3], True),  # a term later it may be asked again
    ],
)
def test_one_note_within_a_term_however_many_say_so(days_ago, asked):
    since = NOW - timedelta(days=7)
    doubted = [said(NotRight.NO_LONGER, ago=timedelta(days=days)) for days in days_ago]
    window = [each for each in doubted if each.at >= since - TERM]

    assert bool(to_ask(window, since)) is asked
