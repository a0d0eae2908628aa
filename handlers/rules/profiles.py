"""What a colleague's own words say: title, "working on", "can help with", networks.

The same reading as on the asking side, with where they stand: doing it now, has done it, wants help, or only
by their role or class.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from handlers.rules import senses, themes, titles
from handlers.rules.themes import Themes
from handlers.rules.titles import Title
from handlers.rules.vocabulary import vocabulary, words_of
from handlers.rules.words import content, plain
from storage.records import Person, School, Stand

# ruff: noqa: E501  a pattern is read as one line, however long

NOW, DONE, WANTS, FOLLOWS = 1, 2, 4, 8
#: What was tapped on a profile → where they stand; "not me" is in none.
TAPPED: Mapping[str, int] = {Stand.NOW: NOW, Stand.DONE: DONE, Stand.WANTS: WANTS}
#: Working fewer days than these is part time.
FULL_WEEK = 5
#: Topics of something somebody shared that say what they do: the others are less sure. Who shares a thing
#: may only have come across it, so it counts like what follows from a role, and less than their own words.
SURE = 2

#: Words that say it has been done, in "working on".
_DONE = re.compile(
    r"\b(?:\w+ (?:yrs?|years?|terms?) (?:on|in|now)\b|(?:ran|has run|have run|been running|running for)\b|year (?:two|three|2|3) of|(?:2nd|3rd|second|third) year|after \d+ y|"
    r"went from|up from|down from|saves? (?:\w+ )?(?:hrs|hours|time)|worked well|works well|it works|data is good|made a (?:massive|big|huge)|we (?:cut|moved|went|opened|switched|changed|rewrote|introduced|merged|reduced|got)\b|nearly (?:straight|there|done)|already written|embedded|established|since \d{4}|won\b|award|completed|finished)",
    re.I,
)
#: Words that say somebody is stuck, or has not begun.
_WANTS = re.compile(
    r"\?|\b(?:nervous|nightmare|struggl\w+|stuck|grim|not sure|unsure|how on earth|any ideas|would be (?:good|fab|great)|would love|need help|no idea|tired|hard to|frankly|thinking (?:about|of)|considering|looking at|early days|worried|lost|wondering|want to|keen to|hoping|looking for|help!|too much|fed up|tricky|battling|can'?t get|where to start|starting to look|exploring)\b",
    re.I,
)
_NOT_BEGUN = re.compile(
    r"\b(?:thinking (?:about|of)|considering|looking (?:at|into)|from next|next sept|nervous|whether to|exploring|would love to|hoping to|wondering)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A colleague, read."""

    title: Title
    #: Concept → where they stand (NOW, DONE, WANTS, FOLLOWS, together).
    stands: Mapping[str, int]
    #: Stems of their words, for the text match.
    words: tuple[str, ...]
    #: What their words and their title are about, named or not.
    themes: Themes = field(default_factory=dict)


#: Between matters that somebody lists: "bus costs!! and shrinking Y7".
_PARTS = re.compile(r"[,.;!?]+|\s-\s|\band\b|&|\+")


@lru_cache(maxsize=65536)
def concepts_of(text: str) -> tuple[str, ...]:
    """The concepts in a colleague's own words; weak ones step back where stronger are said beside them."""
    said = plain(text[:1000])
    words = words_of(said)
    found, _ = senses.settle(vocabulary().find(words), words)
    found = [one for one in found if not one.concept.startswith(("constraint.", "role.staff"))]
    part = [len(_PARTS.findall(said, 0, words[one.first][2])) for one in found]
    strong = {
        at
        for at, one in zip(part, found, strict=True)
        if not one.weak and one.concept.startswith(("topic.", "subject.", "context."))
    }
    kept = (one for at, one in zip(part, found, strict=True) if not (one.weak and at in strong))
    return tuple(dict.fromkeys(one.concept for one in kept))


@lru_cache(maxsize=65536)
def _working_on(text: str) -> tuple[tuple[str, int], ...]:
    mask = NOW
    if _DONE.search(text):
        mask |= DONE
    if _WANTS.search(text):
        mask |= WANTS
    if _NOT_BEGUN.search(text):
        mask = (mask & ~(NOW | DONE)) | WANTS
    return tuple((concept, mask) for concept in concepts_of(text))


