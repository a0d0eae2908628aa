"""How well colleagues fit a question: needs first, then status, context, likeness of schools, availability.

Every weight, threshold and grade of the ranking is here or in `grades`, `matters`, `roles` and `places`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest
from itertools import islice
from math import inf
from typing import cast
from weakref import WeakMethod

from handlers.rules import grades, places, roles, themes, titles
from handlers.rules.agreement import CERTAIN, Agreement
from handlers.rules.directory import Directory
from handlers.rules.matters import IN_WORDS, above_and_below, matters
from handlers.rules.needs import Needs, is_left_out
from handlers.rules.reading import WHAT_CONTEXTS, Reading
from handlers.rules.reasons import Evidence
from handlers.rules.similarity import Measure
from storage.records import Person, School

#: Below this nobody is shown; and with nobody at least as good as ANSWER, nobody at all.
SHOWN, ANSWER = 0.3, 1.55
#: What agreement in words and themes and the likeness of schools add at most: they order equals.
FROM_AGREEMENT, FROM_AGREEMENT_IN_ROLE, FROM_LIKENESS = 2.4, 0.2, 0.25
#: The grade of whoever agrees most in words and themes, where what is asked was understood, and where not.
BESIDE_MATTERS, UNNAMED = 2.2, 2.6
#: Agreement less certain than this answers nothing by itself.
SURE = 0.5
#: Everybody of a school, where nothing else is asked.
AT_SCHOOL = 2.0
#: A good deal more than are shown: some will turn out to be away, or closed to introductions.
FOREMOST = 64
WHOLE_WEEK = 5  # working days


@dataclass(slots=True)
class Weighed:
    """One candidate with a score."""

    who: int
    grade: float
    evidence: Evidence


class _Lazily(dict[int, float]):
    """Number → what it adds or costs, worked out when it is first asked for."""

    def __init__(self, work_out: Callable[[int], float]) -> None:
        # Held weakly, or each question would lie about in memory until it is looked for.
        self._work_out = WeakMethod(work_out)

    def __missing__(self, number: int) -> float:
        work_out = cast("Callable[[int], float]", self._work_out())
        found = self[number] = work_out(number)
        return found


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
        self.matters = list(matters(directory, self.needs, self.sought.status))
        self._lost = _Lazily(self._of_title)
        self._worth = _Lazily(self._of_school)
        self._cost = _Lazily(self._of_post)
        self._likeness: Measure | None = None
        if self.own is not None:
            self._likeness = Measure(directory.features[self.own.id], self.needs.weighing)

    def weighed(self, limit: int) -> list[Weighed]:
        """The best, best first, of those who are good enough to be shown."""
        scores = {who: score for who, score in self._scores(self._marks()).items() if score >= SHOWN}
        wanted = islice(filter(self._is_wanted, self._best_first(scores)), limit)
        return [Weighed(who, scores[who], self._evidence(who)) for who in wanted]

    def answers(self, one: Weighed) -> bool:
        """Whether somebody is an answer, and not only nearer to one than others."""
        if not self._is_about_something:
            return one.grade >= ANSWER
        said = max((alike.grade for matter in self.matters if (alike := matter.best(one.who))), default=0.0)
        return self.agreement.certainty(one.who, said) >= CERTAIN

    def one(self, who: int) -> Weighed | None:
        """How well somebody fits, whoever else does; None where they do not."""
        mark = self._mark(who)
        score = self._scores({who: mark}).get(who) if mark > 0 else None
        if score is None or not self._is_wanted(who):
            return None
        return Weighed(who, score, self._evidence(who))

    def _best_first(self, scores: Mapping[int, float]) -> Iterator[int]:
        """By score, equals by id. The foremost are sorted by themselves: few answers need the thousands."""
        people = self.directory.people

        def order(who: int) -> tuple[float, int]:
            return -scores[who], people[who].id

        floor = min(nlargest(FOREMOST, scores.values()), default=0.0)
        yield from sorted((who for who, score in scores.items() if score >= floor), key=order)
        yield from sorted((who for who, score in scores.items() if score < floor), key=order)

    def _scores(self, marks: Mapping[int, float]) -> dict[int, float]:
        """The marks with all that years, place, likeness and words cost or add. Who is lost is left out."""
        directory, cost, worth = self.directory, self._cost, self._worth
        if self._posts_matter:
            post_of = directory.posts.of
            marks = {who: left for who, mark in marks.items() if (left := mark - cost[post_of[who]]) > -inf}
        most = FROM_AGREEMENT if self.matters or not self.needs.roles else FROM_AGREEMENT_IN_ROLE
        agreed, shares = most * self.agreement.sure**2, self.agreement.shares
        school_of = directory.by_school.of
        return {
            who: score
            for who, mark in marks.items()
            if (score := mark + worth[school_of[who]] + agreed * shares[who]) > -inf
        }

    # -------------------------------------------------------------- what they meet of it

    def _marks(self) -> dict[int, float]:
        """Everybody the needs touch → grade, before place and likeness."""
        directory, needs = self.directory, self.needs
        if self.at is not None and not needs.anything:
            return dict.fromkeys(directory.by_school.having(self.at.id), AT_SCHOOL)
        marks, title_of, lost = self._topical(), directory.titles.of, self._lost
        if self._unnamed_counts:
            self._add_unnamed(marks)
        if self._role_alone_will_do:
            if needs.roles:
                marks = {who: max(grade, _alone(lost[title_of[who]])) for who, grade in marks.items()}
            for title, grade in self._by_title():
                _raise(marks, directory.titles.people[title], grade)
        elif needs.roles:
            marks = {who: grade - lost[title_of[who]] for who, grade in marks.items()}
        if needs.words_are_all and needs.roles:
            self._add_unmet(marks)
        return marks

    def _add_unnamed(self, marks: dict[int, float]) -> None:
        """Whoever means what is asked, though neither names it."""
        most = self._most_unnamed
        for who, share in enumerate(self.agreement.shares):
            if (grade := most * share) > SHOWN and grade > marks.get(who, 0.0):
                marks[who] = grade

    def _add_unmet(self, marks: dict[int, float]) -> None:
        """Whoever is in the role asked for but has said little or nothing of what is asked."""
        title_of, covered = self.directory.titles.of, self.matters[0].everybody()
        in_role = self._titles_in_role()
        for title in in_role:
            _raise(marks, self.directory.titles.people[title], self._though_unmet(title, 0.0))
        for who, met in covered.items():
            if title_of[who] in in_role:
                _raise(marks, (who,), self._though_unmet(title_of[who], met))

    def _mark(self, who: int) -> float:
        """The same for one person alone."""
        needs, title = self.needs, self.directory.titles.of[who]
        if self.at is not None and not needs.anything:
            return AT_SCHOOL if self.directory.people[who].school == self.at.id else 0.0
        met = [alike.grade for matter in self.matters if (alike := matter.best(who))]
        mark = grades.combined(met, len(self.matters), either=self.sought.either)
        if self._unnamed_counts and (grade := self._most_unnamed * self.agreement.shares[who]) > SHOWN:
            mark = max(mark, grade)
        if self._role_alone_will_do:
            mark = max(mark, dict(self._by_title()).get(title, 0.0))
        elif needs.roles:
            mark -= self._lost[title]
        if needs.words_are_all and needs.roles and title in self._titles_in_role():
            mark = max(mark, self._though_unmet(title, max(met, default=0.0)))
        return mark

    def _topical(self) -> dict[int, float]:
        """Everybody the matters touch → how well they meet them together, or any where any will do."""
        each = [matter.everybody() for matter in self.matters]
        if len(each) < 2:
            return each[0] if each else {}
        either, asked = self.sought.either, len(each)
        looks = [one.get for one in each]
        return {
            who: grades.combined([grade for look in looks if (grade := look(who))], asked, either=either)
            for who in set[int]().union(*each)
        }

    @property
    def _is_about_something(self) -> bool:
        """Whether more is asked than a role, a year or a school by itself."""
        alone = (
            self.needs.roles or self.needs.years_alone or (self.at is not None and not self.needs.anything)
        )
        return bool(self.matters) or not alone

    @property
    def _unnamed_counts(self) -> bool:
        return self._is_about_something and self.agreement.sure >= SURE

    @cached_property
    def _most_unnamed(self) -> float:
        """The grade of whoever's words and themes meet best what is asked, though neither may name it."""
        return (BESIDE_MATTERS if self._named else UNNAMED) * self.agreement.sure

    @cached_property
    def agreement(self) -> Agreement:
        return Agreement(self.directory, self.sought.text, self._has_room_for, named=self._named)

    @property
    def _named(self) -> bool:
        return bool(self.needs.groups or self.needs.subjects)

    @cached_property
    def _role_alone_will_do(self) -> bool:
        return not self.matters or (self.sought.either and bool(self.needs.roles))

    def _by_title(self) -> Iterator[tuple[int, float]]:
        """The titles that meet the question by themselves, by number, each with its grade."""
        if self.needs.roles:
            yield from ((title, _alone(self._lost[title])) for title in self._titles_in_role())
        elif self.needs.years_alone:
            for number, title in enumerate(self.directory.titles.qualities):
                if title.years & self.sought.years:
                    yield number, 2.5

    def _titles_in_role(self) -> set[int]:
        """Titles with one of the roles asked for, or close; with the subjects, where it has one."""
        found: set[int] = set()
        for role in self.needs.roles:
            words: Collection[str] = roles.may_meet(role)
            if self.needs.role_subjects and role in roles.SUBJECT_ROLES:
                words = above_and_below(self.needs.role_subjects)
            found.update(*(self.directory.titles_with.get(word, ()) for word in words))
        return found

    @cached_property
    def _unmet(self) -> float:
        """What it costs to have said nothing of what is asked."""
        # What nobody has ever written about cannot be what they are good at.
        return 2.0 if any(not self.directory.words.knows(word) for word in self.needs.about) else 0.9

    def _though_unmet(self, title: int, met: float) -> float:
        return 3.0 - self._lost[title] - self._unmet * (1.0 - met / 3.0)

    def _evidence(self, who: int) -> Evidence:
        evidence = Evidence()
        for matter in self.matters:
            if alike := matter.best(who):
                evidence = evidence | alike.evidence
        if evidence == Evidence() and self._unnamed_counts:
            evidence = IN_WORDS
        in_role = self.needs.roles and self._lost[self.directory.titles.of[who]] < roles.CLOSE
        return evidence | Evidence(role=True) if in_role else evidence

    # -------------------------------------------------------------- what title, school and post cost

    def _of_title(self, number: int) -> float:
        """What a role costs beside those asked for."""
        title = self.directory.titles.qualities[number]
        return roles.loss(self.needs.roles, self.needs.role_subjects, title)

    def _of_school(self, number: int) -> float:
        """What a school adds or costs everybody in it; those in schools that are not asked for are lost."""
        id_ = self.directory.by_school.qualities[number]
        school = self.directory.schools.get(id_) if id_ is not None else None
        if id_ is not None and (school is None or id_ == self.asker.school):
            return -inf
        if id_ in self.closed or (self.at is not None and id_ != self.at.id):
            return -inf
        fits = places.fits(self.sought.where, school, self.own)
        far = places.distance(self.sought.where, school, self.origin)
        if fits is None or far is None:
            return -inf
        alike = 0.0
        if self._likeness is not None and school is not None:
            alike = self._likeness.alike(self.directory.features[school.id])
        unlike = self._likeness_loss(school, alike)
        if self.needs.transition and self.own is not None and school is not None:
            alike = places.hand_on(self.own, school)
        return -inf if unlike is None else FROM_LIKENESS * alike - fits - far - unlike

    def _likeness_loss(self, school: School | None, alike: float) -> float | None:
        if not self.sought.where.similar or self.own is None:
            return 0
        if school is None:
            return None
        return 0 if alike >= 0.76 else 1 if alike >= 0.62 else 2 if alike >= 0.45 else None

    def _of_post(self, number: int) -> float:
        """What it costs to teach other years, or in another stage, than those asked for."""
        post, needs, sought = self.directory.posts.qualities[number], self.needs, self.sought
        years = places.in_years(
            sought.years, post.title, post.school,
            whole_role=needs.whole_role and post.whole_school, teachers_only=needs.teachers_only,
        )  # fmt: skip
        stage = places.in_stage(sought.where.stages, post.title, post.school)
        return inf if years is None or stage is None else years + stage

    @property
    def _posts_matter(self) -> bool:
        return bool(self.sought.years or self.sought.where.stages)

    def _has_room_for(self, who: int) -> bool:
        """Whether somebody could be shown at all, however well they fit."""
        if self._worth[self.directory.by_school.of[who]] == -inf or not self._is_wanted(who):
            return False
        return not self._posts_matter or self._cost[self.directory.posts.of[who]] < inf

    def _is_wanted(self, who: int) -> bool:
        """Whether they may be shown, are there on the days asked for, and are not what was left out."""
        directory, sought = self.directory, self.sought
        person, profile, school = directory.people[who], directory.profiles[who], directory.school[who]
        return (
            directory.may_be_shown(who, self.asker)
            and person.id not in self.unwanted
            and not is_left_out(profile, school, sought.excluded)
            and set(sought.days) <= set(person.working_days)
            and not (sought.part_time and len(person.working_days) == WHOLE_WEEK)
        )


