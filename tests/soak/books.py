"""What our books say of each letter, held against what the platform took in and what was struck.

Where a platform can be asked, no letter may be in doubt. Where it cannot, those and only those are whose
sender was not told what became of them, or was killed while it sent them: they stay so, unless their own
recipient asks for them, and everything else is known.
"""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.sending import UNSURE
from storage.records import LetterState, Why
from storage.store import Database
from storage.tables import outbox

#: Of a weekly message, so that its parts are not lost.
WENT = (LetterState.SENT, LetterState.UNKNOWN)


async def letters_in(database: Database) -> dict[str, Any]:
    columns = (outbox.c.key, outbox.c.state, outbox.c.problem, outbox.c.why, outbox.c.replaces)
    async with database.engine.connect() as connection:
        rows = await connection.execute(select(*columns, outbox.c.due_at))
        return {row.key: row for row in rows}


@dataclass(frozen=True)
class Books:
    """All letters, each by its key, and what is known of them from elsewhere."""

    letters: dict[str, Any]
    now: datetime
    #: Whether the platform can be asked what it took in.
    looks: bool
    #: Key → how often the platform took it in.
    arrived: Counter[str]
    #: Letters whose sender the platform did not tell what became of them; those sent again after that.
    untold: Set[str]
    again: Set[str]
    #: … that a process was sending when it was killed, or anybody when the database went.
    struck: Set[str]
    shaken: Set[str]
    #: … that may have gone missing, and whose recipient asked for them.
    shown: Set[str]

    def told(self) -> str:
        states = sorted(Counter(row.state for row in self.letters.values()).items())
        there, doubt = self.arrived.keys(), self._in_doubt
        return (
            f"{self.arrived.total()} messages were taken in, {len(there)} different ones; our books: "
            + ", ".join(f"{count} {state}" for state, count in states)
            + f"\n{len(doubt)} of unknown outcome: {len(self.untold - there)} cut off before they were taken "
            f"in, {len(self.untold & there)} after it, {len(self.struck)} on their way as their process was "
            f"killed; {len(doubt & self.shown)} of them were asked for"
        )

    def wrong(self) -> list[str]:
        return [
            *(f"came {times} times: {key}" for key, times in self.arrived.items() if times > 1),
            *(f"sent again, though nobody knew what had become of it: {key}" for key in sorted(self.again)),
            *(f"{problem}: {row.key}" for row in self.letters.values() for problem in self._of(row)),
        ]

    def untried(self) -> list[str]:
        """What did not happen, so that nothing is shown of it."""
        ways = {
            "was cut off before it was taken in": self.untold - self.arrived.keys(),
            "was cut off after it was taken in": self.untold & self.arrived.keys(),
            "was being sent as its process was killed": self.struck & self.letters.keys(),
        }
        return [] if self.looks else [f"no letter {way}" for way, keys in ways.items() if not keys]

    @property
    def _in_doubt(self) -> Set[str]:
        """Nobody can know what became of them. What was withdrawn since is in no books."""
        return set() if self.looks else (self.untold | self.struck) & self.letters.keys()

    def _of(self, row: Any) -> Iterator[str]:
        key, state, place = row.key, row.state, self.letters.get(row.replaces)
        new = not row.replaces
        elsewhere = self.looks and row.why == Why.ANSWER  # Slack takes some in at an address of their own
        if state == LetterState.UNKNOWN:
            if key not in self._in_doubt | self.shaken:
                yield f"parked, though what became of it is known ({row.problem})"
            elif not key.startswith(UNSURE) and UNSURE + key not in self.letters:
                yield "parked, and nobody was asked about it"
        elif key in self._in_doubt and new and not (state == LetterState.SENT and key in self.shown):
            yield f"nobody knows what became of it, and our books say {state}"
        elif state == LetterState.SENT and new and not elsewhere and key not in self._there:
            yield "called sent, but is not there"
        elif (
            state == LetterState.MERGED and row.why == Why.UNASKED and (not place or place.state not in WENT)
        ):
            yield f"part of {row.replaces}, which did not go"
        elif state == LetterState.PARKED and row.problem != "too late":
            yield f"given up ({row.problem})"
        elif state in (LetterState.WAITING, LetterState.CLAIMED) and row.due_at <= self.now:
            yield "has not gone"

    @property
    def _there(self) -> Set[str]:
        return self.arrived.keys() | self.shown
