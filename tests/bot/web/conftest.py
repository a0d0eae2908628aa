"""Two trusts with a library each, and a browser's requests to its pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.app import App, build
from bot.settings import load
from handlers.library.keeping import keep
from storage.passes import Pass
from storage.records import Network, Person, PersonId, Resource, School, SchoolId
from tests.doors.page import parse


@dataclass
class Site:
    app: App
    client: aiohttp.ClientSession
    #: What a browser names as its page when it posts a form.
    origin: str
    people: dict[str, Person] = field(default_factory=dict)

    async def person(self, name: str, trust: str = "Alder Example Trust", **given: Any) -> Person:
        async with self.app.database.store() as store:
            home = await store.trusts.named(trust) or await store.trusts.add(trust)
            await store.schools.keep([School(SchoolId(0), home.id, f"9{home.id:05}", f"{trust} School")])
            (school,) = await store.schools.everyone(home.id)
            email = f"{len(self.people)}@{home.id}.example"
            blank = Person(PersonId(0), home.id, email, name, school=school.id, **given)
            await store.people.keep([blank], self.app.clock.now())
            found = await store.people.with_email(email, trust=home.id)
        assert found is not None
        self.people[name] = found
        return found

    async def network(self, name: str, *members: Person, **given: Any) -> Network:
        async with self.app.database.store() as store:
            (first, *_) = members
            id_ = await store.networks.keep(first.trust, name)
            for each in members:
                await store.networks.join(id_, each)
            found = await store.networks.find(id_, trust=first.trust)
            assert found is not None
            if given:
                await store.networks.change(found, **given)
            found = await store.networks.find(id_, trust=first.trust)
        assert found is not None
        return found

    async def shared(
        self, by: Person, title: str, *, purpose: str = "", network: Network | None = None, url: str = ""
    ) -> Resource:
        async with self.app.database.store() as store:
            url = url or f"https://example.org/{len(title)}/{abs(hash(title))}"
            now = self.app.clock.now()
            return (await keep(url, purpose, by, network, now, store, title=title)).resource

    async def link(self, person: Person) -> str:
        """The address that the chat gives them."""
        async with self.app.database.store() as store:
            return f"/library/enter/{await store.passes.give(person, Pass.LINK, self.app.clock.now())}"

    async def enters(self, person: Person) -> None:
        self.client.cookie_jar.clear()
        async with self.post(await self.link(person), {}) as answer:
            assert answer.status == 200

    def get(self, path: str, **given: Any) -> Any:
        return self.client.get(path, **given)

    def post(self, path: str, given: dict[str, str], *, origin: str | None = None, **more: Any) -> Any:
        headers = {"Origin": self.origin if origin is None else origin}
        return self.client.post(path, data=given, headers=headers, **more)

    async def words(self, path: str) -> str:
        async with self.get(path) as answer:
            return parse(await answer.text()).words()

    async def token(self) -> str:
        async with self.get("/library") as answer:
            page = parse(await answer.text())
        return next(
            each.attributes["value"] for each in page.every("input") if each.attributes["name"] == "token"
        )


@pytest.fixture
async def site(database_url, clock) -> AsyncIterator[Site]:
    app = build(load(database_url=database_url), clock)
    server = TestServer(app.web)
    await server.start_server()
    base = server.make_url("/")
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name, too
    async with aiohttp.ClientSession(base, cookie_jar=jar) as client:
        yield Site(app, client, str(base).rstrip("/"))
    await server.close()
    await app.stop()
