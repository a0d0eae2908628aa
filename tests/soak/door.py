"""Doors to the platform of `platform.py`: one that ends its sends as the real ones do, and Slack's own."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.clock import Clock
from bot.door import Apart, CannotLook, Door, Envelope, Later, Sent, Unclear
from bot.incoming import Incoming
from bot.pacing import Pace
from bot.sealing import Sealing
from bot.settings import Settings
from bot.slack.api import Api
from bot.slack.send import SlackDoor
from bot.slack.tokens import Tokens
from storage.records import Account, Channel, Platform
from storage.store import Database

#: As Slack would be set up; nothing here is a secret.
SLACK = {"slack_signing_secret": "s" * 32, "slack_bot_token": "xoxb-soak", "secret_key": "k" * 32}

Address = tuple[dict[str, Any], str]


def door_of(
    kind: str, url: str, database: Database, clock: Clock, *, pace: Pace = (), blind: bool = False
) -> Door:
    """ "slack", "teams": looks or does not; "slack-door": the real one, that speaks Slack."""
    if kind != "slack-door":
        return HttpDoor(Platform(kind), url, looks=kind == "slack", pace=pace, blind=blind)
    settings = Settings(slack_api_url=f"{url}/api/", **SLACK)
    api = Api(settings.slack_api_url)
    return SlackDoor(api, Tokens(database, Sealing(settings.key_material), settings, clock, api))


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

    async def is_in(self, incoming: Incoming) -> bool:
        return True

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
