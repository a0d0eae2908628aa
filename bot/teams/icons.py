"""The app's two icons, drawn: several schools, and one bright spot among them.

`python -m bot.teams.icons` writes color.png and outline.png beside this file; a test compares them. Sizes and
colours are Microsoft's: 192×192 in full colour, 32×32 in white on nothing
(learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package).
"""

import struct
import zlib
from collections.abc import Callable
from math import hypot
from pathlib import Path

Colour = tuple[int, int, int, int]

GROUND: Colour = (29, 79, 92, 255)
SCHOOL: Colour = (255, 255, 255, 255)
BRIGHT: Colour = (255, 201, 60, 255)
NOTHING: Colour = (255, 255, 255, 0)

#: Centres and radii of the schools, in a square of side 1; the first is the bright one.
SPOTS = ((0.62, 0.38, 0.16), (0.25, 0.30, 0.075), (0.30, 0.70, 0.095), (0.72, 0.76, 0.07))
PATH = 0.022  # half the width of the lines between them
FINE = 4  # each pixel is the mean of so many by so many points


def color() -> bytes:
    def at(x: float, y: float) -> Colour:
        if _within(x, y, SPOTS[0]):
            return BRIGHT
        return SCHOOL if any(_within(x, y, spot) for spot in SPOTS[1:]) or _on_path(x, y) else GROUND

    return _png(192, at)


def outline() -> bytes:
    def at(x: float, y: float) -> Colour:
        bright_x, bright_y, radius = SPOTS[0]
        ring = abs(hypot(x - bright_x, y - bright_y) - radius) < 0.035
        outside = hypot(x - bright_x, y - bright_y) > radius
        drawn = ring or any(_within(x, y, spot) for spot in SPOTS[1:]) or (outside and _on_path(x, y))
        return SCHOOL if drawn else NOTHING

    return _png(32, at)


def _within(x: float, y: float, spot: tuple[float, float, float]) -> bool:
    return hypot(x - spot[0], y - spot[1]) < spot[2]


def _on_path(x: float, y: float) -> bool:
    """On a line from the bright spot to one of the others."""
    from_x, from_y, _ = SPOTS[0]
    for to_x, to_y, _ in SPOTS[1:]:
        length = hypot(to_x - from_x, to_y - from_y)
        along = ((x - from_x) * (to_x - from_x) + (y - from_y) * (to_y - from_y)) / length
        beside = abs((x - from_x) * (to_y - from_y) - (y - from_y) * (to_x - from_x)) / length
        if 0 < along < length and beside < PATH:
            return True
    return False


def _png(size: int, at: Callable[[float, float], Colour]) -> bytes:
    """A PNG of 8-bit RGBA."""
    rows = bytearray()
    for row in range(size):
        rows.append(0)  # no filter
        for column in range(size):
            points = [
                at((column + (across + 0.5) / FINE) / size, (row + (down + 0.5) / FINE) / size)
                for down in range(FINE)
                for across in range(FINE)
            ]
            rows += bytes(
                round(sum(point[channel] for point in points) / len(points)) for channel in range(4)
            )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    folder = Path(__file__).parent
    (folder / "color.png").write_bytes(color())
    (folder / "outline.png").write_bytes(outline())
