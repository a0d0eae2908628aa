"""What came in, the same from every door: a door's `read.py` makes it, the router answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.capability import Occasion
from handlers.talk import Answers, Heard
from storage.records import Account


def storable(text: str) -> str:
    """Words without what no database keeps: NUL, and halves of a character that stand alone."""
    if text.isprintable():
        return text  # the usual case, at a tenth of the price
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Said:
    """Words: a direct message, a mention in a channel (mention removed), or a command.

    A slash command `/peers mixed-age KS1` is Said("peers mixed-age KS1", command=True).
    """

    text: str
    command: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button."""

    action: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """A button that opens a form."""

    action: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form, filled in and submitted."""

    action: str
    values: Mapping[str, Any]
    answers: Answers


@dataclass(frozen=True, slots=True)
class Happened:
    """Something around a person without a word said."""

    occasion: Occasion


What = Said | Pressed | Opened | Filled | Happened | Heard


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that happened at a door."""

    #: What the platform calls this delivery; handling the same key twice is harmless.
    key: str
    account: Account
    what: What
    #: False in a channel or group: the answer is then for the asker alone.
    direct: bool = True
    #: The platform's id of the channel, where it was not direct; finds the network that is linked to it.
    channel: str = ""
    #: A channel's name as people know it, where the platform tells it.
    channel_name: str = ""
    #: How that channel is written to, in this door's own words (kept where a network is linked to it).
    channel_address: Mapping[str, Any] = field(default_factory=dict)
    #: False where Brightspot is known not to be in that channel.
    present: bool = True
    #: Where the answer goes, in this door's own words (becomes `Letter.address`).
    reply_to: Mapping[str, Any] = field(default_factory=dict)
    #: Whose pace the answer shares (becomes `Letter.bucket`).
    bucket: str = ""
    #: How to write to this person later, in this door's own words, where the payload tells it.
    address: Mapping[str, Any] | None = None
