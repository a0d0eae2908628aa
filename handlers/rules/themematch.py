"""How far colleagues' themes agree with a question's, for what is meant and not named."""

from collections import defaultdict

from handlers.rules.themes import Themes


class ThemeMatch:
    """Every colleague's themes, by concept."""

    def __init__(self) -> None:
        self._by_concept: dict[str, dict[int, float]] = defaultdict(dict)

    def add(self, who: int, themes: Themes) -> None:
        for concept, worth in themes.items():
            self._by_concept[concept][who] = worth

    def remove(self, who: int, themes: Themes) -> None:
        for concept in themes:
            del self._by_concept[concept][who]

    def scores(self, themes: Themes) -> dict[int, float]:
        """Colleague → how far they agree: 0 to about 1; those who do not at all are absent."""
        found: dict[int, float] = defaultdict(float)
        for concept, worth in themes.items():
            for who, theirs in self._by_concept.get(concept, {}).items():
                found[who] += worth * theirs
        return found
