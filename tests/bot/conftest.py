"""A small trust, and its post."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.clock import Clock
from bot.delivery import Delivery
from bot.postman import Postman
from handlers.talk import Card, Post, Text, ToPerson
from storage.letters import letter_of
from storage.records import Account, Closure, Letter, Person, PersonId, Platform, Trust, Why
from storage.store import Database
from storage.tables import outbox, pacing
from tests.bot.far_side import FarSide


class PostOffice:
    """A trust of Alder Coast whose people are on a platform that the test speaks for."""

    def __init__(self, database: Database, clock: Clock, trust: Trust) -> None:
        self.database, self.clock, self.trust = database, clock, trust
        self.slack = FarSide(Platform.SLACK)
        self.teams = FarSide(Platform.TEAMS, looks=False, together=False)
        self.doors = {Platform.SLACK: self.slack, Platform.TEAMS: self.teams}
        self.postman = Postman(self.doors, clock)
        self.processes: list[Delivery] = []
        self.delivery = self.another_process()

    def another_process(self, *, lanes: int = 4) -> Delivery:
        self.processes.append(
            Delivery(
                self.database,
                self.doors,
                self.clock,
                self.postman,
                lanes=lanes,
            )
        )
        return self.processes[-1]

    async def person(self, name: str, *, platform: Platform | None = Platform.SLACK, **values) -> Person:
        async with self.database.store() as store:
            email = f"{name.lower()}@aldercoast.example"
            person = Person(PersonId(0), self.trust.id, email, name, **values)
            await store.people.keep([person], self.clock.now())
            found = await store.people.with_email(email, trust=self.trust.id)
            assert found is not None
        if platform is not None:
            await self.arrives(found, platform)
        return found

    async def arrives(self, person: Person, platform: Platform) -> Account:
        account = Account(platform, "W1", f"{platform[0].upper()}{person.id}")
        async with self.database.store() as store:
            await store.accounts.link(account, person, self.clock.now())
        return account

    async def closes(self, starts: date, ends: date, name: str) -> None:
        """No teaching in any school from the one day to the other."""
        async with self.database.store() as store:
            closures = await store.calendar.whole(self.trust.id)
            await store.calendar.replace(
                self.trust.id, (*closures, Closure(self.trust.id, starts, ends, name))
            )

    @staticmethod
    def about(person: Person, key: str, why: Why = Why.REMINDER, **values) -> Post:
        return Post(ToPerson(person), Card(key, Text("Some words.")), key, why, **values)

    async def post(self, person: Person, key: str, why: Why = Why.REMINDER, **values) -> None:
        async with self.database.store() as store:
            await self.postman.post((self.about(person, key, why, **values),), store)

    async def letter(self, key: str) -> Letter:
        async with self.database.reading() as store:
            found = await store.outbox.with_key(key, trust=self.trust.id)
        assert found is not None, key
        return found

    async def letters(self) -> list[Letter]:
        async with self.database.autocommit.connect() as connection:
            return [letter_of(row) for row in await connection.execute(select(outbox).order_by(outbox.c.id))]

    async def rested(self) -> None:
        """What a platform asked to wait for, and every lease, is over."""
        long_ago = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
        async with self.database.store() as store:
            await store.connection.execute(update(pacing).values(next_free_at=long_ago))
            await store.connection.execute(
                update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=long_ago)
            )

    async def later(self, **ago: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**ago))
        await self.delivery.settle()


@pytest.fixture
async def office(database: Database, clock: Clock) -> AsyncIterator[PostOffice]:
    async with database.store() as store:
        trust = await store.trusts.add("Alder Coast Learning Trust")
    office = PostOffice(database, clock, trust)
    yield office
    for process in office.processes:
        await process.stop()