def read(person: Person, school: School | None = None) -> Profile:
    """Everything a colleague has said, read once for each different text."""
    title = titles.read(person.job_title)
    stands: dict[str, int] = {}

    def add(pairs: Iterable[tuple[str, int]]) -> None:
        for concept, mask in pairs:
            stands[concept] = stands.get(concept, 0) | mask

    add(_working_on(person.working_on) if person.working_on else ())
    add((concept, DONE) for concept in (concepts_of(person.can_help_with) if person.can_help_with else ()))
    add(_follows(title, person.networks, school))
    for shared in person.shared:  # what worked for them they have done
        add((concept, DONE if shared.worked else FOLLOWS) for concept in shared.topics[:SURE])
    for tried in person.tried:  # whether they kept it or stopped: they have been through it
        add((concept, DONE) for concept in tried.topics[:SURE])
    if "context.job_share" in title.contexts or len(person.working_days) < FULL_WEEK:
        add([("context.job_share", NOW | DONE)])
    for concept, stand in person.tapped:  # what they say of one topic outweighs what their words suggest
        stands.pop(concept, None)
        add([(concept, TAPPED[stand])] if stand in TAPPED else ())
    said = _said(person)
    words = tuple(content(" . ".join(said)[:2000]))
    return Profile(title, stands, words, themes.together(map(themes.of, said)))


def _said(person: Person) -> list[str]:
    """All that they say of themselves: a tap is as good as a word, and so is what they tried and told of."""
    denied = frozenset(concept for concept, stand in person.tapped if stand == Stand.NO)
    tried = (each.what for each in person.tried)
    own = (_without(denied, words) for words in (person.working_on, person.can_help_with, *tried))
    tapped = (vocabulary().label(concept) for concept, stand in person.tapped if stand in TAPPED)
    return [words for words in (*own, person.job_title, *tapped) if words]


def _without(denied: Collection[str], text: str) -> str:
    """Their words less those that name what they said is not theirs: nor are they found by these."""
    if not denied or not text:
        return text
    said = plain(text[:1000])
    words = words_of(said)
    found, _ = senses.settle(vocabulary().find(words), words)
    spans = {(one.first, one.last) for one in found if one.concept in denied}
    for first, last in sorted(spans, reverse=True):
        said = said[: words[first][2]] + said[words[last - 1][3] :]
    return said


def _follows(title: Title, networks: tuple[str, ...], school: School | None) -> list[tuple[str, int]]:
    """What follows from a role, a class or a network without a word said."""
    found: list[str] = list(title.topics)
    for role in title.roles:
        found += [
            one for one in vocabulary().concepts[role].related if one.startswith(("topic.", "context."))
        ]
    found += [one for one in title.contexts if one != "context.mixed_age"]
    if title.mixed_class or _in_mixed_class(title, school):
        found.append("context.mixed_age")
    for network in networks:
        about = (one for one in concepts_of(network) if one.startswith(("topic.", "context.")))
        found += [one for one in about if one != "topic.networks"]  # its name says what it is, not what about
    if school is not None and school.notes and any(role in _HEADS for role in title.roles):
        found += [one for one in concepts_of(school.notes) if one.startswith(("topic.", "context."))]
    return [(concept, FOLLOWS) for concept in found]


_HEADS = frozenset(
    ("role.headteacher", "role.head_of_school", "role.executive_headteacher", "role.teaching_head")
)


def _in_mixed_class(title: Title, school: School | None) -> bool:
    """The trust says that the school has such a class, and the title names exactly its years."""
    if (
        school is None
        or not school.mixed_age_classes
        or len(title.years) < 2
        or "role.teacher" not in title.roles
    ):
        return False
    return any(class_years(name) == title.years for name in school.mixed_age_classes)


@lru_cache(maxsize=4096)
def class_years(name: str) -> frozenset[int]:
    """ "YR/1/2" → Reception to Year 2."""
    return frozenset(
        0 if part.upper().endswith("R") else int(digits)
        for part in name.split("/")
        if (digits := "".join(filter(str.isdigit, part)) or part.upper().endswith("R"))
    )
