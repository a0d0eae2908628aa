"""Card and form → plain dicts that the templates turn into HTML.

The templates escape every value, so nothing a person typed becomes markup. A button carries its action and
values in the page, as Slack's `value` and Teams' `data` do.
"""

import json
from typing import Any, assert_never

from bot.own_pages import is_own
from bot.unseen import without_unseen
from handlers.talk import (
    Block,
    Button,
    Card,
    ChoiceField,
    Contact,
    Facts,
    Field,
    Form,
    Item,
    Link,
    Note,
    Quote,
    Text,
    TextField,
)

#: Characters of one text; what is longer ends in an ellipsis. Our own figure: four screens of a phone.
TEXT_LIMIT = 8000

#: Options up to which a single choice shows all of them at once. Our own figure: half a phone's screen.
RADIO_LIMIT = 6

#: What a link on a card may open. Anything else ("javascript:") is shown as words.
SCHEMES = ("https://", "http://", "mailto:")

View = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def render(card: Card) -> View:
    """A card; buttons and links that follow one another stand in one row."""
    blocks: list[View] = []
    for block in card.blocks:
        view = _block(block)
        if view["kind"] in ("button", "link"):
            if not blocks or blocks[-1]["kind"] != "row":
                blocks.append({"kind": "row", "actions": []})
            blocks[-1]["actions"].append(view)
        else:
            blocks.append(view)
    return {"title": _cut(card.title), "blocks": blocks}


def render_form(form: Form) -> View:
    """A form, without anything filled in but what it came with."""
    return {
        "title": _cut(form.title),
        "intro": _cut(form.intro),
        "action": form.submit.action,
        "values": _values(form.submit),
        "submit": form.submit.label,
        "problem": "",
        "fields": [_field(each) for each in form.fields],
    }


def _block(block: Block) -> View:
    match block:
        case Text(text):
            return {"kind": "text", "text": _cut(text)}
        case Quote(text, who):
            return {"kind": "quote", "text": _cut(text), "who": _cut(who)}
        case Note(text):
            return {"kind": "note", "text": _cut(text)}
        case Facts(pairs):
            return {"kind": "facts", "pairs": [(_cut(name), _cut(value)) for name, value in pairs]}
        case Item(title, detail, actions):
            first, _, rest = _cut(detail).partition("\n")
            return {
                "kind": "item",
                "title": _cut(title),
                "detail": first,
                "more": rest,
                "actions": [_block(each) for each in actions],
            }
        case Contact(name, email):
            return {"kind": "contact", "name": _cut(name), "email": email}
        case Button():
            return _button(block)
        case Link(label, url):
            opens = url.startswith(SCHEMES) or is_own(block)
            return {"kind": "link", "label": _cut(label), "url": url if opens else ""}
        case _:
            assert_never(block)


def _button(button: Button) -> View:
    return {
        "kind": "button",
        "label": _cut(button.label),
        "spoken": _cut(button.spoken),
        "tone": button.tone.value,
        "action": button.action,
        "values": _values(button),
        "opens_form": button.opens_form,
    }


def _values(button: Button) -> str:
    return _encode(dict(button.values))


def _field(field: Field) -> View:
    match field:
        case TextField():
            return {
                "kind": "multiline" if field.multiline else "line",
                "name": field.name,
                "label": field.label,
                "value": field.value,
                "hint": field.hint,
                "optional": field.optional,
                "problem": "",
                "max_length": field.max_length,
            }
        case ChoiceField():
            shown = "radios" if len(field.options) <= RADIO_LIMIT else "list"
            return {
                "kind": "boxes" if field.several else shown,
                "name": field.name,
                "label": field.label,
                "options": list(field.options),
                "value": list(field.value),
                "hint": field.hint,
                "optional": field.optional,
                "problem": "",
            }
        case _:
            assert_never(field)


def _cut(text: str) -> str:
    if not text.isprintable():
        text = without_unseen(text)
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"
