"""A number for each place, all of them side by side in one large integer.

Python adds, limits and compares a hundred thousand of them in some microseconds that way, where a loop takes
as many milliseconds. Each place has a lane of sixteen bits: fifteen for its number, one to compare by.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

WIDTH = 2  # bytes of a lane
TOP = 0x8000  # the bit to compare by
MOST = TOP - 1  # the largest number


def of(places: Iterable[int], size: int) -> int:
    """One in the lanes of these places, nothing in the others."""
    lanes = bytearray(WIDTH * size)
    for place in places:
        lanes[WIDTH * place] = 1
    return int.from_bytes(lanes, "little")


def of_levels(levels: Mapping[int, Sequence[int]], size: int) -> int:
    """In the lanes of these places their level, up to 255."""
    lanes = bytearray(WIDTH * size)
    for level, places in levels.items():
        for place in places:
            lanes[WIDTH * place] = level
    return int.from_bytes(lanes, "little")


def at(place: int, number: int = 1) -> int:
    """A number in the lane of this place."""
    return number << (8 * WIDTH * place)


def of_numbers(numbers: "array[int]") -> int:
    """Each number (of type "H") in its lane."""
    return int.from_bytes(numbers.tobytes(), "little")


def of_bytes(flags: bytes | bytearray) -> int:
    """One where a flag is set."""
    lanes = bytearray(WIDTH * len(flags))
    lanes[::WIDTH] = flags
    return int.from_bytes(lanes, "little")


def as_bytes(lanes: int, size: int) -> bytes:
    """One byte a place, of lanes that hold one or nothing."""
    return lanes.to_bytes(WIDTH * size, "little")[::WIDTH]


def at_least(numbers: int, least: int, within: int, size: int) -> int:
    """One where the number is at least so large (1 to MOST), of the lanes within."""
    return (numbers + (TOP - least) * _ones(size)) >> (TOP.bit_length() - 1) & within


class Ranked:
    """The numbers of the lanes within, to find the largest of."""

    def __init__(self, numbers: int, within: int, size: int) -> None:
        kept = (numbers & within * (2 * TOP - 1)).to_bytes(WIDTH * size, "little")
        #: The number of each place.
        self.each = memoryview(kept).cast("H")
        self._high = kept[1::WIDTH]

    def cut(self, keep: int) -> int:
        """The largest limit that leaves so many, as near as a 128th of MOST; 1 where there is none."""
        low = TOP >> 8
        while low > 1:
            low //= 2
            left = self._high.translate(None, bytes(range(low)))
            if len(left) >= keep:
                return sorted(left)[-keep] << 8
        return 1

    def from_(self, least: int) -> Iterator[int]:
        """The places with at least this number (1 to MOST), the last ones first."""
        step = least >> 8
        flags = self._high.translate(bytes(each >= step for each in range(256)))
        place = flags.rfind(1)
        while place >= 0:
            if self.each[place] >= least:
                yield place
            place = flags.rfind(1, 0, place)


def places(lanes: int, size: int) -> Iterator[int]:
    """The places of the lanes that hold one, in order."""
    flags = as_bytes(lanes, size)
    place = flags.find(1)
    while place >= 0:
        yield place
        place = flags.find(1, place + 1)


@lru_cache(maxsize=4)
def _ones(size: int) -> int:
    return int.from_bytes(b"\x01\x00" * size, "little")
