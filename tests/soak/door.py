"""A door to the platform of `platform.py`, that ends its sends by the same rules as the real ones."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.door import Apart, CannotLook, Envelope, Later, Sent, Unclear
from bot.incoming import Incoming
from storage.records import Account, Channel, Platform

Address = tuple[dict[str, Any], str]


class HttpDoor:
    """`looks`: like Slack, where a message can be looked up, or like Teams, where it cannot."""

    def __init__(
        self,
        platform: Platform,
        url: str,
        *,
        looks: bool,
        pace: tuple[tuple[int, float], ...] = (),
        blind: bool = False,
    ) -> None:
        self.platform = platform
        self.looks = looks
        self.pace = pace
        self._url = url
        self._blind = blind
        self._session: aiohttp.ClientSession | None = None

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession(self._url)
        try:
            async with self._session.post(path, json=body) as answer:
                if answer.status == 429:
                    raise Later("too many requests", float(answer.headers["Retry-After"]))
                if answer.status >= 500:
                    raise Unclear(f"answered {answer.status}")
                found: dict[str, Any] = await answer.json()
                return found
        except aiohttp.ClientConnectorError as problem:
            raise Later("no connection", 0.5) from problem
        except aiohttp.ClientError as problem:
            raise Unclear(type(problem).__name__) from problem

    async def send(self, envelope: Envelope) -> Sent:
        letter = envelope.letter
        body = {"key": letter.key, "to": letter.bucket, "text": envelope.card.plain()}
        return Sent((await self._post("/send", body))["id"])

    async def look_up(self, envelope: Envelope) -> Sent | None:
        if not self.looks:
            raise CannotLook("this platform has no way to look")
        if self._blind:
            return None
        found = (await self._post("/find", {"key": envelope.letter.key}))["id"]
        return Sent(found) if found else None

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        return None

    async def email_of(self, account: Account) -> str | None:
        return None

    def address_of(self, account: Account, address: Mapping[str, Any]) -> Address:
        return {"user": account.user}, f"{self.platform}:{account.workspace}:{account.user}"

    def address_in(self, channel: Channel, address: Mapping[str, Any]) -> Address:
        return {"channel": channel.channel}, f"{self.platform}:{channel.workspace}:{channel.channel}"

    def address_together(self, people: tuple[tuple[Account, Mapping[str, Any]], ...]) -> Address:
        raise Apart("nobody can be brought together here")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
