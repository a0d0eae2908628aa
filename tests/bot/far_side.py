"""The far side of the network for tests of delivery: says what it is told to, and notes what it was sent."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from bot.door import Apart, CannotLook, Envelope, Later, Sent
from bot.incoming import Incoming
from storage.records import Account, Channel, Platform

Address = tuple[dict[str, Any], str]


class FarSide:
    """A platform where everything arrives, unless `says` has something else for a letter's key."""

    def __init__(self, platform: Platform = Platform.SLACK, *, looks: bool = True, together: bool = True):
        self.platform = platform
        self.looks = looks
        self.together = together
        self.pace: tuple[tuple[int, float], ...] = ()
        self.sent: list[Envelope] = []
        #: Key → what each send of it raises, in turn; None is an arrival. "lost" arrives and then raises.
        self.says: dict[str, list[Exception | None]] = defaultdict(list)
        #: Keys that did arrive although the send did not end well.
        self.arrived: set[str] = set()
        self.looked_for: list[str] = []
        #: So many look-ups are answered with an error first.
        self.fails_to_look = 0
        self.turned_out: dict[str, Any] | None = None

    def keys(self) -> list[str]:
        return [envelope.letter.key for envelope in self.sent]

    def titles(self) -> list[str]:
        return [envelope.card.title for envelope in self.sent]

    async def send(self, envelope: Envelope) -> Sent:
        key = envelope.letter.key
        trouble = self.says[key].pop(0) if self.says[key] else None
        if trouble is not None:
            raise trouble
        self.sent.append(envelope)
        self.arrived.add(key)
        return Sent(envelope.edits or f"m-{key}", self.turned_out)

    async def look_up(self, envelope: Envelope) -> Sent | None:
        self.looked_for.append(envelope.letter.key)
        if self.fails_to_look:
            self.fails_to_look -= 1
            raise Later("too many requests", 1.0)
        if not self.looks:
            raise CannotLook("this platform has no way to look")
        return Sent(f"m-{envelope.letter.key}") if envelope.letter.key in self.arrived else None

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        return None

    async def is_in(self, incoming: Incoming) -> bool:
        return True

    async def email_of(self, account: Account) -> str | None:
        return None

    def address_of(self, account: Account, address: Mapping[str, Any]) -> Address:
        return {"user": account.user, **address}, f"{self.platform}:{account.workspace}:{account.user}"

    def address_in(self, channel: Channel, address: Mapping[str, Any]) -> Address:
        return {"channel": channel.channel}, f"{self.platform}:{channel.workspace}:{channel.channel}"

    def address_together(self, people: tuple[tuple[Account, Mapping[str, Any]], ...]) -> Address:
        if not self.together:
            raise Apart("nobody can be brought together here")
        users = sorted(account.user for account, _ in people)
        return {"users": users}, f"{self.platform}:{'+'.join(users)}"
