"""A Teams activity as what happened: payload → Incoming.

An activity comes from outside and is read as plain data: whatever part has another shape than documented
counts as absent. Shapes: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations.

An answer to something asked in a channel or group goes to the asker's own chat and says where it was asked.
Teams' targeted messages would stay in place, but they vanish after 24 hours and need a client and a manifest
newer than many trusts have; an introduction must not vanish.
"""

import hashlib
import html
import json
import re
from collections.abc import Mapping
from typing import Any

from bot.incoming import QUOTED, Happened, Incoming, Opened, Said, What, storable
from bot.teams import wire
from bot.teams.quoted import plain
from bot.teams.words import cut
from handlers.capability import Occasion
from handlers.catalogue import CAPABILITIES
from storage.records import Account, Platform

Data = Mapping[str, Any]

_NOTHING: Data = {}
_TAG = re.compile(r"</?at\b[^>]*>", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,20}")

#: Our own note beside an activity: the one of several joined members that this copy is about.
MEMBER = "brightspot.member"


def incoming(activity: Data) -> Incoming | None:
    """What there is to answer, or None: nobody spoke, or nobody we could answer."""
    kind, person = activity.get("type"), part(activity, "from")
    match kind:
        case "message":
            what = _message(activity)
        case "invoke":
            what = _invoke(activity)
        case "installationUpdate" if activity.get("action") in ("add", "add-upgrade"):
            what = Happened(Occasion.ARRIVED if is_personal(activity) else Occasion.ADDED_TO_CHANNEL)
        case "conversationUpdate" if activity.get(MEMBER):
            what, person = Happened(Occasion.JOINED_CHANNEL), part(activity, MEMBER)
        case _:
            return None
    user = text(person, "id")
    if what is None or not user or not text(part(activity, "conversation"), "id"):
        return None
    return _addressed(activity, user, what)


def key(activity: Data) -> str:
    """The same for every delivery of one activity (Teams delivers again what took long)."""
    told = (
        tenant(activity),
        text(part(activity, "conversation"), "id"),
        text(activity, "id") or json.dumps(activity, sort_keys=True),
        text(part(activity, MEMBER), "id"),
    )
    return "teams:" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:40]


def tenant(activity: Data) -> str:
    """The tenant's id in lower case, as `connect` keeps it."""
    told = text(part(part(activity, "channelData"), "tenant"), "id")
    return (told or text(part(activity, "conversation"), "tenantId")).lower()


def is_personal(activity: Data) -> bool:
    conversation = part(activity, "conversation")
    kind = conversation.get("conversationType")
    return kind == "personal" if isinstance(kind, str) else conversation.get("isGroup") is not True


def words(activity: Data) -> list[str]:
    """Everything in it that a person wrote, for the guard: the text and what was filled in."""
    value = activity.get("value")
    given = [value] if isinstance(value, dict) else []
    found = [_without_mentions(activity)[0], quoted(activity)]
    for _ in range(4):  # value → data, value → action → data: nothing of ours lies deeper
        found += [
            each for inner in given for name, each in inner.items()
            if isinstance(each, str) and name.startswith("in.")
        ]  # fmt: skip
        given = [each for inner in given for each in inner.values() if isinstance(each, dict)]
    return [each for each in found if each]


def quoted(activity: Data) -> str:
    """The words of the message that somebody picked with a command, whoever wrote it."""
    message = part(part(activity, "value"), "messagePayload")
    body = part(message, "body")
    words = text(body, "content")
    return cut(plain(words) if body.get("contentType") == "html" else words.strip(), QUOTED)


def account(activity: Data) -> Account | None:
    """Whose deed it is."""
    user = text(part(activity, "from"), "id")
    return Account(Platform.TEAMS, tenant(activity), user) if user else None


def members_added(activity: Data) -> list[Data]:
    """People who joined, without the bot itself."""
    added = activity.get("membersAdded")
    bot = text(part(activity, "recipient"), "id")
    found = [each for each in added if isinstance(each, dict)] if isinstance(added, list) else []
    return [each for each in found if text(each, "id") not in ("", bot)]


