"""What a link is about: from the words around it, its title and its address.

Concepts come from the field's vocabulary, as they do in questions, so that what is asked for is found. Each
text counts by how sure it is to speak of the link: its title and what the sharer said most, then the address
and the page's description; the name of the network it was shared in only where all others are silent.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from handlers.rules import senses, themes, years
from handlers.rules.kinds import kind_of
from handlers.rules.links import words_from
from handlers.rules.vocabulary import facet_of, vocabulary, words_of
from handlers.rules.words import once, plain
from storage.records.library import Kind

#: Topics that one resource has at most: more are a page's menu.
AT_MOST = 6
#: How much a text counts that speaks of the link.
TITLE, WORDS, ADDRESS, ABOUT = 1.0, 1.0, 0.7, 0.6
#: What a concept counts that is named in a word of many meanings ("feedback"), …
WEAK = 0.55
#: … and a topic that is meant and not named, at its strongest; how strong it must be to count.
MEANT, CLEAR = 0.6, 0.45
#: Below this a concept is none of the link's.
ENOUGH = 0.5
#: Characters of each text; what a longer one says further on is about something else.
READ_AT_MOST = 2_000
#: Phases by which a school is called, as the years taught there.
_YEARS: Mapping[str, years.Years] = years.PHASES | {
    "phase.primary": years.PRIMARY,
    "phase.infant_school": frozenset({1, 2}),
    "phase.junior_school": frozenset({3, 4, 5, 6}),
    "phase.secondary": frozenset(range(7, 12)),
    "phase.sixth_form_college": frozenset({12, 13}),
}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a resource is found by besides its words; concepts of the vocabulary, the surest first."""

    topics: tuple[str, ...] = ()
    #: Key stages in order: "phase.eyfs", "phase.ks1" … "phase.post16".
    phases: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    kind: Kind = Kind.PAGE


def tags_of(words: str, url: str, title: str = "", network: str = "", about: str = "") -> Tags:
    """The tags of a link: `words` around it, its `title` and description (`about`), the `network`'s name."""
    words, title, about = (text[:READ_AT_MOST] for text in (words, title, about))
    path = words_from(url)
    weights = _weights(((title, TITLE), (words, WORDS), (path, ADDRESS), (about, ABOUT)))
    topics = _best(weights, "topic")
    return Tags(
        topics=topics,
        phases=_first(_phases, f"{words}. {title}", path, about) or _usual(topics) or _phases(network),
        subjects=_best(weights, "subject") or _taught(topics) or _subjects(network),
        kind=kind_of(url, f"{title}. {words}"),
    )


def _weights(texts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """Concept → how sure the texts together are of it."""
    found: dict[str, float] = defaultdict(float)
    for text, worth in texts:
        named = _named(text)
        for concept, strength in named.items():
            found[concept] += worth * strength
        meant = themes.of(text) if len(themes.stems_of(text)) > 1 else {}  # one word alone is called so
        for concept, strength in meant.items():
            if concept not in named and strength >= CLEAR and facet_of(concept) == "topic":
                found[concept] += worth * strength * MEANT
    return found


def _named(text: str) -> Mapping[str, float]:
    """The concepts that a text names → 1, or less where the word may mean nothing."""
    words = words_of(plain(text))
    found, _ = senses.settle(vocabulary().find(words), words)
    strengths: dict[str, float] = {}
    for one in found:
        strengths[one.concept] = max(strengths.get(one.concept, 0.0), WEAK if one.weak else 1.0)
    return strengths


def _best(weights: Mapping[str, float], facet: str) -> tuple[str, ...]:
    """The surest concepts of a facet; a broad one goes where a narrower one is as sure."""
    sure = {one: worth for one, worth in weights.items() if facet_of(one) == facet and worth >= ENOUGH}
    wider = {broad for one in sure for broad in vocabulary().wider(one) if sure[one] >= sure.get(broad, 0.0)}
    kept = sorted(sure.keys() - wider, key=lambda one: (-sure[one], one))
    return tuple(kept[:AT_MOST])


def _subjects(text: str) -> tuple[str, ...]:
    return tuple(one for one in _named(text) if facet_of(one) == "subject")


def _taught(topics: Iterable[str]) -> tuple[str, ...]:
    """The subjects that topics belong to: whole class reading is reading."""
    wider = (broad for topic in topics for broad in vocabulary().wider(topic))
    nearest = once(one for one in wider if facet_of(one) == "subject")
    above = {broad for one in nearest for broad in vocabulary().wider(one)}
    return tuple(one for one in nearest if one not in above)


def _phases(text: str) -> tuple[str, ...]:
    """The key stages that a text speaks of, whether by year, age or name."""
    by_year = (one.years for one in years.find(text))
    return _key_stages((*_named(text), *years.names(frozenset().union(*by_year, years.of_ages(text)))))


def _usual(topics: Iterable[str]) -> tuple[str, ...]:
    """The key stages that the surest of the topics goes with: the phonics check is Year 1's."""
    known = vocabulary()
    lines = ((topic, *known.wider(topic)) for topic in topics)
    related = (known.concepts[one].related for line in lines for one in line if one in known.concepts)
    return next(filter(None, map(_key_stages, related)), ())


def _key_stages(concepts: Iterable[str]) -> tuple[str, ...]:
    """Phases among concepts, as whole key stages in order."""
    meant = frozenset().union(*(_YEARS[one] for one in concepts if one in _YEARS))
    stages = (years.KEY_STAGES[place] for place in years.stage_of(meant))
    return years.names(frozenset().union(*stages))


def _first(reading: Callable[[str], tuple[str, ...]], *texts: str) -> tuple[str, ...]:
    """What the first text says that says anything."""
    return next(filter(None, map(reading, texts)), ())
