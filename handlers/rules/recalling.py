"""Which agendas and notes speak of what is looked for, by its words and by the matters behind them.

"EAL" finds what speaks of English as an additional language; "reducing exclusions" what says "reduced". A
paper that speaks of more of what is asked comes first, then one that says so higher up, then the newer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.rules.vocabulary import vocabulary, words_of
from handlers.rules.words import content, plain

HIGH, MIDDLE, LOW = 3.0, 2.0, 1.0  # how much a headline, a title and the words below them tell
TYPED = 4.0  # the words as they were typed, low down, before a relation of theirs in a headline
EACH = 20.0  # what a further matter counts: more than how high up another stands
FORMS = 24  # ways of saying one matter that are looked for: more say little and cost much
READ_AT_MOST = 40  # words of a search: who looks for more has pasted a text, and its first words say what
AROUND = 60  # characters shown on each side of what was found

#: How high up words stand, and the words.
Paper = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is looked for."""

    #: As it was typed, in lower case.
    typed: str
    #: It, its forms in the vocabulary, and its endings.
    written: re.Pattern[str]

    def counts(self, text: str) -> float:
        """0 where a text does not speak of it; the words that were typed count more than their relations."""
        if self.written.search(text) is None:
            return 0.0
        return TYPED if self.typed in text.casefold() else 1.0


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for."""

    #: A paper must hold at least one of these: for a first look.
    words: frozenset[str]
    matters: tuple[Matter, ...]

    def score(self, paper: Paper) -> float:
        """How well a paper fits; each matter counts once, as high up as it stands. 0 where nothing does."""
        best = [
            max((weight * each.counts(text) for weight, text in paper), default=0.0) for each in self.matters
        ]
        return EACH * sum(one > 0 for one in best) + sum(best)

    def shown(self, paper: Paper) -> str:
        """The words around the first place that speaks of it, the highest up; "" where none does."""
        for _, text in sorted(paper, key=lambda each: -each[0]):
            for matter in self.matters:
                if found := matter.written.search(text):
                    return _around(text, found.start(), found.end())
        return ""


def sought(words: str) -> Sought:
    """What these words look for: no matter at all where they say nothing."""
    typed = words_of(plain(words))[:READ_AT_MOST]
    book = vocabulary()
    matters, first_look, covered = [], set[str](), set[int]()
    for found in book.find(typed):
        span = set(range(found.first, found.last))
        if found.concept in book.concepts and not span & covered:
            covered |= span
            said = " ".join(typed[at][1] for at in sorted(span))
            forms = tuple(dict.fromkeys((said, *book.forms[found.concept])))[:FORMS]
            matters.append(Matter(said.casefold(), _written(forms)))
            first_look.update(forms)
    rest = " ".join(word for at, (_, word, *_) in enumerate(typed) if at not in covered)
    for stem in dict.fromkeys(content(rest)):
        matters.append(Matter(stem, re.compile(rf"\b{re.escape(stem)}\w*", re.IGNORECASE)))
        first_look.add(stem)
    return Sought(_shortest(first_look), tuple(matters))


def _shortest(words: Iterable[str]) -> frozenset[str]:
    """Whatever holds "EAL learners" holds "EAL": it need not be looked for by itself."""
    kept: list[str] = []
    for word in sorted({each.casefold() for each in words}, key=len):
        if not any(each in word for each in kept):
            kept.append(word)
    return frozenset(kept)


def _written(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms, or several of it; "SEND" only in capitals, because to send is another thing."""
    small = vocabulary().needs_capitals
    ways = (f"(?-i:{re.escape(each)})" if small(each) else re.escape(each) for each in forms)
    return re.compile(rf"\b(?:{'|'.join(ways)})(?:s|es)?\b", re.IGNORECASE)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    first = text.find(" ", first) + 1 if first else 0
    last = text.rfind(" ", 0, last) if last < len(text) else last
    words = " ".join(text[min(first, start) : max(last, end)].split())
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"
