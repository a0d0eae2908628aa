"""The closest colleagues: needs first, then status, context, likeness of schools, availability.

An index of one trust in memory. Everything a question needs is looked up by concept or word, so that an
answer costs as much as the people it may concern, not as the trust is large.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappush, heappushpop, nsmallest
from operator import itemgetter

from handlers.rules import grades, places, profiles, reasons, roles, similarity, titles
from handlers.rules.clauses import Status
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
#: What the meeting of words and the likeness of schools add at most: they order equals.
FROM_WORDS, FROM_LIKENESS = 0.4, 0.3
#: Somebody asked for by name is exactly who is wanted.
NAMED = 3.0
IN_WORDS = Evidence(words=True)

#: Colleague (by place in the index) → grade and what it rests on.
_Marked = dict[int, tuple[float, Evidence]]


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

    def closest(self, sought: Reading, asker: Person, *, limit: int = 10) -> list[Match]:
        """The colleagues who fit best, best first; nobody when nobody fits.

        Never the asker, the asker's own school, people closed to introductions or another trust's.
        """
        named = self._names.people_in(sought.all_words)
        if named:
            return self._named(named, sought, asker, limit)
        weighed = self._weighed(sought, asker, None, limit)
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
        """People asked for by name, if they may be shown; their topics only give the reasons."""
        places_of = [who for one in named if self._may_be_shown(who := self._place[one], asker)][:limit]
        weighed = {one.who: one for one in self._weighed(sought, asker, set(places_of))}
        return [
            self._match(weighed.get(who) or _Weighed(who, NAMED, Evidence()), sought, asker)
            for who in places_of
        ]

    def _match(self, one: _Weighed, sought: Reading, asker: Person) -> Match:
        person, school = self.people[one.who], self._school[one.who]
        mine = titles.read(asker.job_title).roles
        why = reasons.said(
            one.evidence, person, school, self._own(asker), self.profiles[one.who], sought, mine
        )
        return Match(person, school, round(one.grade, 4), why)

    # -------------------------------------------------------------- weighing

    def _weighed(
        self, sought: Reading, asker: Person, only: Collection[int] | None, limit: int = 10
    ) -> list[_Weighed]:
        own = self._own(asker)
        sought = self._filled_in(sought, asker)
        at, near = self._names.schools_in(sought.text, own)
        origin = near if near is not None else own
        needs = Needs(sought, self._names.words_of(at, near))
        by_topic = self._by_topic(needs, sought)
        marks = self._marks(needs, sought, by_topic, only)
        if at is not None and not needs.anything:
            marks = {
                who: 2.0
                for who, school in enumerate(self._school)
                if school is not None and school.id == at.id
            }
        result: list[_Weighed] = []
        best: list[float] = []
        by_school = self._by_school(needs, sought, own, origin, at)
        for most, who in self._most_promising(marks, needs, by_school):
            if len(best) >= limit and most < best[0]:
                break  # nobody further down can still come among the first
            if not self._may_be_shown(who, asker):
                continue
            final = self._in_place(who, most, needs, sought)
            if final is None:
                continue
            result.append(_Weighed(who, final, self._evidence(who, by_topic, needs)))
            (heappushpop if len(best) >= limit else heappush)(best, final)
        return result

    def _by_school(
        self, needs: Needs, sought: Reading, own: School | None, origin: School | None, at: School | None
    ) -> dict[SchoolId | None, float]:
        """What each school adds or costs everybody in it; schools that are not asked for are absent."""
        worth: dict[SchoolId | None, float] = {}
        for school in (None, *self.schools.values()):
            if at is not None and (school is None or school.id != at.id):
                continue
            losses = (
                places.fits(sought.where, school, own) if sought.where.asks else 0,
                places.distance(sought.where, school, origin),
                self._likeness_loss(sought, school, own, needs),
            )
            alike = (
                self._like(own, school, needs.weighing).alike
                if own is not None and school is not None
                else 0.0
            )
            total = FROM_LIKENESS * alike
            for loss in losses:
                if loss is None:
                    break
                total -= loss
            else:
                worth[school.id if school is not None else None] = total
        return worth

    def _most_promising(
        self, marks: Mapping[int, float], needs: Needs, by_school: Mapping[SchoolId | None, float]
    ) -> list[tuple[float, int]]:
        """Candidates with the most they can reach, best first: what follows can only take away."""
        text = self._words.scores(needs.content)
        top = max(text.values(), default=0.0) or 1.0
        people = self.people
        found: list[tuple[float, int]] = []
        for who, grade in marks.items():
            worth = by_school.get(people[who].school)
            if worth is not None:
                found.append((grade + worth + FROM_WORDS * text.get(who, 0.0) / top, who))
        found.sort(key=itemgetter(0), reverse=True)
        return found

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

    def _by_topic(self, needs: Needs, sought: Reading) -> list[_Marked]:
        """For each matter asked about: everybody it touches → grade and what it rests on."""
        by_topic = [self._of_topics(group, sought) for group in needs.groups]
        by_topic += [self._of_subject(one, sought) for one in needs.subjects]
        if needs.unread and not by_topic:
            covered = self._words.covered(needs.unread)
            by_topic.append(
                {who: (_of_share(share), IN_WORDS) for who, share in covered.items() if share >= 0.3}
            )
        return by_topic

    def _marks(
        self, needs: Needs, sought: Reading, by_topic: Sequence[_Marked], only: Collection[int] | None
    ) -> dict[int, float]:
        """Everybody the needs touch → grade, before place and likeness."""
        candidates = set(only) if only is not None else set[int]().union(*by_topic)
        if only is None and (not by_topic or sought.either):
            candidates |= self._with_roles(needs)
        if only is None and needs.years_alone:
            candidates |= {who for year in sought.years for who in self._by_year.get(year, ())}
        far: dict[int, float] = {}  # titles are shared, so each different one is compared once
        marks = {who: self._mark(who, by_topic, needs, sought, far) for who in candidates}
        marks = {who: grade for who, grade in marks.items() if grade > 0}
        if needs.words_are_all and needs.roles and only is None:
            covered = by_topic[0]
            # What nobody has ever written about cannot be what they are good at.
            unmet = 2.0 if any(not self._words.knows(word) for word in needs.about) else 0.9
            for who in self._with_roles(needs):
                lost = far.get(id(title := self.profiles[who].title))
                if lost is None:
                    lost = far[id(title)] = roles.loss(needs.roles, needs.role_subjects, title)
                met = covered[who][0] / 3.0 if who in covered else 0.0
                marks[who] = max(marks.get(who, 0.0), 3.0 - lost - unmet * (1.0 - met))
        return marks

    def _mark(
        self, who: int, by_topic: Sequence[_Marked], needs: Needs, sought: Reading, far: dict[int, float]
    ) -> float:
        """How well somebody meets the topics and the role together, or either where either will do."""
        title = self.profiles[who].title
        given = [one[who][0] for one in by_topic if who in one] if by_topic else []
        topical = grades.combined(given, len(by_topic), either=sought.either)
        lost = far.get(id(title)) if needs.roles else None
        if needs.roles and lost is None:
            lost = far[id(title)] = roles.loss(needs.roles, needs.role_subjects, title)
        if by_topic and not (sought.either and lost is not None):
            return topical - (lost or 0.0)
        if lost is not None:
            alone = 3.0 - lost if lost < roles.OTHER else 0.0
        else:
            alone = 2.5 if needs.years_alone and title.years & sought.years else 0.0
        return max(alone, topical)

    def _evidence(self, who: int, by_topic: Sequence[_Marked], needs: Needs) -> Evidence:
        evidence = Evidence()
        for one in by_topic:
            if who in one:
                evidence = evidence | one[who][1]
        in_role = (
            needs.roles
            and roles.loss(needs.roles, needs.role_subjects, self.profiles[who].title) < roles.CLOSE
        )
        return evidence | Evidence(role=True) if in_role else evidence

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

    def _of_topics(self, group: Sequence[str], sought: Reading) -> _Marked:
        """Everybody with one of these topics, or one near them; the best entry wins."""
        book = vocabulary()
        found: _Marked = {}
        for topic in group:
            for concept in book.narrower(topic):
                self._note(found, concept, sought, grades.grade, Evidence(topics=(concept,)))
            for concept in book.near(topic):
                self._note(found, concept, sought, grades.near_grade, Evidence(near=(concept,)))
        return found

    def _note(
        self,
        found: _Marked,
        concept: str,
        sought: Reading,
        graded: Callable[[Status, int], float],
        evidence: Evidence,
    ) -> None:
        for who in self._by_concept.get(concept, ()):
            grade = graded(sought.status, self.profiles[who].stands[concept])
            if grade > 0 and (who not in found or grade > found[who][0]):
                found[who] = (grade, evidence)

    def _of_subject(self, subject: str, sought: Reading) -> _Marked:
        """A subject asked by itself: who leads or teaches it, and who works on it."""
        found = self._of_topics([subject], sought)
        for near in {*vocabulary().narrower(subject), *vocabulary().wider(subject)}:
            evidence = Evidence(subjects=(near,))
            for who in self._by_subject.get(near, ()):
                grade = roles.subject_grade(subject, self.profiles[who].title)
                if grade > 0 and (who not in found or grade > found[who][0]):
                    found[who] = (grade, evidence)
        return found

    # -------------------------------------------------------------- place, likeness, leave

    def _in_place(self, who: int, grade: float, needs: Needs, sought: Reading) -> float | None:
        """The grade after every limit that concerns the person; None where one is broken."""
        profile, school, days = self.profiles[who], self._school[who], self.people[who].working_days
        if any(day not in days for day in sought.days) or is_left_out(profile, school, sought.excluded):
            return None
        whole = needs.whole_role and profile.title.whole_school
        years = places.in_years(
            sought.years, profile.title, school, whole_role=whole, teachers_only=needs.teachers_only
        )
        stage = places.in_stage(sought.where.stages, profile.title, school)
        return None if years is None or stage is None else grade - years - stage

    def _likeness_loss(
        self, sought: Reading, school: School | None, own: School | None, needs: Needs
    ) -> float | None:
        if not sought.where.similar or own is None:
            return 0
        if school is None:
            return None
        alike = self._like(own, school, needs.weighing).alike
        return 0 if alike >= 0.76 else 1 if alike >= 0.62 else 2 if alike >= 0.45 else None

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
