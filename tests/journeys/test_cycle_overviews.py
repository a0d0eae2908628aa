"""What facilitators, members and coordinators see of many initiatives at once."""

import re
from collections.abc import Sequence
from datetime import date

import pytest

from storage.records import NetworkId, Platform, SchoolId, Stop, StopId
from storage.store import Store
from tests.conversation import Household, Member
from tests.initiatives import lived

through_one_door = pytest.mark.parametrize("doorway", [Platform.SLACK], indirect=True)


async def maths(house: Household, lead: Member) -> NetworkId:
    async with house.database.store() as store:
        id_ = await store.networks.keep(lead.person.trust, "Maths leads")
        await store.networks.lead(id_, lead.person, facilitator=True)
        network = await store.networks.find(id_, trust=lead.person.trust)
        assert network is not None
        await store.networks.change(network, open=False)
    await lived(house.app, id_, lead.person)
    return id_


async def test_a_facilitator_sees_first_what_waits_and_a_member_stage_and_date_alone(house):
    hannah = await house.member("Hannah Wren", networks=["Maths leads"])
    bo = await house.member("Bo Sample", networks=["Maths leads"])
    zed = await house.member("Zed Else", networks=["English leads", "SENDCO network"])
    assert "Start something" in (await zed.says("cycle network english leads")).buttons
    await maths(house, hannah)

    card = await hannah.says("cycle network maths leads")
    told = card.text
    for words in (
        "Nobody leads it now: 1\n",
        "Past the review date: 1",
        "Quiet for six weeks of term: 1",
    ):
        assert words in told
    assert (
        told.index("Number facts that stick") < told.index("Talk in mixed-age") < told.index("Pre-teaching")
    )
    assert "Thorpe Example Church of England Primary School: Prepare" in told
    assert "nobody leads it now" in told
    assert card.buttons.count("Open") == 4
    assert len(card.buttons) == 6, "what Teams shows of a card"

    following = await hannah.presses("More…")
    assert "Times tables online at home" in following.text
    assert "Stopped" in following.text

    assert (await hannah.presses("See the picture")).title == "Your way to Maths leads"

    await bo.says("networks maths leads")
    shown = (await bo.presses("What we try")).text
    assert "Alder Green Primary School: Deliver" in shown
    assert "uiet" not in shown
    assert "Nobody leads it now: 1" not in shown
    assert "Open" not in bo.newest().buttons
    assert len(bo.newest().buttons) == 6, "what Teams shows of a card"
    assert "Your school is in" in (await bo.presses("Join")).text

    assert "Join it" in (await zed.says("cycle network maths leads")).text
    which = "Which network: English leads, SENDCO network? Please say its name too."
    assert which in (await zed.says("cycle network")).text


async def stopped_in(schools: Sequence[SchoolId], by: Member, store: Store) -> None:
    """Six practices, an hour a week each, and one that nobody has measured."""
    today = date(2026, 9, 7)
    for school, minutes in zip(schools, (45, 60, 75, 60, 60, 60, 0), strict=False):
        trust, who = by.person.trust, by.person.id
        await store.stops.add(
            Stop(StopId(0), trust, school, None, who, "Old habit", today, minutes, confirmed_on=today)
        )


@through_one_door
async def test_a_coordinators_figures_begin_at_five_and_name_nobody(house):
    cora = await house.member("Cora Dean", school="", coordinator=True)
    hannah = await house.member("Hannah Wren", networks=["Maths leads"])
    await maths(house, hannah)
    assert "coordinator looks after that" in (await hannah.says("cycle trust")).text
    assert "too little to count" in (await cora.says("cycle trust")).text

    async with house.database.store() as store:
        (network,) = await store.networks.everyone(cora.person.trust)
    for place in range(6):
        schools = [f"School {place}{letter}" for letter in "abc"]
        of = network.id if place % 2 else None  # what belongs to no network is counted as well
        await lived(house.app, of, hannah.person, schools)
    async with house.database.store() as store:
        await stopped_in(
            [each.id for each in await store.schools.everyone(hannah.person.trust)], hannah, store
        )
    told = re.sub(r":?\n(?=\d)", ": ", (await cora.says("cycle trust")).text)
    assert "Explore: 10 or more" in told
    assert "Deliver: 5 or more" in told
    assert "Paused: 5 or more" in told
    assert "Stopped: 5 or more" in told
    assert "5 or more practices, saving 5 or more hours a week" in told
    for nobodys in ("Hannah", "Alder Green", "Old habit", "Number facts"):
        assert nobodys not in told
