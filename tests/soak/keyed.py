"""Each letter that goes to Teams tells its key beside its card, so that a platform of ours can count it.

Slack is told it anyhow; Teams has no place for it that could be looked up, and the product sends none.
"""

from typing import Any

from bot.door import Envelope
from bot.teams.send import TeamsDoor


def tell_keys() -> None:
    """In this process, from now on."""
    made = TeamsDoor._activity

    def with_key(door: TeamsDoor, envelope: Envelope, note: str) -> dict[str, Any]:
        return made(door, envelope, note) | {"channelData": {"letter": envelope.letter.key}}

    TeamsDoor._activity = with_key  # type: ignore[method-assign]  # its own, in this process alone
