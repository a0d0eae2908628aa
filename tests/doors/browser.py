"""The playground as a member's fingers and eyes: real requests to the running app, real pages read back.

Nothing stands on the far side: the pages are the platform. What a person sees is what their pages show.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.app import App, build
from bot.browser.read import WORKSPACE, account
from bot.clock import Clock
from bot.settings import load
from storage.records import Person, Platform
from storage.tables import playground
from tests.doors.driver import Message
from tests.doors.page import Node, fields_of, parse
from tests.doors.shown import Shown

MESSAGE = re.compile(r'<li class="message (\w+)" id="m(\d+)" data-version="(\w+)">.*?</li>', re.DOTALL)
FIELD = "field."

#: Not part of what a message says: who said it when, its buttons, the other platforms' view of it.
AROUND = frozenset({"who", "actions", "elsewhere", "face"})


@dataclass
class Seen:
    """A message as one person's page shows it."""

    side: str
    version: str
    #: When it came or last changed, in the order of looking.
    changed: int
    html: str
    conversation: str


@dataclass
class Page:
    """What somebody's browser shows after something they did."""

    of: Person
    html: str
    path: str

    def side(self) -> Node | None:
        """Where they can go from it."""
        return parse(self.html).with_id("side")


class Driver:
    platform = Platform.BROWSER

    def __init__(self, app: App, server: TestServer) -> None:
        self.app = app
        self._address = str(server.make_url("")).rstrip("/")
        self._client = aiohttp.ClientSession()
        self._people: dict[str, Person] = {}
        self._seen: dict[str, dict[str, Seen]] = {}
        #: A form that lies open on somebody's page.
        self._sheets: dict[str, Node] = {}
        #: What was said by the last look, and where everybody could go then.
        self._rows: dict[int, Any] = {}
        self._places: dict[str, set[str]] = {}
        self._problems: list[str] = []
        self._tick = count(1)
        self._acting = False
        #: Whoever does not look for a while, by e-mail: looking costs a page for each change.
        self._away: set[str] = set()
        #: The conversations in which something has happened since they looked away.
        self._missed: defaultdict[str, set[str]] = defaultdict(set)
        self._settle = app.settle
        app.settle = self._settle_and_look  # type: ignore[method-assign]  a page is looked at, not pushed

    # ------------------------------------------------------------------ people and places

    async def arrive(self, person: Person) -> None:
        """They have been in the playground before: the welcome is behind them."""
        self._people[person.email] = person
        self._seen[person.email] = {}
        if not person.id:
            return
        async with self.app.database.store() as store:
            now = self.app.clock.now()
            await store.accounts.link(account(person.email), person, now, {"person": person.id})
            await store.inbox.note([f"{WORKSPACE}:arrived:{person.id}"], Platform.BROWSER, now)

    async def channel(self, name: str, members: list[Person]) -> tuple[str, str]:
        trust = members[0].trust
        async with self.app.database.store() as store:
            network = await store.networks.keep(trust, name)
            for each in members:
                await store.networks.join(network, each)
        return f"channel:{network}", WORKSPACE

    # ------------------------------------------------------------------ fingers

    async def says(self, person: Person, text: str, *, channel: str | None = None) -> None:
        place = channel.replace("channel:", "network-") if channel else "direct"
        words = f"@Brightspot {text}" if channel else text
        await self._post(person, f"/playground/{person.id}/{place}/say", {"text": [words]})

    async def command(self, person: Person, text: str) -> None:
        await self.says(person, text)

    async def presses(self, person: Person, label: str, *, on: str | None = None) -> None:
        button = self._button(person, label, on)
        if button.tag == "form":
            await self._post(person, button.attributes["action"], fields_of(button))

    async def posts(self, person: Person, text: str, *, channel: str) -> Message:
        place = channel.replace("channel:", "network-")
        before = self._rows.keys()
        await self._post(person, f"/playground/{person.id}/{place}/say", {"text": [text]})
        number = next((each for each in self._rows.keys() - before if self._rows[each].text), "")
        return Message(person, channel, text, str(number))

    async def edits(self, message: Message, text: str) -> Message:
        await self._on(message.by, message, "reword", {"text": [text]})
        return replace(message, text=text)

    async def deletes(self, message: Message) -> None:
        await self._on(message.by, message, "remove", {})

    async def saves(self, person: Person, message: Message) -> None:
        await self._on(person, message, "pick", {"form": ["library.save"]})

    async def picks(self, person: Person, words: str, *, by: Person, channel: str) -> None:
        written = await self.posts(by, words, channel=channel)
        await self._on(person, written, "pick", {"form": ["agenda.suggest"]})

    async def _on(self, person: Person, message: Message, kind: str, given: dict[str, list[str]]) -> None:
        """A form that stands on a message."""
        shown = parse(self._seen[person.email][message.id].html)
        form = shown.first("details", kind=kind) or shown.first("form", kind=kind)
        assert form is not None, f"{person.name} cannot do that to this message"
        form = form.first("form") if form.tag == "details" else form
        assert form is not None
        await self._post(person, form.attributes["action"], fields_of(form) | given)

    async def fills(self, person: Person, answers: dict[str, Any], submit: str | None = None) -> None:
        """Fill in the open form by its visible labels. What is not named stays as it stands."""
        form = self._sheets[person.email].first("form")
        assert form is not None
        fields = labels(form)
        unknown = answers.keys() - fields.keys()
        assert not unknown, f"no field {unknown}; there are {list(fields)}"
        posted = fields_of(form)
        for label, given in answers.items():
            wanted = [given] if isinstance(given, str) else list(given)
            name, options = fields[label]
            posted[name] = [options.get(each, each) for each in wanted]
        await self._post(person, form.attributes["action"], posted)

    # ------------------------------------------------------------------ eyes

    def sees(self, person: Person) -> list[Shown]:
        seen = sorted(self._seen[person.email].values(), key=lambda each: each.changed)
        return [_shown(each) for each in seen if each.side != "mine"]

    def everything(self) -> list[Shown]:
        return [_shown(each) for person in self._seen.values() for each in person.values()]

    def problems(self) -> list[str]:
        return self._problems

    def sheet(self, person: Person) -> Node | None:
        """The form that is open for this person."""
        return self._sheets.get(person.email)

    async def only(self, *awake: Person) -> None:
        """From now on only these look at their pages; whoever has been away looks at what they missed."""
        self._away = self._people.keys() - {each.email for each in awake}
        await self.look()

    async def close(self) -> None:
        await self._client.close()

    # ------------------------------------------------------------------ the pages

    async def get(self, path: str) -> str:
        """A page, or "" for one that is not there (any more)."""
        async with self._client.get(self._address + path) as response:
            if response.status not in (200, 404):
                self._problems.append(f"{path} answered {response.status}")
            return await response.text() if response.status == 200 else ""

    async def _post(self, person: Person, path: str, given: dict[str, list[str]]) -> None:
        self._acting = True
        try:
            pairs = [(name, value) for name, values in given.items() for value in values]
            headers = {"Origin": self._address}
            async with self._client.post(self._address + path, data=pairs, headers=headers) as response:
                html = await response.text()
                if response.status >= 500:
                    self._problems.append(f"{path} answered {response.status}")
        finally:
            self._acting = False
        self._take_in(person, html, response.url.path)
        await self.look(Page(person, html, response.url.path))

    async def _settle_and_look(self) -> None:
        await self._settle()
        if not self._acting:
            await self.look()

    async def look(self, came: Page | None = None) -> None:
        """The pages on which something has changed, as they stand now; what `came` just now is at hand."""
        news = await self._changed()
        for person in list(self._people.values()):
            if person.email in self._away:
                self._missed[person.email] |= news
                continue
            changed = news | self._missed.pop(person.email, set())
            known = self._places.get(person.email)
            if not person.id or (known is not None and not any(_concerns(each, person) for each in changed)):
                continue
            own = f"/playground/{person.id}/"
            page = came if came and came.of.email == person.email else None
            side = page.side() if page else None
            side = side or parse(await self.get(own.rstrip("/"))).with_id("side")
            if side is None:  # they have deleted everything
                del self._people[person.email]
                continue
            places = [a.attributes["href"] for a in side.every("a") if a.attributes["href"].startswith(own)]
            for path in places:
                if known is None or path not in known or _kept_as(path, person) in changed:
                    html = page.html if page and page.path == path else await self.get(path)
                    self._read(person, html, path)
            self._places[person.email] = set(places)

    async def _changed(self) -> set[str]:
        """The conversations in which something was said, edited or taken away since the last look."""
        async with self.app.database.reading() as store:
            found = await store.connection.execute(select(playground))
        rows = {row.id: row for row in found}
        before, self._rows = self._rows, rows
        return {
            (rows.get(each) or before[each]).conversation
            for each in rows.keys() | before.keys()
            if rows.get(each) != before.get(each)
        }

    def _take_in(self, person: Person, html: str, path: str) -> None:
        """What came straight back: a form, or a page of its own for somebody who is not here (any more)."""
        page = parse(html)
        sheet = page.first("section", kind="sheet")
        self._sheets.pop(person.email, None)
        if sheet is not None:
            self._sheets[person.email] = sheet
        if page.with_id("side") is None:
            main = page.first("main")
            assert main is not None
            seen = Seen("brightspot", "", next(self._tick), _html_of(html, "main"), "direct")
            self._seen[person.email][f"page{seen.changed}"] = seen

    def _read(self, person: Person, html: str, path: str) -> None:
        seen, there = self._seen[person.email], set[str]()
        for match in MESSAGE.finditer(html):
            side, number, version = match.groups()
            before = seen.get(number)
            there.add(number)
            if before is None or before.version != version:
                seen[number] = Seen(side, version, next(self._tick), match[0], _conversation(path))
        self._forget_deleted(seen, there, _conversation(path))

    def _forget_deleted(self, seen: dict[str, Seen], there: set[str], conversation: str) -> None:
        """What somebody has taken away; what is only further back than a page shows stays."""
        for number in [each for each in seen if each.isdigit() and int(each) not in self._rows]:
            if number not in there and seen[number].conversation == conversation:
                del seen[number]

    def _button(self, person: Person, label: str, on: str | None) -> Node:
        """The form around the newest button with this label, or the link."""
        seen = sorted(self._seen[person.email].values(), key=lambda each: -each.changed)
        for each in seen:
            message = _message(each.html)
            whole = [message] if on is None or on in message.words() else []
            items = [item for item in message.every(kind="item") if on and on in item.words()]
            for place in items or whole:
                for found in (*place.every("form"), *place.every("a", kind="button")):
                    if found.words() == label:
                        return found
        raise AssertionError(f"{person.name} sees no button {label!r}" + (f" on {on!r}" if on else ""))


