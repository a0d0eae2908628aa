"""The running app with its Slack door open, a fake Slack behind it, and one member of staff."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.clock import Clock
from handlers.packing import card_to_data
from handlers.talk import Card
from storage.records import Letter, LetterId, Person, PersonId, Platform, Trust, Why
from storage.tables import inbox
from tests.doors.slack import Driver, open_app
from tests.doors.slack_fake import TEAM, FakeSlack


@dataclass
class Workspace:
    """Everything a test of the Slack door touches."""

    app: App
    driver: Driver
    slack: FakeSlack
    trust: Trust
    ada: Person

    @property
    def user(self) -> str:
        return self.driver.user(self.ada).id

    @property
    def direct(self) -> str:
        return self.slack.conversation(self.user).id

    def said(self, text: str = "help", **given: Any) -> dict[str, Any]:
        """Ada's direct message, as an event."""
        ts = self.slack.timestamp()
        event = {"type": "message", "channel_type": "im", "channel": self.direct, "user": self.user}
        return event | {"text": text, "ts": ts, "event_ts": ts} | given

    def calls(self, *methods: str) -> list[dict[str, Any]]:
        return [given for method, given, _ in self.slack.calls if method in methods]

    async def rows(self) -> int:
        """How many deliveries the inbox has kept."""
        async with self.app.database.engine.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(inbox))).scalar_one()

    def letter(self, address: dict[str, Any], card: Card | None = None, **given: Any) -> Letter:
        values: dict[str, Any] = {
            "id": LetterId(1),
            "trust": self.trust.id,
            "key": "test:1",
            "card": card_to_data(card or Card("Hello", *())),
            "why": Why.ANSWER,
            "platform": Platform.SLACK,
            "address": {"team": TEAM, "user": self.user} | address,
            "bucket": "b",
            "due_at": self.app.clock.now(),
        }
        return Letter(**values | given)


async def _workspace(database_url: str, clock: Clock, **given: Any) -> AsyncIterator[Workspace]:
    async with open_app(database_url, clock, **given) as (app, driver):
        async with app.database.store() as store:
            trust = await store.trusts.add("Alder Example Trust")
            await store.people.keep(
                [Person(PersonId(0), trust.id, "ada@school.example", "Ada Example", "SENDCo")], clock.now()
            )
            ada = await store.people.with_email("ada@school.example", trust=trust.id)
        assert ada is not None
        await driver.arrive(ada)
        driver.slack.calls.clear()
        yield Workspace(app, driver, driver.slack, trust, ada)


@pytest.fixture
async def workspace(database_url: str, clock: Clock) -> AsyncIterator[Workspace]:
    """On both databases; at the end the fake has nothing to complain about."""
    async for each in _workspace(database_url, clock):
        yield each
        assert each.slack.problems == []


@pytest.fixture
async def small(sqlite_template: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Workspace]:
    """On SQLite alone, for what never comes as far as the database."""
    copy = tmp_path / "small.db"
    shutil.copyfile(sqlite_template, copy)
    async for each in _workspace(f"sqlite+aiosqlite:///{copy}", clock):
        yield each
