"""Whose turn it is to be asked about an initiative."""

from datetime import date, time
from typing import NamedTuple

from storage.records.cycle import Participant
from storage.records.ids import PersonId, SchoolId, TrustId


class Hearer(NamedTuple):
    """As much of a person as says when they may be written to."""

    id: PersonId
    trust: TrustId
    name: str
    school: SchoolId | None
    working_days: tuple[int, ...]
    hears_at: time
    away_from: date | None
    away_until: date | None


class Turn(NamedTuple):
    """That it is somebody's turn to be asked about an initiative."""

    participant: Participant
    person: Hearer
    #: The last nudge has come to them, or may have.
    reached: bool


class Planned(NamedTuple):
    """From which day on somebody is next asked, and what; None and "": not any more."""

    participant: Participant
    on: date | None
    what: str


class After(NamedTuple):
    """What is written of all who are asked the same, and what comes next; None and "": nothing more."""

    touchpoint: str
    occurrence: int
    had: tuple[str, ...]
    silent: int
    quiet_since: date | None
    on: date | None
    what: str


class Asked(NamedTuple):
    """Somebody who is asked."""

    participant: Participant
    after: After
