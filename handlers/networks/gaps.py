"""What the networks leave out, for the trust's coordinator: staff in none, schools missing, nobody to lead.

Cora  networks gaps
bot   Staff in no network: 38 of 160. No facilitator: Catering, HR …      [Who is in none]
Cora  networks gaps maths leads
bot   Not in Maths leads yet: Fenside, Oakhill
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.networks.capability import networks
from handlers.networks.coming import next_meetings
from handlers.networks.page import open_button
from handlers.rules.gaps import in_no_network, not_reached, schools_of
from handlers.talk import Button, Card, Facts, Item, Note, Refusal, Reply, Request, Text
from storage.records import Network, Person, School
from storage.store import Store

PAGE = 6  # schools on a card
NAMED = 8  # networks, or colleagues of one school, that are told by name
LEAST_REACHED = 5  # networks told with how many schools they miss


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing in a trust's networks."""

    staff: int
    schools: int
    #: By school, whoever is in no network.
    nobodys: Mapping[str, Sequence[Person]]
    unled: Sequence[Network]
    undated: Sequence[Network]
    #: Networks that miss schools, the most first.
    unreached: Sequence[tuple[Network, Sequence[School]]]


@networks.action("networks.gaps")
async def show_gaps(request: Request, store: Store) -> Reply:
    return await gaps(request, store)


async def gaps(request: Request, store: Store) -> Reply:
    """The whole trust's."""
    _must_coordinate(request)
    return Reply(what_is_missing(await _found(request, store)))


@networks.action("networks.in_none")
async def who_is_in_none(request: Request, store: Store, *, start: int = 0) -> Reply:
    """By school, a few at a time."""
    _must_coordinate(request)
    return Reply(in_none(await _found(request, store), start))


async def gaps_of(network: Network, request: Request, store: Store) -> Reply:
    """The schools that one network does not reach."""
    _must_coordinate(request)
    found = await _found(request, store)
    missing = next((schools for each, schools in found.unreached if each.id == network.id), ())
    return Reply(schools_missing(network, missing))


def _must_coordinate(request: Request) -> None:
    if not request.person.coordinator:
        raise Refusal("Your trust's coordinator looks after that. Say “networks all” to see every network.")


async def _found(request: Request, store: Store) -> Gaps:
    trust = request.trust.id
    everyone = await store.networks.everyone(trust)
    people = await store.people.everyone(trust)
    schools = await store.schools.everyone(trust)
    belonging = await store.networks.belonging(trust)
    led, dated = await store.networks.facilitators(trust), await next_meetings(request, store)
    reached = schools_of(belonging, people)
    unreached = [(each, not_reached(each, reached.get(each.id, ()), schools)) for each in everyone]
    return Gaps(
        len(people),
        len(schools),
        in_no_network(people, {person for _, person in belonging}),
        [each for each in everyone if each.id not in led],
        [each for each in everyone if each.id not in dated],
        sorted((each for each in unreached if each[1]), key=lambda each: -len(each[1])),
    )


# ------------------------------------------------------------------ cards


def what_is_missing(found: Gaps) -> Card:
    alone = sum(map(len, found.nobodys.values()))
    reached = ((each.name, f"{len(missed)} of {found.schools} schools") for each, missed in found.unreached)
    least = tuple(reached)[:LEAST_REACHED]
    return Card(
        "What the networks leave out",
        Facts(
            ("Staff in no network", f"{alone} of {found.staff}"),
            ("No facilitator", _listed(found.unled)),
            ("No next meeting", _listed(found.undated)),
        ),
        *((Text("These miss the most schools:"), Facts(*least)) if least else ()),
        *((Note(f"Which ones: say “networks gaps {least[0][0]}”."),) if least else ()),
        *((who_is_in_none.button("Who is in none", start=0),) if alone else ()),
        Note("Only coordinators see this."),
    )


def _listed(networks_: Sequence[Network]) -> str:
    more = f" and {len(networks_) - NAMED} more" if len(networks_) > NAMED else ""
    return ", ".join(each.name for each in networks_[:NAMED]) + more or "none"


def in_none(found: Gaps, start: int) -> Card:
    schools = list(found.nobodys.items())
    return Card(
        "In no network yet",
        *(Item(school or "Central team", _staff(people)) for school, people in schools[start : start + PAGE]),
        *_more(start + PAGE, len(schools)),
        Note("Who prefers not to be found is counted, not named."),
    )


def _staff(people: Sequence[Person]) -> str:
    """A line for each: "Ada Byron, Year 4 teacher"."""
    may_be_named = [each for each in people if each.open_to_introductions][:NAMED]
    told = [", ".join(filter(None, (each.name, each.job_title))) for each in may_be_named]
    more = len(people) - len(told)
    return "\n".join((*told, *((f"and {more} more" if told else f"{more}, not named",) if more else ())))


def _more(start: int, schools: int) -> tuple[Button, ...]:
    return (who_is_in_none.button("More schools", start=start),) if start < schools else ()


def schools_missing(network: Network, missing: Sequence[School]) -> Card:
    if not missing:
        return Card(network.name, Text("Every school it is for has somebody in it."), open_button(network))
    return Card(
        f"Not in {network.name} yet",
        Text("\n".join(each.name for each in missing)),
        Note("Schools that teach the years it is for, with nobody in it."),
        open_button(network),
    )
