"""Bringing in: many resources at once, as files tell of them, by the rules that hold for a link in a message.

A file adds and never undoes: what colleagues have put right since stays as it is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from handlers.library.keeping import retag, tags_for
from handlers.rules import links
from handlers.rules.shelf import terms_of
from handlers.rules.vocabulary import facet_of
from storage.records import (
    Errand,
    Kind,
    Network,
    NetworkId,
    Person,
    PersonId,
    Practice,
    Resource,
    ResourceId,
    Sharing,
    SharingId,
    TrustId,
)
from storage.store import Store

#: One host is asked for its pages this far apart, so that a link somebody posts today need not wait for all.
APART = timedelta(seconds=5)
FACETS = {"topics": "topic", "phases": "phase", "subjects": "subject"}


@dataclass(frozen=True, slots=True)
class Brought:
    """A resource as one person shared it, found fit to be kept."""

    #: Clean.
    url: str
    same_as: str
    title: str
    #: None where nobody says who it was.
    by: Person | None
    network: Network | None
    at: datetime
    purpose: str = ""
    #: Somebody chose its title: the page's own does not take its place.
    named: bool = False
    #: None: as its address and its words say.
    kind: Kind | None = None
    #: Concepts of the vocabulary; of a facet without any, as its words say.
    tags: tuple[str, ...] = ()
    practices: tuple[Practice, ...] = ()
    checked_by: PersonId | None = None
    checked_until: date | None = None
    archived: bool = False

    @property
    def part(self) -> tuple[PersonId | None, NetworkId | None]:
        """Somebody's part in it, which is one however often they share it there."""
        return self.by.id if self.by else None, self.network.id if self.network else None


@dataclass(frozen=True, slots=True)
class Entry:
    """An address, complete as it would be kept if nobody had shared it before, and who did."""

    resource: Resource
    parts: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    new: int
    changed: int
    unchanged: int


def entries(brought: Iterable[Brought], trust: TrustId, now: datetime) -> tuple[Entry, ...]:
    """One for each resource, with all that is said of it. Nothing is stored; each takes milliseconds."""
    alike: dict[str, dict[tuple[PersonId | None, NetworkId | None], Brought]] = {}
    for each in brought:
        parts = alike.setdefault(each.same_as, {})
        before = parts.get(each.part)
        parts[each.part] = replace(before, purpose=before.purpose or each.purpose) if before else each
    return tuple(_entry(tuple(parts.values()), trust, now) for parts in alike.values())


async def bring(
    entries: Sequence[Entry], trust: TrustId, now: datetime, store: Store, *, dry_run: bool = False
) -> Counts:
    """Add what is new; to what is there, who else shared it, and what was not known of it."""
    if not dry_run:
        await store.trusts.hold(trust)
    there = await store.resources.alike((each.resource.same_as for each in entries), trust=trust)
    sharings = await store.sharings.of((each.id for each in there.values()), trust=trust)
    new = [each for each in entries if each.resource.same_as not in there]
    more = [
        _more(each, found, sharings.get(found.id, ()))
        for each in entries
        if (found := there.get(each.resource.same_as))
    ]
    changed = [each for each in more if each]
    if not dry_run:
        await _add(new, trust, now, store)
        await _fill_in(changed, trust, store)
    return Counts(len(new), len(changed), len(more) - len(changed))


# ------------------------------------------------------------------ what is new


