"""Which resources answer a search best, and why: meaning first, then what colleagues and the years say of it.

A resource's score is the sum, over the terms asked for, of what the term counts × how rare it is on the shelf
× how strongly the resource is about it. What a check, a colleague's word and age are worth is beside it, as
a factor: no help lifts what is about something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import compress
from math import log, log1p

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.rules.shelf.index import Shelf
from handlers.rules.shelf.terms import TAG
from storage.records import ResourceId

#: Postings looked at for one search: at 30 ns each some 12 ms. Terms that tell most come first.
AT_MOST = 400_000
#: Found is what scores so much of the best one; and of what a perfect answer would score.
OF_THE_BEST, OF_PERFECT = 0.4, 0.18
#: Words shorter than this are not corrected; and so many of a search at most.
CORRECTED_FROM, CORRECTED = 5, 3
CORRECTED_COUNTS = 0.8

#: What is known of a resource beside its words, as a share of its score: a check that holds, one that is
#: over, an address that no longer answers.
CHECKED, OVERDUE, DEAD = 0.10, -0.10, -0.40
#: "Helped me", said by one; ever less more for each further one, up to the last figure.
HELPED, HELPED_AT_MOST = 0.08, 0.25
#: Half of what newness is worth is gone after so many days: three school years.
NEW, HALF_LIFE = 0.12, 3 * 365


@dataclass(frozen=True, slots=True)
class Hits:
    """Places on the shelf, the best first, and all that were found as one byte a place."""

    places: Sequence[int]
    found: bytes


def best(shelf: Shelf, terms: Mapping[str, float], core: frozenset[str], within: bytes, today: date) -> Hits:
    """What is found within these limits, in order."""
    known = _known(shelf, terms)
    rarity = {term: log(1 + shelf.size / shelf.count(term)) for term in known}
    perfect = sum(
        weight * rarity.get(term, log(1 + shelf.size)) for term, weight in terms.items() if term in core
    )
    scores = [0.0] * shelf.size
    left = AT_MOST
    for term in sorted(known, key=lambda term: -known[term] * rarity[term]):
        for level, places in shelf.of(term).items():
            worth = known[term] * rarity[term] * level / TAG
            for place in places:
                scores[place] += worth
            left -= len(places)
        if left < 0:
            break
    touched = [place for place in compress(range(shelf.size), scores) if within[place]]
    if not touched:
        return Hits((), bytes(shelf.size))
    least = max(OF_THE_BEST * max(map(scores.__getitem__, touched)), OF_PERFECT * perfect)
    touched = [place for place in touched if scores[place] >= least]
    standing = _Standing(shelf, today)
    ordered = sorted(touched, key=lambda place: (-scores[place] * standing.of(place), place))
    return Hits(ordered, _mask(shelf, touched))


def newest(shelf: Shelf, within: bytes) -> Hits:
    """All within these limits, the newest first."""
    places = list(compress(range(shelf.size), within))
    return Hits(sorted(places, key=lambda place: (-shelf.added[place], -shelf.ids[place])), within)


def ids(shelf: Shelf, places: Sequence[int]) -> list[ResourceId]:
    return [ResourceId(shelf.ids[place]) for place in places]


def counted(shelf: Shelf, found: bytes, tags: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """The tags that most of those found have, with how many."""
    counts = ((sum(map(found.__getitem__, shelf.tagged(tag))), tag) for tag in tags)
    most = nlargest(limit, ((count, tag) for count, tag in counts if count))
    return [(tag, count) for count, tag in sorted(most, key=lambda pair: (-pair[0], pair[1]))]


def _known(shelf: Shelf, terms: Mapping[str, float]) -> dict[str, float]:
    """The terms that anything is about; a word that nobody wrote is taken as begun, or misspelt."""
    known = {term: weight for term, weight in terms.items() if term in shelf}
    unknown = [term for term in terms if term not in shelf and term.isalpha()]
    for word in unknown[:CORRECTED]:
        meant = _meant(shelf, word)
        if meant:
            known[meant] = max(known.get(meant, 0.0), CORRECTED_COUNTS * terms[word])
    return known


def _meant(shelf: Shelf, word: str) -> str:
    if len(word) >= 3 and (begun := shelf.begun(word)):
        return begun
    if len(word) < CORRECTED_FROM:
        return ""
    found = process.extractOne(word, shelf.spellings(word[0]), scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else ""


def _mask(shelf: Shelf, places: Sequence[int]) -> bytes:
    mask = bytearray(shelf.size)
    for place in places:
        mask[place] = 1
    return bytes(mask)


class _Standing:
    """What is known of a resource beside what it is about, as a factor."""

    def __init__(self, shelf: Shelf, today: date) -> None:
        self._shelf, self._today = shelf, today.toordinal()

    def of(self, place: int) -> float:
        shelf = self._shelf
        age = max(0, self._today - shelf.added[place])
        factor: float = 1 + NEW * 0.5 ** (age / HALF_LIFE)
        factor += min(HELPED_AT_MOST, HELPED * log1p(shelf.helped[place]) / log(2))
        if shelf.checked[place]:
            factor += CHECKED if shelf.checked[place] >= self._today else OVERDUE
        return factor + DEAD * shelf.is_dead[place]
