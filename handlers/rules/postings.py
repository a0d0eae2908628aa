"""Who is alike in what: lists of people, by their places in the directory.

Each list is kept in order: an index brought up to date person by person is the same as one built anew.
"""

from bisect import bisect_left, insort
from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


def includes(people: Sequence[int], who: int) -> bool:
    """Whether somebody is in an ordered list."""
    at = bisect_left(people, who)
    return at < len(people) and people[at] == who


class Postings:
    """Thing (a concept, a word) → in which way (where they stand, how often) → everybody of whom it is so."""

    def __init__(self) -> None:
        self._people: dict[str, dict[int, list[int]]] = {}

    def __contains__(self, thing: str) -> bool:
        return thing in self._people

    def of(self, thing: str) -> Mapping[int, Sequence[int]]:
        return self._people.get(thing, {})

    def count(self, thing: str) -> int:
        return sum(map(len, self.of(thing).values()))

    def add(self, who: int, things: Mapping[str, int]) -> None:
        for thing, way in things.items():
            insort(self._people.setdefault(thing, {}).setdefault(way, []), who)

    def remove(self, who: int, things: Mapping[str, int]) -> None:
        for thing, way in things.items():
            ways = self._people[thing]
            del ways[way][bisect_left(ways[way], who)]
            if not ways[way]:
                del ways[way]
            if not ways:
                del self._people[thing]


class Sorted(Generic[K]):
    """Everybody by a quality that each has exactly one of: a title, a school. Qualities are numbered."""

    def __init__(self) -> None:
        self._numbers: dict[K, int] = {}
        self.qualities: list[K] = []
        #: By number: who has it.
        self.people: list[list[int]] = []
        #: By place: the number of what somebody has.
        self.of: list[int] = []

    def add(self, who: int, quality: K) -> int:
        """`who` is the next new place, or one that was removed. Returns the quality's number."""
        number = self._numbers.setdefault(quality, len(self.qualities))
        if number == len(self.qualities):
            self.qualities.append(quality)
            self.people.append([])
        insort(self.people[number], who)
        self.of[who : who + 1] = [number]
        return number

    def remove(self, who: int) -> None:
        people = self.people[self.of[who]]
        del people[bisect_left(people, who)]

    def having(self, quality: K) -> Sequence[int]:
        """Everybody with exactly this quality."""
        number = self._numbers.get(quality)
        return () if number is None else self.people[number]
