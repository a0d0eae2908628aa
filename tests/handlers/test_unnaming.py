"""What stays on an agenda once the names beside what a school tried are taken back."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.agenda.gathering import unnamed
from storage.records import (
    Again,
    AgendaItem,
    Decision,
    DecisionId,
    InitiativeId,
    Person,
    PersonId,
    RunId,
    School,
    SchoolId,
    TrustId,
    Verdict,
)

TRUST = TrustId(1)
LEARNED = "Stems help, says Ada Ash"
JO = Person(PersonId(1), TRUST, "jo@school.example", "Jo Fen")
SCHOOL = School(SchoolId(1), TRUST, "900001", "Elm Park")
LEAD = Person(PersonId(2), TRUST, "ada@school.example", "Ada Ash")
MADE = Decision(
    DecisionId(1), TRUST, InitiativeId(1), RunId(1), SCHOOL.id, JO.id, date(2026, 9, 7), Verdict.ADOPT,
    "", "", "Why", LEARNED, Again.YES, shared=True, named=True,
)  # fmt: skip
ITEM = AgendaItem(12, "Bright spot")


@pytest.mark.parametrize(
    ("who", "told", "left"),
    [
        (
            JO,
            "“Oracy” – Jo Fen, Elm Park: Stems help, says Ada Ash; tea",
            "“Oracy”: Stems help, says a colleague; tea",
        ),
        (replace(JO, open_to_introductions=False), "“Oracy” – Elm Park: Stems", "“Oracy”: Stems"),
        (None, "“Oracy” – a former colleague, Elm Park: Stems help", "“Oracy”: Stems help"),
        (None, "“Oracy” – Elm Park. What we learned: less", "“Oracy”. What we learned: less"),
        (JO, "“Oracy” – Elm Park Infants: Stems help", "“Oracy” – Elm Park Infants: Stems help"),
        (JO, "Jo Fen thanks Elm Park for “Oracy”", "Jo Fen thanks Elm Park for “Oracy”"),
    ],
)
def test_names_go_with_whoever_left_or_hides_and_no_other_schools(
    who: Person | None, told: str, left: str
) -> None:
    assert unnamed(replace(ITEM, detail=told), MADE, "Oracy", SCHOOL, who, LEAD).detail == left
