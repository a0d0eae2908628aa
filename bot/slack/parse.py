"""Our own guard in front of bolt: size, signature over the raw body, then parsing, in this order.

bolt answers 500 to half of all malformed bodies. Here each field that we read is checked to be what
Slack sends, and only these fields go on: what is not read cannot trip anything, and is never kept.
"""

import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from bot.slack import limits

Data = dict[str, Any]

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")
_ACTION = re.compile(r"[A-Za-z0-9._/-]{1,255}")
MAX_FIELDS = 100  # of a form: a command has fifteen
MAX_TEXT = 40_000  # characters of a message: Slack cuts there


class Malformed(Exception):  # noqa: N818  says what it is
    """Signed, but not what Slack sends: 400."""


def _no_json(name: str) -> NoReturn:
    """NaN and Infinity: Python would take them, JSON does not know them."""
    raise Malformed(name)


_decode = json.JSONDecoder(parse_constant=_no_json).decode


# ------------------------------------------------------------------ the signature


def is_signed(secret: str, timestamp: str, signature: str, body: bytes, now: float) -> bool:
    """Whether Slack signed exactly this body with our secret within the last five minutes."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(now - int(timestamp)) > limits.STALE_S:
        return False
    base = b"v0:" + timestamp.encode() + b":" + body
    wanted = "v0=" + hmac.new(secret.encode(), base, sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "surrogateescape"))


# ------------------------------------------------------------------ the body


def parse(body: bytes, content_type: str) -> Data:
    """What Slack told us, reduced to the fields that we read. Malformed for anything else.

    `type` says which: url_verification, event_callback, command, block_actions, message_action,
    view_submission, or "ignored" for what Slack may send and we have no use for.
    """
    try:
        text = body.decode()
        if content_type == JSON:
            return _from_json(_object(text))
        if content_type == FORM:
            pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
            fields = dict(pairs)
            if "payload" in fields:
                return _interaction(_object(fields["payload"]))
            return _command(fields)
    except (ValueError, RecursionError):  # no UTF-8, no JSON, numbers beyond reason, nested too deep
        raise Malformed("cannot be read") from None
    raise Malformed("content type")


def _object(text: str) -> Data:
    found = _decode(text)
    if not isinstance(found, dict):
        raise Malformed("not an object")
    return found


def _from_json(given: Data) -> Data:
    kind = given.get("type")
    if kind == "url_verification":
        return {"type": kind, "challenge": _text(given, "challenge")}
    if kind == "app_rate_limited":
        return {"type": "ignored"}
    if kind != "event_callback":
        raise Malformed("type")
    who: Data = {}
    authorizations = _maybe(given, "authorizations", list, [])
    if authorizations:
        first = authorizations[0]
        if not isinstance(first, dict):
            raise Malformed("authorizations")
        if first.get("is_bot") is True:
            who = {"bot_user": _maybe_id(first, "user_id")}
    event = _mapping(given, "event")
    found = {
        "type": kind,
        "team_id": _id(given, "team_id"),
        "event_id": _id(given, "event_id"),
        "event": _event(event),
    }
    return found | {name: value for name, value in who.items() if value}


def _event(event: Data) -> Data:
    reader = _EVENTS.get(_id(event, "type"))
    return reader(event) if reader else {"type": "ignored"}


#: Messages of these kinds are somebody's words; all others are edits, deletions and announcements.
_WORDS = frozenset({None, "file_share", "thread_broadcast"})


def _message(event: Data) -> Data:
    if event["type"] == "message" and event.get("channel_type") not in (None, "im"):
        return _overheard(event) if event["channel_type"] == "channel" else {"type": "ignored"}
    if event.get("bot_id") or event.get("subtype") not in _WORDS or event.get("user") == "USLACKBOT":
        return {"type": "ignored"}
    found = {
        "type": _text(event, "type"),
        "user": _id(event, "user"),
        "channel": _id(event, "channel"),
        "ts": _id(event, "ts"),
        "text": _text(event, "text"),
    }
    for name in ("thread_ts", "channel_type"):
        if value := _maybe_id(event, name):
            found[name] = value
    return found


#: How Slack writes every web address, also one that was typed without "https://".
_LINK = "<http"


def _overheard(event: Data) -> Data:
    """A message in a public channel, read only where a link stands or stood in it; its `fate` says which.

    Private channels and group conversations are not listened to, whatever the workspace lets through.
    """
    given = event.get("subtype")
    if given in _WORDS:
        return _with_link(event, event, "posted")
    if given == "message_deleted":
        return _with_link(event, _maybe(event, "previous_message", dict, {}), "removed")
    if given != "message_changed":
        return {"type": "ignored"}
    now, before = _mapping(event, "message"), _maybe(event, "previous_message", dict, {})
    text = _text(now, "text", missing="")
    if text == before.get("text"):  # Slack has put a preview below it
        return {"type": "ignored"}
    if now.get("subtype") == "tombstone" or _LINK not in text:  # a tombstone: deleted, with answers below it
        return _with_link(event, before, "removed")
    return _with_link(event, now, "changed")


def _with_link(event: Data, message: Data, fate: str) -> Data:
    """A person's message with a link. What it said before it was removed is nobody's business any more."""
    text = _text(message, "text", missing="")
    if _LINK not in text or message.get("bot_id") or message.get("subtype") == "bot_message":
        return {"type": "ignored"}
    found = {
        "type": "message",
        "fate": fate,
        "user": _id(message, "user"),
        "channel": _id(event, "channel"),
        "ts": _id(message, "ts"),
        "at": _id(event, "ts"),
        "text": "" if fate == "removed" else text,
    }
    if thread := _maybe_id(message, "thread_ts"):
        found["thread_ts"] = thread
    return found


def _joined(event: Data) -> Data:
    found = {"type": "member_joined_channel", "user": _id(event, "user"), "channel": _id(event, "channel")}
    if inviter := _maybe_id(event, "inviter"):
        found["inviter"] = inviter
    return found


def _opened(event: Data) -> Data:
    tab = _maybe_id(event, "tab") or "home"
    found = {"type": "app_home_opened", "user": _id(event, "user"), "tab": tab}
    if channel := _maybe_id(event, "channel"):
        found["channel"] = channel
    return found


def _revoked(event: Data) -> Data:
    tokens = _mapping(event, "tokens")
    return {"type": "tokens_revoked", "bot": bool(_maybe(tokens, "bot", list, []))}


_EVENTS: Mapping[str, Callable[[Data], Data]] = {
    "message": _message,
    "app_mention": _message,
    "member_joined_channel": _joined,
    "app_home_opened": _opened,
    "app_uninstalled": lambda event: {"type": "app_uninstalled"},
    "tokens_revoked": _revoked,
}


def _command(fields: Data) -> Data:
    if fields.get("ssl_check") == "1":
        return {"type": "ignored"}
    word = _text(fields, "command")
    if not word.startswith("/") or len(word) > 100:
        raise Malformed("command")
    return {
        "type": "command",
        "command": word,
        "team_id": _id(fields, "team_id"),
        "user_id": _id(fields, "user_id"),
        "channel_id": _id(fields, "channel_id"),
        "channel_name": _text(fields, "channel_name", missing=""),
        "text": _text(fields, "text", missing=""),
        "response_url": _text(fields, "response_url"),
        "trigger_id": _id(fields, "trigger_id"),
    }


# ------------------------------------------------------------------ buttons and views


def _interaction(given: Data) -> Data:
    kind = _text(given, "type")
    if kind in _OTHER_INTERACTIONS:
        return {"type": "ignored"}
    if kind not in _INTERACTIONS:
        raise Malformed("type")
    user = _mapping(given, "user")
    team = _maybe(given, "team", dict, {})
    found = {
        "type": kind,
        "user_id": _id(user, "id"),
        "team_id": _maybe_id(team, "id") or _id(user, "team_id"),
        "trigger_id": _maybe_id(given, "trigger_id"),
    }
    return found | _INTERACTIONS[kind](given)


_OTHER_INTERACTIONS = frozenset({"view_closed", "shortcut", "block_suggestion", "workflow_step_edit"})


def _picked(given: Data) -> Data:
    """A shortcut on somebody's message: which one, where, and the words."""
    channel = _mapping(given, "channel")
    return {
        "callback_id": _action_name(given, "callback_id"),
        "channel_id": _id(channel, "id"),
        "channel_name": _text(channel, "name", missing=""),
        "response_url": _text(given, "response_url", missing=""),
        "text": _text(_mapping(given, "message"), "text", missing=""),
    }


