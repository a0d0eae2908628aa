"""Data that goes into many rows, turned into JSON once: a morning's letters say the same to many people."""

import json
from functools import cached_property
from typing import Any


class Packed(dict[str, Any]):
    """As a dict like any other; whoever packs it changes it no more."""

    @cached_property
    def text(self) -> str:
        return json.dumps(self)


def dumps(value: object) -> str:
    """How both databases are given JSON."""
    return value.text if isinstance(value, Packed) else json.dumps(value)
