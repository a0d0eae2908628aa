"""The way in from Slack: POST /slack/events for everything, and the two pages of an installation.

First our own guard (size, signature, shape), then slack-bolt, in which one middleware of ours only looks
for words that must not be kept, puts the payload into the inbox and acknowledges. Nothing here calls
Slack before the acknowledgement. Buttons that open a form, and commands that open a window, are answered
right after it, because a trigger lives three seconds; a submitted view carries its answer in the
acknowledgement itself.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.clock import Clock
from bot.guard import Stopped
from bot.incoming import Incoming
from bot.intake import Busy
from bot.slack import limits, oauth, read, render
from bot.slack.api import Api
from bot.slack.forms import Forms
from bot.slack.parse import Malformed, is_signed, parse
from bot.slack.send import SlackDoor
from bot.slack.tokens import Tokens
from handlers.talk import Heard
from storage.letterbox import UNREACHABLE
from storage.records import Platform

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger(__name__)

Data = dict[str, Any]

BODY_S = 5.0  # for a body to arrive: Slack's are small and come at once
NOT_NOW: tuple[type[Exception], ...] = (Busy, *UNREACHABLE)
AGAIN = {"Retry-After": "2"}

#: bolt reads the environment by itself and warns that what it found there is not used.
bolt_log = logging.getLogger("bot.slack.bolt")
bolt_log.setLevel(logging.ERROR)


def open_door(app: "App") -> SlackDoor:
    api = Api(app.settings.slack_api_url)
    return SlackDoor(api, Tokens(app.database, app.sealing, app.settings, app.clock, api))


def routes(app: "App") -> Sequence[web.AbstractRouteDef]:
    door = cast(SlackDoor, app.doors[Platform.SLACK])
    app.web.on_startup.append(lambda _: door.tokens.read_all())
    return [web.post("/slack/events", Listener(app, door).listen), *oauth.routes(app, door)]


async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Everyone: what they may see is decided by whose account it is, and tokens are looked up when we speak.

    bolt's own way would call auth.test before every acknowledgement.
    """
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token="")


