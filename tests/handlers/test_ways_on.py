"""Whoever presses, with whatever ids: a question in a channel is answered by its members, once, privately."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from bot.app import build
from bot.incoming import Filled, Incoming, Opened, Pressed, Said
from bot.settings import load
from handlers.talk import Form
from storage.dossier import gather
from storage.records import Account, Channel, Closure, Person, PersonId, Platform, School, SchoolId
from storage.tables import outbox
from tests.conftest import MONDAY

_serial = count()
NAMES = ("Ada Example", "Jo Sample", "Sam Third")


class Trust:
    """Ada asks; Jo is in the network and leads it, Sam is not in it, Una works in another trust."""

    def __init__(self, app):
        self.app = app

    async def set(self):
        now = self.app.clock.now()
        async with self.app.database.store() as store:
            self.home, away = await store.trusts.add("Alder Trust"), await store.trusts.add("Birch Trust")
            for trust, names in ((self.home, NAMES), (away, ("Una Birch",))):
                schools = [
                    School(SchoolId(0), trust.id, f"90000{n}", f"School {n}") for n in range(len(names))
                ]
                await store.schools.keep(schools)
                kept = await store.schools.everyone(trust.id)
                await store.people.keep(
                    [
                        Person(
                            PersonId(0), trust.id, f"{name[:3].lower()}@school.example", name, school=each.id
                        )
                        for name, each in zip(names, kept, strict=True)
                    ],
                    now,
                )
            self.ada, self.jo, self.sam = await store.people.everyone(self.home.id)
            (self.una,) = await store.people.everyone(away.id)
            for each in (self.ada, self.jo, self.sam, self.una):
                await store.accounts.link(
                    Account(Platform.BROWSER, "browser", each.email), each, now, {"person": each.id}
                )
            self.network = await store.networks.keep(self.home.id, "KS1 network")
            await store.networks.join(self.network, self.jo, facilitator=True)
            await store.networks.link(
                Channel(self.network, self.home.id, Platform.BROWSER, "browser", f"channel:{self.network}")
            )
            self.callout = await store.callouts.add(self.ada, self.network, "phonics?", now, named=False)
            self.question = await store.questions.ask(self.ada, "phonics?", [], now)
        return self

    async def does(self, who, what):
        account = Account(Platform.BROWSER, "browser", who.email)
        place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
        answer = await self.app.intake.now(Incoming(f"ways:{next(_serial)}", account, what, reply_to=place))
        return answer.say

    async def presses(self, who, action, **values):
        return (await self.does(who, Pressed(action, values))).title

    async def keys(self):
        async with self.app.database.reading() as store:
            rows = await store.connection.execute(outbox.select().order_by(outbox.c.id))
            return [row.key.partition("@")[0] for row in rows]


@pytest.fixture
async def trust(database_url, clock):
    app = build(load(database_url=database_url), clock, demo=True)
    yield await Trust(app).set()
    await app.intake.close()
    await app.database.close()


async def test_pressing_twice_tells_the_asker_once(trust):
    for _ in range(2):
        assert await trust.presses(trust.jo, "peers.can_help", callout=trust.callout.id) == "Thank you"
    assert await trust.keys() == [f"offer:{trust.callout.id}:{trust.jo.id}"]


@pytest.mark.parametrize(
    ("who", "answer"),
    [("ada", "This is your own question"), ("sam", "Sorry"), ("una", "Sorry")],
    ids=["the asker", "somebody outside the network", "somebody of another trust"],
)
async def test_who_may_not_answer_tells_nobody(trust, who, answer):
    assert await trust.presses(getattr(trust, who), "peers.can_help", callout=trust.callout.id) == answer
    assert await trust.keys() == []


async def test_a_term_later_the_question_rests(trust, clock):
    clock.move_to(clock.now() + timedelta(days=120))
    assert await trust.presses(trust.jo, "peers.can_help", callout=trust.callout.id) == "Sorry"
    assert await trust.keys() == []


async def test_nobody_reads_whom_a_question_left_out(trust):
    refined = ("but not Bo Sample", "only primaries")
    async with trust.app.database.store() as store:
        asked = await store.questions.ask(trust.ada, "phonics?", [trust.jo.id], MONDAY, refined=refined)
    await trust.presses(trust.ada, "peers.introduce", peer=trust.jo.id, question=asked.id, start=0)
    async with trust.app.database.reading() as store:
        (introduction,) = await store.introductions.of(trust.jo)
    assert introduction.topic == "phonics? · only primaries"


@pytest.mark.parametrize("who", ["jo", "sam", "una"])
async def test_only_the_asker_can_take_up_an_offer(trust, who):
    await trust.presses(trust.jo, "peers.can_help", callout=trust.callout.id)
    presser = getattr(trust, who)
    pressed = await trust.presses(presser, "peers.take_up", callout=trust.callout.id, helper=trust.jo.id)
    assert pressed == "Sorry"


async def test_the_asker_can_meet_only_who_has_offered(trust):
    pressed = await trust.presses(trust.ada, "peers.take_up", callout=trust.callout.id, helper=trust.sam.id)
    assert pressed == "Sorry"
    async with trust.app.database.reading() as store:
        assert await store.introductions.of(trust.ada) == ()


@pytest.mark.parametrize("who", ["jo", "una"])
@pytest.mark.parametrize("form", ["peers.ask_network", "peers.suggest"])
async def test_nobody_takes_ways_on_from_somebody_elses_question(trust, who, form):
    said = await trust.does(getattr(trust, who), Opened(form, {"question": trust.question.id}))
    assert said.title == "Sorry"


async def test_another_trusts_network_cannot_be_chosen(trust):
    async with trust.app.database.store() as store:
        away = await store.networks.keep(trust.una.trust, "Birch network")
    answers = {"network": (str(away),), "name": ("without",), "words": "phonics?"}
    said = await trust.does(trust.ada, Filled("peers.ask_network", {"question": trust.question.id}, answers))
    assert said.title == "Sorry"
    assert await trust.keys() == []


async def test_a_form_that_is_sent_twice_posts_once(trust):
    values = {"question": trust.question.id}
    answers = {"network": (str(trust.network),), "name": ("without",), "words": "who teaches phonics?"}
    for _ in range(2):
        said = await trust.does(trust.ada, Filled("peers.ask_network", values, answers))
        assert said.title == "Asked in KS1 network"
        said = await trust.does(trust.ada, Filled("peers.suggest", values, answers))
        assert said.title == "Suggested to KS1 network"
    keys = await trust.keys()
    assert sorted(key.partition(":")[0] for key in keys) == ["callout", "suggestion"]


async def test_once_all_are_forgotten_new_ones_are_posted_and_old_buttons_answer_none_of_them(trust):
    answers = {"network": (str(trust.network),), "name": ("without",), "words": "who teaches phonics?"}
    for _ in range(2):
        for form in ("peers.ask_network", "peers.suggest"):
            await trust.does(trust.ada, Filled(form, {"question": trust.question.id}, answers))
        async with trust.app.database.store() as store:
            gone = {"trust": trust.home.id, "before": MONDAY + timedelta(days=1)}
            (*_, last) = await store.callouts.of(trust.ada)
            await store.callouts.forget(**gone)
            await store.suggestions.forget(**gone)
    keys = await trust.keys()
    assert sorted(key.partition(":")[0] for key in keys) == ["callout"] * 2 + ["suggestion"] * 2

    await trust.does(trust.ada, Filled("peers.ask_network", {"question": trust.question.id}, answers))
    assert await trust.presses(trust.jo, "peers.can_help", callout=last.id) == "Sorry"


async def test_a_fourth_question_in_a_week_waits(trust, clock):
    values = {"question": trust.question.id}
    answers = {"network": (str(trust.network),), "name": ("without",)}

    async def asks(words):
        return (
            await trust.does(trust.ada, Filled("peers.ask_network", values, answers | {"words": words}))
        ).title

    for words in ("two?", "three?"):  # "phonics?" was the first
        assert await asks(words) == "Asked in KS1 network"
    assert await asks("four?") == "Sorry"
    assert await asks("two?") == "Asked in KS1 network", "what was asked is there"
    clock.move_to(clock.now() + timedelta(days=8))
    assert await asks("four?") == "Asked in KS1 network"


async def test_pupils_are_left_out_of_what_is_posted(trust):
    answers = {"network": (str(trust.network),), "name": ("without",), "words": "help with Kayden in Y4"}
    said = await trust.does(trust.ada, Filled("peers.ask_network", {"question": trust.question.id}, answers))
    assert said.title == "Sorry"
    assert await trust.keys() == []


async def test_the_forms_say_word_for_word_what_is_posted(trust):
    form = await trust.does(trust.ada, Opened("peers.ask_network", {"question": trust.question.id}))
    assert isinstance(form, Form)
    assert form.fields[-1].value == "phonics?"
    assert form.fields[1].value == ("without",), "nobody's name is given away by not choosing"


# ------------------------------------------------------------------ a standing question


class Morning:
    """A standing question of Ada's, and the mornings after it."""

    def __init__(self, trust):
        self.trust, self.app = trust, trust.app

    async def begin(self, text="who knows about phonics?"):
        await self.trust.does(self.trust.ada, Said(text))
        async with self.app.database.reading() as store:
            question = (await store.questions.of(self.trust.ada))[-1]
        await self.trust.presses(self.trust.ada, "peers.tell_me", question=question.id)
        await self.app.timetables.tick()

    async def changes(self, person, **values):
        async with self.app.database.store() as store:
            await store.people.change(person, self.app.clock.now(), **values)

    async def next(self, days=1):
        self.app.clock.move_to(self.app.clock.now() + timedelta(days=days))
        await self.app.timetables.tick()
        return [key for key in await self.trust.keys() if key.startswith("standing:")]

    async def told(self):
        async with self.app.database.reading() as store:
            (standing,) = await store.standing.of(self.trust.ada)
        return set(standing.told)


