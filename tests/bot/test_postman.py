"""Posts and answers become letters, to where each person is."""

from dataclasses import replace
from datetime import timedelta

from bot.door import Answer, Apart
from bot.incoming import Filled, Happened, Incoming
from bot.router import Router
from handlers.capability import Occasion
from handlers.packing import card_from_data, form_from_data
from handlers.talk import Button, Card, Contact, Form, Post, Text, TextField, ToNetwork, ToTogether
from storage.records import Account, Channel, LetterState, Platform, Why
from tests.bot.conftest import PostOffice

FORM = Form(
    "Your profile",
    (TextField("working_on", "What you are working on"),),
    Button("Save", "profile.edit"),
    Button("Edit my profile", "profile.edit", opens_form=True),
    "It is shown to colleagues.",
)


def came(person, **values) -> Incoming:
    account = Account(Platform.SLACK, "W1", f"S{person.id}")
    what = Happened(Occasion.HOME)
    return Incoming("slack:W1:1", account, what, reply_to={"channel": "D1"}, bucket="slack:D1", **values)


async def test_an_answer_goes_to_where_it_was_asked_once(office: PostOffice):
    ada = await office.person("Ada")
    for _ in range(2):
        async with office.database.store() as store:
            await office.postman.answer(came(ada), Answer(Card("Here"), public=True, person=ada), store)

    await office.delivery.settle()

    (sent,) = office.slack.sent
    assert sent.letter.key == "answer:slack:W1:1"
    assert sent.letter.address == {"channel": "D1", "public": True}


async def test_whoever_has_just_deleted_everything_still_hears_so(office: PostOffice):
    """Their last letter belongs to nobody: they are not here any more."""
    ada = await office.person("Ada")
    router = Router(office.clock, office.postman)
    confirmed = replace(came(ada), what=Filled("privacy.delete", {}, {"sure": ("yes",)}))
    async with office.database.store() as store:
        answer = await router.answer(confirmed, ada, store)
        await office.postman.answer(confirmed, answer, store, trust=office.trust.id)

    await office.delivery.settle()

    assert office.slack.titles() == ["Everything held on you is deleted"]
    (letter,) = await office.letters()
    assert (letter.person, letter.state) == (None, LetterState.SENT)


async def test_an_answer_that_is_very_late_is_left_out(office: PostOffice):
    """After an outage nobody is showered with answers to yesterday's questions."""
    ada = await office.person("Ada")
    async with office.database.store() as store:
        await office.postman.answer(came(ada), Answer(Card("Here"), person=ada), store)

    await office.later(hours=2)

    assert office.slack.sent == []


async def test_a_stranger_is_answered_in_the_name_of_the_workspace(office: PostOffice):
    ada = await office.person("Ada")
    async with office.database.store() as store:
        await office.postman.answer(came(ada), Answer(Card("Who are you?")), store)
        await office.postman.answer(came(ada), Answer(Card("Who are you?")), store, trust=office.trust.id)

    await office.delivery.settle()

    assert office.slack.titles() == ["Who are you?"]


async def test_a_form_that_cannot_open_by_itself_is_a_card_with_a_button(office: PostOffice):
    ada = await office.person("Ada")
    async with office.database.store() as store:
        await office.postman.answer(came(ada), Answer(FORM, person=ada), store)

    await office.delivery.settle()

    (sent,) = office.slack.sent
    assert sent.card == Card("Your profile", Text("It is shown to colleagues."), FORM.opener)
    assert "form" not in sent.letter.address


async def test_a_door_that_can_show_a_form_gets_the_form(office: PostOffice):
    ada = await office.person("Ada")
    incoming = Incoming(
        "slack:W1:2", Account(Platform.SLACK, "W1", "S1"), Happened(Occasion.HOME),
        reply_to={"forms": True}, bucket="slack:D1",
    )  # fmt: skip
    async with office.database.store() as store:
        await office.postman.answer(incoming, Answer(FORM, person=ada), store)

    (letter,) = await office.letters()

    assert form_from_data(letter.address["form"]) == FORM


