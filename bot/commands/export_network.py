"""`export-network NAME [--trust NAME]`: a network's agendas and notes, as Markdown."""

import argparse

from bot.commands.operate import DONE, add_trust, on_database, say
from bot.importing.trusts import network
from bot.settings import Settings
from handlers.agenda.record import held_of, records_of
from handlers.rules.minutes import whole
from storage.store import Database


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with the Markdown on stdout, newest first; 2 where no network is called so."""

    async def work(database: Database) -> int:
        async with database.reading() as store:
            found = await network(store, args.name, args.trust)
            say(whole(found, await records_of(found, await held_of(found, store), store)).rstrip("\n"))
        return DONE

    return on_database(settings, work)
