"""What a shared link is found to be about, graded on messages as colleagues write them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.rules.tagging import AT_MOST, Tags, tags_of
from handlers.rules.vocabulary import vocabulary
from storage.records.library import Kind

MESSAGES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "tagging.yaml").read_text(encoding="utf-8")
)
#: What part of the messages must be right, each for itself.
FLOORS = {"topics": 0.92, "phases": 0.94, "subjects": 0.96, "kind": 0.96}


def tagged(row: dict[str, Any]) -> Tags:
    return tags_of(row["words"], row["url"], row.get("title", ""), row.get("network", ""))


def meant(row: dict[str, Any], name: str, facet: str) -> set[str]:
    return {f"{facet}.{each}" for each in row.get(name, "").split()}


def reached(concepts: tuple[str, ...]) -> set[str]:
    return {broad for one in concepts for broad in (one, *vocabulary().wider(one))}


def right(row: dict[str, Any]) -> dict[str, bool]:
    tags = tagged(row)
    return {
        "topics": meant(row, "topics", "topic") <= reached(tags.topics),
        "phases": meant(row, "phases", "phase") == set(tags.phases),
        "subjects": meant(row, "subjects", "subject") <= reached(tags.subjects),
        "kind": tags.kind == row["kind"],
    }


def test_most_links_are_tagged_as_a_colleague_would():
    graded = [right(row) for row in MESSAGES]
    share = {name: Counter(row[name] for row in graded)[True] / len(graded) for name in FLOORS}
    assert len(graded) >= 80
    missed = [row["words"] for row, marks in zip(MESSAGES, graded, strict=True) if not all(marks.values())]
    assert {name: share[name] >= floor for name, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True), (
        missed
    )


def test_tags_are_few_so_that_each_says_something():
    counts = [len(tagged(row).topics) for row in MESSAGES]
    assert max(counts) <= AT_MOST
    assert sum(counts) / len(counts) < 2


def test_every_concept_named_in_the_table_is_one_of_the_vocabulary():
    named = {
        one
        for row in MESSAGES
        for name, facet in (("topics", "topic"), ("phases", "phase"), ("subjects", "subject"))
        for one in meant(row, name, facet)
    }
    assert named - vocabulary().concepts.keys() == set()


@pytest.mark.parametrize(
    ("words", "url", "kind"),
    [
        ("our policy, as a film", "https://youtu.be/aB3_dE5-gHi", Kind.VIDEO),
        ("the slides", "https://www.example.org/bar-models.mp4", Kind.VIDEO),
        ("of course this one", "https://www.example.org/page", Kind.PAGE),
        ("the letters and sounds page", "https://www.example.org/page", Kind.PAGE),
        ("for our sixth form", "https://www.example.org/page", Kind.PAGE),
        ("the statutory policy page", "https://www.gov.uk/government/publications/x", Kind.GUIDANCE),
        ("", "https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ012345/copy", Kind.TEMPLATE),
        ("", "https://www.example.org/plan.docx", Kind.DOCUMENT),
        ("", "no address", Kind.PAGE),
        ("", "", Kind.PAGE),
    ],
)
def test_what_a_link_is_called_counts_unless_its_host_knows_better(words, url, kind):
    assert tags_of(words, url).kind is kind


def test_the_network_tells_only_where_all_others_are_silent():
    url = "https://www.example.org/x"
    assert tags_of("have a look", url, network="Maths leads").subjects == ("subject.maths",)
    assert tags_of("for geography", url, network="Maths leads").subjects == ("subject.geography",)
    assert tags_of("have a look", url, network="Early years").phases == ("phase.eyfs",)
    assert tags_of("for Year 8", url, network="Early years").phases == ("phase.ks3",)