async def test_a_key_as_long_as_a_platform_likes_is_still_one_of_a_kind(office: PostOffice):
    ada = await office.person("Ada")
    for end in ("a", "b", "b"):
        await office.post(ada, "x" * 400 + end)

    await office.delivery.settle()

    assert len(office.slack.sent) == 2


async def test_two_colleagues_on_slack_meet_in_one_conversation(office: PostOffice):
    ada, jo = await office.person("Ada"), await office.person("Jo")
    async with office.database.store() as store:
        await office.postman.post((meeting(ada, jo),), store)

    await office.delivery.settle()

    (sent,) = office.slack.sent
    assert sent.letter.address["users"] == sorted([f"S{ada.id}", f"S{jo.id}"])


async def test_where_no_conversation_can_be_opened_each_gets_the_others_contact(office: PostOffice):
    ada = await office.person("Ada", platform=Platform.TEAMS)
    jo = await office.person("Jo", platform=Platform.TEAMS)
    async with office.database.store() as store:
        await office.postman.post((meeting(ada, jo), meeting(ada, jo)), store)

    await office.delivery.settle()

    contacts = {sent.letter.person: sent.card.blocks[-1] for sent in office.teams.sent}
    assert contacts == {ada.id: Contact("Jo", jo.email), jo.id: Contact("Ada", ada.email)}
    assert len(office.teams.sent) == 2


async def test_people_on_different_platforms_are_written_to_on_their_own(office: PostOffice):
    ada, jo = await office.person("Ada"), await office.person("Jo", platform=Platform.TEAMS)
    async with office.database.store() as store:
        await office.postman.post((meeting(ada, jo),), store)

    await office.delivery.settle()

    assert [len(office.slack.sent), len(office.teams.sent)] == [1, 1]


async def test_people_whom_the_platform_will_not_bring_together_are_written_to_one_by_one(office: PostOffice):
    """Slack only says so when it is tried: the letter is split then, once."""
    ada, jo = await office.person("Ada"), await office.person("Jo")
    office.slack.says["met:1"] = [Apart("user_not_visible")]
    async with office.database.store() as store:
        await office.postman.post((meeting(ada, jo),), store)

    await office.delivery.settle()
    async with office.database.store() as store:
        await office.postman.post((meeting(ada, jo),), store)
    await office.delivery.settle()

    assert sorted(office.slack.keys()) == [f"met:1@{ada.id}", f"met:1@{jo.id}"]
    assert (await office.letter("met:1")).state is LetterState.MERGED


async def test_a_network_is_written_to_in_each_of_its_channels(office: PostOffice):
    async with office.database.store() as store:
        network = await store.networks.keep(office.trust.id, "SENDCOs")
        for platform, channel in ((Platform.SLACK, "C1"), (Platform.TEAMS, "19:x"), (Platform.BROWSER, "b")):
            await store.networks.link(Channel(network, office.trust.id, platform, "W1", channel))
        found = await store.networks.find(network, trust=office.trust.id)
        assert found is not None
        post = Post(ToNetwork(found), Card("Agenda"), "agenda:1", Why.REMINDER)
        await office.postman.post((post, post), store)

    await office.delivery.settle()

    assert [sent.letter.address["channel"] for sent in office.slack.sent + office.teams.sent] == [
        "C1",
        "19:x",
    ]


async def test_a_letter_to_several_is_not_sent_when_one_of_them_has_left(office: PostOffice):
    ada, jo = await office.person("Ada"), await office.person("Jo")
    post = meeting(ada, jo)
    later = Post(post.to, post.card, post.key, post.why, due=office.clock.now() + timedelta(days=1))
    async with office.database.store() as store:
        await office.postman.post((later,), store)
        await store.people.forget(jo)

    await office.later(days=2)

    assert office.slack.sent == []
    assert card_from_data((await office.letter("met:1")).card).title == "You two wanted to meet"


def meeting(*people) -> Post:
    return Post(ToTogether(people), Card("You two wanted to meet"), "met:1", Why.ANSWER)
