"""What every door can do, and how a send can end. Slack, Teams and the browser each are one `Door`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.incoming import Incoming
from handlers.talk import Card, Form
from storage.records import Account, Channel, Letter, Person, Platform


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there. `platform_id` is what the platform calls the message."""

    platform_id: str
    #: The address as it turned out (a direct channel that had to be opened), kept for next time.
    address: Mapping[str, Any] | None = None


class Trouble(Exception):  # noqa: N818  the ways a send can end
    """Why it was not sent, in words for whoever runs Brightspot."""


class Later(Trouble):
    """Certainly not accepted; may be tried again after `seconds` (429, or no connection at all)."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Never(Trouble):
    """The platform says never: the letter is parked with the reason.

    `gone`: the account itself is (deactivated, or the app was removed from it), so it is unlinked and
    the letter goes to the person's next account, if they have one.
    """

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class Apart(Trouble):
    """These people cannot be brought together in one conversation here: each is written to alone."""


class Unclear(Trouble):
    """Nobody can tell whether it arrived."""


class CannotLook(Trouble):
    """Whether it arrived cannot be looked up (here, or now)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter as it is handed to a door."""

    letter: Letter
    card: Card
    #: What the platform calls the message that this one edits, "" for a new one.
    edits: str = ""


class Door(Protocol):
    """One platform. Only its own folder knows its libraries and payloads."""

    platform: Platform
    #: How fast one bucket may be written to: at most `count` letters in any `seconds`; () for no limit.
    pace: tuple[tuple[int, float], ...]
    #: False where messages cannot be looked up at all (Teams): an unclear send is then unknown at once.
    looks: bool

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        """A payload from the inbox, or None where there is nothing to answer.

        Where a form can be shown as an answer, `reply_to["forms"]` is True: the letter's
        `address["form"]` is then the form (`handlers.talk.form_from_data`), beside a card that opens it.
        `address["public"]` is False where a channel's answer is for the asker alone; `address["beside"]`
        is True where the answer must not take the place of the card that was pressed.
        """
        ...

    async def email_of(self, account: Account) -> str | None:
        """The work e-mail the platform reports for an account: how a person is found at first."""
        ...

    async def is_in(self, incoming: Incoming) -> bool:
        """Whether Brightspot is in the channel that this was said in, and could post there."""
        ...

    async def send(self, envelope: Envelope) -> Sent:
        """Send or edit, once. Raises one of the troubles above; never tries again by itself."""
        ...

    async def look_up(self, envelope: Envelope) -> Sent | None:
        """Whether an earlier send of this letter arrived; CannotLook where that cannot be known."""
        ...

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """(address, bucket) of a letter to this account; `address` is what is stored with the account."""
        ...

    def address_in(self, channel: Channel, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """(address, bucket) of a letter to a network's channel; `address` is what is stored with it."""
        ...

    def address_together(
        self, people: tuple[tuple[Account, Mapping[str, Any]], ...]
    ) -> tuple[dict[str, Any], str]:
        """(address, bucket) of one conversation for all of them; Apart where this platform has none."""
        ...


#: In place of a field's name: what concerns the form as a whole.
WHOLE = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the router says to the one who spoke."""

    say: Card | Form | None
    #: False: in a channel, for the asker alone.
    public: bool = False
    person: Person | None = None
    #: Field name (or WHOLE) → sentence, where a form could not be kept.
    problems: Mapping[str, str] = field(default_factory=dict)
    #: True: said beside the card whose button was pressed, which stays as it is.
    aside: bool = False
