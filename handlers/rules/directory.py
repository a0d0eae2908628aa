"""One trust's people and schools, to be looked up by what they know, do, teach and are called."""

from collections.abc import Mapping, Sequence

from handlers.rules import profiles, roles, similarity
from handlers.rules.named import Names
from handlers.rules.profiles import Profile
from handlers.rules.vocabulary import vocabulary
from handlers.rules.wordmatch import WordMatch
from storage.records import Person, PersonId, School, SchoolId


class Directory:
    """Everybody of one trust. People go by their place in it, a number."""

    def __init__(self, people: Sequence[Person], schools: Sequence[School]) -> None:
        self.people = tuple(people)
        self.schools: Mapping[SchoolId, School] = {school.id: school for school in schools}
        self.school = tuple(
            self.schools.get(person.school) if person.school is not None else None for person in people
        )
        self.profiles: tuple[Profile, ...] = tuple(map(profiles.read, self.people, self.school))
        self.place: Mapping[PersonId, int] = {person.id: who for who, person in enumerate(self.people)}
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
        self.words = WordMatch([profile.words for profile in self.profiles])
        self.names = Names(self.people, tuple(self.schools.values()))
        self._likeness: dict[tuple[SchoolId, SchoolId, tuple[str, ...]], similarity.Likeness] = {}

    def own_school(self, asker: Person) -> School | None:
        return self.schools.get(asker.school) if asker.school is not None else None

    def may_be_shown(self, who: int, asker: Person) -> bool:
        """Never the asker, the asker's own school, people closed to introductions or another trust's."""
        person = self.people[who]
        if not person.open_to_introductions or person.id == asker.id or person.trust != asker.trust:
            return False
        return person.school is None or person.school != asker.school

    # -------------------------------------------------------------- looking up

    def with_concept(self, concept: str) -> Sequence[int]:
        return self._by_concept.get(concept, ())

    def with_subject(self, subject: str) -> Sequence[int]:
        """Who leads or teaches exactly this subject."""
        return self._by_subject.get(subject, ())

    def in_year(self, year: int) -> Sequence[int]:
        return self._by_year.get(year, ())

    def with_roles(self, asked: Sequence[str], subjects: Sequence[str]) -> set[int]:
        """Everybody whose role is one of those asked for, or close; with the subjects, where it has one."""
        found: set[int] = set()
        for role in asked:
            if subjects and role in roles.SUBJECT_ROLES:
                for subject in subjects:
                    for near in {*vocabulary().narrower(subject), *vocabulary().wider(subject)}:
                        found.update(self._by_subject.get(near, ()))
                continue
            for close in roles.may_meet(role):
                found.update(self._by_role.get(close, ()))
        return found

    def like(self, own: School, other: School, topics: tuple[str, ...]) -> similarity.Likeness:
        """How alike two schools are for a question on these topics."""
        key = (own.id, other.id, topics)
        found = self._likeness.get(key)
        if found is None:
            if (
                len(self._likeness) > 50_000
            ):  # a hundred schools need ten thousand; odd topic mixes must not pile up
                self._likeness.clear()
            found = self._likeness[key] = similarity.compare(own, other, topics)
        return found
