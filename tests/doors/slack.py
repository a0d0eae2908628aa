"""Slack as a member's fingers and eyes: payloads as Slack sends them, signed, posted to the running app.

The shapes are made from the documentation (Events API, slash commands, interaction payloads) and compared
with java-slack-sdk's `json-logs`, whose values are blanked; none was recorded from a workspace of ours.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp.test_utils import TestServer

from bot.app import App, build
from bot.clock import Clock
from bot.settings import load
from bot.slack.scopes import SCOPES
from storage.records import Person, Platform
from tests.doors import slack_written
from tests.doors.driver import Message as Written
from tests.doors.shown import Shown
from tests.doors.slack_eyes import around, buttons, filled, read_out, with_error
from tests.doors.slack_fake import BOT, TEAM, TOKEN, FakeSlack, Message, User, View
from tests.doors.slack_written import AN_ADDRESS, PREVIEW, escaped

Data = dict[str, Any]

SECRET = "a-signing-secret-of-the-tests"
APP_ID = "A0BRIGHT1"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def sign(body: bytes, *, secret: str = SECRET, timestamp: str | None = None) -> dict[str, str]:
    """The headers with which Slack signs this body."""
    timestamp = str(int(time.time())) if timestamp is None else timestamp
    base = b"v0:" + timestamp.encode() + b":" + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


class Driver:
    platform = Platform.SLACK

    def __init__(self, app: App, slack: FakeSlack, server: TestServer) -> None:
        self.app = app
        self.slack = slack
        self._server = server
        self._users: dict[str, User] = {}
        self._arrived: dict[str, int] = {}
        self._last: tuple[str, Data] | None = None
        self._read: dict[int, tuple[Data, Shown]] = {}
        self._client = aiohttp.ClientSession()

    # ------------------------------------------------------------------ people and places

    async def arrive(self, person: Person) -> None:
        """They open the conversation with the app, as everybody does first, and read its welcome."""
        user = self.slack.user(person.name, person.email)
        self._users[person.email] = user
        direct = self.slack.conversation(user.id).id
        opened = {"type": "app_home_opened", "user": user.id, "channel": direct, "tab": "messages"}
        await self.event(opened | {"event_ts": self.slack.timestamp()})
        await self.settle()
        self._arrived[user.id] = next(self.slack.tick)

    async def channel(self, name: str, members: list[Person]) -> tuple[str, str]:
        made = self.slack.conversation(*(self.user(each).id for each in members), name=name)
        return made.id, TEAM

    def user(self, person: Person) -> User:
        return self._users[person.email]

    # ------------------------------------------------------------------ fingers

    async def says(self, person: Person, text: str, *, channel: str | None = None) -> None:
        user = self.user(person)
        self._close_views(user)
        words = escaped(text)
        ts = self.slack.timestamp()
        event: Data = {"user": user.id, "ts": ts, "event_ts": ts, "team": TEAM}
        if channel is None:
            direct = self.slack.conversation(user.id).id
            event |= {"type": "message", "channel": direct, "channel_type": "im", "text": words}
        else:
            event |= {"type": "app_mention", "channel": channel, "text": f"<@{BOT}> {words}"}
            # Slack tells it twice: as a mention, and as a message of a channel that we are in.
            assert await self.event(event | {"type": "message", "channel_type": "channel"}) == 200
        assert await self.event(event) == 200
        await self.settle()

    async def command(self, person: Person, text: str, *, channel: str | None = None) -> None:
        user = self.user(person)
        self._close_views(user)
        word, _, rest = text.partition(" ")
        where = channel or self.slack.conversation(user.id).id
        url = self.slack.response_url(where, user.id)
        fields = {
            "token": "unused", "team_id": TEAM, "team_domain": "alder", "channel_id": where,
            "channel_name": self.slack.conversations[where].name or "directmessage", "user_id": user.id,
            "user_name": "member", "command": f"/{word.lstrip('/')}", "text": rest, "api_app_id": APP_ID,
            "is_enterprise_install": "false", "response_url": url,
            "trigger_id": self.slack.trigger(user.id),
        }  # fmt: skip
        status, answer = await self.post(urlencode(fields).encode(), FORM)
        assert status == 200, status
        if answer:
            self.slack.original(url, self.slack.add(where, answer, only=user.id))
        await self.settle()

    async def presses(self, person: Person, label: str, *, on: str | None = None) -> None:
        user = self.user(person)
        shown, block, button = self._button(user, label, on)
        if not (isinstance(shown, View) and shown.is_open):
            self._close_views(user)
        if "url" not in button:
            await self._press(user, shown, block, button)

    async def posts(self, person: Person, text: str, *, channel: str) -> Written:
        message = Written(person, channel, text, self.slack.timestamp())
        user = self.user(person).id
        assert await self.event(slack_written.posted(message, user)) == 200
        if AN_ADDRESS.search(text):
            await self._changed(message, message, **PREVIEW)
        await self.settle()
        return message

    async def edits(self, message: Written, text: str) -> Written:
        edited = replace(message, text=text)
        await self._changed(message, edited, edited={"user": self.user(message.by).id, "ts": message.id})
        await self.settle()
        return edited

    async def _changed(self, before: Written, now: Written, **given: Any) -> None:
        user, at = self.user(now.by).id, self.slack.timestamp()
        assert await self.event(slack_written.changed(before, now, user, at, **given)) == 200

    async def deletes(self, message: Written) -> None:
        user, at = self.user(message.by).id, self.slack.timestamp()
        assert await self.event(slack_written.deleted(message, user, at)) == 200
        await self.settle()

    async def saves(self, person: Person, message: Written) -> None:
        await self._pick(person, "library.save", message)

    async def picks(self, person: Person, words: str, *, by: Person, channel: str) -> None:
        await self._pick(person, "agenda.suggest", Written(by, channel, words, self.slack.timestamp()))

    async def _pick(self, person: Person, callback: str, message: Written) -> None:
        user, where = self.user(person), self.slack.conversations[message.channel]
        self._close_views(user)
        picked = slack_written.message(message, self.user(message.by).id)
        await self._interact(
            {
                "type": "message_action", "callback_id": callback, "action_ts": self.slack.timestamp(),
                "team": {"id": TEAM, "domain": "alder"}, "user": {"id": user.id, "name": "member"},
                "channel": {"id": where.id, "name": where.name}, "trigger_id": self.slack.trigger(user.id),
                "response_url": self.slack.response_url(where.id, user.id),
                "message_ts": message.id, "message": picked,
            }
        )  # fmt: skip

    async def presses_again(self, person: Person, label: str) -> None:
        """The very same button once more, as an impatient finger does."""
        assert self._last is not None
        user, payload = self._last
        assert user == self.user(person).id
        again = payload | {"trigger_id": self.slack.trigger(user)}
        again["actions"] = [payload["actions"][0] | {"action_ts": self.slack.timestamp()}]
        await self._interact(again)

    async def fills(self, person: Person, answers: Data, submit: str | None = None) -> None:
        user = self.user(person)
        view = self._open_view(user)
        assert view is not None, "no form is open"
        assert submit in (None, view.view["submit"]["text"])
        labels = {each["label"]["text"] for each in view.view["blocks"] if each["type"] == "input"}
        assert not answers.keys() - labels, f"no field {answers.keys() - labels}"
        values = {
            block["block_id"]: {block["element"]["action_id"]: filled(block, answers)}
            for block in view.view["blocks"]
            if block["type"] == "input"
        }
        answer = await self._interact(
            {
                "type": "view_submission",
                "team": {"id": TEAM, "domain": "alder"},
                "user": {"id": user.id, "username": "member", "team_id": TEAM},
                "api_app_id": APP_ID,
                "trigger_id": self.slack.trigger(user.id),
                "view": self._as_sent(view) | {"state": {"values": values}},
                "response_urls": [],
            }
        )
        self._submitted(view, values, answer)

    async def opens_home(self, person: Person) -> View:
        """Their Home tab, as the app filled it."""
        user = self.user(person)
        opened = {"type": "app_home_opened", "user": user.id, "channel": "D0", "tab": "home"}
        await self.event(opened | {"event_ts": self.slack.timestamp()})
        await self.settle()
        return self.slack.homes[user.id]

    # ------------------------------------------------------------------ eyes

    def sees(self, person: Person) -> list[Shown]:
        user = self.user(person)
        since = self._arrived.get(user.id, 0)
        seen: list[tuple[int, Shown]] = [
            (each.changed, self._shown(each.content, each.channel)) for each in self._visible(user)
        ]
        view = self._open_view(user)
        if view is not None:
            seen.append((view.changed, self._shown(view.view, "")))
        return [shown for changed, shown in sorted(seen, key=lambda each: each[0]) if changed > since]

    def everything(self) -> list[Shown]:
        views = [*self.slack.views, *self.slack.homes.values()]
        return [self._shown(each.content, each.channel) for each in self.slack.messages] + [
            self._shown(each.view, "") for each in views
        ]

    def problems(self) -> list[str]:
        return self.slack.problems

    async def close(self) -> None:
        await self._client.close()

    def _visible(self, user: User) -> list[Message]:
        return [
            each
            for where in self.slack.conversations.values()
            if user.id in where.members
            for each in self.slack.said_in[where.id]
            if not each.gone and each.only in ("", user.id)
        ]

    def _shown(self, content: Data, channel: str) -> Shown:
        """As it is read; once, however often they look at it."""
        if id(content) not in self._read:
            self._read[id(content)] = (content, self._read_out(content, channel))
        return self._read[id(content)][1]

    def _read_out(self, content: Data, channel: str) -> Shown:
        told = read_out(content)
        where = self.slack.conversations.get(channel)
        of = where.kind if where else "im"
        kind = {"im": "direct", "mpim": "group:", "channel": f"channel:{channel}"}[of]
        return Shown(
            title=told[0].partition("\n")[0],
            text="\n".join(told),
            buttons=tuple(each["text"]["text"] for _, each in buttons(content.get("blocks", []))),
            conversation=kind + "+".join(where.members if where and where.kind == "mpim" else ()),
            rendered=content,
        )

    def _open_view(self, user: User) -> View | None:
        return next((each for each in reversed(self.slack.views_of[user.id]) if each.is_open), None)

    def _close_views(self, user: User) -> None:
        """Nobody types into the conversation under an open view: they close it first."""
        for view in self.slack.views_of[user.id]:
            view.is_open = False

    def _button(self, user: User, label: str, on: str | None) -> tuple[Message | View, Data, Data]:
        """The newest button with this label; where `on` is given, the one in or nearest below its words."""
        shown: list[Message | View] = [*self._visible(user)]
        if (view := self._open_view(user)) is not None:
            shown.append(view)
        if (home := self.slack.homes.get(user.id)) is not None:
            shown.insert(0, home)
        for each in sorted(shown, key=lambda each: each.changed, reverse=True):
            blocks = (each.content if isinstance(each, Message) else each.view).get("blocks", [])
            found = [(block, button) for block, button in buttons(blocks) if button["text"]["text"] == label]
            if on is not None and found:
                near = [(block, button) for block, button in found if on in around(blocks, block)]
                found = near or (
                    found if len(found) == 1 and on in json.dumps(blocks, ensure_ascii=False) else []
                )
            if found:
                return each, *found[0]
        raise AssertionError(f"no button {label!r}" + (f" on {on!r}" if on else ""))

    # ------------------------------------------------------------------ the wire

    async def event(self, event: Data, **given: Any) -> int:
        """An event as Slack sends it; its status."""
        payload = slack_written.told(event, team=TEAM, app=APP_ID, bot=BOT)
        status, _ = await self.post(json.dumps(payload | given).encode(), JSON)
        return status

    async def post(
        self, body: bytes, content_type: str, headers: dict[str, str] | None = None
    ) -> tuple[int, Data | None]:
        """Post it signed (or with the given headers): (status, JSON answer or None)."""
        url = self._server.make_url("/slack/events")
        signed = sign(body) if headers is None else headers
        async with self._client.post(url, data=body, headers={"Content-Type": content_type} | signed) as said:
            text = await said.read()
            answer = json.loads(text) if text and said.content_type == JSON else None
            return said.status, answer

    async def settle(self) -> None:
        await self.app.settle()
        await self.app.doors[Platform.SLACK].settle()  # type: ignore[attr-defined]

    async def _press(self, user: User, shown: Message | View, block: Data, button: Data) -> None:
        payload: Data = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "alder"},
            "user": {"id": user.id, "username": "member", "team_id": TEAM},
            "api_app_id": APP_ID,
            "token": "unused",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.slack.trigger(user.id),
            "actions": [
                button
                | {"block_id": block["block_id"], "action_ts": self.slack.timestamp(), "type": "button"}
            ],
            "state": {"values": {}},
        }
        if isinstance(shown, View):
            payload["container"] = {"type": "view", "view_id": shown.id}
            payload["view"] = self._as_sent(shown)
        else:
            where = self.slack.conversations[shown.channel]
            container = {"type": "message", "message_ts": shown.ts, "channel_id": where.id}
            payload["container"] = container | {"is_ephemeral": bool(shown.only)}
            if shown.thread_ts:
                payload["container"]["thread_ts"] = shown.thread_ts
            payload["channel"] = {"id": where.id, "name": where.name or "directmessage"}
            payload["response_url"] = self.slack.response_url(where.id, user.id, shown)
            if not shown.only:
                payload["message"] = {"type": "message", "user": BOT, "ts": shown.ts} | shown.content
        self._last = (user.id, payload)
        await self._interact(payload)

    async def _interact(self, payload: Data) -> Data | None:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        status, answer = await self.post(body, FORM)
        assert status == 200, status
        await self.settle()
        return answer

    def _as_sent(self, view: View) -> Data:
        return view.view | {"id": view.id, "team_id": TEAM, "hash": "1.hash", "state": {"values": {}}}

    def _submitted(self, view: View, values: Data, answer: Data | None) -> None:
        """What Slack does with the answer to a submission."""
        from tests.doors.slack_contract import lint_view

        match answer:
            case {"response_action": "update", "view": dict() as instead}:
                self.slack.problems += lint_view(instead)
                view.view, view.changed = instead, next(self.slack.tick)
            case {"response_action": "errors", "errors": dict() as errors} if errors:
                if errors.keys() - values.keys():
                    self.slack.problems.append(f"errors for no field: {errors.keys() - values.keys()}")
                blocks = [
                    with_error(each, errors.get(each.get("block_id", ""))) for each in view.view["blocks"]
                ]
                view.view, view.changed = view.view | {"blocks": blocks}, next(self.slack.tick)
            case None | {"response_action": "clear"}:
                view.is_open = False
            case _:
                self.slack.problems.append(f"an answer Slack does not know: {answer}")


@asynccontextmanager
async def open_app(database_url: str, clock: Clock, **given: Any) -> AsyncIterator[tuple[App, Driver]]:
    """The app with its Slack door open, between a fake Slack and a driver."""
    slack = FakeSlack(tokens={TOKEN: set(SCOPES)})
    await slack.start()
    own = {
        "database_url": database_url,
        "slack_signing_secret": SECRET,
        "slack_bot_token": TOKEN,
        "slack_api_url": slack.api_url,
    }
    app = build(load(**own | given), clock)
    server = TestServer(app.web)
    await server.start_server()
    driver = Driver(app, slack, server)
    try:
        yield app, driver
    finally:
        await driver.close()
        await server.close()
        await app.stop()
        await slack.close()
        await asyncio.sleep(0)
