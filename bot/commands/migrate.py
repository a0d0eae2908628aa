"""`migrate`: bring the database up to date, before a new version serves. Running it again is harmless."""

import argparse

from bot.commands.operate import DONE, on_database, say
from bot.settings import Settings
from storage.migrations import HEAD, is_current, upgrade
from storage.store import Database


def add(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: it is all in the settings."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    return on_database(settings, _migrate)


async def _migrate(database: Database) -> int:
    if await is_current(database):
        say(f"the database is up to date already ({HEAD})")
        return DONE
    await upgrade(database)
    say(f"the database is up to date now ({HEAD})")
    return DONE
