"""The closest colleagues, each with the reasons they fit: one trust in memory, asked.

`directory` knows who can be looked up by what, `weighing` how well they fit, `reasons` how to say it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules import reasons, titles
from handlers.rules.directory import Directory
from handlers.rules.nearest import Near, nearest
from handlers.rules.reading import Reading
from handlers.rules.reasons import Evidence
from handlers.rules.weighing import Weighed, Weighing
from storage.records import Person, PersonId, School

#: So many people are weighed faster all at once than one by one.
MANY = 100
#: One of so many has to be an answer; what follows an answer may be looser.
TRIED = 3
#: Somebody asked for by name is exactly who is wanted.
NAMED = 3.0


@dataclass(frozen=True, slots=True)
class Match:
    """A colleague who fits, and why."""

    person: Person
    school: School | None
    score: float
    reasons: tuple[str, ...]


class Colleagues:
    """Everybody of one trust, ready to be asked for."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    @classmethod
    def of(cls, people: Sequence[Person], schools: Sequence[School]) -> "Colleagues":
        """The index of one trust's people and schools."""
        return cls(Directory(people, schools))

    @property
    def directory(self) -> Directory:
        """Who is who and where, for questions beyond one person."""
        return self._directory

    def __len__(self) -> int:
        return len(self._directory.people)

    @property
    def schools(self) -> tuple[School, ...]:
        """The trust's schools, in the order given. When one of them changes, all has to be built anew."""
        return tuple(self._directory.schools.values())

    def update(self, people: Iterable[Person]) -> None:
        """Know these people as they are now, new ones too."""
        for person in people:
            self._directory.put(person)

    def keep_only(self, ids: Collection[PersonId]) -> None:
        """Forget everybody else: they have left."""
        for left in self._directory.place.keys() - ids:
            self._directory.remove(left)

    def closest(self, sought: Reading, asker: Person, *, limit: int = 10) -> list[Match]:
        """The colleagues who fit best, best first; nobody when nobody fits.

        Never the asker, the asker's own school, people closed to introductions or another trust's.
        """
        named = self._directory.names.people_in(sought.all_words)
        if named:
            return self._named(named, sought, asker, limit)
        weighing = Weighing(self._directory, sought, asker)
        best = weighing.weighed(limit)
        if not any(map(weighing.answers, best[:TRIED])):
            return []
        return [self._match(one, sought, asker) for one in best]

    def knows(self, name: str) -> bool:
        """Whether a school or a colleague of this trust is called so."""
        return any(self._directory.names.called((name,)))

    def fitting(self, sought: Reading, asker: Person, among: Collection[PersonId]) -> list[Match]:
        """Which of these people are an answer by themselves, best first."""
        named = self._directory.names.people_in(sought.all_words)
        if named:
            return self._named([one for one in named if one in among], sought, asker, len(named))
        weighing = Weighing(self._directory, sought, asker)
        good = list(filter(weighing.answers, self._weighed(weighing, set(among))))
        good.sort(key=lambda one: (-one.grade, self._directory.people[one.who].id))
        return [self._match(one, sought, asker) for one in good]

    def _weighed(self, weighing: Weighing, among: set[PersonId]) -> Iterator[Weighed]:
        """These people: one by one where they are few, else picked out of everybody."""
        people, place = self._directory.people, self._directory.place
        if len(among) > MANY:
            return (one for one in weighing.weighed(len(self)) if people[one.who].id in among)
        return filter(None, (weighing.one(place[each]) for each in among if each in place))

    def nearest(self, sought: Reading, asker: Person, *, limit: int = 2) -> list[Near]:
        """Where nobody fits: who comes nearest, and what is missing. Nobody whom `closest` may not show."""
        if self._directory.names.people_in(sought.all_words):
            return []  # somebody was asked for by name: others are no answer
        mine = titles.read(asker.job_title).roles
        return [
            Near(self._directory.people[one.who], self._reasons(one, sought, asker, mine), missing)
            for one, missing in nearest(self._directory, sought, asker, limit)
        ]

    def reasons(
        self, person_id: PersonId, sought: Reading, asker: Person, today: date | None = None
    ) -> tuple[str, ...]:
        """Why this colleague fits, for a card that is shown again later; by `today`, when it was said."""
        return self.reasons_of([person_id], sought, asker, today).get(person_id, ())

    def reasons_of(
        self, people: Iterable[PersonId], sought: Reading, asker: Person, today: date | None = None
    ) -> dict[PersonId, tuple[str, ...]]:
        """The same for all who are shown together, with the question weighed once."""
        weighing, mine = Weighing(self._directory, sought, asker), titles.read(asker.job_title).roles
        found: dict[PersonId, tuple[str, ...]] = {}
        for each in people:
            who = self._directory.place.get(each)
            if who is not None:
                one = weighing.one(who)
                fits, roles = (one, mine) if one else (Weighed(who, 0.0, Evidence()), ())
                found[each] = self._reasons(fits, sought, asker, roles, today)
        return found

    def _named(self, named: Collection[PersonId], sought: Reading, asker: Person, limit: int) -> list[Match]:
        """People asked for by name, if they may be shown; their topics only give the reasons."""
        directory = self._directory
        found = [who for one in named if directory.may_be_shown(who := directory.place[one], asker)][:limit]
        weighing = Weighing(directory, sought, asker)
        weighed = (weighing.one(who) or Weighed(who, NAMED, Evidence()) for who in found)
        return [self._match(one, sought, asker) for one in weighed]

    def _match(self, one: Weighed, sought: Reading, asker: Person) -> Match:
        mine = titles.read(asker.job_title).roles
        why = self._reasons(one, sought, asker, mine)
        person = self._directory.people[one.who]
        return Match(person, self._directory.school[one.who], round(one.grade, 4), why)

    def _reasons(
        self, one: Weighed, sought: Reading, asker: Person, mine: Sequence[str], today: date | None = None
    ) -> tuple[str, ...]:
        directory, who = self._directory, one.who
        person = directory.people[who]
        return reasons.said(
            one.evidence, person, directory.school[who], directory.own_school(asker),
            directory.profiles[who], sought, mine, today,
        )  # fmt: skip
