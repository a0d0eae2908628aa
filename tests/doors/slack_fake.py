"""A fake Slack on loopback: a workspace with people, conversations and views, behind the Web API's methods.

It checks every call against `slack_contract.py` and notes what is wrong in `problems`. It knows of
Slack's own accord only what these tests need; real Slack has not been spoken to.
"""

import asyncio
import itertools
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.doors import slack_contract

Data = dict[str, Any]

TEAM = "T0ALDER01"
BOT = "U0BRIGHT1"
TOKEN = "xoxb-fake-bot"
TRIGGER_S = 3.0
USES = 5


@dataclass
class User:
    id: str
    name: str
    email: str
    deleted: bool = False
    team: str = TEAM  # another one: somebody of another organisation, in a shared channel


@dataclass
class Conversation:
    id: str
    kind: str  # im, mpim, channel
    members: list[str]
    name: str = ""


@dataclass
class Message:
    channel: str
    ts: str
    content: Data
    changed: int
    only: str = ""  # the one person who sees it
    thread_ts: str = ""
    gone: bool = False


@dataclass
class View:
    id: str
    user: str
    view: Data
    changed: int
    is_open: bool = True


class SaysNo(Exception):  # noqa: N818  an answer, not an error
    """ok: false, with Slack's code."""


@dataclass
class FakeSlack:
    """One workspace (more by token), its state and its memory of what it was told."""

    tokens: dict[str, set[str]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    homes: dict[str, View] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    #: Every call that arrived: (method, arguments, token).
    calls: list[tuple[str, Data, str]] = field(default_factory=list)
    #: Refresh tokens and codes that still work → what they are exchanged for.
    grants: dict[str, Data] = field(default_factory=dict)
    #: Asked before each call: None, "429:2", "500", "502", "502 after", "drop", "drop after".
    trouble: Callable[[str], str | None] = lambda method: None
    #: Channels that the app has not been invited to.
    absent: set[str] = field(default_factory=set)
    #: Whether client_msg_id is honoured; it is not promised anywhere.
    honours_ids: bool = False
    #: Seconds that taking a message in may last, on both sides of it.
    slowest_s: float = 0.0
    #: Letter's key → how often a message with it was taken in.
    arrived: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.tick = itertools.count(1)
        self._triggers: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()
        #: Channel → its messages; user → their views: over years nobody looks through everybody's.
        self.said_in: defaultdict[str, list[Message]] = defaultdict(list)
        self.views_of: defaultdict[str, list[View]] = defaultdict(list)
        self._direct: dict[tuple[str, ...], Conversation] = {}
        #: response_url's name → [channel, user, the message it replaces, uses].
        self._answers: dict[str, list[Any]] = {}
        self._ids: dict[str, str] = {}

    # ------------------------------------------------------------------ serving

    async def start(self) -> None:
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{name}", self._respond)
        self._server = TestServer(app)
        await self._server.start_server()
        self.api_url = str(self._server.make_url("/api/"))

    async def close(self) -> None:
        await self._server.close()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append((method, given, token))
        trouble = self.trouble(method)
        if (early := self._fail(request, trouble, after=False)) is not None:
            return early
        answer: Data
        try:
            await self._dawdle(method)
            answer = {"ok": True} | self._do(method, given, token)
            await self._dawdle(method)
        except SaysNo as refusal:
            answer = {"ok": False, "error": str(refusal)}
        if (late := self._fail(request, trouble, after=True)) is not None:
            return late
        return web.json_response(answer)

    async def _dawdle(self, method: str) -> None:
        if self.slowest_s and method == "chat.postMessage":
            await asyncio.sleep(random.uniform(0, self.slowest_s))

    def _fail(self, request: web.Request, trouble: str | None, *, after: bool) -> web.StreamResponse | None:
        if trouble is None or trouble.endswith("after") != after:
            return None
        kind = trouble.removesuffix(" after")
        if kind == "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if kind.startswith("429"):
            error = {"ok": False, "error": "ratelimited"}
            return web.json_response(error, status=429, headers={"Retry-After": kind[4:]})
        return web.Response(status=int(kind), text="<html>bad gateway</html>", content_type="text/html")

    async def _respond(self, request: web.Request) -> web.Response:
        """A response_url."""
        given = await request.json()
        name = request.match_info["name"]
        self.calls.append(("response_url", given, ""))
        trouble = self.trouble("response_url")
        if (early := self._fail(request, trouble, after=False)) is not None:
            return early  # type: ignore[return-value]
        entry = self._answers.get(name)
        if entry is None or entry[3] >= USES:
            return web.Response(status=404, text="used_url" if entry else "expired_url")
        entry[3] += 1
        channel, user, original, _ = entry
        if given.get("delete_original"):
            if original:
                original.gone = True
        else:
            self.problems += [f"response_url: {each}" for each in slack_contract.lint_message(given)]
            if given.get("replace_original") and original:
                original.content, original.changed = given, next(self.tick)
            else:
                only = "" if given.get("response_type") == "in_channel" else user
                self.add(channel, given, only=only)
        if (late := self._fail(request, trouble, after=True)) is not None:
            return late  # type: ignore[return-value]
        return web.Response(text="ok")

    # ------------------------------------------------------------------ methods

    def _do(self, method: str, given: Data, token: str) -> Data:
        if method == "oauth.v2.access":
            self.problems += slack_contract.check_call(method, given, set())
            grant = self.grants.pop(given.get("refresh_token") or given.get("code", ""), None)
            if grant is None:
                raise SaysNo("invalid_refresh_token" if "refresh_token" in given else "invalid_code")
            return grant
        scopes = self.tokens.get(token)
        if scopes is None:
            self.problems.append(f"{method}: wrong token")
            raise SaysNo("invalid_auth")
        found = slack_contract.check_call(method, given, scopes, self._kind(method, given))
        if found:
            self.problems += found
            raise SaysNo("missing_scope" if "scope" in found[0] else "invalid_arguments")
        act = getattr(self, "_" + method.replace(".", "_"), None)
        if act is None:
            self.problems.append(f"{method}: the fake does not know it")
            raise SaysNo("unknown_method")
        result: Data = act(given)
        return result

    def _kind(self, method: str, given: Data) -> str:
        if method == "conversations.open":
            return "mpim" if "," in given.get("users", "") else "im"
        where = self.conversations.get(given.get("channel", ""))
        return where.kind if where else ""

    def _users_info(self, given: Data) -> Data:
        user = self.users.get(given["user"])
        if user is None:
            raise SaysNo("user_not_found")
        profile = {"real_name": user.name, "email": user.email}
        return {"user": {"id": user.id, "team_id": user.team, "deleted": user.deleted, "is_bot": False,
                         "profile": profile}}  # fmt: skip

    def _conversations_info(self, given: Data) -> Data:
        where = self.conversations.get(given["channel"])
        if where is None:
            raise SaysNo("channel_not_found")
        return {"channel": {"id": where.id, "name": where.name, "is_member": where.id not in self.absent}}

    def _conversations_open(self, given: Data) -> Data:
        ids = sorted(set(given["users"].split(",")))
        if len(ids) > 8:
            raise SaysNo("too_many_users")
        for each in ids:
            if each not in self.users:
                raise SaysNo("user_not_found")
            if self.users[each].deleted:
                raise SaysNo("user_disabled")
        return {"channel": {"id": self.conversation(*ids).id}}

    def _chat_postMessage(self, given: Data) -> Data:  # noqa: N802  Slack's own name
        where = self._where(given)
        if where.id in self.absent:
            raise SaysNo("not_in_channel")
        name = given.get("client_msg_id", "")
        if self.honours_ids and name in self._ids:
            return {"channel": where.id, "ts": self._ids[name]}
        self.arrived[given.get("metadata", {}).get("event_payload", {}).get("key", "")] += 1
        message = self.add(where.id, given, thread_ts=given.get("thread_ts", ""))
        self._ids[name] = message.ts
        return {"channel": where.id, "ts": message.ts}

    def _chat_postEphemeral(self, given: Data) -> Data:  # noqa: N802  Slack's own name
        where = self._where(given)
        if given["user"] not in where.members:
            raise SaysNo("user_not_in_channel")
        message = self.add(where.id, given, only=given["user"], thread_ts=given.get("thread_ts", ""))
        return {"message_ts": message.ts}

    def _chat_update(self, given: Data) -> Data:
        where = self._where(given)
        for message in self.said_in[where.id]:
            if message.ts == given["ts"] and not message.only:
                metadata = given.get("metadata", message.content.get("metadata"))
                message.content = given | ({"metadata": metadata} if metadata else {})
                message.changed = next(self.tick)
                return {"channel": where.id, "ts": message.ts}
        raise SaysNo("message_not_found")

    def _conversations_history(self, given: Data) -> Data:
        where = self._where(given)
        found = [
            each for each in self.said_in[where.id] if not each.only and not each.gone and not each.thread_ts
        ]
        return self._page(found, given)

    def _conversations_replies(self, given: Data) -> Data:
        where = self._where(given)
        found = [
            each
            for each in self.said_in[where.id]
            if not each.only and given["ts"] in (each.thread_ts, each.ts)
        ]
        return self._page(found, given)

    def _page(self, found: list[Message], given: Data) -> Data:
        oldest, start = float(given.get("oldest", 0)), int(given.get("cursor") or 0)
        newest_first = [each for each in reversed(found) if float(each.ts) > oldest]
        page = newest_first[start : start + int(given.get("limit", 100))]
        with_metadata = given.get("include_all_metadata") in (True, "1", "true")
        messages = [
            {"type": "message", "ts": each.ts, "user": BOT, "text": each.content.get("text", "")}
            | ({"metadata": each.content["metadata"]} if with_metadata and "metadata" in each.content else {})
            for each in page
        ]
        more = start + len(page) < len(newest_first)
        return {
            "messages": messages,
            "has_more": more,
            "response_metadata": {"next_cursor": str(start + len(page)) if more else ""},
        }

    def _views_open(self, given: Data) -> Data:
        name = given.get("trigger_id", "")
        if name in self._used:
            raise SaysNo("exchanged_trigger_id")
        user, until = self._triggers.get(name, ("", 0.0))
        if not user:
            raise SaysNo("invalid_trigger_id")
        if time.monotonic() > until:
            raise SaysNo("expired_trigger_id")
        self._used.add(name)
        view = View(f"V{next(self.tick):06d}", user, given["view"], next(self.tick))
        self.views.append(view)
        self.views_of[user].append(view)
        return {"view": {"id": view.id}}

    def _views_push(self, given: Data) -> Data:
        user, _ = self._triggers.get(given.get("trigger_id", ""), ("", 0.0))
        if not any(each.is_open for each in self.views_of[user]):
            raise SaysNo("not_found")
        return self._views_open(given)

    def _views_update(self, given: Data) -> Data:
        for view in reversed(self.views):
            if view.id == given.get("view_id") and view.is_open:
                view.view, view.changed = given["view"], next(self.tick)
                return {"view": {"id": view.id}}
        raise SaysNo("not_found")

    def _views_publish(self, given: Data) -> Data:
        user = given["user_id"]
        self.homes[user] = View(f"VH{user}", user, given["view"], next(self.tick))
        return {"view": {"id": self.homes[user].id}}

    def _where(self, given: Data) -> Conversation:
        where = self.conversations.get(given["channel"])
        if where is None:
            raise SaysNo("channel_not_found")
        return where

    # ------------------------------------------------------------------ the workspace

    def user(self, name: str, email: str) -> User:
        user = User(f"U{len(self.users) + 1:07d}A", name, email)
        self.users[user.id] = user
        return user

    def conversation(self, *ids: str, name: str = "") -> Conversation:
        """The direct or group conversation of the bot with these; with a name, a new channel."""
        kind = "channel" if name else "im" if len(ids) == 1 else "mpim"
        if not name and ids in self._direct:
            return self._direct[ids]
        letter = {"im": "D", "mpim": "G", "channel": "C"}[kind]
        made = Conversation(f"{letter}{len(self.conversations) + 1:07d}B", kind, list(ids), name)
        self.conversations[made.id] = made
        if not name:
            self._direct[ids] = made
        return made

    def add(self, channel: str, content: Data, *, only: str = "", thread_ts: str = "") -> Message:
        message = Message(channel, self.timestamp(), content, next(self.tick), only, thread_ts)
        self.messages.append(message)
        self.said_in[channel].append(message)
        return message

    def timestamp(self) -> str:
        return f"{int(time.time())}.{next(self.tick):06d}"

    def trigger(self, user: str) -> str:
        name = f"{next(self.tick)}.{TEAM}.trigger"
        self._triggers[name] = (user, time.monotonic() + TRIGGER_S)
        return name

    def response_url(self, channel: str, user: str, original: Message | None = None) -> str:
        name = f"r{next(self.tick)}"
        self._answers[name] = [channel, user, original, 0]
        return str(self._server.make_url(f"/respond/{name}"))

    def original(self, url: str, message: Message) -> None:
        """What the app said in its acknowledgement is what the response_url replaces."""
        self._answers[url.rpartition("/")[2]][2] = message


async def _arguments(request: web.Request) -> Data:
    if request.method == "GET":
        return dict(request.query)
    if request.content_type == "application/json":
        given: Data = await request.json()
        return given
    form = {name: str(value) for name, value in (await request.post()).items()}
    return {name: json.loads(value) if value[:1] in ("{", "[") else value for name, value in form.items()}
