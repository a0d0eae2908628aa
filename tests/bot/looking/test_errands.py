"""Asking each week whether pages are still there: politely, all of them, and through a restart halfway."""

from tests.bot.looking.week import a_week, holds
from tests.bot.looking.world import World


async def test_a_week_asks_every_page_once_and_no_host_too_often(database_url: str, world: World):
    holds(await a_week(database_url, world, 50, on_one_host=16, killed_at=30))
