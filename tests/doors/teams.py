"""Teams as a member's fingers and eyes: activities as Teams sends them, signed, posted to the running app.

The shapes are made from the documentation (Bot Framework activity schema; Teams' "conversation basics",
"universal actions", "dialogs in bots") and compared with what Microsoft's Agents Playground sends.
"""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from bot.app import App, build
from bot.clock import Clock
from bot.settings import load
from storage.records import Person, Platform
from tests.doors import adaptive, teams_written
from tests.doors.driver import Message
from tests.doors.microsoft import APP_ID, BOT, TENANT, Conversation, Microsoft, Said, User
from tests.doors.shown import Shown

Data = dict[str, Any]

SIGNED = "signed as Teams does"  # instead of a token: make the right one

#: An invoke whose answer may show a dialog.
IN_DIALOG = "dialog"


class Driver:
    platform = Platform.TEAMS

    def __init__(self, app: App, microsoft: Microsoft, server: TestServer) -> None:
        self.app = app
        self.microsoft = microsoft
        self._server = server
        self._users: dict[str, User] = {}
        self._arrived: dict[str, int] = {}
        self._last: tuple[Person, Data] | None = None
        self._client = aiohttp.ClientSession()

    # ------------------------------------------------------------------ people and places

    async def arrive(self, person: Person) -> None:
        """They add the app, as everybody does first; the welcome they get is read by then."""
        user = self.microsoft.user(person.name, person.email)
        self._users[person.email] = user
        await self.post(self.activity(user, type="installationUpdate", action="add"))
        await self._settle()
        self._arrived[user.id] = next(self.microsoft.tick)

    async def channel(self, name: str, members: list[Person]) -> tuple[str, str]:
        made = self.microsoft.channel(name, [self._users[each.email] for each in members])
        return made.id, TENANT

    def user(self, person: Person) -> User:
        return self._users[person.email]

    # ------------------------------------------------------------------ fingers

    async def says(self, person: Person, text: str, *, channel: str | None = None) -> None:
        user = self.user(person)
        if channel is None:
            activity = self.activity(user, text=text, textFormat="plain")
        else:
            where = self.microsoft.conversations[channel]
            mention = "<at>Brightspot</at>"
            activity = self.activity(user, where, text=f"{mention} {text}", textFormat="plain")
            activity["entities"].append(
                {"type": "mention", "text": mention, "mentioned": {"id": BOT, "name": "Brightspot"}}
            )
        await self._post_and_settle(activity)

    async def command(self, person: Person, text: str) -> None:
        await self.says(person, text)

    async def presses(self, person: Person, label: str, *, on: str | None = None) -> None:
        user = self.user(person)
        said, action = self._button(user, label, on)
        if action["type"] == "Action.OpenUrl":
            return
        await self._act(person, said, action, action["data"])

    async def posts(self, person: Person, text: str, *, channel: str) -> Message:
        message = Message(person, channel, text, _id())
        await self._write(message, teams_written.posted(text))
        return message

    async def edits(self, message: Message, text: str) -> Message:
        await self._write(message, teams_written.edited(text), event="editMessage")
        return replace(message, text=text)

    async def deletes(self, message: Message) -> None:
        await self._write(message, teams_written.DELETED, event="softDeleteMessage")

    async def _write(self, message: Message, given: Data, event: str = "") -> None:
        where = self.microsoft.conversations[message.channel]
        activity = self.activity(self.user(message.by), where) | given | {"id": message.id}
        activity["conversation"]["id"] = f"{where.id};messageid={message.id}"
        if event:
            activity["channelData"]["eventType"] = event
        await self._post_and_settle(activity)

    async def saves(self, person: Person, message: Message) -> None:
        await self._pick(person, "library.save", message)

    async def picks(self, person: Person, words: str, *, by: Person, channel: str) -> None:
        await self._pick(person, "agenda.suggest", Message(by, channel, words, _id()))

    async def _pick(self, person: Person, command: str, message: Message) -> None:
        user, author = self.user(person), self.user(message.by)
        who = {"userIdentityType": "aadUser", "id": author.aad, "displayName": author.name}
        value = {"commandId": command, "commandContext": "message", "context": {"theme": "default"}}
        invoke = self.activity(
            user, self.microsoft.conversations[message.channel], type="invoke",
            name="composeExtension/fetchTask",
            value=value | {"messagePayload": teams_written.picked(message, who)},
        )  # fmt: skip
        await self._invoked(user, invoke, _told("", 0, user))

    async def presses_again(self, person: Person, label: str) -> None:
        """The very same press once more, as an impatient finger does."""
        assert self._last is not None
        assert self._last[0] == person
        await self._invoked(self.user(person), self._last[1] | {"id": _id()}, None)

    async def fills(self, person: Person, answers: Data, submit: str | None = None) -> None:
        user = self.user(person)
        said, card = next(
            (each, card) for _, each, card in reversed(self._views(user)) if adaptive.inputs(card)
        )
        given = {}
        for field in adaptive.inputs(card):
            given[field["id"]] = _filled(field, answers.get(field["label"]))
        unknown = answers.keys() - {field["label"] for field in adaptive.inputs(card)}
        assert not unknown, f"no field {unknown}"
        found = [each for each, _ in adaptive.buttons(card) if submit in (None, each["title"])]
        await self._act(person, said, found[-1], found[-1]["data"] | given)

    # ------------------------------------------------------------------ eyes

    def sees(self, person: Person) -> list[Shown]:
        user = self.user(person)
        arrived = self._arrived.get(user.id, 0)
        return [_shown(said, card) for changed, said, card in self._views(user) if changed > arrived]

    def everything(self) -> list[Shown]:
        """As far as Teams reads it as anything but letters: Markdown is not read in a RichTextBlock."""
        return [
            _shown(said, adaptive.without_runs(card))
            for said in self.microsoft.said
            for card in (said.card, *(card for card, _ in said.instead.values()))
        ]

    def problems(self) -> list[str]:
        return self.microsoft.problems

    async def close(self) -> None:
        await self._client.close()

    def _views(self, user: User) -> list[tuple[int, Said, Data]]:
        """Everything that they see: since when, the message, and its card as it is for them now."""
        found = []
        for said in self.microsoft.said_to(user):
            card, changed = said.instead.get(user.id, (said.card, said.changed))
            found.append((changed, said, card))
        return sorted(found, key=lambda each: each[0])

    def _button(self, user: User, label: str, on: str | None) -> tuple[Said, Data]:
        """The newest with this label; in the innermost part that holds the words `on`."""
        loose = None
        for _, said, card in reversed(self._views(user)):
            for action, around in adaptive.buttons(card):
                if action["title"] != label:
                    continue
                if on is None or any(on in line for part in around for line in adaptive.words(part)):
                    return said, action
                if not around and any(on in line for line in adaptive.words(card)):
                    loose = loose or (said, action)
        assert loose is not None, f"no button {label!r}, {on=}: {_shown(said, card)}"
        return loose

    # ------------------------------------------------------------------ the wire

    def activity(self, user: User, where: Conversation | None = None, **given: Any) -> Data:
        """An activity as Teams sends it; a message unless told otherwise."""
        where = where or self.microsoft.chat(user)
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        channel_data: Data = {"tenant": {"id": TENANT}}
        conversation: Data = {"conversationType": where.kind, "tenantId": TENANT, "id": where.id}
        if where.kind == "channel":
            conversation |= {"isGroup": True, "id": f"{where.id};messageid={_id()}"}
            team = {"id": "19:team@thread.tacv2", "name": "Alder network team"}
            channel_data |= {"channel": {"id": where.id, "name": where.name}, "team": team}
        return {
            "type": "message",
            "id": _id(),
            "timestamp": now,
            "localTimestamp": now,
            "localTimezone": "Europe/London",
            "serviceUrl": self.microsoft.service_url,
            "channelId": "msteams",
            "from": {"id": user.id, "name": user.name, "aadObjectId": user.aad},
            "conversation": conversation,
            "recipient": {"id": BOT, "name": "Brightspot"},
            "entities": [
                {
                    "type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web",
                    "timezone": "Europe/London",
                }
            ],
            "channelData": channel_data,
            "locale": "en-GB",
        } | given  # fmt: skip

    async def post(
        self, activity: Any, *, token: str | None = SIGNED, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Post it signed; (status, JSON answer or None)."""
        if token == SIGNED:
            token = self.microsoft.token(serviceurl=activity["serviceUrl"])
        signed = {"Authorization": f"Bearer {token}"} if token is not None else {}
        url = self._server.make_url("/api/messages")
        async with self._client.post(url, json=activity, headers=signed | (headers or {})) as response:
            body = await response.read()
            return response.status, await response.json() if body and response.status == 200 else None

    async def post_raw(self, body: Any, headers: dict[str, str]) -> int:
        url = self._server.make_url("/api/messages")
        async with self._client.post(url, data=body, headers=headers) as response:
            return response.status

    async def _post_and_settle(self, activity: Data) -> None:
        status, _ = await self.post(activity)
        assert status == 200, status
        await self._settle()

    async def _settle(self) -> None:
        await self.app.settle()
        await self.app.doors[Platform.TEAMS].said()  # type: ignore[attr-defined]

    async def _act(self, person: Person, said: Said, action: Data, data: Data) -> None:
        """What Teams sends for this action, and what it does with the answer."""
        user = self.user(person)
        where = self.microsoft.conversations.get(said.conversation.partition(";messageid=")[0])
        invoke = self.activity(user, where, type="invoke", replyToId=said.id)
        dialog = {"data": data, "context": {"theme": "default"}}
        in_dialog = said.conversation == IN_DIALOG
        if action["type"] == "Action.Execute":
            execute = {
                "type": "Action.Execute",
                "title": action["title"],
                "verb": action["verb"],
                "data": data,
            }
            invoke |= {"name": "adaptiveCard/action", "value": {"action": execute, "trigger": "manual"}}
        elif in_dialog:
            invoke |= {"name": "task/submit", "value": dialog}
        elif action["data"].get("msteams", {}).get("type") == "task/fetch":
            invoke |= {"name": "task/fetch", "value": dialog}
        else:
            await self._post_and_settle(self.activity(user, where, value=data, replyToId=said.id))
            return
        self._last = (person, invoke)
        await self._invoked(user, invoke, said)

    async def _invoked(self, user: User, invoke: Data, said: Said | None) -> None:
        status, answer = await self.post(invoke)
        assert status == 200, status
        await self._settle()
        said = said or self.microsoft.said_as(invoke["replyToId"])
        assert said is not None
        if invoke["name"] == "adaptiveCard/action":
            self._replaced(user, said, answer)
        else:
            self._dialog(user, said, answer)

    def _replaced(self, user: User, said: Said, answer: Any) -> None:
        number = next(self.microsoft.tick)
        match answer:
            case {
                "statusCode": 200,
                "type": "application/vnd.microsoft.card.adaptive",
                "value": dict() as card,
            }:
                self.microsoft.problems += adaptive.problems(card)
                said.instead[user.id] = (card, number)
            case {
                "statusCode": 200,
                "type": "application/vnd.microsoft.activity.message",
                "value": str() as told,
            }:
                self.microsoft.keep(_told(told, number, user))
            case _:
                self.microsoft.problems.append(f"an answer Teams does not know: {answer}")

    def _dialog(self, user: User, said: Said, answer: Any) -> None:
        match answer:
            case {
                "task": {"type": "continue", "value": {"title": str(), "card": {"content": dict() as card}}}
            }:
                self.microsoft.problems += adaptive.problems(card)
                title = answer["task"]["value"]["title"]
                if said.conversation == IN_DIALOG:
                    said.card, said.changed = {**card, "title": title}, next(self.microsoft.tick)
                else:
                    self.microsoft.show(IN_DIALOG, {**card}, only=user.id).card["title"] = title
            case {"task": {"type": "message", "value": str() as told}}:
                self.microsoft.keep(_told(told, next(self.microsoft.tick), user))
            case _:
                self.microsoft.problems.append(f"an answer Teams does not know: {answer}")


def _told(words: str, number: int, user: User) -> Said:
    """What Teams itself shows, beside everything; its first line is what is read first."""
    lines = [{"type": "TextBlock", "text": line, "wrap": True} for line in words.splitlines()]
    return Said(f"told-{number}", "told", {"type": "AdaptiveCard", "body": lines}, number, user.id)


def _shown(said: Said, card: Data) -> Shown:
    words = adaptive.words(card)
    if "title" in card and (not words or words[0] != card["title"]):
        words = [card["title"], *words]
    channel = said.conversation.startswith("19:")
    return Shown(
        title=words[0] if words else "",
        text="\n".join(words),
        buttons=tuple(action["title"] for action, _ in adaptive.buttons(card)),
        conversation=f"channel:{said.conversation}" if channel else "direct",
        rendered=card,
    )


def _filled(field: Data, answer: Any) -> str:
    """What Teams sends for a field: what was chosen or typed, else what stood there."""
    if answer is None:
        return str(field.get("value", ""))
    if field["type"] == "Input.Text":
        return str(answer)
    values = {choice["title"]: choice["value"] for choice in field["choices"]}
    chosen = [answer] if isinstance(answer, str) else list(answer)
    return ",".join(values[each] for each in chosen)


def _id() -> str:
    return str(uuid.uuid4().int)[:13]


@asynccontextmanager
async def open_app(database_url: str, clock: Clock, **given: Any) -> AsyncIterator[tuple[App, Driver]]:
    """The app with its Teams door open, between the fake Microsoft and a driver."""
    microsoft = Microsoft()
    await microsoft.start()
    settings = load(database_url=database_url, **{**microsoft.settings, **given})
    app = build(settings, clock)
    server = TestServer(app.web)
    await server.start_server()
    driver = Driver(app, microsoft, server)
    try:
        yield app, driver
    finally:
        await driver.close()
        await app.stop()
        await server.close()
        await microsoft.close()


__all__ = ["APP_ID", "Driver", "open_app"]
