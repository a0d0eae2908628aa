"""However a handler ends, the person gets an answer, and what it began is undone where it must be."""

import logging
from datetime import timedelta

import pytest

from bot.incoming import Filled, Happened, Incoming, Opened, Pressed, Said
from bot.postman import Postman
from bot.router import Router
from handlers.capability import Capability, Occasion
from handlers.talk import Card, Form, Invalid, Refusal, Reply, TextField
from storage.records import Account, Person, PersonId, Platform

ACCOUNT = Account(Platform.BROWSER, "browser", "1")

kitchen = Capability("kitchen", about="Tea")


async def _order_tea(request, store):
    await store.questions.ask(request.person, request.said, (), request.now)


@kitchen.command("tea")
async def tea(request, store) -> Reply:
    await _order_tea(request, store)
    if request.said == "refuse":
        raise Refusal("The kettle is off. Ask again after break.")
    if request.said == "break":
        raise RuntimeError("secret words of a person")
    return Reply(Card("Tea"))


@kitchen.command("help")
async def help_(request, store) -> Reply:
    return Reply(Card("Help"))


@kitchen.action("kitchen.pour")
async def pour(request, store, *, cup: PersonId) -> Reply:
    return Reply(Card(f"Poured {cup}"))


@kitchen.form("kitchen.order")
async def order(request, store) -> Form:
    return order.form("Order", "", (TextField("what", "What?"),), "Go")


@order.filled
async def ordered(request, store, answers) -> Reply:
    await _order_tea(request, store)
    if answers["what"] == "coffee":
        raise Invalid(what="There is only tea.")
    return Reply(Card(answers["what"]))


@pytest.fixture
async def says(database, clock):
    """Say, press or fill in something as a member, and get (title, words, the questions that were kept)."""
    router = Router(clock, Postman({}, clock), [kitchen])
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        ada = Person(PersonId(0), trust.id, "ada@school.example", "Ada Example")
        await store.people.keep([ada], clock.now())
        person = await store.people.with_email(ada.email, trust=trust.id)

    async def say(what):
        async with database.store() as store:
            answer = await router.answer(Incoming("1", ACCOUNT, what), person, store)
        async with database.reading() as store:
            kept = [each.text for each in await store.questions.of(person)]
        return answer, kept

    return say


async def test_a_command_is_its_first_word_with_or_without_a_slash(says):
    for words in ("tea please", "/tea please", "Tea: please", "TEA please"):
        answer, kept = await says(Said(words))
        assert answer.say.title == "Tea"
        assert kept[-1] == "please"


async def test_help_with_more_words_is_a_question_and_alone_it_is_the_command(says):
    assert (await says(Said("help")))[0].say.title == "Help"
    assert (await says(Said("Help me find another SENDCo")))[0].say.title != "Help"


async def test_a_refusal_is_said_in_its_own_words_and_nothing_is_kept(says):
    answer, kept = await says(Said("tea refuse"))
    assert answer.say == Card("Sorry", *answer.say.blocks)
    assert "The kettle is off." in answer.say.plain()
    assert kept == []


async def test_a_mistake_of_ours_is_apologised_for_with_a_number_and_nothing_is_kept(says, caplog):
    with caplog.at_level(logging.ERROR):
        answer, kept = await says(Said("tea break"))
    number = answer.say.plain().rsplit(" ", 1)[1]
    assert len(number) == 8
    assert [record.number for record in caplog.records] == [number]
    assert "secret words" not in answer.say.plain()
    assert kept == []


@pytest.mark.parametrize(
    "what",
    [
        Pressed("kitchen.gone", {}),
        Pressed("kitchen.pour", {}),
        Pressed("kitchen.pour", {"cup": "x"}),
        Pressed("kitchen.order", {}),
        Opened("kitchen.pour", {"cup": 1}),
        Filled("kitchen.gone", {}, {}),
    ],
)
async def test_what_an_old_card_sends_is_answered_kindly(says, what):
    answer, _ = await says(what)
    assert answer.say.title == "This card is old"


async def test_a_form_that_cannot_be_kept_says_why_beside_the_field(says):
    answer, kept = await says(Filled("kitchen.order", {}, {"what": "coffee"}))
    assert answer.problems == {"what": "There is only tea."}
    assert kept == []


async def test_a_form_that_names_a_pupil_is_stopped_by_the_second_lock(says):
    answer, kept = await says(Filled("kitchen.order", {}, {"what": "tea for a pupil called Tyler Example"}))
    assert "without names" in answer.problems["what"]
    assert kept == []


async def test_a_worry_in_a_form_is_answered_as_anywhere(says):
    worry = "a girl told me her stepdad hits her at home"
    answer, kept = await says(Filled("kitchen.order", {}, {"what": worry}))
    assert answer.say.title == "Please take this to your DSL now"
    assert kept == []


async def test_signs_that_no_database_keeps_are_left_out(says):
    answer, kept = await says(Said("tea pl\x00ease \ud800"))
    assert answer.say.title == "Tea"
    assert kept == ["please ?"]


async def test_what_nobody_answers_is_met_with_silence(says):
    answer, _ = await says(Happened(Occasion.JOINED_CHANNEL))
    assert answer.say is None


async def test_somebody_unknown_is_told_whom_to_ask(database, clock):
    router = Router(clock, Postman({}, clock), [kitchen])
    async with database.store() as store:
        answer = await router.answer(Incoming("1", ACCOUNT, Said("tea")), None, store)
    assert answer.say.title.startswith("I can't find you")


def test_a_clock_that_is_moved_goes_forwards(clock):
    before = clock.now()
    clock.move_to(before + timedelta(days=1))
    assert clock.now() - before >= timedelta(days=1)
    with pytest.raises(ValueError, match="forwards"):
        clock.move_to(before)
