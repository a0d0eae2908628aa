"""What a network's meetings cost, at a small trust and at one of 28 networks with 40 members each.

Statements and milliseconds of CPU, side by side: of an answer the first do not grow with the trust; of a
morning they grow by two a letter that is written, and by nothing else. All of it is done in one thread,
SQLite included.
"""

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

from aiohttp.test_utils import TestClient, TestServer

from bot.app import App, build
from bot.clock import Clock
from bot.incoming import Incoming, Pressed, Said
from bot.settings import load
from handlers.agenda.before import write_before
from handlers.agenda.posting import post
from handlers.talk import LOCAL
from storage.migrations import upgrade
from storage.records import Account, Channel, Closure, Meeting, Network, Person, Platform
from tests.bench.staff import settle
from tests.bot.test_cost import counted
from tests.conftest import MONDAY

STAFF = 1_000
SIZES = ((7, 10), (28, 40))  # networks, and members of each
STARTS = datetime(2026, 10, 6, 15, 45, tzinfo=LOCAL)  # the first of them; each other a day later, in turn
HOLIDAYS = ((date(2026, 7, 22), date(2026, 9, 1)), (date(2026, 10, 26), date(2026, 10, 30)))
MORNINGS = {"call": date(2026, 9, 21), "agenda": date(2026, 9, 29), "reminder": date(2026, 10, 5)}


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust whose networks all have a meeting before them, half of them posted."""

    app: App
    lead: Person
    member: Person
    network: Network
    meeting: Meeting


async def bench() -> list[str]:
    small, large = [await _measured(*size) for size in SIZES]
    head = [
        f"{STAFF:,} staff; {' | '.join(f'{n} networks × {m} members' for n, m in SIZES)}",
        "                             statements        ms  letters | statements        ms  letters",
    ]
    return head + [f"{what:<27} {small[what]} | {large[what]}" for what in small]


async def _measured(networks: int, members: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        app = build(load(database_url=url), Clock(MONDAY), demo=True)
        try:
            await upgrade(app.database)
            trust = await _settled(app, networks, members)
            return await _costs(trust)
        finally:
            await app.delivery.stop()
            await app.intake.close()
            await app.database.close()


async def _settled(app: App, networks: int, members: int) -> Trust:
    async with app.database.store() as store:
        everyone = await settle(store, STAFF)
        (trust,) = await store.trusts.everyone()
        everyone = await store.people.everyone(trust.id)
        await store.calendar.replace(trust.id, [Closure(trust.id, *each, "Holiday") for each in HOLIDAYS])
        made = []
        for number in range(networks):
            id_ = await store.networks.keep(trust.id, f"Bench network {number}")
            there = [everyone[(number * 11 + each) % len(everyone)] for each in range(members)]
            await store.networks.enrol(trust.id, [(id_, each.id) for each in there])
            await store.networks.lead(id_, there[0], facilitator=True)
            if number % 2:
                await store.networks.link(Channel(id_, trust.id, Platform.BROWSER, "browser", f"c{number}"))
            network = await store.networks.find(id_, trust=trust.id)
            assert network is not None
            starts = STARTS + timedelta(days=number % 3)
            meeting = await store.meetings.plan(id_, starts, trust=trust.id, minutes=60)
            assert meeting is not None
            for each in there[1::2]:
                await store.attendance.answer(meeting, each, coming_=True, now=MONDAY)
            if number % 2:
                meeting, _ = await post(meeting, network, MONDAY, store)
            made.append((network, meeting, there))
        for each in (made[1][2][0], made[1][2][1]):
            await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, MONDAY)
    network, meeting, there = made[1]
    return Trust(app, there[0], there[1], network, meeting)


async def _costs(trust: Trust) -> dict[str, str]:
    app = trust.app
    presses = _pressed(trust.member, trust.meeting)
    says, draft = (_said(each, f"agenda {trust.network.name}") for each in (trust.member, trust.lead))
    searches = _said(trust.member, "agenda search phonics")
    for number, warm in enumerate((says, draft)):  # what is kept in memory is there from then on
        await app.intake.now(warm(number))
    found = {
        "agenda, by a member": await _cost(lambda: app.intake.now(says(2))),
        "agenda, by who leads it": await _cost(lambda: app.intake.now(draft(3))),
        "a press of Coming": await _cost(lambda: app.intake.now(presses(4))),
        "agenda search": await _cost(lambda: app.intake.now(searches(5))),
    }
    for name, day in MORNINGS.items():
        found[f"the morning of the {name}"] = await _cost(lambda day=day: _morning(app, day))
    async with TestClient(TestServer(app.web)) as client:
        page = f"/calendar/{trust.meeting.token}"
        await client.get(page)
        found["a meeting's page"] = await _cost(lambda: client.get(page))
        found["its calendar file"] = await _cost(lambda: client.get(f"{page}.ics"))
    return found


async def _morning(app: App, day: date) -> int:
    async with app.database.store() as store:
        (trust,) = await store.trusts.everyone()
        posts = await write_before(trust, day, store)
        await app.postman.post(posts, store)
    return len(posts)


def _said(who: Person, words: str) -> Callable[[int], Incoming]:
    return lambda number: replace(_by(who, number), what=Said(words))


def _pressed(who: Person, meeting: Meeting) -> Callable[[int], Incoming]:
    return lambda number: replace(_by(who, number), what=Pressed("agenda.coming", {"meeting": meeting.id}))


def _by(who: Person, number: int) -> Incoming:
    account = Account(Platform.BROWSER, "browser", who.email)
    place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
    return Incoming(f"bench:{number}", account, Said(""), reply_to=place, direct=True, channel="")


async def _cost(done: Callable[[], Awaitable[object]]) -> str:
    with counted() as statements:
        began = process_time()
        result = await done()
        took = (process_time() - began) * 1000
    letters = f"{result:7}" if isinstance(result, int) else " " * 7
    return f"{len(statements):10}  {took:8.1f}  {letters}"