def _pressed(given: Data) -> Data:
    actions = _list(given, "actions")
    if not actions:
        raise Malformed("actions")
    action = actions[0]
    if not isinstance(action, dict):
        raise Malformed("actions")
    name = _action_name(action, "action_id")
    container = _maybe(given, "container", dict, {})
    found = {
        "action_id": name,
        "value": _text(action, "value", missing=""),
        "action_ts": _maybe_id(action, "action_ts"),
        "response_url": _text(given, "response_url", missing=""),
        "channel_id": _maybe_id(_maybe(given, "channel", dict, {}), "id"),
        "message_ts": _maybe_id(container, "message_ts"),
        "thread_ts": _maybe_id(container, "thread_ts"),
        "ephemeral": container.get("is_ephemeral") is True,
    }
    view = _maybe(given, "view", dict, {})
    if view:
        found |= {"view_id": _id(view, "id"), "view_type": _text(view, "type", missing="modal")}
    return found


def _submitted(given: Data) -> Data:
    view = _mapping(given, "view")
    return {
        "view_id": _id(view, "id"),
        "callback_id": _action_name(view, "callback_id"),
        "private_metadata": _text(view, "private_metadata", missing=""),
        "answers": dict(_answers(_mapping(_mapping(view, "state"), "values"))),
    }


