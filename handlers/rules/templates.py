"""The cycle's templates as they are shipped: how long a cadence takes, and the touchpoints with their words.

A trust's own words are laid over them: `("nudge", "n07")` → "…".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.rules.tables import table
from storage.records import Cadence, CycleStage

#: What the words of a nudge may say; anything else in braces stays as it stands.
BLANKS = ("topic", "week", "review_date", "baseline")
BEFORE_A_PLAN = BLANKS[:2]
_BLANK = re.compile(r"\{(" + "|".join(BLANKS) + r")\}")

#: A trust's own words: (kind, name) → words. Kinds are stage, question, nudge and cadence.
OwnWords = Mapping[tuple[str, str], str]


class When(StrEnum):
    """What a touchpoint waits for."""

    #: So many days in the stage.
    AFTER = "after"
    #: Again and again while the stage lasts.
    LOOP = "loop"
    #: Between the start of Deliver and the review date.
    HALFWAY = "halfway"
    REVIEW = "review"
    #: The date of the next check, then each September.
    YEARLY = "yearly"
    #: Not a nudge by itself: it stands in the answer to a tap, or says good-bye.
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One of the shipped nudges."""

    name: str
    #: None: of any.
    stage: CycleStage | None
    when: When
    #: For `When.AFTER`, in a pilot.
    days: int
    #: To whoever leads the run alone.
    to_lead: bool
    #: A column of the run, or the initiative's group: where it is written, this is not asked.
    unless: str
    text: str
    #: In these words it comes again until the stage is left; "" for once.
    again: str


@dataclass(frozen=True, slots=True)
class Times:
    """How long a cadence takes."""

    #: That a stage usually takes.
    weeks: Mapping[CycleStage, int]
    #: How far the days of touchpoints are stretched; a pilot's are as they stand.
    pace: float
    #: Weeks between two check-ins in Deliver.
    loop: int
    #: Weeks until the last question of a stage comes again.
    again: int


@cache
def times(cadence: Cadence) -> Times:
    found = _shipped()["cadences"][cadence]
    weeks = {CycleStage(stage): count for stage, count in found["weeks"].items()}
    return Times(weeks, found["pace"], found["loop"], found["again"])


@cache
def touchpoints() -> Mapping[str, Touchpoint]:
    """By name, in their order: where two are due, the later one matters more."""
    return {
        name: Touchpoint(
            name,
            CycleStage(each["stage"]) if "stage" in each else None,
            When(each["when"]),
            each.get("days", 0),
            each["to"] == "lead",
            each.get("unless", ""),
            each["text"],
            each.get("again", ""),
        )
        for name, each in _shipped()["nudges"].items()
    }


def question_of(stage: CycleStage, own: OwnWords) -> str:
    """What a stage asks."""
    words: str = _shipped()["stages"][stage]
    return own.get(("question", stage), words)


def words_of_nudge(name: str, own: OwnWords, blanks: Mapping[str, str], *, again: bool = False) -> str:
    """The words of a touchpoint, filled in. A trust's own are said the first time and again alike."""
    shipped = touchpoints()[name]
    words = own.get(("nudge", name)) or (again and shipped.again) or shipped.text
    return _BLANK.sub(lambda found: blanks[found[1]], words)


def in_own_words() -> tuple[str, ...]:
    """The nudges that a trust may put in words of its own: those that are letters, not parts of an answer."""
    return tuple(
        name for name, each in touchpoints().items() if each.when is not When.SAID or each.stage is None
    )


def may_say(name: str) -> tuple[str, ...]:
    """Which blanks are known whenever that nudge comes."""
    planned = touchpoints()[name].stage in (CycleStage.DELIVER, CycleStage.DECIDE, CycleStage.SUSTAIN)
    return BLANKS if planned else BEFORE_A_PLAN


@cache
def _shipped() -> Any:  # noqa: ANN401  whatever the table holds
    return table(files("handlers.rules").joinpath("cycle_templates.yaml"))
