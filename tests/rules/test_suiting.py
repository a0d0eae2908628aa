"""Which networks are offered to whom on the first day: real job titles, as schools write them."""

import csv
from pathlib import Path

import pytest

from handlers.rules.suiting import suiting
from storage.records import Network, NetworkId, Person, PersonId, School, SchoolId, TrustId

SAMPLE = Path(__file__).parents[2] / "bot" / "sample"
OFFERED = 3


def rows(name):
    with (SAMPLE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


NETWORKS = [
    Network(NetworkId(number), TrustId(1), row["network"], row["kind"], row["about"])
    for number, row in enumerate(rows("networks.csv"))
]
SCHOOLS = {
    row["urn"]: School(
        SchoolId(int(row["urn"])),
        TrustId(1),
        row["urn"],
        row["name"],
        phase=row["phase"],
        age_low=int(row["age_low"]),
        age_high=int(row["age_high"]),
        pupils=int(row["pupils"]),
    )
    for row in rows("schools.csv")
}
PRIMARY, SECONDARY, SMALL = SCHOOLS["900108"], SCHOOLS["900117"], SCHOOLS["900104"]


def offered(title, school=PRIMARY, words=""):
    person = Person(PersonId(1), TrustId(1), "a@b.example", "Ada Byron", title, working_on=words)
    return [each.name for each in suiting(person, school, NETWORKS, limit=OFFERED)]


@pytest.mark.parametrize(
    ("title", "school", "networks"),
    [
        ("SENDCo", PRIMARY, ["SENDCO network"]),
        ("Y5/6 Teacher, Maths Lead", PRIMARY, ["Maths leads"]),
        ("2i/c Maths", SECONDARY, ["Maths leads (sec)"]),
        ("Science Teacher (Physics)", SECONDARY, ["Science leads (sec)"]),
        ("Y1/2 Teacher & KS1 Lead", PRIMARY, ["KS1 network"]),
        ("Reception (ECT1)", PRIMARY, ["ECT programme", "EYFS network"]),
        ("Headteacher", SECONDARY, ["Headteachers", "SLT Secondary"]),
        ("Caretaker (10 hrs)", PRIMARY, ["Site managers"]),
        ("IT Technician", SECONDARY, ["IT"]),
        ("Kitchen Manager", PRIMARY, ["Catering"]),
        ("School Secretary", SMALL, ["Office managers", "Small schools group"]),
        ("HLTA (KS2)", PRIMARY, []),
        ("Y3 Teacher", PRIMARY, []),
        ("TA", PRIMARY, []),
        ("", PRIMARY, []),
        ("Headteacher", None, ["Headteachers", "SLT Primary", "SLT Secondary"]),
    ],
)
def test_those_made_for_their_work_are_offered(title, school, networks):
    assert offered(title, school) == networks


def test_what_they_say_they_work_on_counts_too():
    assert offered("Learning Mentor", words="getting attendance up in Year 4") == ["Attendance group"]


def test_most_of_the_networks_that_staff_are_in_would_have_been_offered_to_them():
    """160 titles of a trust whose staff joined without us: nineteen in twenty of their networks are found."""
    joined = found = 0
    for row in rows("staff.csv"):
        theirs = {each.strip() for each in row["networks"].split(";")} - {""}
        words = f"{row['working_on']} {row['can_help_with']}"
        joined += len(theirs)
        found += len(theirs & set(offered(row["job_title"], SCHOOLS.get(row["school_urn"]), words)))
    assert joined > 100
    assert found / joined >= 0.95