def _entry(parts: tuple[Brought, ...], trust: TrustId, now: datetime) -> Entry:
    first = parts[0]
    given = {each.kind for each in parts} - {None}
    tags = tuple(dict.fromkeys(tag for each in parts for tag in each.tags))
    practices = {each.id: each.name for part in parts for each in part.practices}
    resource = Resource(
        ResourceId(0),
        trust,
        first.url,
        first.same_as,
        next((each.title for each in parts if each.named), first.title),
        practices=tuple(practices),
        corrected=bool(given or tags) or any(each.named for each in parts),
        added_at=min(each.at for each in parts),
        archived_at=now if all(each.archived for each in parts) else None,
        **_check(parts, now),
    )
    told = [each for each in parts if each.network is None or each.network.open] or parts  # as `retag` has it
    purposes = [each.purpose for each in told]
    networks = list(dict.fromkeys(each.network.name for each in told if each.network))
    chosen: dict[str, Any] = {name: tuple(_of(facet, tags)) for name, facet in FACETS.items()}
    chosen["kind"] = next((each.kind for each in parts if each.kind), None)
    filled = {name: value for name, value in chosen.items() if value}
    read = {} if len(filled) == len(chosen) else tags_for(resource, purposes, networks)
    resource = replace(resource, **(read | filled))
    terms = terms_of(resource, purposes=purposes, networks=networks, practices=practices.values())
    return Entry(replace(resource, terms=terms), parts)


def _of(facet: str, tags: Iterable[str]) -> Iterable[str]:
    return (each for each in tags if facet_of(each) == facet)


def _check(parts: Iterable[Brought], now: datetime) -> dict[str, Any]:
    """The check that holds longest."""
    checks = [each for each in parts if each.checked_until]
    if not checks:
        return {}
    last = max(checks, key=lambda each: each.checked_until or date.min)
    return {
        "checker": last.checked_by,
        "checked_by": last.checked_by,
        "checked_on": now.date(),
        "checked_until": last.checked_until,
    }


async def _add(new: Sequence[Entry], trust: TrustId, now: datetime, store: Store) -> None:
    ids = await store.resources.add_several([each.resource for each in new], trust=trust)
    added = [replace(each.resource, id=ids[each.resource.same_as]) for each in new]
    await store.sharings.add_several(
        [
            _sharing(part, resource)
            for entry, resource in zip(new, added, strict=True)
            for part in entry.parts
        ],
        trust=trust,
    )
    asked: Counter[str] = Counter()
    looks = []
    for each in added:
        if not links.needs_sign_in(each.url):
            host = urlsplit(each.url).hostname or ""
            looks.append((each, now + asked[host] * APART))
            asked[host] += 1
    await store.errands.ask_several(looks, Errand.LOOK, trust=trust)


def _sharing(part: Brought, resource: Resource) -> Sharing:
    person, network = part.part
    school = part.by.school if part.by else None
    return Sharing(SharingId(0), resource.trust, resource.id, person, part.at, network, school, part.purpose)


# ------------------------------------------------------------------ what is there already


@dataclass(frozen=True, slots=True)
class _More:
    """What a file adds to a resource."""

    resource: Resource
    parts: tuple[Brought, ...]
    purposes: tuple[tuple[Sharing, str], ...]
    values: dict[str, Any]

    def __bool__(self) -> bool:
        return bool(self.parts or self.purposes or self.values)


def _more(entry: Entry, there: Resource, sharings: Sequence[Sharing]) -> _More:
    mine = {(each.person, each.network): each for each in sharings}
    missing = tuple(each for each in entry.parts if each.part not in mine)
    told = ((mine[each.part], each.purpose) for each in entry.parts if each.part in mine and each.purpose)
    silent = tuple((sharing, said) for sharing, said in told if not sharing.purpose and not sharing.by_hand)
    values: dict[str, Any] = {}
    given = entry.resource
    if added := [each for each in given.practices if each not in there.practices]:
        values["practices"] = (*there.practices, *added)
    if given.checked_until and given.checked_until > (there.checked_until or date.min):
        checked = {"checker": "checker_id", "checked_by": "checked_by_id"}
        names = ("checker", "checked_by", "checked_on", "checked_until")
        values |= {checked.get(name, name): getattr(given, name) for name in names}
    if missing and there.archived_at and not given.archived_at:
        values["archived_at"] = None
    return _More(there, missing, silent, values)


async def _fill_in(changed: Iterable[_More], trust: TrustId, store: Store) -> None:
    several = list(changed)
    await store.sharings.add_several(
        [_sharing(part, each.resource) for each in several for part in each.parts], trust=trust
    )
    for each in several:
        for sharing, purpose in each.purposes:
            await store.sharings.change(sharing, purpose=purpose)
        await retag(each.resource, store, **each.values)
