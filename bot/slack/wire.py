"""What travels in a button and a view, and comes back when it is pressed or submitted.

An action_id is the action's own name, `/form` where it opens a form, and `/2`, `/3`… where the same
action stands in the message more than once: `peers.introduce`, `peers.introduce/2`, `profile.edit/form`.
The values travel beside it as JSON.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

from handlers.talk import Button, Value

log = logging.getLogger(__name__)

OPENS = "form"
#: A button that is only a link: Slack reports the press, and there is nothing to answer.
LINK = "link"


class Ids:
    """Hands out an id for every element of one message or view: stable, and none twice."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}
        #: At most so many characters, as JSON, of what is not in the card's own words: buttons, addresses.
        self.weight = 0

    def one(self, name: str) -> str:
        count = self._used[name] = self._used.get(name, 0) + 1
        return name if count == 1 else f"{name}/{count}"


def action_id(button: Button, ids: Ids) -> str:
    return ids.one(f"{button.action}/{OPENS}" if button.opens_form else button.action)


def action_of(given: str) -> tuple[str, bool]:
    """(the action's name, whether it opens a form)."""
    name, *marks = given.split("/")
    return name, OPENS in marks


def to_wire(values: Mapping[str, Value], limit: int) -> str | None:
    """The values as JSON, or None where they do not fit: such a button is left out and logged."""
    # A plain number, the usual case, needs no encoder.
    pairs = [
        f'"{name}":{value if type(value) is int else json.dumps(value)}' for name, value in values.items()
    ]
    text = "{" + ",".join(pairs) + "}"
    if len(text) > limit:
        log.error("values too long for a button", extra={"names": ",".join(sorted(values))})
        return None
    return text


def from_wire(text: str) -> dict[str, Any]:
    """The values that came back; {} for what we never sent: the handler then finds the card too old."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
