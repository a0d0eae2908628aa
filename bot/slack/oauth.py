"""Installing into a workspace: out to Slack with a state that works once, back with a code for a token.

An install link made by `connect slack --install-link` carries a state that names its trust. Without one
the workspace is kept, but belongs to no trust until whoever runs Brightspot says so.
"""

import logging
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from aiohttp import web

from bot.door import Trouble
from bot.slack.scopes import SCOPES
from bot.slack.send import SlackDoor
from bot.web import look
from storage.letterbox import UNREACHABLE
from storage.records import Installation, Platform, TrustId

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger(__name__)

STATE_LASTS = timedelta(minutes=10)
_STATE = re.compile(r"[A-Za-z0-9_-]{20,100}")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,300}")


def routes(app: "App", door: SlackDoor) -> Sequence[web.AbstractRouteDef]:
    pages = Pages(app, door)
    return [
        web.get("/slack/install", pages.install, allow_head=False),
        web.get("/slack/oauth_redirect", pages.back, allow_head=False),
    ]


class Pages:
    """Both pages of an installation."""

    def __init__(self, app: "App", door: SlackDoor) -> None:
        self._app = app
        self._settings = app.settings
        self._door = door

    async def install(self, request: web.Request) -> web.Response:
        """Out to Slack's own page."""
        if not self._settings.slack_client_id:
            return page(404, "Not open", "This Brightspot is installed in one workspace, by hand.")
        state = request.query.get("state", "")
        if state and not _STATE.fullmatch(state):
            return old_link()
        try:
            if not state:
                state = await self._begin()
        except UNREACHABLE as error:
            return busy(error)
        asked = {
            "client_id": self._settings.slack_client_id,
            "scope": ",".join(sorted(SCOPES)),
            "state": state,
        } | self._way_back()
        address = urljoin(self._settings.slack_api_url, "../oauth/v2/authorize")
        return web.Response(
            status=302, headers={"Location": f"{address}?{urlencode(asked)}", "Cache-Control": "no-store"}
        )

    async def back(self, request: web.Request) -> web.Response:
        """From Slack's page with a code. A state that is missing, used or too old is refused."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if not self._settings.slack_client_id or not _STATE.fullmatch(state):
            return old_link()
        try:
            async with self._app.database.store() as store:
                ours, trust = await store.installations.finish(state, self._app.clock.now())
            if not ours:
                return old_link()
            if "error" in request.query or not _CODE.fullmatch(code):
                return page(200, "Not installed", "Nothing was changed. You can start again at any time.")
            return await self._install(code, trust)
        except UNREACHABLE as error:
            return busy(error)
        except Trouble as trouble:
            log.warning("an installation was not confirmed", extra={"why": str(trouble)})
            return page(502, "Slack did not confirm it", "Nothing was changed. Please start again.")

    async def _begin(self) -> str:
        state = secrets.token_urlsafe(32)
        now = self._app.clock.now()
        async with self._app.database.store() as store:
            await store.installations.forget_states(now)
            await store.installations.begin(state, now + STATE_LASTS)
        return state

    async def _install(self, code: str, trust: TrustId | None) -> web.Response:
        asked = {
            "client_id": self._settings.slack_client_id,
            "client_secret": self._settings.slack_client_secret,
            "code": code,
        } | self._way_back()
        said = await self._door.api.exchange(asked)
        team = said.get("team") or {}
        workspace, token = team.get("id"), said.get("access_token")
        if said.get("is_enterprise_install") or not workspace or not token:
            return page(
                400, "Please choose a workspace", "Install it in one workspace, not everywhere at once."
            )
        await self._leave_other_trust(workspace, trust)
        await self._door.tokens.keep(
            Installation(
                platform=Platform.SLACK,
                workspace=workspace,
                trust=trust,
                enterprise=(said.get("enterprise") or {}).get("id", ""),
                expires_at=self._ends(said),
                bot_user=said.get("bot_user_id", ""),
                scopes=said.get("scope", ""),
            ),
            token,
            said.get("refresh_token", ""),
        )
        log.info("installed", extra={"workspace": workspace, "trust": trust})
        if trust is None:
            whose = "Now tell whoever runs Brightspot which trust this workspace belongs to."
        else:
            whose = "Open Brightspot under Apps and say help."
        return page(200, "Brightspot is installed", whose)

    async def _leave_other_trust(self, workspace: str, trust: TrustId | None) -> None:
        """A workspace that comes to another trust: its people's accounts are found anew there."""
        async with self._app.database.store() as store:
            before = await store.installations.find(Platform.SLACK, workspace)
            if before and before.trust is not None and trust is not None and before.trust != trust:
                await store.accounts.unlink_workspace(Platform.SLACK, workspace, trust=before.trust)

    def _ends(self, said: dict[str, Any]) -> datetime | None:
        lasts = said.get("expires_in")
        return self._app.clock.now() + timedelta(seconds=float(lasts)) if lasts else None

    def _way_back(self) -> dict[str, str]:
        url = self._settings.public_url
        return {"redirect_uri": f"{url}/slack/oauth_redirect"} if url else {}


def page(status: int, title: str, words: str) -> web.Response:
    shown = look.page(title, f"<h1>{escape(title)}</h1>\n<p>{escape(words)}</p>", status=status)
    shown.headers["Cache-Control"] = "no-store"
    return shown


def old_link() -> web.Response:
    return page(400, "This link has been used or is too old", "Please start again from your install link.")


def busy(error: BaseException) -> web.Response:
    log.warning("an installation could not be kept", extra={"why": type(error).__name__})
    return page(503, "Busy for a moment", "Please try again in a minute.")
