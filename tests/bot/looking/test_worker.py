"""What becomes of an errand: done once, put off where another time may help, dropped where nobody may ask."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.app import build
from bot.clock import Clock
from bot.looking.errands import Errands
from bot.looking.fetching import Fetcher
from bot.looking.looker import Looker
from bot.looking.manners import DatabaseManners
from bot.settings import Unusable, load
from storage.records import Errand, Kind, Resource
from storage.store import Database
from tests.bot.looking.week import START, Jumping, on_to_what_is_due
from tests.bot.looking.world import World, answer, page

Shared = Callable[[str], Awaitable[Resource]]


@pytest.fixture
def jumping() -> Jumping:
    return Jumping(START)


@pytest.fixture
async def worker(database: Database, world: World, jumping: Jumping) -> AsyncIterator[Errands]:
    manners = DatabaseManners(database, jumping, sleep=jumping.sleep)
    errands = Errands(database, jumping, Looker(Fetcher("Brightspot/1", manners, resolve=world.resolve)))
    yield errands
    await errands.close()


@pytest.fixture
async def share(database: Database) -> Shared:
    async with database.store() as store:
        trust = (await store.trusts.add("Birch Trust")).id

    async def share(url: str, *, kind: Errand = Errand.LOOK) -> Resource:
        async with database.store() as store:
            resource = await store.resources.add(trust, url, url, "As it was shared", Kind.PAGE, START)
            await store.errands.ask(resource, kind, START)
        return resource

    return share


async def now_is(database: Database, resource: Resource) -> Resource:
    async with database.reading() as store:
        found = await store.resources.find(resource.id, trust=resource.trust)
    assert found is not None
    return found


async def left(database: Database, jumping: Jumping) -> int:
    """Errands still to be done, whenever."""
    async with database.reading() as store:
        return await store.errands.waiting(jumping.now() + timedelta(days=30))


def says(*answers: bytes) -> Any:
    """These in turn, the last for ever; no robots.txt."""
    waiting = list(answers)

    async def say(asked: Any) -> AsyncIterator[bytes]:
        if asked.path == "/robots.txt":
            yield answer(404)
        else:
            yield waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return say


async def test_a_page_gets_the_title_it_gives_itself(
    worker: Errands, world: World, share: Shared, database: Database, jumping: Jumping
):
    world.site("pages.example", says(page("Mixed-age phonics")))
    shared = await share("http://pages.example/1")
    await worker.tick()
    await worker.tick()
    assert (await now_is(database, shared)).title == "Mixed-age phonics"
    assert world.paths() == ["pages.example/robots.txt", "pages.example/1"]
    assert await left(database, jumping) == 0


async def test_what_another_time_may_mend_is_asked_again_later_and_later(
    worker: Errands, world: World, share: Shared, database: Database, jumping: Jumping
):
    world.site("ill.example", says(answer(500)))
    world.site(
        "busy.example", says(answer(429, Retry_After="7200"), answer(200, b"", Content_Type="text/html"))
    )
    for name in ("ill", "busy"):
        await share(f"http://{name}.example/1")
    asked: dict[str, list[timedelta]] = {"ill.example/1": [], "busy.example/1": []}
    while await on_to_what_is_due(jumping, database):
        before = len(world.asked)
        await worker.tick()
        for each in world.paths()[before:]:
            if each in asked:
                asked[each].append(jumping.now() - START)
    hours = [[round(each / timedelta(hours=1), 1) for each in times] for times in asked.values()]
    assert hours == [[0.0, 0.1, 1.1, 25.1, 49.1], [0.0, 2.0]]
    assert await left(database, jumping) == 0


async def test_nobody_is_asked_who_may_not_be(
    worker: Errands, world: World, share: Shared, database: Database, jumping: Jumping
):
    """Behind a sign-in, pupils' own systems, addresses that are none: no errand stays, nobody is asked."""
    for url in (
        "https://birch.sharepoint.com/sites/maths/plan.docx",
        "https://docs.google.com/document/d/1/edit",
        "https://birch.cpoms.net/pupils/1",
        "http://127.0.0.1/",
        "http://intranet/",
    ):
        await share(url)
    await worker.tick()
    await worker.plan()
    assert await left(database, jumping) == 0
    assert (world.asked, world.trapped) == ([], [])


