"""POST /api/messages: from the wire to the inbox, or straight to the answer where it must be carried back.

Messages and what happens around them: checked, guarded, in the inbox, 200; answered after by a letter.
Invokes (a button, a dialog) are answered at once, within the two seconds the database has. Whatever the body
holds, the answer is never a 500: 400 not JSON, 408 too slow, 413 too long, 415 not JSON by its own word, 401
and 403 not allowed, 503 not now (Teams comes again).
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.guard import Stopped
from bot.incoming import Filled, Incoming
from bot.intake import Busy
from bot.teams import invokes, read
from bot.teams.adapter import Adapter, Handler
from bot.teams.auth import CHANNEL, Refused, TokenCheck, check_connector, open_here, tenants_of
from bot.teams.keys import Keys, KeysUnreachable
from bot.teams.limits import BODY_BYTES
from bot.teams.send import TeamsDoor
from bot.teams.tenants import Tenants
from handlers.talk import Heard
from storage.letterbox import UNREACHABLE
from storage.records import Platform

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger(__name__)

Data = Mapping[str, Any]

BODY_S = 5.0  # for a body to arrive: whoever sends slower has not shown a token yet

_NOT_NOW: tuple[type[Exception], ...] = (Busy, KeysUnreachable, *UNREACHABLE)


def open_door(app: "App") -> TeamsDoor:
    return TeamsDoor(app.settings)


def routes(app: "App") -> list[web.RouteDef]:
    door = app.doors[Platform.TEAMS]
    assert isinstance(door, TeamsDoor)  # noqa: S101  `open_door` made it; this tells the type checker
    return [web.post("/api/messages", Listener(app, door).messages)]


class Listener:
    """The one address Teams knows."""

    def __init__(self, app: "App", door: TeamsDoor) -> None:
        self._app = app
        self._door = door
        self._settings = app.settings
        keys = Keys(app.settings.microsoft_openid_metadata, door.connector.session)
        self._tokens = TokenCheck(app.settings.microsoft_app_id, keys)
        self._tenants = Tenants(app.settings, app.database)
        self._adapter = Adapter(self._check, door.connector)
        self._handler = Handler(self._take, self._carry)

    async def messages(self, request: web.Request) -> web.Response:
        try:
            if not self._settings.microsoft_app_id:
                open_here(request.headers, request.remote, self._settings)
            activity = await _activity(request)
            authorization = request.headers.get("Authorization", "")
            answer = await self._adapter.process(activity, authorization, self._handler)
        except Refused as refused:
            log.info("refused", extra={"status": refused.status, "reason": str(refused)})
            return web.json_response({"error": str(refused)}, status=refused.status)
        except RecursionError:  # nested just so deep that it could be read and cannot be kept
            return web.json_response({"error": "nested too deep"}, status=400)
        except _NOT_NOW as busy:
            log.warning("not now", extra={"reason": type(busy).__name__})
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response() if answer is None else web.json_response(answer)

    # ------------------------------------------------------------------ who may

    async def _check(self, authorization: str, activity: Data) -> Data:
        claims: Data = {}
        if self._settings.microsoft_app_id:
            claims = await self._tokens.check(authorization, activity)
            if read.text(activity, "channelId") != CHANNEL:
                raise Refused(403, "not Teams")
            await self._check_tenant(activity)
        check_connector(activity, self._door.hosts)
        return claims

    async def _check_tenant(self, activity: Data) -> None:
        """Our own tenant, or one that whoever runs Brightspot has connected to a trust."""
        named = tenants_of(activity)
        if not named:
            raise Refused(403, "no tenant")
        for tenant in named:
            if not await self._tenants.served(tenant):
                raise Refused(403, "another tenant")

    # ------------------------------------------------------------------ answered after

    async def _take(self, activity: Data) -> None:
        kind = activity.get("type")
        if kind == "installationUpdate":
            await self._installed(activity)
        if kind == "conversationUpdate":
            if not read.is_personal(activity):
                for member in read.members_added(activity):
                    await self._keep({**activity, read.MEMBER: member})
            return
        await self._keep(activity)

    async def _keep(self, activity: Data) -> None:
        incoming = self._door.read(activity)
        if incoming is None:
            return
        if isinstance(incoming.what, Heard):
            await self._overheard(activity, incoming, incoming.what)
            return
        stopped = await self._stopped(incoming, activity)
        if stopped is None:
            await self._app.intake.take(incoming.key, Platform.TEAMS, activity, lane=_lane(incoming))
        elif not stopped.again:
            self._door.soon(self._door.say(incoming, stopped.card))

    async def _overheard(self, activity: Data, incoming: Incoming, heard: Heard) -> None:
        """A link in a channel: as much of the message as may be kept."""
        judged = await self._app.hearing.judge(incoming, heard, incoming.key)
        if judged.stopped is not None:
            self._door.soon(self._tell(incoming, judged.stopped))
        kept = read.as_heard(activity, judged.take) if judged.take else {}
        if rest := self._door.read(kept):
            await self._app.intake.take(rest.key, Platform.TEAMS, kept, lane=_lane(rest))

    async def _tell(self, incoming: Incoming, stopped: Stopped) -> None:
        if card := await self._app.hearing.told(incoming.account, stopped):
            await self._door.say(incoming, card)

    async def _installed(self, activity: Data) -> None:
        """Somebody added the app, or removed it: then nobody is written to there any more."""
        action, personal = activity.get("action"), read.is_personal(activity)
        account = read.account(activity)
        if action in ("add", "add-upgrade") and account is not None:
            async with self._app.database.store() as store:
                await store.installations.seen(Platform.TEAMS, account.workspace)
        if action in ("remove", "remove-upgrade") and personal and account is not None:
            self._door.forget(account)
            async with self._app.database.store() as store:
                await store.accounts.unlink(account)

    async def _stopped(self, incoming: Incoming, activity: Data) -> Stopped | None:
        place = "direct" if incoming.direct else incoming.channel
        return await self._app.guard.stops(
            read.words(activity),
            platform=Platform.TEAMS,
            workspace=incoming.account.workspace,
            place=place,
            keys=incoming.key,
        )

    # ------------------------------------------------------------------ carried back

    async def _carry(self, activity: Data) -> dict[str, Any] | None:
        """The body an invoke is answered with; None for one we do not know, which is acknowledged."""
        shape = invokes.shape_of(activity, self._door.where)
        if shape is None:
            return None
        incoming = self._door.read(activity)
        if incoming is None:
            return invokes.old_card(shape)
        stopped = await self._stopped(incoming, activity)
        if stopped is not None and (stopped.ends_a_form or not isinstance(incoming.what, Filled)):
            return shape.card(stopped.card_of_another if read.quoted(activity) else stopped.card)
        try:
            return await invokes.answer(shape, incoming, self._app.intake)
        except Busy:
            return invokes.busy(shape)


def _lane(incoming: Incoming) -> str:
    return f"{incoming.account.workspace}:{incoming.account.user}"


async def _activity(request: web.Request) -> Data:
    """The body as a JSON object with a type. Raises Refused."""
    if request.content_type != "application/json":
        raise Refused(415, "send application/json")
    if (request.content_length or 0) > BODY_BYTES:
        raise Refused(413, "too long")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > BODY_BYTES:
                    raise Refused(413, "too long")
    except TimeoutError:
        raise Refused(408, "too slow") from None
    except (web.RequestPayloadError, HttpProcessingError, ConnectionError):
        raise Refused(400, "badly packed") from None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("type"), str) or not found["type"]:
        raise Refused(400, "not an activity")
    return found
