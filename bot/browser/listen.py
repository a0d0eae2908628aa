"""The playground's addresses and pages."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from bot.browser import pages
from bot.browser.acts import Acts
from bot.browser.gate import Handler, guarded
from bot.browser.room import NotHere, Room, Stranger
from bot.browser.send import BrowserDoor
from bot.compare import elsewhere
from handlers import house
from handlers.packing import card_from_data

if TYPE_CHECKING:
    from bot.app import App

#: Who a visitor is at first: the KS1 lead of a school with mixed-age classes, in the sample trust.
FIRST_MEMBER = "jess.rowntree@aldercoast.example"

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def open_door(app: "App") -> BrowserDoor:
    return BrowserDoor(app.database, app.clock)


def routes(app: "App") -> Sequence[web.AbstractRouteDef]:
    """Everything the playground answers, for this machine alone."""
    room = Room(app)
    acts = Acts(app, room)
    look = Looking(app, room, acts)
    person = r"/playground/{person:\d{1,18}}"
    place = person + r"/{place:direct|network-\d{1,18}|together[-\d]{1,190}}"
    static = {
        file.name: (file.read_bytes(), TYPES[file.suffix]) for file in (pages.HERE / "static").iterdir()
    }

    async def file(request: web.Request) -> web.Response:
        body, kind = static.get(request.match_info["file"], (b"", ""))
        return web.Response(body=body, content_type=kind) if kind else web.Response(status=404)

    async def again(request: web.Request) -> web.Response:
        """A page that answered a form is loaded anew: back to its conversation."""
        return web.Response(status=303, headers={"Location": request.path.rpartition("/")[0]})

    def page(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Handler:
        async def shown(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except Stranger:
                return room.card(house.stranger(), status=404)
            except NotHere:
                return room.problem("This is not here any more", "Perhaps the demonstration was begun anew.")

        return guarded(shown)

    return [
        web.get("/playground", page(look.begin)),
        web.get("/playground/people", page(look.people)),
        web.get("/playground/static/{file}", guarded(file)),
        web.post("/playground/clock", page(acts.clock)),
        web.get(person, page(room.overview)),
        web.get(place, page(look.chat)),
        web.get(place + r"/elsewhere/{message:\d{1,18}}", page(look.elsewhere)),
        web.post(place + "/say", page(acts.say)),
        web.post(place + "/press", page(acts.press)),
        web.post(place + "/open", page(acts.open)),
        web.post(place + "/pick", page(acts.pick)),
        web.post(place + "/edit", page(acts.edit)),
        web.post(place + "/delete", page(acts.delete)),
        web.post(place + "/fill", page(acts.fill)),
        web.get(place + "/{_:say|press|open|pick|fill}", guarded(again)),
    ]


class Looking:
    """The pages that are only looked at."""

    def __init__(self, app: "App", room: Room, acts: Acts) -> None:
        self._app = app
        self._room = room
        self._acts = acts

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """The first question's best asker, or whoever there is."""
        async with self._app.database.reading() as store:
            for trust in await store.trusts.everyone():
                first = await store.people.with_email(FIRST_MEMBER, trust=trust.id)
                everyone = (first,) if first else await store.people.everyone(trust.id)
                if everyone:
                    url = f"/playground/{everyone[0].id}/direct"
                    return web.Response(status=303, headers={"Location": url})
        words = "Stop Brightspot and start it with: python -m bot demo"
        return self._room.problem("Nobody is here yet", words, status=200)

    async def people(self, request: web.Request) -> web.StreamResponse:
        """Whom to be: everyone, or those a search leaves."""
        sought = request.query.get("q", "")[:200]
        async with self._app.database.reading() as store:
            me = await self._room.person(request.query.get("as", ""), store)
            trusts = await store.trusts.everyone()
            if not trusts:
                raise NotHere
            trust = next((each for each in trusts if me and each.id == me.trust), trusts[0])
            everyone = await store.people.everyone(trust.id)
            waiting = await store.playground.waiting_for_everyone(trust=trust.id)
        groups, count = pages.chooser(everyone, sought, pages.unread_by_person(waiting))
        return self._room.html(
            "people.html",
            trust=trust,
            me=me,
            sought=sought,
            groups=groups,
            everyone=len(everyone),
            schools=len({each.school for each in everyone if each.school}),
            found=f"{count} found" if sought.strip() else "",
        )

    async def chat(self, request: web.Request) -> web.StreamResponse:
        visit = await self._room.visit(request)
        if visit.place.bot:
            async with self._app.database.reading() as store:
                empty = not await pages.messages_of(visit.me, visit.place, store)
            if empty:
                await self._acts.arrive(visit)
        return await self._room.show(visit)

    async def elsewhere(self, request: web.Request) -> web.StreamResponse:
        """A card as Slack and Teams are told to show it."""
        visit = await self._room.visit(request)
        async with self._app.database.reading() as store:
            message = await self._room.message(request.match_info["message"], visit, store)
        if message is None or message.card is None:
            raise NotHere
        return self._room.html(
            "elsewhere.html",
            trust=visit.trust,
            back=visit.place.url,
            message=message.id,
            renderings=elsewhere(card_from_data(message.card)),
        )
