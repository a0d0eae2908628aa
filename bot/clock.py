"""The clock is a value: only the app's start reads the system's, demos and tests pass another."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Now, in UTC. Starts at the system's time, or at a given one, and runs on from there."""

    def __init__(self, start: datetime | None = None) -> None:
        self._shift = timedelta(0) if start is None else start.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def move_to(self, moment: datetime) -> None:
        """Only forwards: what has happened stays so."""
        if moment <= self.now():
            raise ValueError("a clock that is moved goes forwards")
        self._shift = moment.astimezone(UTC) - datetime.now(UTC)

    @staticmethod
    def monotonic() -> float:
        """Seconds that never jump, for leases and timeouts."""
        return time.monotonic()

    @staticmethod
    def wall() -> float:
        """Seconds since 1970 by the system's clock, whatever time it is told to be here.

        Platforms sign and stamp with the world's time, also where a test or a demonstration runs in another.
        """
        return time.time()
