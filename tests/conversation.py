"""Talk to Brightspot as its members do. Every test that asks for `house` runs through Slack, Teams and the
browser, and between them on SQLite and on PostgreSQL (`tests/conftest.py` says which where): real payloads,
signed, posted to the running application, and the button that is pressed is found in what the platform was
told to show.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib import import_module
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.app import App
from bot.door import Answer
from bot.incoming import Incoming
from bot.intake import Intake
from storage import letterbox, store
from storage.records import Channel, Person, PersonId, Platform, School, SchoolId, Trust
from storage.store import Database
from storage.tables import metadata
from tests.doors.driver import Message
from tests.doors.shown import Shown

HOME = "Alder Example Trust"
PATIENCE_S = 60.0
VILLAGE = {"phase": "Primary", "age_low": 4, "age_high": 11, "pupils": 90, "urban_rural": "Rural village"}


@dataclass
class Member:
    """Somebody at one door."""

    house: "Household"
    person: Person
    #: How many messages they had seen when they last did something.
    _before: tuple[Shown, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        return self.person.name

    async def says(self, text: str, *, channel: str | None = None) -> Shown:
        self._before = tuple(self.sees())
        await self.house.driver.says(self.person, text, channel=channel)
        return self.newest()

    async def presses(self, label: str, *, on: str | None = None) -> Shown:
        """Press the newest button with this label; what it led to is the message that changed or came."""
        self._before = tuple(self.sees())
        await self.house.driver.presses(self.person, label, on=on)
        return self._changed()

    async def fills(self, answers: dict[str, Any]) -> Shown:
        self._before = tuple(self.sees())
        await self.house.driver.fills(self.person, answers)
        return self._changed()

    async def picks(self, words: str, *, by: "Member", channel: str) -> None:
        """ "Add to agenda" on what a colleague has written in a channel: a form opens."""
        await self.house.driver.picks(self.person, words, by=by.person, channel=channel)

    async def posts(self, channel: str, text: str) -> Message:
        """A message in a channel that is not said to Brightspot."""
        self._before = tuple(self.sees())
        return cast(Message, await self.house.driver.posts(self.person, text, channel=channel))

    async def edits(self, message: Message, text: str) -> Message:
        """Change what they posted."""
        self._before = tuple(self.sees())
        return cast(Message, await self.house.driver.edits(message, text))

    async def deletes(self, message: Message) -> None:
        """Take away what they posted."""
        self._before = tuple(self.sees())
        await self.house.driver.deletes(message)

    async def saves(self, message: Message) -> None:
        """ "Save to library" on what somebody has posted: a form opens."""
        await self.house.driver.saves(self.person, message)

    def told(self) -> list[Shown]:
        """What Brightspot has said since what they last did; colleagues' own words have no title."""
        return [each for each in self.sees() if each not in self._before and each.title]

    def sees(self) -> list[Shown]:
        return list(self.house.driver.sees(self.person))

    def newest(self) -> Shown:
        return self.sees()[-1]

    def _changed(self) -> Shown:
        """A message that came or was redrawn; the newest where nothing visible changed."""
        now = self.sees()
        new = [each for each in now if each not in self._before]
        return (new or now)[-1]


