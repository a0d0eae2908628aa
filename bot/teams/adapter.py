"""The seam to botbuilder: everything of it that Brightspot uses is in this file.

Used, through public base classes: `CloudAdapterBase` (one turn for one activity, middleware, the result of an
invoke), `BotFrameworkAuthentication` and `ConnectorFactory` (filled with our token check and our pooled
connector), `Activity`, `TurnContext` and `ActivityHandler` (which kind of activity goes to which method).
That is what a later adapter of Microsoft's successors offers too, and what somebody who knows bots looks for.

Not used, with the defect of 4.17.1 it avoids (platform brief, section 2): its aiohttp integration (fails
every invoke that returns a body), its token check and key fetching (blocking; 500 for forged tokens), its
connector client (14 ms a message), `TeamsActivityHandler` (one roster call for every added member, and models
that refuse what Teams sends). An activity is not deserialised into models either: `Turn` carries the parsed
JSON beside the few fields that botbuilder needs.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import ActivityHandler, CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ConversationAccount, ResourceResponse
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.teams.connector import Connector
from bot.teams.read import part, text

Data = Mapping[str, Any]
#: Claims of whoever sent this activity with this Authorization header; raises where they may not.
Check = Callable[[str, Data], Awaitable[Data]]


class Turn(Activity):  # type: ignore[misc]  # botbuilder has no types
    """An activity as it came, with what botbuilder routes by."""

    def __init__(self, raw: Data) -> None:
        conversation = ConversationAccount(id=text(part(raw, "conversation"), "id"))
        super().__init__(
            type=text(raw, "type"),
            id=text(raw, "id"),
            name=text(raw, "name"),
            action=text(raw, "action"),
            channel_id=text(raw, "channelId"),
            service_url=text(raw, "serviceUrl"),
            conversation=conversation,
        )
        self.raw = raw


class Handler(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
    """What a turn leads to. Kinds of activity without a method here are acknowledged and left alone."""

    def __init__(
        self,
        take: Callable[[Data], Awaitable[None]],
        carry: Callable[[Data], Awaitable[dict[str, Any] | None]],
    ) -> None:
        self._take = take
        self._carry = carry

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._take(turn_context.activity.raw)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        await self._take(turn_context.activity.raw)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._take(turn_context.activity.raw)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._take(turn_context.activity.raw)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._take(turn_context.activity.raw)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        return InvokeResponse(status=200, body=await self._carry(turn_context.activity.raw))


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # botbuilder has no types
    """Our check, and our connector, where botbuilder asks for them."""

    def __init__(self, check: Check, connector: Connector) -> None:
        self._check = check
        self._factory = Factory(connector)

    async def authenticate_request(self, activity: Turn, auth_header: str) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(dict(await self._check(auth_header, activity.raw)), True)
        result.connector_factory = self._factory
        return result

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("streaming is not offered")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Nobody signs in to another service through us."""


class Factory(ConnectorFactory):  # type: ignore[misc]  # botbuilder has no types
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str | None = None) -> "Client":
        return Client(self._connector, service_url)


class Client:
    """As much of botbuilder's ConnectorClient as `TurnContext.send_activity` asks for."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    @property
    def conversations(self) -> "Client":
        return self

    async def send_to_conversation(self, conversation: str, activity: Activity) -> ResourceResponse:
        sent = await self._connector.send(self._service_url, conversation, activity.serialize())
        return ResourceResponse(id=sent)

    async def reply_to_activity(
        self, conversation: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        """A reply is a message in the conversation: its id already names the thread, where there is one."""
        return await self.send_to_conversation(conversation, activity)

    async def update_activity(
        self, conversation: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        told = activity.serialize()
        return ResourceResponse(
            id=await self._connector.update(self._service_url, conversation, activity_id, told)
        )


class Adapter(CloudAdapterBase):  # type: ignore[misc]  # botbuilder has no types
    """Activities in, answers out."""

    def __init__(self, check: Check, connector: Connector) -> None:
        super().__init__(Authentication(check, connector))

    async def process(
        self, activity: Data, authorization: str, handler: ActivityHandler
    ) -> dict[str, Any] | None:
        """One turn; the body an invoke is answered with. Raises what the check and the handler raise."""
        answer = await self.process_activity(authorization, Turn(activity), handler.on_turn)
        body: dict[str, Any] | None = answer.body if answer is not None else None
        return body
