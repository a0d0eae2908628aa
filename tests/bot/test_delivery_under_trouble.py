"""No letter is lost or doubled while processes die, freeze and the platform fails: `make soak`, smaller."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak.delivery import Plan, trouble

SMALL = Plan(
    letters=70,
    people=70,
    kills=2,
    freezes=1,
    every_s=0.15,
    rest_s=0.1,
    lease_s=0.8,
    timeout_s=0.4,
    slowest_s=0.1,
    trouble=0.05,
    give_up_s=60,
)


@pytest.fixture
def plan(database_url: str) -> Plan:
    """Two processes share a PostgreSQL; SQLite is one machine's."""
    return replace(SMALL, processes=1 if "sqlite" in database_url else 2)


async def test_nothing_is_lost_or_doubled_where_messages_can_be_looked_up(database_url: str, plan: Plan):
    """Slack's way. The platform ignores the key we send along: correctness rests on the look-up."""
    outcome = await trouble(database_url, plan)

    assert (outcome.kills, outcome.freezes) == (plan.kills, plan.freezes)
    assert sum(outcome.bad_gateways.values()) > 0
    assert (outcome.lost, outcome.doubled, outcome.unfinished, outcome.unknown) == ([], 0, [], [])


async def test_nothing_is_doubled_and_only_the_unknowable_is_parked_where_they_cannot(
    database_url: str, plan: Plan
):
    """Teams' way: a send that may have arrived is never repeated, its recipient is asked instead."""
    outcome = await trouble(database_url, replace(plan, door="teams"))

    assert (outcome.kills, outcome.freezes) == (plan.kills, plan.freezes)
    assert outcome.unknown
    assert {f"unsure:{key}" for key in outcome.unknown if key.startswith("nudge")} <= set(outcome.states)
    assert (outcome.lost, outcome.doubled, outcome.unfinished, outcome.wrongly_parked) == ([], 0, [], [])


async def test_a_delivery_that_does_not_look_is_caught_by_this_very_test(
    sqlite_template: Path, tmp_path: Path
):
    """With the look-up broken there are doubles; otherwise the tests above would prove nothing."""
    copy = shutil.copyfile(sqlite_template, tmp_path / "brightspot.db")
    blind = replace(SMALL, blind=True, processes=1, kills=0, freezes=0, trouble=0.1, letters=40)

    assert (await trouble(f"sqlite+aiosqlite:///{copy}", blind)).doubled > 0
