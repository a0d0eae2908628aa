"""The field's words and what they mean: vocabulary.yaml, loaded once and made quick to look up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.rules import hints
from handlers.rules.tables import table
from handlers.rules.words import STOP, listed, spans, split, stem

#: Short forms that are everyday English in lower case: only their capitals count.
_NEEDS_CAPITALS = listed(
    """
    re it ta tas send car rise pan pace add aces red hi us so sm pm aa sa ar fs fd ey ce va vc rc ap gd lp
    sat mat sip pa ot mh or is as at by de ki ri el la sid oap ks hob lit ed cs eng sc pd fft ep sos ip ds
    bio chem hist sci rep ko kos pac els_ yr dh ah al cal emp erp fts psp
    """
)

#: What phrases mean that say nothing of schools: "got their head round it", "down to a fine art".
EVERYDAY = "word.everyday"

#: Shorter words are not corrected: too many other words are one letter away.
_CORRECTED_FROM = 5
_CORRECTED_TWICE_FROM = 9


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of the field, under one name."""

    id: str
    label: str
    broader: str = ""
    related: tuple[str, ...] = ()


#: Words that always have their capital, so they tell nothing of the word that a label begins with.
NAMES = listed("English French Spanish German Latin Mandarin Muslim White British Rosenshine's Ofsted")


def in_a_sentence(label: str) -> str:
    """A label of the vocabulary inside a sentence: abbreviations, names and brands keep their capitals."""
    first, *others = label.split()
    keeps = first in NAMES or first[1:] != first[1:].lower() or label.startswith(("A level", "T level"))
    titled = (word for word in others if word[0].isupper() and not word[1:2].isupper())
    is_name = keeps or any(word not in NAMES for word in titled)
    return label if is_name else label[:1].lower() + label[1:]


def facet_of(concept: str) -> str:
    """ "role.senco" → "role": a role, topic, subject, phase, context or constraint."""
    return concept.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Found:
    """A concept found in a text: the words first to last (exclusive), and whether they are weak."""

    concept: str
    first: int
    last: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """What an ambiguous form may mean: concept → the words near by that say so."""

    form: str
    #: What it means where nothing tells, and a wrong guess does no harm.
    default: str
    senses: Mapping[str, tuple[tuple[str, ...], ...]]
    #: The meanings to ask about where nothing tells and a wrong guess would mislead, likeliest first.
    ask: tuple[str, ...] = ()


_SEVERAL = re.compile(r"[A-Z]{2,}s")

#: A word of a text: in lower case, as typed, and where it stands.
Word = tuple[str, str, int, int]


def words_of(text: str) -> list[Word]:
    """The words of a plain text, ready to be looked up."""
    return [(singular(word.lower()), word, start, end) for word, start, end in spans(text)]


#: Short ways of writing → the word.
_SHORT = {
    "mgmt": "management", "mgt": "management", "mgr": "manager", "mngr": "manager", "dept": "department",
    "asst": "assistant", "coord": "coordinator", "govs": "governor", "behav": "behaviour", "tchr": "teacher",
    "tchg": "teaching", "lang": "language", "prog": "programme", "progs": "programme", "sch": "school",
    "&": "and", "wkshop": "workshop", "wkshops": "workshop", "hols": "holiday",
}  # fmt: skip


