"""The Bot Connector's REST calls over one pooled aiohttp session, and how each of them can end.

botbuilder's own client costs 14 ms of processor time and a new TLS connection for every message (platform
brief, defect 3). Contract: learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-api-reference. Nothing here is tried a second time: delivery decides that.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.door import Later, Never, Unclear
from bot.settings import Settings
from bot.teams.auth import is_allowed
from bot.teams.limits import ANSWER_S, CONNECT_S, KEPT_ALIVE_S, ROSTER_PAGE
from bot.teams.tokens import AppTokens
from bot.web import metrics
from storage.records import Platform

Data = dict[str, Any]

_AGAIN_S = 5.0  # no connection, or a refusal without Retry-After
_MOST_S = 3600.0  # a longer Retry-After is somebody's mistake


class Connector:
    """Everything we say to Teams goes through here."""

    def __init__(self, settings: Settings, hosts: tuple[str, ...]) -> None:
        self._hosts = hosts
        self._open: aiohttp.ClientSession | None = None
        self.tokens = AppTokens(settings, self.session)

    def session(self) -> aiohttp.ClientSession:
        """One for the process, opened on the loop that first needs it."""
        if self._open is None or self._open.closed:
            self._open = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=KEPT_ALIVE_S),
                timeout=aiohttp.ClientTimeout(total=ANSWER_S, sock_connect=CONNECT_S),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._open

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()

    # ------------------------------------------------------------------ the calls we use

    async def send(self, service_url: str, conversation: str, activity: Data) -> str:
        """A new message; its id. A second time would be a second message."""
        path = f"/v3/conversations/{_quoted(conversation)}/activities"
        return _id(await self._call("POST", service_url, path, activity))

    async def update(self, service_url: str, conversation: str, activity_id: str, activity: Data) -> str:
        path = f"/v3/conversations/{_quoted(conversation)}/activities/{_quoted(activity_id)}"
        answer = await self._call("PUT", service_url, path, activity | {"id": activity_id}, harmless=True)
        return _id(answer) or activity_id

    async def create(self, service_url: str, bot: str, user: str, tenant: str) -> str:
        """The id of the bot's own chat with a person: the same one, however often it is asked for."""
        asked = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": user}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        return _id(await self._call("POST", service_url, "/v3/conversations", asked, harmless=True))

    async def member(self, service_url: str, conversation: str, user: str) -> Data:
        path = f"/v3/conversations/{_quoted(conversation)}/members/{_quoted(user)}"
        return await self._call("GET", service_url, path, harmless=True)

    async def members(self, service_url: str, conversation: str, after: str = "") -> Data:
        """One page of the roster: {"members": […], "continuationToken": …}."""
        path = f"/v3/conversations/{_quoted(conversation)}/pagedmembers?pageSize={ROSTER_PAGE}"
        if after:
            path += f"&continuationToken={quote(after, safe='')}"
        return await self._call("GET", service_url, path, harmless=True)

    # ------------------------------------------------------------------ how a call can end

    async def _call(
        self, method: str, service_url: str, path: str, body: Data | None = None, *, harmless: bool = False
    ) -> Data:
        """`harmless`: doing it twice changes nothing, so where nobody can tell it may be tried again."""
        if not is_allowed(service_url, self._hosts):
            raise Never("serviceUrl is not an allowed host")  # our token goes nowhere else
        token = await self.tokens.current()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with self.session().request(
                method, service_url.rstrip("/") + path, json=body, headers=headers, allow_redirects=False
            ) as response:
                answer = await response.read()
                if response.status == 401:
                    self.tokens.forget()
                _judge(response.status, response.headers, answer, harmless=harmless)
                return _object(answer)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise Later(f"no connection to Teams ({type(error).__name__})", _AGAIN_S) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _unclear(type(error).__name__, harmless=harmless) from None


def _judge(status: int, headers: Mapping[str, str], body: bytes, *, harmless: bool) -> None:
    """Nothing where it went well, else one of the troubles.

    412 and 429 come before the message is taken, with or without Retry-After; 500, 502, 503 and 504 may come
    after it (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit asks to try the last three
    again, which has doubled messages for others).
    """
    if 200 <= status < 300:
        return
    reason = _reason(status, body)
    if status == 429:
        metrics.rate_limited_total.labels(Platform.TEAMS).inc()
    if status in (412, 429):
        raise Later(reason, _retry_after(headers))
    if status == 401:
        raise Later(reason, _retry_after(headers))  # the token was forgotten; the next one is new
    if status >= 500 or status < 200:
        raise _unclear(reason, harmless=harmless)
    raise Never(reason)


def _unclear(reason: str, *, harmless: bool) -> Later | Unclear:
    return Later(reason, _AGAIN_S) if harmless else Unclear(reason)


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return min(max(float(headers.get("Retry-After", _AGAIN_S)), 0.5), _MOST_S)
    except ValueError:
        return _AGAIN_S  # a date: rare, and five seconds are asked for anyway


def _reason(status: int, body: bytes) -> str:
    """Teams' own word for it (`BotNotInConversationRoster`), never its text, which may quote ours."""
    error = _object(body).get("error")
    inner = error.get("innerHttpError") if isinstance(error, dict) else None
    found = [each.get("code") for each in (error, inner) if isinstance(each, dict)]
    code = next((each for each in found if isinstance(each, str) and each.isidentifier()), "")
    return f"{status} {code}".strip()


def _object(body: bytes) -> Data:
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {"items": found}


def _id(answer: Mapping[str, Any]) -> str:
    found = answer.get("id")
    return found if isinstance(found, str) else ""


def _quoted(part: str) -> str:
    return quote(part, safe="")
