"""A text match over colleagues' own words, for what no concept covers. BM25's weights, with synonyms."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from handlers.rules.vocabulary import vocabulary

#: BM25's usual constants: how soon repeats stop counting, and how much length is made up for.
K1, B = 1.2, 0.75
#: What a synonym counts beside the word itself.
SYNONYM = 0.42


class WordMatch:
    """Every colleague's words, by word."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._size = max(1, len(texts))
        lengths = [len(text) for text in texts]
        average = (sum(lengths) / self._size) or 1.0
        self._postings: dict[str, list[tuple[int, float]]] = {}
        for who, text in enumerate(texts):
            for word, times in Counter(text).items():
                weight = times * (K1 + 1) / (times + K1 * (1 - B + B * lengths[who] / average))
                self._postings.setdefault(word, []).append((who, weight))

    def rarity(self, word: str) -> float:
        """How much a word tells: high for rare ones, highest for those nobody has written."""
        with_it = len(self._postings.get(word, ()))
        return math.log(1 + (self._size - with_it + 0.5) / (with_it + 0.5))

    def knows(self, word: str) -> bool:
        """Whether anybody has written this word."""
        return word in self._postings

    def scores(self, words: Iterable[str]) -> Mapping[int, float]:
        """Colleague → how well their words meet these, 0 and up."""
        found: dict[int, float] = {}
        for word in dict.fromkeys(words):
            best: dict[int, float] = {}
            for other in {word, *vocabulary().synonyms.get(word, ())}:
                share = self.rarity(other) * (1.0 if other == word else SYNONYM)
                for who, weight in self._postings.get(other, ()):
                    best[who] = max(best.get(who, 0.0), share * weight)
            for who, score in best.items():
                found[who] = found.get(who, 0.0) + score
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
            for other in {word, *vocabulary().synonyms.get(word, ())}:
                worth = share * (1.0 if other == word else SYNONYM)
                for who, _ in self._postings.get(other, ()):
                    best[who] = max(best.get(who, 0.0), worth)
            for who, worth in best.items():
                found[who] = found.get(who, 0.0) + worth
        return found
