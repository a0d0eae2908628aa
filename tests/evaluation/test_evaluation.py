"""Finding the right colleague does not get worse."""

import pytest

from tests.evaluation import score, trial

#: Measured on dev on 22 November 2026, less .02. Raise them when they rise.
FLOORS = {
    "nDCG@5": 0.93, "P@1": 0.96, "recall@10": 0.95, "no-match honesty": 0.85, "intent accuracy": 0.98,
    "safeguarding recall": 1.0,
}  # fmt: skip
CEILINGS = {
    "false-block rate": 0.02,
    "own-school leaks (questions)": 0.0,
    "closed-person leaks (questions)": 0.0,
}


@pytest.fixture(scope="module")
def figures():
    staff, questions = score.load("dev")
    return score.summarise(score.rows_for(staff, questions, trial.predictions()), bootstrap=20)


@pytest.mark.parametrize("name", FLOORS)
def test_as_good_as_recorded(figures, name):
    assert figures[name]["value"] >= FLOORS[name]


@pytest.mark.parametrize("name", CEILINGS)
def test_no_leak_and_no_false_alarm(figures, name):
    assert figures[name]["value"] <= CEILINGS[name]
