"""The dev trust asked all its questions, in memory."""

import csv
import json
from pathlib import Path
from typing import Any

from handlers.rules import reading
from handlers.rules.matching import Colleagues
from handlers.rules.reading import Intent, Reading
from storage.records import Person, PersonId, School, SchoolId, TrustId

HERE = Path(__file__).parent
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
REFUSED = {Intent.SAFEGUARDING, Intent.PUPIL_DATA}


def rows(name: str, split: str = "dev") -> list[dict[str, str]]:
    with (HERE / split / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def questions(split: str = "dev") -> list[dict[str, Any]]:
    with (HERE / split / "questions.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def schools(split: str = "dev") -> list[School]:
    return [_school(number, row) for number, row in enumerate(rows("schools.csv", split), 1)]


def people(split: str = "dev") -> list[Person]:
    places = {school.urn: school for school in schools(split)}
    return [_person(number, row, places) for number, row in enumerate(rows("staff.csv", split), 1)]


def _school(number: int, row: dict[str, str]) -> School:
    def decimal(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    def whole(name: str) -> int | None:
        return int(float(row[name])) if row[name] else None

    return School(
        SchoolId(number), TrustId(1), row["urn"], row["name"], row["type"], row["phase"],
        age_low=whole("age_low"), age_high=whole("age_high"),
        religious_character=row["religious_character"], region=row["region"], local_authority=row["la"],
        urban_rural=row["urban_rural"], latitude=decimal("latitude"), longitude=decimal("longitude"),
        capacity=whole("capacity"), pupils=whole("pupils"), fill_pct=decimal("fill_pct"),
        roll_change_pct=decimal("roll_change_pct"), pupils_per_year_group=decimal("pupils_per_year_group"),
        forms_of_entry=decimal("forms_of_entry"), pct_fsm=decimal("pct_fsm"), pct_eal=decimal("pct_eal"),
        pct_sen_support=decimal("pct_sen_support"), pct_ehcp=decimal("pct_ehcp"),
        idaci_decile=whole("idaci_decile"),
        mixed_age_classes=tuple(part for part in row["mixed_age_classes"].split(";") if part),
        notes=row["notes"],
    )  # fmt: skip


def _person(number: int, row: dict[str, str], places: dict[str, School]) -> Person:
    school = places.get(row["school_urn"])
    days = tuple(at for at, day in enumerate(DAYS) if day in row["working_days"]) or (0, 1, 2, 3, 4)
    networks = tuple(part.strip() for part in row["networks"].split(";") if part.strip())
    return Person(
        PersonId(number), TrustId(1), row["email"], row["name"], row["job_title"],
        school.id if school else None, school.name if school else "", row["working_on"], row["can_help_with"],
        days, row["open_to_introductions"] == "yes", networks,
    )  # fmt: skip


def predictions(split: str = "dev") -> dict[str, dict[str, Any]]:
    """Every question answered: id → intent, people, refused."""
    everybody = people(split)
    by_mail = {person.email: person for person in everybody}
    colleagues = Colleagues.of(everybody, schools(split))
    answers: dict[str, dict[str, Any]] = {}
    for question in questions(split):
        asker = by_mail[question["as"]]
        sought = reading.read(question["text"], asker)
        found = colleagues.closest(sought, asker) if sought.intent is Intent.PEERS else []
        answers[question["id"]] = {
            "id": question["id"],
            "intent": sought.intent.value,
            "people": [match.person.email for match in found],
            "reasons": [match.reasons for match in found],
            "scores": [match.score for match in found],
            "refused": sought.intent in REFUSED,
            "understood": _understood(sought),
        }
    return answers


def _understood(sought: Reading) -> dict[str, Any]:
    """The parts of a reading that say something."""
    return {
        name: value
        for name, value in sought.data().items()
        if value and name not in {"text", "intent", "phases", "constraints"} and value != "any"
    }
