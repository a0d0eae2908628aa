"""A message whose fate nobody knows is not sent again: its recipient is asked, and has it with one tap."""

import pytest

from bot.door import Unclear
from handlers import mailbox
from handlers.talk import Card, Contact, Link, Post, Refusal, Request, ToTogether
from storage.records import LetterState, Person, Platform, Why
from tests.bot.conftest import PostOffice


def request_of(office: PostOffice, person: Person) -> Request:
    return Request(person, office.trust, office.clock.now())


async def gone_missing(office: PostOffice, name: str = "Ada") -> Person:
    ada = await office.person(name, platform=Platform.TEAMS)
    office.teams.says["hello"] = [Unclear("502")]
    await office.post(ada, "hello")
    await office.delivery.settle()
    return ada


async def test_it_is_parked_and_its_recipient_is_asked(office: PostOffice):
    await gone_missing(office)

    assert (await office.letter("hello")).state is LetterState.UNKNOWN
    assert office.teams.titles() == ["A message for you may have gone missing"]


async def test_one_tap_shows_it(office: PostOffice):
    ada = await gone_missing(office)
    (button,) = office.teams.sent[0].card.buttons()
    assert not isinstance(button, Link)

    for _ in range(2):  # twice does no harm
        async with office.database.store() as store:
            reply = await mailbox.show.press(request_of(office, ada), store, button.values)

    assert reply.say.title == "hello"
    assert (await office.letter("hello")).state is LetterState.SENT


async def test_nobody_else_can_have_it(office: PostOffice):
    await gone_missing(office)
    jo = await office.person("Jo")
    (button,) = office.teams.sent[0].card.buttons()
    assert not isinstance(button, Link)

    async with office.database.store() as store:
        with pytest.raises(Refusal):
            await mailbox.show.press(request_of(office, jo), store, button.values)

    assert (await office.letter("hello")).state is LetterState.UNKNOWN


async def test_what_was_for_several_together_is_offered_to_each_of_them(office: PostOffice):
    """Where nobody can look for a group message: each has it with one tap, and the other's address."""
    ada, jo, sam = [await office.person(name) for name in ("Ada", "Jo", "Sam")]
    office.slack.looks = False
    office.slack.says["met:1"] = [Unclear("502")]
    async with office.database.store() as store:
        together = Post(ToTogether((ada, jo)), Card("Meet each other"), "met:1", Why.ANSWER)
        await office.postman.post((together,), store)
    await office.delivery.settle()

    assert (await office.letter("met:1")).state is LetterState.UNKNOWN
    assert office.slack.titles() == ["A message for you may have gone missing"] * 2
    (button,) = office.slack.sent[0].card.buttons()
    assert not isinstance(button, Link)
    async with office.database.store() as store:
        for person, other in ((ada, jo), (jo, ada)):
            reply = await mailbox.show.press(request_of(office, person), store, button.values)
            assert isinstance(reply.say, Card)
            assert reply.say == Card("Meet each other", Contact(other.name, other.email))
        with pytest.raises(Refusal):
            await mailbox.show.press(request_of(office, sam), store, button.values)


async def test_the_question_itself_is_asked_only_once(office: PostOffice):
    office.teams.says["unsure:hello"] = [Unclear("502")]
    await gone_missing(office)

    assert [letter.key for letter in await office.letters()] == ["hello", "unsure:hello"]
    assert {letter.state for letter in await office.letters()} == {LetterState.UNKNOWN}


async def test_a_process_that_died_while_sending_leaves_an_unknown_letter(office: PostOffice):
    """Where nothing can be looked up, a send that was begun is never begun again."""
    ada = await office.person("Ada", platform=Platform.TEAMS)
    await office.post(ada, "hello")
    postroom = office.delivery.postroom
    (bunch,) = await postroom.claim("dead", office.clock.now(), buckets=1, lease_s=30)
    assert await postroom.start(bunch.letters[0], "dead")

    await office.rested()
    await office.delivery.settle()

    assert office.teams.titles() == ["A message for you may have gone missing"]


async def test_an_edit_is_simply_repeated(office: PostOffice):
    """The same words in the same message: nothing can be doubled."""
    ada = await office.person("Ada", platform=Platform.TEAMS)
    await office.post(ada, "agenda:5")
    await office.delivery.settle()
    office.teams.says["agenda:5:changed"] = [Unclear("502")]
    await office.post(ada, "agenda:5:changed", replaces="agenda:5")

    await office.delivery.settle()
    await office.rested()
    await office.delivery.settle()

    assert [sent.edits for sent in office.teams.sent] == ["", "m-agenda:5"]
