"""A resource’s story: who shared it where and for what, whom it helped, who checked it and until when.

As far as the reader may know it, and in the words that cards and pages share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.dates import day
from handlers.library.words import answers_of
from handlers.rules import checks
from handlers.rules.counting import SMALLEST
from handlers.shared import shared
from handlers.talk import Request
from storage.records import (
    CaseStudy,
    NetworkId,
    Person,
    PersonId,
    Resource,
    ResourceId,
    SchoolId,
    Sharing,
    Telling,
    Use,
)
from storage.store import Store

LEFT = "A former colleague"


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody shared it, in words."""

    who: str
    #: None once they have left.
    person: PersonId | None
    #: Where they worked then; "" for the central team.
    school: str
    #: "" where it was shared in no network.
    network: str
    network_id: NetworkId | None
    at: datetime
    #: What they said it is for.
    purpose: str


@dataclass(frozen=True, slots=True)
class Helped:
    """One line on how it helped, by somebody who chose to say it."""

    who: str
    school: str
    line: str


@dataclass(frozen=True, slots=True)
class Worked:
    """ "This worked for us", told by a school."""

    #: "Ada Example, Ashdown"; of a teller who has left, the school.
    who: str
    #: Questions and answers.
    answers: tuple[tuple[str, str], ...]
    #: How far it has come, or who stands for it: "Checked by Bo Sample. Hana Hill agreed for the school."
    standing: str


@dataclass(frozen=True, slots=True)
class Story:
    resource: Resource
    #: Oldest first.
    shared: tuple[Told, ...]
    #: Latest first.
    helped: tuple[Helped, ...]
    #: How many it helped; 0 where that is fewer than may be told.
    helped_count: int
    #: "Checked by Hannah Wetherby until Friday 18 December 2026"; "" where nobody has.
    checked: str
    #: The check holds today.
    is_checked: bool
    #: None for what is no case study.
    worked: Worked | None = None


async def stories(resources: Sequence[Resource], request: Request, store: Store) -> tuple[Story, ...]:
    """One for each, in their order, in seven queries however many they are."""
    theirs = await shared(resources, request.person, store)
    helped = await store.uses.helped([each.id for each in resources], trust=request.trust.id)
    told = await store.case_studies.of(
        (each.id for each in resources if not each.url), trust=request.trust.id
    )
    people = await _people(resources, theirs, helped, told, request, store)
    networks = {each.id: each.name for each in await store.networks.everyone(request.trust.id)}
    schools = await _schools(theirs, told, people, request, store)
    return tuple(
        Story(
            each,
            tuple(_told(sharing, people, networks, schools) for sharing in theirs.get(each.id, ())),
            tuple(_helped(use, people) for use in helped.get(each.id, ()) if use.line),
            count if (count := len(helped.get(each.id, ()))) >= SMALLEST else 0,
            checked(each, people.get(each.checked_by) if each.checked_by else None),
            checks.holds(each, request.today),
            _worked(told[each.id], people, schools) if each.id in told else None,
        )
        for each in resources
    )


async def _people(
    resources: Sequence[Resource],
    theirs: dict[ResourceId, tuple[Sharing, ...]],
    helped: dict[ResourceId, tuple[Use, ...]],
    told: dict[ResourceId, CaseStudy],
    request: Request,
    store: Store,
) -> dict[PersonId, Person]:
    wanted = {each.checked_by for each in resources}
    wanted |= {who for each in told.values() for who in (each.teller, each.checker, each.consent_by)}
    wanted |= {sharing.person for several in theirs.values() for sharing in several}
    wanted |= {use.person for several in helped.values() for use in several if use.line}
    known = await store.people.several([each for each in wanted if each], trust=request.trust.id)
    return {each.id: each for each in known}


async def _schools(
    theirs: dict[ResourceId, tuple[Sharing, ...]],
    told: dict[ResourceId, CaseStudy],
    people: dict[PersonId, Person],
    request: Request,
    store: Store,
) -> dict[SchoolId | None, str]:
    """The names of those where somebody shared something; asked for only where its people have moved on."""
    names: dict[SchoolId | None, str] = {each.school: each.school_name for each in people.values()}
    wanted = {each.school for several in theirs.values() for each in several}
    wanted |= {each.school for each in told.values()}
    for left in wanted - names.keys() - {None}:
        school = await store.schools.find(left, trust=request.trust.id) if left else None
        names[left] = school.name if school else ""
    return names


def _worked(told: CaseStudy, people: dict[PersonId, Person], schools: dict[SchoolId | None, str]) -> Worked:
    school = schools.get(told.school, "") if told.school else ""
    teller = people.get(told.teller) if told.teller else None
    who = ", ".join(filter(None, (teller.name if teller else "", school))) or LEFT
    return Worked(who, answers_of(told), _standing(told, people))


def _standing(told: CaseStudy, people: dict[PersonId, Person]) -> str:
    checker = people[told.checker].name if told.checker in people else "a colleague"
    head = people[told.consent_by].name if told.consent_by in people else told.consent_note
    match told.state:
        case Telling.DRAFT:
            return "A draft: colleagues don’t see it yet."
        case Telling.WITH_CHECKER:
            return f"With {checker}, who was asked to check it."
        case Telling.WITH_HEAD:
            return f"Checked by {checker}. {head or 'The head of the school'} is asked to agree."
        case Telling.PUBLISHED:
            agreed = f"{head} agreed for the school." if head else ""
            return " ".join(filter(None, (f"Checked by {checker}.", agreed)))


def _told(
    sharing: Sharing,
    people: dict[PersonId, Person],
    networks: dict[NetworkId, str],
    schools: dict[SchoolId | None, str],
) -> Told:
    person = people.get(sharing.person) if sharing.person else None
    return Told(
        person.name if person else LEFT,
        person.id if person else None,
        schools.get(sharing.school, "") if sharing.school else "",
        networks.get(sharing.network, "") if sharing.network else "",
        sharing.network,
        sharing.at,
        sharing.purpose,
    )


def _helped(use: Use, people: dict[PersonId, Person]) -> Helped:
    person = people.get(use.person)
    return Helped(person.name if person else LEFT, person.school_name if person else "", use.line)


def checked(resource: Resource, by: Person | None) -> str:
    if resource.checked_until is None:
        return ""
    who = f" by {by.name}" if by else ""
    return f"Checked{who} until {day(resource.checked_until)}"
