"""Letters of the playground: written where its pages read them."""

from collections.abc import Mapping
from typing import Any

from bot.browser.read import WORKSPACE, read
from bot.clock import Clock
from bot.door import Envelope, Never, Sent
from bot.incoming import Incoming
from handlers.packing import card_to_data
from storage.playground import Message, direct, together
from storage.records import Account, Channel, Letter, PersonId, Platform
from storage.store import Database


class BrowserDoor:
    """The playground as a door: what the others do over the network, this one does in a table."""

    platform = Platform.BROWSER
    #: Nobody else's service is written to.
    pace: tuple[tuple[int, float], ...] = ()
    looks = True

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read(self, payload: Mapping[str, Any]) -> Incoming | None:
        return read(payload)

    async def email_of(self, account: Account) -> str | None:
        """Members are named by their address here."""
        return account.user

    async def is_in(self, incoming: Incoming) -> bool:
        return True

    async def send(self, envelope: Envelope) -> Sent:
        """Once, however often it is called: the letter's key is unique here too."""
        letter = envelope.letter
        card = card_to_data(envelope.card)
        pressed = "" if letter.address.get("beside") else str(letter.address.get("edits", ""))
        edits = envelope.edits or pressed
        async with self._database.store() as store:
            if edits.isdigit() and await store.playground.edit(int(edits), card, trust=letter.trust):
                return Sent(edits)
            message = Message(
                id=0,
                key=letter.key,
                conversation=_conversation(letter),
                at=self._clock.now(),
                only_for=_only_for(letter),
                card=card,
            )
            return Sent(str(await store.playground.keep(message, trust=letter.trust)))

    async def look_up(self, envelope: Envelope) -> Sent | None:
        async with self._database.reading() as store:
            found = await store.playground.with_key(envelope.letter.key, trust=envelope.letter.trust)
        return Sent(str(found.id)) if found else None

    def address_of(self, account: Account, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        person = _person(address)
        return {"conversation": direct(person), "person": person}, f"{WORKSPACE}:{direct(person)}"

    def address_in(self, channel: Channel, address: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        return {"conversation": channel.channel}, f"{WORKSPACE}:{channel.channel}"

    def address_together(
        self, people: tuple[tuple[Account, Mapping[str, Any]], ...]
    ) -> tuple[dict[str, Any], str]:
        thread = together([_person(address) for _, address in people])
        return {"conversation": thread}, f"{WORKSPACE}:{thread}"


def _person(address: Mapping[str, Any]) -> PersonId:
    person = address.get("person")
    if not isinstance(person, int):
        raise Never("this member is not in the playground yet")
    return PersonId(person)


def _conversation(letter: Letter) -> str:
    conversation = letter.address.get("conversation")
    if not isinstance(conversation, str):
        raise Never("the address names no conversation of the playground")
    return conversation


def _only_for(letter: Letter) -> PersonId | None:
    """An answer is for the asker alone unless it was said to all; other letters are for everybody there."""
    person = letter.address.get("person")
    if letter.address.get("public") or not isinstance(person, int):
        return None
    return PersonId(person)
