"""The app's own tokens, with which it writes to Teams: fetched without holding anything up, and kept.

botbuilder fetches one for every turn, on the event loop (platform brief, defect 2): ten proactive messages
were ten fetches and froze everything for two seconds.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import aiohttp

from bot.clock import Clock
from bot.door import Later
from bot.settings import Settings
from bot.teams.limits import ANSWER_S, CONNECT_S, TOKEN_EARLY_S

SCOPE = "https://api.botframework.com/.default"
#: Where apps that serve many tenants are known.
MANY_TENANTS = "botframework.com"
_AGAIN_S = 30.0  # the login server is away for a moment
_REFUSED_S = 300.0  # it says no: somebody has to look at the settings


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    until: float


class AppTokens:
    """One token for each (tenant, scope), renewed five minutes before it ends."""

    def __init__(
        self,
        settings: Settings,
        session: Callable[[], aiohttp.ClientSession],
        now: Callable[[], float] = Clock.monotonic,
    ) -> None:
        self._settings = settings
        self._session = session
        self._now = now
        self._tokens: dict[tuple[str, str], _Token] = {}
        self._fetching = asyncio.Lock()

    async def current(self, scope: str = SCOPE) -> str:
        """A token that holds; "" without an app id. Raises Later while none can be had."""
        if not self._settings.microsoft_app_id:
            return ""
        key = (self._settings.microsoft_app_tenant_id or MANY_TENANTS, scope)
        known = self._tokens.get(key)
        if known is None or known.until <= self._now():
            async with self._fetching:
                known = self._tokens.get(key)
                if known is None or known.until <= self._now():
                    known = self._tokens[key] = await self._fetch(*key)
        return known.value

    def forget(self) -> None:
        """The connector refused a token: the next send asks for a new one."""
        self._tokens.clear()

    async def _fetch(self, tenant: str, scope: str) -> _Token:
        url = f"{self._settings.microsoft_login_url.rstrip('/')}/{quote(tenant, safe='.')}/oauth2/v2.0/token"
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.microsoft_app_id,
            "client_secret": self._settings.microsoft_app_password,
            "scope": scope,
        }
        timeout = aiohttp.ClientTimeout(total=ANSWER_S, connect=CONNECT_S)
        try:
            async with self._session().post(url, data=asked, timeout=timeout) as response:
                if response.status >= 500 or response.status == 429:
                    raise Later(f"Microsoft's login answers {response.status}", _AGAIN_S)
                if response.status != 200:
                    raise Later(f"Microsoft's login refuses the app ({response.status})", _REFUSED_S)
                answer = await response.json(content_type=None)
                return _Token(
                    str(answer["access_token"]), self._now() + float(answer["expires_in"]) - TOKEN_EARLY_S
                )
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise Later(f"Microsoft's login is not reached ({type(error).__name__})", _AGAIN_S) from None
