"""Taking along: the library as lines that any other system can read, each a resource as somebody shared it.

What somebody takes holds what they may see, and colleagues by their names. Case studies are pages of our own
and stay; who opened, saved or looked for something is nobody's to take.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules.vocabulary import vocabulary
from handlers.shared import shared, visible
from handlers.talk import LOCAL, Request
from storage.records import Network, Person, PersonId, Resource, ResourceId, Sharing, TrustId
from storage.store import Store

PAGE = 200  # resources looked up at once: others are answered in between


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    title: str
    #: `Kind`, by its value.
    kind: str
    #: As the vocabulary calls them.
    topics: tuple[str, ...]
    phases: tuple[str, ...]
    subjects: tuple[str, ...]
    #: Of the trust's own list, by name.
    practices: tuple[str, ...]
    #: An e-mail address, or a name; "" where nobody did or they have left.
    checked_by: str
    checked_until: date | None
    archived: bool
    purpose: str = ""
    network: str = ""
    #: As `checked_by`.
    shared_by: str = ""
    shared_on: date | None = None


Lines = Callable[[Sequence[Resource], Mapping[ResourceId, Sequence[Sharing]]], tuple[Line, ...]]


async def everything(trust: TrustId, store: Store, network: Network | None = None) -> tuple[Line, ...]:
    """The whole library, or what was shared in one network; for whoever runs Brightspot: people by e-mail."""
    resources = [each for each in await store.resources.everyone(trust) if each.url]
    kept: dict[ResourceId, list[Sharing]] = {}
    for each in await store.sharings.everyone(trust):
        if each.kept and (network is None or each.network == network.id):
            kept.setdefault(each.resource, []).append(each)
    wanted = [each for each in resources if network is None or each.id in kept]
    return (await _lines(trust, store, lambda person: person.email))(wanted, kept)


async def theirs(request: Request, store: Store) -> tuple[Line, ...]:
    """What this person may see of it."""
    lines = await _lines(request.trust.id, store, lambda person: person.name)
    found: list[Line] = []
    last = 0
    while page := await store.resources.everyone(request.trust.id, after=last, limit=PAGE):
        last = page[-1].id
        seen = await visible([each for each in page if each.url], request.person, store)
        sharings = await shared(seen, request.person, store)
        kept = {id_: [each for each in several if each.kept] for id_, several in sharings.items()}
        found += lines(seen, kept)
    return tuple(found)


async def _lines(trust: TrustId, store: Store, called: Callable[[Person], str]) -> Lines:
    """What writes resources and their sharings as lines, knowing all names of the trust."""
    people = {each.id: called(each) for each in await store.people.everyone(trust)}
    networks = {each.id: each.name for each in await store.networks.everyone(trust)}
    practices = {each.id: each.name for each in await store.practices.everyone(trust)}

    def who(person: PersonId | None) -> str:
        return people.get(person, "") if person else ""

    def line(resource: Resource, sharing: Sharing | None) -> Line:
        at = sharing.at if sharing else resource.added_at
        return Line(
            resource.url,
            resource.title,
            resource.kind.value,
            _labels(resource.topics),
            _labels(resource.phases),
            _labels(resource.subjects),
            tuple(practices[each] for each in resource.practices if each in practices),
            who(resource.checked_by) if resource.checked_until else "",
            resource.checked_until,
            resource.archived_at is not None,
            sharing.purpose if sharing else "",
            networks.get(sharing.network, "") if sharing and sharing.network else "",
            who(sharing.person) if sharing else "",
            at.astimezone(LOCAL).date() if at else None,
        )

    return lambda resources, sharings: tuple(
        line(each, sharing) for each in resources for sharing in sharings.get(each.id) or (None,)
    )


def _labels(concepts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(vocabulary().label, concepts))
