"""A running app with its Teams door open, between a fake Microsoft and a driver."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from storage.records import Person, PersonId, School, SchoolId
from tests.doors.teams import Driver, open_app


@pytest.fixture
async def teams(sqlite_template: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Driver]:
    """On SQLite alone: for what never asks the database anything of its own."""
    copy = tmp_path / "brightspot.db"
    shutil.copyfile(sqlite_template, copy)
    async with open_app(f"sqlite+aiosqlite:///{copy}", clock) as (_, driver):
        yield driver
        assert driver.problems() == []


@pytest.fixture
async def teams_anywhere(database_url: str, clock: Clock) -> AsyncIterator[Driver]:
    """On both databases."""
    async with open_app(database_url, clock) as (_, driver):
        yield driver
        assert driver.problems() == []


async def member(driver: Driver, name: str = "Ada Example") -> Person:
    """A member of staff of the one trust, who has added the app."""
    email = f"{name.split()[0].lower()}@school.example"
    async with driver.app.database.store() as store:
        trust = await store.trusts.named("Alder Example Trust") or await store.trusts.add(
            "Alder Example Trust"
        )
        await store.schools.keep([School(SchoolId(0), trust.id, "900001", "Elm Park")])
        school = (await store.schools.everyone(trust.id))[0]
        blank = Person(PersonId(0), trust.id, email, name, "SENDCo", school=school.id)
        await store.people.keep([blank], driver.app.clock.now())
        person = await store.people.with_email(email, trust=trust.id)
    assert person is not None
    await driver.arrive(person)
    return person
