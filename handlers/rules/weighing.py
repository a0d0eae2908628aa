"""How well colleagues fit a question: needs first, then status, context, likeness of schools, availability.

Every weight, threshold and grade of the ranking is here or in `grades`, `roles` and `places`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappush, heappushpop
from operator import itemgetter

from handlers.rules import grades, places, roles, titles
from handlers.rules.clauses import Status
from handlers.rules.directory import Directory
from handlers.rules.needs import Needs, is_left_out
from handlers.rules.reading import WHAT_CONTEXTS, Reading
from handlers.rules.reasons import Evidence
from handlers.rules.vocabulary import vocabulary
from storage.records import Person, School, SchoolId

#: Below this nobody is shown; and with nobody at least as good as ANSWER, nobody at all.
SHOWN, ANSWER = 0.75, 1.55
#: What the meeting of words and the likeness of schools add at most: they order equals.
FROM_WORDS, FROM_LIKENESS = 0.4, 0.3
WHOLE_WEEK = 5  # working days
IN_WORDS = Evidence(words=True)

#: Colleague (by place in the directory) → grade and what it rests on.
_Marked = dict[int, tuple[float, Evidence]]


@dataclass(slots=True)
class Weighed:
    """One candidate with a score."""

    who: int
    grade: float
    evidence: Evidence


class Weighing:
    """One question of one asker, and the people of a directory weighed for it."""

    def __init__(self, directory: Directory, sought: Reading, asker: Person) -> None:
        self.directory = directory
        self.asker = asker
        self.own = directory.own_school(asker)
        self.sought = _filled_in(sought, asker)
        self.at, near = directory.names.schools_in(sought.text, self.own)
        self.closed, self.unwanted = directory.names.called(self.sought.unwanted)
        self.origin = near if near is not None else self.own
        self.needs = Needs(self.sought, directory.names.words_of(self.at, near))
        self.by_topic = self._by_topic()
        self._far: dict[int, float] = {}  # titles are shared, so each different one is compared once

    def weighed(self, only: Collection[int] | None = None, limit: int = 10) -> list[Weighed]:
        """At least the best `limit` of all candidates, or of `only` these."""
        marks = self._marks(only)
        if self.at is not None and not self.needs.anything:
            marks = {
                who: 2.0
                for who, school in enumerate(self.directory.school)
                if school is not None and school.id == self.at.id
            }
        result: list[Weighed] = []
        best: list[float] = []
        for most, who in self._most_promising(marks):
            if len(best) >= limit and most < best[0]:
                break  # nobody further down can still come among the first
            if not self.directory.may_be_shown(who, self.asker):
                continue
            final = self._in_place(who, most)
            if final is None:
                continue
            result.append(Weighed(who, final, self._evidence(who)))
            (heappushpop if len(best) >= limit else heappush)(best, final)
        return result

    def _most_promising(self, marks: Mapping[int, float]) -> list[tuple[float, int]]:
        """Candidates with the most they can reach, best first: what follows can only take away."""
        by_school = self._by_school()
        text = self.directory.words.scores(self.needs.content)
        top = max(text.values(), default=0.0) or 1.0
        people = self.directory.people
        found: list[tuple[float, int]] = []
        for who, grade in marks.items():
            worth = by_school.get(people[who].school)
            if worth is not None:
                found.append((grade + worth + FROM_WORDS * text.get(who, 0.0) / top, who))
        found.sort(key=itemgetter(0), reverse=True)
        return found

    # -------------------------------------------------------------- what is asked: topics, subjects, roles

    def _by_topic(self) -> list[_Marked]:
        """For each matter asked about: everybody it touches → grade and what it rests on."""
        by_topic = [self._of_topics(group) for group in self.needs.groups]
        by_topic += [self._of_subject(one) for one in self.needs.subjects]
        if self.needs.unread and not by_topic:
            covered = self.directory.words.covered(self.needs.unread)
            by_topic.append(
                {who: (_of_share(share), IN_WORDS) for who, share in covered.items() if share >= 0.3}
            )
        return by_topic

    def _of_topics(self, group: Sequence[str]) -> _Marked:
        """Everybody with one of these topics, or one near them; the best entry wins."""
        book = vocabulary()
        found: _Marked = {}
        for topic in group:
            for concept in book.narrower(topic):
                self._note(found, concept, grades.grade, Evidence(topics=(concept,)))
            for concept in book.near(topic):
                self._note(found, concept, grades.near_grade, Evidence(near=(concept,)))
        return found

    def _note(
        self, found: _Marked, concept: str, graded: Callable[[Status, int], float], evidence: Evidence
    ) -> None:
        for who in self.directory.with_concept(concept):
            grade = graded(self.sought.status, self.directory.profiles[who].stands[concept])
            if grade > 0 and (who not in found or grade > found[who][0]):
                found[who] = (grade, evidence)

    def _of_subject(self, subject: str) -> _Marked:
        """A subject asked by itself: who leads or teaches it, and who works on it."""
        found = self._of_topics([subject])
        for near in {*vocabulary().narrower(subject), *vocabulary().wider(subject)}:
            evidence = Evidence(subjects=(near,))
            for who in self.directory.with_subject(near):
                grade = roles.subject_grade(subject, self.directory.profiles[who].title)
                if grade > 0 and (who not in found or grade > found[who][0]):
                    found[who] = (grade, evidence)
        return found

    def _marks(self, only: Collection[int] | None) -> dict[int, float]:
        """Everybody the needs touch → grade, before place and likeness."""
        needs, by_topic = self.needs, self.by_topic
        candidates = set(only) if only is not None else set[int]().union(*by_topic)
        if only is None and (not by_topic or self.sought.either):
            candidates |= self._in_role()
        if only is None and needs.years_alone:
            candidates |= {who for year in self.sought.years for who in self.directory.in_year(year)}
        marks = {who: self._mark(who) for who in candidates}
        marks = {who: grade for who, grade in marks.items() if grade > 0}
        if needs.words_are_all and needs.roles and only is None:
            covered = by_topic[0]
            # What nobody has ever written about cannot be what they are good at.
            unmet = 2.0 if any(not self.directory.words.knows(word) for word in needs.about) else 0.9
            for who in self._in_role():
                met = covered[who][0] / 3.0 if who in covered else 0.0
                marks[who] = max(marks.get(who, 0.0), 3.0 - self._lost(who) - unmet * (1.0 - met))
        return marks

    def _in_role(self) -> set[int]:
        return self.directory.with_roles(self.needs.roles, self.needs.role_subjects)

    def _lost(self, who: int) -> float:
        """What somebody's role costs beside those asked for."""
        title = self.directory.profiles[who].title
        lost = self._far.get(id(title))
        if lost is None:
            lost = self._far[id(title)] = roles.loss(self.needs.roles, self.needs.role_subjects, title)
        return lost

    def _mark(self, who: int) -> float:
        """How well somebody meets the topics and the role together, or either where either will do."""
        by_topic, sought = self.by_topic, self.sought
        given = [one[who][0] for one in by_topic if who in one] if by_topic else []
        topical = grades.combined(given, len(by_topic), either=sought.either)
        lost = self._lost(who) if self.needs.roles else None
        if by_topic and not (sought.either and lost is not None):
            return topical - (lost or 0.0)
        if lost is not None:
            alone = 3.0 - lost if lost < roles.OTHER else 0.0
        else:
            title = self.directory.profiles[who].title
            alone = 2.5 if self.needs.years_alone and title.years & sought.years else 0.0
        return max(alone, topical)

    def _evidence(self, who: int) -> Evidence:
        evidence = Evidence()
        for one in self.by_topic:
            if who in one:
                evidence = evidence | one[who][1]
        in_role = self.needs.roles and self._lost(who) < roles.CLOSE
        return evidence | Evidence(role=True) if in_role else evidence

    # -------------------------------------------------------------- place, likeness, leave

    def _by_school(self) -> dict[SchoolId | None, float]:
        """What each school adds or costs everybody in it; schools that are not asked for are absent."""
        worth: dict[SchoolId | None, float] = {}
        for school in (None, *self.directory.schools.values()):
            if self.at is not None and (school is None or school.id != self.at.id):
                continue
            if school is not None and school.id in self.closed:
                continue
            total = self._worth(school)
            if total is not None:
                worth[school.id if school is not None else None] = total
        return worth

    def _worth(self, school: School | None) -> float | None:
        where = self.sought.where
        alike = (
            self.directory.like(self.own, school, self.needs.weighing).alike
            if self.own is not None and school is not None
            else 0.0
        )
        total = FROM_LIKENESS * alike
        for loss in (
            places.fits(where, school, self.own) if where.asks else 0,
            places.distance(where, school, self.origin),
            self._likeness_loss(school, alike),
        ):
            if loss is None:
                return None
            total -= loss
        return total

    def _likeness_loss(self, school: School | None, alike: float) -> float | None:
        if not self.sought.where.similar or self.own is None:
            return 0
        if school is None:
            return None
        return 0 if alike >= 0.76 else 1 if alike >= 0.62 else 2 if alike >= 0.45 else None

    def _in_place(self, who: int, grade: float) -> float | None:
        """The grade after every limit that concerns the person; None where one is broken."""
        sought, directory = self.sought, self.directory
        profile, school = directory.profiles[who], directory.school[who]
        person = directory.people[who]
        if person.id in self.unwanted or is_left_out(profile, school, sought.excluded):
            return None
        if not set(sought.days) <= set(person.working_days):
            return None
        if sought.part_time and len(person.working_days) == WHOLE_WEEK:
            return None
        whole = self.needs.whole_role and profile.title.whole_school
        years = places.in_years(
            sought.years, profile.title, school, whole_role=whole, teachers_only=self.needs.teachers_only
        )
        stage = places.in_stage(sought.where.stages, profile.title, school)
        return None if years is None or stage is None else grade - years - stage


def _filled_in(sought: Reading, asker: Person) -> Reading:
    """ "Someone like me": the asker's own role, and their class's years."""
    likes_me = "constraint.same_role" in sought.constraints or (
        sought.where.asks and not (sought.roles or sought.topics or sought.subjects or sought.years)
        and not any(one in WHAT_CONTEXTS for one in sought.contexts)
    )  # fmt: skip
    if not likes_me or sought.roles:
        return sought
    own = titles.read(asker.job_title)
    similar = replace(sought.where, similar=True) if not sought.topics else sought.where
    return replace(sought, roles=own.roles, subjects=sought.subjects or own.leads, where=similar)


def _of_share(share: float) -> float:
    """The grade of a text match: nearly all that was asked is a good answer, a third of it a loose one."""
    return min(2.6, 3.2 * share)
