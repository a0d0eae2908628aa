"""Who may enter: somebody of a trust, by a link of their own from the chat; and what a page may ask for.

The link holds for ten minutes and is used up by pressing a button on its page: what looks at links by itself
(previews, mail scanners) only reads that page. It opens a session, a cookie that no script reads and no other
site sends with a form. The session ends with signing out, after half a day, or with its person.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.inside import notes
from bot.web.inside.look import Room, see_other
from handlers.talk import Refusal, Request
from storage.letterbox import Busy
from storage.passes import LASTS, Holder, Pass
from storage.records import Person
from storage.store import Store

if TYPE_CHECKING:
    from bot.app import App

WANTED_S = 15 * 60
FORM = "application/x-www-form-urlencoded"

FOREIGN = "This did not come from a page of ours. Please open the page again and try once more."
BUSY = "It is busy just now, and nothing was changed. Please try again in a minute."
LEFT = "You are signed out. Say “{say}” to Brightspot whenever you want to come back."
USED = (
    "This link has been used, or its ten minutes are over. Say “{say}” to Brightspot, "
    "and it gives you another."
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody on our pages."""

    request: Request
    #: What their forms carry, so that no other site's page can fill them in.
    token: str
    #: What came of what they did last, in a line or two.
    note: tuple[str, ...] = ()


Page = Callable[[web.Request, Visit], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Gate:
    """One room's. A session opens them all: what may be read in each is looked up with each page."""

    def __init__(self, app: "App", room: Room) -> None:
        self._app = app
        self._room = room
        #: A cookie: the page somebody wanted before they had entered.
        self._wanted = f"{room.path[1:]}-wanted"
        self._secure = app.settings.public_url.startswith("https://")
        #: Browsers take "__Host-" only from this very host, over https, for all of it.
        self._cookie = "__Host-library" if self._secure else "library"

    def inside(self, page: Page) -> Handler:
        """For whoever has entered; a form must come from a page of ours."""

        async def shown(request: web.Request) -> web.StreamResponse:
            visit = await self._visit(request)
            if visit is None:
                return self._outside(request)
            if request.method == "POST" and not await self._is_ours(request, visit):
                return self._room.html("problem.html", status=403, title="That did not work", words=FOREIGN)
            try:
                response = await page(request, visit)
            except Refusal as refusal:
                response = self._room.html(
                    "problem.html", status=404, title="Sorry", words=str(refusal), visit=visit
                )
            except Busy:
                response = self._room.html(
                    "problem.html", status=503, title="One moment", words=BUSY, visit=visit
                )
            if visit.note and request.method == "GET" and response.content_type == "text/html":
                notes.take_away(response, self._room.path)
            return response

        return shown

    # ------------------------------------------------------------------ entering and leaving

    async def door(self, request: web.Request) -> web.StreamResponse:
        """The link's own page: one button, and nothing is used up by looking."""
        async with self._app.database.reading() as store:
            holder = await store.passes.holder(_secret(request), Pass.LINK, self._app.clock.now())
            person = await _person(holder, store)
        if person is None:
            return self._room.html(
                "problem.html",
                status=404,
                title="This link opens nothing",
                words=USED.format(say=self._room.say),
            )
        return self._room.html("enter.html", path=request.path_qs, name=person.name)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Uses the link up. Asked by another site's page it does not: nobody is made somebody else."""
        if not self._from_here(request):
            return self._room.html("problem.html", status=403, title="That did not work", words=FOREIGN)
        now = self._app.clock.now()
        async with self._app.database.store() as store:
            person = await _person(await store.passes.use_up(_secret(request), now), store)
            if person is None:
                return self._room.html(
                    "problem.html",
                    status=404,
                    title="This link opens nothing",
                    words=USED.format(say=self._room.say),
                )
            await store.passes.end(request.cookies.get(self._cookie, ""))
            secret = await store.passes.give(person, Pass.SESSION, now)
        response = see_other(self._leads_to(request))
        response.del_cookie(self._wanted, path=self._room.path)
        lasts = int(LASTS[Pass.SESSION].total_seconds())
        response.set_cookie(
            self._cookie, secret, max_age=lasts, path="/", secure=self._secure, httponly=True, samesite="Lax"
        )
        return response

    def _leads_to(self, request: web.Request) -> str:
        """The page that the link names; else what they wanted before they had one; else the first."""
        for wanted in (request.query.get("to", ""), request.cookies.get(self._wanted, "")):
            if self._room.own.fullmatch(wanted):
                return wanted
        return self._room.path

    async def leave(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        async with self._app.database.store() as store:
            await store.passes.end(request.cookies.get(self._cookie, ""))
        response = self._room.html("problem.html", title="Signed out", words=LEFT.format(say=self._room.say))
        response.del_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="Lax")
        return response

    # ------------------------------------------------------------------ who it is

    async def _visit(self, request: web.Request) -> Visit | None:
        secret = request.cookies.get(self._cookie, "")
        if not secret:
            return None
        now = self._app.clock.now()
        async with self._app.database.reading() as store:
            holder = await store.passes.holder(secret, Pass.SESSION, now)
            person = await _person(holder, store)
            trust = await store.trusts.find(person.trust) if person else None
        if person is None or trust is None:
            return None
        token = sha256(f"form:{secret}".encode()).hexdigest()
        return Visit(Request(person, trust, now), token, notes.left(request))

    def _outside(self, request: web.Request) -> web.StreamResponse:
        """The same whatever was asked for: whether it exists is nobody's business out here."""
        response = self._room.html("outside.html", status=403)
        if request.method == "GET" and self._room.own.fullmatch(request.path_qs):
            response.set_cookie(
                self._wanted,
                request.path_qs,
                max_age=WANTED_S,
                path=self._room.path,
                secure=self._secure,
                httponly=True,
                samesite="Lax",
            )
        return response

    async def _is_ours(self, request: web.Request, visit: Visit) -> bool:
        if not self._from_here(request) or request.content_type != FORM:
            return False
        if request.charset not in (None, "utf-8"):  # our pages' own; others only make a reader stumble
            return False
        try:
            given = (await request.post()).get("token", "")
        except UnicodeDecodeError:
            return False
        return isinstance(given, str) and hmac.compare_digest(given.encode(), visit.token.encode())

    def _from_here(self, request: web.Request) -> bool:
        """Every browser names the origin of a form it posts."""
        own = urlsplit(self._app.settings.public_url or f"http://{request.host}")
        return request.headers.get("Origin") == f"{own.scheme}://{own.netloc}"


def _secret(request: web.Request) -> str:
    return request.match_info["secret"]


async def _person(holder: Holder | None, store: Store) -> Person | None:
    return await store.people.find(holder[1], trust=holder[0]) if holder else None
