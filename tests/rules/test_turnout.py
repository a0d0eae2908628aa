"""Who is coming, in words: no figure about one to four people, nor a difference that gives one away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.turnout import FEW, turnout

NAMES = [f"Member {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]


@pytest.mark.parametrize(
    ("named", "unnamed", "cannot", "said"),
    [
        (0, 0, 0, "No answers yet."),
        (1, 0, 0, "Coming: Member A."),
        (2, 0, 1, "Coming: Member A, Member B. A few can't."),
        (2, 1, 5, "Coming: Member A, Member B and others. 5 can't."),
        (0, 3, 0, "A few are coming."),
        (0, 6, 0, "6 are coming."),
        (5, 0, 0, "5 are coming: Member A, Member B, Member C, Member D, Member E."),
        (5, 1, 0, "Coming: Member A, Member B, Member C, Member D, Member E and others."),
        (1, 5, 0, "6 are coming: Member A and 5 others."),
        (0, 0, 7, "7 can't."),
    ],
)
def test_who_is_coming_is_said_in_words(named, unnamed, cannot, said):
    assert turnout(NAMES[:named], unnamed, cannot) == said


def test_a_long_list_ends_in_a_figure():
    assert turnout(NAMES, 0, 0).endswith("Member L and 8 others.")
    assert turnout(NAMES[:14], 0, 0).endswith("Member M, Member N."), "no figure about two"


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_no_figure_and_no_difference_of_two_is_about_one_to_four_people(named, unnamed, cannot):
    said = turnout(NAMES[:named], unnamed, cannot)
    figures = [int(each) for each in re.findall(r"\d+", said)]
    assert all(each >= FEW for each in figures)
    total = re.search(r"(\d+) are coming", said)
    if total:
        rest = int(total[1]) - said.count("Member ")
        assert rest == 0 or rest >= FEW