def _html_of(html: str, tag: str) -> str:
    found = re.search(rf"<{tag}\b.*?</{tag}>", html, re.DOTALL)
    assert found is not None
    return found[0]


def _concerns(conversation: str, person: Person) -> bool:
    kind, *people = conversation.split(":")
    return kind == "channel" or str(person.id) in people


def _kept_as(path: str, person: Person) -> str:
    """The conversation that a page shows, as it is kept."""
    kind, *of = path.rsplit("/", 1)[1].split("-")
    return ":".join(["channel" if kind == "network" else kind, *(of or [str(person.id)])])


def _conversation(path: str) -> str:
    place = path.rsplit("/", 1)[1]
    if place.startswith("together-"):
        return f"group:{place.removeprefix('together-').replace('-', ',')}"
    return place.replace("network-", "channel:")


@lru_cache(maxsize=2000)
def _message(html: str) -> Node:
    """Looked at again and again, and never changed."""
    return parse(html)


def _shown(seen: Seen) -> Shown:
    page = _message(seen.html)
    title = page.first("h2") or page.first("h1")
    buttons = [each.words() for each in page.every() if each.tag == "button" or _is_link(each)]
    return Shown(
        title.words() if title else "",
        page.words(without=AROUND),
        tuple(buttons),
        seen.conversation,
        {"html": seen.html},
    )


def _is_link(node: Node) -> bool:
    return node.tag == "a" and "button" in node.attributes.get("class", "").split()


def labels(form: Node) -> dict[str, tuple[str, dict[str, str]]]:
    """Visible label → (name of the field, its options' labels → values)."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    optional = frozenset({"optional", "hint", "problem"})
    for field in form.every("div", kind="field"):
        label = field.first("legend") or field.first("label")
        assert label is not None
        inputs = [each for each in field.every() if each.attributes.get("name", "").startswith(FIELD)]
        options = {
            choice.words(): each.attributes["value"]
            for choice in field.every("label", kind="choice")
            for each in choice.every("input")
        }
        options |= {each.words(): each.attributes["value"] for each in field.every("option")}
        found[label.words(without=optional)] = (inputs[0].attributes["name"], options)
    return found


@asynccontextmanager
async def open_app(database_url: str, clock: Clock) -> AsyncIterator[tuple[App, Driver]]:
    app = build(load(database_url=database_url), clock, demo=True)
    server = TestServer(app.web)
    await server.start_server()
    driver = Driver(app, server)
    try:
        yield app, driver
    finally:
        await driver.close()
        await server.close()
        await app.stop()
