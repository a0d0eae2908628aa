"""Letters of the playground: there once, edited in place, and seen by those they are for."""

from datetime import UTC, datetime

import pytest

from bot.browser.pages import waiting_for
from bot.browser.read import account
from bot.browser.send import BrowserDoor
from bot.clock import Clock
from bot.door import Envelope, Never
from handlers.packing import card_to_data
from handlers.talk import Card, Text
from storage.playground import Message, Waiting, direct, together
from storage.records import Letter, LetterId, Person, PersonId, Platform, TrustId, Why

NOW = datetime(2026, 9, 7, 8, tzinfo=UTC)


@pytest.fixture
async def people(database):
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        names = ("Ada Example", "Jo Sample", "Sam Sample")
        await store.people.keep(
            [
                Person(PersonId(0), trust.id, f"{name.split()[0].lower()}@school.example", name)
                for name in names
            ],
            NOW,
        )
        return await store.people.everyone(trust.id)


@pytest.fixture
def door(database):
    return BrowserDoor(database, Clock(NOW))


def letter(trust: TrustId, key: str, card: Card, **address) -> Letter:
    return Letter(LetterId(1), trust, key, card_to_data(card), Why.ANSWER, Platform.BROWSER, address, "", NOW)


def envelope(trust: TrustId, key: str, title: str, *, edits: str = "", **address) -> Envelope:
    card = Card(title, Text("…"))
    return Envelope(letter(trust, key, card, **address), card, edits)


async def seen(database, person: Person, conversation: str) -> list[str]:
    async with database.reading() as store:
        kept = await store.playground.read(conversation, person.id, trust=person.trust, limit=10)
    return [each.card["title"] for each in kept]


async def test_a_letter_sent_twice_stands_there_once(database, door, people):
    ada, *_ = people
    address, bucket = door.address_of(account(ada.email), {"person": ada.id})

    first = await door.send(envelope(ada.trust, "hello", "Hello", **address))
    second = await door.send(envelope(ada.trust, "hello", "Hello", **address))

    assert first == second
    assert bucket == f"browser:direct:{ada.id}"
    assert await seen(database, ada, direct(ada.id)) == ["Hello"]


async def test_an_earlier_send_can_be_looked_up(door, people):
    ada, *_ = people
    address, _ = door.address_of(account(ada.email), {"person": ada.id})
    told = envelope(ada.trust, "hello", "Hello", **address)

    assert await door.look_up(told) is None
    assert await door.look_up(told) == await door.send(told) or await door.look_up(told) is not None


async def test_an_edit_changes_the_message_where_it_stands(database, door, people):
    ada, *_ = people
    address, _ = door.address_of(account(ada.email), {"person": ada.id})
    sent = await door.send(envelope(ada.trust, "agenda", "Agenda", **address))
    await door.send(envelope(ada.trust, "other", "Other", **address))

    edited = await door.send(
        envelope(ada.trust, "agenda:2", "Agenda, changed", edits=sent.platform_id, **address)
    )

    assert edited.platform_id == sent.platform_id
    assert await seen(database, ada, direct(ada.id)) == ["Agenda, changed", "Other"]


async def test_two_people_share_one_thread_and_a_third_does_not_see_it(database, door, people):
    ada, jo, sam = people
    both = tuple((account(each.email), {"person": each.id}) for each in (jo, ada))
    address, _ = door.address_together(both)
    await door.send(envelope(ada.trust, "together", "Meet each other", **address))

    thread = together([ada.id, jo.id])
    assert await seen(database, ada, thread) == await seen(database, jo, thread) == ["Meet each other"]
    async with database.reading() as store:
        assert await store.playground.threads(ada.id, trust=ada.trust) == (thread,)
        assert await store.playground.threads(sam.id, trust=sam.trust) == ()


async def test_an_answer_in_a_channel_is_for_the_asker_unless_it_is_for_all(database, door, people):
    ada, jo, _ = people
    asked = {"conversation": "channel:1", "person": ada.id, "edits": ""}
    await door.send(envelope(ada.trust, "a", "For Ada", **asked, public=False))
    await door.send(envelope(ada.trust, "b", "For all", **asked, public=True))

    assert await seen(database, ada, "channel:1") == ["For Ada", "For all"]
    assert await seen(database, jo, "channel:1") == ["For all"]


async def test_what_has_been_read_is_not_counted_again(database, door, people):
    ada, jo, _ = people
    address, _ = door.address_of(account(ada.email), {"person": ada.id})
    for key in ("a", "b"):
        sent = await door.send(envelope(ada.trust, key, "Hello", **address))
        async with database.store() as store:
            here = direct(ada.id)
            assert await store.playground.waiting_for_everyone(trust=ada.trust) == (Waiting(ada.id, here, 1),)
            assert await store.playground.waiting(ada.id, [here], trust=ada.trust) == {here: 1}
            await store.playground.saw(ada.id, here, int(sent.platform_id), trust=ada.trust)
            assert await store.playground.waiting_for_everyone(trust=ada.trust) == ()
            assert await store.playground.waiting(jo.id, [direct(jo.id)], trust=jo.trust) == {}


async def test_a_shared_thread_waits_for_each_who_did_not_write(database, door, people):
    ada, jo, _ = people
    both = tuple((account(each.email), {"person": each.id}) for each in (ada, jo))
    address, _ = door.address_together(both)
    await door.send(envelope(ada.trust, "together", "Meet each other", **address))
    thread = together([ada.id, jo.id])
    async with database.store() as store:
        said = Message(0, "said", thread, NOW, author=ada.id, text="Hello Jo")
        await store.playground.keep(said, trust=ada.trust)
        waiting = await store.playground.waiting_for_everyone(trust=ada.trust)

    assert {each.person: each.unread for each in waiting} == {ada.id: 1, jo.id: 2}


async def test_a_colleague_with_messages_in_two_places_is_named_once(database, door, people):
    ada, jo, sam = people
    address, _ = door.address_of(account(jo.email), {"person": jo.id})
    await door.send(envelope(ada.trust, "direct", "Hello", **address))
    both = tuple((account(each.email), {"person": each.id}) for each in (ada, jo))
    together_address, _ = door.address_together(both)
    await door.send(envelope(ada.trust, "together", "Meet each other", **together_address))

    async with database.reading() as store:
        waiting = await waiting_for(sam, store)

    assert {each["person"].name: each["unread"] for each in waiting} == {"Jo Sample": 2, "Ada Example": 1}
    assert len(waiting) == 2
    assert next(each["url"] for each in waiting if each["person"].id == jo.id).startswith(
        f"/playground/{jo.id}/together-"
    )


async def test_a_letter_without_a_place_in_the_playground_is_refused_for_good(door, people):
    ada, *_ = people

    with pytest.raises(Never):
        await door.send(envelope(ada.trust, "nowhere", "Hello"))
    with pytest.raises(Never):
        door.address_of(account(ada.email), {})
