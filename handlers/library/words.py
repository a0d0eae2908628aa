"""What the library's things are called, on every card and page of it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from handlers.rules.vocabulary import vocabulary
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

#: What a search is narrowed down by, in this order.
FILTERS: Mapping[str, str] = {
    "network": "Network",
    "phase": "Phase",
    "topic": "Topic",
    "kind": "Kind",
    "practice": "What we work by",
    "checked": "Checked",
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
    Collecting.AUTO: "Keep every link",
    Collecting.ASK: "Ask first",
    Collecting.OFF: "Leave links alone",
}


def where_from(resource: Resource) -> str:
    """Whose site it is on: "ncetm.org.uk"; "" for what is a page of our own."""
    return site_of(resource.url)


def site_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def kind_and_site(resource: Resource) -> str:
    """ "Video · ncetm.org.uk"."""
    return " · ".join(filter(None, (KINDS[resource.kind], where_from(resource))))


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
