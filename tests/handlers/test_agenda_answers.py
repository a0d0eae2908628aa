"""Answers to a posted agenda: many at once, and from those who may not give one."""

from asyncio import gather
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.incoming import Filled, Incoming, Opened, Pressed
from bot.settings import load
from handlers.agenda.posting import post
from handlers.talk import LOCAL
from storage.records import (
    Account,
    AgendaItem,
    Channel,
    LetterState,
    Person,
    PersonId,
    Platform,
    School,
    SchoolId,
)
from storage.tables import outbox

MANY = 30
CHANNEL = "channel:maths"
NOVEMBER = datetime(2026, 11, 3, 15, 45, tzinfo=LOCAL)
_serial = count()


class Scene:
    """Thirty members of a network whose agenda is posted, a colleague outside it, and another trust."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def set(self) -> "Scene":
        now = self.app.clock.now()
        async with self.app.database.store() as store:
            self.home, away = await store.trusts.add("Alder Trust"), await store.trusts.add("Birch Trust")
            for trust, names in (
                (self.home, [f"Member {n}" for n in range(MANY)] + ["Sam"]),
                (away, ["Una"]),
            ):
                await store.schools.keep([School(SchoolId(0), trust.id, "900001", "Elm Park")])
                (school,) = await store.schools.everyone(trust.id)
                blank = [
                    Person(
                        PersonId(0),
                        trust.id,
                        f"{name}@school.example".replace(" ", "."),
                        name,
                        school=school.id,
                    )
                    for name in names
                ]
                await store.people.keep(blank, now)
            *self.members, self.sam = sorted(
                await store.people.everyone(self.home.id), key=lambda each: each.id
            )
            (self.una,) = await store.people.everyone(away.id)
            for each in (*self.members, self.sam, self.una):
                await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
            kept = await store.networks.keep(self.home.id, "Maths leads")
            for each in self.members:
                await store.networks.join(kept, each)
            await store.networks.link(Channel(kept, self.home.id, Platform.BROWSER, "browser", CHANNEL), {})
            self.network = await store.networks.find(kept, trust=self.home.id)
            planned = await store.meetings.plan(kept, NOVEMBER, trust=self.home.id, minutes=60)
            await store.agendas.keep(planned, [AgendaItem(12, "Bright spot")])
            self.meeting, posts = await post(planned, self.network, now, store)
            await self.app.postman.post(posts, store)
        await self.app.settle()
        return self

    async def _does(self, who: Person, what: Pressed | Filled | Opened) -> str:
        """The title of the answer."""
        account = Account(Platform.BROWSER, "browser", who.email)
        place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
        incoming = Incoming(f"answer:{next(_serial)}", account, what, reply_to=place)
        said = (await self.app.intake.now(incoming)).say
        assert said is not None
        return said.title

    async def press(self, who: Person, action: str, **values: object) -> str:
        return await self._does(who, Pressed(action, values))

    async def fill(self, who: Person, form: str, answers: dict[str, str], **values: object) -> str:
        return await self._does(who, Filled(form, values, answers))

    async def coming(self) -> dict[PersonId, bool | None]:
        async with self.app.database.reading() as store:
            answers = await store.attendance.of(self.meeting.id, trust=self.home.id)
        return {person: each.coming for person, each in answers.items()}

    async def letters(self) -> dict[str, int]:
        """How many letters about the agenda are in which state."""
        about = outbox.c.key.startswith(f"agenda:{self.meeting.id}:")
        asked = select(outbox.c.state, func.count().label("number")).where(about).group_by(outbox.c.state)
        async with self.app.database.engine.connect() as connection:
            return {row.state: row.number for row in await connection.execute(asked)}


@pytest.fixture
async def scene(database_url, clock):
    app = build(load(database_url=database_url), clock, demo=True)
    yield await Scene(app).set()
    await app.delivery.stop()
    await app.intake.close()
    await app.database.close()


async def test_thirty_answers_at_once_are_one_edit_and_none_is_lost(scene):
    await gather(*(scene.press(each, "agenda.coming", meeting=scene.meeting.id) for each in scene.members))
    assert await scene.letters() == {LetterState.WAITING: 1, LetterState.MERGED: MANY - 1}

    await scene.app.settle()

    assert await scene.letters() == {LetterState.SENT: 1, LetterState.MERGED: MANY - 1}
    assert len(await scene.coming()) == MANY
    async with scene.app.database.reading() as store:
        shown = await store.playground.read(CHANNEL, scene.sam.id, trust=scene.home.id, limit=9)
    assert len(shown) == 1, "the post itself, edited"
    assert f"{MANY} are coming" in str(shown[0])


async def test_pressed_again_the_last_word_counts(scene):
    ada = scene.members[0]
    for action in ("agenda.coming", "agenda.cannot", "agenda.coming", "agenda.cannot"):
        await scene.press(ada, action, meeting=scene.meeting.id)
    assert await scene.coming() == {ada.id: False}


@pytest.mark.parametrize("action", ["coming", "cannot", "look", "whole", "open", "post"])
async def test_another_trusts_meeting_is_not_there(scene, action):
    assert await scene.press(scene.una, f"agenda.{action}", meeting=scene.meeting.id) == "Sorry"
    assert await scene.coming() == {}


async def test_a_colleague_who_is_no_member_reads_an_open_networks_agenda_and_comes_as_a_guest(scene):
    assert "Maths leads" in await scene.press(scene.sam, "agenda.look", meeting=scene.meeting.id)
    await scene.press(scene.sam, "agenda.coming", meeting=scene.meeting.id)
    assert await scene.coming() == {scene.sam.id: True}
    async with scene.app.database.reading() as store:
        assert await store.networks.of(scene.sam) == (), "coming once is not joining"


@pytest.mark.parametrize("action", ["coming", "cannot", "look", "whole"])
async def test_a_network_among_its_members_is_closed_to_others(scene, action):
    async with scene.app.database.store() as store:
        await store.networks.change(scene.network, open=False)
    assert await scene.press(scene.sam, f"agenda.{action}", meeting=scene.meeting.id) == "Sorry"
    assert (
        await scene.fill(scene.sam, "agenda.suggest", {"network": str(scene.network.id), "words": "x"})
        == "Sorry"
    )
    assert await scene.coming() == {}


@pytest.mark.parametrize("action", ["post", "open", "preview"])
async def test_only_whoever_leads_it_posts(scene, action):
    assert await scene.press(scene.members[0], f"agenda.{action}", meeting=scene.meeting.id) == "Sorry"


async def test_nobody_sees_what_is_not_posted_yet_or_answers_what_is_over(scene):
    async with scene.app.database.store() as store:
        later = await store.meetings.plan(scene.network.id, NOVEMBER, trust=scene.home.id, minutes=60)
    ada = scene.members[0]
    assert await scene.press(ada, "agenda.whole", meeting=later.id) == "Sorry"
    scene.app.clock.move_to(NOVEMBER)
    assert await scene.press(ada, "agenda.coming", meeting=scene.meeting.id) == "Sorry"


async def test_a_suggestion_goes_to_networks_of_ones_own_trust_and_its_name_is_left_out_by_its_author_alone(
    scene,
):
    ada, jo, *_ = scene.members
    asked = {"network": str(scene.network.id), "words": "How do others teach time?"}
    assert await scene.fill(scene.una, "agenda.suggest", asked) == "Sorry"
    assert await scene.fill(ada, "agenda.suggest", asked | {"words": "x" * 501}) == "Sorry"
    await scene.fill(ada, "agenda.suggest", asked)
    async with scene.app.database.reading() as store:
        (kept,) = await store.suggestions.waiting(scene.network.id, trust=scene.home.id)
    for who in (jo, scene.una):
        assert await scene.press(who, "agenda.unnamed", suggestion=kept.id) == "Sorry"
    await scene.press(ada, "agenda.unnamed", suggestion=kept.id)
    async with scene.app.database.reading() as store:
        (unnamed,) = await store.suggestions.waiting(scene.network.id, trust=scene.home.id)
    assert (kept.named, unnamed.named) == (True, False)
