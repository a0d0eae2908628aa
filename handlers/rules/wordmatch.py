"""A text match over colleagues' own words, for what no concept covers. BM25's weights, with synonyms."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from handlers.rules.postings import Postings
from handlers.rules.vocabulary import vocabulary

#: BM25's usual constants: how soon repeats stop counting, and how much length is made up for.
K1, B = 1.2, 0.75
#: What a synonym counts beside the word itself.
SYNONYM = 0.42


class WordMatch:
    """Every colleague's words, by word."""

    def __init__(self) -> None:
        self._words = Postings()
        #: How many words each colleague has said.
        self._lengths: list[int] = []
        self._all = 0
        #: How often a word is said → what that counts for each colleague. Lengths change it for all.
        self._weights: dict[int, list[float]] = {}

    def add(self, who: int, text: Sequence[str]) -> None:
        """Enter a colleague's words; `who` is the next new place, or one that was removed."""
        self._words.add(who, Counter(text))
        self._lengths[who : who + 1] = [len(text)]
        self._all += len(text)
        self._weights.clear()

    def remove(self, who: int, text: Sequence[str]) -> None:
        self._words.remove(who, Counter(text))
        self._all -= len(text)
        self._weights.clear()

    def shorten(self) -> None:
        """Give up the last place, which was removed."""
        self._lengths.pop()
        self._weights.clear()

    def _counts(self, times: int) -> list[float]:
        """What a word said so many times counts, for each colleague."""
        weights = self._weights.get(times)
        if weights is None:
            average = self._all / max(1, len(self._lengths)) or 1.0
            top = times * (K1 + 1)
            weights = self._weights[times] = [
                top / (times + K1 * (1 - B + B * length / average)) for length in self._lengths
            ]
        return weights

    def rarity(self, word: str) -> float:
        """How much a word tells: high for rare ones, highest for those nobody has written."""
        with_it = self._words.count(word)
        return math.log(1 + (max(1, len(self._lengths)) - with_it + 0.5) / (with_it + 0.5))

    def knows(self, word: str) -> bool:
        """Whether anybody has written this word."""
        return word in self._words

    def scores(self, words: Iterable[str]) -> list[float]:
        """How well each colleague's words meet these, 0 and up, by place."""
        found = [0.0] * len(self._lengths)
        for word in dict.fromkeys(words):
            known = self._known(word)
            if known == [word]:  # the usual case, and by far the longest lists
                share = self.rarity(word)
                for times, people in self._words.of(word).items():
                    counts = self._counts(times)
                    for who in people:
                        found[who] += share * counts[who]
                continue
            best: dict[int, float] = {}
            for other in known:
                share = self.rarity(other) * (1.0 if other == word else SYNONYM)
                for times, people in self._words.of(other).items():
                    counts = self._counts(times)
                    for who in people:
                        best[who] = max(best.get(who, 0.0), share * counts[who])
            for who, score in best.items():
                found[who] += score
        return found

    def covered(self, words: Sequence[str]) -> Mapping[int, float]:
        """Colleague → the share of these words, by rarity, that their own words cover, 0 to 1."""
        asked = list(dict.fromkeys(words))
        total = sum(self.rarity(word) for word in asked)
        if not total:
            return {}
        found: dict[int, float] = {}
        for word in asked:
            share = self.rarity(word) / total
            best: dict[int, float] = {}
            for other in self._known(word):  # the word itself comes last, and counts most
                for people in self._words.of(other).values():
                    best.update(dict.fromkeys(people, share * (1.0 if other == word else SYNONYM)))
            for who, worth in best.items():
                found[who] = found.get(who, 0.0) + worth
        return found

    def _known(self, word: str) -> list[str]:
        """The word's synonyms and the word itself, those that anybody has written."""
        others = vocabulary().synonyms.get(word, frozenset()) - {word}
        return [one for one in (*sorted(others), word) if one in self._words]
