"""What a person sees at a door, reduced to what a test wants to say about it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """One message as the platform was told to show it, with its edits applied."""

    title: str
    #: Every visible word, joined by newlines, the title included.
    text: str
    #: The labels of its buttons and links, in reading order.
    buttons: tuple[str, ...]
    #: "direct", "group:<members>" or "channel:<id>".
    conversation: str
    #: What the platform was given: Slack's blocks, an Adaptive Card, the browser's HTML.
    rendered: dict[str, Any] = field(compare=False, repr=False)
