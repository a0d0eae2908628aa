"""Made trusts of any size: the sample's own staff and schools, and numbered copies of them.

Nobody is taken for real. A copy has a number after name and address, and takes up what another of the sample
works on, so that a large trust is as varied as people are.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from storage.records import Person, School, SchoolId
from storage.store import Store
from tests.commandline import SAMPLE
from tests.conftest import MONDAY

#: Staff a school; a large trust has a hundred schools and ten thousand staff.
A_SCHOOL = 100


async def settle(store: Store, size: int) -> tuple[Person, ...]:
    """A trust of `size` people in the store; the sample's own, who ask."""
    await import_schools(SAMPLE / "schools.csv", store, now=MONDAY)
    await import_staff(SAMPLE / "staff.csv", store, now=MONDAY)
    (trust,) = await store.trusts.everyone()
    people = await store.people.everyone(trust.id)
    schools = await store.schools.everyone(trust.id)
    await store.schools.keep(_schools(schools, size))
    places = [school.id for school in await store.schools.everyone(trust.id)]
    await store.people.keep(_people(people, places, size), MONDAY)
    return people


def _schools(schools: Sequence[School], size: int) -> list[School]:
    wanted = max(0, size // A_SCHOOL - len(schools))
    copies = (schools[number % len(schools)] for number in range(wanted))
    return [
        replace(school, urn=f"{school.urn}{number:04}", name=f"{school.name} {number}")
        for number, school in enumerate(copies, 1)
    ]


def _people(people: Sequence[Person], places: Sequence[SchoolId], size: int) -> list[Person]:
    chance = random.Random(size)
    made = []
    for number in range(1, size - len(people) + 1):
        person, other = people[number % len(people)], chance.choice(people)
        made.append(
            replace(
                person,
                email=person.email.replace("@", f".{number}@"),
                name=f"{person.name} {number}",
                school=chance.choice(places),
                working_on=other.working_on,
                can_help_with=chance.choice([person, other]).can_help_with,
            )
        )
    return made