async def test_what_is_archived_is_asked_no_more_until_it_comes_back(
    worker: Errands, world: World, share: Shared, database: Database, jumping: Jumping
):
    world.site("pages.example", says(answer(200)))
    shared = await share("http://pages.example/1", kind=Errand.PROBE)
    async with database.store() as store:
        await store.resources.change(shared, archived_at=START)
    await worker.tick()
    await worker.plan()
    assert (world.asked, await left(database, jumping)) == ([], 0)

    async with database.store() as store:
        await store.resources.change(shared, archived_at=None)
    await worker.plan()
    await worker.plan()
    assert await left(database, jumping) == 1


async def test_a_page_that_ends_its_process_again_and_again_is_left_alone(
    worker: Errands, world: World, share: Shared, database: Database, jumping: Jumping
):
    world.site("deadly.example", says(page("Never read")))
    await share("http://deadly.example/1")
    for number in range(5):  # five processes that died with it in hand
        async with database.store() as store:
            assert await store.errands.claim(f"dead-{number}", jumping.now(), timedelta(minutes=3))
        jumping.at += timedelta(minutes=3)
    await worker.tick()
    assert (world.asked, await left(database, jumping)) == ([], 0)


async def test_whoever_lost_the_lease_writes_nothing(share: Shared, database: Database, jumping: Jumping):
    await share("http://pages.example/1")
    lease = timedelta(minutes=3)
    async with database.store() as store:
        slow = await store.errands.claim("slow", jumping.now(), lease)
        assert await store.errands.claim("early", jumping.now() + lease / 2, lease) is None
    async with database.store() as store:
        quick = await store.errands.claim("quick", jumping.now() + lease, lease)
        assert slow is not None
        assert quick is not None
        assert quick.id == slow.id
    async with database.store() as store:
        assert not await store.errands.done(slow)
        assert not await store.errands.done(slow, again=START)
        assert not await store.errands.later(slow, START)
        assert await store.errands.done(quick)


async def test_a_process_that_is_asked_to_end_claims_nothing_more(
    worker: Errands, world: World, share: Shared, database: Database, jumping: Jumping
):
    async def says_when_it_ends(asked: Any) -> AsyncIterator[bytes]:
        worker.stop()
        yield answer(404)

    for number in range(9):
        world.site(f"h{number}.example", says_when_it_ends)
        await share(f"http://h{number}.example/1")
    await worker.tick()
    assert 1 <= len({each.host for each in world.asked}) <= 4  # what was in hand is finished, no more
    assert await left(database, jumping) >= 5


@pytest.mark.parametrize(
    ("given", "looks"),
    [
        ({"public_url": "https://brightspot.example"}, True),
        ({"public_url": "https://brightspot.example", "looking": "OFF"}, False),
        ({"public_url": "https://brightspot.example", "worker": "separate"}, False),
        ({"public_url": "http://127.0.0.1:8080"}, False),
        ({}, False),
    ],
)
def test_it_looks_only_where_far_sides_can_find_out_who_asks(
    clock: Clock, given: dict[str, str], looks: bool
):
    settings = load(database_url="sqlite+aiosqlite:///unused.db", secret_key="x" * 32, **given)
    assert (build(settings, clock).errands is not None) == looks


@pytest.mark.parametrize(
    "given", [{"looking": "perhaps"}, {"fetch_proxy": "proxy.example"}, {"fetch_proxy": "ftp://x"}]
)
def test_a_setting_that_cannot_be_used_is_named(given: dict[str, str]):
    with pytest.raises(Unusable, match=next(iter(given)).upper()):
        load(**given)
