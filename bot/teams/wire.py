"""What our buttons and forms carry, there and back.

`{"do": "press" | "open" | "fill", "action": name, "values": {…}}`; a form adds the names of its fields, so
that an input Teams leaves out because it is empty still counts as answered with nothing. What was filled in
comes back beside these, under ids of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from bot.incoming import Filled, Opened, Pressed, storable
from handlers.talk import Button, ChoiceField, Field

Data = dict[str, Any]


def press(button: Button) -> Data:
    does = "open" if button.opens_form else "press"
    return {"do": does, "action": button.action, "values": dict(button.values)}


def fill(submit: Button, fields: Sequence[Field]) -> Data:
    several = [field.name for field in fields if isinstance(field, ChoiceField) and field.several]
    return {
        "do": "fill",
        "action": submit.action,
        "values": dict(submit.values),
        "one": [field.name for field in fields if field.name not in several],
        "several": several,
    }


def input_id(name: str) -> str:
    return f"in.{name}"


def choice(value: str, *, several: bool) -> str:
    """Teams joins several choices with commas, so a comma within one must not look like it."""
    return quote(value, safe=" /:;&+()'’") if several else value


def read(data: object) -> Pressed | Opened | Filled | None:
    """What came back from one of our cards; None where it is not ours, or no longer readable."""
    if not isinstance(data, Mapping):
        return None
    action, values = data.get("action"), data.get("values", {})
    if not isinstance(action, str) or not isinstance(values, Mapping):
        return None
    match data.get("do"):
        case "press":
            return Pressed(action, values)
        case "open":
            return Opened(action, values)
        case "fill":
            return Filled(action, values, _answers(data))
    return None


def _answers(data: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for name in _names(data.get("one")):
        given = data.get(input_id(name))
        found[name] = storable(given) if isinstance(given, str) else ""
    for name in _names(data.get("several")):
        given = data.get(input_id(name))
        parts = given.split(",") if isinstance(given, str) else []
        found[name] = tuple(storable(unquote(part)) for part in parts if part)
    return found


def _names(given: object) -> list[str]:
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