@pytest.fixture
async def morning(trust):
    return Morning(trust)


async def test_who_fitted_already_is_no_news(morning, trust):
    await morning.changes(trust.jo, can_help_with="phonics")
    await morning.begin()
    await morning.changes(trust.jo, working_on="more phonics")
    assert await morning.next() == []


@pytest.mark.parametrize(
    "how",
    ["an edit", "showing oneself again", "joining the trust"],
)
async def test_whoever_comes_to_fit_is_named(morning, trust, how):
    if how == "showing oneself again":
        await morning.changes(trust.jo, can_help_with="phonics", open_to_introductions=False)
    await morning.begin()
    assert await morning.next() == []
    match how:
        case "an edit":
            await morning.changes(trust.jo, can_help_with="phonics")
        case "showing oneself again":
            await morning.changes(trust.jo, open_to_introductions=True)
        case "joining the trust":
            new = Person(PersonId(0), trust.home.id, "new@school.example", "New Colleague",
                         can_help_with="phonics", school=trust.sam.school)  # fmt: skip
            async with trust.app.database.store() as store:
                await store.people.keep([new], trust.app.clock.now())
    assert len(await morning.next()) == 1
    assert len(await morning.told()) == 1


async def test_a_change_of_their_school_counts_too(morning, trust):
    await morning.changes(trust.jo, job_title="SENDCo")
    await morning.begin("SENDCos in special schools")
    async with trust.app.database.store() as store:
        school = next(
            each for each in await store.schools.everyone(trust.home.id) if each.id == trust.jo.school
        )
        await store.schools.keep([replace(school, phase="Special")])
    assert len(await morning.next()) == 1


