"""A resource that came with a button or an address, and what this person may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.shared import known_to, visible
from handlers.talk import Refusal, Request
from storage.records import CaseStudy, Person, Resource, ResourceId, Sharing, SharingId, Telling
from storage.store import Store


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
        known_to(person, sharings, await store.networks.closed_to(person)),
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
