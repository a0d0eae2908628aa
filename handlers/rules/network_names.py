"""Which networks words may name, however they are written: "sendcos", "maths", "secondary maths group"."""

import re
from collections.abc import Sequence

from handlers.rules import years
from handlers.rules.fitting import best_fitting
from handlers.rules.profiles import concepts_of
from handlers.rules.reading import read
from handlers.rules.vocabulary import singular
from handlers.rules.words import listed, plain, unaccented
from handlers.rules.years import Years
from storage.records import Network

#: What a name is said with, and what is left out or added at will.
_FILLER = listed("the a of for our my your network group hub community nlc")
SHORTEST = 3  # letters that a short form has: "sec", "pri", "eng"

_SECONDARY = re.compile(r"\bsec(?:s|ondary|ondaries)?\b", re.I)
_PRIMARY = re.compile(r"\bpri(?:m|ms|mary|maries)?\b", re.I)


def named(words: str, among: Sequence[Network]) -> tuple[Network, ...]:
    """The networks that these words may mean, best first: one where they are clear, none where unknown.

    "maths" is Maths leads and Maths leads (sec); "maths lead" is the first alone, because it is its name.
    "SENDCO" is the SENCo network, too.
    """
    said, wanted = _folded(words), _words(words)
    exactly = tuple(each for each in among if _folded(each.name) == said)
    if exactly or not said:
        return exactly
    by_name = [(each, _words(each.name)) for each in among]
    whole = tuple(each for each, name in by_name if wanted and sorted(name) == sorted(wanted))
    if len(whole) == 1:
        return whole
    for meets in (_is_there, _is_there_in_short):
        partly = tuple(each for each, name in by_name if wanted and all(meets(word, name) for word in wanted))
        if partly:
            return partly
    best = best_fitting(read(words), among)
    return (best,) if best else ()


def years_of(network: Network) -> Years:
    """The years it is for, by its name or else by what it is about; none where it is for everybody."""
    if _SECONDARY.search(network.name):
        return years.SECONDARY
    if _PRIMARY.search(network.name):
        return years.PRIMARY
    return _years(network.name) or _years(network.about)


def _years(text: str) -> Years:
    wide = {"phase.primary": years.PRIMARY, "phase.secondary": years.SECONDARY}
    found = [(wide | years.PHASES).get(each, frozenset()) for each in concepts_of(text)]
    return frozenset[int]().union(*found)


def _folded(text: str) -> str:
    return unaccented(plain(text)).casefold()


def _words(text: str) -> list[str]:
    said = (singular(word) for word in re.findall(r"\w+", _folded(text).replace("'", "")))
    return [word for word in said if word not in _FILLER]


def _is_there(word: str, name: Sequence[str]) -> bool:
    return word in name


def _is_there_in_short(word: str, name: Sequence[str]) -> bool:
    """ "sec" is short for secondary, "heads" for headteachers; and the other way round."""
    return any(
        min(len(word), len(each)) >= SHORTEST and (each.startswith(word) or word.startswith(each))
        for each in name
    )
