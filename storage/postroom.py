"""The way out: letters are claimed under a lease, bucket by bucket, by any number of processes.

A bucket (a conversation or workspace with a pace of its own) is held by one claim at a time, so its
letters go in order and its pace is kept by all processes together. Leases and pace go by the database's
clock: machines differ, and the playground's clock jumps. Whoever lost a lease can change nothing any
more: every statement names its owner.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Float,
    Integer,
    Row,
    String,
    Update,
    and_,
    any_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from storage.letters import letter_of
from storage.moments import EpochNow, Moment
from storage.outbox import PROBLEM_LIMIT
from storage.quick import quick
from storage.records import Letter, LetterState, Why
from storage.store import Database
from storage.tables import Instant, outbox, pacing


@dataclass(frozen=True, slots=True)
class Bunch:
    """Letters of one bucket, oldest first, held by one claim until its lease ends."""

    bucket: str
    owner: str
    letters: tuple[Letter, ...]
    #: When this bucket was last written to, and when it was claimed: seconds by the database's clock.
    window: tuple[float, ...]
    claimed_at: float
    #: Rises with every letter: tells whether more came while this was held.
    added: int
    #: Letters that an earlier claim may have sent without noting when: it died, or its lease ended.
    unnoted: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """When a bucket may be written to again, and how much then."""

    seconds: float
    may_take: int
    window: tuple[float, ...] = ()


class Postroom:
    """Claims letters and notes what became of them. One for each process."""

    def __init__(self, database: Database) -> None:
        self._quick = quick(database)

    async def claim(self, owner: str, now: datetime, *, buckets: int, lease_s: float) -> list[Bunch]:
        """Free buckets with letters due, those free longest first, answers before anything else."""
        values = {"due": now, "buckets": buckets, "owner": owner, "lease": lease_s}
        return [
            Bunch(
                head.held,
                owner,
                tuple(map(letter_of, rows)),
                tuple(head.window or ()),
                head.claimed_at,
                head.added,
                head.may_take if head.left_by else 0,
            )
            for head, rows in await self._quick.run(lambda on: _claim(on, values))
        ]

    async def start(self, letter: Letter, owner: str) -> bool:
        """Note that a send begins. False where the lease has ended: then nothing may be sent."""
        return await self._change(_START, letter, owner)

    async def sent(self, letter: Letter, owner: str, platform_id: str, now: datetime) -> bool:
        values = {"platform_id": platform_id[:PROBLEM_LIMIT], "now": now}
        return await self._change(_SENT, letter, owner, values)

    async def park(self, letter: Letter, owner: str, problem: str) -> bool:
        """It is not sent, for good, and the reason is known."""
        return await self._change(_PARK, letter, owner, {"problem": problem[:PROBLEM_LIMIT]})

    async def wait(
        self, letter: Letter, owner: str, due: datetime, *, started: bool = False, problem: str = ""
    ) -> bool:
        """Back in line. `started`: an earlier send may have arrived, so look before the next."""
        values = {"new_due": due, "now_started": started, "problem": problem[:PROBLEM_LIMIT]}
        return await self._change(_WAIT, letter, owner, values)

    async def look_again(self, letter: Letter, owner: str, problem: str) -> bool:
        """Whether it arrived could not be found out now: back in line, to be looked for again."""
        return await self._change(_LOOK_AGAIN, letter, owner, {"problem": problem[:PROBLEM_LIMIT]})

    async def release(self, bunch: Bunch, pause: Pause, now: datetime) -> None:
        """The bucket is free again after the pause. Looks anew if letters came while it was held."""
        values = {
            "held": bunch.bucket,
            "own": bunch.owner,
            "seen": bunch.added,
            "pause": pause.seconds,
            "take": pause.may_take,
            "wrote": list(pause.window),
            "now": now,
        }
        await self._quick.run(lambda on: on.execute(_RELEASE, values).rowcount)

    async def put_back(self, bunch: Bunch) -> None:
        """What was claimed and not begun goes back in line at once, instead of at the lease's end."""
        await self._quick.run(
            lambda on: on.execute(_PUT_BACK, {"own": bunch.owner, "held": bunch.bucket}).rowcount
        )

    async def counts(self) -> dict[LetterState, int]:
        """How many letters are where, of all trusts: for metrics."""
        rows = await self._quick.run(lambda on: on.execute(_COUNTS).all())
        return {LetterState(state): count for state, count in rows}

    async def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the oldest letter that could go is waiting: for metrics."""
        return await self._quick.run(lambda on: on.execute(_OLDEST, {"now": now}).scalar())

    async def close(self) -> None:
        await self._quick.close()

    async def _change(
        self, statement: Update, letter: Letter, owner: str, values: dict[str, Any] | None = None
    ) -> bool:
        given = {"letter": letter.id, "own": owner} | (values or {})
        return bool(await self._quick.change(statement, given))


# ------------------------------------------------------------------ claiming

_NOW = Moment()
_DUE = bindparam("due", type_=Instant())
_OWNER = bindparam("owner", type_=String)
_LEASE_END = Moment(bindparam("lease", type_=Float))
_CAN_GO = and_(
    outbox.c.due_at <= _DUE,
    # One whose lease has ended counts: its process died, froze, or could not tell how the send ended.
    or_(
        outbox.c.state == LetterState.WAITING.value,
        and_(outbox.c.state == LetterState.CLAIMED.value, outbox.c.lease_until <= _NOW),
    ),
)
_TAKEN = {"state": LetterState.CLAIMED.value, "owner": _OWNER, "lease_until": _LEASE_END}
_HELD = {"owner": _OWNER, "next_free_at": _LEASE_END}
_FREE = (
    select(
        pacing.c.bucket.label("held"),
        pacing.c.may_take,
        pacing.c.window,
        pacing.c.added,
        pacing.c.owner.label("left_by"),
    )
    .where(pacing.c.due_at <= _DUE, pacing.c.next_free_at <= _NOW)
    .order_by(pacing.c.urgent.desc(), pacing.c.next_free_at)
    .limit(bindparam("buckets", type_=Integer))
)


def _claim_on_postgres() -> Any:  # noqa: ANN401  a SELECT whose parts write
    """Everything in one statement: lock free buckets and their first letters, take both, hand them over."""
    free = _FREE.with_for_update(skip_locked=True).cte("free")
    ready = (
        select(outbox.c.id)
        .where(outbox.c.bucket == free.c.held, _CAN_GO)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(free.c.may_take)
        .with_for_update(skip_locked=True)  # one that is being replaced right now
        .lateral("ready")
    )
    ids = select(ready.c.id).select_from(free).join(ready, and_(True)).cte("ids")
    taken = (
        update(outbox)
        # An array: the planner then goes by the index, however many letters were ever sent.
        .where(outbox.c.id == any_(func.array(select(ids.c.id).scalar_subquery(), type_=outbox.c.id.type)))
        .values(_TAKEN)
        .returning(*outbox.c)
        .cte("taken")
    )
    held = update(pacing).where(pacing.c.bucket == free.c.held).values(_HELD).cte("held")
    return (
        select(
            free.c.held,
            free.c.may_take,
            free.c.left_by,
            free.c.window,
            free.c.added,
            EpochNow().label("claimed_at"),
            *taken.c,
        )
        .select_from(free.outerjoin(taken, taken.c.bucket == free.c.held))
        .order_by(taken.c.due_at, taken.c.id)
        .add_cte(held)
    )


_CLAIM_POSTGRES = _claim_on_postgres()
_FREE_NOW = _FREE.add_columns(EpochNow().label("claimed_at"))
_HOLD = update(pacing).where(pacing.c.bucket == bindparam("held", type_=String)).values(_HELD)
_TAKE = (
    update(outbox)
    .where(
        outbox.c.id.in_(
            select(outbox.c.id)
            .where(outbox.c.bucket == bindparam("held", type_=String), _CAN_GO)
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(bindparam("take", type_=Integer))
        )
    )
    .values(_TAKEN)
    .returning(*outbox.c)
)


def _claim(on: Connection, values: dict[str, Any]) -> list[tuple[Row[Any], list[Row[Any]]]]:
    """Held buckets, each with the letters taken from it."""
    if on.dialect.name == "sqlite":
        return _claim_on_sqlite(on, values)
    found: dict[str, tuple[Row[Any], list[Row[Any]]]] = {}
    for row in on.execute(_CLAIM_POSTGRES, values):
        _, letters = found.setdefault(row.held, (row, []))
        if row.id is not None:
            letters.append(row)
    return list(found.values())


def _claim_on_sqlite(on: Connection, values: dict[str, Any]) -> list[tuple[Row[Any], list[Row[Any]]]]:
    """The same in a few statements: nobody else writes meanwhile."""
    found = []
    for free in on.execute(_FREE_NOW, values).all():
        of_bucket = values | {"held": free.held, "take": free.may_take}
        on.execute(_HOLD, of_bucket)
        letters = on.execute(_TAKE, of_bucket).all()
        found.append((free, sorted(letters, key=lambda row: (row.due_at, row.id))))
    return found


# ------------------------------------------------------------------ what became of them


def _mine() -> Update:
    """A letter that its owner still holds."""
    return update(outbox).where(
        outbox.c.id == bindparam("letter", type_=outbox.c.id.type),
        outbox.c.owner == bindparam("own", type_=String),
        outbox.c.state == LetterState.CLAIMED.value,
    )


_START = _mine().where(outbox.c.lease_until > _NOW).values(started=True, attempts=outbox.c.attempts + 1)
_SENT = _mine().values(
    state=LetterState.SENT.value,
    platform_id=bindparam("platform_id", type_=String),
    sent_at=bindparam("now", type_=Instant()),
    problem="",
)
_PARK = _mine().values(state=LetterState.PARKED.value, problem=bindparam("problem", type_=String))
_WAIT = _mine().values(
    state=LetterState.WAITING.value,
    owner="",
    due_at=bindparam("new_due", type_=Instant()),
    started=bindparam("now_started", type_=Boolean),
    problem=bindparam("problem", type_=String),
)
_LOOK_AGAIN = _mine().values(
    state=LetterState.WAITING.value,
    owner="",
    attempts=outbox.c.attempts + 1,
    problem=bindparam("problem", type_=String),
)
_PUT_BACK = (
    update(outbox)
    .where(
        outbox.c.bucket == bindparam("held", type_=String),
        outbox.c.owner == bindparam("own", type_=String),
        outbox.c.state == LetterState.CLAIMED.value,
    )
    .values(state=LetterState.WAITING.value, owner="")
)

_LEFT = (
    select(func.min(outbox.c.due_at))
    .where(
        outbox.c.bucket == pacing.c.bucket,
        or_(outbox.c.state == LetterState.WAITING.value, outbox.c.state == LetterState.CLAIMED.value),
    )
    .scalar_subquery()
)
_LEFT_URGENT = (
    select(outbox.c.id)
    .where(
        outbox.c.bucket == pacing.c.bucket,
        outbox.c.state == LetterState.WAITING.value,
        outbox.c.why == Why.ANSWER.value,
    )
    .exists()
)
_RELEASE = (
    update(pacing)
    .where(
        pacing.c.bucket == bindparam("held", type_=String),
        pacing.c.owner == bindparam("own", type_=String),
    )
    .values(
        owner="",
        next_free_at=Moment(bindparam("pause", type_=Float)),
        may_take=bindparam("take", type_=Integer),
        window=bindparam("wrote", type_=JSON),
        # A letter written while this looks may be invisible to the look, but not to the counter.
        due_at=case(
            (pacing.c.added == bindparam("seen", type_=pacing.c.added.type), _LEFT),
            else_=func.coalesce(pacing.c.due_at, bindparam("now", type_=Instant())),
        ),
        urgent=case(
            (pacing.c.added == bindparam("seen", type_=pacing.c.added.type), _LEFT_URGENT),
            else_=pacing.c.urgent,
        ),
    )
)
_COUNTS = select(outbox.c.state, func.count()).group_by(outbox.c.state)
_OLDEST = select(func.min(outbox.c.due_at)).where(
    outbox.c.state == LetterState.WAITING.value, outbox.c.due_at <= bindparam("now", type_=Instant())
)
