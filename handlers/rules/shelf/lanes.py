"""A number for each place, all of them side by side in one large integer.

Python adds, limits and compares a hundred thousand of them in some microseconds that way, where a loop takes
as many milliseconds. Each place has a lane of sixteen bits: fifteen for its number, one to compare by.
"""

from array import array
from collections.abc import Iterable, Iterator
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


def at(place: int) -> int:
    """One in the lane of this place."""
    return 1 << (8 * WIDTH * place)


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


def cut(numbers: int, keep: int, within: int, size: int) -> int:
    """The largest limit that leaves so many of the lanes within, as near as a 256th; 1 where there is none.

    One is left by about the largest number there is.
    """
    low, high = 1, TOP
    while high - low > TOP // 256:
        middle = (low + high) // 2
        if at_least(numbers, middle, within, size).bit_count() >= keep:
            low = middle
        else:
            high = middle
    return low


def places(lanes: int, size: int) -> Iterator[int]:
    """The places of the lanes that hold one, in order."""
    flags = as_bytes(lanes, size)
    place = flags.find(1)
    while place >= 0:
        yield place
        place = flags.find(1, place + 1)


def read(numbers: int, size: int) -> "memoryview[int]":
    """The number of each place."""
    return memoryview(numbers.to_bytes(WIDTH * size, "little")).cast("H")


@lru_cache(maxsize=4)
def _ones(size: int) -> int:
    return int.from_bytes(b"\x01\x00" * size, "little")
