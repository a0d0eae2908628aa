"""People and schools named in a question, found in one trust."""

import re
from collections.abc import Iterable, Sequence
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

    def __init__(self, people: Iterable[Person], schools: Iterable[School]) -> None:
        #: First word → whole name → whose it is.
        self._people: dict[str, dict[tuple[str, ...], list[PersonId]]] = {}
        self._schools: dict[str, list[School]] = {}
        for school in schools:
            for name in _school_names(school.name):
                self._schools.setdefault(name, []).append(school)
        #: First word → the names that begin with it, the longest first.
        self._beginning: dict[str, list[str]] = {}
        for name in sorted(self._schools, key=len, reverse=True):
            if begins := _WORD.match(name):
                self._beginning.setdefault(begins.group(), []).append(name)
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        if len(name := _name(person.name)) > 1:
            self._people.setdefault(name[0], {}).setdefault(name, []).append(person.id)

    def remove(self, person: Person) -> None:
        """Nothing of a name stays when the last who bears it has gone."""
        if len(name := _name(person.name)) > 1:
            names = self._people[name[0]]
            names[name].remove(person.id)
            if not names[name]:
                del names[name]
            if not names:
                del self._people[name[0]]

    def people_in(self, words: Sequence[str]) -> tuple[PersonId, ...]:
        """The people whose full name stands in the words."""
        said = _name(" ".join(words))
        found: list[PersonId] = []
        for at, word in enumerate(said):
            names = self._people.get(word)
            if names is not None:
                for size in range(2, min(max(map(len, names)), len(said) - at) + 1):
                    found += names.get(said[at : at + size], ())
        return tuple(dict.fromkeys(found))

    def schools_in(self, text: str, own: School | None) -> tuple[School | None, School | None]:
        """The school somebody should be at, and the school to be near.

        "Near Castle Mount" is a place to start from. The asker's own school tells who asks, and limits
        nothing.
        """
        at: School | None = None
        near: School | None = None
        for named in self.schools_named(text):
            before = text.lower()[max(0, named.start - 24) : named.start].split()
            is_own = own is not None and any(school.id == own.id for school in named.schools)
            others = [school for school in named.schools if own is None or school.id != own.id]
            if {"near", "around", "nearest", "by", "from"} & set(before[-2:]):
                near = own if is_own else named.schools[0]
            elif others and not (is_own or {"not", "except", "we're", "i'm", "our"} & set(before[-3:])):
                at = others[0]
        return at, near

    def schools_named(self, text: str) -> tuple[Named, ...]:
        """Every school named in a text, in the order of the words; places are those of `plain(text)`.

        "Elm Park's" is Elm Park, "Elm Parking" is not. The longest name wins.
        """
        said = unaccented(plain(text)).lower()
        found: list[Named] = []
        for word in _WORD.finditer(said):
            if not found or word.start() >= found[-1].end:
                named = self._school_at(said, word.start(), word.group())
                found += [named] if named else []
        return tuple(found)

    def _school_at(self, said: str, start: int, first: str) -> Named | None:
        for begins in dict.fromkeys((first, first.removesuffix("s"))):
            for name in self._beginning.get(begins, ()):
                if said.startswith(name, start) and (end := _END.match(said, start + len(name))):
                    return Named(tuple(self._schools[name]), start, end.end())
        return None

    def called(self, names: Sequence[str]) -> tuple[frozenset[SchoolId], frozenset[PersonId]]:
        """The schools and the people that these names, as typed, may mean."""
        schools = (one.id for name in names for named in self.schools_named(name) for one in named.schools)
        return frozenset(schools), frozenset(one for name in names for one in self.people_in(name.split()))

    def words_of(self, *schools: School | None) -> frozenset[str]:
        """The stems of school names, which ask for nothing themselves."""
        return frozenset(
            stem(word) for school in schools if school is not None for word in split(school.name)
        )


_WORD = re.compile(r"\w+")
_END = re.compile(r"(?:'s|s)?\b")


def _name(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+", unaccented(plain(name)).lower().replace("'", "").replace("\x00", "")))


def as_said(name: str) -> str:
    """A school's name as people say it: "Elm Park Primary School" is Elm Park."""
    words = name.split()
    drop = vocabulary().school_words - _PARTS
    while len(words) > 1 and words[-1].lower().strip("().,'") in drop:
        words.pop()
    return " ".join(words)


#: Two halves of a primary often share a name.
_PARTS = frozenset(("infant", "infants", "junior", "juniors"))


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
