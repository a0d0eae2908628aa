"""Letters to Slack: each once. What `read.py` wrote into the address says how.

Replacing a message, publishing the Home tab and filling an open view say the same however often they are
done, so their outcome is never unclear. A new message carries its letter's key in its metadata, and is
looked up in the conversation's history before any second try; `client_msg_id` is a second lock where
Slack honours it. A message that only one person sees can be neither repeated nor looked up.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.clock import Clock
from bot.door import Apart, CannotLook, Envelope, Later, Sent, Trouble
from bot.incoming import Incoming
from bot.slack import limits, read, render, troubles
from bot.slack.api import Api
from bot.slack.line import Line
from bot.slack.tokens import Tokens
from bot.slack.troubles import Refused
from handlers.packing import form_from_data
from storage.records import Account, Channel, Letter, Platform

log = logging.getLogger(__name__)

Data = dict[str, Any]

EVENT_TYPE = "brightspot_letter"
#: A letter goes when it is due or later, so older messages cannot be it; clocks differ by this much at most.
LOOK_BACK_S = 600.0
PAGE = 200
PAGES = 5
EPHEMERAL = "ephemeral"

#: We or they are not in that channel (any more): the answer goes to them directly.
NOT_THERE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel"})
VIEW = "view"


class SlackDoor:
    """Slack, as the house sees it."""

    platform = Platform.SLACK
    pace = ((1, 1.0),)  # chat.postMessage: about one a second a conversation
    looks = True

    def __init__(self, api: Api, tokens: Tokens) -> None:
        self.api = api
        self.tokens = tokens
        self.line = Line(api, tokens)
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """What was begun is finished first."""
        await self.settle()
        await self.api.close()

    # ------------------------------------------------------------------ at once, not through the outbox

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Right after the acknowledgement: what a crash may lose, because a person will press again."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait for what `later` began."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # ------------------------------------------------------------------ what the house asks

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        return read.read(payload)

    async def email_of(self, account: Account) -> str | None:
        """The address in their Slack profile; None for bots, guests without one, and people elsewhere."""
        token = await self.tokens.of(account.workspace)
        answer = await self.line.call(
            "users.info", {"user": account.user}, account.workspace, token, twice=True
        )
        user = answer.get("user")
        profile = user.get("profile") if isinstance(user, dict) else None
        if not isinstance(user, dict) or not isinstance(profile, dict) or user.get("is_bot"):
            return None
        if not _belongs(user, account.workspace):
            return None  # in a shared channel: their address is whatever another organisation says
        email = profile.get("email")
        return email if isinstance(email, str) and email else None

    async def is_in(self, incoming: Incoming) -> bool:
        """A slash command works in every channel; a private one that we are not in is not even found."""
        team = incoming.account.workspace
        token = await self.tokens.of(team)
        try:
            how = {"channel": incoming.channel}
            answer = await self.line.call("conversations.info", how, team, token, twice=True)
        except Refused:
            return False
        found = answer.get("channel")
        return isinstance(found, dict) and found.get("is_member") is True

    # ------------------------------------------------------------------ addresses

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[Data, str]:
        found = {"team": account.workspace, "user": account.user}
        if channel := address.get("channel"):
            found["channel"] = channel
        return found, read.bucket(account.workspace, account.user)

    def address_in(self, channel: Channel, address: Mapping[str, Any]) -> tuple[Data, str]:
        found = {"team": channel.workspace, "channel": channel.channel}
        return found, read.bucket(channel.workspace, channel.channel)

    def address_together(self, people: tuple[tuple[Account, Mapping[str, Any]], ...]) -> tuple[Data, str]:
        """A group message with all of them; Slack opens one for up to eight people of one workspace."""
        accounts = [account for account, _ in people]
        teams = {account.workspace for account in accounts}
        users = sorted({account.user for account in accounts})
        slack = all(account.platform is Platform.SLACK for account in accounts)
        if not slack or len(teams) != 1 or not 2 <= len(users) <= limits.PEOPLE_IN_GROUP:
            raise Apart("not together in one workspace")
        (team,) = teams
        return {"team": team, "users": users}, read.bucket(team, "+".join(users))

    # ------------------------------------------------------------------ sending

    async def send(self, envelope: Envelope) -> Sent:
        address = _address(envelope.letter)
        token = await self.tokens.of(address["team"])
        if address.get("home"):
            view = {"user_id": address["user"], "view": render.home(envelope.card)}
            await self.line.call("views.publish", view, address["team"], token, twice=True)
            return Sent(VIEW)
        form = render.form(form_from_data(address["form"])) if address.get("form") else None
        if address.get("view_id") and await self._in_view(form or render.told(envelope.card), address, token):
            return Sent(VIEW)
        if address.get("modal") and await self._open_view(render.told(envelope.card), address, token):
            return Sent(VIEW)
        if form:
            await self._open_view(form, address, token)
        public = address.get("public", False) or not address.get("aside")
        if address.get("response_url"):
            return await self._replace(envelope, address, token)
        if (
            address.get("ts")
            and public
            and await self._update(envelope, f"{address['channel']}:{address['ts']}", token)
        ):
            return Sent(f"{address['channel']}:{address['ts']}")
        if envelope.edits and await self._update(envelope, envelope.edits, token):
            return Sent(envelope.edits)
        if not public:
            return await self._aside(envelope, address, token)
        return await self._post(envelope, address, token)

    async def look_up(self, envelope: Envelope) -> Sent | None:
        """The message that carries this letter's key. None also where sending again is harmless."""
        letter = envelope.letter
        address = _address(letter)
        if address.get("home"):
            return None
        if address.get("aside") and not address.get("public") and not address.get("response_url"):
            raise CannotLook("a message for one person alone cannot be looked up")
        if not address.get("public") and (address.get("response_url") or address.get("view_id")):
            # Replacing says the same again; what may be there already is the direct message instead of it.
            address = _directly(address)
        try:
            token = await self.tokens.of(address["team"])
            return await self._find(letter, address, await self.line.channel(address, token), token)
        except Later:
            raise
        except Trouble as trouble:
            raise CannotLook(str(trouble)) from None

    # ---- each way to say it

    async def _in_view(self, view: Data, address: Data, token: str) -> bool:
        """In place of a view that is open, or over it; False where it was closed meanwhile."""
        if address.get("beside"):
            return await self._open_view(view, address, token, method="views.push")
        try:
            how = {"view_id": address["view_id"], "view": view}
            await self.line.call("views.update", how, address["team"], token, twice=True)
        except Refused as refused:
            if refused.code == "not_found":
                return False
            raise
        return True

    async def _open_view(self, view: Data, address: Data, token: str, *, method: str = "views.open") -> bool:
        """Over what is there, while the trigger lives; False where it is too late for that."""
        if not address.get("trigger_id") or Clock.wall() > address.get("opens", 0):
            return False
        try:
            how = {"trigger_id": address["trigger_id"], "view": view}
            await self.line.call(method, how, address["team"], token, twice=True)
        except Refused as refused:
            # A trigger works once: "exchanged" means that an earlier try did open it.
            return refused.code == "exchanged_trigger_id"
        return True

    async def _replace(self, envelope: Envelope, address: Data, token: str) -> Sent:
        """What only the asker sees ("One moment…") becomes the answer, or goes where the answer is public."""
        url = address["response_url"]
        if address.get("public"):
            try:
                sent = await self._post(envelope, address, token)
            except Refused:
                pass  # we are not in that channel: the asker alone hears it
            else:
                await self._tidy(url)
                return sent
        if Clock.wall() <= address.get("until", 0):
            try:
                await self.api.respond(url, {"replace_original": True} | render.message(envelope.card))
            except Refused as refused:
                if refused.code not in ("used_url", "expired_url", "http_404"):
                    raise
            else:
                return Sent(EPHEMERAL)
        return await self._post(envelope, _directly(address), token)

    async def _tidy(self, url: str) -> None:
        """The answer is there; that "One moment…" goes is nicety."""
        with suppress(Trouble):
            await self.api.respond(url, {"delete_original": True})

    async def _update(self, envelope: Envelope, platform_id: str, token: str) -> bool:
        """A message of ours becomes this card; False where it is not there any more."""
        channel, _, ts = platform_id.partition(":")
        if not ts:
            return False
        try:
            how = {"channel": channel, "ts": ts} | render.message(envelope.card)
            await self.line.call("chat.update", how, envelope.letter.address["team"], token, twice=True)
        except Refused as refused:
            if refused.code in troubles.GONE:
                return False
            raise
        return True

    async def _aside(self, envelope: Envelope, address: Data, token: str) -> Sent:
        """In a channel, for the asker alone."""
        how = {"channel": address["channel"], "user": address["user"]} | render.message(envelope.card)
        if thread := address.get("thread_ts"):
            how["thread_ts"] = thread
        try:
            await self.line.call("chat.postEphemeral", how, address["team"], token)
        except Refused as refused:
            if refused.code not in NOT_THERE:
                raise
            if address.get("only_here"):
                return Sent(EPHEMERAL)
            return await self._post(envelope, _directly(address), token)
        return Sent(EPHEMERAL)

    async def _post(self, envelope: Envelope, address: Data, token: str) -> Sent:
        letter = envelope.letter
        channel = await self.line.channel(address, token)
        how = {"channel": channel, "unfurl_links": False, "unfurl_media": False} | render.message(
            envelope.card
        )
        how["client_msg_id"] = str(uuid5(NAMESPACE_URL, f"brightspot:{letter.trust}:{letter.key}"))
        how["metadata"] = {"event_type": EVENT_TYPE, "event_payload": _mark(letter)}
        if thread := address.get("thread_ts"):
            how["thread_ts"] = thread
        try:
            answer = await self.line.call("chat.postMessage", how, address["team"], token)
        except Refused as refused:
            if refused.code == "channel_not_found" and "channel" in address and "user" in address:
                return await self._post(
                    envelope, _directly(address), token
                )  # it was another app's, or is gone
            raise
        known = {"channel": channel} if "user" in address and not address.get("aside") else None
        return Sent(f"{answer.get('channel') or channel}:{answer.get('ts', '')}", known)

    async def _find(self, letter: Letter, address: Data, channel: str, token: str) -> Sent | None:
        """Look through the conversation, newest first, back to before the first try could have been."""
        how: Data = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
        method = "conversations.history"
        if thread := address.get("thread_ts"):
            method = "conversations.replies"
            how["ts"] = thread
        oldest = letter.due_at.timestamp() - LOOK_BACK_S
        if oldest < Clock.wall():  # not so where a test or a demonstration runs ahead of Slack's clock
            how["oldest"] = f"{oldest:.6f}"
        for _ in range(PAGES):
            page = await self.line.call(method, how, address["team"], token, twice=True)
            for message in page.get("messages", ()):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload") == _mark(
                    letter
                ):
                    return Sent(f"{channel}:{message['ts']}")
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            how["cursor"] = cursor
        raise CannotLook("too many messages since")


def _belongs(user: Mapping[str, Any], team: str) -> bool:
    """Whether this workspace's own people named them; in a Grid organisation they may be of several."""
    grid = user.get("enterprise_user")
    teams = grid.get("teams") if isinstance(grid, dict) else None
    own = user.get("team_id", team) == team or (isinstance(teams, list) and team in teams)
    return own and not user.get("is_stranger")


def _address(letter: Letter) -> Data:
    """Where it goes; what is said beside a message goes without the ways to replace that message."""
    address = dict(letter.address)
    if address.get("beside"):
        for way in ("ts", "response_url", "until"):
            address.pop(way, None)
    return address


def _directly(address: Data) -> Data:
    """The asker's own conversation with us, instead of where they asked."""
    return {"team": address["team"], "user": address["user"]}


def _mark(letter: Letter) -> Data:
    """What a message carries, unseen, so that it can be found again."""
    return {"key": letter.key, "trust": letter.trust}
