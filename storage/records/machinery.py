"""What the house needs to do its work: letters, arrivals, installations."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from storage.records.ids import LetterId, NetworkId, PersonId, TrustId
from storage.records.trust import Platform


class Why(StrEnum):
    """Why a post goes to a person; delivery decides by it when it may go."""

    #: The answer to what they just did.
    ANSWER = "answer"
    #: A reminder of what they said yes to.
    REMINDER = "reminder"
    #: What a standing question of theirs found.
    STANDING = "standing"
    #: A colleague's request to be introduced: at most two a person in seven days.
    REQUEST = "request"
    #: Of a meeting of a network they are in, or of what they took on there: alone, on a day they work.
    MEETING = "meeting"
    #: Everything else: waits for the person's one weekly slot, merged with the others.
    UNASKED = "unasked"


class LetterState(StrEnum):
    """Where a letter is on its way."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    #: Not sent, for good, and the reason is known: opted out, too late, the platform said never.
    PARKED = "parked"
    #: A send was begun and nobody can tell whether it arrived. Sent again only when somebody says so.
    UNKNOWN = "unknown"
    #: Became part of a weekly message, or was replaced before it went.
    MERGED = "merged"


class Letter(NamedTuple):
    """Something to be said, written in the same transaction as its cause."""

    id: LetterId
    trust: TrustId
    #: What it means; unique in its trust, so that doing a thing twice is harmless.
    key: str
    #: What is said: a `handlers.talk.Card`, as plain data.
    card: dict[str, Any]
    why: Why
    platform: Platform | None
    #: Where to, in that platform's own words; only its door reads it.
    address: dict[str, Any]
    #: The workspace or conversation whose pace it shares.
    bucket: str
    due_at: datetime
    #: The recipient, where it goes to one person: checked again just before sending.
    person: PersonId | None = None
    expires_at: datetime | None = None
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    #: True from just before the first POST: from then on a second try must look first.
    started: bool = False
    #: What the platform calls the message once sent.
    platform_id: str = ""
    problem: str = ""
    #: The key of the letter whose message this one edits.
    replaces: str = ""
    #: Since when it waits; None for one that is not kept yet.
    written_at: datetime | None = None

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Its recipient, or those of a conversation of several; nobody where it goes to a channel."""
        if self.person is not None:
            return (self.person,)
        return tuple(PersonId(each) for each in self.address.get("people", ()))

    @property
    def network(self) -> NetworkId | None:
        """Whose channel it goes to."""
        found = self.address.get("network")
        return None if found is None else NetworkId(found)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in and waits to be handled: its body is sealed, and gone once handled."""

    id: int
    key: str
    platform: Platform
    body: bytes
    received_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Installation:
    """Brightspot in one Slack workspace or Microsoft tenant. Tokens are sealed by `bot/`."""

    platform: Platform
    workspace: str
    #: None until whoever runs Brightspot has said which trust the workspace belongs to.
    trust: TrustId | None = None
    enterprise: str = ""
    sealed_token: bytes = b""
    sealed_refresh_token: bytes = b""
    expires_at: datetime | None = None
    bot_user: str = ""
    scopes: str = ""
    details: dict[str, Any] = field(default_factory=dict)
