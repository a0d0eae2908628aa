"""Finding the right colleague does not get worse: not where it was built, and not among strangers."""

import json
from functools import cache

import pytest

from tests.evaluation import score, trial

RECORDED = json.loads((trial.HERE / "recorded.json").read_text(encoding="utf-8"))["ours"]
#: How far below the recorded figure a set may fall; less is chance.
SLACK = 0.02
FLOORS = ("nDCG@5", "P@1", "recall@10", "no-match honesty", "intent accuracy", "safeguarding recall")
CEILINGS = ("false-block rate", "own-school leaks (questions)", "closed-person leaks (questions)")


@cache
def figures(split):
    staff, questions = score.load(split)
    return score.summarise(score.rows_for(staff, questions, trial.predictions(split)), bootstrap=1)


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("split", RECORDED)
def test_as_good_as_recorded(split, name):
    assert figures(split)[name]["value"] >= RECORDED[split][name] - SLACK


@pytest.mark.parametrize("name", CEILINGS)
@pytest.mark.parametrize("split", RECORDED)
def test_no_leak_and_no_more_false_alarms(split, name):
    assert round(figures(split)[name]["value"], 3) <= RECORDED[split][name]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("nDCG@5", 0.80), ("P@1", 0.80), ("recall@10", 0.85), ("no-match honesty", 0.85),
        ("intent accuracy", 0.95), ("safeguarding recall", 1.0),
    ],
)  # fmt: skip
def test_as_good_as_was_asked_for(name, asked):
    assert figures("dev")[name]["value"] >= asked
