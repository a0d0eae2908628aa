"""People and schools named in a question, found in one trust."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import plain, split, stem, unaccented
from storage.records import Person, PersonId, School, SchoolId


class Named(NamedTuple):
    """A school's name in a text: the schools it may mean, and where it stands in the plain text."""

    schools: tuple[School, ...]
    start: int
    end: int


class Names:
    """Who and what a trust's names belong to."""

    def __init__(self, people: Sequence[Person], schools: Sequence[School]) -> None:
        self._people: dict[tuple[str, ...], list[PersonId]] = {}
        for person in people:
            key = _name(person.name)
            if len(key) > 1:
                self._people.setdefault(key, []).append(person.id)
        self._firsts = {key[0] for key in self._people}
        self._longest = max((len(key) for key in self._people), default=0)
        self._schools: dict[str, list[School]] = {}
        for school in schools:
            for name in _school_names(school.name):
                self._schools.setdefault(name, []).append(school)
        self._pattern = _pattern(self._schools)

    def people_in(self, words: Sequence[str]) -> tuple[PersonId, ...]:
        """The people whose full name stands in the words."""
        said = _name(" ".join(words))
        found: list[PersonId] = []
        for at, word in enumerate(said):
            if word in self._firsts:
                for size in range(2, min(self._longest, len(said) - at) + 1):
                    found += self._people.get(said[at : at + size], ())
        return tuple(dict.fromkeys(found))

    def schools_in(self, text: str, own: School | None) -> tuple[School | None, School | None]:
        """The school somebody should be at, and the school to be near.

        "Near Castle Mount" is a place to start from. The asker's own school tells who asks, and limits
        nothing.
        """
        if self._pattern is None:
            return None, None
        at: School | None = None
        near: School | None = None
        for match in self._pattern.finditer(unaccented(plain(text)).lower()):
            before = text.lower()[max(0, match.start() - 24) : match.start()].split()
            schools = self._schools[match.group(1)]
            is_own = own is not None and any(school.id == own.id for school in schools)
            others = [school for school in schools if own is None or school.id != own.id]
            if {"near", "around", "nearest", "by", "from"} & set(before[-2:]):
                near = own if is_own else schools[0]
            elif others and not (is_own or {"not", "except", "we're", "i'm", "our"} & set(before[-3:])):
                at = others[0]
        return at, near

    def schools_named(self, text: str) -> tuple[Named, ...]:
        """Every school named in a text, in the order of the words; places are those of `plain(text)`."""
        if self._pattern is None:
            return ()
        said = unaccented(plain(text)).lower()
        return tuple(
            Named(tuple(self._schools[match.group(1)]), match.start(), match.end())
            for match in self._pattern.finditer(said)
        )

    def called(self, names: Sequence[str]) -> tuple[frozenset[SchoolId], frozenset[PersonId]]:
        """The schools and the people that these names, as typed, may mean."""
        schools = (one.id for name in names for named in self.schools_named(name) for one in named.schools)
        return frozenset(schools), frozenset(one for name in names for one in self.people_in(name.split()))

    def words_of(self, *schools: School | None) -> frozenset[str]:
        """The stems of school names, which ask for nothing themselves."""
        return frozenset(
            stem(word) for school in schools if school is not None for word in split(school.name)
        )


@lru_cache(maxsize=65536)
def _name(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+", unaccented(plain(name)).lower().replace("'", "").replace("\x00", "")))


def as_said(name: str) -> str:
    """A school's name as people say it: "Elm Park Primary School" is Elm Park."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip("().,'") in vocabulary().school_words:
        words.pop()
    return " ".join(words)


def _school_names(name: str) -> list[str]:
    """A school's name in full and as people say it: "Elm Park Primary School" is Elm Park."""
    full = unaccented(plain(name)).lower()
    drop = vocabulary().school_words
    words = full.split()
    short = list(words)
    while len(short) > 1 and short[-1].strip("().,'") in drop:
        short.pop()
    while len(short) > 1 and short[0] == "the":
        short.pop(0)
    without_saint = [word for word in short if word not in {"st", "saint"}]
    names = [full, " ".join(short)]
    if len(words) - len(short) >= 1 and words[len(short) : len(short) + 1] in (
        ["infant"],
        ["junior"],
        ["infants"],
        ["juniors"],
    ):
        names.append(" ".join([*short, words[len(short)]]))
    if len(without_saint) > 1:
        names.append(" ".join(without_saint))
    return [one for one in dict.fromkeys(names) if len(one) > 3]


def _pattern(names: dict[str, list[School]]) -> re.Pattern[str] | None:
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + r")(?:'s|s)?\b")
