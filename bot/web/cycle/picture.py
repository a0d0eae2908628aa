"""A network's initiatives as a picture: a line for each school along the stages, and what is marked on it.

Only places and names are made here; the template draws them. Every mark has a shape and a word of its own, so
that nothing is told by colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.cycle.network import ADDED, Line
from handlers.cycle.words import stage_name, standing_in
from handlers.dates import day, with_year
from handlers.rules.overview import Attention, looked_at_on
from handlers.rules.templates import OwnWords
from storage.records import CycleStage, RunState, Verdict

#: Where each stage's station stands on the line, in percent of its width.
STATIONS: Mapping[CycleStage, int] = dict(zip(CycleStage, range(10, 100, 20), strict=True))


class Mark(StrEnum):
    """How a school's place on the line is drawn; the value names the drawing."""

    HERE = "here"
    UNLED = "unled"
    QUIET = "quiet"
    PAUSED = "paused"
    ADOPTED = "adopted"
    STOPPED = "stopped"
    NOT_NOW = "not_now"


#: What each means, in the order of the key above the picture.
MEANINGS: Mapping[Mark, str] = {
    Mark.HERE: "is here now",
    Mark.UNLED: "nobody leads it now",
    Mark.QUIET: "no step recorded for six weeks of term",
    Mark.PAUSED: "paused",
    Mark.ADOPTED: "adopted: now how they do things",
    Mark.STOPPED: "tried and stopped",
    Mark.NOT_NOW: "not now",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One school's line."""

    school: str
    mark: Mark
    #: In percent of the width.
    at: int
    stage: str
    #: The day it is next looked at, where it stands on the line, in a word and in full; "" for none.
    flag: str
    flag_at: int
    looked_at: str
    is_past: bool
    #: What is to be said besides; "" for nothing.
    added: str


@dataclass(frozen=True, slots=True)
class Track:
    """An initiative, and the line of each of its schools."""

    topic: str
    rows: Sequence[Row]


def row(line: Line, words: OwnWords) -> Row:
    run, on = line.run, looked_at_on(line.run)
    going = run.state is RunState.GOING
    kept = run.stage is CycleStage.SUSTAIN
    shown = on if going else None
    return Row(
        school=line.school,
        mark=_mark(line),
        at=STATIONS[run.stage],
        stage=standing_in(run, words),
        flag=with_year(shown) if shown else "",
        flag_at=STATIONS[CycleStage.SUSTAIN if kept else CycleStage.DECIDE],
        looked_at=_looked_at(shown, kept=kept) if going else "",
        is_past=line.attention is Attention.REVIEW_PAST,
        added=ADDED.get(line.attention, "").capitalize(),
    )


def key(rows: Sequence[Row]) -> Sequence[tuple[Mark, str]]:
    """The marks that stand on the picture, and what they mean."""
    shown = {each.mark for each in rows}
    return [(mark, meaning) for mark, meaning in MEANINGS.items() if mark in shown]


def stage_names(words: OwnWords) -> Sequence[tuple[CycleStage, str]]:
    return [(each, stage_name(each, words)) for each in CycleStage]


def _looked_at(on: date | None, *, kept: bool) -> str:
    if on is None:
        return "No date yet"
    return f"{'Next check' if kept else 'Review'}: {day(on)}"


def _mark(line: Line) -> Mark:
    match line.attention, line.run.verdict:
        case Attention.ENDED, Verdict.ADOPT:
            return Mark.ADOPTED
        case Attention.ENDED, Verdict.ABANDON:
            return Mark.STOPPED
        case Attention.ENDED, _:
            return Mark.NOT_NOW
        case Attention.PAUSED, _:
            return Mark.PAUSED
        case Attention.NOBODY_LEADS, _:
            return Mark.UNLED
        case Attention.QUIET, _:
            return Mark.QUIET
    return Mark.HERE
