"""Ways into our own pages: a link for one use, and the session it opens.

Only digests of secrets are kept, so whoever reads the database can enter as nobody. A secret has 256 bits of
chance: guessing is hopeless, and nothing here counts guesses.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Person, PersonId, TrustId
from storage.tables import passes

SECRET_BYTES = 32


class Pass(StrEnum):
    """What a secret opens."""

    #: Sent to a person in the chat: used up once.
    LINK = "link"
    #: In a browser's cookie: until it ends.
    SESSION = "session"


LASTS = {
    Pass.LINK: timedelta(minutes=10),
    Pass.SESSION: timedelta(hours=12),  # a working day, and the evening before the next
}

#: Whose pass it is, wherever they are looked up next.
Holder = tuple[TrustId, PersonId]


class Passes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def give(self, person: Person, kind: Pass, now: datetime) -> str:
        """A new secret. Whoever asks for another link leaves the one before without use."""
        if kind is Pass.LINK:
            await self._connection.execute(
                delete(passes).where(
                    passes.c.trust_id == person.trust,
                    passes.c.person_id == person.id,
                    passes.c.kind == kind,
                )
            )
        secret = secrets.token_urlsafe(SECRET_BYTES)
        await self._connection.execute(
            insert(passes).values(
                digest=_digest(secret),
                trust_id=person.trust,
                person_id=person.id,
                kind=kind,
                expires_at=now + LASTS[kind],
            )
        )
        return secret

    async def holder(self, secret: str, kind: Pass, now: datetime) -> Holder | None:
        """Whose it is, while it holds."""
        asked = select(passes.c.trust_id, passes.c.person_id).where(
            passes.c.digest == _digest(secret), passes.c.kind == kind, passes.c.expires_at > now
        )
        return _holder((await self._connection.execute(asked)).first())

    async def use_up(self, secret: str, now: datetime) -> Holder | None:
        """Whose link it was: it opens nothing from now on. Of two who use it at once one is its holder."""
        used = (
            delete(passes)
            .where(passes.c.digest == _digest(secret), passes.c.kind == Pass.LINK, passes.c.expires_at > now)
            .returning(passes.c.trust_id, passes.c.person_id)
        )
        return _holder((await self._connection.execute(used)).first())

    async def end(self, secret: str) -> None:
        """Signed out."""
        await self._connection.execute(
            delete(passes).where(passes.c.digest == _digest(secret), passes.c.kind == Pass.SESSION)
        )

    async def forget(self, now: datetime) -> None:
        """Those that hold no longer, of every trust."""
        await self._connection.execute(delete(passes).where(passes.c.expires_at <= now))


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _holder(row: Row[int, int] | None) -> Holder | None:
    return (TrustId(row.trust_id), PersonId(row.person_id)) if row else None
