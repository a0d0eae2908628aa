"""Which resources answer a search best, and why: meaning first, then what colleagues and the years say of it.

A resource's score is the sum, over the terms asked for, of what the term counts × how rare it is on the shelf
× how strongly the resource is about it. What a check, a colleague's word and age are worth is beside it, as
a factor: no help lifts what is about something else.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from math import log, log1p

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.rules.shelf import lanes
from handlers.rules.shelf.index import SHORT, Shelf
from handlers.rules.shelf.terms import TAG
from storage.records import ResourceId

#: So many of those found are put in order: nobody turns a hundred pages.
IN_ORDER = 300
#: Where many say the same, of so many that came last is seen which are the better for checks, help and age.
AT_MOST = 2_000
#: Found is what scores so much of the best one; and of what a perfect answer would score.
OF_THE_BEST, OF_PERFECT = 0.2, 0.1
#: Where nothing is about what the question hangs on: what scores so much of a perfect answer comes near. It
#: is more than one idea beside the one asked for brings (`asking.NEAR`), which is chance.
COMES_NEAR = 0.3
#: For whom a thing is, and of which kind, brings nothing near by itself.
BESIDE = ("phase.", "kind.")
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
    """What was found, as places on the shelf."""

    #: The best, in order.
    places: Sequence[int]
    #: All that were found, as a mask.
    all: int
    #: False: none of them is about what the question hangs on; they come near.
    fits: bool = True
    #: What each of the places scored, beside the others.
    scores: Sequence[float] = ()

    @property
    def total(self) -> int:
        return self.all.bit_count()


def best(shelf: Shelf, terms: Mapping[str, float], core: frozenset[str], within: int, today: date) -> Hits:
    """What is found within these limits, and the best of it in order."""
    meant = _meant(shelf, terms)
    known = _known(shelf, terms, meant)
    worth = {term: weight * _rarity(shelf, term) for term, weight in known.items()}
    perfect = sum(terms[term] * _rarity(shelf, term) for term in core)
    unit = lanes.MOST / max(sum(worth.values()), perfect, 1.0)
    scores = _scores(shelf, {term: each * unit for term, each in worth.items()})
    ranked = lanes.Ranked(scores, within, shelf.size)
    least = min(lanes.MOST, max(1, round(OF_PERFECT * perfect * unit), round(OF_THE_BEST * ranked.cut(1))))
    hinges = (meant.get(term, term) for term in core)
    fits = any(ranked.each[place] >= least for place in _about(shelf, hinges))
    if not fits:
        if beside := {term for term in terms.keys() - core if term.startswith(BESIDE)}:
            told = {term: weight for term, weight in terms.items() if term not in beside}
            return best(shelf, told, core, within, today)
        least = min(lanes.MOST, max(least, round(COMES_NEAR * perfect * unit)))
    top = islice(ranked.from_(max(least, ranked.cut(IN_ORDER))), AT_MOST)
    day = today.toordinal()
    scored = sorted((-ranked.each[place] * _standing(shelf, place, day), place) for place in top)
    foremost = scored[: 2 * IN_ORDER]
    found = lanes.at_least(scores, least, within, shelf.size)
    return Hits([place for _, place in foremost], found, fits, [-score for score, _ in foremost])


def _about(shelf: Shelf, hinges: Iterable[str]) -> Iterator[int]:
    """The places about any of these, one after the other."""
    for term in hinges:
        yield from chain.from_iterable(shelf.of(term).values())


def _rarity(shelf: Shelf, term: str) -> float:
    """How much it tells that a resource is about this: a word nobody wrote tells most."""
    return log(1 + shelf.size / max(1, shelf.count(term)))


def _scores(shelf: Shelf, worth: Mapping[str, float]) -> int:
    """What each place scores, in its lane; `worth` is that of each term, and fits into one together."""
    scores, short = 0, array("H", bytes(2 * shelf.size))
    for term, most in worth.items():
        if shelf.count(term) > SHORT:
            scores += int(most / TAG) * shelf.levels(term)
            continue
        for level, places in shelf.of(term).items():
            share = int(most * level / TAG)
            for place in places:
                short[place] += share
    return scores + lanes.of_numbers(short)


def newest(shelf: Shelf, within: int, upto: int) -> Hits:
    """All within these limits, so many of the newest in order."""
    return Hits(list(islice(shelf.newest(within), upto)), within)


def ids(shelf: Shelf, places: Sequence[int]) -> list[ResourceId]:
    return [ResourceId(shelf.ids[place]) for place in places]


def _known(shelf: Shelf, terms: Mapping[str, float], meant: Mapping[str, str]) -> dict[str, float]:
    """The terms that anything is about."""
    known = {term: weight for term, weight in terms.items() if term in shelf}
    for word, instead in meant.items():
        known[instead] = max(known.get(instead, 0.0), CORRECTED_COUNTS * terms[word])
    return known


def _meant(shelf: Shelf, terms: Mapping[str, float]) -> dict[str, str]:
    """Words that nobody wrote → what is written and may be meant, as they are begun, or misspelt."""
    unknown = [term for term in terms if term not in shelf and term.isalpha()]
    likely = ((word, _alike(shelf, word)) for word in unknown[:CORRECTED])
    return {word: instead for word, instead in likely if instead}


def _alike(shelf: Shelf, word: str) -> str:
    if len(word) >= 3 and (begun := shelf.begun(word)):
        return begun
    if len(word) < CORRECTED_FROM:
        return ""
    found = process.extractOne(word, shelf.spellings(word[0]), scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else ""


def _standing(shelf: Shelf, place: int, today: int) -> float:
    """What is known of a resource beside what it is about, as a factor."""
    age = max(0, today - shelf.added[place])
    factor: float = 1 + NEW * 0.5 ** (age / HALF_LIFE)
    if shelf.helped[place]:
        factor += min(HELPED_AT_MOST, HELPED * log1p(shelf.helped[place]) / log(2))
    if shelf.checked[place]:
        factor += CHECKED if shelf.checked[place] >= today else OVERDUE
    return factor + DEAD * shelf.is_dead[place]
