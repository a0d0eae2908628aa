"""The keys Microsoft signs with: fetched without holding anything up, kept a day, looked for when unknown.

botbuilder fetches them with a blocking call without a timeout, and after a change of keys can refuse all
traffic for a day (platform brief, defect 4).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
from jwt.algorithms import RSAAlgorithm

from bot.clock import Clock
from bot.teams.limits import ANSWER_S, CONNECT_S, KEY_LOOKS, KEY_LOOKS_S, KEYS_KEPT_S

log = logging.getLogger(__name__)


class KeysUnreachable(Exception):  # noqa: N818  what happened, not an error of ours
    """The key server does not answer, and none of its keys are known yet."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels whose traffic it may vouch for."""

    public: Any
    endorsements: frozenset[str]


class Keys:
    """Key id → key, from an OpenID metadata address."""

    def __init__(
        self,
        metadata_url: str,
        session: Callable[[], aiohttp.ClientSession],
        now: Callable[[], float] = Clock.monotonic,
    ) -> None:
        self._url = metadata_url
        self._session = session
        self._now = now
        self._keys: dict[str, Key] = {}
        self._fetched: float | None = None
        self._looks: deque[float] = deque(maxlen=KEY_LOOKS)
        self._fetching = asyncio.Lock()

    async def find(self, kid: str) -> Key | None:
        """The key, or None where Microsoft has none of this name. Raises KeysUnreachable."""
        if kid in self._keys and not self._is_old():
            return self._keys[kid]
        async with self._fetching:  # whoever waited here finds what the first one fetched
            if kid not in self._keys or self._is_old():
                await self._look()
        if not self._keys:
            raise KeysUnreachable("Microsoft's keys cannot be fetched now")
        return self._keys.get(kid)

    def _is_old(self) -> bool:
        return self._fetched is None or self._now() - self._fetched > KEYS_KEPT_S

    async def _look(self) -> None:
        now = self._now()
        if len(self._looks) == KEY_LOOKS and now - self._looks[0] < KEY_LOOKS_S:
            return  # the old keys still hold
        self._looks.append(now)
        try:
            self._keys = await self._fetch()
            self._fetched = now
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            log.warning("keys not fetched", extra={"reason": type(error).__name__})

    async def _fetch(self) -> dict[str, Key]:
        metadata = await self._json(self._url)
        found = await self._json(str(metadata["jwks_uri"]))
        return {each["kid"]: _key(each) for each in found["keys"] if _signs(each)}

    async def _json(self, url: str) -> Mapping[str, Any]:
        timeout = aiohttp.ClientTimeout(total=ANSWER_S, connect=CONNECT_S)
        async with self._session().get(url, timeout=timeout) as response:
            response.raise_for_status()
            answer = await response.json(content_type=None)
        if not isinstance(answer, dict):
            raise TypeError("not an object")
        return answer


def _signs(each: object) -> bool:
    return (
        isinstance(each, dict)
        and each.get("kty") == "RSA"
        and isinstance(each.get("kid"), str)
        and each.get("use", "sig") == "sig"
    )


def _key(each: Mapping[str, Any]) -> Key:
    try:
        public = RSAAlgorithm.from_jwk(dict(each))
    except jwt.InvalidKeyError as error:
        raise ValueError("a key that cannot be read") from error
    endorsements = each.get("endorsements")
    return Key(public, frozenset(map(str, endorsements if isinstance(endorsements, list) else ())))
