"""One trust's people and schools, to be looked up by what they know, do, teach and are called.

Kept up to date person by person: a changed profile costs what one profile costs, not what the trust does.
People go by their place here, a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handlers.rules import profiles, similarity
from handlers.rules.named import Names
from handlers.rules.postings import Postings, Sorted
from handlers.rules.profiles import Profile
from handlers.rules.similarity import Features
from handlers.rules.themematch import ThemeMatch
from handlers.rules.titles import Title
from handlers.rules.wordmatch import WordMatch
from handlers.rules.years import Years
from storage.records import Person, PersonId, School, SchoolId


@dataclass(frozen=True, slots=True)
class Post:
    """A class or an office in a sort of school: whoever shares it teaches the same years and stages."""

    years: Years
    whole_school: bool
    #: Ages, phase and type of the school.
    sort: tuple[int | None, int | None, str, str] | None
    #: One title and school of those that are so.
    title: Title = field(compare=False)
    school: School | None = field(compare=False)

    @classmethod
    def of(cls, title: Title, school: School | None) -> "Post":
        sort = None
        if school is not None:
            sort = (school.age_low, school.age_high, school.phase, school.type)
        return cls(title.years, title.whole_school, sort, title, school)


class Directory:
    """Everybody of one trust."""

    def __init__(self, people: Iterable[Person], schools: Iterable[School]) -> None:
        self.schools: Mapping[SchoolId, School] = {school.id: school for school in schools}
        self.features: Mapping[SchoolId, Features] = {
            school.id: similarity.features(school) for school in self.schools.values()
        }
        self.place: dict[PersonId, int] = {}
        self.people: list[Person] = []
        self.profiles: list[Profile] = []
        self.school: list[School | None] = []
        self.titles = Sorted[Title]()
        self.posts = Sorted[Post]()
        self.by_school = Sorted[SchoolId | None]()
        self.concepts = Postings()
        self.words = WordMatch()
        self.themes = ThemeMatch()
        self.names = Names((), tuple(self.schools.values()))
        #: Role, or subject led or taught → the numbers of the titles that say so.
        self.titles_with: Mapping[str, set[int]] = defaultdict(set)
        for person in people:
            self.put(person)

    def own_school(self, person: Person) -> School | None:
        return self.schools.get(person.school) if person.school is not None else None

    def may_be_shown(self, who: int, asker: Person) -> bool:
        """Never the asker, the asker's own school, people closed to introductions or another trust's."""
        person = self.people[who]
        if not person.open_to_introductions or person.id == asker.id or person.trust != asker.trust:
            return False
        return person.school is None or person.school != asker.school

    # -------------------------------------------------------------- brought up to date

    def put(self, person: Person) -> None:
        """Enter somebody, in place of what was known of them."""
        profile = profiles.read(person, self.own_school(person))
        if person.id in self.place:
            self._strike(self.place[person.id])
        self._enter(self.place.get(person.id, len(self.people)), person, profile)

    def remove(self, person: PersonId) -> None:
        """Nothing of them stays. Whoever is last takes their place."""
        who, last = self.place.pop(person), len(self.people) - 1
        self._strike(who)
        if who != last:
            self._strike(last)
            self._enter(who, self.people[last], self.profiles[last])
        for column in (self.people, self.profiles, self.school):
            column.pop()
        for quality in (self.titles, self.posts, self.by_school):
            quality.of.pop()
        self.words.shorten()

    def _enter(self, who: int, person: Person, profile: Profile) -> None:
        self.place[person.id] = who
        self.people[who : who + 1] = [person]
        self.profiles[who : who + 1] = [profile]
        self.school[who : who + 1] = [school := self.own_school(person)]
        title = self.titles.add(who, profile.title)
        for word in (*profile.title.roles, *profile.title.leads, *profile.title.teaches):
            self.titles_with[word].add(title)
        self.posts.add(who, Post.of(profile.title, school))
        self.by_school.add(who, person.school)
        self.concepts.add(who, profile.stands)
        self.words.add(who, profile.words)
        self.themes.add(who, profile.themes)
        self.names.add(person)

    def _strike(self, who: int) -> None:
        self.titles.remove(who)
        self.posts.remove(who)
        self.by_school.remove(who)
        self.concepts.remove(who, self.profiles[who].stands)
        self.words.remove(who, self.profiles[who].words)
        self.themes.remove(who, self.profiles[who].themes)
        self.names.remove(self.people[who])
