"""The schemas that Slack and Microsoft publish. They stay outside the repository: `CONTRACTS` says where.

Where they are not, the tests that need them are left out and say so; with REQUIRE_CONTRACTS=1 they fail.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("CONTRACTS") or Path(__file__).parents[2] / "shared" / "platform")


def published(name: str) -> dict[str, Any] | None:
    """A published schema, or None where it is not at hand."""
    path = FOLDER / name
    found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return found


def needed(name: str) -> dict[str, Any]:
    """A published schema; without it the test is left out (or fails) with the reason."""
    found = published(name)
    if found is not None:
        return found
    reason = f"left out: {name} is not there (say where with CONTRACTS); our own lint of limits ran alone"
    if os.environ.get("REQUIRE_CONTRACTS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
