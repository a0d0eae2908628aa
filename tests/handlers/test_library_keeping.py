"""What is never kept, what stays when its sharer takes it back, and what looking at a page brings."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest

from handlers.library.keeping import Kept, keep, withdraw
from handlers.library.lately import shared_lately
from handlers.library.looked import looked
from handlers.library.saving import share
from handlers.shared import visible
from handlers.talk import Refusal, Request
from storage.records import Look, Network, Person, PersonId, PracticeId, Presence
from storage.store import Database
from tests.conftest import MONDAY


@dataclass(frozen=True)
class Trust:
    database: Database
    ada: Person
    bo: Person
    maths: Network


@pytest.fixture
async def trust(database: Database) -> Trust:
    async with database.store() as store:
        home = (await store.trusts.add("Alder Example Trust")).id
        names = ("Ada Ash", "Bo Birch")
        await store.people.keep(
            [Person(PersonId(0), home, f"{name[:2].lower()}@alder.example", name) for name in names], MONDAY
        )
        ada, bo = await store.people.everyone(home)
        await store.networks.keep(home, "Maths leads")
        (maths,) = await store.networks.everyone(home)
    return Trust(database, ada, bo, maths)


@pytest.mark.parametrize(
    ("url", "purpose", "why"),
    [
        ("https://alder.cpoms.net/students/12", "this one", "pupils’ records"),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting", "join us", "nothing in it to find"),
        ("https://alder.sharepoint.com/sites/s/Jack%20Hill%20Y5%20EHCP.docx", "", "may identify a pupil"),
        (
            "https://phonics.example/plan",
            "worked for Jack Hill in Year 5, who has an EHCP",
            "identify a pupil",
        ),
        ("https://phonics.example/" + "a" * 2000, "", "too long"),
    ],
)
async def test_what_is_never_kept(trust: Trust, url: str, purpose: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        async with trust.database.store() as store:
            await keep(url, purpose, trust.ada, trust.maths, MONDAY, store)
    async with trust.database.reading() as store:
        assert await store.resources.everyone(trust.ada.trust) == ()


async def test_a_network_is_named_at_the_end_and_a_page_of_commas_keeps_nobody_waiting(trust: Trust) -> None:
    async with trust.database.store() as store:
        await store.networks.keep(trust.ada.trust, "Oracy")
        for each in await store.networks.everyone(trust.ada.trust):
            await store.networks.join(each.id, trust.ada)
        home = await store.trusts.find(trust.ada.trust)
        assert home is not None
        began = time.process_time()
        for said in (
            "https://phonics.example/plan unpicks it well, for Maths leads.",
            f"https://a.example {',' * 30_000}",
        ):
            await share(Request(trust.ada, home, MONDAY, said), store)
        assert time.process_time() - began < 5, "it took half a minute"
        (sharing,) = await store.sharings.by(trust.ada)
    assert (sharing.network, sharing.purpose) == (trust.maths.id, "unpicks it well")


async def test_a_title_read_from_an_address_can_be_kept(trust: Trust) -> None:
    async with trust.database.store() as store:
        url = "https://phonics.example/Reading%00for%E2%80%AEpleasure"
        kept = await keep(url, "", trust.ada, trust.maths, MONDAY, store)
    assert kept.resource.title == "Reading for pleasure"


async def test_what_helped_a_colleague_stays_without_the_name_of_who_takes_it_back(trust: Trust) -> None:
    async with trust.database.store() as store:
        helpful = await keep("https://phonics.example/a", "for Year 1", trust.ada, trust.maths, MONDAY, store)
        other = await keep("https://phonics.example/b", "for Year 2", trust.ada, trust.maths, MONDAY, store)
        await store.uses.note(helpful.resource, trust.bo, helped_at=MONDAY, line="They read more.")
        for each in (helpful, other):
            await withdraw(each.sharing, store)
        (left,) = await store.resources.everyone(trust.ada.trust)
        (sharing,) = await store.sharings.everyone(trust.ada.trust)
    assert (left.id, sharing.person, sharing.purpose) == (helpful.resource.id, None, "")
    assert sharing.network == trust.maths.id, "a closed network's stays its members'"


async def test_two_who_take_it_back_at_once_leave_nothing(trust: Trust) -> None:
    async with trust.database.store() as store:
        kept = [
            await keep("https://phonics.example/a", "for Year 1", each, trust.maths, MONDAY, store)
            for each in (trust.ada, trust.bo)
        ]

    async def take_back(one: Kept) -> None:
        async with trust.database.store() as store:
            await withdraw(one.sharing, store)

    await asyncio.gather(*map(take_back, (*kept, *kept)))
    async with trust.database.reading() as store:
        assert await store.resources.everyone(trust.ada.trust) == ()


async def test_a_short_address_and_the_page_it_leads_to_are_one_entry_with_both_who_shared_them(
    trust: Trust,
) -> None:
    page = "https://www.ncetm.org.uk/classroom-resources/fractions/"
    look = Look(
        Presence.THERE, 200, f"{page}?utm_source=short", "text/html", "Fractions | NCETM", "In small steps"
    )
    async with trust.database.store() as store:
        await keep(page, "for Year 5", trust.bo, trust.maths, MONDAY, store)
        short = await keep("https://bit.ly/3xYz", "unpicks fractions", trust.ada, trust.maths, MONDAY, store)
        serving = await store.resources.change(short.resource, practices=(PracticeId(1),))
        await looked(serving, look, store)
        again = await keep("https://bit.ly/3xYz", "and for Year 6", trust.ada, None, MONDAY, store)
        (found,) = await store.resources.everyone(trust.ada.trust)
        sharings = await store.sharings.everyone(trust.ada.trust)
    assert (found.url, found.title, found.description) == (page, "Fractions | NCETM", "In small steps")
    assert {each.person for each in sharings} == {trust.ada.id, trust.bo.id}
    assert found.practices == (PracticeId(1),)
    assert again.resource.id == found.id, "where it leads is known from now on"


async def test_of_two_that_become_one_a_yes_counts_more_than_a_question_still_open(trust: Trust) -> None:
    page = "https://www.ncetm.org.uk/classroom-resources/fractions/"
    async with trust.database.store() as store:
        await keep(page, "", trust.ada, trust.maths, MONDAY, store, message="slack:1", kept=False)
        short = await keep("https://bit.ly/3xYz", "unpicks fractions", trust.ada, trust.maths, MONDAY, store)
        await looked(short.resource, Look(Presence.THERE, 200, page, "text/html"), store)
        (sharing,) = await store.sharings.everyone(trust.ada.trust)
    assert (sharing.kept, sharing.purpose) == (True, "unpicks fractions")


async def test_two_that_become_one_do_not_tell_what_a_closed_network_calls_it(trust: Trust) -> None:
    page = "https://www.ncetm.org.uk/classroom-resources/fractions/"
    async with trust.database.store() as store:
        await store.networks.change(trust.maths, open=False)
        await keep(page, "for Year 5", trust.bo, trust.maths, MONDAY, store, title="For the weak schools")
        short = await keep("https://bit.ly/3xYz", "unpicks fractions", trust.ada, None, MONDAY, store)
        await looked(short.resource, Look(Presence.THERE, 200, page, "text/html"), store)
        (found,) = await store.resources.everyone(trust.ada.trust)
    assert (found.url, found.title) == (page, short.resource.title)


async def test_what_a_closed_network_shares_again_is_no_news_to_others(trust: Trust) -> None:
    page, before = "https://www.ncetm.org.uk/classroom-resources/fractions/", MONDAY - timedelta(days=30)
    async with trust.database.store() as store:
        await store.networks.change(trust.maths, open=False)
        await keep(page, "for Year 5", trust.ada, None, before, store)
        await keep(page, "for Year 5", trust.bo, trust.maths, MONDAY, store)
        (home,) = await store.trusts.everyone()
        (new,) = (await shared_lately(home, MONDAY.date(), store)).things.items
    assert (new.at, new.for_all) == (before, True)


@pytest.mark.parametrize(
    ("leads_to", "is_kept"),
    [
        ("https://alder.sharepoint.com/sites/s/Jack%20Hill%20Y5%20EHCP.docx", False),
        ("https://alder.cpoms.net/students/12", False),
        ("https://phonics.example/" + "a" * 2000, True),
    ],
)
async def test_a_short_address_brings_in_nothing_that_a_long_one_may_not(
    trust: Trust, leads_to: str, is_kept: bool
) -> None:
    async with trust.database.store() as store:
        short = await keep("https://bit.ly/3xYz", "for Year 5", trust.ada, trust.maths, MONDAY, store)
        await looked(short.resource, Look(Presence.THERE, 200, leads_to, "text/html", "Plan"), store)
        found = await store.resources.everyone(trust.ada.trust)
    assert [each.url for each in found] == ["https://bit.ly/3xYz"] * is_kept


async def test_a_title_that_was_put_right_stays_and_one_that_names_a_pupil_is_not_kept(trust: Trust) -> None:
    look = Look(Presence.THERE, 200, "", "text/html", "Home", "A page")
    pupil = Look(Presence.THERE, 200, "", "text/html", "Jack Hill, Year 5: EHCP review")
    async with trust.database.store() as store:
        kept = await keep("https://phonics.example/plan", "for Year 1", trust.ada, None, MONDAY, store)
        await looked(kept.resource, pupil, store)
        (before,) = await store.resources.everyone(trust.ada.trust)
        corrected = await store.resources.change(before, title="Phonics plan", corrected=True)
        await looked(corrected, look, store)
        (after,) = await store.resources.everyone(trust.ada.trust)
    assert (before.title, after.title, after.description) == ("Plan", "Phonics plan", "A page")


async def test_what_was_seen_at_the_old_address_is_nothing_of_the_new(trust: Trust) -> None:
    async with trust.database.store() as store:
        kept = await keep("https://phonics.example/old", "for Year 1", trust.ada, None, MONDAY, store)
        errand = await store.errands.claim("a process", MONDAY, timedelta(minutes=3))
        assert errand is not None
        await store.resources.readdress(kept.resource, "https://reading.example/new", "reading.example/new")
        assert not await store.errands.done(errand), "nothing of it may be kept"
        assert await store.errands.unprobed(trust.ada.trust, limit=9) == (kept.resource.id,)


async def test_what_was_put_away_comes_back_with_a_new_message_and_not_with_an_edit_of_the_old(
    trust: Trust,
) -> None:
    async def is_there(message: str) -> bool:
        url = "https://phonics.example/plan"
        kept = await keep(url, "for Year 1", trust.ada, trust.maths, MONDAY, store, message=message)
        return kept.resource.archived_at is None

    async with trust.database.store() as store:
        assert await is_there("slack:1")
        (found,) = await store.resources.everyone(trust.ada.trust)
        await store.resources.change(found, archived_at=MONDAY)
        assert not await is_there("slack:1")
        assert await is_there("slack:2")


async def test_what_nobody_has_said_yes_to_is_seen_by_whoever_posted_it_alone(trust: Trust) -> None:
    async with trust.database.store() as store:
        url = "https://phonics.example/plan"
        asked = await keep(url, "for Year 1", trust.ada, trust.maths, MONDAY, store, message="m", kept=False)
        seen = [await visible([asked.resource], each, store) for each in (trust.ada, trust.bo)]
    assert seen == [(asked.resource,), ()]


async def test_neither_a_dead_link_nor_one_put_away_is_news(trust: Trust) -> None:
    async with trust.database.store() as store:
        dead, away, good = [
            (await keep(f"https://phonics.example/{n}", "", trust.ada, None, MONDAY, store)).resource
            for n in range(3)
        ]
        await store.resources.change(dead, is_dead=True)
        await store.resources.change(away, archived_at=MONDAY)
        home = await store.trusts.find(trust.ada.trust)
        assert home is not None
        lately = await shared_lately(home, MONDAY.date(), store)
    assert [each.resource.id for each in lately.things.items] == [good.id]