_INTERACTIONS: Mapping[str, Callable[[Data], Data]] = {
    "block_actions": _pressed,
    "message_action": _picked,
    "view_submission": _submitted,
}


def _answers(values: Data) -> list[tuple[str, str | list[str]]]:
    found: list[tuple[str, str | list[str]]] = []
    for name, elements in values.items():
        if not isinstance(elements, dict) or len(elements) != 1:
            raise Malformed("state")
        (element,) = elements.values()
        if not isinstance(element, dict) or not _ACTION.fullmatch(name):
            raise Malformed("state")
        found.append((name, _given(element)))
    return found


def _given(element: Data) -> str | list[str]:
    """What one field was filled with; "" where it was left empty."""
    if "selected_options" in element:
        return [_text(_as_mapping(each), "value") for each in _list(element, "selected_options")]
    if "selected_option" in element:
        chosen = element["selected_option"]
        return "" if chosen is None else _text(_as_mapping(chosen), "value")
    return "" if element.get("value") is None else _text(element, "value")


# ------------------------------------------------------------------ what a field must be


def _text(given: Data, name: str, *, missing: str | None = None) -> str:
    value = given.get(name)
    if value is None and missing is not None:
        return missing
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise Malformed(name)
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a character, as JSON can smuggle it in
        raise Malformed(name) from None
    return value


def _id(given: Data, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Malformed(name)
    return value


def _action_name(given: Data, name: str) -> str:
    value = _text(given, name)
    if not _ACTION.fullmatch(value):
        raise Malformed(name)
    return value


def _maybe_id(given: Data, name: str) -> str:
    """An id, or "" where Slack sends null, "" or nothing."""
    return _id(given, name) if given.get(name) not in (None, "") else ""


def _maybe(given: Data, name: str, kind: type, missing: Any) -> Any:  # noqa: ANN401  of that kind
    value = given.get(name)
    if value is None:
        return missing
    if not isinstance(value, kind):
        raise Malformed(name)
    return value


def _mapping(given: Data, name: str) -> Data:
    return _as_mapping(given.get(name))


def _as_mapping(value: object) -> Data:
    if not isinstance(value, dict):
        raise Malformed("not an object")
    return value


def _list(given: Data, name: str) -> Sequence[Any]:
    value = given.get(name)
    if not isinstance(value, list):
        raise Malformed(name)
    return value
