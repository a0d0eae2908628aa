"""The app's manifest (v2), made from what the code does: `python -m bot.slack.manifest > manifest.json`.

`manifest.json` beside it is what an administrator pastes into Slack; a test compares the two.
"""

import json
import sys
from typing import Any

from bot.slack.scopes import EVENTS, SCOPES
from handlers.agenda.suggesting import suggest
from handlers.catalogue import CAPABILITIES
from handlers.library.saving import save
from handlers.welcome import WORDS

EXAMPLE = "https://brightspot.example"
DESCRIPTION = "Find colleagues in other schools of your trust, and meet them."  # at most 140 characters
LONG_DESCRIPTION = (
    "Ask “who else is tackling mixed-age KS1?” and Brightspot suggests colleagues in other schools of your "
    "trust, with the reason for each. Press “Introduce us”: the colleague is asked first, and when they say "
    "yes you are put in touch. Say /agenda for what your network meets about next, /library and what you look"
    " for to find what colleagues shared. It reads only messages to itself, those you pick, and links that "
    "members post in a network's own channel; it keeps nothing about "
    "pupils, and shows each person everything held on them when they say privacy."
)


def manifest(public_url: str = EXAMPLE) -> dict[str, Any]:
    """For Slack at this address."""
    events = f"{public_url}/slack/events"
    told = dict(WORDS)
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Brightspot",
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1d4f5c",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Brightspot", "always_online": True},
            "shortcuts": [
                {
                    "name": "Add to agenda",  # at most 24 characters
                    "type": "message",
                    "callback_id": suggest.name,
                    "description": "Suggest this message for a network's next agenda",
                },
                {
                    "name": "Save to library",
                    "type": "message",
                    "callback_id": save.name,
                    "description": "Keep this message's link in your trust's library",
                },
            ],
            "slash_commands": [
                {
                    "command": f"/{word}",
                    "url": events,
                    "description": f"{told[word][0].upper()}{told[word][1:]}",
                    "should_escape": True,
                }
                | _hint(word, usage)
                for capability in CAPABILITIES
                for word, (usage, _) in capability.commands.items()
            ],
        },
        "oauth_config": {
            "redirect_urls": [f"{public_url}/slack/oauth_redirect"],
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {"request_url": events, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": events},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def _hint(word: str, usage: str) -> dict[str, str]:
    """What may follow the word: "networks, or networks all" → "all". Slack takes no empty one."""
    hint = usage.removeprefix(word).lstrip(", ").removeprefix("or ").removeprefix(f"{word} ")
    return {"usage_hint": hint} if hint else {}


def as_text() -> str:
    return json.dumps(manifest(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())
