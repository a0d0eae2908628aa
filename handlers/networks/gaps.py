"""What the networks leave out, for the trust's coordinator: staff in none, schools missing, nobody to lead.

Cora  networks gaps
bot   38 of 160 staff are in no network … Without a facilitator: Catering, HR …
Cora  networks gaps maths leads
bot   Not in Maths leads yet: Fenside, Oakhill
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.networks.capability import networks
from handlers.networks.page import open_button
from handlers.networks.seen import next_meetings
from handlers.rules.gaps import in_no_network, not_reached, schools_of
from handlers.talk import Block, Button, Card, Facts, Note, Refusal, Reply, Request, Text
from storage.records import Network, Person, School
from storage.store import Store

PAGE = 10  # schools on a card
NAMED = 8  # colleagues of one school, and schools of one network in the overview
FEWEST_REACHED = 6  # networks told with the schools they miss


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing in a trust's networks."""

    staff: int
    #: By school, whoever is in no network.
    nobodys: Mapping[str, Sequence[Person]]
    unled: Sequence[Network]
    undated: Sequence[Network]
    #: Networks that miss schools, the most first.
    unreached: Sequence[tuple[Network, Sequence[School]]]


async def gaps(request: Request, store: Store, start: int = 0) -> Reply:
    """The whole trust's, a page of schools at a time."""
    _must_coordinate(request)
    return Reply(what_is_missing(await _found(request, store), start))


@networks.action("networks.gaps")
async def more_gaps(request: Request, store: Store, *, start: int) -> Reply:
    return await gaps(request, store, start)


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
        in_no_network(people, {person for _, person in belonging}),
        [each for each in everyone if each.id not in led],
        [each for each in everyone if each.id not in dated],
        sorted((each for each in unreached if each[1]), key=lambda each: -len(each[1])),
    )


# ------------------------------------------------------------------ cards


def what_is_missing(found: Gaps, start: int) -> Card:
    alone = sum(map(len, found.nobodys.values()))
    schools = list(found.nobodys.items())
    told = Facts(
        *((school or "Central team", _names(people)) for school, people in schools[start : start + PAGE])
    )
    return Card(
        "What the networks leave out",
        *(() if start else _overview(found)),
        Text(f"{alone} of {found.staff} staff {'is' if alone == 1 else 'are'} in no network yet."),
        *((told,) if schools else ()),
        *_more(start + PAGE, len(schools)),
        Note("Only coordinators see this. Who prefers not to be found is counted, not named."),
    )


def _overview(found: Gaps) -> tuple[Block, ...]:
    reached = [
        (
            each.name,
            f"{len(schools)} school{'s' * (len(schools) != 1)}: {_listed([one.name for one in schools])}",
        )
        for each, schools in found.unreached[:FEWEST_REACHED]
    ]
    return (
        Facts(
            ("Without a facilitator", _listed([each.name for each in found.unled], NAMED * 2)),
            ("Without a next meeting", _listed([each.name for each in found.undated], NAMED * 2)),
        ),
        *((Text("Schools with nobody in a network that is for them:"), Facts(*reached)) if reached else ()),
        *((Note("All of one: say “networks gaps” and its name."),) if reached else ()),
    )


def _names(people: Sequence[Person]) -> str:
    """ "Ada Byron (Year 4 teacher), Jo Marsh (SENDCo) and 1 more"."""
    shown = [
        f"{each.name} ({each.job_title})" if each.job_title else each.name
        for each in people
        if each.open_to_introductions
    ][:NAMED]
    more = len(people) - len(shown)
    return (", ".join(shown) + (f" and {more} more" if more else "")) if shown else f"{more}, not named"


def _listed(names: Sequence[str], limit: int = NAMED) -> str:
    if not names:
        return "none"
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def _more(start: int, schools: int) -> tuple[Button, ...]:
    return (more_gaps.button("More schools", start=start),) if start < schools else ()


def schools_missing(network: Network, missing: Sequence[School]) -> Card:
    if not missing:
        return Card(network.name, Text("Every school it is for has somebody in it."), open_button(network))
    return Card(
        f"Not in {network.name} yet",
        Text("\n".join(each.name for each in missing)),
        Note("Schools that teach the years it is for, with nobody in it."),
        open_button(network),
    )
