"""Asking each week whether pages are still there: politely, all of them, and through a restart halfway."""

from datetime import timedelta
from itertools import pairwise

from tests.bot.looking.week import SAYS, START, Week, a_week
from tests.bot.looking.world import World


def holds(week: Week, *, lanes: int = 8) -> None:
    """What must be true of any such week."""
    for host, times in week.times.items():
        assert all(later - sooner >= timedelta(seconds=2) for sooner, later in pairwise(sorted(times))), host
    assert len(week.resources) > 0
    asked_again = 0
    for resource in week.resources:
        heads = week.heads[resource.url.removeprefix("http://")]
        match SAYS.get(int(resource.url[-1])):
            case 404:  # and once more the next day, if the week has one
                assert resource.failing_since is not None
                assert resource.is_dead == (resource.failed_on > resource.failing_since) == (heads > 1)
            case 503:  # a few times, and then it is left as it was
                assert 1 <= heads <= 5 + lanes
                assert (resource.is_dead, resource.failed_on) == (False, None)
            case _:
                asked_again += heads - 1
                assert resource.probed_at is not None
                assert resource.probed_at >= START
                assert (resource.is_dead, resource.failed_on) == (False, None)
    assert asked_again <= lanes, "only what was in hand when the process was killed"


async def test_a_week_asks_every_page_once_and_no_host_too_often(database_url: str, world: World):
    holds(await a_week(database_url, world, 120, on_one_host=40, killed_at=60))
