"""What happens in a workspace, as Slack tells it: what is posted, previewed, edited and deleted."""

import itertools
import os
import re
import time
from typing import Any

from tests.doors.driver import Message

Data = dict[str, Any]

_serial = itertools.count(1)

#: What Slack makes a link of by itself.
AN_ADDRESS = re.compile(r"https?://\S+")

#: What Slack puts below an address, telling that the message has changed.
PREVIEW = {
    "attachments": [{"title": "A page", "title_link": "https://page.example", "from_url": "https://…"}]
}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message(written: Message, user: str) -> Data:
    """The message itself, its addresses as links."""
    text = AN_ADDRESS.sub(lambda found: f"<{found[0]}>", escaped(written.text))
    return {"type": "message", "user": user, "ts": written.id, "text": text, "client_msg_id": "unused"}


def posted(written: Message, user: str) -> Data:
    return _event(written.channel, written.id) | message(written, user)


def changed(before: Message, now: Message, user: str, at: str, **given: Any) -> Data:
    """An edit, or what Slack itself has changed about it."""
    change = {"subtype": "message_changed", "hidden": True, "message": message(now, user) | given}
    return _event(now.channel, at) | change | {"previous_message": message(before, user)}


def deleted(written: Message, user: str, at: str) -> Data:
    gone = {"subtype": "message_deleted", "hidden": True, "deleted_ts": written.id}
    return _event(written.channel, at) | gone | {"previous_message": message(written, user)}


def told(event: Data, *, team: str, app: str, bot: str) -> Data:
    """An event in the envelope that Slack sends it in."""
    return {
        "token": "unused", "team_id": team, "context_team_id": team, "api_app_id": app, "event": event,
        "type": "event_callback", "event_id": f"Ev{os.getpid():x}{next(_serial):06d}",
        "event_time": int(time.time()), "is_ext_shared_channel": False, "event_context": "4-unused",
        "authorizations": [{"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True,
                            "is_enterprise_install": False}],
    }  # fmt: skip


def _event(channel: str, at: str) -> Data:
    return {"type": "message", "channel_type": "channel", "channel": channel, "ts": at, "event_ts": at}
