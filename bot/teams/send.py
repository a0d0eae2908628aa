"""The Teams door: letters → messages, by conversation references that were kept.

An address is {"service_url", "tenant", "bot", "user", "conversation"}; without a conversation (somebody met
in a channel) the chat with them is created first, which is harmless to repeat. An answer to something asked
in a channel also carries {"channel", "asked_in", "public"}, what is said to whoever posted a link there
{"channel", "posted_in", "public"}; a network's channel is {"channel", "public"}.

A new message takes no key that would make it harmless to repeat, and Teams offers no way to look it up: what
may have arrived is never sent again by itself (`Unclear`, `CannotLook`).
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from typing import Any

from bot.door import Apart, CannotLook, Envelope, Later, Never, Sent, Unclear
from bot.incoming import Incoming
from bot.settings import LOOPBACK, Settings
from bot.teams import forms, read, render
from bot.teams.connector import Connector
from bot.teams.limits import GLOBAL_CONNECTOR, ROSTER_PAGES
from bot.teams.render import Where
from handlers.packing import form_from_data
from handlers.talk import Card
from storage.records import Account, Channel, Platform

log = logging.getLogger(__name__)

Data = dict[str, Any]

#: The person blocked or removed the app, or left: learn.microsoft.com/…/proactive-messages, "403".
_GONE = frozenset({"BotNotInConversationRoster", "MessageWritesBlocked"})
_REMEMBERED = 10_000  # accounts whose chat and e-mail are kept in memory: a trust's staff
#: What stays of an address with the account: how to write to the person, not where they asked.
_LASTING = ("service_url", "tenant", "bot", "user", "conversation")


class TeamsDoor:
    """One `bot.door.Door`."""

    platform = Platform.TEAMS
    #: A conversation's own limits (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
    pace: tuple[tuple[int, float], ...] = ((7, 1.0), (60, 30.0))
    looks = False

    def __init__(self, settings: Settings) -> None:
        open_here = not settings.microsoft_app_id
        #: Where our token may go. Without an app id there is none, and only this machine is talked to.
        self.hosts = tuple(LOOPBACK) if open_here else settings.microsoft_service_hosts
        self.connector = Connector(settings, self.hosts)
        #: The Agents Playground, the only client without an app id, opens no dialog from a card.
        self.where = Where.NO_DIALOGS if open_here else Where.CHAT
        self._met: dict[Account, Mapping[str, Any]] = {}
        self._emails: dict[Account, str] = {}
        #: Tenant → the connector that last spoke for it: where a channel's letters go.
        self._connectors: dict[str, str] = {}
        self._saying: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        await self.said()
        await self.connector.close()

    def soon(self, saying: Coroutine[Any, Any, None]) -> None:
        """After the acknowledgement, which it must not hold up."""
        task = asyncio.get_running_loop().create_task(saying)
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def said(self) -> None:
        """Everything that was to be said soon is said."""
        if self._saying:
            await asyncio.wait(self._saying)

    def forget(self, account: Account) -> None:
        self._met.pop(account, None)
        self._emails.pop(account, None)

    # ------------------------------------------------------------------ what came in

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        incoming = read.incoming(payload)
        if incoming is not None:
            where = {"in": read.text(read.part(payload, "conversation"), "id")}
            before = self._met.get(incoming.account, {})  # may know their chat, where this is a channel
            _remember(self._met, incoming.account, {**before, **(incoming.address or {}), **where})
            self._connectors[incoming.account.workspace] = read.text(payload, "serviceUrl")
        return incoming

    async def email_of(self, account: Account) -> str | None:
        """From the roster of the conversation where they were met. Guests have no e-mail here: theirs is
        whatever another organisation says."""
        if account in self._emails:
            return self._emails[account]
        met = self._met.get(account)
        if met is None:
            return None
        member = await self._member(met["service_url"], met["in"], account.user)
        email = _email(member) if member is not None else None
        if email is not None:
            _remember(self._emails, account, email)
        return email

    async def _member(self, service_url: str, conversation: str, user: str) -> Mapping[str, Any] | None:
        conversation = conversation.partition(";messageid=")[0]
        try:
            return await self.connector.member(service_url, conversation, user)
        except Never:
            pass  # not there under this id: a page of the roster may still name them
        after = ""
        try:
            for _ in range(ROSTER_PAGES):
                page = await self.connector.members(service_url, conversation, after)
                for member in page.get("members") or ():
                    if isinstance(member, dict) and member.get("id") == user:
                        return member
                after = read.text(page, "continuationToken")
                if not after:
                    break
        except Never:
            log.info("roster refused")
        return None

    # ------------------------------------------------------------------ what goes out

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[Data, str]:
        if "bot" not in address:
            raise Never("nobody has written from this account yet")
        kept = {name: address[name] for name in _LASTING if name in address}
        return {**kept, "tenant": account.workspace, "user": account.user}, read.bucket(account.user)

    def address_in(self, channel: Channel, address: Mapping[str, Any]) -> tuple[Data, str]:
        told = {"tenant": channel.workspace, "channel": channel.channel, "public": True}
        return {**address, **told}, read.bucket(channel.channel)

    def address_together(self, people: tuple[tuple[Account, Mapping[str, Any]], ...]) -> tuple[Data, str]:
        raise Apart("Teams lets no bot open a group chat")

    async def look_up(self, envelope: Envelope) -> Sent | None:
        raise CannotLook("Teams has no way to look up what was sent")

    async def is_in(self, incoming: Incoming) -> bool:
        """Teams brings us only what is said where the app is."""
        return True

    async def send(self, envelope: Envelope) -> Sent:
        address = self._complete(envelope.letter.address)
        if address.get("channel") and address.get("public"):
            return await self._post(envelope, address, address["channel"], "")
        note = _origin(address) if address.get("channel") else ""
        try:
            conversation = address.get("conversation") or await self._chat(address)
            sent = await self._post(envelope, address, conversation, note)
        except Never as never:
            raise Never(str(never), gone=str(never).split(" ")[-1] in _GONE) from None
        lasting = {name: address[name] for name in _LASTING if name in address}
        return Sent(sent.platform_id, lasting | {"conversation": conversation})

    async def say(self, incoming: Incoming, card: Card) -> None:
        """Tell the one who spoke, now and once: for what must not go through the database."""
        address = dict(incoming.reply_to)
        try:
            conversation = address.get("conversation") or await self._chat(address)
            note = _origin(address) if address.get("channel") else ""
            shown = render.message(render.adaptive(card, where=self.where, note=note), card.title)
            await self.connector.send(address["service_url"], conversation, shown)
        except (Later, Never, Unclear) as trouble:
            log.warning("not said", extra={"key": incoming.key, "reason": str(trouble)})

    async def _post(
        self, envelope: Envelope, address: Mapping[str, Any], conversation: str, note: str
    ) -> Sent:
        activity, service_url = self._activity(envelope, note), address["service_url"]
        if envelope.edits:
            edited = await self.connector.update(service_url, conversation, envelope.edits, activity)
            return Sent(edited)
        return Sent(await self.connector.send(service_url, conversation, activity))

    def _complete(self, address: Mapping[str, Any]) -> Mapping[str, Any]:
        """The connector the conversation was last heard from, else its tenant, else the one to all."""
        tenant = address.get("tenant", "")
        service_url = address.get("service_url") or self._connectors.get(tenant) or GLOBAL_CONNECTOR
        return {**address, "service_url": service_url}

    def _activity(self, envelope: Envelope, note: str) -> Data:
        given = envelope.letter.address.get("form")
        if given:
            content = forms.adaptive(form_from_data(given), in_dialog=False, note=note)
        else:
            content = render.adaptive(envelope.card, where=self.where, note=note)
        return render.message(content, envelope.card.title)

    async def _chat(self, address: Mapping[str, Any]) -> str:
        """The bot's own chat with a person."""
        account = Account(Platform.TEAMS, address["tenant"], address["user"])
        known = self._met.get(account, {}).get("conversation")
        if known:
            return str(known)
        conversation = await self.connector.create(
            address["service_url"], address["bot"], address["user"], address["tenant"]
        )
        if not conversation:
            raise Later("Teams created no chat", 60.0)
        _remember(self._met, account, {**self._met.get(account, {}), "conversation": conversation})
        return conversation


def _origin(address: Mapping[str, Any]) -> str:
    """A personal message that a channel caused says so (a rule of Teams' store)."""
    if (posted := address.get("posted_in")) is not None:
        return f"You posted in {posted or 'a channel'}; only you see this."
    place = address.get("asked_in")
    return (
        f"You asked in {place}; only you see this answer."
        if place
        else ("You asked in a channel or group; only you see this answer.")
    )


def _email(member: Mapping[str, Any]) -> str | None:
    name = read.text(member, "userPrincipalName")
    if "#EXT#" in name.upper() or read.text(member, "userRole").lower() in ("guest", "anonymous"):
        return None
    email = read.text(member, "email") or name
    return email.strip().lower() if "@" in email else None


def _remember(memory: dict[Account, Any], account: Account, value: Any) -> None:  # noqa: ANN401  either memory
    """Kept newest last; the one seen longest ago goes first."""
    memory.pop(account, None)
    memory[account] = value
    if len(memory) > _REMEMBERED:
        memory.pop(next(iter(memory)))
