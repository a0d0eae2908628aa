"""How far colleagues agree with a question in words and themes, where nobody calls it by its name."""

from collections.abc import Callable, Sequence

from handlers.rules import themes
from handlers.rules.directory import Directory

#: What the words count beside the themes.
WORDS = 0.5
#: Agreement that is certain: as much of the question's rarer words, as much of its themes. Where the question
#: names what it wants and nobody has it, only a great deal makes up for that.
WORDS_CERTAIN = 0.6
THEMES_CERTAIN, THEMES_CERTAIN_IF_NAMED = 0.45, 0.7
#: From this certainty on, somebody is an answer.
CERTAIN = 1.4
#: Below these it could be chance.
WORDS_LEAST, THEMES_LEAST = 8.0, 0.5


class Agreement:
    """Everybody of a directory beside one question; `named` where it names a topic or a subject.

    What is most is measured among those who are `wanted`, for whom the question leaves room at all.
    """

    def __init__(
        self, directory: Directory, text: str, wanted: Callable[[int], bool], *, named: bool
    ) -> None:
        stems = tuple(dict.fromkeys(themes.stems_of(text)))
        words = directory.words.scores(stems)
        about = directory.themes.scores(themes.of(text), len(words))
        most_words, most_about = _most(words, wanted), _most(about, wanted)
        by_words, by_themes = WORDS / max(most_words, WORDS_LEAST), 1 / max(most_about, THEMES_LEAST)
        found = [word * by_words + theme * by_themes for word, theme in zip(words, about, strict=True)]
        most = _most(found, wanted)
        #: By place: 1 is whoever agrees most of those who are wanted.
        self.shares: Sequence[float] = found
        if most:
            self.shares = [share / most if share < most else 1.0 for share in found]
        told = sum(map(directory.words.rarity, stems)) or 1.0
        self._themes, self._words, self._told, self._named = about, words, told, named
        enough = THEMES_CERTAIN_IF_NAMED if named else THEMES_CERTAIN
        #: How certain it is that they agree at all: 0 to 1.
        self.sure = min(1.0, max(most_about / enough, most_words / told / WORDS_CERTAIN))

    def certainty(self, who: int, grade: float) -> float:
        """How certain it is that somebody is an answer, with the grade of what they say in so many words.

        Fitted by logistic regression on the questions of two test trusts, each asked once as it is and once
        without everybody who could answer it (`tests/evaluation/README.md`). What is named and said by nobody
        is missed the more.
        """
        said = min(1.0, self._words[who] / self._told)
        return grade + 4.9 * self._themes[who] + 3.4 * said - (2.1 if self._named else 0.0)


def _most(worth: Sequence[float], wanted: Callable[[int], bool]) -> float:
    """The most that somebody who is wanted has: from the top down, as mostly one of the first will do."""
    top = max(worth, default=0.0)
    for floor in (top * 0.7, top * 0.3, 0.0):
        above = (who for who, share in enumerate(worth) if share > floor)
        for who in sorted(above, key=worth.__getitem__, reverse=True):
            if wanted(who):
                return worth[who]
    return 0.0
