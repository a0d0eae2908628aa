"""What somebody hears of what is new: for a reason, never their own, never twice, no network alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.rules import profiles
from handlers.rules.chosen import AT_MOST, New, Reader, WhatIsNew
from storage.records import NetworkId, Person, PersonId, Resource, ResourceId, TrustId

NOW = datetime(2026, 9, 14, 7, tzinfo=UTC)
MATHS, ART = NetworkId(1), NetworkId(2)
ADA = PersonId(1)


def new(number: int, *networks: NetworkId, hours: int = 1, **given: Any) -> New:
    tags = {name: given.pop(name, ()) for name in ("topics", "subjects", "phases")}
    resource = Resource(ResourceId(number), TrustId(1), f"https://e.example/{number}", "", "", **tags)
    item = New(resource, NOW - timedelta(hours=hours), frozenset(networks))
    return replace(item, **given)


def reader(
    *networks: NetworkId, job_title: str = "", working_on: str = "", coordinator: bool = False
) -> Reader:
    person = Person(ADA, TrustId(1), "", "Ada", job_title, working_on=working_on)
    years = frozenset({1, 2, 3, 4, 5, 6})
    return Reader(ADA, profiles.read(person), years, frozenset(networks), coordinator)


@pytest.mark.parametrize(
    ("item", "who", "hears"),
    [
        pytest.param(new(1, MATHS), reader(MATHS), True, id="shared in their network"),
        pytest.param(new(1, MATHS), reader(ART), False, id="no reason at all"),
        pytest.param(new(1, topics=("topic.phonics",)), reader(working_on="phonics"), True, id="their topic"),
        pytest.param(
            new(1, topics=("topic.phonics",)), reader(job_title="Phonics Lead"), True, id="their role"
        ),
        pytest.param(new(1, subjects=("subject.art",)), reader(job_title="Art Lead"), True, id="subject"),
        pytest.param(
            new(1, topics=("topic.phonics",), subjects=("subject.maths",)),
            reader(working_on="phonics", job_title="Art Lead"),
            False,
            id="another subject",
        ),
        pytest.param(
            new(1, topics=("topic.phonics",), phases=("phase.ks4",)),
            reader(working_on="phonics"),
            False,
            id="other years",
        ),
        pytest.param(new(1, MATHS, phases=("phase.ks4",)), reader(MATHS), True, id="network before years"),
        pytest.param(new(1, MATHS, sharers=frozenset({ADA})), reader(MATHS), False, id="their own"),
        pytest.param(
            new(1, MATHS, for_all=False, topics=("topic.phonics",)),
            reader(ART, working_on="phonics"),
            False,
            id="a closed network",
        ),
        pytest.param(new(1, MATHS, for_all=False), reader(MATHS), True, id="a closed network of theirs"),
        pytest.param(
            new(1, MATHS, for_all=False, topics=("topic.phonics",)),
            reader(working_on="phonics", coordinator=True),
            True,
            id="a coordinator",
        ),
        pytest.param(new(1, MATHS, hours=48), reader(MATHS), False, id="older than their last digest"),
        pytest.param(new(9, MATHS), reader(MATHS), False, id="shown before"),
        pytest.param(new(1, topics=("topic.retired",)), reader(MATHS), False, id="a topic of yesterday"),
    ],
)
def test_each_hears_only_of_what_there_is_a_reason_for(item: New, who: Reader, hears: bool) -> None:
    since = NOW - timedelta(days=1)
    found = WhatIsNew([item]).chosen(who, since=since, shown={ResourceId(9)})
    assert bool(found) is hears


def test_at_most_seven_and_a_busy_network_leaves_room_for_a_quiet_one() -> None:
    busy = [new(number, MATHS, hours=number) for number in range(1, 21)]
    quiet = new(99, ART, hours=23)
    found = WhatIsNew([*busy, quiet]).chosen(reader(MATHS, ART), since=NOW - timedelta(days=1))
    assert len(found) == AT_MOST
    assert quiet in found
    assert [each.resource.id for each in found if each is not quiet] == [1, 2, 3, 4, 5, 6], "newest first"