class Listener:
    """Takes what Slack sends, and answers within its three seconds."""

    def __init__(self, app: "App", door: SlackDoor) -> None:
        self._app = app
        self._door = door
        self._secret = app.settings.slack_signing_secret
        self._forms = Forms(app.intake, app.guard, door)
        self._bolt = AsyncApp(
            logger=bolt_log,
            name="brightspot",
            authorize=authorize,
            process_before_response=True,  # otherwise a command's ack waits on a 10 ms poll
            request_verification_enabled=False,  # our guard has done what these would do
            ssl_check_enabled=False,
            url_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        self._bolt.use(Reception(self))

    async def listen(self, request: web.Request) -> web.Response:
        """200, 400, 401, or 503 where Slack is to send it again."""
        body = await _body(request)
        if body is None:
            return web.Response(status=400, text="too long")
        headers = request.headers
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        # By the world's clock, which is the one Slack signs with, whatever the time is told to be here.
        if not is_signed(self._secret, timestamp, signature, body, Clock.wall()):
            return web.Response(status=401, text="not signed")
        try:
            payload = parse(body, request.content_type)
        except Malformed as problem:
            log.info("a signed body that is not Slack's", extra={"what": str(problem)})
            return web.Response(status=400, text="cannot be read")
        if payload["type"] == "url_verification":
            return web.json_response({"challenge": payload["challenge"]})
        if "ignored" in (payload["type"], payload.get("event", {}).get("type")):
            return web.Response()
        payload["received"] = int(Clock.wall())
        if payload.get("response_url") and not self._door.api.may_answer_at(payload["response_url"]):
            payload["response_url"] = ""  # nobody makes us write anywhere but to Slack
        return await self._dispatch(payload)

    async def _dispatch(self, payload: Data) -> web.Response:
        # "socket_mode" only says that the body was parsed already.
        ask = AsyncBoltRequest(body=_for_bolt(payload), mode="socket_mode", context={"payload": payload})
        said = await self._bolt.async_dispatch(ask)
        if said.status not in (200, 503):
            log.error("bolt did not take it", extra={"kind": payload["type"], "status": said.status})
            return web.Response(status=503, headers=AGAIN)
        headers = AGAIN if said.status == 503 else None
        if not said.body:
            return web.Response(status=said.status, headers=headers)
        return web.Response(
            status=said.status, text=said.body, content_type="application/json", headers=headers
        )

    # ------------------------------------------------------------------ each kind, before its ack

    async def event(self, payload: Data) -> BoltResponse:
        """200 once it is safe in the inbox; 503, so that Slack sends it again, where it cannot be."""
        team = payload["team_id"]
        try:
            if payload["event"]["type"] in ("app_uninstalled", "tokens_revoked"):
                return await self._removed(team, payload["event"])
            incoming = read.read(payload)
            if incoming is None:
                return BoltResponse(status=200)
            # A message is known by its channel and time too: it may come again under another event id.
            keys = tuple(dict.fromkeys((incoming.key, f"slack:{team}:{payload['event_id']}")))
            if isinstance(incoming.what, Heard):
                await self._overheard(payload, incoming, incoming.what, keys)
            else:
                await self._said(payload, incoming, keys)
        except Busy:
            return BoltResponse(status=503)
        except UNREACHABLE as error:
            log.warning("an event could not be kept", extra={"why": type(error).__name__})
            return BoltResponse(status=503)
        return BoltResponse(status=200)

    async def _said(self, payload: Data, incoming: Incoming, keys: Sequence[str]) -> None:
        """Words to us, or something that happened around somebody."""
        stopped = await self._app.guard.stops(
            read.words_of(payload),
            platform=Platform.SLACK,
            workspace=payload["team_id"],
            place=incoming.channel or "direct",
            keys=keys,
        )
        if stopped is None:
            await self._app.intake.take(keys, Platform.SLACK, payload, lane=_lane(incoming))
        elif not stopped.again:
            self._door.later(self._door.line.tell(incoming, stopped.card))

    async def _overheard(self, payload: Data, incoming: Incoming, heard: Heard, keys: Sequence[str]) -> None:
        """A link in a channel: as much of the message as may be kept."""
        judged = await self._app.hearing.judge(incoming, heard, keys)
        if judged.stopped is not None:
            self._door.later(self._tell(incoming, judged.stopped))
        if judged.take is heard:
            await self._app.intake.take(keys, Platform.SLACK, payload, lane=_lane(incoming))
        elif judged.take is not None:
            rest = read.as_heard(payload, judged.take)
            await self._app.intake.take(read.key_of(rest), Platform.SLACK, rest, lane=_lane(incoming))

    async def _tell(self, incoming: Incoming, stopped: Stopped) -> None:
        if card := await self._app.hearing.told(incoming.account, stopped):
            await self._door.line.tell(incoming, card)

    async def _removed(self, team: str, event: Data) -> BoltResponse:
        if event["type"] == "app_uninstalled" or event["bot"]:
            async with asyncio.timeout(2):
                await self._door.tokens.remove(team)
            log.info("removed from a workspace", extra={"workspace": team})
        return BoltResponse(status=200)

    async def command(self, payload: Data) -> BoltResponse:
        """ "One moment…", which the answer replaces; in a window where the command opens one."""
        team = payload["team_id"]
        incoming = read.read_command(payload)
        stopped = await self._app.guard.stops(
            read.words_of(payload),
            platform=Platform.SLACK,
            workspace=team,
            place=incoming.channel or "direct",
            keys=incoming.key,
        )
        if stopped is not None:
            return _json({"response_type": "ephemeral"} | render.message(stopped.card))
        if payload["command"].removeprefix("/") in self._app.router.in_window:
            self._door.later(self._forms.open(payload, incoming))
            return BoltResponse(status=200)
        try:
            new = await self._app.intake.take(incoming.key, Platform.SLACK, payload, lane=_lane(incoming))
        except NOT_NOW:
            return _json({"response_type": "ephemeral"} | render.message(render.BUSY))
        return _json(render.one_moment()) if new else BoltResponse(status=200)

    async def action(self, payload: Data) -> BoltResponse:
        """A button: kept and acknowledged; one that opens a form is answered right after."""
        incoming = read.read(payload)
        if incoming is None:
            return BoltResponse(status=200)
        if read.opens_form(incoming):
            self._door.later(self._forms.open(payload, incoming))
            return BoltResponse(status=200)
        try:
            await self._app.intake.take(incoming.key, Platform.SLACK, payload, lane=_lane(incoming))
        except NOT_NOW:
            self._door.later(self._door.line.tell(incoming, render.BUSY))
        return BoltResponse(status=200)

    async def picked(self, payload: Data) -> BoltResponse:
        """A shortcut on a message, whoever wrote it: its words are looked at before a form holds them."""
        incoming = read.read(payload)
        assert incoming is not None  # noqa: S101  a shortcut is always somebody's
        stopped = await self._app.guard.stops(
            read.words_of(payload),
            platform=Platform.SLACK,
            workspace=payload["team_id"],
            place=incoming.channel or "direct",
            keys=incoming.key,
        )
        self._door.later(
            self._forms.open(payload, incoming)
            if stopped is None
            else self._door.line.tell(incoming, stopped.card_of_another)
        )
        return BoltResponse(status=200)

    async def view(self, payload: Data) -> BoltResponse:
        """A form, filled in: what it came to stands in the acknowledgement."""
        return _json(await self._forms.filled(payload))


class Reception(AsyncMiddleware):
    """Where bolt hands over. Its listeners would do the same at twice bolt's share of an acknowledgement."""

    def __init__(self, listener: Listener) -> None:
        self._kinds: dict[str, Callable[[Data], Awaitable[BoltResponse]]] = {
            "event_callback": listener.event,
            "command": listener.command,
            "block_actions": listener.action,
            "message_action": listener.picked,
            "view_submission": listener.view,
        }

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  bolt passes it by this name
    ) -> BoltResponse:
        payload: Data = req.context["payload"]
        return await self._kinds[payload["type"]](payload)


