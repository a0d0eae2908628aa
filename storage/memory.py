"""What a process keeps in memory of each trust, with the trust's version that it is as of."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.records import TrustId

T = TypeVar("T")
#: What it is called, and whose it is.
Key = tuple[str, TrustId]


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    value: Any


class Memory:
    """Never older than the version asked for. One caller at a time brings a thing up to date."""

    def __init__(self, built: Callable[[], None]) -> None:
        self._built = built
        self._kept: dict[Key, _Kept] = {}
        self._turn: dict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def recall(
        self,
        key: Key,
        version: Callable[[], Awaitable[int]],
        build: Callable[[], Awaitable[T]],
        renew: Callable[[T, int], Awaitable[T]],
    ) -> tuple[T, bool]:
        """The thing itself, and whether it was built or renewed just now.

        What is kept may be ahead of the caller: a transaction that is not committed yet has renewed it.
        """
        now = await version()
        kept = self._kept.get(key)
        if kept is not None and kept.version >= now:
            return kept.value, False
        async with self._turn[key]:
            now = await version()  # what the one before has read may be older than what it waited for
            kept = self._kept.get(key)
            if kept is not None and kept.version >= now:
                return kept.value, False
            try:
                value = await (build() if kept is None else renew(kept.value, kept.version))
            except BaseException:
                self.forget([key])  # half renewed is not renewed
                raise
            self._kept[key] = _Kept(now, value)
            if kept is None or kept.value is not value:
                self._built()
            return value, True

    def forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._kept.pop(key, None)
