"""Calls with a workspace's token, and what is said at once: windows, and words to the sender alone.

What goes at once goes right after an acknowledgement, past the outbox: a person will press again where it is
lost. It uses the token at hand, so that no database is waited for.
"""

import asyncio
import logging
from typing import Any

from bot.door import Apart, Later, Trouble, Unclear
from bot.incoming import Incoming
from bot.slack import render, troubles
from bot.slack.api import Api
from bot.slack.tokens import Tokens
from bot.slack.troubles import Refused
from handlers.talk import Card

log = logging.getLogger(__name__)

Data = dict[str, Any]


class Line:
    """The way to Slack."""

    def __init__(self, api: Api, tokens: Tokens) -> None:
        self.api = api
        self.tokens = tokens

    async def call(self, method: str, arguments: Data, team: str, token: str, *, twice: bool = False) -> Data:
        """One call. A token that Slack does not take (any more) is read anew next time."""
        try:
            return await self.api.call(method, arguments, token, twice=twice)
        except Refused as refused:
            if refused.code in troubles.REMOVED:
                self.tokens.forget(team)
            raise
        except Later as later:
            if str(later) == "token_expired":
                self.tokens.forget(team)
            raise

    async def at_once(self, method: str, arguments: Data, team: str, *, twice: bool = False) -> Data:
        """A call that waits for no database while the token at hand is taken."""
        if kept := self.tokens.at_hand(team):
            try:
                return await self.call(method, arguments, team, kept, twice=twice)
            except Refused as refused:
                if refused.code not in troubles.REMOVED:
                    raise
        return await self.call(method, arguments, team, await self.tokens.of(team), twice=twice)

    async def channel(self, address: Data, token: str) -> str:
        """The conversation: told already, or opened; to open it again opens the same."""
        if channel := address.get("channel"):
            return str(channel)
        users = address.get("users") or [address["user"]]
        try:
            how = {"users": ",".join(users)}
            answer = await self.call("conversations.open", how, address["team"], token, twice=True)
        except Refused as refused:
            if len(users) > 1 and refused.code in troubles.APART:
                raise Apart(refused.code) from None
            raise
        opened = answer.get("channel")
        if not isinstance(opened, dict) or not isinstance(opened.get("id"), str):
            raise Later("conversations.open told no channel", troubles.NO_CONNECTION_S)
        return str(opened["id"])

    # ------------------------------------------------------------------ at once

    async def tell(self, incoming: Incoming, card: Card) -> None:
        """Say it to the sender alone, where they are. Said twice rather than not at all."""
        to = incoming.reply_to
        for pause in (1.0, 5.0, None):
            try:
                if url := to.get("response_url"):
                    await self.api.respond(url, render.message(card) | {"replace_original": False})
                    return
                token = self.tokens.at_hand(to["team"]) or await self.tokens.of(to["team"])
                channel = to.get("channel") or await self.channel(
                    {"user": to["user"], "team": to["team"]}, token
                )
                how = {"channel": channel} | render.message(card)
                if thread := to.get("thread_ts"):
                    how["thread_ts"] = thread
                method = "chat.postMessage"
                if to.get("aside"):
                    method, how = "chat.postEphemeral", how | {"user": to["user"]}
                await self.call(method, how, to["team"], token)
            except (Later, Unclear) as trouble:
                if pause is None:
                    log.warning("could not be told", extra={"workspace": to["team"], "why": str(trouble)})
                else:
                    await asyncio.sleep(pause)
            except Trouble as trouble:
                log.warning("could not be told", extra={"workspace": to["team"], "why": str(trouble)})
                return
            else:
                return

    async def open_loading(self, team: str, trigger_id: str) -> str:
        """A view that says "One moment…"; its id."""
        how = {"trigger_id": trigger_id, "view": render.loading()}
        answer = await self.at_once("views.open", how, team)
        view = answer.get("view")
        if not isinstance(view, dict) or not isinstance(view.get("id"), str):
            raise Unclear("views.open told no view")
        return str(view["id"])

    async def fill(self, team: str, view_id: str, view: Data) -> None:
        """What an open view shows from now on."""
        await self.at_once("views.update", {"view_id": view_id, "view": view}, team, twice=True)
