"""What a trust's networks leave out: staff in none of them, schools that a network does not reach."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from handlers.rules.network_names import years_of
from handlers.rules.places import range_of
from storage.records import Network, NetworkId, Person, PersonId, School, SchoolId


def in_no_network(people: Iterable[Person], members: Collection[PersonId]) -> Mapping[str, Sequence[Person]]:
    """By school, the one with most first; the central team stands under ""."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.id not in members:
            found[person.school_name].append(person)
    return dict(sorted(found.items(), key=lambda each: (-len(each[1]), each[0])))


def not_reached(
    network: Network, members: Collection[SchoolId | None], schools: Sequence[School]
) -> tuple[School, ...]:
    """Schools without a member, of those that teach the years the network is for."""
    wanted = years_of(network)
    return tuple(
        each for each in schools if each.id not in members and (not wanted or wanted & range_of(each))
    )


def schools_of(
    belonging: Iterable[tuple[NetworkId, PersonId]], people: Iterable[Person]
) -> Mapping[NetworkId, Collection[SchoolId | None]]:
    """Which schools each network has members from; networks with none are absent."""
    homes = {each.id: each.school for each in people}
    found: dict[NetworkId, set[SchoolId | None]] = defaultdict(set)
    for network, person in belonging:
        found[network].add(homes.get(person))
    return found
