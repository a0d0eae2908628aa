"""How many of us there are: who fits a question exactly, counted and never listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.rules import grades, places, roles
from handlers.rules.directory import Directory
from handlers.rules.needs import Needs, is_left_out
from handlers.rules.reading import Reading
from handlers.rules.vocabulary import vocabulary

#: A figure about fewer people than these might point at somebody.
SMALLEST = 5
#: A good answer: what somebody only asks for, or barely touches, does not count.
COUNTS = 2.0


@dataclass(frozen=True, slots=True)
class Count:
    """People who can be found, and the schools they work in (the central team is none)."""

    people: int
    schools: int

    @property
    def may_be_said(self) -> bool:
        return self.people >= SMALLEST


def counted(directory: Directory, sought: Reading) -> Count:
    """Everybody of the trust who fits exactly, the asker and their school included.

    Whoever is closed to introductions is not counted, so that the figure gives nobody away.
    """
    needs = Needs(sought, directory.names.words_of())
    fitting = [
        who
        for who, person in enumerate(directory.people)
        if person.open_to_introductions and _fits(who, directory, sought, needs)
    ]
    schools = {directory.people[who].school for who in fitting} - {None}
    return Count(len(fitting), len(schools))


def _fits(who: int, directory: Directory, sought: Reading, needs: Needs) -> bool:
    profile, school = directory.profiles[who], directory.school[who]
    title = profile.title
    if sought.roles and roles.loss(sought.roles, needs.role_subjects, title) > roles.SAME:
        return False
    if sought.years and not title.years & sought.years:
        return False
    if any(roles.subject_grade(subject, title) < COUNTS for subject in needs.subjects):
        return False
    if (
        places.in_stage(sought.where.stages, title, school) != 0
        or places.fits(sought.where, school, None) != 0
    ):
        return False
    if is_left_out(profile, school, sought.excluded):
        return False
    return all(_does(group, profile.stands, sought) for group in needs.groups)


def _does(group: Sequence[str], stands: Mapping[str, int], sought: Reading) -> bool:
    """Whether somebody stands well with one of these topics."""
    exactly = {one for topic in group for one in vocabulary().narrower(topic)}
    return any(grades.grade(sought.status, stands[one]) >= COUNTS for one in exactly & stands.keys())
