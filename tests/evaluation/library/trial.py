"""Every search asked of the shelf, and of plain full-text search over the same words, as nDCG@10.

`python -m tests.evaluation.library.trial` prints the figures; `misses` also the searches of the half that is
tuned on which score under .5. The held-out half is never listed.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from statistics import mean

from handlers.rules.shelf import terms_of
from handlers.rules.shelf.asking import asked
from handlers.rules.shelf.best import Hits, best, ids
from handlers.rules.shelf.index import Shelf
from handlers.rules.tagging import tags_of
from storage.records import Kind, Resource, ResourceId, TrustId
from storage.records.shelved import Shelved
from tests.bench.textsearch import Bm25, Fts5
from tests.evaluation.score import dcg

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)
SHOWN = 10
HALVES = ("dev", "held")

Search = Callable[[str], Sequence[int]]


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@cache
def shelf() -> Shelf:
    """The library as it would be had each resource been shared with these words."""
    made = Shelf()
    made.put(_shelved(each) for each in read("resources.jsonl"))
    return made


def _shelved(given: Mapping) -> Shelved:
    tags = tags_of(given["purpose"], given["url"], title=given["title"], network=given["network"])
    blank = Resource(ResourceId(given["id"]), TrustId(1), given["url"], given["url"], given["title"])
    resource = replace(
        blank, kind=Kind(tags.kind), topics=tags.topics, phases=tags.phases, subjects=tags.subjects
    )
    networks = [given["network"]] if given["network"] else []
    terms = terms_of(resource, purposes=[given["purpose"]], networks=networks)
    return Shelved(resource.id, terms, datetime(2026, 9, 1, tzinfo=UTC))


def found(text: str) -> Hits:
    wish = asked(text)
    return best(shelf(), wish.terms, wish.core, shelf().seen((), archived=False), TODAY)


def ours(text: str) -> list[int]:
    return list(ids(shelf(), found(text).places[:SHOWN]))


def score(search: Search, half: str) -> list[tuple[float, dict]]:
    """Each search of a half with its nDCG@10."""
    return [
        (_ndcg(search(each["text"]), each), each) for each in read("queries.jsonl") if each["half"] == half
    ]


def _ndcg(found: Sequence[int], query: Mapping) -> float:
    grades = {int(each): grade for each, grade in query["relevant"].items()}
    perfect = dcg(sorted(grades.values(), reverse=True)[:SHOWN])
    return dcg([grades.get(each, 0) for each in found[:SHOWN]]) / perfect


def figure(search: Search, half: str) -> float:
    return mean(each for each, _ in score(search, half))


@cache
def baselines() -> Mapping[str, Search]:
    """The same words in SQLite's FTS5 (with its stemmer) and in BM25 over plain words."""
    texts = {each["id"]: f"{each['title']}. {each['purpose']}" for each in read("resources.jsonl")}
    return {"FTS5": Fts5(texts).search, "BM25": Bm25(texts).search}


def main(*words: str) -> None:
    for name, search in {"ours": ours, **baselines()}.items():
        print(f"{name:5}", *(f"{half} {figure(search, half):.3f}" for half in HALVES))
    if "misses" in words:
        titles = {each["id"]: f"{each['title']} | {each['purpose']}" for each in read("resources.jsonl")}
        for worth, query in score(ours, "dev"):
            if worth < 0.5:
                print(f"\n{worth:.2f} {query['text']}")
                print("  ", {k: round(v, 2) for k, v in asked(query["text"]).terms.items() if v > 0.25})
                for each, grade in query["relevant"].items():
                    print(f"   wanted {grade}  {titles[int(each)]}")
                for each in ours(query["text"])[:4]:
                    print(f"   shown  {query['relevant'].get(str(each), 0)}  {titles[each]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
