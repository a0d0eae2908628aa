"""What an Adaptive Card may be in Teams: our own lint, and reading a card as a person sees it.

The published schema (adaptive-card.schema.json, draft-06) is checked too where `CONTRACTS` has it; it refuses
`msteams`, which is Teams' own, so that is taken out first.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

from tests.contracts import published

#: Elements and actions of version 1.5 that we use, with the properties that each must carry.
ELEMENTS = {
    "TextBlock": {"text", "wrap"},
    "RichTextBlock": {"inlines"},
    "TextRun": {"text"},
    "Container": {"items"},
    "FactSet": {"facts"},
    "ActionSet": {"actions"},
    "Input.Text": {"id", "label"},
    "Input.ChoiceSet": {"id", "label", "choices", "wrap"},
}
ACTIONS = {
    "Action.Execute": {"title", "verb", "data", "fallback"},
    "Action.Submit": {"title", "data"},
    "Action.OpenUrl": {"title", "url"},
}
#: Properties whose words the schema does not read: to it one sentence is as good as another.
WORDS = frozenset(
    {"title", "text", "value", "label", "placeholder", "speak", "fallbackText", "url", "id", "verb"}
)
CARD_BYTES = 28 * 1024
MOST_ACTIONS = 6


@cache
def schema() -> jsonschema.Draft6Validator | None:
    """None where the published schema is not at hand."""
    found = published("adaptive-card.schema.json")
    return jsonschema.Draft6Validator(found) if found else None


def problems(card: Any) -> list[str]:
    """Where a card breaks the documented rules."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return ["not an Adaptive Card"]
    found = [f"no {name}" for name in ("version", "fallbackText", "speak", "body") if not card.get(name)]
    if card.get("version") != "1.5":
        found.append(f"version {card.get('version')}")
    if len(json.dumps(card)) > CARD_BYTES:
        found.append(f"{len(json.dumps(card))} bytes")
    actions = [each for each, _ in walk(card) if each.get("type") in ACTIONS]
    if len(actions) > MOST_ACTIONS:
        found.append(f"{len(actions)} actions")
    for each, _ in walk(card):
        found += _part_problems(each)
    if "<at" in json.dumps(card).lower():
        found.append("a mention")
    return [*found, *(each for part in _apart(_shape(card)) for each in _against_schema(json.dumps(part)))]


def _apart(shape: dict[str, Any]) -> list[dict[str, Any]]:
    """The card around its elements and actions, and each of these on a card of its own."""
    around = {name: value for name, value in shape.items() if name not in ("body", "actions")}
    bare = {name: shape.get(name) for name in ("type", "version")}
    return [around] + [bare | {name: [each]} for name in ("body", "actions") for each in shape.get(name, ())]


@cache
def _against_schema(shape: str) -> tuple[str, ...]:
    """An element takes milliseconds, and a year's cards have few of other shapes."""
    validator = schema()
    if validator is None:
        return ()
    return tuple(error.message[:200] for error in validator.iter_errors(json.loads(shape)))


def _shape(data: Any) -> Any:
    """All that the schema sees of a card: not which words it says, how often, nor what its buttons send."""
    if isinstance(data, dict):
        return {name: _part_of_shape(name, value) for name, value in data.items() if name != "msteams"}
    if not isinstance(data, list):
        return data
    shapes = list(map(_shape, data))
    return [each for at, each in enumerate(shapes) if each not in shapes[:at]]  # what holds for one, for all


def _part_of_shape(name: str, value: Any) -> Any:
    if name == "data" and isinstance(value, dict):
        return {}
    return "words" if name in WORDS and isinstance(value, str) else _shape(value)


def _part_problems(each: dict[str, Any]) -> list[str]:
    must = ELEMENTS.get(each["type"]) or ACTIONS.get(each["type"])
    if must is None:
        return [f"unknown {each['type']}"]
    found = [f"{each['type']} without {name}" for name in must if each.get(name) in (None, "", [])]
    if each.get("wrap") is False:
        found.append(f"{each['type']} does not wrap")
    if each["type"] == "Action.Execute" and each["fallback"].get("type") != "Action.Submit":
        found.append("Action.Execute falls back to something else")
    return found


def without_runs(data: Any) -> Any:
    """The card without the words that are shown letter for letter, whatever they are."""
    if isinstance(data, dict):
        return {name: [] if name == "inlines" else without_runs(value) for name, value in data.items()}
    return [without_runs(each) for each in data] if isinstance(data, list) else data


def walk(card: dict[str, Any]) -> Iterator[tuple[dict[str, Any], tuple[dict[str, Any], ...]]]:
    """Every element and action in reading order, each with the containers it stands in."""

    def inner(each: Any, around: tuple[dict[str, Any], ...]) -> Iterator[Any]:
        if not isinstance(each, dict) or "type" not in each:
            return
        yield each, around
        inside = (*around, each) if each["type"] == "Container" else around
        for name in ("items", "actions", "inlines"):
            for child in each.get(name, ()):
                yield from inner(child, inside)

    for each in (*card.get("body", ()), *card.get("actions", ())):
        yield from inner(each, ())


def words(part: dict[str, Any]) -> list[str]:
    """Everything in a card, or a part of it, that a person can read, without its buttons."""
    found = []
    top = part if part.get("type") == "AdaptiveCard" else {"body": [part]}
    for each, _ in walk(top):
        match each["type"]:
            case "TextBlock":
                found.append(each["text"])
            case "RichTextBlock":
                found.append("".join(run["text"] for run in each["inlines"]))
            case "FactSet":
                found += [f"{fact['title']}: {fact['value']}" for fact in each["facts"]]
            case "Input.Text" | "Input.ChoiceSet":
                found.append(each["label"])
                found += [choice["title"] for choice in each.get("choices", ())]
    return found


def buttons(card: dict[str, Any]) -> list[tuple[dict[str, Any], tuple[dict[str, Any], ...]]]:
    return [(each, around) for each, around in walk(card) if each["type"] in ACTIONS]


def inputs(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each, _ in walk(card) if each["type"].startswith("Input.")]