def _raise(marks: dict[int, float], people: Iterable[int], grade: float) -> None:
    for who in people:
        if grade > marks.get(who, 0.0):
            marks[who] = grade


def _alone(lost: float) -> float:
    """The grade of a role that is asked for by itself."""
    return 3.0 - lost if lost < roles.OTHER else 0.0


def _is_about_something(sought: Reading) -> bool:
    """Whether more is said than where: words of its own, or a theme that is no quality of a school."""
    strongest = max(themes.of(sought.text).items(), key=lambda theme: theme[1], default=("", 0.0))[0]
    return bool(sought.words) or strongest.startswith(("topic.", "subject."))


def _filled_in(sought: Reading, asker: Person) -> Reading:
    """ "Someone like me": the asker's own role, and their class's years."""
    likes_me = "constraint.same_role" in sought.constraints or (
        sought.where.asks and not (sought.roles or sought.topics or sought.subjects or sought.years)
        and not any(one in WHAT_CONTEXTS for one in sought.contexts) and not _is_about_something(sought)
    )  # fmt: skip
    if not likes_me or sought.roles:
        return sought
    own = titles.read(asker.job_title)
    similar = replace(sought.where, similar=True) if not sought.topics else sought.where
    return replace(sought, roles=own.roles, subjects=sought.subjects or own.leads, where=similar)
