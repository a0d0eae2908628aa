"""The YAML tables that lie beside the rules, read quickly."""

from importlib.resources.abc import Traversable
from typing import Any

import yaml

#: The fast one where libyaml is there.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def table(file: Traversable) -> Any:  # noqa: ANN401  whatever the table holds
    """A table as plain data. Both loaders are the safe ones."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
