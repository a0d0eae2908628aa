"""A message read for the words of worry: which kinds of word stand in it, where, and about whom.

The words are in `worries.yaml`, so that a safeguarding lead can read and mend them; the rules that put
them together are in `signs.py`. Reading is one look-up a word, and so costs the same whatever is typed.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from handlers.rules.tables import table
from handlers.rules.words import stem

#: Kind of word → where in the message its words stand, counted in words.
Marks = Mapping[str, Sequence[int]]
#: First word → the words that may follow it, and the kind this makes.
_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

_WORDS = re.compile(r"[a-z']+|\d+")
_GAP = 3
_BE = {"is", "was", "were", "been", "being", "got", "get", "gets"}


class Scene:
    """The words of a plain text in lower case, and their kinds."""

    def __init__(self, text: str) -> None:
        found = list(_WORDS.finditer(text))
        self._starts = [word.start() for word in found]
        self._words = [_comparable(word.group()) for word in found]
        marks: dict[str, list[int]] = defaultdict(list)
        for place, kind in self._kinds():
            marks[kind].append(place)
        self._marks: Marks = marks

    def __bool__(self) -> bool:
        """Whether any word of worry stands here at all."""
        return bool(self._marks)

    def has(self, *kinds: str) -> bool:
        """Whether there is a word of any of these kinds."""
        return any(kind in self._marks for kind in kinds)

    def places(self, *kinds: str) -> list[int]:
        """Where words of these kinds stand, in order."""
        return sorted(place for kind in kinds for place in self._marks.get(kind, ()))

    def place(self, start: int) -> int:
        """Which word begins at, or next after, this character."""
        return bisect_left(self._starts, start)

    def near(self, places: Sequence[int], *kinds: str, before: int, after: int) -> bool:
        """Whether a word of these kinds stands so few words before or after any of the places."""
        return any(-before <= place - here <= after for place in self.places(*kinds) for here in places)

    def is_suffered(self, deed: int) -> bool:
        """Whether it was done to the one named before: "was hit by a child"."""
        return "by" in self._words[deed + 1 : deed + 3] and bool(
            _BE & set(self._words[max(0, deed - 2) : deed])
        )

    def _kinds(self) -> Iterator[tuple[int, str]]:
        phrases = _phrases()
        for place, word in enumerate(self._words):
            for rest, kind in phrases.get(word, ()):
                if _follow(rest, self._words, place + 1):
                    yield place, kind


def _follow(rest: Sequence[str], words: Sequence[str], place: int) -> bool:
    """Whether these words stand here; "*" is any one, "~" up to three."""
    for number, word in enumerate(rest):
        if word == "~":
            left = rest[number + 1 :]
            return any(_follow(left, words, place + gap) for gap in range(_GAP + 1))
        if place >= len(words) or word not in ("*", words[place]):
            return False
        place += 1
    return True


@cache
def _phrases() -> _Phrases:
    worries = table(files("handlers.rules").joinpath("worries.yaml"))
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for kind, listed in worries.items():
        for phrase in dict.fromkeys(listed.strip().split("; ")):
            first, *rest = (word if word in "*~" else _comparable(word) for word in phrase.split())
            phrases[first].append((tuple(rest), kind))
    return phrases


def _comparable(word: str) -> str:
    """ "she's", "shes" and "she", "doesn't" and "doesnt", "hits" and "hitting" are each one."""
    word = word.removesuffix("'s").replace("'", "")
    return {"hes": "he", "shes": "she"}.get(word) or stem(word)
