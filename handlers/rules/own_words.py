"""A trust's own words: where one trust says "our family", Brightspot says "partnership between schools".

Where a trust's word stands in a text, its meaning is put behind it in brackets: "moving into the Hub (nurture
room)". Whatever reads the text then understands it, and whoever is shown it learns the word.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.fuzz import WRatio

from handlers.rules import senses, years
from handlers.rules.vocabulary import vocabulary, words_of
from handlers.rules.words import plain
from storage.records import Person

#: As many known words as help somebody who meant one of them, and how alike they must be (0 to 100).
SUGGESTED, ALIKE = 3, 55


class OwnWords:
    """Words and what they mean, in one trust."""

    def __init__(self, meanings: Mapping[str, str] | None = None) -> None:
        self._of = {_spelt(word): means for word, means in (meanings or {}).items()}

    def explained(self, text: str) -> str:
        """The text with each of the words explained where it stands."""
        return self._pattern.sub(self._explanation, text) if self._of and text else text

    def told(self, person: Person) -> Person:
        """Somebody with what they say of themselves explained."""
        if not self._of:
            return person
        title, now, past = map(self.explained, (person.job_title, person.working_on, person.can_help_with))
        return replace(person, job_title=title, working_on=now, can_help_with=past)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._of, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)(?!\s*\()", re.IGNORECASE)

    def _explanation(self, match: re.Match[str]) -> str:
        means = self._of.get(_spelt(match.group()))
        return f"{match.group()} ({means})" if means is not None else match.group()


def _spelt(word: str) -> str:
    """How a word is looked up. A short form in capitals keeps them: "SAM" is a scheme, "Sam" is somebody."""
    word = plain(word)
    return word if word.isupper() and len(word) <= 4 else word.lower()


def is_understood(meaning: str) -> bool:
    """Whether the vocabulary finds anything in these words."""
    words = words_of(plain(meaning))
    found, _ = senses.settle(vocabulary().find(words), words)
    return bool(found) or bool(years.find(meaning))


def nearest_known(meaning: str) -> tuple[str, ...]:
    """The vocabulary's own names that are most like words it does not understand."""
    labels = [concept.label for concept in vocabulary().concepts.values()]
    found = process.extract(meaning, labels, scorer=WRatio, limit=SUGGESTED, score_cutoff=ALIKE)
    return tuple(label for label, *_ in found)
