"""Calls to Slack: one shared session, one try each, and every way to fail is one of the door's troubles."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.door import Later, Unclear
from bot.slack import troubles

Data = dict[str, Any]

TIMEOUT_S = 10.0
CONNECT_S = 5.0
CONNECTIONS = 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
#: Where Slack's own response_urls point; GovSlack has a host of its own.
RESPONSE_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})

#: The SDK writes whole bodies to its log at DEBUG; people's words are nobody's log.
quiet = logging.getLogger("bot.slack.sdk")
quiet.setLevel(logging.WARNING)

#: Reads want their arguments in the address: some of them ignore a JSON body.
_READS = frozenset({"conversations.history", "conversations.info", "conversations.replies", "users.info"})


class Api:
    """The Web API and response_urls. `retry_handlers=[]`: the SDK's default sends twice."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._here = urlsplit(base_url).hostname in LOOPBACK
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    async def call(
        self, method: str, arguments: Mapping[str, Any], token: str, *, twice: bool = False
    ) -> Data:
        """One call. `twice` says that doing it twice is harmless: then no outcome is unclear."""
        how: Data = {"headers": {"Authorization": f"Bearer {token}"}}
        if method in _READS:
            how |= {"http_verb": "GET", "params": dict(arguments)}
        else:
            how["json"] = dict(arguments)
        return await self._call(method, how, twice=twice)

    async def exchange(self, arguments: Mapping[str, str]) -> Data:
        """oauth.v2.access: a code or a refresh token for tokens. Wants a form, and no token."""
        return await self._call("oauth.v2.access", {"data": dict(arguments)}, twice=False)

    async def _call(self, method: str, how: Data, *, twice: bool) -> Data:
        try:
            answer = await self._open().api_call(method, **how)
            found = answer.data
        except SlackApiError as error:
            trouble = troubles.of_answer(*_what_was_said(error))
        except SlackClientError as error:
            trouble = Unclear(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            trouble = troubles.of_error(error)
        else:
            if isinstance(found, dict):
                return found
            trouble = Unclear("no JSON")
        raise _harmless(trouble) if twice else trouble

    async def respond(self, url: str, message: Mapping[str, Any]) -> None:
        """Replace (or remove) a message that only one person sees. Harmless twice: it says the same."""
        self._open()
        assert self._session is not None  # noqa: S101  _open made it
        try:
            async with self._session.post(url, json=dict(message), allow_redirects=False) as response:
                code = "" if response.status == 200 else (await response.text())[:50]
                if response.status == 200:
                    return
                trouble = troubles.of_answer(response.status, response.headers, _word(code))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            trouble = troubles.of_error(error)
        raise _harmless(trouble)

    def may_answer_at(self, url: str) -> bool:
        """Whether a response_url is Slack's: nobody can make us write to another address."""
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            return False
        return (parts.scheme == "https" and host in RESPONSE_HOSTS) or (self._here and host in LOOPBACK)

    def _open(self) -> AsyncWebClient:
        """Made at the first call, because a session belongs to a running loop."""
        if self._client is None or self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=CONNECT_S),
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
            )
            self._client = AsyncWebClient(
                base_url=self._base_url,
                session=self._session,
                timeout=int(TIMEOUT_S),
                retry_handlers=[],
                logger=quiet,
            )
            if self._here:
                self._client.proxy = None  # a proxy for the world outside does not lead back here
        return self._client

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # lets its connections end


def _harmless(trouble: Exception) -> Exception:
    return Later(str(trouble), troubles.NO_CONNECTION_S) if isinstance(trouble, Unclear) else trouble


def _what_was_said(error: SlackApiError) -> tuple[int, Mapping[str, str], str]:
    """Status, headers and code. Where the body was no JSON the SDK gives aiohttp's own response."""
    said: Any = error.response
    status = int(getattr(said, "status_code", None) or getattr(said, "status", None) or 500)
    data = getattr(said, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    if status == 200 and not code:
        status = 500  # neither a yes nor a no
    return status, getattr(said, "headers", {}), _word(code)


def _word(code: object) -> str:
    """Slack's codes are words; anything else is somebody else's page."""
    text = str(code).strip()
    return text if text.replace("_", "").isalnum() and len(text) <= 50 else ""