# ------------------------------------------------------------------ what was meant


def _message(activity: Data) -> What | None:
    pressed = wire.read(activity.get("value"))
    if pressed is not None:  # Action.Submit, from a client that does not know Action.Execute
        return pressed
    said, addressed = _without_mentions(activity)
    if not addressed and not is_personal(activity):
        return None  # people talking among themselves
    return Said(said or "help")


def _without_mentions(activity: Data) -> tuple[str, bool]:
    """The text as a person would read it, and whether the bot was mentioned in it."""
    said, bot, addressed = text(activity, "text"), text(part(activity, "recipient"), "id"), False
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if not isinstance(entity, dict) or entity.get("type") != "mention":
            continue
        if text(part(entity, "mentioned"), "id") == bot:
            addressed = True
            mention = text(entity, "text")
            said = said.replace(mention, " ") if mention else said
    said = html.unescape(_TAG.sub("", said)).replace("\xa0", " ")
    return "\n".join(" ".join(line.split()) for line in said.splitlines()).strip(), addressed


def _invoke(activity: Data) -> What | None:
    value = part(activity, "value")
    match activity.get("name"):
        case "adaptiveCard/action":
            return wire.read(part(value, "action").get("data"))
        case "task/fetch" | "task/submit" | "composeExtension/submitAction":
            return wire.read(value.get("data"))
        case "composeExtension/fetchTask":
            return _command(text(value, "commandId").lower(), quoted(activity))
    return None


def _command(name: str, picked: str) -> What | None:
    """A command on a message opens the form it names with that message's words; one beside the message box
    opens the form of the capability it names, or is said.
    """
    for capability in CAPABILITIES:
        if name in capability.forms:
            return Opened(name, {"words": picked})
        if capability.name == name and capability.forms:
            return Opened(next(iter(capability.forms)), {})
    return Said(name, command=True) if _WORD.fullmatch(name) else None


# ------------------------------------------------------------------ who and where


def _addressed(activity: Data, user: str, what: What) -> Incoming:
    conversation, channel_data = part(activity, "conversation"), part(activity, "channelData")
    direct = is_personal(activity)
    conversation_id = text(conversation, "id")
    root = conversation_id.partition(";messageid=")[0]
    channel = text(part(channel_data, "channel"), "id") or root
    address: dict[str, Any] = {
        "service_url": text(activity, "serviceUrl"),
        "tenant": tenant(activity),
        "bot": text(part(activity, "recipient"), "id"),
        "user": user,
    }
    if direct:
        address["conversation"] = conversation_id
    name = _place(activity)
    reply_to = address if direct else address | {"channel": conversation_id, "asked_in": name}
    return Incoming(
        key=key(activity),
        account=Account(Platform.TEAMS, address["tenant"], user),
        what=what,
        direct=direct,
        channel="" if direct else channel,
        channel_name="" if direct else name,
        channel_address={} if direct else {each: address[each] for each in ("service_url", "tenant", "bot")},
        reply_to=reply_to | {"forms": True},
        bucket=bucket(user),
        address=address,
    )


def bucket(place: str) -> str:
    """Whose pace a letter shares: Teams counts by conversation; a person (one with us) or a channel."""
    return "teams:" + hashlib.sha256(place.encode()).hexdigest()[:40]


def _place(activity: Data) -> str:
    """Where it was said, as people know it; "" where Teams does not tell."""
    channel_data = part(activity, "channelData")
    channel, team = part(channel_data, "channel"), part(channel_data, "team")
    name = text(channel, "name") or text(part(activity, "conversation"), "name")
    if not name and channel and text(channel, "id") == text(team, "id"):
        name = "General"  # Teams gives that channel the team's own id, and no name
    return f"{name} ({text(team, 'name')})" if name and text(team, "name") else name


# ------------------------------------------------------------------ parts of an activity


def part(data: Data, name: str) -> Data:
    found = data.get(name)
    return found if isinstance(found, dict) else _NOTHING


def text(data: Data, name: str) -> str:
    found = data.get(name)
    return storable(found) if isinstance(found, str) else ""
