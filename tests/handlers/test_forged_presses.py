"""A button says whose business it is; whoever else presses it, with whatever ids, changes nothing."""

from asyncio import gather
from itertools import count

import pytest

from bot.app import App, build
from bot.incoming import Incoming, Pressed
from bot.settings import load
from storage.records import (
    Account,
    Letter,
    LetterId,
    Person,
    PersonId,
    Platform,
    School,
    SchoolId,
    Stage,
    Why,
)

_serial = count()


class Scene:
    """Ada asked for Jo; Sam is a colleague of both, and Una works in another trust."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def set(self) -> "Scene":
        now = self.app.clock.now()
        async with self.app.database.store() as store:
            self.home, away = await store.trusts.add("Alder Trust"), await store.trusts.add("Birch Trust")
            for trust in (self.home, away):
                await store.schools.keep([School(SchoolId(0), trust.id, "900001", "Elm Park")])
                (school,) = await store.schools.everyone(trust.id)
                names = ("Ada", "Jo", "Sam") if trust == self.home else ("Una",)
                blank = [Person(PersonId(0), trust.id, f"{n.lower()}@school.example", n, school=school.id)
                         for n in names]  # fmt: skip
                await store.people.keep(blank, now)
            self.ada, self.jo, self.sam = await store.people.everyone(self.home.id)
            (self.una,) = await store.people.everyone(away.id)
            for each in (self.ada, self.jo, self.sam, self.una):
                await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
            self.question = await store.questions.ask(self.ada, "phonics?", [self.jo.id], now)
            self.asked = await store.introductions.ask(self.ada, self.jo, "phonics?", now)
            self.network = await store.networks.keep(self.home.id, "KS1 network")
            card = {"title": "Secret", "blocks": []}
            for_ada = Letter(
                LetterId(0), self.home.id, "for:ada", card, Why.ANSWER, None, {}, "", now, self.ada.id
            )
            await store.outbox.add(for_ada, now)
            found = await store.outbox.with_key("for:ada", trust=self.home.id)
            assert found is not None
            self.letter = found
        return self

    async def press(self, who: Person, action: str, **values: object) -> str:
        """The title of the answer."""
        account = Account(Platform.BROWSER, "browser", who.email)
        place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
        incoming = Incoming(f"forged:{next(_serial)}", account, Pressed(action, values), reply_to=place)
        said = (await self.app.intake.now(incoming)).say
        assert said is not None
        return said.title

    async def introduction(self):
        async with self.app.database.reading() as store:
            found = await store.introductions.between(self.ada.id, self.jo.id, trust=self.home.id)
            assert len(await store.introductions.of(self.ada)) == 1
            assert await store.introductions.of(self.sam) == ()
        return found


@pytest.fixture
async def scene(database_url, clock):
    app = build(load(database_url=database_url), clock, demo=True)
    yield await Scene(app).set()
    await app.intake.close()
    await app.database.close()


@pytest.mark.parametrize("who", ["ada", "sam", "una"])
@pytest.mark.parametrize("answer", ["agree", "not_now", "no_thanks"])
async def test_only_the_one_who_was_asked_can_answer(scene, who, answer):
    pressed = await scene.press(getattr(scene, who), f"introductions.{answer}", introduction=scene.asked.id)
    assert pressed == "Sorry"
    assert (await scene.introduction()).stage is Stage.ASKED


@pytest.mark.parametrize("who", ["ada", "jo", "sam", "una"])
async def test_nobody_can_have_met_before_both_said_yes(scene, who):
    pressed = await scene.press(
        getattr(scene, who), "introductions.met", introduction=scene.asked.id, answer="yes"
    )
    assert pressed == "Sorry"
    found = await scene.introduction()
    assert (found.asker_met, found.colleague_met) == (None, None)


async def test_only_the_two_can_say_that_they_met(scene):
    await scene.press(scene.jo, "introductions.agree", introduction=scene.asked.id)
    for who in (scene.sam, scene.una):
        assert (
            await scene.press(who, "introductions.met", introduction=scene.asked.id, answer="no") == "Sorry"
        )
    assert (await scene.introduction()).asker_met is None


@pytest.mark.parametrize("who", ["ada", "sam", "una"])
async def test_only_whoever_said_that_they_met_can_say_that_it_helped(scene, who):
    await scene.press(scene.jo, "introductions.agree", introduction=scene.asked.id)
    await scene.press(scene.jo, "introductions.met", introduction=scene.asked.id, answer="yes")
    for answer in ("yes", "no"):
        values = {"introduction": scene.asked.id, "answer": answer}
        assert await scene.press(getattr(scene, who), "introductions.helped", **values) == "Sorry"
    found = await scene.introduction()
    assert (found.asker_helped, found.colleague_helped) == (None, None)


@pytest.mark.parametrize("who", ["jo", "sam", "una"])
async def test_nobody_works_with_somebody_elses_question(scene, who):
    presser, question = getattr(scene, who), scene.question.id
    assert await scene.press(presser, "peers.more", question=question, start=0) == "Sorry"
    assert await scene.press(presser, "peers.not_right", question=question, start=0) == "Sorry"
    assert await scene.press(presser, "peers.means", question=question, sense="role.pa") == "This card is old"
    values = {"peer": scene.jo.id, "question": question, "start": 0}
    assert await scene.press(presser, "peers.not_this_one", **values) == "Sorry"
    assert await scene.press(presser, "peers.because", why="known", **values) == "Sorry"
    assert (
        await scene.press(presser, "peers.introduce", peer=scene.jo.id, question=question, start=0) == "Sorry"
    )
    assert (await scene.introduction()).asker == scene.ada.id


@pytest.mark.parametrize("peer", ["sam", "una", "ada"])
async def test_only_those_who_were_suggested_can_be_asked(scene, peer):
    """Not somebody of one's own school, of another trust, or whoever a forged button names."""
    values = {"peer": getattr(scene, peer).id, "question": scene.question.id, "start": 0}
    assert await scene.press(scene.ada, "peers.introduce", **values) == "Sorry"
    await scene.introduction()


@pytest.mark.parametrize("who", ["jo", "una"])
async def test_a_letter_is_shown_to_its_own_recipient_alone(scene, who):
    assert await scene.press(getattr(scene, who), "mailbox.show", letter=scene.letter.id) == "Sorry"


@pytest.mark.parametrize("action", ["members", "join", "leave"])
async def test_another_trusts_network_is_not_there(scene, action):
    assert await scene.press(scene.una, f"networks.{action}", network=scene.network) == "Sorry"
    async with scene.app.database.reading() as store:
        assert await store.networks.of(scene.una) == ()


async def test_of_two_topics_tapped_at_once_both_are_kept(scene):
    topics = ("topic.attendance", "topic.phonics")
    await gather(*(scene.press(scene.ada, "profile.take", concept=each, answer="now") for each in topics))
    async with scene.app.database.reading() as store:
        found = await store.people.find(scene.ada.id, trust=scene.home.id)
    assert [concept for concept, _ in found.tapped] == list(topics)
