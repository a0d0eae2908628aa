"""What every door's driver in this folder offers to `tests/conversation.py`.

Each module here (`slack.py`, `teams.py`, `browser.py`) has, besides its Driver,

    @asynccontextmanager
    async def open_app(database_url: str, clock: Clock) -> AsyncIterator[tuple[App, Driver]]

which starts the far side (a fake Slack, a fake Bot Connector with its keys; nothing for the browser), builds
the app with settings that point to it, serves it on loopback, and afterwards stops everything.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from storage.records import Person, Platform
from tests.doors.shown import Shown


@dataclass(frozen=True)
class Message:
    """What somebody has written in a channel, not to Brightspot."""

    by: Person
    channel: str
    text: str
    #: What the platform calls it.
    id: str


class Driver(Protocol):
    """One platform, as a member's fingers and eyes."""

    platform: Platform

    async def arrive(self, person: Person) -> None:
        """The platform has an account for this person, and reports their e-mail."""

    async def channel(self, name: str, members: list[Person]) -> tuple[str, str]:
        """A channel with these members, and the app in it: (channel id, workspace)."""

    async def says(self, person: Person, text: str, *, channel: str | None = None) -> None:
        """A direct message, or a mention in a channel; then everything that is due is done."""

    async def command(self, person: Person, text: str) -> None:
        """A slash command where the platform has them, else the same words said."""

    async def presses(self, person: Person, label: str, *, on: str | None = None) -> None:
        """The newest button with this label that they see (in the item or message that holds `on`)."""

    async def fills(self, person: Person, answers: dict[str, Any], submit: str | None = None) -> None:
        """Fill in the form that is open for this person, by its visible labels, and submit it."""

    async def picks(self, person: Person, words: str, *, by: Person, channel: str) -> None:
        """ "Add to agenda" on a message with these words, which somebody wrote in a channel."""

    async def posts(self, person: Person, text: str, *, channel: str) -> Message:
        """A message in a channel that is not said to Brightspot."""

    async def edits(self, message: Message, text: str) -> Message:
        """Its writer changes it."""

    async def deletes(self, message: Message) -> None:
        """Its writer takes it away."""

    async def saves(self, person: Person, message: Message) -> None:
        """ "Save to library" on somebody's message: a form opens."""

    def sees(self, person: Person) -> list[Shown]:
        """Every message this person can see, in the order of their newest change, edits applied."""

    def everything(self) -> list[Shown]:
        """All that the platform was told to show, to whomever."""

    def problems(self) -> list[str]:
        """Where a call broke the platform's documented contract."""
