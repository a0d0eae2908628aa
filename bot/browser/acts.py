"""What people do in the playground: every word goes through guard, inbox and router, as anywhere else."""

import json
import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.browser.clockwork import Clockwork, Step
from bot.browser.forms import answers_of, with_answers
from bot.browser.read import WORKSPACE, read
from bot.browser.render import render_form
from bot.browser.room import NotHere, Open, Room, Visit
from bot.door import WHOLE, Answer
from bot.intake import Busy
from bot.picking import picked
from handlers.agenda.suggesting import suggest
from handlers.capability import Occasion
from handlers.library.saving import save
from handlers.packing import card_to_data
from handlers.talk import LOCAL, Card, Fate, Form, Heard
from storage.playground import Message
from storage.records import Platform

if TYPE_CHECKING:
    from bot.app import App

#: How Brightspot is spoken to where others read along.
MENTION = re.compile(r"@brightspot\b[,:]?", re.IGNORECASE)

TEXT_LIMIT = 4000  # characters of one message, as the page's own box allows
BUSY = "Brightspot is busy and has not taken that. Please try again in a moment."

#: The forms that a message can be picked for.
PICKED_FOR = frozenset({suggest.name, save.name})

Given = Mapping[str, list[str]]

_BACK = re.compile(r"/playground/(\d{1,18})(/[a-z0-9-]{1,200})?")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Acts:
    """Every form of the playground."""

    def __init__(self, app: "App", room: Room) -> None:
        self._app = app
        self._room = room
        self._clockwork = Clockwork(app.clock, self._live)

    async def arrive(self, visit: Visit) -> None:
        """The first look into one's own chat, once for each member."""
        key = f"{WORKSPACE}:arrived:{visit.me.id}"
        payload = _payload("happened", key, visit, occasion=Occasion.ARRIVED.value)
        try:
            if await self._app.intake.take(key, Platform.BROWSER, payload):
                await self._app.settle()
        except Busy:
            return  # the page says how to begin by itself

    async def say(self, request: web.Request) -> web.StreamResponse:
        text = _clean(_first(await _given(request), "text"))[:TEXT_LIMIT]
        visit = await self._room.visit(request)
        key = _new_key()
        if text and not visit.place.bot and not MENTION.search(text):
            return await self._talk(text, visit, key)
        if not text or await self._stopped([text], visit, key):
            return _see_other(visit.place.url)
        await self._keep_words(text, visit, key)
        words = MENTION.sub("", text).strip()
        try:
            await self._app.intake.take(
                key, Platform.BROWSER, _payload("said", key, visit, text=words or "help")
            )
        except Busy:
            return await self._room.show(visit, Open(problem=BUSY, draft=text), status=503)
        await self._app.settle()
        return _see_other(visit.place.url)

    async def _talk(self, text: str, visit: Visit, key: str) -> web.StreamResponse:
        """Words to the others: Brightspot hears of links in a network's channel, as on the other doors."""
        try:
            may_stand = await self._heard(Heard(text, _said(key), Fate.POSTED), visit)
        except Busy:
            return await self._room.show(visit, Open(problem=BUSY, draft=text), status=503)
        if may_stand:
            await self._keep_words(text, visit, key)
        await self._app.settle()
        return _see_other(visit.place.url)

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """One's own message, said otherwise; without words it is left as it is."""
        given = await _given(request)
        visit = await self._room.visit(request)
        message, text = await self._own_words(given, visit), _clean(_first(given, "text"))[:TEXT_LIMIT]
        if text and await self._heard(Heard(text, message.key, Fate.CHANGED), visit):
            async with self._app.database.store() as store:
                await store.playground.reword(message.id, text, trust=visit.me.trust)
        await self._app.settle()
        return _see_other(visit.place.url)

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """One's own message goes, and what was collected from it."""
        given = await _given(request)
        visit = await self._room.visit(request)
        message = await self._own_words(given, visit)
        await self._heard(Heard("", message.key, Fate.REMOVED), visit)
        async with self._app.database.store() as store:
            await store.playground.remove(message.id, trust=visit.me.trust)
        await self._app.settle()
        return _see_other(visit.place.url)

    async def _heard(self, heard: Heard, visit: Visit) -> bool:
        """False where the words may not stand here: in the playground we are the platform too."""
        key = _new_key()
        incoming = read(_overheard(key, visit, heard))
        assert incoming is not None  # noqa: S101  we have just written it
        judged = await self._app.hearing.judge(incoming, heard, key)
        if judged.stopped is not None:
            card = await self._app.hearing.told(incoming.account, judged.stopped)
            await self._keep_card(card or judged.stopped.card, visit, "")
            return False
        if await self._stopped([heard.text], visit, key):
            return False
        if judged.take is not None:
            await self._app.intake.take(key, Platform.BROWSER, _overheard(key, visit, judged.take))
        return True

    async def press(self, request: web.Request) -> web.StreamResponse:
        given = await _given(request)
        visit = await self._room.visit(request)
        key, edits = _new_key(), await self._own_card(given, visit)
        try:
            await self._app.intake.take(
                key, Platform.BROWSER, _payload("pressed", key, visit, **_button(given), edits=edits)
            )
        except Busy:
            return await self._room.show(visit, Open(problem=BUSY), status=503)
        await self._app.settle()
        return _see_other(visit.place.url)

    async def open(self, request: web.Request) -> web.StreamResponse:
        given = await _given(request)
        visit = await self._room.visit(request)
        answer = await self._now("opened", visit, **_button(given))
        return await self._answered(answer, visit, await self._own_card(given, visit))

    async def pick(self, request: web.Request) -> web.StreamResponse:
        """ "Add to agenda" or "Save to library" on a message, whoever wrote it: the form holds its words."""
        given = await _given(request)
        visit = await self._room.visit(request)
        form = _first(given, "form")
        async with self._app.database.reading() as store:
            found = await self._room.message(_first(given, "message"), visit, store)
        if found is None or not found.text or form not in PICKED_FOR:
            raise NotHere
        opened = picked(form, found.text, found.text)
        if await self._stopped([opened.values["words"]], visit, _new_key(), picked=True):
            return _see_other(visit.place.url)
        answer = await self._now("opened", visit, action=form, values=dict(opened.values))
        return await self._answered(answer, visit, "")

    async def fill(self, request: web.Request) -> web.StreamResponse:
        """The form is asked for again and what was filled in held against it, as the platforms do."""
        given = await _given(request)
        visit = await self._room.visit(request)
        edits, button = await self._own_card(given, visit), _button(given)
        asked = await self._now("opened", visit, **button)
        if asked is None or not isinstance(asked.say, Form):
            return await self._answered(asked, visit, edits)
        answers, problems = answers_of(asked.say, given)
        answer: Answer | None = Answer(None, problems=problems)
        if not problems:
            words = [each for each in answers.values() if isinstance(each, str)]
            if await self._stopped(words, visit, _new_key(), in_form=True):
                return _see_other(visit.place.url)
            answer = await self._now("filled", visit, **button, answers=answers)
        if answer is not None and not answer.problems:
            await self._app.settle()  # what follows from it, for others
            return await self._answered(answer, visit, edits)
        sheet = with_answers(render_form(asked.say), answers, answer.problems if answer else {})
        sheet |= {"message": edits, "problem": answer.problems.get(WHOLE, "") if answer else BUSY}
        return await self._room.show(visit, Open(sheet), status=200 if answer else 503)

    async def clock(self, request: web.Request) -> web.StreamResponse:
        """Move the clock, and let happen what is due on the way."""
        given = await _given(request)
        back, to = _BACK.fullmatch(_first(given, "back")), _first(given, "to")
        if back is None or to not in set(Step):
            raise NotHere
        today = self._app.clock.now().astimezone(LOCAL).date()
        async with self._app.database.reading() as store:
            me = await self._room.person(back[1], store)
            if me is None:
                raise NotHere
            closures = await store.calendar.closures(me.trust, None, since=today)
        await self._clockwork.move(Step(to), closures)
        return _see_other(back[0])

    # ------------------------------------------------------------------ how it is answered

    async def _answered(self, answer: Answer | None, visit: Visit, edits: str) -> web.StreamResponse:
        """What came back at once: a form is shown, a card is kept where the page reads it."""
        if answer is None:
            return await self._room.show(visit, Open(problem=BUSY), status=503)
        if isinstance(answer.say, Form):
            return await self._room.show(visit, Open(render_form(answer.say) | {"message": edits}))
        edits = "" if answer.aside else edits
        if answer.say is not None and not await self._keep_card(answer.say, visit, edits):
            # Who has just deleted everything has no conversation left to read this in.
            return self._room.card(answer.say, status=200)
        return _see_other(visit.place.url)

    async def _stopped(
        self, words: list[str], visit: Visit, key: str, *, in_form: bool = False, picked: bool = False
    ) -> bool:
        """True where the words must not be kept; the sender alone has been answered then."""
        stopped = await self._app.guard.stops(
            words,
            platform=Platform.BROWSER,
            workspace=WORKSPACE,
            place=visit.place.conversation,
            keys=key,
        )
        if stopped is None or (in_form and not stopped.ends_a_form):
            return False
        await self._keep_card(stopped.card_of_another if picked else stopped.card, visit, "")
        return True

    async def _now(self, kind: str, visit: Visit, **what: Any) -> Answer | None:  # noqa: ANN401  as JSON
        """The answer that a form must carry with it; None where the database is busy."""
        incoming = read(_payload(kind, _new_key(), visit, **what))
        if incoming is None:
            raise NotHere
        try:
            return await self._app.intake.now(incoming)
        except Busy:
            return None

    async def _keep_words(self, text: str, visit: Visit, key: str) -> None:
        me, place = visit.me, visit.place
        said = Message(
            0,
            _said(key),
            place.conversation,
            self._app.clock.now(),
            author=me.id,
            only_for=me.id if place.bot else None,
            text=text,
        )
        async with self._app.database.store() as store:
            await store.playground.keep(said, trust=me.trust)

    async def _keep_card(self, card: Card, visit: Visit, edits: str) -> bool:
        """For this person alone, in place of the card it came from; False if they are not here any more."""
        me, data = visit.me, card_to_data(card)
        async with self._app.database.store() as store:
            if await store.people.find(me.id, trust=me.trust) is None:
                return False
            if edits and await store.playground.edit(int(edits), data, trust=me.trust):
                return True
            now, key = self._app.clock.now(), f"answer:{_new_key()}"
            shown = Message(0, key, visit.place.conversation, now, only_for=me.id, card=data)
            await store.playground.keep(shown, trust=me.trust)
        return True

    async def _own_card(self, given: Given, visit: Visit) -> str:
        """The id of the card whose button it was, where only this person sees it: the answer replaces it."""
        async with self._app.database.reading() as store:
            found = await self._room.message(_first(given, "message"), visit, store)
        return str(found.id) if found and found.only_for == visit.me.id else ""

    async def _own_words(self, given: Given, visit: Visit) -> Message:
        """A message of this conversation that they wrote themselves, to the others."""
        async with self._app.database.reading() as store:
            found = await self._room.message(_first(given, "message"), visit, store)
        if found is None or found.author != visit.me.id or visit.place.bot:
            raise NotHere
        return found

    async def _live(self) -> None:
        await self._app.timetables.tick(self._app.clock.now())
        await self._app.settle()


