"""Setting words in lines, for a page whose letters every PDF reader has: Helvetica and its bold.

Widths are in thousandths of the letters' size, from Adobe's published metrics of the fourteen standard fonts
(Core 14 AFM), for the characters of Windows-1252.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# From the space to the tilde, in the order of ASCII.
_PLAIN = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 "
    "667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 "
    "222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 "
    "667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 "
    "278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
_ASCII = {bold: tuple(map(int, widths.split())) for bold, widths in ((False, _PLAIN), (True, _BOLD))}
#: What stands out of line among the others of Windows-1252; letters with marks are as wide as without.
_OTHERS = {"‘": 222, "’": 222, "“": 333, "”": 333, "–": 556, "—": 1000, "…": 1000, "•": 350, "·": 278}
_OTHERS_BOLD = _OTHERS | {"‘": 278, "’": 278, "“": 500, "”": 500}
WIDE = 556  # of a figure, and of what is not listed

#: Letters that no mark can be taken from.
_WITHOUT_STROKE = str.maketrans("łŁđĐħĦ", "lLdDhH")


def writable(text: str) -> str:
    """The words in characters that the letters have: what they lack loses its marks, or is a "?"."""
    return "".join(map(_writable, text.translate(_WITHOUT_STROKE)))


def _writable(character: str) -> str:
    for each in (character, *_plainer(character)):
        try:
            each.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return each
    return "?"


def _plainer(character: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return (bare,) if bare else ()


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In points."""
    return sum(_wide(each, bold=bold) for each in text) * size / 1000


@lru_cache(maxsize=1024)
def _wide(character: str, *, bold: bool) -> int:
    if " " <= character <= "~":
        return _ASCII[bold][ord(character) - 32]
    others = _OTHERS_BOLD if bold else _OTHERS
    if character in others:
        return others[character]
    bare = unicodedata.normalize("NFKD", character)[:1]
    return _ASCII[bold][ord(bare) - 32] if " " <= bare <= "~" else WIDE


def lines(text: str, size: float, room: float, *, bold: bool = False) -> Iterator[str]:
    """The words in lines no wider than the room; a word that is wider is broken."""
    gap = width(" ", size, bold=bold)
    for paragraph in text.splitlines() or [""]:
        line: list[str] = []
        used = 0.0
        for word in _short_enough(paragraph.split(), size, room, bold=bold):
            wide = width(word, size, bold=bold)
            if line and used + gap + wide > room:
                yield " ".join(line)
                line, used = [], 0.0
            used += wide + (gap if line else 0.0)
            line.append(word)
        yield " ".join(line)


def _short_enough(words: Iterable[str], size: float, room: float, *, bold: bool) -> Iterator[str]:
    for word in words:
        rest = word
        while width(rest, size, bold=bold) > room:
            part = _fitting(rest, size, room, bold=bold)
            yield rest[:part]
            rest = rest[part:]
        yield rest


def _fitting(word: str, size: float, room: float, *, bold: bool) -> int:
    """How many of its characters the room holds, one at least."""
    count = 1
    while count < len(word) and width(word[: count + 1], size, bold=bold) <= room:
        count += 1
    return count
