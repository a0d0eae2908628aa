"""`export EMAIL`: everything held on a person, as JSON. `export library`: the trust's library, as a file.

`export cycle`: what the trust calls the stages of its improvement cycle, and how its nudges are worded.
"""

import argparse
import json

from bot.clock import Clock
from bot.commands.operate import DONE, add_trust, on_database, say
from bot.exporting import FORMATS
from bot.importing.cycle_words import as_csv
from bot.importing.trusts import choose, member, network
from bot.settings import Settings
from handlers.cycle.words import words_of
from handlers.library.taking import everything
from handlers.talk import LOCAL
from storage.dossier import gather
from storage.store import Database, Store

LIBRARY, CYCLE = "library", "cycle"
#: As it is asked for, and as its file ends.
CALLED = {"csv": "csv", "json": "json", "bookmarks": "html"}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="EMAIL", help="a person's e-mail address, or the word library or cycle"
    )
    parser.add_argument("--format", choices=CALLED, default="csv", help="of the library (csv)")
    parser.add_argument("--network", metavar="NAME", help="of the library, what was shared there")
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with it on stdout, 2 where nobody has this e-mail."""

    async def work(database: Database) -> int:
        async with database.reading() as store:
            if args.what == LIBRARY:
                say((await _library(args, settings, store)).rstrip("\n"))
                return DONE
            if args.what == CYCLE:
                trust = await choose(store, args.trust)
                say(as_csv(await words_of(trust.id, store)).rstrip("\n"))
                return DONE
            dossier = await gather(await member(store, args.what, args.trust), store)
        say(json.dumps(dossier.as_data(), indent=2))
        return DONE

    return on_database(settings, work)


async def _library(args: argparse.Namespace, settings: Settings, store: Store) -> str:
    trust = await choose(store, args.trust)
    only = await network(store, args.network, trust.name) if args.network else None
    lines = await everything(trust.id, store, only)
    today = Clock(settings.clock).now().astimezone(LOCAL).date()
    return FORMATS[CALLED[args.format]].write(lines, trust.name, today)
