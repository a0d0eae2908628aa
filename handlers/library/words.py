"""What the library's things are called, on every card and page of it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from handlers.rules.vocabulary import vocabulary
from handlers.talk import Link
from storage.records import CaseStudy, Collecting, Kind, Network, Resource

KINDS: Mapping[Kind, str] = {
    Kind.VIDEO: "Video",
    Kind.LESSON: "Lesson or unit",
    Kind.TEMPLATE: "Template",
    Kind.POLICY: "Policy",
    Kind.RESEARCH: "Research",
    Kind.GUIDANCE: "Guidance",
    Kind.COURSE: "Course or training",
    Kind.TOOL: "Tool",
    Kind.ARTICLE: "Article",
    Kind.CASE_STUDY: "Case study",
    Kind.DOCUMENT: "Document",
    Kind.PAGE: "Web page",
}

#: A case study's five answers, as the columns call them, and their questions.
QUESTIONS: Mapping[str, str] = {
    "what": "What did you do?",
    "for_whom": "For whom?",
    "took": "What did it take?",
    "how_we_know": "How do you know it worked?",
    "did_not_work": "What did not work?",
}

COLLECTING: Mapping[Collecting, str] = {
    Collecting.AUTO: "Keep links by themselves",
    Collecting.ASK: "Ask first",
    Collecting.OFF: "Leave links alone",
}


def page_link(label: str, path: str = "") -> Link:
    """To a page of the library: `path` is what follows /library, as "/add" or ""."""
    return Link(label, f"/library{path}")


def where_from(resource: Resource) -> str:
    """Whose site it is on: "ncetm.org.uk"; "" for what is a page of our own."""
    return (urlsplit(resource.url).hostname or "").removeprefix("www.")


def about(resource: Resource, most: int = 4) -> str:
    """What it is filed under, the surest first: "Phonics, Key stage 1"."""
    tags = (*resource.topics, *resource.subjects, *resource.phases)
    return ", ".join(map(vocabulary().label, tags[:most]))


def answers_of(told: CaseStudy) -> tuple[tuple[str, str], ...]:
    """Each question of a case study that is answered, with its answer."""
    pairs = ((question, str(getattr(told, name))) for name, question in QUESTIONS.items())
    return tuple((question, answer) for question, answer in pairs if answer)


def whose(network: Network | None) -> str:
    """ "Maths leads", or the trust's library where it was shared in no network."""
    return network.name if network else "the trust’s library"
