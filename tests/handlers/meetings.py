"""A network whose agenda is posted, without a platform in front of it: for what is the same at every door."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from itertools import count

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import Clock
from bot.incoming import Filled, Incoming, Pressed, Said
from bot.settings import load
from handlers.agenda.posting import post
from handlers.talk import LOCAL, Card, Form
from storage.records import (
    Account,
    AgendaItem,
    Channel,
    Closure,
    Meeting,
    Network,
    Person,
    PersonId,
    Platform,
    School,
    SchoolId,
)
from storage.tables import outbox

CHANNEL = "channel:maths"
FEW = 6
NOVEMBER = datetime(2026, 11, 10, 15, 45, tzinfo=LOCAL)
HOLIDAYS = (
    (date(2026, 7, 22), date(2026, 9, 1), "Summer"),
    (date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
    (date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
    (date(2027, 2, 15), date(2027, 2, 19), "Half-term"),
    (date(2027, 3, 26), date(2027, 4, 9), "Easter"),
)
_serial = count()


class Scene:
    """Members of whom the first leads, Sam who is in no network, and Una who works in another trust."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def set(self, count: int) -> "Scene":
        now = self.app.clock.now()
        async with self.app.database.store() as store:
            self.home, away = await store.trusts.add("Alder Trust"), await store.trusts.add("Birch Trust")
            names = {self.home: [f"Member {n}" for n in range(count)] + ["Sam"], away: ["Una"]}
            for trust, called in names.items():
                await store.schools.keep([School(SchoolId(0), trust.id, "900001", "Elm Park")])
                (school,) = await store.schools.everyone(trust.id)
                blank = Person(PersonId(0), trust.id, "", "", school=school.id)
                staff = [
                    replace(blank, email=f"{n.replace(' ', '.')}@school.example", name=n) for n in called
                ]
                await store.people.keep(staff, now)
            everyone = sorted(await store.people.everyone(self.home.id), key=lambda each: each.id)
            (self.una,) = await store.people.everyone(away.id)
            for each in (*everyone, self.una):
                await store.accounts.link(
                    Account(Platform.BROWSER, "browser", each.email), each, now, {"person": each.id}
                )
            *self.members, self.sam = everyone
            self.lead = self.members[0]
            await store.calendar.replace(self.home.id, [Closure(self.home.id, *each) for each in HOLIDAYS])
        self.network = await self.network_called("Maths leads", *self.members)
        async with self.app.database.store() as store:
            await store.networks.lead(self.network.id, self.lead, facilitator=True)
            await store.networks.link(
                Channel(self.network.id, self.home.id, Platform.BROWSER, "browser", CHANNEL), {}
            )
        self.meeting = await self.planned(NOVEMBER)
        async with self.app.database.store() as store:
            self.meeting, posts = await post(self.meeting, self.network, now, store)
            await self.app.postman.post(posts, store)
        await self.app.settle()
        return self

    async def network_called(self, name: str, *members: Person) -> Network:
        async with self.app.database.store() as store:
            kept = await store.networks.keep(self.home.id, name)
            for each in members:
                await store.networks.join(kept, each)
            found = await store.networks.find(kept, trust=self.home.id)
        assert found is not None
        return found

    async def planned(self, starts: datetime, network: Network | None = None) -> Meeting:
        async with self.app.database.store() as store:
            id_ = (network or self.network).id
            meeting = await store.meetings.plan(id_, starts, trust=self.home.id, minutes=60)
            assert meeting is not None
            await store.agendas.keep(meeting, [AgendaItem(12, "Bright spot")])
        return meeting

    async def does(self, who: Person, what: Pressed | Filled | Said, *, channel: str = "") -> Card | Form:
        account = Account(Platform.BROWSER, "browser", who.email)
        place = {"conversation": channel or f"direct:{who.id}", "person": who.id, "edits": ""}
        incoming = Incoming(
            f"scene:{next(_serial)}", account, what, reply_to=place, direct=not channel, channel=channel
        )
        said = (await self.app.intake.now(incoming)).say
        assert said is not None
        return said

    async def says(self, who: Person, text: str, *, channel: str = "") -> Card | Form:
        return await self.does(who, Said(text), channel=channel)

    async def press(self, who: Person, action: str, **values: object) -> str:
        """The title of the answer."""
        return (await self.does(who, Pressed(action, values))).title

    async def fill(self, who: Person, form: str, answers: dict[str, str], **values: object) -> str:
        return (await self.does(who, Filled(form, values, answers))).title

    async def coming(self) -> dict[PersonId, bool | None]:
        async with self.app.database.reading() as store:
            answers = await store.attendance.of(self.meeting.id, trust=self.home.id)
        return {person: each.coming for person, each in answers.items()}

    async def letters(self) -> dict[str, int]:
        """How many edits of the posted agenda are in which state."""
        about = outbox.c.key.startswith(f"agenda:{self.meeting.id}:")
        asked = select(outbox.c.state, func.count().label("number")).where(about).group_by(outbox.c.state)
        async with self.app.database.engine.connect() as connection:
            return {row.state: row.number for row in await connection.execute(asked)}


@pytest.fixture
async def scene(request: pytest.FixtureRequest, database_url: str, clock: Clock) -> AsyncIterator[Scene]:
    """With a few members, or as many as the test asks for (`indirect`)."""
    app = build(load(database_url=database_url), clock, demo=True)
    yield await Scene(app).set(getattr(request, "param", FEW))
    await app.delivery.stop()
    await app.intake.close()
    await app.database.close()
