"""`export EMAIL [--trust NAME]`: everything held on a person, as JSON."""

import argparse
import json

from bot.commands.operate import DONE, add_trust, on_database, say
from bot.importing.trusts import member
from bot.settings import Settings
from storage.dossier import gather
from storage.store import Database


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with the JSON on stdout, 2 where nobody has this e-mail."""

    async def work(database: Database) -> int:
        async with database.reading() as store:
            dossier = await gather(await member(store, args.email, args.trust), store)
        say(json.dumps(dossier.as_data(), indent=2))
        return DONE

    return on_database(settings, work)
