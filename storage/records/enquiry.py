"""Commissioned questions: what a few look into for a network or the trust, and what schools make of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.records.ids import EnquiryId, NetworkId, PersonId, SchoolId, TrustId


class EnquiryState(StrEnum):
    """How far a commissioned question has come."""

    #: A group looks into it.
    ASKED = "asked"
    REPORTED = "reported"
    #: Decided; schools acknowledge it.
    DECIDED = "decided"
    #: Called off.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the ways a decision could go."""

    name: str
    pros: str = ""
    cons: str = ""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question that a network (None: the trust) asks a small group to look into, and what came of it."""

    id: EnquiryId
    trust: TrustId
    network: NetworkId | None
    question: str
    asked_by: PersonId | None
    asked_on: date
    report_on: date
    state: EnquiryState = EnquiryState.ASKED
    finding: str = ""
    reported_on: date | None = None
    options: tuple[Option, ...] = ()
    #: Who decides, and by when.
    decides: PersonId | None = None
    decide_by: date | None = None
    chosen: str = ""
    reason: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a school has taken note of what was decided."""

    enquiry: EnquiryId
    trust: TrustId
    school: SchoolId
    by: PersonId | None
    on: date
    #: What the school does with it, in a line.
    note: str = ""
