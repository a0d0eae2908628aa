"""The far side of Teams on loopback: keys, login, and a Bot Connector that checks what it is sent.

Made from the documentation (Bot Connector REST reference, Teams' "send proactive messages" and "get Teams
context"), not recorded from a live tenant.
"""

import asyncio
import base64
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.doors import adaptive

APP_ID = "00000000-1111-2222-3333-444444444444"
APP_PASSWORD = "a password only for tests"
TENANT = "55555555-6666-7777-8888-999999999999"
BOT = f"28:{APP_ID}"
ISSUER = "https://api.botframework.com"

#: What a message to the connector may carry (Bot Connector API reference, "Activity object").
ACTIVITY_FIELDS = {
    "type", "summary", "text", "textFormat", "attachments", "from", "recipient", "conversation", "replyToId",
    "id", "channelData", "entities", "importance", "locale", "suggestedActions", "speak", "inputHint",
    "value", "attachmentLayout",
}  # fmt: skip


@cache
def private_key(number: int = 0) -> rsa.RSAPrivateKey:
    """The same key for the same number, made once: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(kid: str, key: rsa.RSAPrivateKey, endorsements: list[str]) -> dict[str, Any]:
    numbers = key.public_key().public_numbers()
    return {
        "kty": "RSA", "use": "sig", "kid": kid, "x5t": kid,
        "n": _base64(numbers.n), "e": _base64(numbers.e), "endorsements": endorsements,
    }  # fmt: skip


def _base64(number: int) -> str:
    size = (number.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(number.to_bytes(size, "big")).rstrip(b"=").decode()


@dataclass
class User:
    id: str
    aad: str
    name: str
    email: str

    def member(self) -> dict[str, Any]:
        return {
            "id": self.id, "name": self.name, "aadObjectId": self.aad, "email": self.email,
            "userPrincipalName": self.email, "tenantId": TENANT, "userRole": "user",
        }  # fmt: skip


@dataclass
class Conversation:
    id: str
    kind: str
    members: list[User]
    name: str = ""


@dataclass
class Said:
    """A message, or (in conversation "dialog") what a dialog shows. `only` sees it: None is everybody."""

    id: str
    conversation: str
    card: dict[str, Any]
    changed: int
    only: str | None = None
    #: User → the card that an invoke put in its place, for them alone, and when.
    instead: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)


class Microsoft:
    """Everything of Microsoft's that Brightspot talks to."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.conversations: dict[str, Conversation] = {}
        self.said: list[Said] = []
        #: Conversation, or the one person who sees it → what was said there: nobody looks through all.
        self._said_in: defaultdict[str, list[Said]] = defaultdict(list)
        self._said_as: dict[str, Said] = {}
        self.problems: list[str] = []
        self.calls: list[tuple[str, str]] = []
        #: What the next calls are answered with instead: (status, body, headers).
        self.troubles: list[tuple[int, dict[str, Any], dict[str, str]]] = []
        #: Channels of teams from which the app was removed.
        self.absent: set[str] = set()
        self.tick = count(1)
        self.keys = {"key-1": private_key(1)}
        self.endorsements = ["msteams"]
        self.key_looks = 0
        self.tokens_given = 0
        #: Whether each process may have a token of its own; else only the one given last is good.
        self.any_token = False
        #: Letter's key, where one is told → how often a message with it was taken in.
        self.arrived: Counter[str] = Counter()
        #: Asked with a letter's key before each message: None, "429", or "502", "drop", "502 after",
        #: "drop after", "hang after" it was taken in: its sender then cannot know what became of it.
        self.trouble: Callable[[str], str | None] = lambda key: None
        #: Keys of messages whose sender was not told, for this or because it was gone; those sent again.
        self.untold: set[str] = set()
        self.again: set[str] = set()
        #: Seconds that taking a message in may last, on both sides of it.
        self.slowest_s = 0.0
        self._server = TestServer(self._app())

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        await self._server.close()

    def url(self, path: str = "") -> str:
        return str(self._server.make_url("/")).rstrip("/") + path

    @property
    def service_url(self) -> str:
        return self.url("/amer/")

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "microsoft_app_id": APP_ID,
            "microsoft_app_password": APP_PASSWORD,
            "microsoft_app_tenant_id": TENANT,
            "microsoft_openid_metadata": self.url("/openid"),
            "microsoft_login_url": self.url("/login"),
            "microsoft_service_hosts": ("127.0.0.1",),
        }

    # ------------------------------------------------------------------ what Teams signs

    def token(self, *, kid: str = "key-1", key: Any = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A token like Teams'; a claim of None is left out."""
        now = int(time.time())
        usual = {
            "iss": ISSUER, "aud": APP_ID, "nbf": now - 60, "exp": now + 3600, "serviceurl": self.service_url,
        }  # fmt: skip
        told = {name: value for name, value in (usual | claims).items() if value is not None}
        return jwt.encode(told, key or self.keys[kid], algorithm=algorithm, headers={"kid": kid})

    # ------------------------------------------------------------------ who is there

    def user(self, name: str, email: str) -> User:
        number = len(self.users) + 1
        made = User(f"29:user-{number}", f"aaaaaaaa-0000-0000-0000-{number:012d}", name, email)
        self.users[made.id] = made
        return made

    def chat(self, user: User) -> Conversation:
        """The bot's own chat with somebody: one, whoever opens it."""
        known = self.conversations.get(f"a:chat-{user.id}")
        if known is None:
            known = self.conversations[f"a:chat-{user.id}"] = Conversation(
                f"a:chat-{user.id}", "personal", [user]
            )
        return known

    def channel(self, name: str, members: list[User]) -> Conversation:
        number = len(self.conversations) + 1
        made = Conversation(f"19:channel-{number}@thread.tacv2", "channel", list(members), name)
        self.conversations[made.id] = made
        return made

    def show(self, conversation: str, card: dict[str, Any], only: str | None = None) -> Said:
        self.problems += adaptive.problems(card)
        number = next(self.tick)
        return self.keep(Said(f"{1_700_000_000_000 + number}", conversation, card, number, only))

    def keep(self, said: Said) -> Said:
        self.said.append(said)
        self._said_in[said.only or said.conversation.partition(";messageid=")[0]].append(said)
        self._said_as[said.id] = said
        return said

    def said_as(self, activity: str) -> Said | None:
        """The message with this id."""
        return self._said_as.get(activity)

    def said_to(self, user: User) -> list[Said]:
        """What they may see: in their chat, in their channels, and what is for them alone."""
        channels = [
            each.id for each in self.conversations.values() if each.kind == "channel" and user in each.members
        ]
        return [said for place in (user.id, self.chat(user).id, *channels) for said in self._said_in[place]]

    # ------------------------------------------------------------------ the servers

    def _app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/openid", self._openid),
                web.get("/keys", self._keys),
                web.post("/login/{tenant}/oauth2/v2.0/token", self._login),
                web.post("/amer/v3/conversations", self._create),
                web.post("/amer/v3/conversations/{conversation}/activities", self._send),
                web.put("/amer/v3/conversations/{conversation}/activities/{activity}", self._update),
                web.get("/amer/v3/conversations/{conversation}/members/{user}", self._member),
                web.get("/amer/v3/conversations/{conversation}/pagedmembers", self._members),
            ]
        )
        return app

    async def _openid(self, request: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": self.url("/keys")})

    async def _keys(self, request: web.Request) -> web.Response:
        self.key_looks += 1
        keys = [jwk(kid, key, self.endorsements) for kid, key in self.keys.items()]
        return web.json_response({"keys": keys})

    async def _login(self, request: web.Request) -> web.Response:
        asked = dict(await request.post())
        wanted = {
            "grant_type": "client_credentials", "client_id": APP_ID, "client_secret": APP_PASSWORD,
            "scope": "https://api.botframework.com/.default",
        }  # fmt: skip
        if asked != wanted or request.match_info["tenant"] != TENANT:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens_given += 1
        token = {"token_type": "Bearer", "access_token": f"app-{self.tokens_given}", "expires_in": 3599}
        return web.json_response(token)

    def _stop(self, request: web.Request) -> web.Response | None:
        self.calls.append((request.method, request.path))
        good = range(1 if self.any_token else self.tokens_given, self.tokens_given + 1)
        if request.headers.get("Authorization") not in {f"Bearer app-{number}" for number in good}:
            self.problems.append("a call without our token")
            return web.json_response({"error": {"code": "Unauthorized", "message": "no"}}, status=401)
        if self.troubles:
            status, body, headers = self.troubles.pop(0)
            return web.json_response(body, status=status, headers=headers)
        return None

    async def _create(self, request: web.Request) -> web.Response:
        if stopped := self._stop(request):
            return stopped
        asked = await request.json()
        user = self.users.get((asked.get("members") or [{}])[0].get("id"))
        right = (
            asked.get("isGroup") is False
            and asked.get("bot") == {"id": BOT}
            and asked.get("tenantId") == TENANT
            and asked.get("channelData") == {"tenant": {"id": TENANT}}
            and len(asked.get("members", ())) == 1
        )
        if not right or user is None:
            self.problems.append(f"a conversation that cannot be created: {asked}")
            return web.json_response({"error": {"code": "BadArgument", "message": "no"}}, status=400)
        return web.json_response({"id": self.chat(user).id}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        if stopped := self._stop(request):
            return stopped
        conversation = request.match_info["conversation"]
        if conversation in self.absent:
            error = {"code": "BotNotInConversationRoster", "message": "no"}
            return web.json_response({"error": error}, status=403)
        activity = await request.json()
        card = self._checked(conversation, activity)
        if card is None:
            return web.json_response({"error": {"code": "BadSyntax", "message": "no"}}, status=400)
        key = activity.get("channelData", {}).get("letter", "")
        trouble = self.trouble(key)
        if trouble == "429":
            return web.json_response({}, status=429, headers={"Retry-After": "1"})
        if key in self.untold:
            self.again.add(key)
        await asyncio.sleep(random.uniform(0, self.slowest_s))
        if trouble not in ("502", "drop"):
            self.arrived[key] += 1
            said = self.show(conversation, card)
        await asyncio.sleep(random.uniform(0, self.slowest_s))
        if trouble is None and request.transport is not None:
            return web.json_response({"id": said.id}, status=201)
        self.untold.add(key)
        return await _untold(request, trouble)

    async def _update(self, request: web.Request) -> web.Response:
        if stopped := self._stop(request):
            return stopped
        conversation, activity = request.match_info["conversation"], request.match_info["activity"]
        card = self._checked(conversation, await request.json())
        said = self.said_as(activity)
        if card is None or said is None or said.conversation != conversation:
            self.problems.append("an update of a message that is not there")
            return web.json_response({"error": {"code": "ActivityNotFound", "message": "no"}}, status=404)
        self.problems += adaptive.problems(card)
        said.card, said.changed, said.instead = card, next(self.tick), {}
        return web.json_response({"id": said.id})

    def _checked(self, conversation: str, activity: dict[str, Any]) -> dict[str, Any] | None:
        """The one card of a message that is as documented, else None and a problem noted."""
        found = [f"unknown field {name}" for name in activity if name not in ACTIVITY_FIELDS]
        if conversation.partition(";messageid=")[0] not in self.conversations:
            found.append(f"unknown conversation {conversation}")
        if activity.get("type") != "message" or not activity.get("summary"):
            found.append("not a message with a summary")
        attachments = activity.get("attachments", [])
        if len(attachments) != 1 or attachments[0].get("contentType") != adaptive_type():
            found.append("not one card")
        if "<at" in str(activity).lower() or activity.get("text"):
            found.append("text beside the card, or a mention")
        self.problems += found
        if found:
            return None
        card: dict[str, Any] = attachments[0]["content"]
        return card

    async def _member(self, request: web.Request) -> web.Response:
        if stopped := self._stop(request):
            return stopped
        conversation = self.conversations.get(request.match_info["conversation"])
        user = self.users.get(request.match_info["user"])
        if conversation is None or user is None or user not in conversation.members:
            body = {"error": {"code": "MemberNotFoundInConversation", "message": "no"}}
            return web.json_response(body, status=404)
        return web.json_response(user.member())

    async def _members(self, request: web.Request) -> web.Response:
        if stopped := self._stop(request):
            return stopped
        conversation = self.conversations.get(request.match_info["conversation"])
        if conversation is None:
            return web.json_response({"error": {"code": "ConversationNotFound", "message": "no"}}, status=404)
        start = int(request.query.get("continuationToken", 0))
        size = min(int(request.query["pageSize"]), 2)  # small pages, so that there is always a next one
        answer: dict[str, Any] = {
            "members": [each.member() for each in conversation.members[start : start + size]]
        }
        if start + size < len(conversation.members):
            answer["continuationToken"] = str(start + size)
        return web.json_response(answer)


async def _untold(request: web.Request, trouble: str | None) -> web.Response:
    """The sender hears nothing that says whether its message was taken in."""
    if trouble == "hang after":
        while request.transport is not None:  # noqa: ASYNC110  until its sender hangs up
            await asyncio.sleep(0.05)
    elif trouble is not None and trouble.startswith("drop") and request.transport is not None:
        request.transport.abort()
    return web.json_response({}, status=502)


def adaptive_type() -> str:
    return "application/vnd.microsoft.card.adaptive"
