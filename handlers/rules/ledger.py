"""What schools have tried: what a decision is found by, and which answer a question best.

Kept and stopped alike: both tell the next school something. Meaning first, as in the library; of two that
mean the same, the one from a school like the asker's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from handlers.rules import similarity
from handlers.rules.counting import SMALLEST
from handlers.rules.named import as_said
from handlers.rules.shelf import terms_from
from handlers.rules.shelf.asking import Asked
from handlers.rules.shelf.best import best
from handlers.rules.shelf.index import Shelf
from handlers.rules.tagging import tags_of
from handlers.rules.vocabulary import vocabulary
from storage.records import (
    Decision,
    DecisionId,
    Evidence,
    Initiative,
    Person,
    ResourceId,
    Run,
    School,
    SchoolId,
    Stop,
)
from storage.records.shelved import Shelved

#: What is told of a school's way through something.
Told = TypeVar("Told", Decision, Evidence, Initiative, Run, Stop)

#: What each text says of what was tried: its name most, then the problem and what was done about it.
NAME, PROBLEM, PRACTICE, AIM, LEARNED = 8, 7, 6, 5, 3
#: A school just like the asker's lifts an entry by so much of its score; one unlike it by nothing.
FROM_LIKENESS = 0.3


def described(initiative: Initiative, run: Run, decision: Decision) -> tuple[tuple[str, ...], str]:
    """Its concepts, the surest first, and the terms it is found by."""
    problem = f"{initiative.problem} {initiative.group}".strip()
    tags = tags_of(f"{problem}. {run.practice}", "", initiative.topic)
    topics = (*tags.topics, *tags.subjects, *tags.phases)
    told = (
        (initiative.topic, NAME),
        (problem, PROBLEM),
        (run.practice, PRACTICE),
        (f"{run.goal} {run.measure}".strip(), AIM),
        (f"{decision.reason} {decision.learned}".strip(), LEARNED),
    )
    return topics, terms_from([pair for pair in told if pair[0]], topics)


class Ledger:
    """The decisions of a trust that colleagues may find, ready to be asked."""

    def __init__(self, shared: Sequence[Decision]) -> None:
        """All that are shared, the newest first. What a school changed and decided on again counts once."""
        self.shared = tuple(shared)
        latest = {each.run: each for each in reversed(shared)}
        #: The last word of each school, the newest first.
        self.newest = tuple(each for each in shared if latest[each.run] is each)
        self._by_id: Mapping[DecisionId, Decision] = {each.id: each for each in self.newest}
        self._shelf = Shelf()
        self._shelf.put(map(_as_shelved, self.newest))
        self._shelf.settle()

    def answering(
        self, sought: Asked, own: School | None, schools: Mapping[SchoolId, School], today: date
    ) -> tuple[Decision, ...]:
        """What answers the search, best first; nothing where nothing is about it."""
        hits = best(self._shelf, sought.terms, sought.core, self._shelf.seen((), archived=False), today)
        if not hits.fits:
            return ()
        found = [self._by_id[DecisionId(self._shelf.ids[place])] for place in hits.places]
        marks = {
            each.id: score
            * (1 + FROM_LIKENESS * _alike(own, schools.get(each.school) if each.school else None))
            for each, score in zip(found, hits.scores, strict=True)
        }
        return tuple(sorted(found, key=lambda each: -marks[each.id]))


def _as_shelved(made: Decision) -> Shelved:
    """The index counts things by number: here they are decisions."""
    return Shelved(ResourceId(made.id), made.terms, datetime.combine(made.on, time(12), UTC))


def _alike(own: School | None, school: School | None) -> float:
    """0 to 1; a school of another kind is like none."""
    if own is None or school is None or similarity.group(own) != similarity.group(school):
        return 0.0
    return similarity.compare(own, school).alike


# ------------------------------------------------------------------ a school that is not named


class Nameless:
    """Takes a school's name and its people's out of what they wrote: others read it without."""

    def __init__(self, school: School | None = None, people: Iterable[Person] = ()) -> None:
        whole = [each.name for each in people if " " in each.name]
        self._swaps = [
            *((pattern, OUR_SCHOOL) for pattern in (_of_a_school(school.name) if school else ())),
            *((re.compile(_called(name)), A_COLLEAGUE) for name in whole),
        ]

    def __call__(self, told: Told) -> Told:
        values = ((each.name, getattr(told, each.name)) for each in fields(told))
        words: dict[str, Any] = {name: self.words(said) for name, said in values if type(said) is str}
        return replace(told, **words)

    def words(self, said: str) -> str:
        for pattern, instead in self._swaps:
            said = pattern.sub(instead, said)
        return said


OUR_SCHOOL, A_COLLEAGUE = "our school", "a colleague"


def _of_a_school(name: str) -> Iterator[re.Pattern[str]]:
    """ "Elm Park Primary School", "elm park". Of "Reading", which is a word, "at Reading" and "Reading’s"."""
    yield re.compile(rf"(?<!\w){_typed(name)}(?!\w)", re.IGNORECASE)
    short = _typed(said := as_said(name))
    if said.lower() in vocabulary().words:
        after = r"(?<=\b[Aa]t )", r"(?<=\b[Ff]rom )"
        yield re.compile(rf"(?:{'|'.join(after)}){short}(?!\w)|(?<!\w){short}(?=['’]s\b)")
    else:
        yield re.compile(rf"(?<!\w){short}(?!\w)", re.IGNORECASE)


def _called(name: str) -> str:
    """ "Jo Mensah", "Mrs Mensah"."""
    return rf"(?<!\w)(?:{_typed(name)}|(?:Mr|Mrs|Ms|Miss|Dr)\.? {_typed(name.split()[-1])})(?!\w)"


def _typed(name: str) -> str:
    """As it is typed on a phone or in a hurry: "St. Marys" for "St Mary’s"."""
    words = re.sub("['’‘]", "['’‘]?", re.escape(name))
    return re.sub(r"\bSt\b(?:\\\.)?", r"St\\.?", words)


@dataclass(frozen=True, slots=True)
class _Kind:
    group: str
    setting: int | None


def kind_of_school(school: School | None, schools: Iterable[School]) -> str:
    """ "a village primary in the trust": no narrower than fits five of its schools, so that it names none."""
    if school is None:
        return "the central team"
    kind = _kind(school)
    others = [_kind(each) for each in schools]
    group = _GROUPS[kind.group]
    if kind.setting is not None and others.count(kind) >= SMALLEST:
        return f"{_SETTINGS[kind.setting]} {group} in the trust"
    if sum(each.group == kind.group for each in others) >= SMALLEST:
        return f"{'an' if group[0] in 'aeiou' else 'a'} {group} in the trust"
    return "a school in the trust"


def _kind(school: School) -> _Kind:
    return _Kind(similarity.group(school), similarity.setting(school))


_GROUPS: Mapping[str, str] = {
    "primary": "primary",
    "secondary": "secondary",
    "post-16": "sixth form college",
    "special": "special school",
    "alternative": "alternative provision",
    "all-through": "all-through school",
}
#: As `similarity.setting` counts them.
_SETTINGS = ("a big-city", "a town", "a small-town", "a village", "a remote")
