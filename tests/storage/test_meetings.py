"""Meetings are planned once, and letters about one that changes are withdrawn with what they had replaced."""

import asyncio
from datetime import timedelta

from bot.clock import Clock
from storage.postroom import Postroom
from storage.records import (
    AgendaItem,
    Letter,
    LetterId,
    NetworkId,
    Person,
    PersonId,
    Platform,
    TrustId,
    Why,
)
from storage.store import Database


async def a_network(database: Database, clock: Clock) -> tuple[TrustId, NetworkId, Person]:
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        await store.people.keep(
            [Person(PersonId(0), trust.id, "ada@school.example", "Ada O'Exa")], clock.now()
        )
        (ada,) = await store.people.everyone(trust.id)
        return trust.id, await store.networks.keep(trust.id, "Maths leads"), ada


async def test_of_two_who_plan_the_same_meeting_at_once_both_get_the_one(database, clock):
    trust, network, _ = await a_network(database, clock)
    starts = clock.now()

    async def plan(minutes: int):
        async with database.store() as store:
            found = await store.meetings.plan(network, starts, trust=trust, minutes=minutes)
            await asyncio.sleep(0.01)
            return found

    first, second = await asyncio.gather(plan(60), plan(45))
    assert first.id == second.id
    async with database.reading() as store:
        assert len(await store.meetings.of(network, trust=trust)) == 1


async def test_a_letter_that_never_goes_takes_along_those_it_had_replaced(database, clock):
    trust, _, ada = await a_network(database, clock)
    now = clock.now()
    first = Letter(
        LetterId(0), trust, "meeting:1:agenda:1", {}, Why.MEETING, Platform.BROWSER, {}, "", now, ada.id
    )
    async with database.store() as store:
        await store.outbox.add(first, now)
        await store.outbox.add(first._replace(key="meeting:1:agenda:1:2", replaces=first.key), now)
        await store.outbox.add(first._replace(key="meeting:11:agenda:1"), now + timedelta(days=1))
        assert await store.outbox.withdraw(trust, "meeting:1:") == {ada.id}
        assert await store.outbox.written(trust, [first.key, "meeting:11:agenda:1"]) == {
            "meeting:11:agenda:1"
        }
        assert await store.outbox.add(first, now), "it may be written anew"

    room = Postroom(database)
    (bunch,) = await room.claim("somebody", now, buckets=1, lease_s=30)
    (taken,) = bunch.letters
    async with database.store() as store:
        assert await store.outbox.withdraw(trust, taken.key) == {ada.id}, "it has not begun to go"
    assert not await room.start(taken, "somebody")
    await room.close()


async def test_whoever_goes_takes_their_name_along_even_from_a_text_that_is_as_long_as_can_be(
    database, clock
):
    trust, network, ada = await a_network(database, clock)
    async with database.store() as store:
        meeting = await store.meetings.plan(network, clock.now(), trust=trust, minutes=60)
        assert meeting is not None
        full = AgendaItem(10, "Ada O’Exa shows talk tactics".ljust(200, "!"))  # as a phone curls it
        await store.agendas.keep(meeting, [full])
        await store.people.forget(ada)
        (left,) = await store.agendas.items(meeting.id, trust=trust)
    assert left.title.startswith("a former colleague shows talk tactics")
