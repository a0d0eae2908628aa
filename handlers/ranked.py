"""What the rooms of a capability add to one card: each notes its own, and none knows the others."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from math import inf
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class Ranked(Generic[T]):
    """Called with a rank it is a decorator; gone through, it gives what was noted, low ranks first."""

    def __init__(self) -> None:
        self._noted: list[tuple[int, T]] = []

    def __call__(self, rank: int) -> Callable[[T], T]:
        def note(added: T) -> T:
            self._noted.append((rank, added))
            return added

        return note

    def __iter__(self) -> Iterator[T]:
        return self.below(inf)

    def below(self, rank: float) -> Iterator[T]:
        """Those alone that were noted with a lower rank than this."""
        ranked = sorted(self._noted, key=lambda pair: pair[0])
        return (added for noted, added in ranked if noted < rank)


async def added_by(
    noted: Iterable[Callable[P, Awaitable[Sequence[T]]]], *given: P.args, **named: P.kwargs
) -> list[T]:
    """What all of these add, in their order."""
    return [each for add in noted for each in await add(*given, **named)]