#: Several of these are something else: "languages" are a subject, language is not.
_MORE_THAN_ONE = frozenset(("languages",))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Without a plural s, but only from five letters on: "class" must not become CLA."""
    word = _SHORT.get(word, word)
    if word in _MORE_THAN_ONE or len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word[:-1]


class Vocabulary:
    """All concepts, the forms people write, and how concepts hang together."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.concepts: dict[str, Concept] = {}
        #: Words of good English that look like misspelt terms: "chemical" is not "clerical".
        self._english = set(data["well_spelt"].split())
        self._well_spelt: set[str] = set()
        self._forms: dict[tuple[str, ...], list[str]] = {}
        self._capitals: set[tuple[str, ...]] = set()
        self._longest: dict[str, int] = {}
        #: Concept → what it is called, as written in the vocabulary.
        self.forms: dict[str, list[str]] = {}
        self._weak = {self._key(str(form)) for form in data["weak"]}
        self.ambiguous = {self._key(sense["form"]): self._sense(sense) for sense in data["ambiguities"]}
        self.school_words = {word.lower() for word in data["name_normalisation"]["drop_words"]}
        for entry in data["concepts"]:
            self._add(entry)
        for form in self.ambiguous:
            self._keep(form)
        self._narrower = self._descendants()
        for key, meanings in self._forms.items():
            # Where a form means an idea and its broader one, it means the narrower.
            wider = {above for concept in meanings for above in self.wider(concept)}
            self._forms[key] = [concept for concept in meanings if concept not in wider]
        for phrase in data["everyday"]:
            self._keep(self._key(str(phrase)), EVERYDAY)
        self.synonyms: dict[str, frozenset[str]] = {}
        for group in data["synonyms"]:
            stems = frozenset(stem(str(word)) for word in group)
            for one in stems:
                self.synonyms[one] = self.synonyms.get(one, frozenset()) | stems

    def _key(self, form: str) -> tuple[str, ...]:
        return tuple(map(singular, split(form)))

    def _sense(self, data: Mapping[str, Any]) -> Sense:
        senses = {
            concept: tuple(dict.fromkeys(self._key(str(cue)) for cue in cues))
            for concept, cues in data["senses"].items()
        }
        ask = tuple(data.get("ask", ()))
        return Sense(data["form"], ask[0] if ask else data["default"], senses, ask)

    def _add(self, entry: Mapping[str, Any]) -> None:
        concept = Concept(
            entry["id"], entry["label"], entry.get("broader", ""), tuple(entry.get("related", ()))
        )
        self.concepts[concept.id] = concept
        self.forms[concept.id] = [str(form) for form in (entry["label"], *entry.get("alt", ()))]
        wrong = set(entry.get("misspelt", ()))
        for form in (entry["label"], *entry.get("alt", ()), *wrong):
            key = self._key(str(form))
            if form not in wrong:
                self._well_spelt.update(key)
            if not key:
                continue
            self._keep(key, concept.id)
            if len(key) == 1 and str(form).isupper() and key[0] in _NEEDS_CAPITALS:
                self._capitals.add(key)

    def needs_capitals(self, form: str) -> bool:
        """Whether a form counts in capitals only: "CAR" is no car."""
        return form.isupper() and self._key(form) in self._capitals

    def _keep(self, key: tuple[str, ...], *meaning: str) -> None:
        """Remember a form, and one more meaning of it."""
        meanings = self._forms.setdefault(key, [])
        meanings += (each for each in meaning if each not in meanings)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def _descendants(self) -> dict[str, frozenset[str]]:
        below: dict[str, set[str]] = {concept: {concept} for concept in self.concepts}
        for concept in self.concepts:
            for wider in self.wider(concept):
                below[wider].add(concept)
        return {concept: frozenset(narrower) for concept, narrower in below.items()}

    def wider(self, concept: str) -> tuple[str, ...]:
        """The broader ideas above this one, nearest first."""
        above: list[str] = []
        while (concept := self.concepts[concept].broader) and concept not in above:
            above.append(concept)
        return tuple(above)

    def narrower(self, concept: str) -> frozenset[str]:
        """This idea and every narrower one: RWI is phonics."""
        return self._narrower.get(concept, frozenset((concept,)))

    @lru_cache(maxsize=4096)  # noqa: B019  one vocabulary lives as long as the process
    def near(self, concept: str) -> frozenset[str]:
        """Ideas that count for a little: the broader ones, and those related either way."""
        if concept not in self.concepts:
            return frozenset()
        here = self.concepts[concept]
        beside = {*self.wider(concept), *here.related, *self._related_to.get(concept, ())} - {""}
        return frozenset(beside) - self.narrower(concept)

    @cached_property
    def _related_to(self) -> dict[str, set[str]]:
        back: dict[str, set[str]] = {}
        for concept in self.concepts.values():
            for other in concept.related:
                back.setdefault(other, set()).add(concept.id)
        return back

    @cached_property
    def twins(self) -> Mapping[str, frozenset[str]]:
        """Concept → those that one of its forms may mean as well: an assembly is worship, or is not."""
        shared: dict[str, set[str]] = {}
        for meanings in self._forms.values():
            for concept in meanings if len(meanings) > 1 else ():
                shared.setdefault(concept, set()).update(meanings)
        return {concept: frozenset(others) for concept, others in shared.items()}

    def label(self, concept: str) -> str:
        found = self.concepts.get(concept)
        return found.label if found else concept.partition(".")[2].replace("_", " ")

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of three letters and more that occurs in a form."""
        return frozenset(word for form in self._forms for word in form if len(word) > 2)

    @lru_cache(maxsize=64)  # noqa: B019  one vocabulary lives as long as the process
    def _spellings(self, shortest: int, longest: int) -> tuple[str, ...]:
        """The words of the field of such a length, as letters left out or put in can change it."""
        return tuple(
            sorted(
                word
                for word in self.words & self._well_spelt
                if max(shortest, _CORRECTED_FROM) <= len(word) <= longest and word.isalpha()
            )
        )

    @lru_cache(maxsize=32768)  # noqa: B019  one vocabulary lives as long as the process
    def spelt(self, word: str) -> str:
        """The word of the field that was probably meant, or the word itself."""
        if (
            len(word) < _CORRECTED_FROM
            or word in self.words
            or word in STOP
            or word in self._english
            or not word.isalpha()
            or len(word) > 24
        ):
            return word
        limit = 1 if len(word) < _CORRECTED_TWICE_FROM else 2
        near = self._spellings(len(word) - limit, len(word) + limit)
        best = process.extract(word, near, scorer=OSA.distance, score_cutoff=limit, limit=3)
        best = [found for found in best if found[0][0] == word[0]]
        if not best or (len(best) > 1 and best[0][1] == best[1][1] and stem(best[0][0]) != stem(best[1][0])):
            return word
        return best[0][0]

    def find(self, words: Sequence[Word]) -> list[Found]:
        """The concepts in a text, the longest form first; each word belongs to one form at most."""
        found: list[Found] = []
        tokens = [self.spelt(word) for word, *_ in words]
        for at, (_, typed, *_) in enumerate(words):
            if _SEVERAL.fullmatch(typed) and (tokens[at],) not in self._forms:
                tokens[at] = tokens[at][:-1]  # "ISPs" are more than one ISP
        at = 0
        while at < len(tokens):
            step = 1
            for length in range(min(self._longest.get(tokens[at], 0), len(tokens) - at), 0, -1):
                key = tuple(tokens[at : at + length])
                meanings = self._forms.get(key)
                small = key in self._capitals and not words[at][1].rstrip("s").isupper()
                if meanings is None or (small and key not in self.ambiguous):
                    continue
                weak = key in self._weak
                found += [Found(concept, at, at + length, weak) for concept in meanings]
                if not meanings:
                    found.append(Found("word.ambiguous", at, at + length, weak))
                step = length
                break
            at += step
        return found

    def key(self, words: Sequence[Word], first: int, last: int) -> tuple[str, ...]:
        return tuple(self.spelt(word) for word, *_ in words[first:last])


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary, read once."""
    data = table(files("handlers.rules").joinpath("vocabulary.yaml"))
    data["concepts"] += hints.new_concepts({entry["id"] for entry in data["concepts"]})
    return Vocabulary(data)
