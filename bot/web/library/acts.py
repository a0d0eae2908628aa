"""What is done on the pages: pressed, opened, filled in as in the chat, by the same functions and rights."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.browser.forms import answers_of, with_answers
from bot.browser.render import View, render, render_form
from bot.door import WHOLE, Answer
from bot.incoming import Filled, Incoming, Opened, Pressed, What, storable
from bot.intake import INLINE_S
from bot.web.inside import notes
from bot.web.inside.gate import Visit
from bot.web.inside.look import see_other
from bot.web.library.look import LIBRARY, html
from handlers.library.saving import save
from handlers.talk import Card, Form, Text
from storage.letterbox import Busy
from storage.records import Account, Platform

if TYPE_CHECKING:
    from bot.app import App

PLACE = "library"
OURS = "library."  # how its buttons' names begin

Given = Mapping[str, list[str]]


class Acts:
    """What stands under /library and is posted; and the form to add something."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._secure = app.settings.public_url.startswith("https://")

    async def add(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        answer = await self._answer(Opened(save.name, {}), visit)
        return self._answered(answer, visit, "/library/mine")

    async def press(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        given = await _given(request)
        return self._answered(await self._answer(Pressed(*_button(given)), visit), visit, _back(given))

    async def open(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        given = await _given(request)
        return self._answered(await self._answer(Opened(*_button(given)), visit), visit, _back(given))

    async def fill(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """The form is asked for again and what was filled in held against it, as the platforms do."""
        given = await _given(request)
        button, back = _button(given), _back(given)
        asked = await self._answer(Opened(*button), visit)
        if not isinstance(asked.say, Form):
            return self._answered(asked, visit, back)
        answers, problems = answers_of(asked.say, given)
        if not problems:
            words = [each for each in answers.values() if isinstance(each, str)]
            stopped = await self._app.guard.stops(words, _key(), Platform.BROWSER, PLACE)
            if stopped is not None and stopped.ends_a_form:
                return html("stopped.html", visit=visit, stopped=render(stopped.card))
            answer = await self._answer(Filled(*button, answers), visit)
            if not answer.problems:
                return self._answered(answer, visit, back)
            problems = dict(answer.problems)
        sheet = with_answers(render_form(asked.say), answers, problems)
        return _form(sheet | {"problem": problems.get(WHOLE, "")}, visit, back, status=422)

    async def _answer(self, what: What, visit: Visit) -> Answer:
        person = visit.request.person
        incoming = Incoming(_key(), Account(Platform.BROWSER, PLACE, str(person.id)), what)
        try:
            async with asyncio.timeout(INLINE_S), self._app.database.store() as store:
                answer = await self._app.router.answer(incoming, person, store)
        except TimeoutError:
            raise Busy("no answer in time") from None
        self._app.delivery.wake()
        return answer

    def _answered(self, answer: Answer, visit: Visit, back: str) -> web.StreamResponse:
        """A form is a page of its own; what a card says is said on the page one came from."""
        if isinstance(answer.say, Form):
            return _form(render_form(answer.say), visit, back)
        response = see_other(back)
        if answer.say is not None:
            notes.leave(response, said(answer.say), LIBRARY.path, secure=self._secure)
        return response


def said(card: Card) -> tuple[str, ...]:
    """A card's title and first words: the page below shows the rest of it."""
    first = next((each.text for each in card.blocks if isinstance(each, Text)), "")
    return tuple(filter(None, (card.title, first)))


def _form(view: View, visit: Visit, back: str, *, status: int = 200) -> web.Response:
    return html("form.html", status=status, visit=visit, form=view, back=back)


# ------------------------------------------------------------------ what a browser posts


async def _given(request: web.Request) -> Given:
    posted = await request.post()
    return {
        name: [storable(each) for each in posted.getall(name) if isinstance(each, str)]
        for name in set(posted)
    }


def _first(given: Given, name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _button(given: Given) -> tuple[str, dict[str, Any]]:
    """The button as the page held it. What is wrong with it, the router says.

    Only the library's own: whoever comes by a session of these pages has nothing else of the chat.
    """
    try:
        values = json.loads(_first(given, "values") or "{}")
    except (ValueError, RecursionError):
        values = {}
    action = _first(given, "action")
    return action if action.startswith(OURS) else "", values if isinstance(values, dict) else {}


def _back(given: Given) -> str:
    """Where they were; never anywhere but here."""
    back = _first(given, "back")
    return back if LIBRARY.own.fullmatch(back) else "/library"


def _key() -> str:
    return f"{PLACE}:{secrets.token_hex(12)}"
