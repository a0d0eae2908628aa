"""The playground's conversations: what Slack and Microsoft keep for themselves on the other doors.

A conversation is "direct:{person}" (one person and Brightspot), "channel:{network}" or
"together:{person}:{person}…". A message without an author is Brightspot's; one that is only for
somebody is shown to nobody else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import PersonId, TrustId
from storage.statements import insert_once, upsert
from storage.tables import playground, playground_seen


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that stands in a conversation."""

    id: int
    key: str
    conversation: str
    at: datetime
    #: Whose words; None is Brightspot.
    author: PersonId | None = None
    only_for: PersonId | None = None
    text: str = ""
    #: A `handlers.talk.Card`, as plain data.
    card: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody has not read yet in one of their conversations."""

    person: PersonId
    conversation: str
    unread: int


class Playground:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, message: Message, *, trust: TrustId) -> int:
        """Add once by key (`message.id` is ignored); the id it has, whoever was first."""
        values = {
            "trust_id": trust,
            "key": message.key,
            "conversation": message.conversation,
            "person_id": message.author,
            "only_for_id": message.only_for,
            "text": message.text,
            "card": message.card,
            "at": message.at,
        }
        await insert_once(self._connection, playground, values, key=("trust_id", "key"))
        found = await self.with_key(message.key, trust=trust)
        return found.id if found else 0

    async def edit(self, id: int, card: Mapping[str, Any], *, trust: TrustId) -> bool:  # noqa: A002  it is the id
        """The message now says this instead; False if there is no such message."""
        changed = await self._connection.execute(
            update(playground).where(playground.c.id == id, playground.c.trust_id == trust).values(card=card)
        )
        return bool(changed.rowcount)

    async def reword(self, id: int, text: str, *, trust: TrustId) -> None:  # noqa: A002  it is the id
        """Its writer says it otherwise."""
        await self._connection.execute(
            update(playground).where(playground.c.id == id, playground.c.trust_id == trust).values(text=text)
        )

    async def remove(self, id: int, *, trust: TrustId) -> None:  # noqa: A002  it is the id
        """Its writer takes it away."""
        await self._connection.execute(
            delete(playground).where(playground.c.id == id, playground.c.trust_id == trust)
        )

    async def find(self, id: int, *, trust: TrustId) -> Message | None:  # noqa: A002  it is the id
        return await self._one(playground.c.id == id, trust)

    async def with_key(self, key: str, *, trust: TrustId) -> Message | None:
        return await self._one(playground.c.key == key, trust)

    async def read(
        self, conversation: str, viewer: PersonId, *, trust: TrustId, limit: int
    ) -> tuple[Message, ...]:
        """The last messages that this person can see there, oldest first."""
        rows = await self._connection.execute(
            select(playground)
            .where(
                playground.c.trust_id == trust,
                playground.c.conversation == conversation,
                _visible_to(viewer),
            )
            .order_by(playground.c.id.desc())
            .limit(limit)
        )
        return tuple(_message(row) for row in reversed(rows.all()))

    async def threads(self, person: PersonId, *, trust: TrustId) -> tuple[str, ...]:
        """The shared threads this person is in, newest first."""
        rows = await self._connection.execute(
            select(playground.c.conversation, func.max(playground.c.id).label("latest"))
            .where(playground.c.trust_id == trust, playground.c.conversation.like("together:%"))
            .group_by(playground.c.conversation)
            .order_by(func.max(playground.c.id).desc())
        )
        return tuple(row.conversation for row in rows if str(person) in row.conversation.split(":")[1:])

    async def saw(self, person: PersonId, conversation: str, message: int, *, trust: TrustId) -> None:
        """This person has read that far."""
        values = {
            "trust_id": trust,
            "person_id": person,
            "conversation": conversation,
            "message_id": message,
        }
        await upsert(self._connection, playground_seen, values, key=("person_id", "conversation"))

    async def waiting(
        self, person: PersonId, conversations: Collection[str], *, trust: TrustId
    ) -> dict[str, int]:
        """Conversation → how many messages by others this person has not read there; none are left out."""
        rows = await self._connection.execute(
            select(playground.c.conversation, func.count().label("unread"))
            .select_from(playground.outerjoin(playground_seen, _seen_by(person)))
            .where(
                playground.c.trust_id == trust,
                playground.c.conversation.in_(conversations),
                _visible_to(person),
                or_(playground.c.person_id.is_(None), playground.c.person_id != person),
                playground.c.id > func.coalesce(playground_seen.c.message_id, 0),
            )
            .group_by(playground.c.conversation)
        )
        return {row.conversation: row.unread for row in rows}

    async def waiting_for_everyone(self, *, trust: TrustId) -> tuple[Waiting, ...]:
        """Who has something unread in their direct chat or a shared thread, the latest first."""
        seen = {
            (row.person_id, row.conversation): row.message_id
            for row in await self._connection.execute(
                select(playground_seen).where(playground_seen.c.trust_id == trust)
            )
        }
        rows = await self._connection.execute(
            select(
                playground.c.id, playground.c.conversation, playground.c.person_id, playground.c.only_for_id
            )
            .where(
                playground.c.trust_id == trust,
                or_(
                    and_(playground.c.conversation.like("direct:%"), playground.c.person_id.is_(None)),
                    playground.c.conversation.like("together:%"),
                ),
            )
            .order_by(playground.c.id.desc())
        )
        found: dict[tuple[int, str], int] = {}
        for row in rows:
            kind, *people = row.conversation.split(":")
            readers = people if kind == "together" and row.only_for_id is None else [str(row.only_for_id)]
            for reader in (int(each) for each in readers if each.isdigit()):
                who = (reader, row.conversation)
                if reader != row.person_id and row.id > seen.get(who, 0):
                    found[who] = found.get(who, 0) + 1
        return tuple(Waiting(PersonId(person), where, unread) for (person, where), unread in found.items())

    async def _one(self, which: ColumnElement[bool], trust: TrustId) -> Message | None:
        found = await self._connection.execute(
            select(playground).where(which, playground.c.trust_id == trust)
        )
        row = found.first()
        return _message(row) if row else None

    async def latest_moment(self) -> datetime | None:
        """When the newest message was said, in any trust: a demonstration's clock goes on from there."""
        row = (
            await self._connection.execute(select(playground.c.at).order_by(playground.c.at.desc()).limit(1))
        ).first()
        found: datetime | None = row.at if row else None
        return found


def direct(person: PersonId) -> str:
    return f"direct:{person}"


def together(people: Sequence[PersonId]) -> str:
    """The same whoever is named first."""
    return ":".join(["together", *map(str, sorted(people))])


def _visible_to(person: PersonId) -> ColumnElement[bool]:
    return or_(playground.c.only_for_id.is_(None), playground.c.only_for_id == person)


def _seen_by(person: PersonId) -> ColumnElement[bool]:
    return and_(
        playground_seen.c.conversation == playground.c.conversation,
        playground_seen.c.person_id == person,
        playground_seen.c.trust_id == playground.c.trust_id,
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        key=row.key,
        conversation=row.conversation,
        at=row.at,
        author=None if row.person_id is None else PersonId(row.person_id),
        only_for=None if row.only_for_id is None else PersonId(row.only_for_id),
        text=row.text,
        card=row.card,
    )
