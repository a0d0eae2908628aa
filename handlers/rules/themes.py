"""What a text is about, by degrees, whether it names it or not: "we teach in coats, the boiler's had it".

Around each concept stand hints: the words people use when they talk about it without calling it anything
(`hints/*.yaml`), and its own forms. A hint that stands around many concepts says little, one that stands
around few says much (inverse document frequency, as in BM25). The concepts that a text's words point to most
are its themes; two texts are about the same as far as their themes agree (cosine), though they share no word.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import cache, lru_cache
from math import log, sqrt

from handlers.rules.hints import written
from handlers.rules.vocabulary import facet_of, vocabulary
from handlers.rules.words import STOP, listed, split, stem

#: Concept → how much a text is about it; the squares sum to 1. Empty where it says too little.
Themes = Mapping[str, float]

#: As many concepts as a text can tell of, and what the words pointing to one must weigh together.
AT_MOST, ENOUGH = 12, 2.0
#: Themes fainter than this are more than half of all, and change no answer for the better.
FAINT = 0.05
#: What part of its weight a phrase's word has by itself, and a concept's broader one has with it.
APART, BROADER = 0.5, 0.3
#: What a word that points to a concept all by itself, and is no part of its name, weighs beside two.
LONELY = 0.6
#: What a theme counts whose year or role is weighed by itself: "Year 8" must not outweigh what it is about.
WEIGHED_APART = {"phase": 0.25, "role": 0.7}
#: Words of the longest phrase that is looked for.
LONGEST = 6
#: Longer texts are stories; what they are about stands in front.
READ_AT_MOST = 1_000
#: Everyday words that happen to stand around one concept: they count in a phrase of it, never alone.
COMMON = listed(
    """
    accurate added adding adds advance allow allowed allowing alongside announce apart argue attempt
    awful awkward basic beat beats begin begins beyond biggest blame brilliant cause causes chance
    clever clue comfortable complete completely confused constant constantly cool correct cracks create
    created creating crowd decent decide decided decides deliver delivered depends detail details
    difference difficult disappear disappeared disaster distance doubt dragged dreading dream drift dull
    earlier easier easily edge effect effort ended ends enjoy example excuse fact fallen famous
    favourite fixed flat flying focus frankly frustrated gain gained gather genuine grab guarantee
    handful heavy held hole imagine imagined increased instant joke laugh laughed lazy loud lucky
    massive mess mistake mistakes modern narrow neat normal opinion opposite overall pace path perfect
    permanent pile piles plain pointless popular position pressure previous proud prove pushy quicker
    random rare rarely reach reached realise reasonable regular relevant respond ridiculous rise rising
    rotten rubbish rush rushed satisfied saved serious seriously shame shine silly simple situation slip
    slips snap spent spread square steady steep strange strict strong stronger stupid sudden suddenly
    sum survive survived survives sweep tail terrible thin thinks tight tip total tough trap tricky
    trouble typical understood unfair unhappy unsure untouched variety wild win wise wonderful worn
    worse worst wrap
    """
)


class Hints:
    """The words around each concept and in its own names, ready to be looked up."""

    def __init__(self, around: Mapping[str, Iterable[str]], names: Mapping[str, Iterable[str]]) -> None:
        shares: dict[str, dict[str, float]] = defaultdict(dict)
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        #: "Who looks after the building": phrases that only their little words tell from others.
        self._sayings: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for concept, hints in around.items():
            for hint in hints:
                words = split(hint)
                stems = _telling(words)
                share = 1.0 if len(stems) == 1 else APART
                for one in stems:
                    shares[one][concept] = max(shares[one].get(concept, 0.0), share)
                if len(stems) > 1:
                    self._phrases[stems].add(concept)
                elif len(words) > 1:
                    self._sayings[tuple(map(stem, words))].add(concept)
        self._total = len(around)
        self._weights: dict[str, dict[str, float]] = {}
        for one, found in shares.items():
            rarity = log(1 + len(around) / len(found))
            self._weights[one] = {concept: share * rarity for concept, share in found.items()}
        self._names = names

    @lru_cache(maxsize=4096)  # noqa: B019  the hints live as long as the process
    def _called(self, concept: str) -> frozenset[str]:
        """The stems of what a concept is called."""
        return frozenset(one for form in self._names[concept] for one in stems_of(form))

    def point_to(self, text: str) -> Mapping[str, float]:
        """Concept → the weight of all words of the text that point to it."""
        said = stems_of(text)
        found: dict[str, float] = defaultdict(float)
        pointing: dict[str, list[str]] = defaultdict(list)
        for one in dict.fromkeys(stems_of(text, COMMON)):
            for concept, weight in self._weights.get(one, {}).items():
                found[concept] += weight
                pointing[concept].append(one)
        for concept, words in pointing.items():
            if len(words) == 1 and words[0] not in self._called(concept):
                found[concept] *= LONELY
        for phrase in _within(said, self._phrases):
            for concept in self._phrases[phrase]:
                found[concept] += sum(self._weights[one][concept] for one in phrase)
        for saying in _within(_all_stems(text), self._sayings):
            for concept in (concepts := self._sayings[saying]):
                found[concept] += log(1 + self._total / len(concepts))
        return found


def _within(said: tuple[str, ...], phrases: Container[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The known phrases in a text."""
    return {
        phrase
        for length in range(2, LONGEST + 1)
        for at in range(len(said) - length + 1)
        if (phrase := said[at : at + length]) in phrases
    }


@lru_cache(maxsize=65536)
def of(text: str) -> Themes:
    """The themes of a text, the strongest standing out."""
    weights = _hints().point_to(text[:READ_AT_MOST])
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:AT_MOST]
    found = {
        concept: weight * weight * WEIGHED_APART.get(facet_of(concept), 1.0)
        for concept, weight in best
        if weight > ENOUGH
    }
    for concept, worth in tuple(found.items()):
        for wider in vocabulary().wider(concept):
            found[wider] = max(found.get(wider, 0.0), worth * BROADER)
    length = sqrt(sum(worth * worth for worth in found.values())) or 1.0
    return {concept: worth / length for concept, worth in found.items() if worth > FAINT * length}


def together(several: Iterable[Themes]) -> Themes:
    """Of several texts of one person: each theme as strong as in the text that is most about it."""
    found: dict[str, float] = {}
    for themes in several:
        for concept, worth in themes.items():
            found[concept] = max(found.get(concept, 0.0), worth)
    return found


def agreement(one: Themes, other: Themes) -> float:
    """How far two texts are about the same: 0 to 1."""
    return sum(worth * other.get(concept, 0.0) for concept, worth in one.items())


def stems_of(text: str, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in order."""
    return _telling(split(text), without)


def _telling(words: Iterable[str], without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    return tuple(
        stem(word)
        for word in words
        if word not in STOP and word not in without and (len(word) > 1 or word.isdigit())
    )


def _all_stems(text: str) -> tuple[str, ...]:
    """The stems of all words, the little ones too."""
    return tuple(map(stem, split(text)))


@cache
def _hints() -> Hints:
    """All hints, and the concepts' own forms as hints of themselves. Limits of a search are no themes."""
    names = {
        concept: [form for form in forms if not vocabulary().needs_capitals(form)]
        for concept, forms in vocabulary().forms.items()
        if not concept.startswith("constraint.")
    }
    around = {concept: (*written().get(concept, ()), *forms) for concept, forms in names.items()}
    return Hints(around, names)
