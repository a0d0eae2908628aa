"""What was shared lately, and who could hear of it: a few queries for a whole trust, however large."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.library.words import KINDS
from handlers.naming import at_work
from handlers.rules import checks
from handlers.rules.chosen import New, Reader, WhatIsNew
from handlers.rules.cutting import one_line
from handlers.rules.directory import Directory
from handlers.rules.places import range_of
from handlers.talk import LOCAL
from storage.records import (
    Network,
    NetworkId,
    Person,
    PersonId,
    Resource,
    ResourceId,
    Sharing,
    Telling,
    Trust,
)
from storage.store import Store

LOOKS_BACK = timedelta(days=70)  # over the longest half-term, and the summer
NEWEST = 2000  # sharings that are looked at: an import of a whole hub is no news
PURPOSE = 140  # characters of what it is for: two lines on a phone


@dataclass(frozen=True, slots=True)
class Lately:
    """What is new in a trust, with who shared it where."""

    things: WhatIsNew
    sharings: Mapping[ResourceId, Sequence[Sharing]]
    networks: Mapping[NetworkId, Network]

    def lines(self, found: Sequence[New], reader: Reader, directory: Directory) -> list[str]:
        return [self._line(each, reader, directory) for each in found]

    def _line(self, new: New, reader: Reader, directory: Directory) -> str:
        """What it is, where and by whom it was shared, as far as this reader may know; and what for."""
        kind = KINDS[new.resource.kind]
        seen = [each for each in self.sharings.get(new.resource.id, ()) if self._may_know(each, reader)]
        if not seen:
            return kind
        latest = max(seen, key=lambda each: (each.network in reader.networks, each.at))
        network = self.networks.get(latest.network) if latest.network is not None else None
        place = directory.place.get(latest.person) if latest.person is not None else None
        who = at_work(directory.people[place]) if place is not None else ""
        told = " · ".join(filter(None, (kind, network.name if network else "", who)))
        return told + (f"\n{one_line(latest.purpose, PURPOSE)}" if latest.purpose else "")

    def _may_know(self, sharing: Sharing, reader: Reader) -> bool:
        return (
            reader.coordinator
            or sharing.network in reader.networks
            or _is_open(sharing.network, self.networks)
        )


async def shared_lately(trust: Trust, today: date, store: Store) -> Lately:
    """All that is on the shelf, alive and not a case study that waits for its school."""
    first = datetime.combine(today, time(0), LOCAL) - LOOKS_BACK
    newest = await store.sharings.since(trust.id, first, newest=NEWEST)
    lately = dict.fromkeys(each.resource for each in reversed(newest))
    found = await store.resources.several(lately, trust=trust.id)
    told = await store.case_studies.of((each.id for each in found if not each.url), trust=trust.id)
    published = {id_ for id_, each in told.items() if each.state is Telling.PUBLISHED}
    good = [
        each
        for each in found
        if each.archived_at is None and not each.is_dead and (each.url or each.id in published)
    ]
    every = await store.sharings.of((each.id for each in good), trust=trust.id)
    sharings = {id_: [each for each in theirs if each.kept] for id_, theirs in every.items()}
    networks = {each.id: each for each in await store.networks.everyone(trust.id)}
    helped = await store.uses.helped((each.id for each in good), trust=trust.id)

    def new(resource: Resource) -> New:
        theirs = sharings.get(resource.id, [])
        everybodys = [each for each in theirs if _is_open(each.network, networks)]
        sharers = {each.person for each in theirs}
        if resource.id in told:
            sharers.add(told[resource.id].teller)
        return New(
            resource,
            max(each.at for each in everybodys or theirs),  # a closed network's is no news to others
            frozenset(each.network for each in theirs if each.network is not None),
            frozenset(each for each in sharers if each is not None),
            for_all=not resource.url or bool(everybodys),
            trusted=resource.id in helped or checks.holds(resource, today),
        )

    return Lately(WhatIsNew(map(new, good)), sharings, networks)


async def readers(
    trust: Trust, people: Sequence[Person], directory: Directory, store: Store
) -> Mapping[PersonId, Reader]:
    """These people as they are known."""
    networks: dict[PersonId, set[NetworkId]] = {}
    for network, member in await store.networks.belonging(trust.id):
        networks.setdefault(member, set()).add(network)

    def reader(person: Person) -> Reader:
        profile = directory.profiles[directory.place[person.id]]
        years = profile.title.years or range_of(directory.own_school(person))
        return Reader(person.id, profile, years, frozenset(networks.get(person.id, ())), person.coordinator)

    return {each.id: reader(each) for each in people}


def _is_open(network: NetworkId | None, networks: Mapping[NetworkId, Network]) -> bool:
    """Shared in none, or in one that colleagues who are not its members may read."""
    return network is None or network not in networks or networks[network].open
