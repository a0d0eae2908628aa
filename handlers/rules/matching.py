"""The closest colleagues: needs first, then status, context, likeness of schools, availability.

An index of one trust in memory. Everything a question needs is looked up by concept or word, so that an
answer costs as much as the people it may concern, not as the trust is large.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest

from handlers.rules import grades, places, profiles, reasons, roles, similarity, titles
from handlers.rules.named import Names
from handlers.rules.needs import Needs, is_left_out
from handlers.rules.profiles import Profile
from handlers.rules.reading import WHAT_CONTEXTS, Reading
from handlers.rules.reasons import Evidence
from handlers.rules.vocabulary import vocabulary
from handlers.rules.wordmatch import WordMatch
from storage.records import Person, PersonId, School, SchoolId

#: Below this nobody is shown; and with nobody at least as good as ANSWER, nobody at all.
SHOWN, ANSWER = 0.75, 1.55
#: At most so many are weighed in full; the rest of a very wide question could not reach the first ten.
WEIGHED = 400


@dataclass(frozen=True, slots=True)
class Match:
    """A colleague who fits, and why."""

    person: Person
    school: School | None
    score: float
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Weighed:
    """One candidate on the way to a score."""

    who: int
    grade: float
    evidence: Evidence


class Colleagues:
    """Everybody of one trust, ready to be asked for."""

    def __init__(self, people: Sequence[Person], schools: Sequence[School]) -> None:
        self.people = tuple(people)
        self.schools: Mapping[SchoolId, School] = {school.id: school for school in schools}
        self._school = tuple(
            self.schools.get(person.school) if person.school is not None else None for person in people
        )
        self.profiles: tuple[Profile, ...] = tuple(map(profiles.read, self.people, self._school))
        self._place = {person.id: who for who, person in enumerate(self.people)}
        self._by_concept: dict[str, list[int]] = {}
        self._by_role: dict[str, list[int]] = {}
        self._by_subject: dict[str, list[int]] = {}
        self._by_year: dict[int, list[int]] = {}
        for who, profile in enumerate(self.profiles):
            for concept in profile.stands:
                self._by_concept.setdefault(concept, []).append(who)
            for role in profile.title.roles:
                self._by_role.setdefault(role, []).append(who)
            for subject in {*profile.title.leads, *profile.title.teaches}:
                self._by_subject.setdefault(subject, []).append(who)
            for year in profile.title.years:
                self._by_year.setdefault(year, []).append(who)
        self._words = WordMatch([profile.words for profile in self.profiles])
        self._names = Names(self.people, tuple(self.schools.values()))
        self._likeness: dict[tuple[SchoolId, SchoolId, tuple[str, ...]], similarity.Likeness] = {}

    @classmethod
    def of(cls, people: Sequence[Person], schools: Sequence[School]) -> "Colleagues":
        """The index of one trust's people and schools."""
        return cls(people, schools)

    # -------------------------------------------------------------- asking

    def closest(
        self, sought: Reading, asker: Person, *, limit: int = 10, now: datetime | None = None
    ) -> list[Match]:
        """The colleagues who fit best, best first; nobody when nobody fits.

        Never the asker, the asker's own school, people closed to introductions or another trust's.
        """
        named = self._names.people_in(sought.all_words)
        if named:
            return self._named(named, sought, asker, limit)
        weighed = self._weighed(sought, asker, None)
        weighed = [one for one in weighed if one.grade >= SHOWN]
        if not weighed or max(one.grade for one in weighed) < ANSWER:
            return []
        best = nsmallest(limit, weighed, key=lambda one: (-one.grade, self.people[one.who].id))
        return [self._match(one, sought, asker) for one in best]

    def reasons(self, person_id: PersonId, sought: Reading, asker: Person) -> tuple[str, ...]:
        """Why this colleague fits, for a card that is shown again later."""
        who = self._place.get(person_id)
        if who is None:
            return ()
        weighed = self._weighed(sought, asker, {who})
        if not weighed:
            return reasons.said(
                Evidence(), self.people[who], self._school[who], self._own(asker), self.profiles[who], sought
            )
        return self._match(weighed[0], sought, asker).reasons

    def _named(self, named: Collection[PersonId], sought: Reading, asker: Person, limit: int) -> list[Match]:
        found: list[Match] = []
        for person_id in named:
            who = self._place[person_id]
            if self._may_be_shown(who, asker):
                weighed = self._weighed(sought, asker, {who})
                one = weighed[0] if weighed else _Weighed(who, 0.0, Evidence())
                found.append(self._match(replace_grade(one, 3.0), sought, asker))
        return found[:limit]

    def _match(self, one: _Weighed, sought: Reading, asker: Person) -> Match:
        person, school = self.people[one.who], self._school[one.who]
        why = reasons.said(one.evidence, person, school, self._own(asker), self.profiles[one.who], sought)
        return Match(person, school, round(one.grade, 4), why)

    # -------------------------------------------------------------- weighing

    def _weighed(self, sought: Reading, asker: Person, only: Collection[int] | None) -> list[_Weighed]:
        own = self._own(asker)
        sought = self._filled_in(sought, asker)
        at, near = self._names.schools_in(sought.text, own)
        origin = near if near is not None else own
        names = self._names.words_of(at, near)
        needs = Needs(sought, names)
        marks = self._marks(needs, sought, only)
        if at is not None and not needs.anything:
            marks = {
                who: (2.0, Evidence())
                for who, school in enumerate(self._school)
                if school is not None and school.id == at.id
            }
        result: list[_Weighed] = []
        text = self._words.scores(needs.content)
        top = max(text.values(), default=0.0) or 1.0
        for who, (grade, evidence) in self._widest(marks):
            if not self._may_be_shown(who, asker) or (at is not None and self.people[who].school != at.id):
                continue
            final = self._in_place(who, grade, needs, sought, own, origin, evidence)
            if final is None:
                continue
            final += 0.22 * text.get(who, 0.0) / top + self._closeness(who, own, needs, evidence) * 0.3
            result.append(_Weighed(who, final, evidence))
        return result

    def _widest(
        self, marks: Mapping[int, tuple[float, Evidence]]
    ) -> Iterable[tuple[int, tuple[float, Evidence]]]:
        if len(marks) <= WEIGHED * 4:
            return marks.items()
        return nsmallest(WEIGHED * 4, marks.items(), key=lambda item: -item[1][0])

    def _filled_in(self, sought: Reading, asker: Person) -> Reading:
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

    def _marks(
        self, needs: Needs, sought: Reading, only: Collection[int] | None
    ) -> dict[int, tuple[float, Evidence]]:
        """Everybody the needs touch → grade and what it rests on."""
        by_topic = [self._of_topics(group, sought) for group in needs.groups]
        by_topic += [self._of_subject(one, sought) for one in needs.subjects]
        covered = self._words.covered(needs.unread) if needs.unread else {}
        if needs.unread and not by_topic:
            by_topic.append(
                {
                    who: (_of_share(share), Evidence(words=True))
                    for who, share in covered.items()
                    if share >= 0.3
                }
            )
        marks: dict[int, tuple[float, Evidence]] = {}
        candidates = set(only) if only is not None else set().union(*by_topic) if by_topic else set()
        role_only = not by_topic or sought.either
        if role_only and only is None:
            candidates |= self._with_roles(needs)
        if needs.years_alone and only is None:
            candidates |= {who for year in sought.years for who in self._by_year.get(year, ())}
        for who in candidates:
            mark = self._mark(who, by_topic, needs, sought)
            if mark is not None:
                marks[who] = mark
        if needs.words_are_all and needs.roles and all(grade < ANSWER for grade, _ in marks.values()):
            # Nobody's words meet what was asked: those in the role, as second best.
            marks |= {
                who: (1.6, Evidence(role=True))
                for who in self._with_roles(needs)
                if self._is_in_role(who, needs)
            }
        return marks

    def _is_in_role(self, who: int, needs: Needs) -> bool:
        return roles.loss(needs.roles, needs.role_subjects, self.profiles[who].title) == 0

    def _mark(
        self,
        who: int,
        by_topic: Sequence[Mapping[int, tuple[float, Evidence]]],
        needs: Needs,
        sought: Reading,
    ) -> tuple[float, Evidence] | None:
        title = self.profiles[who].title
        evidence = Evidence()
        given = [one[who] for one in by_topic if who in one]
        for _, part in given:
            evidence = evidence | part
        topical = (
            grades.combined([grade for grade, _ in given], len(by_topic), either=sought.either)
            if by_topic
            else None
        )
        lost = roles.loss(needs.roles, needs.role_subjects, title) if needs.roles else None
        if lost is not None and lost < 1:
            evidence = evidence | Evidence(role=True)
        if topical is None or (sought.either and lost is not None):
            alone = 3.0 - lost if lost is not None and lost < roles.OTHER else 0.0
            if lost is None and needs.years_alone:
                alone = 2.5 if title.years & sought.years else 0.0
            best = max(alone, topical or 0.0)
            return (best, evidence) if best > 0 else None
        if lost is not None:
            topical -= lost
        return (topical, evidence) if topical > 0 else None

    def _with_roles(self, needs: Needs) -> set[int]:
        found: set[int] = set()
        for role in needs.roles:
            if needs.role_subjects and role in roles.SUBJECT_ROLES:
                for subject in needs.role_subjects:
                    for near in {*vocabulary().narrower(subject), *vocabulary().wider(subject)}:
                        found.update(self._by_subject.get(near, ()))
                continue
            for close in roles.may_meet(role):
                found.update(self._by_role.get(close, ()))
        return found

    def _of_topics(self, group: Sequence[str], sought: Reading) -> dict[int, tuple[float, Evidence]]:
        """Everybody with one of these topics, or one near them; the best entry wins."""
        book = vocabulary()
        found: dict[int, tuple[float, Evidence]] = {}
        for topic in group:
            exact = book.narrower(topic)
            for concept in exact:
                for who in self._by_concept.get(concept, ()):
                    grade = grades.grade(sought.status, self.profiles[who].stands[concept])
                    if grade > found.get(who, (0.0, None))[0]:
                        found[who] = (grade, Evidence(topics=(concept,)))
            for concept in book.near(topic):
                for who in self._by_concept.get(concept, ()):
                    grade = grades.near_grade(sought.status, self.profiles[who].stands[concept])
                    if grade > found.get(who, (0.0, None))[0]:
                        found[who] = (grade, Evidence(near=(concept,)))
        return found

    def _of_subject(self, subject: str, sought: Reading) -> dict[int, tuple[float, Evidence]]:
        """A subject asked by itself: who leads or teaches it, and who works on it."""
        found = self._of_topics([subject], sought)
        for near in {*vocabulary().narrower(subject), *vocabulary().wider(subject)}:
            for who in self._by_subject.get(near, ()):
                grade = roles.subject_grade(subject, self.profiles[who].title)
                if grade > found.get(who, (0.0, None))[0]:
                    found[who] = (grade, Evidence(subjects=(near,)))
        return found

    # -------------------------------------------------------------- place, likeness, leave

    def _in_place(
        self,
        who: int,
        grade: float,
        needs: Needs,
        sought: Reading,
        own: School | None,
        origin: School | None,
        evidence: Evidence,
    ) -> float | None:
        """The grade after every limit; None where one is broken."""
        title, school, person = self.profiles[who].title, self._school[who], self.people[who]
        if any(day not in person.working_days for day in sought.days) or is_left_out(
            self.profiles[who], school, sought.excluded
        ):
            return None
        whole = needs.whole_role and title.whole_school
        losses = (
            places.in_years(sought.years, title, school, whole_role=whole, teachers_only=needs.teachers_only),
            places.in_stage(sought.where.stages, title, school),
            places.fits(sought.where, school, own),
            places.distance(sought.where, school, origin),
            self._likeness_loss(sought, school, own, needs),
        )
        if None in losses:
            return None
        evidence.fits = not any(losses)
        return grade - sum(loss for loss in losses if loss)

    def _likeness_loss(
        self, sought: Reading, school: School | None, own: School | None, needs: Needs
    ) -> float | None:
        if not sought.where.similar or own is None:
            return 0
        if school is None:
            return None
        alike = self._like(own, school, needs.weighing).alike
        return 0 if alike >= 0.76 else 1 if alike >= 0.62 else 2 if alike >= 0.45 else None

    def _closeness(self, who: int, own: School | None, needs: Needs, evidence: Evidence) -> float:
        school = self._school[who]
        if own is None or school is None:
            return 0.0
        return self._like(own, school, needs.weighing).alike

    def _like(self, own: School, other: School, topics: tuple[str, ...]) -> similarity.Likeness:
        key = (own.id, other.id, topics)
        found = self._likeness.get(key)
        if found is None:
            if (
                len(self._likeness) > 50_000
            ):  # a hundred schools need ten thousand; odd topic mixes must not pile up
                self._likeness.clear()
            found = self._likeness[key] = similarity.compare(own, other, topics)
        return found

    def _may_be_shown(self, who: int, asker: Person) -> bool:
        person = self.people[who]
        if not person.open_to_introductions or person.id == asker.id or person.trust != asker.trust:
            return False
        return person.school is None or person.school != asker.school

    def _own(self, asker: Person) -> School | None:
        return self.schools.get(asker.school) if asker.school is not None else None


def _of_share(share: float) -> float:
    """The grade of a text match: nearly all that was asked is a good answer, a third of it a loose one."""
    return min(2.6, 3.2 * share)


def replace_grade(one: _Weighed, grade: float) -> _Weighed:
    return _Weighed(one.who, grade, one.evidence)
