"""What Slack takes: the documented facts of the methods used, and its limits on blocks and views.

The limits are written down here a second time, apart from `bot/slack/limits.py`, so that a wrong one there
is noticed. Source: docs.slack.dev, Block Kit and views reference, November 2026. `lint_message` and
`lint_view` also refuse what Slack's own validators let through: empty text, an id twice, input without
submit, no options.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Data = dict[str, Any]

FACTS: Data = json.loads((Path(__file__).parent / "slack_web_api.json").read_text(encoding="utf-8"))[
    "methods"
]

#: Taken by Slack in this method only, and not documented.
UNDOCUMENTED = {"chat.postMessage": {"client_msg_id"}}
#: Which of several scopes a conversation of a kind needs.
OF_KIND = {
    "conversations.info": {"channel": "channels:read"},
    "conversations.history": {"im": "im:history", "mpim": "mpim:history", "channel": "channels:history"},
    "conversations.replies": {"im": "im:history", "mpim": "mpim:history", "channel": "channels:history"},
    "conversations.open": {"im": "im:write", "mpim": "mpim:write"},
}


def check_call(method: str, given: Data, scopes: set[str], kind: str = "") -> list[str]:
    """What is wrong with a call: method, arguments, scope, and what it shows."""
    facts = FACTS.get(method)
    if facts is None:
        return [f"{method}: not among the methods Brightspot says it uses"]
    known = facts["args"].keys() | UNDOCUMENTED.get(method, set())
    found = [f"{method}: unknown argument {name}" for name in given.keys() - known]
    wanted = {name for name, how in facts["args"].items() if how == "required"}
    found += [f"{method}: missing argument {name}" for name in wanted - given.keys()]
    need = OF_KIND.get(method, {}).get(kind)
    allowed = {need} if need else set(facts["scopes"])
    if allowed and not allowed & scopes:
        found.append(f"{method}: missing scope {sorted(allowed)}")
    if method.startswith("chat."):
        found += [f"{method}: {each}" for each in lint_message(given)]
    if "view" in given:
        found += [f"{method}: {each}" for each in lint_view(given["view"])]
    return found


def lint_message(message: Data) -> list[str]:
    """Problems of a message: top-level text always, blocks within limits, no mention of everybody."""
    text = message.get("text")
    found = []
    if not isinstance(text, str) or not text.strip():
        found.append("no top-level text: notifications and screen readers have nothing")
    elif len(text) > 4000:
        found.append(f"text of {len(text)} characters")
    blocks = message.get("blocks", [])
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks in a message")
    if sum(map(len, _texts(blocks))) > 12_000:
        found.append("msg_blocks_too_long")
    metadata = message.get("metadata")
    if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
        found.append("invalid_metadata_format")
    return found + list(_blocks(blocks)) + [f"mention: {each}" for each in _mentions(message)]


def lint_view(view: Data) -> list[str]:
    """Problems of a modal or a Home tab."""
    found = []
    modal = view.get("type") == "modal"
    allowed = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    if modal:
        allowed |= {"title", "submit", "close", "clear_on_close", "notify_on_close"}
        if "title" not in view:
            found.append("a modal without a title")
    elif view.get("type") != "home":
        found.append(f"view type {view.get('type')}")
    found += [f"view: unknown {name}" for name in view.keys() - allowed]
    for name in ("title", "submit", "close"):
        if name in view:
            found += _text(view[name], 24, f"view {name}", plain=True)
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        found.append("private_metadata or callback_id too long")
    blocks = view.get("blocks", [])
    if not 1 <= len(blocks) <= 100:
        found.append(f"{len(blocks)} blocks in a view")
    if len(json.dumps(view)) > 250_000:
        found.append("view_too_large")
    if any(each.get("type") == "input" for each in blocks) and modal and "submit" not in view:
        found.append("input without submit")
    return found + list(_blocks(blocks)) + [f"mention: {each}" for each in _mentions(view)]


# ------------------------------------------------------------------ blocks

_BLOCK_KEYS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory", "expand"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set(),
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}  # fmt: skip
_ELEMENT_KEYS = {
    "button": {"text", "action_id", "value", "url", "style", "accessibility_label", "confirm"},
    "plain_text_input": {
        "action_id",
        "multiline",
        "max_length",
        "min_length",
        "initial_value",
        "placeholder",
    },
    "radio_buttons": {"action_id", "options", "initial_option"},
    "checkboxes": {"action_id", "options", "initial_options"},
    "static_select": {"action_id", "options", "option_groups", "initial_option", "placeholder"},
    "multi_static_select": {"action_id", "options", "option_groups", "initial_options", "placeholder"},
}


def _blocks(blocks: list[Data]) -> Iterator[str]:
    ids = [each["block_id"] for each in blocks if "block_id" in each]
    if len(set(ids)) != len(ids):
        yield "a block_id twice"
    actions = [each["action_id"] for each in _elements(blocks) if "action_id" in each]
    if len(set(actions)) != len(actions):
        yield "an action_id twice"
    for name in (*ids, *actions):
        if not 1 <= len(name) <= 255:
            yield f"id of {len(name)} characters"
    for block in blocks:
        kind = block.get("type")
        if kind not in _BLOCK_KEYS:
            yield f"block type {kind}"
            continue
        for key in block.keys() - _BLOCK_KEYS[kind] - {"type", "block_id"}:
            yield f"{kind}: unknown {key}"
        yield from _block(kind, block)


def _block(kind: str, block: Data) -> Iterator[str]:
    for name, limit in {"header": (("text", 150),), "input": (("label", 2000), ("hint", 2000))}.get(kind, ()):
        if name in block or name != "hint":
            yield from _text(block[name], limit, f"{kind} {name}", plain=True)
    if kind == "section":
        yield from _section(block)
    most = {"context": 10, "actions": 25}.get(kind)
    if most is not None and not 1 <= len(block["elements"]) <= most:
        yield f"{kind} of {len(block['elements'])} elements"
    if kind == "context":
        for element in block["elements"]:
            yield from _text(element, 3000, kind)
    for element in _elements([block]):
        yield from _element(element)


def _section(block: Data) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield "section without text or fields"
    if "text" in block:
        yield from _text(block["text"], 3000, "section")
    if len(fields) > 10:
        yield "more than 10 fields"
    for field in fields:
        yield from _text(field, 2000, "field")


def _element(element: Data) -> Iterator[str]:
    kind = element.get("type", "")
    if kind not in _ELEMENT_KEYS:
        yield f"element type {kind}"
        return
    for key in element.keys() - _ELEMENT_KEYS[kind] - {"type"}:
        yield f"{kind}: unknown {key}"
    if kind == "button":
        yield from _text(element["text"], 75, kind, plain=True)
        if len(element.get("value", "")) > 2000 or len(element.get("url", "")) > 3000:
            yield "button value or url too long"
        if element.get("style", "primary") not in ("primary", "danger"):
            yield f"button style {element['style']}"
        if not 1 <= len(element.get("accessibility_label", "x")) <= 75:
            yield "accessibility_label"
    elif kind == "plain_text_input":
        longest = element.get("max_length", 3000)
        if not 1 <= longest <= 3000 or len(element.get("initial_value", "")) > longest:
            yield "max_length or initial_value"
    else:
        yield from _options(kind, element)


def _options(kind: str, element: Data) -> Iterator[str]:
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(each for group in groups for each in group["options"])]
    most = 10 if kind in ("radio_buttons", "checkboxes") else 100
    if not options or len(groups) > 100:
        yield f"{kind}: no options, or too many groups"
    if any(len(part) > most for part in (element.get("options", []), *(each["options"] for each in groups))):
        yield f"{kind}: more than {most} options"
    for group in groups:
        yield from _text(group["label"], 75, "group label", plain=True)
    for option in options:
        yield from _text(option["text"], 75, "option")
        if not 1 <= len(option["value"]) <= 150:
            yield "option value"
    chosen = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    if any(each not in options for each in chosen):
        yield f"{kind}: chosen what is no option"


def _text(text: Data, limit: int, where: str, *, plain: bool = False) -> Iterator[str]:
    kind = text.get("type")
    if kind != "plain_text" and (plain or kind != "mrkdwn"):
        yield f"{where}: text type {kind}"
    if text.keys() - {"type", "text", "emoji", "verbatim"} or (kind == "mrkdwn" and "emoji" in text):
        yield f"{where}: unknown key in text"
    if not text.get("text"):
        yield f"{where}: empty text"
    elif len(text["text"]) > limit:
        yield f"{where}: {len(text['text'])} characters, {limit} allowed"


# ------------------------------------------------------------------ what stands in them

#: A mention of people, a channel or everybody; a link to anything but a plain address.
_MENTION = re.compile(r"<(?:[@#!]|(?!https://|mailto:))[^>]*>?")


def _mentions(shown: Data) -> list[str]:
    """Whatever would notify or lead astray: the fake's tests use no such thing on purpose."""
    return [each for text in (*_texts(shown), shown.get("text")) if isinstance(text, str)
            for each in _MENTION.findall(text)]  # fmt: skip


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn"):
            yield str(part.get("text", ""))
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)


def _elements(blocks: list[Data]) -> Iterator[Data]:
    for block in blocks:
        yield from block.get("elements", []) if block.get("type") == "actions" else []
        yield from (block[name] for name in ("accessory", "element") if name in block)