@pytest.mark.parametrize(
    "change",
    [{"open_to_introductions": False}, {"school": "own"}],
    ids=["hidden", "of the asker's own school"],
)
async def test_who_may_not_be_shown_is_not_named(morning, trust, change):
    if change == {"school": "own"}:
        change = {"school_id": trust.ada.school}
    await morning.begin()
    await morning.changes(trust.jo, can_help_with="phonics", **change)
    assert await morning.next() == []


async def test_who_is_erased_is_not_named_and_not_remembered(morning, trust):
    await morning.begin()
    await morning.changes(trust.jo, can_help_with="phonics")
    await morning.next()
    assert await morning.told() == {trust.jo.id}
    async with trust.app.database.store() as store:
        await store.people.forget(trust.jo)
        rows = (await store.connection.execute(outbox.select())).all()
    assert await morning.told() == set()
    assert not any("Jo Sample" in str(row.card) for row in rows)


async def test_on_a_day_off_it_waits(morning, trust):
    """Monday is begun; Ada works on Mondays and Thursdays."""
    await morning.changes(trust.ada, working_days=(0, 3))
    await morning.begin()
    await morning.changes(trust.jo, can_help_with="phonics")
    assert await morning.next() == []
    assert len(await morning.next(days=2)) == 1


async def test_as_a_term_begins_it_waits(morning, trust):
    """School is back on Tuesday: nobody is written to on that day and the next."""
    summer = Closure(trust.ada.trust, date(2026, 7, 20), date(2026, 9, 7), "Summer holiday")
    async with trust.app.database.store() as store:
        await store.calendar.replace(trust.ada.trust, [summer])
    await morning.begin()
    await morning.changes(trust.jo, can_help_with="phonics")
    assert await morning.next() == []
    assert await morning.next() == []
    assert len(await morning.next()) == 1


async def test_whoever_is_away_does_not_keep_others_waiting(morning, trust, monkeypatch):
    monkeypatch.setattr("handlers.peers.started.AT_ONCE", 1)
    await morning.begin()
    async with trust.app.database.store() as store:
        await store.people.change(trust.ada, MONDAY, working_days=(0,))
        asked = await store.questions.ask(trust.jo, "who knows about phonics?", [], MONDAY)
    await trust.presses(trust.jo, "peers.tell_me", question=asked.id)
    await morning.changes(trust.sam, can_help_with="phonics")
    assert len(await morning.next()) == 1, "on Tuesday Jo is told, though Ada, who asked first, is not in"


async def test_after_a_year_it_ends_with_its_words(morning, trust):
    await morning.begin()
    trust.app.clock.move_to(MONDAY + timedelta(days=366))
    await morning.changes(trust.jo, can_help_with="phonics")
    assert await morning.next() == []
    await trust.app.upkeep.prune()
    async with trust.app.database.reading() as store:
        held = await gather(trust.ada, store)
    assert (held.standing, held.callouts) == ((), ())
