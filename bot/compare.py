"""One card as the other platforms are told to show it: what the playground puts beside it."""

import json
from typing import Any

from handlers.talk import Card


def elsewhere(card: Card) -> tuple[tuple[str, str], ...]:
    """(platform's name, its JSON to read). The renderers are loaded when somebody first looks."""
    from bot.slack.render import message
    from bot.teams.render import adaptive

    return ("Slack", _pretty(message(card))), ("Teams", _pretty(adaptive(card)))


def _pretty(data: Any) -> str:  # noqa: ANN401  whatever JSON can hold
    return json.dumps(data, ensure_ascii=False, indent=2)