def _lane(incoming: Incoming) -> str:
    return f"{incoming.account.workspace}:{incoming.account.user}"


def _json(answer: Data) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer))


def _for_bolt(payload: Data) -> Data:
    """As much as bolt needs to find the listener; what is kept travels beside it."""
    team = payload["team_id"]
    match payload["type"]:
        case "event_callback":
            event = payload["event"]
            thin = {"type": event["type"], "user": event.get("user"), "channel": event.get("channel")}
            return {"type": "event_callback", "team_id": team, "event": thin}
        case "command":
            return {"command": payload["command"], "team_id": team, "user_id": payload["user_id"]}
        case "block_actions":
            found: Data = {"actions": [{"type": "button", "action_id": payload["action_id"], "block_id": ""}]}
        case "message_action":
            found = {"callback_id": payload["callback_id"], "message": {}}
        case _:
            found = {"view": {"type": "modal", "callback_id": payload["callback_id"]}}
    return found | {"type": payload["type"], "team": {"id": team}, "user": {"id": payload["user_id"]}}


async def _body(request: web.Request) -> bytes | None:
    """The raw body, or None where it is longer than anything Slack sends, too slow, or badly packed."""
    if (request.content_length or 0) > limits.BODY_BYTES:
        return None
    if request.content.is_eof() and not request.content.exception():  # as usual, all of it is here already
        body = request.content.read_nowait()
        return body if len(body) <= limits.BODY_BYTES else None
    parts = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.content.iter_any():
                parts += part
                if len(parts) > limits.BODY_BYTES:
                    return None
    except (TimeoutError, web.RequestPayloadError, HttpProcessingError, ConnectionError):
        return None
    return bytes(parts)
