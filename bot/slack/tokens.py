"""Whose token: one for each workspace, sealed in the database, renewed by one process at a time.

Nothing here runs before an acknowledgement. `auth.test` is never called: the token was Slack's own answer
to the installation.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.door import Later, Never, Unclear
from bot.sealing import Sealing, Unsealable
from bot.settings import Settings
from bot.slack.api import Api
from storage.letterbox import UNREACHABLE
from storage.records import Installation, Platform
from storage.store import Database

log = logging.getLogger(__name__)

#: A rotating token lives twelve hours and is renewed this long before it ends.
EARLY = timedelta(minutes=30)
#: How long a token that was read may be used without reading it again: every process hears of a
#: reinstallation or removal within this time.
KEPT_S = 60.0
NO_DATABASE_S = 2.0  # until it is asked for a token again


class NotInstalled(Never):
    """Brightspot is not (or no longer) in that workspace."""

    def __init__(self) -> None:
        super().__init__("not installed in this workspace", gone=False)


class Tokens:
    """Finds the token of a workspace."""

    def __init__(
        self, database: Database, sealing: Sealing, settings: Settings, clock: Clock, api: Api
    ) -> None:
        self._database = database
        self._sealing = sealing
        self._settings = settings
        self._clock = clock
        self._api = api
        self._read: dict[str, tuple[float, Installation]] = {}

    async def of(self, workspace: str) -> str:
        """The bot token; NotInstalled where there is none, Later while it cannot be renewed or read."""
        try:
            found = await self._installation(workspace)
            if found is not None and found.sealed_token and self._is_ending(found):
                found = await self._renew(found)
        except UNREACHABLE as error:
            raise Later(f"no token: {type(error).__name__}", NO_DATABASE_S) from None
        if found is not None and found.sealed_token:
            return self._open(found.sealed_token)
        if self._settings.slack_bot_token:
            return self._settings.slack_bot_token
        raise NotInstalled

    def at_hand(self, workspace: str) -> str:
        """The token that was read last, however long ago, without a look into the database; "" for none.

        For what cannot wait: a window must open within three seconds. Where Slack does not take it any
        more, `of` is asked.
        """
        kept = self._read.get(workspace)
        if kept is None:
            return self._settings.slack_bot_token
        _, found = kept
        over = found.expires_at is not None and found.expires_at <= self._clock.now()
        return "" if over and found.sealed_refresh_token else self._open(found.sealed_token)

    async def read_all(self) -> None:
        """Have every token at hand from the start; what cannot be read now is read when it is needed."""
        try:
            async with self._database.reading() as store:
                for each in await store.installations.everywhere(Platform.SLACK):
                    if each.sealed_token:
                        self._note(each)
        except UNREACHABLE as error:
            log.warning("tokens were not read at the start", extra={"why": type(error).__name__})

    async def keep(self, installation: Installation, token: str, refresh_token: str) -> None:
        """A new installation, or the same anew."""
        sealed = replace(
            installation,
            sealed_token=self._sealing.seal(token.encode()),
            sealed_refresh_token=self._sealing.seal(refresh_token.encode()) if refresh_token else b"",
        )
        async with self._database.store() as store:
            await store.installations.keep(sealed)
        self._note(sealed)

    async def remove(self, workspace: str) -> None:
        """Uninstalled or revoked there: its tokens go, and nobody is written to there any more.

        The workspace stays the trust's, so that installing again is enough.
        """
        async with self._database.store() as store:
            found = await store.installations.find(Platform.SLACK, workspace, to_change=True)
            if found is None:
                return
            await store.installations.remove(Platform.SLACK, workspace)
            if found.trust is not None:
                await store.accounts.unlink_workspace(Platform.SLACK, workspace, trust=found.trust)
                await store.installations.connect(Platform.SLACK, workspace, trust=found.trust)
        self.forget(workspace)

    def forget(self, workspace: str) -> None:
        """Read it again next time."""
        self._read.pop(workspace, None)

    async def _installation(self, workspace: str) -> Installation | None:
        kept = self._read.get(workspace)
        now = self._clock.monotonic()
        if kept is not None and now - kept[0] < KEPT_S and not self._is_ending(kept[1]):
            return kept[1]
        async with self._database.reading() as store:
            found = await store.installations.find(Platform.SLACK, workspace)
        if found is None:
            self.forget(workspace)
        else:
            self._read[workspace] = (now, found)
        return found

    def _is_ending(self, installation: Installation) -> bool:
        """Without a refresh token it never ends."""
        ends = installation.expires_at
        return (
            bool(installation.sealed_refresh_token) and ends is not None and ends - EARLY <= self._clock.now()
        )

    async def _renew(self, old: Installation) -> Installation:
        """Once, whoever asks: the row is held while Slack is asked, and the others find the new token.

        A refresh token works once, so a second process that used the same one would be locked out.
        """
        async with self._database.store() as store:
            held = await store.installations.find(Platform.SLACK, old.workspace, to_change=True)
            if held is None:
                raise NotInstalled
            if not self._is_ending(held):
                return self._note(held)
            answer = await self._ask(held)
            if answer is None:
                return held
            token, refresh_token, ends = answer
            renewed = replace(
                held,
                sealed_token=self._sealing.seal(token.encode()),
                sealed_refresh_token=self._sealing.seal(refresh_token.encode()),
                expires_at=ends,
            )
            await store.installations.rotated(
                Platform.SLACK,
                held.workspace,
                sealed_token=renewed.sealed_token,
                sealed_refresh_token=renewed.sealed_refresh_token,
                expires_at=ends,
            )
        return self._note(renewed)

    async def _ask(self, held: Installation) -> tuple[str, str, datetime] | None:
        """New tokens from Slack; None where that failed and the old one still works for a while."""
        try:
            said = await self._api.exchange(
                {
                    "client_id": self._settings.slack_client_id,
                    "client_secret": self._settings.slack_client_secret,
                    "grant_type": "refresh_token",
                    "refresh_token": self._open(held.sealed_refresh_token),
                }
            )
            lasts = timedelta(seconds=float(said["expires_in"]))
            return str(said["access_token"]), str(said["refresh_token"]), self._clock.now() + lasts
        except (Later, Unclear, Never, KeyError, TypeError, ValueError) as error:
            log.warning("a token was not renewed", extra={"workspace": held.workspace, "why": str(error)})
            if held.expires_at is not None and held.expires_at > self._clock.now():
                return None
            raise Later("the token could not be renewed", 30.0) from None

    def _note(self, installation: Installation) -> Installation:
        self._read[installation.workspace] = (self._clock.monotonic(), installation)
        return installation

    def _open(self, sealed: bytes) -> str:
        try:
            return self._sealing.open(sealed).decode()
        except Unsealable as error:
            raise Never(f"the token cannot be opened: {error}") from None
