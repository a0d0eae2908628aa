"""`erase EMAIL [--trust NAME]`: a person goes, with everything held on them."""

import argparse

from bot.commands.operate import DONE, add_trust, on_database, say
from bot.importing.outcome import shown
from bot.importing.trusts import member
from bot.settings import Settings
from storage.store import Database
from storage.sweep import sweep


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when gone, 2 where nobody has this e-mail (so also the second time)."""

    async def work(database: Database) -> int:
        async with database.store() as store:
            person = await member(store, args.email, args.trust)
            await store.people.forget(person)
        swept = await sweep(database)
        say(f"{shown(person.email)} is gone, with everything that was held on them")
        if not swept:
            say("The database file was in use: deleted words leave its free pages at the next VACUUM.")
        return DONE

    return on_database(settings, work)
