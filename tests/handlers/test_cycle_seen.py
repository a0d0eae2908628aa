"""Who may read a run, who may add to it, and who may change it."""

from collections.abc import Awaitable
from dataclasses import replace

import pytest

from handlers.cycle.doing import begin, join
from handlers.cycle.seen import Seen, the_run, to_add_to, to_change
from handlers.talk import Refusal, Request
from storage.records import Cadence, Initiative, InitiativeId, Person, PersonId, School, SchoolId

DOES = ("", "read", "read and add", "read, add and change")
#: Who → what they may do with Ada's run at Elm Park.
MAY = {
    "Ada": "read, add and change",  # leads it there
    "Ina": "read, add and change",  # leads the initiative
    "Jo": "read and add",  # takes part in it
    "Sam": "read",  # takes part in it at another school
    "Fay": "read, add and change",  # facilitates its network
    "Cora": "read, add and change",  # coordinates the trust
    "Mo": "",  # a member of its network
    "Hal": "",  # of the same school, and its head
    "Fin": "",  # facilitates another network
    "Una": "",  # coordinates another trust
}


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_nobody_reads_or_changes_a_run_but_those_whose_it_is(database, clock):
    now = clock.now()
    async with database.store() as store:
        home, away = await store.trusts.add("Alder Example Trust"), await store.trusts.add("Birch Trust")
        names = ("Elm Park", "Fenside")
        await store.schools.keep(
            [School(SchoolId(0), home.id, f"90000{at}", name) for at, name in enumerate(names)]
        )
        schools = {each.name: each.id for each in await store.schools.everyone(home.id)}
        for name in MAY:
            trust = away if name == "Una" else home
            at = None if name in ("Una", "Cora") else schools["Fenside" if name == "Sam" else "Elm Park"]
            one = Person(PersonId(0), trust.id, f"{name.lower()}@school.example", name, school=at)
            await store.people.keep([replace(one, coordinator=at is None)], now)
        everybody = (*await store.people.everyone(home.id), *await store.people.everyone(away.id))
        people = {each.name: each for each in everybody}
        network, other = await store.networks.keep(home.id, "KS1"), await store.networks.keep(home.id, "KS2")
        await store.networks.join(network, people["Mo"])
        await store.networks.join(network, people["Fay"], facilitator=True)
        await store.networks.join(other, people["Fin"], facilitator=True)
        ada, ina = people["Ada"], people["Ina"]
        initiative = await store.initiatives.add(
            Initiative(
                InitiativeId(0), home.id, "Quiet", "Oracy", "", Cadence.PILOT, network, ina.id, now.date()
            )
        )
        run = await begin(initiative, ada.school, ada, now, store)
        await join(run, people["Jo"], now, store)
        await begin(initiative, people["Sam"].school, people["Sam"], now, store)

        found = {}
        for name, person in people.items():
            request = Request(person, away if name == "Una" else home, now)
            refused = [
                await refusal(look(run.id, request, store)) for look in (the_run, to_add_to, to_change)
            ]
            found[name] = DOES[sum(not each for each in refused)]
            assert found[name] or all("can't find that one" in each for each in refused), (
                "not that it is there"
            )
    assert found == MAY


async def refusal(looking: Awaitable[Seen]) -> str:
    """What they are told; "" where they may."""
    try:
        await looking
    except Refusal as refused:
        return str(refused)
    return ""
