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

from bot.incoming import Happened, Incoming, Opened, Said, What, storable
from bot.picking import QUOTED, picked
from bot.teams import wire
from bot.teams.quoted import plain, with_links
from bot.teams.words import cut
from handlers.capability import Occasion
from handlers.catalogue import CAPABILITIES
from handlers.talk import Fate, Heard
from storage.records import Account, Platform

Data = Mapping[str, Any]

_NOTHING: Data = {}
_TAG = re.compile(r"</?at\b[^>]*>", re.IGNORECASE)
#: Channels for some of a team: what is shared there is kept only by hand.
_APART = frozenset({"private", "shared"})
#: Where an activity holds what was written.
_WORDS = frozenset({"text", "attachments", "entities", "summary", "value"})
_WORD = re.compile(r"[a-z]{2,20}")

#: Our own note beside an activity: the one of several joined members that this copy is about.
MEMBER = "brightspot.member"
#: Our own note in place of a message's words: as much as was taken of one that was not said to us.
HEARD = "brightspot.heard"


def incoming(activity: Data) -> Incoming | None:
    """What there is to answer, or None: nobody spoke, or nobody we could answer."""
    kind, person = activity.get("type"), part(activity, "from")
    match kind:
        case "message":
            what = _message(activity)
        case "messageUpdate" | "messageDelete":
            what = _overheard(activity)
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
    return _named(
        tenant(activity),
        text(part(activity, "conversation"), "id"),
        text(activity, "id") or json.dumps(activity, sort_keys=True),
        text(part(activity, MEMBER), "id"),
    )


def _named(*told: str) -> str:
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
    found = [_without_mentions(activity)[0]]
    if quoted(activity):
        found.append(str(_picked(text(part(activity, "value"), "commandId"), activity).values["words"]))
    for _ in range(4):  # value → data, value → action → data: nothing of ours lies deeper
        found += [
            each for inner in given for name, each in inner.items()
            if isinstance(each, str) and name.startswith("in.")
        ]  # fmt: skip
        given = [each for inner in given for each in inner.values() if isinstance(each, dict)]
    return [each for each in found if each]


def quoted(activity: Data) -> str:
    """The words of the message that somebody picked with a command, whoever wrote it."""
    words, is_html = _body(activity)
    return cut(plain(words) if is_html else words.strip(), QUOTED)


def _picked(form: str, activity: Data) -> Opened:
    words, is_html = _body(activity)
    return picked(form, quoted(activity), with_links(words) if is_html else words)


def _body(activity: Data) -> tuple[str, bool]:
    """A picked message as it was written, and whether that is HTML."""
    body = part(part(part(activity, "value"), "messagePayload"), "body")
    return text(body, "content"), body.get("contentType") == "html"


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
        return _overheard(activity)  # people talking among themselves
    return Said(said or "help")


def _overheard(activity: Data) -> Heard | None:
    """A message of a standard channel, read only where it holds a link.

    That one was deleted, or has no link any more, goes on: Teams does not say what stood in it before.
    """
    channel = part(part(activity, "channelData"), "channel")
    if part(activity, "conversation").get("conversationType") != "channel" or channel.get("type") in _APART:
        return None
    kept, name = part(activity, HEARD), _name(activity)
    if kept:
        return Heard(text(kept, "text"), name, Fate(text(kept, "fate")))
    if _without_mentions(activity)[1] or text(part(activity, "from"), "id") == _bot(activity):
        return None
    words = "" if activity.get("type") == "messageDelete" else _with_links(activity)
    if "http" in words or "www." in words:
        return Heard(words, name, Fate.POSTED if activity.get("type") == "message" else Fate.CHANGED)
    return None if activity.get("type") == "message" else Heard("", name, Fate.REMOVED)


def _with_links(activity: Data) -> str:
    """As it was written: where a link leads stands nowhere else. Without what it quotes."""
    attachments = activity.get("attachments")
    for each in attachments if isinstance(attachments, list) else ():
        if isinstance(each, dict) and each.get("contentType") == "text/html":
            return with_links(text(each, "content"))
    return _without_mentions(activity)[0]


def _name(activity: Data) -> str:
    """What a message of a channel is called, however often it changes."""
    channel = text(part(activity, "conversation"), "id").partition(";messageid=")[0]
    return _named(tenant(activity), channel, text(activity, "id"))


def _heard_key(activity: Data, heard: Heard) -> str:
    """A message may be edited many times: each is told by its moment."""
    return f"{heard.message}:{heard.what}:{text(activity, 'timestamp')}"


def as_heard(activity: Data, heard: Heard) -> dict[str, Any]:
    """The same activity with as much of the message as may be kept, and none of its words elsewhere."""
    kept = {name: each for name, each in activity.items() if name not in _WORDS}
    return kept | {HEARD: {"text": heard.text, "fate": heard.what.value}}


def _bot(activity: Data) -> str:
    return text(part(activity, "recipient"), "id")


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
            return _command(text(value, "commandId").lower(), activity)
    return None


def _command(name: str, activity: Data) -> What | None:
    """A command on a message opens the form it names with that message's words; one beside the message box
    opens the form of the capability it names, or is said.
    """
    for capability in CAPABILITIES:
        if name in capability.forms:
            return _picked(name, activity)
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
    origin = "posted_in" if isinstance(what, Heard) else "asked_in"
    reply_to = address if direct else address | {"channel": conversation_id, origin: name}
    return Incoming(
        key=_heard_key(activity, what) if isinstance(what, Heard) else key(activity),
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
