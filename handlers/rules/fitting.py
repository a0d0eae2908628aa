"""Which network a question belongs to, by the network's name and what it says it is about."""

from collections.abc import Sequence

from handlers.rules.profiles import concepts_of
from handlers.rules.reading import Reading
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import content, plain
from storage.records import Network

NAMED, ABOUT = 2.0, 1.0  # a name tells more than a description
NEAR = 0.5  # what a broader or related matter counts beside the matter itself


def best_fitting(sought: Reading, networks: Sequence[Network]) -> Network | None:
    """The network that fits best; None where none has anything to do with what is asked."""
    weighed = [(_fits(sought, each), each) for each in networks]
    best = max(weighed, key=lambda each: each[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _fits(sought: Reading, network: Network) -> float:
    return NAMED * _meets(sought, network.name) + ABOUT * _meets(sought, network.about)


def _meets(sought: Reading, text: str) -> float:
    """How much of what is asked a text speaks of; words that no concept covers count too."""
    book, there = vocabulary(), set(concepts_of(text))
    found = 0.0
    for asked in (*sought.topics, *sought.subjects, *sought.roles, *sought.contexts, *sought.phases):
        if asked not in book.concepts:
            continue
        if there & {*book.narrower(asked), *book.wider(asked)}:
            found += 1
        elif there & book.near(asked):
            found += NEAR
    return found + len(set(sought.words) & set(content(plain(text))))
