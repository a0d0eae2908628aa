"""What Slack told us → Incoming. Works on the reduced payload that `parse.py` lets through.

`reply_to` says where the answer goes, in this door's words; `send.py` reads it:

    team, user           whose workspace (and so whose token), and who asked
    channel, thread_ts   the conversation, and the thread in it
    aside                true in a channel: for the asker alone unless the answer is public
    only_here            and nowhere else, because nobody asked: where it cannot be shown it is not said
    ts                   the bot's own message whose button was pressed: it becomes the answer
    response_url, until  a message only the asker sees, to be replaced, and when that stops working
    trigger_id, opens    opens a view until that moment: `forms` a form, `modal` any answer
    view_id              an open view that becomes the answer, or over which what went wrong is said
    home                 the person's Home tab
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bot.incoming import Filled, Happened, Incoming, Opened, Pressed, Said, What
from bot.picking import QUOTED, picked
from bot.slack import limits, wire
from bot.slack.words import cut, spoken
from bot.unseen import without_unseen
from handlers.capability import Occasion
from handlers.talk import Fate, Heard
from storage.records import Account, Platform

Data = dict[str, Any]

#: A mention of somebody at the very start: ours, where Slack did not say which user we are.
_FIRST_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>")


def key_of(payload: Mapping[str, Any]) -> str:
    """What this delivery is, however often Slack sends it.

    A message is its workspace, channel and time: it has been seen to arrive under several event ids.
    """
    match payload["type"]:
        case "event_callback":
            event = payload["event"]
            team = payload["team_id"]
            if "fate" in event:
                return f"{_message(payload)}:{event['fate']}:{event['at']}"
            if event["type"] in ("message", "app_mention"):
                return _message(payload)
            if event["type"] == "app_home_opened" and event["tab"] != "home":
                return f"slack:{team}:arrived:{event['user']}"  # a welcome once, not at each visit
            return f"slack:{team}:{payload['event_id']}"
        case "view_submission":
            return _hashed(payload, "view_id", "trigger_id")
        case _:
            return _hashed(payload, "trigger_id", "response_url", "action_ts", "action_id", "view_id")


def _message(payload: Mapping[str, Any]) -> str:
    event = payload["event"]
    return f"slack:{payload['team_id']}:{event['channel']}:{event['ts']}"


def _hashed(payload: Mapping[str, Any], *names: str) -> str:
    parts = "\n".join(str(payload.get(name, "")) for name in ("user_id", *names))
    return f"slack:{payload['team_id']}:{sha256(parts.encode()).hexdigest()[:40]}"


def read(payload: Mapping[str, Any]) -> Incoming | None:
    """An Incoming, or None where there is nothing to answer."""
    match payload["type"]:
        case "event_callback":
            return _event(payload)
        case "command":
            return read_command(payload)
        case "block_actions":
            return _pressed(payload)
        case "message_action":
            return _picked(payload)
        case "view_submission":
            return _filled(payload)
        case _:
            return None


def opens_form(incoming: Incoming) -> bool:
    return isinstance(incoming.what, Opened)


def words_of(payload: Mapping[str, Any]) -> str:
    """Everything a person typed in it: what the safeguarding guard must see before it is kept."""
    match payload["type"]:
        case "event_callback":
            return spoken(payload["event"].get("text", ""))
        case "command":
            return spoken(payload["text"])
        case "message_action":
            return str(_opened(payload).values["words"])
        case "view_submission":
            return "\n".join(each for each in payload["answers"].values() if isinstance(each, str))
        case _:
            return ""


# ------------------------------------------------------------------ events


def _event(payload: Mapping[str, Any]) -> Incoming | None:
    event = payload["event"]
    bot_user = payload.get("bot_user", "")
    match event["type"]:
        case "message" if "fate" in event:
            return _heard(payload, event, bot_user)
        case "message" | "app_mention":
            return _said(payload, event, bot_user)
        case "member_joined_channel" if bot_user and event["user"] == bot_user:
            return _happened(payload, event.get("inviter", ""), Occasion.ADDED_TO_CHANNEL, event["channel"])
        case "member_joined_channel":
            return _happened(payload, event["user"], Occasion.JOINED_CHANNEL, event["channel"])
        case "app_home_opened" if event["tab"] == "home":
            return _happened(payload, event["user"], Occasion.HOME, "")
        case "app_home_opened":
            return _happened(payload, event["user"], Occasion.ARRIVED, event.get("channel", ""))
        case _:
            return None


def _said(payload: Mapping[str, Any], event: Data, bot_user: str) -> Incoming | None:
    channel = event["channel"]
    direct = _is_direct(channel, event.get("channel_type", ""))
    if event["user"] == bot_user or (event["type"] == "message" and not direct):
        return None  # our own words, or words in a channel that were not said to us
    text = event["text"]
    if event["type"] == "app_mention" and not bot_user:
        text = _FIRST_MENTION.sub("", text)
    what = Said(spoken(text, bot_user=bot_user))
    reply_to = _reply_to(payload, event["user"], channel, direct)
    if thread := event.get("thread_ts"):
        reply_to["thread_ts"] = thread
    address = {"channel": channel} if direct else None
    return _incoming(payload, event["user"], what, reply_to, address=address)


def _heard(payload: Mapping[str, Any], event: Data, bot_user: str) -> Incoming | None:
    if bot_user and f"<@{bot_user}" in event["text"]:
        return None  # a question to us, which comes by itself
    reply_to = _reply_to(payload, event["user"], event["channel"], direct=False) | {"only_here": True}
    if thread := event.get("thread_ts"):
        reply_to["thread_ts"] = thread
    what = Heard(event["text"], _message(payload), Fate(event["fate"]))
    return _incoming(payload, event["user"], what, reply_to)


def as_heard(payload: Mapping[str, Any], heard: Heard) -> Data:
    """The same event with as much of the message as may be kept."""
    return {**payload, "event": payload["event"] | {"fate": heard.what.value, "text": heard.text}}


def _happened(payload: Mapping[str, Any], user: str, occasion: Occasion, channel: str) -> Incoming | None:
    if not user:
        return None
    direct = not channel or _is_direct(channel, "")
    reply_to = _reply_to(payload, user, channel, direct)
    if occasion is Occasion.HOME:
        reply_to["home"] = True
    address = {"channel": channel} if channel and direct else None
    return _incoming(payload, user, Happened(occasion), reply_to, address=address)


# ------------------------------------------------------------------ commands, buttons, views


def read_command(payload: Mapping[str, Any]) -> Incoming:
    channel = payload["channel_id"]
    direct = _is_direct(channel, "")
    word = payload["command"].removeprefix("/")
    said = spoken(payload["text"])
    reply_to = _reply_to(payload, payload["user_id"], channel, direct)
    reply_to |= _private_message(payload) | _trigger(payload) | {"forms": True}
    return _incoming(payload, payload["user_id"], Said(f"{word} {said}".strip(), command=True), reply_to)


def _pressed(payload: Mapping[str, Any]) -> Incoming | None:
    name, opens_form = wire.action_of(payload["action_id"])
    if name == wire.LINK:
        return None
    values = wire.from_wire(payload["value"])
    channel = payload["channel_id"]
    # In a view there is no channel: nobody else sees it.
    direct = not channel or _is_direct(channel, "")
    reply_to = _reply_to(payload, payload["user_id"], channel, direct)
    if payload.get("view_type") == "home":
        reply_to |= _trigger(payload) | {"modal": True}  # the page itself stays as it is
    elif payload.get("view_id"):
        reply_to |= _trigger(payload) | {"view_id": payload["view_id"], "forms": True}
    elif payload["ephemeral"]:
        reply_to |= _private_message(payload)
    elif payload["message_ts"] and channel:
        reply_to["ts"] = payload["message_ts"]
    if payload["thread_ts"]:
        reply_to["thread_ts"] = payload["thread_ts"]
    what: What = Opened(name, values) if opens_form else Pressed(name, values)
    return _incoming(payload, payload["user_id"], what, reply_to)


def _picked(payload: Mapping[str, Any]) -> Incoming:
    """ "Add to agenda" on a message: the shortcut is called as the form that it opens with these words."""
    channel = payload["channel_id"]
    reply_to = _reply_to(payload, payload["user_id"], channel, _is_direct(channel, ""))
    return _incoming(payload, payload["user_id"], _opened(payload), reply_to | _private_message(payload))


def _opened(payload: Mapping[str, Any]) -> Opened:
    return picked(payload["callback_id"], cut(spoken(payload["text"]), QUOTED), payload["text"])


def _filled(payload: Mapping[str, Any]) -> Incoming:
    kept = wire.from_wire(payload["private_metadata"])
    values = kept.get("values")
    answers = {
        name: tuple(map(without_unseen, given)) if isinstance(given, list) else without_unseen(given).strip()
        for name, given in payload["answers"].items()
    }
    what = Filled(payload["callback_id"], values if isinstance(values, dict) else {}, answers)
    reply_to = _reply_to(payload, payload["user_id"], "", direct=True)
    return _incoming(payload, payload["user_id"], what, reply_to | {"view_id": payload["view_id"]})


# ------------------------------------------------------------------ what they have in common


def _incoming(
    payload: Mapping[str, Any],
    user: str,
    what: What,
    reply_to: Data,
    *,
    address: Data | None = None,
) -> Incoming:
    team = payload["team_id"]
    aside = reply_to.get("aside", False)
    return Incoming(
        key=key_of(payload),
        account=Account(Platform.SLACK, team, user),
        what=what,
        direct=not aside,
        channel=reply_to["channel"] if aside else "",
        channel_name=without_unseen(payload.get("channel_name", "")) if aside else "",
        reply_to=reply_to,
        # What only one person sees keeps that person's pace, wherever they see it.
        bucket=bucket(team, user),
        address=address,
    )


def bucket(team: str, conversation: str) -> str:
    return f"slack:{team}:{conversation}"


def _reply_to(payload: Mapping[str, Any], user: str, channel: str, direct: bool) -> Data:
    found: Data = {"team": payload["team_id"], "user": user}
    if channel:
        found["channel"] = channel
    if not direct:
        found["aside"] = True
    return found


def _private_message(payload: Mapping[str, Any]) -> Data:
    """The message that only the asker sees, where Slack gave an address to replace it."""
    if not payload["response_url"]:
        return {}
    until = payload.get("received", 0) + limits.RESPONSE_URL_S
    return {"response_url": payload["response_url"], "until": until}


def _trigger(payload: Mapping[str, Any]) -> Data:
    return {"trigger_id": payload["trigger_id"], "opens": payload.get("received", 0) + limits.TRIGGER_S}


def _is_direct(channel: str, channel_type: str) -> bool:
    return channel_type == "im" or (not channel_type and channel.startswith("D"))
