"""Whose turn it is to be asked about an initiative."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from storage.records.cycle import Participant
from storage.records.trust import Person


@dataclass(frozen=True, slots=True)
class Turn:
    """That it is somebody's turn to be asked about an initiative."""

    participant: Participant
    #: As much of them as says when they may be written to.
    person: Person
    #: The last nudge has come to them, or may have.
    reached: bool


class Planned(NamedTuple):
    """From which day on somebody is next asked, and what; None and "": not any more."""

    participant: Participant
    on: date | None
    what: str
