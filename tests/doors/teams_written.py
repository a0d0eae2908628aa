"""What people write in a channel, as Teams tells a bot that a team's owner lets read it.

The shapes are made from Microsoft's documentation ("Receive all channel messages with RSC", "Update and
delete messages"); none was recorded from a tenant of ours.
"""

import re
from html import escape
from typing import Any

from tests.doors.driver import Message

Data = dict[str, Any]

_AN_ADDRESS = re.compile(r"https?://[^\s<]+")


def html(text: str) -> str:
    """As Teams' message box writes it: a paragraph, its addresses as links."""
    linked = _AN_ADDRESS.sub(
        lambda found: (
            f'<a href="{found[0]}" rel="noreferrer noopener" title="{found[0]}" target="_blank">'
            f"{found[0]}</a>"
        ),
        escape(text, quote=False),
    )
    return f"<p>{linked}</p>"


def posted(text: str) -> Data:
    """Of an activity: the words alone, and beside them as they were written."""
    written = {"contentType": "text/html", "content": html(text)}
    return {"text": f"{text}\n", "textFormat": "plain", "attachments": [written]}


def edited(text: str) -> Data:
    return {"type": "messageUpdate"} | posted(text)


DELETED: Data = {"type": "messageDelete"}


def picked(message: Message, user: Data) -> Data:
    """What a command on a message is told of it."""
    return {
        "id": message.id,
        "messageType": "message",
        "importance": "normal",
        "locale": "en-gb",
        "from": {"user": user},
        "body": {"contentType": "html", "content": f"<div>{html(message.text)}</div>"},
    }
