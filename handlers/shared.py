"""What is shared, as far as somebody may know of it: for every capability that shows resources.

What was shared only in closed networks is for their members. A case study is its teller's, its checker's and
its head's until it is published. Coordinators see all of it.
"""

from collections.abc import Sequence

from storage.records import CaseStudy, NetworkId, Person, Resource, ResourceId, Sharing, Telling
from storage.store import Store


async def visible(
    resources: Sequence[Resource], person: Person, store: Store, *, closed: frozenset[NetworkId] | None = None
) -> tuple[Resource, ...]:
    """Those that this person may know of, in the order given; `closed` to them where that is known."""
    ours = [each for each in resources if each.trust == person.trust]
    sharings = await store.sharings.of((each.id for each in ours), trust=person.trust)
    if closed is None:
        closed = await store.networks.closed_to(person)
    told = await store.case_studies.of((each.id for each in ours if not each.url), trust=person.trust)
    return tuple(
        each
        for each in ours
        if (
            _may_read(told[each.id], person)
            if each.id in told
            else known_to(person, sharings.get(each.id, ()), closed) or (each.url and each.id not in sharings)
        )
    )


async def shared(
    resources: Sequence[Resource], person: Person, store: Store
) -> dict[ResourceId, tuple[Sharing, ...]]:
    """Who shared each and for what, oldest first, as far as this person may know."""
    sharings = await store.sharings.of((each.id for each in resources), trust=person.trust)
    closed = await store.networks.closed_to(person)
    return {resource: known_to(person, theirs, closed) for resource, theirs in sharings.items()}


def known_to(
    person: Person, sharings: Sequence[Sharing], closed: frozenset[NetworkId]
) -> tuple[Sharing, ...]:
    """One's own, and what others have kept in networks that are not closed to one."""
    return tuple(
        each for each in sharings if each.person == person.id or (each.kept and each.network not in closed)
    )


def _may_read(told: CaseStudy, person: Person) -> bool:
    whose = {told.teller, told.checker, told.consent_by}
    return told.state is Telling.PUBLISHED or person.coordinator or person.id in whose
