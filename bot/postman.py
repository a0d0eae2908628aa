"""Posts and answers become letters: addressed, keyed, in the same transaction as their cause."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from bot.clock import Clock
from bot.door import Answer, Apart, Door, Never
from bot.incoming import Incoming
from bot.own_pages import completed
from handlers.packing import card_from_data, card_to_data, form_to_data
from handlers.talk import Card, Contact, Form, Post, Text, ToNetwork, ToPerson, ToTogether
from storage.accounts import KnownAccount
from storage.packed import Packed
from storage.records import (
    Hearer,
    Letter,
    LetterId,
    LetterState,
    Network,
    Person,
    PersonId,
    Platform,
    TrustId,
    Why,
)
from storage.store import Store

log = logging.getLogger(__name__)

REPLY = "answer:"  # begins the key of what is said back to where it was asked
AT_ONCE = 1_000  # letters in a statement
ANSWER_KEEPS = timedelta(hours=1)  # an answer later than that meets somebody who has moved on


class Place(NamedTuple):
    """Where a letter goes, in its door's own words."""

    platform: Platform
    address: dict[str, Any]
    bucket: str


class Postman:
    """Knows how everybody can be reached, and writes letters. Sends nothing."""

    def __init__(self, doors: Mapping[Platform, Door], clock: Clock, public_url: str = "") -> None:
        self._doors = doors
        self._clock = clock
        self._public_url = public_url

    def ready(self, card: Card) -> Card:
        """As it may leave the house, in a letter or an answer: links to pages of ours have their address."""
        return completed(card, self._public_url)

    async def post(self, posts: Sequence[Post], store: Store) -> None:
        """Once by each post's key; posting it again is harmless."""
        await self._to_persons([each for each in posts if not each.replaces], store)
        for post in posts:
            match post.to:
                case ToPerson(person):
                    if post.replaces:
                        await self._to_person(post, person, store)
                case ToTogether(people):
                    await self._to_together(post, people, store)
                case ToNetwork(network):
                    await self._to_network(post, network, store)

    async def answer(
        self, incoming: Incoming, answer: Answer, store: Store, *, trust: TrustId | None = None
    ) -> None:
        """What the router says back, to where it was asked. `trust` is the workspace's, for a stranger."""
        owner = answer.person.trust if answer.person else trust
        if answer.say is None:
            return
        if owner is None:
            log.warning("no trust to answer for", extra={"platform": incoming.account.platform.value})
            return
        address = dict(incoming.reply_to) | {"public": answer.public}
        if answer.aside:
            address["beside"] = True
        say = answer.say
        if isinstance(say, Form):
            if address.get("forms"):
                address["form"] = form_to_data(say)
            say = _closed(say)
        person = answer.person.id if answer.person else None
        if person in store.people.forgotten:
            person = None  # they have just deleted themselves: this is the last they hear, and nobody's
        now = self._clock.now()
        letter = Letter(
            id=LetterId(0),
            trust=owner,
            key=f"{REPLY}{incoming.key}",
            card=card_to_data(say),
            why=Why.ANSWER,
            platform=incoming.account.platform,
            address=address,
            bucket=incoming.bucket,
            due_at=now,
            expires_at=now + ANSWER_KEEPS,
            person=person,
        )
        await store.outbox.add(letter, now)

    async def place_of(self, person: PersonId, store: Store, *, trust: TrustId) -> Place | None:
        """Where a person is written to: the account seen last, of those whose door is open."""
        return self._first(await store.accounts.of(person, trust=trust))

    async def account_at(self, letter: Letter, store: Store) -> KnownAccount | None:
        """The recipient's account that a letter was addressed to, if they still have it."""
        if letter.person is None:
            return None
        for known in await store.accounts.of(letter.person, trust=letter.trust):
            place = self._place(known)
            if place and (place.platform, place.bucket) == (letter.platform, letter.bucket):
                return known
        return None

    async def take_apart(self, letter: Letter, store: Store) -> None:
        """One letter to several becomes one to each: the platform has no conversation for them together."""
        people = await store.people.several(letter.people, trust=letter.trust)
        await self._to_each(letter, card_from_data(letter.card), people, store)

    # ---- each kind of recipient

    async def _to_persons(self, posts: Sequence[Post], store: Store) -> None:
        """What goes to one person each, and edits nothing: a morning's letters in a few statements."""
        every = [(post, post.to.person) for post in posts if isinstance(post.to, ToPerson)]
        cards: dict[int, Packed] = {}  # what is said to many is packed once
        for trust in dict.fromkeys(person.trust for _, person in every):
            ours = [each for each in every if each[1].trust == trust]
            for start in range(0, len(ours), AT_ONCE):
                batch = ours[start : start + AT_ONCE]
                known = await store.accounts.of_several((person.id for _, person in batch), trust=trust)
                letters = []
                for post, person in batch:
                    if id(post.card) not in cards:
                        cards[id(post.card)] = self._packed(post.card)
                    place, card = self._first(known.get(person.id, ())), cards[id(post.card)]
                    letters.append(self._letter(post, trust, post.key, place, person.id, card))
                await store.outbox.add_several(letters, self._clock.now())

    async def _to_person(self, post: Post, person: Person | Hearer, store: Store) -> None:
        place = await self.place_of(person.id, store, trust=person.trust)
        await self._write(self._letter(post, person.trust, post.key, place, person.id), store)

    async def _to_together(self, post: Post, people: Sequence[Person], store: Store) -> None:
        trust = people[0].trust
        place = await self._place_together(people, store)
        letter = self._letter(post, trust, post.key, place, None)
        known = [post.key, *(_apart(post.key, person) for person in people)]
        if any([await store.outbox.with_key(key, trust=trust) for key in known]):
            return  # said before, perhaps when they could be reached in another way
        if place is None:
            await self._to_each(letter, post.card, people, store)
            return
        address = place.address | {"people": [person.id for person in people]}
        await self._write(letter._replace(address=address), store)

    async def _to_each(self, letter: Letter, card: Card, people: Sequence[Person], store: Store) -> None:
        for person in people:
            others = [each for each in people if each.id != person.id]
            place = await self.place_of(person.id, store, trust=person.trust)
            replaces = _apart(letter.replaces, person) if letter.replaces else ""
            mine = letter._replace(
                trust=person.trust,
                key=_apart(letter.key, person),
                card=card_to_data(_with_contacts(card, person, others)),
                person=person.id,
                replaces=replaces,
                started=False,
                state=LetterState.WAITING,
            )
            await self._write(_addressed(mine, place), store)

    async def _to_network(self, post: Post, network: Network, store: Store) -> None:
        for channel, address in await store.networks.channels(network.id, trust=network.trust):
            door = self._doors.get(channel.platform)
            if door is None:
                continue
            where = f"{channel.platform}:{channel.workspace}:{channel.channel}"
            to, bucket = door.address_in(channel, address)
            place = Place(channel.platform, to | {"network": network.id}, bucket)
            letter = self._letter(post, network.trust, _at(post.key, where), place, None)
            replaces = _at(post.replaces, where) if post.replaces else ""
            await self._write(letter._replace(replaces=replaces), store)

    def _letter(
        self,
        post: Post,
        trust: TrustId,
        key: str,
        place: Place | None,
        person: PersonId | None,
        card: Packed | None = None,
    ) -> Letter:
        return Letter(
            id=LetterId(0),
            trust=trust,
            key=key,
            card=card or self._packed(post.card),
            why=post.why,
            platform=place.platform if place else None,
            address=place.address if place else {},
            bucket=place.bucket if place else "",
            due_at=post.due or self._clock.now(),
            person=person,
            expires_at=post.expires,
            replaces=post.replaces,
        )

    def _packed(self, card: Card) -> Packed:
        return Packed(card_to_data(self.ready(card)))

    async def _write(self, letter: Letter, store: Store) -> None:
        await store.outbox.add(letter, self._clock.now())

    # ---- places

    def _first(self, accounts: Sequence[KnownAccount]) -> Place | None:
        for each in accounts:
            if place := self._place(each):
                return place
        return None

    def _place(self, known: KnownAccount) -> Place | None:
        door = self._doors.get(known.account.platform)
        if door is None:
            return None
        try:
            return Place(known.account.platform, *door.address_of(known.account, known.address))
        except Never:
            return None  # an account nobody can be reached at yet

    async def _place_together(self, people: Sequence[Person], store: Store) -> Place | None:
        """One conversation for all, if the account each was seen with last is in the same workspace."""
        found: list[KnownAccount] = []
        for person in people:
            known = await store.accounts.of(person.id, trust=person.trust)
            reachable = [each for each in known if self._place(each)]
            if not reachable:
                return None
            found.append(reachable[0])
        spaces = {(each.account.platform, each.account.workspace) for each in found}
        if len(spaces) > 1:
            return None
        platform = found[0].account.platform
        try:
            together = tuple((each.account, each.address) for each in found)
            return Place(platform, *self._doors[platform].address_together(together))
        except (Apart, Never):
            return None


def _addressed(letter: Letter, place: Place | None) -> Letter:
    if place is None:
        return letter._replace(platform=None, address={}, bucket="")
    return letter._replace(platform=place.platform, address=place.address, bucket=place.bucket)


def _apart(key: str, person: Person) -> str:
    return f"{key}@{person.id}"


def _at(key: str, where: str) -> str:
    return f"{key}@{blake2b(where.encode(), digest_size=8).hexdigest()}"


def _with_contacts(card: Card, person: Person, others: Sequence[Person]) -> Card:
    """The card for one of several who cannot be brought together: how to reach the others, not oneself."""
    blocks = [each for each in card.blocks if not (isinstance(each, Contact) and each.email == person.email)]
    there = {each.email for each in blocks if isinstance(each, Contact)}
    missing = [Contact(each.name, each.email) for each in others if each.email not in there]
    return Card(card.title, *blocks, *missing)


def _closed(form: Form) -> Card:
    """A form where it cannot open by itself: a card with the button that opens it."""
    intro = (Text(form.intro),) if form.intro else ()
    return Card(form.title, *intro, form.opener)
