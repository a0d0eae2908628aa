"""What a text is about without naming it: "the boiler is on its last legs and we teach in coats" is heating.

Around each concept stand hints: the words people use when they talk about it without calling it anything
(`hints/*.yaml`). A hint that stands around many concepts says little, one that stands around a single one
says much (its inverse document frequency, as in BM25); several together evoke the concept.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from handlers.rules.hints import written
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import STOP, split, stem

#: Summed weight of the hints from which on a concept counts as evoked, and how near to the strongest one.
ENOUGH, BESIDE = 7.0, 0.72
#: What part of a hint's weight its words have outside the phrase they belong to.
APART = 0.5
#: As many concepts as one message can reasonably be about.
AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Evoked:
    """A concept that a text brings to mind, and how strongly: from 0 to 1."""

    concept: str
    strength: float


class Hints:
    """The words around each concept, ready to be looked up."""

    def __init__(self, around: Mapping[str, Iterable[str]]) -> None:
        weights: dict[str, dict[str, float]] = defaultdict(dict)
        phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for concept, hints in around.items():
            for hint in hints:
                stems = stems_of(hint)
                share = 1.0 if len(stems) == 1 else APART
                for one in stems:
                    weights[one][concept] = max(share, weights[one].get(concept, 0.0))
                if len(stems) > 1:
                    phrases[stems].add(concept)
        total = len(around)
        self._weights = {
            one: {concept: share * log(1 + total / len(concepts)) for concept, share in concepts.items()}
            for one, concepts in weights.items()
        }
        self._phrases = phrases
        self._longest = max(map(len, phrases), default=1)

    def evoked(self, text: str) -> tuple[Evoked, ...]:
        """The concepts this text is about, strongest first; none where its words say too little."""
        said = stems_of(text)
        scores: dict[str, float] = defaultdict(float)
        met: dict[str, int] = defaultdict(int)
        for one in dict.fromkeys(said):
            for concept, weight in self._weights.get(one, {}).items():
                scores[concept] += weight
                met[concept] += 1
        for phrase in self._phrases_in(said):
            for concept in self._phrases[phrase]:
                scores[concept] += sum(self._weights[one][concept] for one in phrase)
        best = sorted(
            ((score, concept) for concept, score in scores.items() if met[concept] > 1 and score >= ENOUGH),
            key=lambda pair: (-pair[0], pair[1]),
        )[:AT_MOST]
        return tuple(
            Evoked(concept, min(1.0, score / (2 * ENOUGH)))
            for score, concept in best
            if score >= BESIDE * best[0][0]
        )

    def _phrases_in(self, said: tuple[str, ...]) -> set[tuple[str, ...]]:
        return {
            phrase
            for length in range(2, self._longest + 1)
            for at in range(len(said) - length + 1)
            if (phrase := said[at : at + length]) in self._phrases
        }


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in order."""
    return tuple(stem(word) for word in split(text) if word not in STOP and (len(word) > 1 or word.isdigit()))


@cache
def hints() -> Hints:
    """All hints, and the concepts' own forms as hints of themselves. Constraints are never evoked."""
    around: dict[str, tuple[str, ...]] = {}
    for concept, forms in vocabulary().forms.items():
        if not concept.startswith("constraint."):
            around[concept] = (*written().get(concept, ()), *forms)
    return Hints(around)
