"""A card or a form as plain data, and back: how it waits in the outbox and travels to a door."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

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
    Tone,
)

_KINDS: dict[str, Any] = {
    "text": Text, "quote": Quote, "note": Note, "facts": Facts,
    "item": Item, "contact": Contact, "button": Button, "link": Link,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _KINDS.items()}
Data = dict[str, Any]


def card_to_data(card: Card) -> Data:
    """A card as JSON can carry it."""
    return {"title": card.title, "blocks": [_block_to_data(block) for block in card.blocks]}


def card_from_data(data: Mapping[str, Any]) -> Card:
    return Card(data["title"], *(_block_from_data(block) for block in data["blocks"]))


def form_to_data(form: Form) -> Data:
    """A form as JSON can carry it, for the doors that can show one as an answer."""
    buttons = {"submit": _block_to_data(form.submit), "opener": _block_to_data(form.opener)}
    return {
        "title": form.title,
        "intro": form.intro,
        "fields": [asdict(each) for each in form.fields],
    } | buttons


def form_from_data(data: Mapping[str, Any]) -> Form:
    fields: list[Field] = []
    for each in data["fields"]:
        if "options" in each:
            options = tuple((value, label) for value, label in each["options"])
            fields.append(ChoiceField(**each | {"options": options, "value": tuple(each["value"])}))
        else:
            fields.append(TextField(**each))
    submit, opener = _block_from_data(data["submit"]), _block_from_data(data["opener"])
    return Form(data["title"], tuple(fields), submit, opener, data["intro"])


def _block_to_data(block: Block) -> Data:
    data: Data = {"kind": _NAMES[type(block)]}
    match block:
        case Button():
            data |= {"label": block.label, "action": block.action, "values": dict(block.values)}
            data["tone"] = block.tone.value
            data |= {"opens_form": True} if block.opens_form else {}
            data |= {"spoken": block.spoken} if block.spoken else {}
        case Item():
            data |= {"title": block.title, "detail": block.detail}
            data["actions"] = [_block_to_data(action) for action in block.actions]
        case Facts():
            data["pairs"] = [list(pair) for pair in block.pairs]
        case Quote():
            data |= {"text": block.text, "who": block.who}
        case Text() | Note():
            data["text"] = block.text
        case Contact():
            data |= {"name": block.name, "email": block.email}
        case Link():
            data |= {"label": block.label, "url": block.url}
    return data


def _block_from_data(data: Mapping[str, Any]) -> Any:  # noqa: ANN401  which block it is, the data says
    values = {name: value for name, value in data.items() if name != "kind"}
    kind: Literal["button", "item", "facts"] | str = data["kind"]
    if kind == "button":
        return Button(**values | {"tone": Tone(values["tone"])})
    if kind == "item":
        return Item(values["title"], values["detail"], *map(_block_from_data, values["actions"]))
    if kind == "facts":
        return Facts(*((name, value) for name, value in values["pairs"]))
    return _KINDS[kind](**values)