@dataclass
class Household:
    """A trust, its schools and staff, at one door."""

    app: App
    driver: Any
    _schools: dict[tuple[str, str], SchoolId] = field(default_factory=dict)
    _trusts: dict[str, Trust] = field(default_factory=dict)

    @property
    def platform(self) -> Platform:
        platform: Platform = self.driver.platform
        return platform

    @property
    def database(self) -> Database:
        return self.app.database

    async def member(
        self,
        name: str,
        *,
        school: str = "Elm Park",
        trust: str = HOME,
        networks: list[str] | None = None,
        **given: Any,
    ) -> Member:
        """A new member of staff, known at this door; of the central team where the school is ""."""
        email = re.sub(r"[^a-z0-9]+", ".", name.lower()) + "@school.example"
        async with self.database.store() as store:
            home = self._trusts.get(trust) or await store.trusts.named(trust) or await store.trusts.add(trust)
            self._trusts[trust] = home
            if school and (trust, school) not in self._schools:
                urn = str(900000 + len(self._schools))
                await store.schools.keep([School(SchoolId(0), home.id, urn, school, **VILLAGE)])
                found = next(each for each in await store.schools.everyone(home.id) if each.urn == urn)
                self._schools[trust, school] = found.id
            blank = Person(PersonId(0), home.id, email, name, school=self._schools.get((trust, school)))
            await store.people.keep([replace(blank, **given)], self.app.clock.now())
            person = await store.people.with_email(email, trust=home.id)
            assert person is not None
            for network in networks or ():
                await store.networks.join(await store.networks.keep(home.id, network), person)
        await self.driver.arrive(person)
        return Member(self, person)

    async def stranger(self, email: str) -> Member:
        """Somebody with an account at the platform whom no trust's staff list names."""
        nobody = Person(PersonId(0), next(iter(await self._home())).id, email, "Nobody Known")
        await self.driver.arrive(nobody)
        return Member(self, nobody)

    async def _home(self) -> list[Trust]:
        async with self.database.store() as store:
            if HOME not in self._trusts:
                self._trusts[HOME] = await store.trusts.named(HOME) or await store.trusts.add(HOME)
        return list(self._trusts.values())

    async def channel(self, network: str, *members: Member) -> str:
        """A network's channel at this platform, with these members in it."""
        trust = next(iter(await self._home()))
        name, workspace = await self.driver.channel(network, [each.person for each in members])
        async with self.database.store() as store:
            found = await store.networks.keep(trust.id, network)
            for each in members:
                await store.networks.join(found, each.person)
            await store.networks.link(Channel(found, trust.id, self.platform, workspace, name))
        return str(name)

    async def wait(self, time: timedelta) -> None:
        """Time passes, and what is due happens."""
        self.app.clock.move_to(self.app.clock.now() + time)
        await self.app.timetables.tick(self.app.clock.now())
        await self.app.settle()

    # ---- looking behind the doors

    async def person(self, member: Member) -> Person:
        async with self.database.reading() as store:
            found = await store.people.find(member.person.id, trust=member.person.trust)
        assert found is not None
        return found

    async def questions(self, member: Member) -> list[str]:
        async with self.database.reading() as store:
            return [each.text for each in await store.questions.of(member.person)]

    async def forget_questions(self) -> None:
        """Ninety days later, as far as questions go."""
        async with self.database.store() as store:
            for trust in self._trusts.values():
                await store.questions.forget_words(
                    trust.id, before=self.app.clock.now() + timedelta(seconds=1)
                )

    async def database_holds(self, word: str) -> bool:
        """Whether these words stand anywhere in any table, sealed bodies as bytes."""
        async with self.database.engine.connect() as connection:
            for table in metadata.sorted_tables:
                for row in await connection.execute(select(table)):
                    if word in json.dumps(list(row), default=repr):
                        return True
        return False

    def broken_out(self) -> list[str]:
        """Hostile words that some platform would obey, found in what it was told to show."""
        tokens = {
            Platform.SLACK: ("<!everyone>", "<@", "<https://evil"),
            Platform.TEAMS: ("<at>", "](https://evil", "**bold**"),
            Platform.BROWSER: ("<b>hi", "<!everyone>", 'href="https://evil'),
        }[self.platform]
        told = [word for each in self.driver.everything() for word in _read(each.rendered)]
        return [token for token in tokens for word in told if token in word]


def _read(rendered: Any) -> list[str]:
    """The texts a platform would look for markup in: Teams reads none in runs, nor in what it speaks."""
    if isinstance(rendered, dict):
        if rendered.get("type") == "TextRun":
            return []
        return [word for name, value in rendered.items() if name != "speak" for word in _read(value)]
    if isinstance(rendered, list | tuple):
        return [word for value in rendered for word in _read(value)]
    return [rendered] if isinstance(rendered, str) else []


@asynccontextmanager
async def household(platform: Platform, database_url: str, clock: Any) -> AsyncIterator[Household]:
    door = import_module(f"tests.doors.{platform}")
    with pytest.MonkeyPatch.context() as patch:
        _be_patient(patch)
        async with door.open_app(database_url, clock) as (app, driver):
            yield Household(app, driver)
            assert driver.problems() == []


def _be_patient(patch: pytest.MonkeyPatch) -> None:
    """Nobody hears "busy" from a slow machine: what they did would be missing from then on."""
    now = Intake.now

    async def however_long(intake: Intake, incoming: Incoming, *, within_s: float = 0) -> Answer:
        return await now(intake, incoming, within_s=PATIENCE_S)

    patch.setattr(Intake, "now", however_long)
    patch.setattr(letterbox, "WAIT_S", PATIENCE_S)
    patch.setattr(store, "POSTGRES_WAIT_S", PATIENCE_S)
