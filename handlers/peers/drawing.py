"""What every card beyond one person is drawn from, and the people it comes to name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.rules.matching import Colleagues, Match
from handlers.rules.reading import Reading
from handlers.talk import Button, Card, Item, Text
from storage.records import Person, PersonId, School, SchoolId

#: A looser match than this says nothing of a school: a grade of the ranking, see `rules/weighing.py`.
WORKS_ON_IT = 1.8


@dataclass(frozen=True, slots=True)
class Drawing:
    """A question of one person, and how to make the buttons of its card."""

    me: Person
    colleagues: Colleagues
    sought: Reading
    #: The first school or person shown.
    start: int
    #: What has just been done, in words; "" at first.
    said: str
    #: How introductions stand that this person has asked for, or has had.
    known: Mapping[PersonId, str]
    introduce: Callable[[Person], Button]
    more: Callable[[str, int], Button]

    def named(self) -> tuple[School, ...]:
        """The schools that the name in the question may mean: one's own alone where it is among them."""
        found = self.colleagues.directory.names.schools_named(self.sought.text)
        schools = found[0].schools if found else ()
        return next(((each,) for each in schools if each.id == self.me.school), schools)

    def staff(self, school: SchoolId) -> list[Person]:
        """Whoever can be found in a school, but for oneself."""
        people = self.colleagues.directory.people
        return [
            each
            for each in people
            if each.school == school and each.open_to_introductions and each.id != self.me.id
        ]

    def working_on(self, topic: Reading, asker: Person, limit: int) -> list[Match]:
        """Whoever works on it in earnest, best first."""
        return [
            match
            for match in self.colleagues.closest(topic, asker, limit=limit)
            if match.score >= WORKS_ON_IT
        ]

    def item(self, title: str, lines: Iterable[str], person: Person | None) -> Item:
        """An entry with its way to meet somebody: none in one's own school, or once it is under way."""
        told = [line for line in lines if line]
        if person is None or person.school == self.me.school:
            return Item(title, "\n".join(told))
        if person.id in self.known:
            return Item(title, "\n".join((*told, f"✓ {self.known[person.id]}")))
        return Item(title, "\n".join(told), self.introduce(person))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card, and everybody who can be met from it or from what it shows next."""

    card: Card
    people: Sequence[Person]


def which_of_them(schools: Sequence[School]) -> Drawn:
    names = " or ".join(school.name for school in schools)
    return Drawn(
        Card("Which of them do you mean?", Text(f"{names}? Please ask again with the whole name.")), ()
    )
