"""A library as `export library --format json` writes it, as rows: one for each who shared a resource."""

import json
from collections.abc import Iterator
from typing import Any

from bot.importing.cells import guarded
from bot.importing.outcome import BadFile
from bot.importing.sheet import CELL_LIMIT, Row

LIMIT = 50_000_000  # bytes
WORDS = ("url", "title", "kind", "checked_by", "checked_until")
LISTS = ("topics", "phases", "subjects", "practices")
#: Of each who shared it: column → its name there.
SHARED = {"shared_by": "by", "shared_on": "on", "network": "network", "purpose": "purpose"}


def is_taken(raw: bytes) -> bool:
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_taken(raw: bytes, file: str) -> Iterator[Row]:
    """By the number of the resource in the file; BadFile where it is something else."""
    if len(raw) > LIMIT:
        raise BadFile([f"{file}: is larger than {LIMIT // 1_000_000} MB"])
    try:
        found = json.loads(raw.decode("utf-8-sig"))["resources"]
    except (ValueError, RecursionError, KeyError, TypeError):
        found = None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise BadFile([f"{file}: is not JSON as “export library --format json” writes it"])
    for number, each in enumerate(found, 1):
        cells = {name: _word(each.get(name)) for name in WORDS}
        cells |= {name: "; ".join(map(_word, _list(each.get(name)))) for name in LISTS}
        cells["archived"] = "yes" if each.get("archived") is True else ""
        shared = [one for one in _list(each.get("shared")) if isinstance(one, dict)]
        for one in shared or [{}]:
            yield Row(number, cells | {ours: _word(one.get(name)) for ours, name in SHARED.items()})


def _list(value: Any) -> list[Any]:  # noqa: ANN401  whatever stands in the file
    return value if isinstance(value, list) else []


def _word(value: Any) -> str:  # noqa: ANN401
    """As a cell; what could not be stored (half of a letter) is left out."""
    text = value if isinstance(value, str) else ""
    return guarded(text.encode(errors="ignore").decode()[: CELL_LIMIT + 1].strip())
