"""A card of the house as an Adaptive Card 1.5: plain dicts, never SDK objects.

A button is an Action.Execute, whose answer replaces the card, with Action.Submit for clients that do not know
it. A button that opens a form is an Action.Submit with `task/fetch`, because only that opens a dialog. Inside
a dialog Teams sends every button back as a plain submit.
"""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, assert_never
from urllib.parse import quote

from bot.teams import wire
from bot.teams.limits import (
    ACTIONS,
    CARD_BYTES,
    CARD_VERSION,
    LABEL_CHARS,
    SPOKEN_CHARS,
    SUMMARY_CHARS,
    TITLE_CHARS,
)
from bot.teams.words import BOLD, DETAIL, ITALIC, PLAIN, SMALL, aloud, clean, cut, facts, heading, words
from handlers.talk import Button, Card, Contact, Facts, Item, Link, Note, Quote, Text, Tone

Data = dict[str, Any]


class Where(StrEnum):
    """What a client can do with a card's buttons there."""

    #: Execute them, and open a dialog.
    CHAT = "chat"
    #: Execute them; a form then takes the card's place.
    NO_DIALOGS = "no dialogs"
    #: Only submit them.
    DIALOG = "dialog"


CARD_TYPE = "application/vnd.microsoft.card.adaptive"
CHAT = "https://teams.microsoft.com/l/chat/0/0?users="

_LINE_BYTES = 130  # the JSON around one line of words: its type, its look, its container
_ACTION_BYTES = 700  # a button with its fallback, its values twice

_LEFT_OUT = "There is more than fits here. Ask again with fewer words to narrow it down."
_FEWER = "Teams shows at most six buttons on a card. Ask again to see the others."
_STYLES = {Tone.PRIMARY: {"style": "positive"}, Tone.DANGER: {"style": "destructive"}, Tone.PLAIN: {}}


def message(content: Data, summary: str) -> Data:
    """An activity with this card; `summary` is what the notification shows."""
    shown = cut(clean(summary), SUMMARY_CHARS)
    return {"type": "message", "summary": shown, "attachments": [attachment(content)]}


def attachment(content: Data) -> Data:
    return {"contentType": CARD_TYPE, "content": content}


def dialog(title: str, content: Data) -> Data:
    """What a `task/fetch` or `task/submit` is answered with: this card in the dialog."""
    value = {"title": cut(clean(title), LABEL_CHARS), "width": "medium", "height": "medium"}
    return {"task": {"type": "continue", "value": value | {"card": attachment(content)}}}


def adaptive(card: Card, *, where: Where = Where.CHAT, note: str = "") -> Data:
    """The card. `note` says where it was asked, if that was elsewhere."""
    actions = Actions(where)
    body: list[Data] = [heading(card.title)]
    row: list[Data] = []
    last_row = 0
    for block in card.blocks:
        if isinstance(block, Button | Link):
            made = actions.make(block)
            if made and not row:
                last_row = len(body)
                body.append({"type": "ActionSet", "actions": row})
            row += made
            continue
        row = []
        body += _block(block, actions)
    if actions.left_out:
        body += words(_FEWER, SMALL)
    if note:
        body += words(note, SMALL)
    return whole(body, card.plain(), last_row=last_row)


def _block(block: Text | Quote | Note | Facts | Item | Contact, actions: "Actions") -> list[Data]:
    match block:
        case Item():
            return _item(block, actions)
        case Text(text):
            return words(text, PLAIN)
        case Note(text):
            return words(text, SMALL)
        case Quote(text, who):
            items = words(f"“{text}”", ITALIC) + (words(who, SMALL) if who else [])
            return [{"type": "Container", "style": "emphasis", "items": items}]
        case Facts(pairs):
            return facts(pairs)
        case Contact(name, email):
            chat = Link(f"Chat with {name}", CHAT + quote(clean(email), safe="@."))
            return _item(Item(name, email, chat), actions)
        case _:
            assert_never(block)


