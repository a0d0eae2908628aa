"""Searching: from words and limits to resources, the same for the chat, the pages and the digest.

Nothing is kept of what anybody looks for.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import fields, replace
from heapq import nsmallest

from handlers.colleagues import colleagues_of
from handlers.library.words import KINDS
from handlers.rules.shelf.asking import Asked, asked
from handlers.rules.shelf.best import best, ids, newest
from handlers.rules.shelf.index import Shelf
from handlers.rules.sought import Facet, Filters, Found, Order
from handlers.rules.vocabulary import vocabulary
from handlers.shared import visible
from handlers.shelf import shelf_of
from handlers.talk import Request
from storage.records import Kind, Network, NetworkId, PersonId, Practice, SchoolId
from storage.store import Store

SMALL_SCHOOL = 100  # pupils: "works in small schools" is said of schools with fewer
FACETS = 12  # values of one facet, as many as a page lists
EVERYTHING = Filters()


async def search(
    words: str,
    request: Request,
    store: Store,
    *,
    filters: Filters = EVERYTHING,
    start: int = 0,
    limit: int = 10,
    order: Order = Order.BEST,
    faceted: bool = True,
) -> Found:
    """A page of what answers these words, within these limits and those that the words say themselves.

    Without words, all within the limits, the newest first. Only what this person may see. `faceted` also
    counts what each further limit would leave.
    """
    shelf = await shelf_of(request.trust.id, store)
    networks = await store.networks.everyone(request.trust.id)
    if all(each.open for each in networks):
        closed = frozenset[NetworkId]()
    else:
        closed = await store.networks.closed_to(request.person)
        networks = tuple(each for each in networks if each.id not in closed)
    wish = await understood(words, request, networks, store)
    within = await _within(shelf, wish, together(filters, wish.filters), closed, request, store)
    upto = start + limit
    if wish.terms:
        hits = best(shelf, wish.terms, wish.core, within, request.today)
    else:
        hits = newest(shelf, within, upto)
    if order is Order.NEWEST:
        hits = replace(hits, places=newest(shelf, hits.all, upto).places)
    page = ids(shelf, hits.places[start:upto])
    found = await store.resources.several(page, trust=request.trust.id)
    practices = await store.practices.everyone(request.trust.id) if faceted else ()
    facets = tuple(_facets(shelf, hits.all, networks, practices, request)) if faceted else ()
    shown = await visible(found, request.person, store, closed=closed)
    return Found(shown, hits.total, facets, hits.fits)


async def understood(words: str, request: Request, networks: Sequence[Network], store: Store) -> Asked:
    """The search, read; "from" somebody whom nobody here is called is taken as words to look for."""
    wish = asked(words, request.person, networks)
    if wish.by and not any(await _called(wish.by, request, store)):
        return asked(words, request.person, networks, by_whom=False)
    return wish


def together(chosen: Filters, said: Filters) -> Filters:
    """What was chosen, and beside it what the words say."""
    return Filters(
        **{each.name: getattr(chosen, each.name) or getattr(said, each.name) for each in fields(Filters)}
    )


async def _called(name: str, request: Request, store: Store) -> tuple[Set[SchoolId], Set[PersonId]]:
    """The schools and the people of that name; whoever hides is found by it no more than elsewhere."""
    directory = (await colleagues_of(request.trust.id, store)).directory
    schools, people = directory.names.called([name])
    return schools, {
        each
        for each in people
        if each == request.person.id or directory.people[directory.place[each]].open_to_introductions
    }


async def _within(
    shelf: Shelf,
    wish: Asked,
    filters: Filters,
    closed: frozenset[NetworkId],
    request: Request,
    store: Store,
) -> int:
    if filters.network in closed:
        return 0
    mask = shelf.seen(closed, archived=filters.archived)
    for tag in _tags(filters):
        mask &= shelf.mask(tag)
    if filters.checked:
        mask &= shelf.checked_on(request.today)
    if filters.small_schools:
        schools = await store.schools.everyone(request.trust.id)
        small = {each.id for each in schools if each.pupils is not None and each.pupils < SMALL_SCHOOL}
        helped = shelf.mask(*(f"helped:{each}" for each in small))
        mask &= helped | shelf.shared_by("school", small, closed)
    if wish.by:
        at, by = await _called(wish.by, request, store)
        mask &= _shared_by(shelf, at, by, closed, request.person.id)
    return mask


def _shared_by(
    shelf: Shelf, schools: Set[SchoolId], people: Set[PersonId], closed: Set[NetworkId], me: PersonId
) -> int:
    """What they shared, as far as this person may know: all of their own, and of others' what is open."""
    return (
        shelf.shared_by("school", schools, closed)
        | shelf.shared_by("person", people - {me}, closed)
        | shelf.shared_by("person", people & {me}, ())
    )


def _tags(filters: Filters) -> list[str]:
    named = (
        ("network:", filters.network),
        ("practice.", filters.practice),
        ("", filters.topic),
        ("", filters.phase),
        ("kind.", filters.kind),
    )
    return [f"{prefix}{value}" for prefix, value in named if value]


# ------------------------------------------------------------------ facets


def _facets(
    shelf: Shelf, found: int, networks: Sequence[Network], practices: Sequence[Practice], request: Request
) -> Iterable[Facet]:
    """What else the search can be limited to, with how many that would leave."""
    names = {f"network:{each.id}": each.name for each in networks}
    own_list = {f"practice.{each.id}": each.name for each in practices}
    sorts = (
        ("network", names, names.get),
        ("phase", shelf.tags("phase"), vocabulary().label),
        ("topic", shelf.tags("topic"), vocabulary().label),
        ("kind", shelf.tags("kind"), lambda tag: KINDS[Kind(tag.removeprefix("kind."))]),
        ("practice", own_list, own_list.get),
    )
    counts = shelf.tally(found)
    for filter_, tags, label in sorts:
        most = nsmallest(FACETS, ((-counts[tag], tag) for tag in tags if tag in counts))
        several = [(tag, -count) for count, tag in most]
        options = tuple((_value(tag), label(tag) or tag, count) for tag, count in several)
        if options:
            yield Facet(filter_, options)
    checked = (shelf.checked_on(request.today) & found).bit_count()
    if checked:
        yield Facet("checked", (("1", "Checked", checked),))


def _value(tag: str) -> str:
    """ "network:3" → "3", "kind.video" → "video"; a concept is its own value."""
    return tag.partition(":")[2] or tag.removeprefix("kind.").removeprefix("practice.")
