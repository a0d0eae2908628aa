"""Who may see what is shared, and who may change it.

What was shared only in closed networks is for their members. A case study is its teller's, its checker's and
its head's until it is published. Coordinators see all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.talk import Refusal, Request
from storage.records import CaseStudy, NetworkId, Person, Resource, ResourceId, Sharing, SharingId, Telling
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
            else _among(sharings.get(each.id, ()), person, closed) or (each.url and each.id not in sharings)
        )
    )


async def shared(
    resources: Sequence[Resource], person: Person, store: Store
) -> dict[ResourceId, tuple[Sharing, ...]]:
    """Who shared each and for what, oldest first, as far as this person may know."""
    sharings = await store.sharings.of((each.id for each in resources), trust=person.trust)
    closed = await store.networks.closed_to(person)
    return {resource: _among(theirs, person, closed) for resource, theirs in sharings.items()}


def _among(sharings: Sequence[Sharing], person: Person, closed: frozenset[NetworkId]) -> tuple[Sharing, ...]:
    """One's own, and what others have kept in networks that are not closed to one."""
    return tuple(
        each for each in sharings if each.person == person.id or (each.kept and each.network not in closed)
    )


def _may_read(told: CaseStudy, person: Person) -> bool:
    whose = {told.teller, told.checker, told.consent_by}
    return told.state is Telling.PUBLISHED or person.coordinator or person.id in whose


async def the_resource(
    id: ResourceId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Resource:
    """One that came with a button or an address; Refusal where it is gone or not theirs to see."""
    found = await store.resources.find(id, trust=request.trust.id)
    if found is None or not await visible([found], request.person, store):
        raise Refusal("That is not in the library any more. Say “library” and what you look for.")
    return found


async def my_sharing(
    id: SharingId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Sharing:
    """What they shared themselves; Refusal where it is gone or somebody else's."""
    found = await store.sharings.find(id, trust=request.trust.id)
    if found is None or found.person != request.person.id:
        raise Refusal("That is not in the library any more, so there is nothing to change.")
    return found


# ------------------------------------------------------------------ what they may do with it


@dataclass(frozen=True, slots=True)
class Part:
    """A resource as it concerns one person: looked up once for all that they can do with it."""

    resource: Resource
    person: Person
    #: Everybody's, oldest first, and those that this person may know of.
    sharings: tuple[Sharing, ...]
    known: tuple[Sharing, ...]
    #: None for what no school here tells.
    told: CaseStudy | None
    #: Whoever shared or tells it, its checker, facilitators of its networks, coordinators.
    may_change: bool

    @property
    def own(self) -> tuple[Sharing, ...]:
        """What they shared themselves."""
        return tuple(each for each in self.sharings if each.person == self.person.id)

    @property
    def is_everybodys(self) -> bool:
        """False for a case study that is not published yet."""
        return self.told is None or self.told.state is Telling.PUBLISHED


async def part_in(resource: Resource, person: Person, store: Store) -> Part:
    sharings = await store.sharings.of_resource(resource.id, trust=person.trust)
    stories = [] if resource.url else [resource.id]
    told = (await store.case_studies.of(stories, trust=person.trust)).get(resource.id)
    return Part(
        resource,
        person,
        sharings,
        _among(sharings, person, await store.networks.closed_to(person)),
        told,
        await _may_change(resource, person, sharings, told, store),
    )


async def _may_change(
    resource: Resource, person: Person, sharings: Sequence[Sharing], told: CaseStudy | None, store: Store
) -> bool:
    if person.trust != resource.trust:
        return False
    kept = [each for each in sharings if each.kept]
    theirs = {resource.checker, told.teller if told else None, *(each.person for each in kept)}
    if person.coordinator or person.id in theirs:
        return True
    leading = await store.networks.facilitators(person.trust)
    return any(person.id in leading.get(each.network, ()) for each in kept if each.network)


async def to_change(
    id: ResourceId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Resource:
    """One that they may change, and nobody else meanwhile; Refusal for anybody else."""
    await store.trusts.hold(request.trust.id)
    found = await the_resource(id, request, store)
    if not (await part_in(found, request.person, store)).may_change:
        raise Refusal(
            "Only whoever shared it, its checker or a facilitator can change that. "
            "If something is wrong with it, please tell one of them."
        )
    return found


async def link_to_change(
    id: ResourceId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Resource:
    """The same of a link. What a school tells is changed by its teller, and checked again."""
    found = await to_change(id, request, store)
    if not found.url:
        raise Refusal("What worked is changed by whoever tells it: say “library story”.")
    return found
