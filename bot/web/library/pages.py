"""The pages that are only looked at: the search, a resource with its story, a network's shelf, one's own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from bot.browser.render import render
from bot.web.inside.gate import Visit
from bot.web.inside.look import see_other
from bot.web.library.asked import PAGE, Asked, asked
from bot.web.library.look import html
from bot.web.library.shown import View, line, on, results, tags
from handlers import house
from handlers.library.cards import actions_on
from handlers.library.editing import show_tags, toggles
from handlers.library.searching import search
from handlers.library.seen import part_in, the_resource
from handlers.library.story import stories
from handlers.library.words import KINDS, where_from
from handlers.rules import safeguarding
from handlers.rules.sought import Filters, Found, Order, chosen
from handlers.shared import visible
from handlers.talk import Button, Card, Refusal
from storage.records import Network, NetworkId, PracticeId, Resource, ResourceId
from storage.store import Store

if TYPE_CHECKING:
    from bot.app import App

PART = "X-Part"  # a header: our script asks for what changes of the page alone
LATELY = timedelta(days=60)  # a half-term and the holidays around it
NEWS = 5  # resources: a phone's screen or two, before what is new anywhere
OPENED = ("https://", "http://")
NOT_HERE = "This page is not here. Perhaps what it showed has been taken out of the library."
NO_NETWORK = "That network is not here, or keeps what it shares among its members."


class Pages:
    def __init__(self, app: "App") -> None:
        self._app = app

    async def search(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """With nothing asked for: what is new. The search is in the address, and kept nowhere."""
        of = asked(request.query)
        concern = safeguarding.check(of.words)
        async with self._app.database.reading() as store:
            found = None if concern else await self._found(of, visit, store)
        part = request.headers.get(PART) == "results"
        return html(
            "results.html" if part else "search.html",
            visit=visit,
            of=of,
            found=found,
            chosen=chosen(of.filters).items(),
            stopped=render(house.not_here(concern)) if concern else None,
        )

    async def _found(self, of: Asked, visit: Visit, store: Store) -> View:
        order = Order.NEWEST if not of.words else of.order
        found = await search(
            of.words, visit.request, store, filters=of.filters, order=order, start=of.start, limit=PAGE
        )
        view = results(of, found, await stories(found.resources, visit.request, store))
        networks = await store.networks.of(visit.request.person) if of.is_empty else ()
        news = await self._news(networks, visit, store)
        new = {each["url"] for each in news}
        rest = [each for each in view["lines"] if each["url"] not in new]
        return view | {"networks": networks, "news": news, "lines": rest}

    async def _news(self, networks: Sequence[Network], visit: Visit, store: Store) -> list[View]:
        """What colleagues shared lately in one's own networks, the latest first."""
        me, since = visit.request.person, visit.request.now - LATELY
        shared = [
            each
            for network in networks
            for each in await store.sharings.in_network(network.id, trust=me.trust, since=since)
            if each.person != me.id
        ]
        latest = sorted(shared, key=lambda each: each.at, reverse=True)
        ids = list(dict.fromkeys(each.resource for each in latest))[:NEWS]
        return [each for each in await self._lines(ids, visit, store) if not each["is_archived"]]

    async def resource(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        async with self._app.database.reading() as store:
            found = await the_resource(ResourceId(_id(request)), visit.request, store)
            (story,) = await stories([found], visit.request, store)
            part = await part_in(found, visit.request.person, store)
            buttons = [
                each
                for each in await actions_on(part, visit.request, store)
                if each.action != show_tags.name  # they stand here themselves
            ]
            meetings = await store.resources.discussed(found, until=visit.request.now)
            networks = {each.id: each.name for each in await store.networks.everyone(found.trust)}
            closed = await store.networks.closed_to(visit.request.person)
            practices = await store.practices.several(found.practices, trust=found.trust)
            switches = await toggles(found, visit.request, store) if part.may_change else []
        return html(
            "resource.html",
            visit=visit,
            heading=found.title,
            story=story,
            tags=tags(found),
            kind=KINDS[found.kind],
            site=where_from(found),
            opens=found.url.startswith(OPENED),
            actions=as_views(buttons),
            discussed=[
                (networks[each.network], on(each.starts)) for each in meetings if each.network not in closed
            ],
            toggles=as_views(switches),
            practices=practices,
            on=on,
            back=f"/library/r/{found.id}",
        )

    async def open(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Away to where it is; noted for its reader alone, who is asked once whether it was of use."""
        async with self._app.database.store() as store:
            found = await the_resource(ResourceId(_id(request)), visit.request, store)
            if not found.url.startswith(OPENED):
                return see_other(f"/library/r/{found.id}")
            if request.headers.get("Sec-Purpose", "") == "":  # a browser that reads ahead has opened nothing
                await store.uses.note(found, visit.request.person, opened_at=visit.request.now)
        return see_other(found.url)

    async def network(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        id_ = NetworkId(_id(request))
        async with self._app.database.reading() as store:
            network = await store.networks.find(id_, trust=visit.request.trust.id)
            if network is None or id_ in await store.networks.closed_to(visit.request.person):
                raise Refusal(NO_NETWORK)
            lines, found = await self._newest(Filters(network=id_), visit, store)
        return html("network.html", visit=visit, network=network, lines=lines, total=found.total)

    async def practice(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        id_ = PracticeId(_id(request))
        async with self._app.database.reading() as store:
            practice = next(iter(await store.practices.several([id_], trust=visit.request.trust.id)), None)
            if practice is None:
                raise Refusal(NOT_HERE)
            lines, found = await self._newest(Filters(practice=id_), visit, store)
        return html("practice.html", visit=visit, practice=practice, lines=lines, total=found.total)

    async def _newest(self, filters: Filters, visit: Visit, store: Store) -> tuple[list[View], Found]:
        found = await search(
            "", visit.request, store, filters=filters, order=Order.NEWEST, start=0, limit=PAGE
        )
        return [line(each) for each in await stories(found.resources, visit.request, store)], found

    async def mine(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """What they saved and what they shared, the latest first."""
        me = visit.request.person
        async with self._app.database.reading() as store:
            saved = sorted(
                (each for each in await store.uses.by(me) if each.saved_at),
                key=lambda each: each.saved_at or visit.request.now,
                reverse=True,
            )
            shared = [each.resource for each in await store.sharings.by(me) if each.kept]
            lists = [
                (heading, none, await self._lines(list(dict.fromkeys(ids)), visit, store))
                for heading, none, ids in (
                    ("Saved by me", NOT_SAVED, [each.resource for each in saved]),
                    ("Shared by me", NOT_SHARED, shared),
                )
            ]
        return html("mine.html", visit=visit, lists=lists)

    async def _lines(self, ids: Sequence[ResourceId], visit: Visit, store: Store) -> list[View]:
        if not ids:
            return []
        known: Sequence[Resource] = await store.resources.several(ids, trust=visit.request.trust.id)
        known = await visible(known, visit.request.person, store)
        return [line(each) for each in await stories(known, visit.request, store)]

    async def nowhere(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        raise Refusal(NOT_HERE)


NOT_SAVED = "Press “Save for me” on anything you want to find here again."
NOT_SHARED = "Post a link in one of your networks’ channels, or add one here: colleagues will find it."


def as_views(buttons: Sequence[Button]) -> list[View]:
    """What can be done with it in the chat can be done here: the same buttons, the same rights."""
    return [each for row in render(Card("", *buttons))["blocks"] for each in row["actions"]]


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])
