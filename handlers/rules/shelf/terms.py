"""What a resource is found by: its words, and what they are about though no word says so.

Made once when it changes and kept as text, the strongest first: "7f3a|9 topic.oracy kind.video|6 speak". A
term with a dot is a concept of the vocabulary or a tag; any other is the stem of a word. The number before a
group is how strongly the resource is about each of it, up to 9.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from handlers.rules import themes, years
from handlers.rules.profiles import concepts_of
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import content, once
from storage.records import Resource

#: Of tags: what filters go by, so nothing else is as strong.
TAG, STRONGEST = 9, 8
#: What a field says of its resource. A title and what a colleague says it is for tell most; a page's own
#: description is often written for search engines, and a network's name says in whose hands it is.
TITLE, PURPOSE, PRACTICE, DESCRIPTION, NETWORK = 8, 7, 6, 4, 3
#: "A narrower idea counts in full for the broader one asked" (vocabulary.yaml), a step below by itself.
BROADER = 0.85
#: What is meant and not named is less sure than what is named.
MEANT = 0.8
#: So many words of a field are read: a story's matter stands in front.
WORDS_READ = 200
#: Two mentions in a title make a word nearly as strong as can be (BM25's idea of repeats).
SOON = 6.0
#: Fainter than this is chance: a fourth of all terms, and no search is the better for them.
FAINTEST = 2
#: Raised when the form of this text, or how it is made, changes.
FORM = 1


def terms_of(
    resource: Resource,
    *,
    purposes: Iterable[str] = (),
    networks: Iterable[str] = (),
    practices: Iterable[str] = (),
) -> str:
    """The terms of a resource: `purposes` as its sharers said them, names of its networks and practices."""
    fields = (
        *((words, PURPOSE) for words in once(purposes)),
        *((name, PRACTICE) for name in once(practices)),
        *((name, NETWORK) for name in once(networks)),
    )
    said = [(text, worth) for text, worth in ((resource.title, TITLE), *fields) if text]
    if resource.description:
        said.append((resource.description, DESCRIPTION))
    concepts = (*resource.topics, *resource.phases, *resource.subjects)
    own = (f"kind.{resource.kind}", *(f"practice.{each}" for each in resource.practices))
    return terms_from(said, concepts, own)


def terms_from(said: Sequence[tuple[str, int]], concepts: Iterable[str], own: Iterable[str] = ()) -> str:
    """The terms of anything that is told in several texts, each with what it says of the thing.

    `concepts` are its tags, and so is what they belong to; `own` are tags of no wider one.
    """
    strengths = _words(said)
    for concept, strength in _concepts(said).items():
        strengths[concept] = strength
    return _written(strengths | _tags(tuple(concepts), own))


def _tags(concepts: Sequence[str], own: Iterable[str]) -> dict[str, float]:
    wider = {each: TAG * BROADER for concept in concepts for each in _wider(concept)}
    return wider | dict.fromkeys((*concepts, *own), float(TAG))


def _words(said: Iterable[tuple[str, int]]) -> dict[str, float]:
    """Stem → how much of the resource it is: often said counts more, and ever less more."""
    counted: dict[str, float] = defaultdict(float)
    for text, worth in said:
        for word in content(text)[:WORDS_READ]:
            counted[word] += worth
    return {word: STRONGEST * count / (count + SOON) for word, count in counted.items()}


def _concepts(said: Iterable[tuple[str, int]]) -> dict[str, float]:
    """Concept → how surely the resource is about it, named or meant."""
    found: dict[str, float] = {}

    def add(concept: str, strength: float) -> None:
        found[concept] = max(found.get(concept, 0.0), strength)

    for text, worth in said:
        named = (*concepts_of(text), *(each for one in years.find(text) for each in years.names(one.years)))
        for concept in named:
            add(concept, worth)
            for wider in _wider(concept):
                add(wider, worth * BROADER)
        for concept, strength in themes.of(text).items():
            add(concept, worth * strength * MEANT)
    return found


def _wider(concept: str) -> tuple[str, ...]:
    return vocabulary().wider(concept) if concept in vocabulary().concepts else ()


# ------------------------------------------------------------------ as text


def _written(strengths: Mapping[str, float]) -> str:
    levels: dict[int, list[str]] = defaultdict(list)
    for term, strength in sorted(strengths.items()):
        if (level := round(strength)) >= FAINTEST:
            levels[level].append(term)
    groups = (f"{level} {' '.join(levels[level])}" for level in sorted(levels, reverse=True))
    return "|".join((edition(), *groups))


def read(text: str) -> Iterable[tuple[int, list[str]]]:
    """Level → its terms, the strongest first. An earlier edition is read like ours."""
    for group in text.split("|")[1:]:
        level, *terms = group.split(" ")
        yield int(level), terms


@cache
def edition() -> str:
    """Of the vocabulary and the words around it: another one means that terms are made anew."""
    room = files("handlers.rules")
    read_from = [room.joinpath("vocabulary.yaml"), *room.joinpath("hints").iterdir()]
    found = sha256(str(FORM).encode())
    for file in sorted(read_from, key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            found.update(file.read_bytes())
    return found.hexdigest()[:8]
