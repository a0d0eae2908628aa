"""What a question is about, matter by matter: everybody it touches, how well, and what that rests on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from handlers.rules import grades, roles
from handlers.rules.clauses import Status
from handlers.rules.directory import Directory
from handlers.rules.needs import Needs
from handlers.rules.postings import includes
from handlers.rules.reasons import Evidence
from handlers.rules.vocabulary import vocabulary

#: Below this share of the words not understood, they meet by chance.
COVERED = 0.3
IN_WORDS = Evidence(words=True)


@dataclass(slots=True)
class Alike:
    """People with the same grade for the same cause, in the directory's order."""

    grade: float
    people: Sequence[int]
    evidence: Evidence


class Matter:
    """One thing asked about: a topic, a subject, words of their own."""

    def __init__(self, touched: Iterable[Alike]) -> None:
        self._touched = sorted(touched, key=attrgetter("grade"), reverse=True)

    def everybody(self) -> dict[int, float]:
        """Colleague → their best grade."""
        found: dict[int, float] = {}
        for alike in reversed(self._touched):
            found.update(dict.fromkeys(alike.people, alike.grade))
        return found

    def best(self, who: int) -> Alike | None:
        """The best that it has of one colleague."""
        return next((alike for alike in self._touched if includes(alike.people, who)), None)


def matters(directory: Directory, needs: Needs, status: Status) -> Iterator[Matter]:
    """Each matter of a question: topics, else subjects, else words that no concept covers."""
    for group in needs.groups:
        yield Matter(_of_topics(directory, group, status))
    for subject in needs.subjects:
        yield Matter((*_of_topics(directory, [subject], status), *_of_subject(directory, subject)))
    if needs.unread and not needs.groups and not needs.subjects:
        yield Matter(_of_words(directory, needs.unread))


def _of_topics(directory: Directory, group: Sequence[str], status: Status) -> Iterator[Alike]:
    """Everybody with one of these topics, or one near them."""
    book = vocabulary()
    for topic in group:
        for concept in _in_order(book.narrower(topic), first=topic):
            yield from _standing(directory, concept, status, grades.grade, Evidence(topics=(concept,)))
        for concept in _in_order(book.near(topic)):
            yield from _standing(directory, concept, status, grades.near_grade, Evidence(near=(concept,)))


def _standing(
    directory: Directory,
    concept: str,
    status: Status,
    graded: Callable[[Status, int], float],
    evidence: Evidence,
) -> Iterator[Alike]:
    for stand, people in directory.concepts.of(concept).items():
        grade = graded(status, stand)
        if grade > 0:
            yield Alike(grade, people, evidence)


def _of_subject(directory: Directory, subject: str) -> Iterator[Alike]:
    """A subject asked by itself: who leads or teaches it."""
    titles = directory.titles
    for near in _in_order(above_and_below([subject]), first=subject):
        for number in directory.titles_with.get(near, ()):
            grade = roles.subject_grade(subject, titles.qualities[number])
            if grade > 0:
                yield Alike(grade, titles.people[number], Evidence(subjects=(near,)))


def _of_words(directory: Directory, words: Sequence[str]) -> Iterator[Alike]:
    """Whose own words cover what no concept does."""
    by_share: dict[float, list[int]] = {}
    for who, share in directory.words.covered(words).items():
        if share >= COVERED:
            by_share.setdefault(share, []).append(who)
    for share, people in by_share.items():
        yield Alike(_of_share(share), sorted(people), IN_WORDS)


def _of_share(share: float) -> float:
    """The grade of a text match: nearly all that was asked is a good answer, a third of it a loose one."""
    return min(2.6, 3.2 * share)


def above_and_below(subjects: Iterable[str]) -> set[str]:
    """These subjects with every narrower and wider one."""
    book = vocabulary()
    return {near for subject in subjects for near in (*book.narrower(subject), *book.wider(subject))}


def _in_order(concepts: Iterable[str], *, first: str = "") -> list[str]:
    """Always the same order, so that every process gives the same reasons."""
    return sorted(concepts, key=lambda concept: (concept != first, concept))
