"""How far colleagues agree with a question in words and themes, where nobody calls it by its name."""

from collections.abc import Sequence

from handlers.rules import themes
from handlers.rules.directory import Directory
from storage.records import Person

#: What the words count beside the themes.
WORDS = 0.5
#: Agreement that is certain: as much of the question's rarer words, as much of its themes. Where the question
#: names what it wants and nobody has it, only a great deal makes up for that.
WORDS_CERTAIN = 0.6
THEMES_CERTAIN, THEMES_CERTAIN_IF_NAMED = 0.45, 0.7
#: Below these it could be chance.
WORDS_LEAST, THEMES_LEAST = 8.0, 0.5


class Agreement:
    """Everybody of a directory beside one question; `named` where it names a topic or a subject."""

    def __init__(self, directory: Directory, text: str, asker: Person, *, named: bool) -> None:
        stems = tuple(dict.fromkeys(themes.stems_of(text)))
        words = directory.words.scores(stems)
        about = directory.themes.scores(themes.of(text))
        allowed = [who for who in range(len(words)) if directory.may_be_shown(who, asker)]
        most_words = max((words[who] for who in allowed), default=0.0)
        most_about = max((about.get(who, 0.0) for who in allowed), default=0.0)
        by_words, by_themes = WORDS / max(most_words, WORDS_LEAST), 1 / max(most_about, THEMES_LEAST)
        found = [score * by_words + about.get(who, 0.0) * by_themes for who, score in enumerate(words)]
        most = max((found[who] for who in allowed), default=0.0)
        #: By place: 1 is whoever agrees most of those who may be shown.
        self.shares: Sequence[float] = [share / most for share in found] if most else found
        told = sum(map(directory.words.rarity, stems)) or 1.0
        enough = THEMES_CERTAIN_IF_NAMED if named else THEMES_CERTAIN
        #: How certain it is that they agree at all: 0 to 1.
        self.sure = min(1.0, max(most_about / enough, most_words / told / WORDS_CERTAIN))
