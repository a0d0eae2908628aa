"""Letters: written once by key, in the same transaction as their cause. `postroom.py` sends them out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import Bulk
from storage.keys import fitting
from storage.letters import key_begins, letter_of, place_of, several, values_of
from storage.records import Letter, LetterId, LetterState, PersonId, Platform, TrustId, Why
from storage.statements import insert_once
from storage.tables import accounts, outbox, pacing

PROBLEM_LIMIT = 300
WEEK = "week:"  # begins the key of a merged weekly message

#: Sent, or perhaps sent: it has, or may have, a message that can be edited.
_ON_ITS_WAY = (LetterState.WAITING, LetterState.CLAIMED, LetterState.SENT)
#: Sent, perhaps sent, or a part of a weekly message.
HAS_REACHED = or_(
    outbox.c.state.in_((LetterState.SENT, LetterState.UNKNOWN)),
    and_(outbox.c.state == LetterState.MERGED, outbox.c.replaces.startswith(WEEK)),
)


class Outbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._rung: dict[str, tuple[datetime, bool]] = {}

    async def add(self, letter: Letter, now: datetime) -> bool:
        """Write it once by (trust, key): True if it is new. The id given is ignored.

        A letter that it replaces and that has not gone yet is merged into it, and it goes as new. One
        that has gone is edited: then this letter goes where that one went.
        """
        key = fitting(letter.key)
        if letter.replaces and await self.with_key(key, trust=letter.trust):
            return False
        values = values_of(letter) | {"key": key, "created_at": now}
        if letter.replaces:
            values |= await self._replace(fitting(letter.replaces), key, letter.trust)
        new = await insert_once(self._connection, outbox, values, key=("trust_id", "key"))
        if new and values["platform"]:
            self._ring(values["bucket"], letter.due_at, urgent=letter.why is Why.ANSWER)
        return new

    async def add_several(self, letters: Sequence[Letter], now: datetime) -> None:
        """Like `add`, in one statement: for many letters of which none replaces another."""
        await several(self._connection.dialect.name).run(self._connection, letters, created_at=now)
        for each in letters:
            if each.platform:
                self._ring(each.bucket, each.due_at, urgent=each.why is Why.ANSWER)

    async def _replace(self, old: str, new: str, trust: TrustId) -> dict[str, Any]:
        """What changes about a letter that replaces another; that one is merged if it still waits."""
        row = await self._last_version(old, trust)
        if row is None:
            return {"replaces": ""}
        merged = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == row.id,
                outbox.c.trust_id == trust,
                outbox.c.state == LetterState.WAITING,
                outbox.c.started.is_(False),
            )
            .values(state=LetterState.MERGED, replaces=new)
        )
        if merged.rowcount:
            edits = await self._last_version(row.replaces, trust) if row.replaces else None
            return {"replaces": row.replaces} | (place_of(edits) if edits else {})
        return {"replaces": row.key} | place_of(row)

    async def _last_version(self, key: str, trust: TrustId) -> Row[Any] | None:
        """The letter with this key, or what took its place before it went; None if nothing can be edited."""
        for _ in range(100):  # a chain of replacements has an end, even one made wrongly
            found = await self._connection.execute(
                select(outbox).where(outbox.c.trust_id == trust, outbox.c.key == key)
            )
            row = found.first()
            if row is None or row.state in _ON_ITS_WAY:
                return row
            if row.state != LetterState.MERGED or not row.replaces or row.replaces.startswith(WEEK):
                return None
            key = row.replaces
        return None

    def _ring(self, bucket: str, due: datetime, *, urgent: bool = False) -> None:
        before = self._rung.get(bucket, (due, False))
        self._rung[bucket] = (min(before[0], due), before[1] or urgent)

    async def ring(self) -> None:
        """Tell delivery which buckets hold letters: at the end of the transaction, in one fixed order.

        Otherwise two transactions that write to each other's people would wait for one another.
        """
        rung, self._rung = sorted(self._rung.items()), {}
        await _ring(self._connection.dialect.name).run(self._connection, rung)

    # ---- looking

    async def find(self, id: LetterId, *, trust: TrustId) -> Letter | None:  # noqa: A002  it is the id
        return await self._one(outbox.c.id == id, trust)

    async def with_key(self, key: str, *, trust: TrustId) -> Letter | None:
        return await self._one(outbox.c.key == fitting(key), trust)

    async def _one(self, condition: Any, trust: TrustId) -> Letter | None:  # noqa: ANN401  a column expression
        found = await self._connection.execute(select(outbox).where(outbox.c.trust_id == trust, condition))
        row = found.first()
        return letter_of(row) if row else None

    async def requests_since(
        self, person: PersonId, since: datetime, *, trust: TrustId
    ) -> tuple[datetime, ...]:
        """When colleagues' requests to be introduced reached a person, oldest first. Edits do not count."""
        rows = await self._connection.scalars(
            select(outbox.c.sent_at)
            .where(
                outbox.c.trust_id == trust,
                outbox.c.person_id == person,
                outbox.c.state.in_((LetterState.SENT, LetterState.UNKNOWN)),
                outbox.c.why == Why.REQUEST,
                outbox.c.replaces == "",
                outbox.c.sent_at > since,
            )
            .order_by(outbox.c.sent_at)
        )
        return tuple(rows)

    async def unasked(self, person: PersonId, until: datetime, *, trust: TrustId) -> tuple[Letter, ...]:
        """What waits for a person's weekly message and was there by `until`, oldest first."""
        rows = await self._connection.execute(
            select(outbox)
            .where(
                outbox.c.trust_id == trust,
                outbox.c.person_id == person,
                outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),
                outbox.c.why == Why.UNASKED,
                outbox.c.started.is_(False),
                outbox.c.replaces == "",
                outbox.c.due_at <= until,
                outbox.c.key.not_like(f"{WEEK}%"),
            )
            .order_by(outbox.c.created_at, outbox.c.id)
            .with_for_update()
        )
        return tuple(map(letter_of, rows))

    async def reached(self, trust: TrustId, beginning: str, *, will: bool = False) -> frozenset[PersonId]:
        """Whom such letters have reached, by themselves or in a weekly message; or (`will`) may yet."""
        there = HAS_REACHED
        if will:
            there |= outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED))
        rows = await self._connection.scalars(
            select(outbox.c.person_id).where(
                outbox.c.trust_id == trust,
                outbox.c.person_id.is_not(None),
                key_begins(self._connection, beginning),
                there,
            )
        )
        return frozenset(map(PersonId, rows))

    async def has_gone(self, trust: TrustId, beginning: str) -> bool:
        """Whether a letter with such a key has been sent, to a person or a channel."""
        found = await self._connection.scalar(
            select(outbox.c.id)
            .where(
                outbox.c.trust_id == trust,
                key_begins(self._connection, beginning),
                outbox.c.state.in_((LetterState.SENT, LetterState.UNKNOWN)),
            )
            .limit(1)
        )
        return found is not None

    async def written(self, trust: TrustId, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys under which a letter was ever written."""
        wanted = {fitting(each): each for each in keys}
        rows = await self._connection.scalars(
            select(outbox.c.key).where(outbox.c.trust_id == trust, outbox.c.key.in_(list(wanted)))
        )
        return frozenset(wanted[each] for each in rows)

    async def unaddressed(self, platforms: Collection[Platform], limit: int) -> tuple[Letter, ...]:
        """Letters of every trust to people who had no account when they were written, and have one now."""
        arrived = (
            select(accounts.c.id)
            .where(
                accounts.c.person_id == outbox.c.person_id,
                accounts.c.trust_id == outbox.c.trust_id,
                accounts.c.platform.in_([platform.value for platform in platforms]),
            )
            .exists()
        )
        rows = await self._connection.execute(
            select(outbox)
            .where(outbox.c.bucket == "", outbox.c.state == LetterState.WAITING, arrived)
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
        )
        return tuple(map(letter_of, rows))

    # ---- changing

    async def readdress(
        self, letter: Letter, owner: str, platform: Platform | None, address: dict[str, Any], bucket: str
    ) -> None:
        """It goes elsewhere: the person moved, arrived, or left without a trace (None: it waits for them).

        `owner` is who holds it, "" for nobody; if that is no longer so, nothing happens.
        """
        changed = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == letter.id,
                outbox.c.trust_id == letter.trust,
                outbox.c.owner == owner,
                outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),
            )
            .values(
                platform=platform,
                address=address,
                bucket=bucket,
                state=LetterState.WAITING,
                owner="",
                started=False,
            )
        )
        if changed.rowcount and platform:
            self._ring(bucket, letter.due_at, urgent=letter.why is Why.ANSWER)

    async def rename(self, letter: Letter, owner: str, key: str) -> bool:
        """Of one that certainly never went: back in line under another key. False where that one is taken."""
        taken = await self.with_key(key, trust=letter.trust)
        if taken is not None:
            return False
        changed = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == letter.id,
                outbox.c.trust_id == letter.trust,
                outbox.c.owner == owner,
                outbox.c.state == LetterState.CLAIMED,
            )
            .values(key=fitting(key), state=LetterState.WAITING, owner="", started=False)
        )
        if changed.rowcount:
            self._ring(letter.bucket, letter.due_at)
        return bool(changed.rowcount)

    async def merge(self, letters: Sequence[Letter], into: str, *, owner: str | None = None) -> int:
        """They became part of another letter ("" for several others) and do not go by themselves.

        With an owner, only what it still holds. Returns how many there were.
        """
        merged = 0
        for letter in letters:
            statement = update(outbox).where(
                outbox.c.id == letter.id,
                outbox.c.trust_id == letter.trust,
                outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),
            )
            if owner is not None:
                statement = statement.where(outbox.c.owner == owner)
            done = await self._connection.execute(
                statement.values(state=LetterState.MERGED, replaces=fitting(into), owner="")
            )
            merged += done.rowcount
        return merged

    async def withdraw(
        self, trust: TrustId, beginning: str, *, person: PersonId | None = None
    ) -> frozenset[PersonId]:
        """Letters whose sending has not begun and whose key begins so never go, and may be written anew.

        Neither do those that they had taken the place of. `person`: theirs alone. Returns who does not hear
        what they said.
        """
        unsent = and_(
            key_begins(self._connection, beginning),
            *(() if person is None else (outbox.c.person_id == person,)),
            outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),  # taken, and put back unsent
            outbox.c.started.is_(False),
        )
        whose: set[PersonId] = set()
        while True:
            gone = await self._connection.execute(
                delete(outbox)
                .where(outbox.c.trust_id == trust, unsent)
                .returning(outbox.c.key, outbox.c.person_id)
            )
            rows = gone.all()
            if not rows:
                return frozenset(whose)
            whose |= {PersonId(row.person_id) for row in rows if row.person_id is not None}
            replaced = outbox.c.replaces.in_([row.key for row in rows])
            unsent = and_(outbox.c.state == LetterState.MERGED, replaced)
            if None not in {row.person_id for row in rows}:  # all to these people: they are looked up
                unsent = and_(unsent, outbox.c.person_id.in_(whose))

    async def postpone(self, letters: Sequence[Letter], until: datetime) -> None:
        for letter in letters:
            await self._connection.execute(
                update(outbox)
                .where(
                    outbox.c.id == letter.id,
                    outbox.c.trust_id == letter.trust,
                    outbox.c.state.in_((LetterState.WAITING, LetterState.CLAIMED)),
                )
                .values(state=LetterState.WAITING, due_at=until, owner="")
            )
            if letter.bucket:
                self._ring(letter.bucket, until)

    async def again(self, letter: Letter, now: datetime) -> bool:
        """The newest of what it is about there is sent after all; False where that was not parked."""
        about = ":".join(letter.key.partition("@")[0].split(":")[:2])  # "agenda:5", of any edition
        of_it = (outbox.c.key.startswith(about + end, autoescape=True) for end in ":@")
        newest = (
            select(outbox.c.id)
            .where(outbox.c.trust_id == letter.trust, outbox.c.bucket == letter.bucket, or_(*of_it))
            .order_by(outbox.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        changed = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == newest,
                outbox.c.trust_id == letter.trust,
                outbox.c.state == LetterState.PARKED,
            )
            .values(state=LetterState.WAITING, owner="", started=False, due_at=now)
        )
        if changed.rowcount:
            self._ring(letter.bucket, now)
        return bool(changed.rowcount)

    async def lost(self, letter: Letter, owner: str, problem: str, now: datetime) -> bool:
        """Nobody can tell whether it arrived. False if somebody else has taken it on since."""
        changed = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == letter.id,
                outbox.c.trust_id == letter.trust,
                outbox.c.owner == owner,
                outbox.c.state == LetterState.CLAIMED,
            )
            .values(state=LetterState.UNKNOWN, sent_at=now, problem=problem[:PROBLEM_LIMIT])
        )
        return bool(changed.rowcount)

    async def shown(self, letter: Letter, now: datetime) -> None:
        """Its recipient has it in front of them after all."""
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == letter.id,
                outbox.c.trust_id == letter.trust,
                outbox.c.state == LetterState.UNKNOWN,
            )
            .values(state=LetterState.SENT, sent_at=now)
        )


#: A bucket that was never written to is free.
LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@cache
def _ring(dialect: str) -> Bulk[tuple[str, tuple[datetime, bool]]]:
    insert, earlier = (sqlite.insert, func.min) if dialect == "sqlite" else (postgresql.insert, func.least)
    statement = insert(pacing).values(next_free_at=LONG_AGO)
    given = statement.excluded
    once = statement.on_conflict_do_update(
        index_elements=["bucket"],
        set_={
            "due_at": earlier(func.coalesce(pacing.c.due_at, given.due_at), given.due_at),
            "urgent": pacing.c.urgent | given.urgent,
            "added": pacing.c.added + 1,
        },
    )
    return Bulk(
        once,
        {
            "bucket": lambda rung: rung[0],
            "due_at": lambda rung: rung[1][0],
            "urgent": lambda rung: rung[1][1],
        },
    )
