"""A room of the playground: who is in it, and how it looks from there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.browser import pages
from bot.browser.pages import Place
from bot.browser.render import View
from handlers.talk import LOCAL, Card
from storage.playground import Message
from storage.records import Person, PersonId, Trust
from storage.store import Store

if TYPE_CHECKING:
    from bot.app import App


#: Decimal digits that certainly fit a database id.
ID_DIGITS = 19


class NotHere(Exception):  # noqa: N818  a page that is not there is no error
    """Nothing stands at this address."""


class Stranger(NotHere):
    """Nobody in any trust is (or any longer is) this person."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody in one of their conversations."""

    me: Person
    trust: Trust
    place: Place


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on a page beside the conversation: a form, a problem, words not sent yet."""

    form: View | None = None
    problem: str = ""
    draft: str = ""


class Room:
    """Turns what is remembered into pages."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._templates = pages.environment()

    async def visit(self, request: web.Request) -> Visit:
        """Who is where, as the address says. NotHere where there is no such person or conversation."""
        async with self._app.database.reading() as store:
            me, trust = await self._me(request, store)
            slug = request.match_info["place"]
            groups = await pages.places_of(me, store)
        for group in groups.values():
            for place in group:
                if place.slug == slug:
                    return Visit(me, trust, place)
        raise NotHere

    async def overview(self, request: web.Request) -> web.Response:
        """Every conversation, none of them open: where one begins on a phone."""
        async with self._app.database.reading() as store:
            me, trust = await self._me(request, store)
            place = Place(me, "", "", "Conversations")
            place.url, place.list = f"/playground/{me.id}", True
            return await self._chat(Visit(me, trust, place), store, Open(), 200)

    async def show(self, visit: Visit, opened: Open | None = None, *, status: int = 200) -> web.Response:
        """The conversation as it stands now; what stands there has been read."""
        me, place = visit.me, visit.place
        async with self._app.database.reading() as store:
            response = await self._chat(visit, store, opened or Open(), status)
            latest = await store.playground.read(place.conversation, me.id, trust=me.trust, limit=1)
        if place.unread and latest:
            async with self._app.database.store() as store:
                await store.playground.saw(me.id, place.conversation, latest[0].id, trust=me.trust)
        return response

    async def _chat(self, visit: Visit, store: Store, opened: Open, status: int) -> web.Response:
        me, here = visit.me, visit.place
        groups = await pages.places_of(me, store)
        for group in groups.values():
            for each in group:
                if each.url == here.url:
                    here.unread, each.unread = each.unread, 0
        messages = [] if here.list else await pages.messages_of(me, here, store)
        waiting = await pages.waiting_for(me, store)
        return self.html(
            "chat.html",
            status=status,
            trust=visit.trust,
            me=me,
            here=here,
            now=self._app.clock.now().astimezone(LOCAL),
            groups=list(groups.items()),
            messages=messages,
            others=waiting,
            waiting=waiting[: pages.WAITING_SHOWN],
            elsewhere_unread=sum(each.unread for group in groups.values() for each in group),
            chips=() if here.list else pages.chips_for(here, messages),
            opened=opened,
        )

    async def person(self, given: str, store: Store) -> Person | None:
        """The member with this id, in whichever trust: the playground lets one be anybody."""
        if not (given.isascii() and given.isdigit() and len(given) < ID_DIGITS):
            return None
        for trust in await store.trusts.everyone():
            found = await store.people.find(PersonId(int(given)), trust=trust.id)
            if found is not None:
                return found
        return None

    async def _me(self, request: web.Request, store: Store) -> tuple[Person, Trust]:
        me = await self.person(request.match_info["person"], store)
        trust = await store.trusts.find(me.trust) if me else None
        if me is None or trust is None:
            raise Stranger
        return me, trust

    async def message(self, given: str, visit: Visit, store: Store) -> Message | None:
        """A message of this conversation that this person can see."""
        if not (given.isascii() and given.isdigit() and len(given) < ID_DIGITS):
            return None
        found = await store.playground.find(int(given), trust=visit.me.trust)
        if found is None or found.conversation != visit.place.conversation:
            return None
        return found if found.only_for in (None, visit.me.id) else None

    def html(self, template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401
        text = self._templates.get_template(template).render(**values)
        return web.Response(text=text, content_type="text/html", status=status)

    def card(self, card: Card, *, status: int) -> web.Response:
        """A page of its own, for somebody who has no conversation to read it in."""
        words = card.plain().removeprefix(card.title).strip()
        return self.problem(card.title, words, status=status)

    def problem(self, heading: str, words: str, *, status: int = 404) -> web.Response:
        return self.html("problem.html", status=status, trust=None, heading=heading, words=words)