def _item(item: Item, actions: "Actions") -> list[Data]:
    items = words(item.title, BOLD)
    if item.detail:
        items += words(item.detail, DETAIL)
    made = [action for each in item.actions for action in actions.make(each)]
    if made:
        items.append({"type": "ActionSet", "actions": made, "spacing": "Small"})
    return [{"type": "Container", "separator": True, "spacing": "Medium", "items": items}]


# ------------------------------------------------------------------ buttons


class Actions:
    """Makes a card's actions and counts them: what comes after the sixth is left out, and said."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._made = 0
        self.left_out = False

    def make(self, each: Button | Link) -> list[Data]:
        """The action, or none where there is no room for it."""
        if self._made == ACTIONS:
            self.left_out = True
            return []
        match each:
            case Link(label, url):
                if not url.startswith(("https://", "mailto:")):
                    return []  # nobody means to give any other kind of address
                made = {"type": "Action.OpenUrl", "title": _label(label), "url": url}
            case Button() if each.opens_form and self._where is Where.CHAT:
                made = submit(each, {"msteams": {"type": "task/fetch"}} | wire.press(each))
            case Button():
                data = wire.press(each)
                made = submit(each, data) if self._where is Where.DIALOG else execute(each, data)
            case _:
                assert_never(each)
        self._made += 1
        return [made]


def submit(button: Button, data: Data) -> Data:
    return {"type": "Action.Submit", **_named(button), "data": data}


def execute(button: Button, data: Data) -> Data:
    named = _named(button)
    fallback = {"type": "Action.Submit", **named, "data": data}
    return {"type": "Action.Execute", **named, "verb": button.action, "data": data, "fallback": fallback}


def _named(button: Button) -> Data:
    spoken = {"tooltip": cut(clean(button.spoken), TITLE_CHARS)} if button.spoken else {}
    return {"title": _label(button.label), **_STYLES[button.tone], **spoken}


def _label(label: str) -> str:
    return cut(clean(label), LABEL_CHARS)


# ------------------------------------------------------------------ the whole, within its limits


def whole(body: list[Data], spoken: str, actions: Sequence[Data] = (), *, last_row: int = 0) -> Data:
    """The card around a body; blocks that do not fit are left out, and that is said.

    Actions stay, and so does what stands from `last_row` on (0: nothing must).
    """
    said = aloud(spoken, SPOKEN_CHARS)
    card: Data = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": CARD_VERSION,
        "lang": "en-GB",
        "fallbackText": said,
        "speak": said,
        "body": body,
    }
    if actions:
        card["actions"] = list(actions)
    if _weight(spoken, body, actions) > CARD_BYTES and len(json.dumps(card)) > CARD_BYTES:
        room = CARD_BYTES - len(json.dumps(card | {"body": words(_LEFT_OUT, SMALL)}))
        card["body"] = _fitting(body, room, last_row or len(body))
    return card


def _weight(spoken: str, body: list[Data], actions: Sequence[Data]) -> int:
    """At most so many bytes, at a glance: putting a card on the scales costs as much as rendering it.

    What is spoken holds every text once; a letter beyond ASCII takes six bytes on the wire.
    """
    if actions:
        return CARD_BYTES + 1  # a form, whose fields are not spoken: seldom, so it is weighed
    texts = len(spoken) + 5 * (len(spoken.encode("utf-8", "replace")) - len(spoken))
    lines = spoken.count("\n") + len(body) + 3 * ACTIONS
    return texts + 2 * min(texts, 6 * SPOKEN_CHARS) + _LINE_BYTES * lines + _ACTION_BYTES * ACTIONS


def _fitting(body: list[Data], room: int, end: int) -> list[Data]:
    used = [len(json.dumps(block)) + 2 for block in body]
    if sum(used[end:]) > room // 2:
        end = len(body)
    room -= sum(used[end:])
    kept: list[Data] = []
    for block, length in zip(body[:end], used, strict=False):
        room -= length
        if room < 0:
            break
        kept.append(block)
    return [*kept, *words(_LEFT_OUT, SMALL), *body[end:]]
