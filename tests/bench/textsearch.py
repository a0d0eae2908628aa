"""What finding colleagues is timed beside: SQLite's FTS5, and BM25 over lists of words in memory."""

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest

from storage.records import Person

SHOWN = 10
K1, B = 1.2, 0.75  # BM25's usual constants


def text_of(person: Person) -> str:
    return f"{person.job_title}. {person.working_on}. {person.can_help_with}"


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def texts_of(people: Sequence[Person]) -> dict[int, str]:
    return {person.id: text_of(person) for person in people}


class Fts5:
    """One virtual table with every text, by id."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE staff USING fts5(text, tokenize='porter unicode61')")
        self._database.executemany("INSERT INTO staff(rowid, text) VALUES (?, ?)", texts.items())

    def search(self, text: str) -> list[int]:
        """The first ten by its own BM25, of all who have any of the words."""
        any_of_them = " OR ".join(f'"{word}"' for word in words_of(text))
        found = self._database.execute(
            "SELECT rowid FROM staff WHERE staff MATCH ? ORDER BY rank LIMIT ?", (any_of_them, SHOWN)
        )
        return [row[0] for row in found]


class Bm25:
    """Word → who has it, with its weight."""

    def __init__(self, written: Mapping[int, str]) -> None:
        texts = {who: Counter(words_of(text)) for who, text in written.items()}
        average = sum(text.total() for text in texts.values()) / len(texts)
        with_it: Mapping[str, list[tuple[int, float]]] = defaultdict(list)
        for who, text in texts.items():
            length = K1 * (1 - B + B * text.total() / average)
            for word, times in text.items():
                with_it[word].append((who, times * (K1 + 1) / (times + length)))
        self._size, self._with_it = len(texts), dict(with_it)

    def search(self, text: str) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for word in words_of(text):
            people = self._with_it.get(word, [])
            rarity = math.log(1 + (self._size - len(people) + 0.5) / (len(people) + 0.5))
            for who, weight in people:
                scores[who] += rarity * weight
        return nlargest(SHOWN, scores, key=scores.__getitem__)