# ------------------------------------------------------------------ what a browser posts


async def _given(request: web.Request) -> Given:
    """Name → values; a body that is no form has none."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise NotHere  # our pages post nothing else, files least of all
    try:
        posted = await request.post()
    except (ValueError, LookupError, web.RequestPayloadError, web.HTTPException):
        raise NotHere from None
    return {name: [value for value in posted.getall(name) if isinstance(value, str)] for name in set(posted)}


def _first(given: Given, name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _button(given: Given) -> dict[str, Any]:
    """The button as the page held it. What is wrong with it, the router says."""
    try:
        values = json.loads(_first(given, "values") or "{}")
    except (ValueError, RecursionError):
        values = {}
    return {"action": _first(given, "action"), "values": values if isinstance(values, dict) else {}}


def _clean(text: str) -> str:
    """Words as a database can hold them."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n")).strip()


def _new_key() -> str:
    return f"{WORKSPACE}:{secrets.token_hex(12)}"


def _said(key: str) -> str:
    """What the playground calls a message that came under this key."""
    return f"said:{key}"


def _overheard(key: str, visit: Visit, heard: Heard) -> dict[str, Any]:
    return _payload("heard", key, visit, text=heard.text, message=heard.message, fate=heard.what.value)


def _payload(kind: str, key: str, visit: Visit, **what: Any) -> dict[str, Any]:  # noqa: ANN401  as JSON
    who = {"person": visit.me.id, "email": visit.me.email, "conversation": visit.place.conversation}
    return {"kind": kind, "key": key} | who | what


def _see_other(url: str) -> web.Response:
    """After a form its page is shown anew, so that reloading it repeats nothing."""
    return web.Response(status=303, headers={"Location": url})
