"""What stands around each concept when people talk about it without naming it, and concepts found on the way.

One YAML file an area of school life: `concept: hint, hint, …`, and under `new` concepts that the vocabulary
did not have: `id: {label, broader, related, forms}`.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.rules.tables import table


@cache
def written() -> Mapping[str, tuple[str, ...]]:
    """Concept → the words around it."""
    around: dict[str, list[str]] = defaultdict(list)
    for area in _areas():
        for concept, hints in area.items():
            if concept != "new":
                around[concept] += [hint.strip() for hint in str(hints).split(",") if hint.strip()]
    return {concept: tuple(dict.fromkeys(hints)) for concept, hints in around.items()}


def new_concepts(known: Set[str]) -> list[dict[str, Any]]:
    """Entries for the vocabulary, in its own form; what is `known` there already stays as it is."""
    found = {
        concept: entry
        for area in _areas()
        for concept, entry in (area.get("new") or {}).items()
        if concept not in known
    }
    every = known | found.keys()
    return [
        {
            "id": concept,
            "label": entry["label"],
            "broader": entry.get("broader", "") if entry.get("broader") in every else "",
            "related": [one for one in entry.get("related") or () if one in every],
            "alt": entry.get("forms") or (),
        }
        for concept, entry in found.items()
    ]


@cache
def _areas() -> tuple[dict[str, Any], ...]:
    found = sorted(files(__package__).iterdir(), key=lambda file: file.name)
    return tuple(table(file) for file in found if file.name.endswith(".yaml"))
