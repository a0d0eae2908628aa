"""How far colleagues' themes agree with a question's, for what is meant and not named."""

from array import array
from bisect import bisect_left

from handlers.rules.themes import Themes


class ThemeMatch:
    """Every colleague's themes, by concept: who has it, in order, and how strong it is."""

    def __init__(self) -> None:
        self._by_concept: dict[str, tuple[list[int], array[float]]] = {}

    def add(self, who: int, themes: Themes) -> None:
        for concept, worth in themes.items():
            people, worths = self._by_concept.setdefault(concept, ([], array("d")))
            at = bisect_left(people, who)
            people.insert(at, who)
            worths.insert(at, worth)

    def remove(self, who: int, themes: Themes) -> None:
        for concept in themes:
            people, worths = self._by_concept[concept]
            at = bisect_left(people, who)
            del people[at], worths[at]

    def scores(self, themes: Themes, size: int) -> list[float]:
        """How far each of `size` colleagues agrees, by place: 0 to about 1."""
        found = [0.0] * size
        for concept, worth in themes.items():
            people, worths = self._by_concept.get(concept, ((), ()))
            for who, theirs in zip(people, worths, strict=True):
                found[who] += worth * theirs
        return found
