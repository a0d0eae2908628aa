"""Whatever changes in a trust is known at the next question, in every process, as if all were read anew."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from handlers.colleagues import asked_for, colleagues_of
from handlers.rules.matching import Colleagues
from storage.records import NetworkId, Person, School, SchoolId, TrustId
from storage.store import Database, Store
from tests.conftest import MONDAY

QUESTIONS = (
    "who else is tackling phonics?",
    "who has cracked attendance?",
    "other SENDCos",
    "who knows about rekenreks?",
    "Sam Example",
    "anyone at Oak?",
)


def named(people: tuple[Person, ...], name: str) -> Person:
    return next(each for each in people if each.name == name)


async def settle(store: Store, name: str) -> TrustId:
    """A trust of three schools; Ada asks, the others may be found."""
    trust = (await store.trusts.add(name)).id
    await store.schools.keep(
        School(SchoolId(0), trust, urn, school, phase="Primary", pupils=100 + number * 50)
        for number, (urn, school) in enumerate([("1", "Elm"), ("2", "Oak"), ("3", "Ash")])
    )
    await store.networks.keep(trust, "Phonics network")
    await add(store, trust, "Ada Example", "1", job_title="SENDCo")
    await add(store, trust, "Jo Example", "2", job_title="SENDCo", working_on="rekenreks")
    await add(store, trust, "Sam Example", "3", job_title="Year 2 teacher", can_help_with="attendance")
    return trust


async def add(store: Store, trust: TrustId, name: str, urn: str, **said: str) -> None:
    school = next(each for each in await store.schools.everyone(trust) if each.urn == urn)
    email = f"{name.split()[0].lower()}@school.example"
    given = replace(Person(id=0, trust=trust, email=email, name=name, school=school.id), **said)
    await store.people.keep([given], MONDAY)


async def network(store: Store, trust: TrustId) -> NetworkId:
    return (await store.networks.everyone(trust))[0].id


async def writes_of_phonics(store: Store, trust: TrustId, sam: Person) -> None:
    await store.people.change(sam, MONDAY, working_on="phonics in mixed-age classes")


async def hides(store: Store, trust: TrustId, sam: Person) -> None:
    await store.people.change(sam, MONDAY, open_to_introductions=False)


async def joins(store: Store, trust: TrustId, sam: Person) -> None:
    await store.networks.join(await network(store, trust), sam)


async def joins_and_leaves(store: Store, trust: TrustId, sam: Person) -> None:
    await joins(store, trust, sam)
    await colleagues_of(trust, store)
    await store.networks.leave(await network(store, trust), sam)


async def is_enrolled(store: Store, trust: TrustId, sam: Person) -> None:
    await store.networks.enrol(trust, [(await network(store, trust), sam.id)])


async def is_erased(store: Store, trust: TrustId, sam: Person) -> None:
    await store.people.forget(sam)


async def is_replaced(store: Store, trust: TrustId, sam: Person) -> None:
    """One leaves and another comes: there are as many as before."""
    await store.people.forget(sam)
    await add(store, trust, "Kit Sample", "3", job_title="SENDCo", working_on="phonics")


async def gets_a_new_colleague(store: Store, trust: TrustId, sam: Person) -> None:
    await add(store, trust, "Kit Sample", "2", job_title="Attendance lead", working_on="attendance")


async def moves_school(store: Store, trust: TrustId, sam: Person) -> None:
    await add(store, trust, "Sam Example", "1", job_title="Headteacher")


async def their_school_grows(store: Store, trust: TrustId, sam: Person) -> None:
    schools = await store.schools.everyone(trust)
    await store.schools.keep(replace(each, pupils=420, name=f"{each.name} Academy") for each in schools)


def answers(colleagues: Colleagues, ada: Person) -> list[object]:
    return [colleagues.closest(asked_for(question, ada), ada) for question in QUESTIONS]


@pytest.mark.parametrize(
    "change",
    [
        writes_of_phonics, hides, joins, joins_and_leaves, is_enrolled, is_erased, is_replaced,
        gets_a_new_colleague, moves_school, their_school_grows,
    ],
)  # fmt: skip
async def test_a_change_is_known_at_the_next_question_in_every_process(
    database: Database, change: Callable[[Store, TrustId, Person], Awaitable[None]]
) -> None:
    async with database.store() as store:
        ours, theirs = await settle(store, "Ours"), await settle(store, "Theirs")
    other_process = Database(database.url.render_as_string(hide_password=False))
    for process in (database, other_process):
        async with process.reading() as store:
            before = {trust: await colleagues_of(trust, store) for trust in (ours, theirs)}
            ada = named(await store.people.everyone(ours), "Ada Example")
            assert answers(before[ours], ada)[3], "somebody is found at all"

    async with database.store() as store:
        await change(store, ours, named(await store.people.everyone(ours), "Sam Example"))

    for process in (database, other_process):
        async with process.reading() as store:
            everyone, schools = await store.people.everyone(ours), await store.schools.everyone(ours)
            ada = named(everyone, "Ada Example")
            known = await colleagues_of(ours, store)
            assert answers(known, ada) == answers(Colleagues.of(everyone, schools), ada)
            assert len(known) == len(everyone)
    async with other_process.reading() as store:
        assert await colleagues_of(theirs, store) is before[theirs], "another trust's is not touched"
    await other_process.close()


async def test_a_change_that_is_undone_was_never_known(database: Database) -> None:
    async with database.store() as store:
        trust = await settle(store, "Ours")
        await colleagues_of(trust, store)
    with suppress(ZeroDivisionError):
        async with database.store() as store:
            ada, _, sam = await store.people.everyone(trust)
            await store.people.change(sam, MONDAY, working_on="phonics")
            assert answers(await colleagues_of(trust, store), ada)[0], "the transaction itself sees it"
            raise ZeroDivisionError

    async with database.store() as store:
        assert answers(await colleagues_of(trust, store), ada)[0] == []
        await store.people.change(sam, MONDAY, working_on="attendance")
        assert answers(await colleagues_of(trust, store), ada)[0] == []
