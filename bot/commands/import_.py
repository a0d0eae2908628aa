"""`import KIND FILE [--trust NAME] [--dry-run]`: all of a file, or nothing."""

import argparse
from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.clock import Clock
from bot.commands.operate import DONE, add_trust, on_database, say
from bot.importing.calendar import import_calendar
from bot.importing.cycle_words import import_cycle_words
from bot.importing.networks import import_networks
from bot.importing.outcome import Summary
from bot.importing.practices import import_practices
from bot.importing.resources import keep_resources, read_resources
from bot.importing.schools import import_schools
from bot.importing.sheet import Source
from bot.importing.staff import import_staff
from bot.importing.words import import_words
from bot.settings import Settings
from storage.store import Database, Store


class Import(Protocol):
    def __call__(
        self, source: Source, store: Store, /, *, trust_name: str | None, now: datetime, dry_run: bool
    ) -> Awaitable[Summary]: ...


IMPORTS: dict[str, tuple[Import, str]] = {
    "schools": (import_schools, "the DfE register, or a plain file of the trust's own"),
    "staff": (import_staff, "who works where, and what they say of their work"),
    "networks": (import_networks, "networks, their members and their channels"),
    "calendar": (import_calendar, "terms, holidays and INSET days"),
    "words": (import_words, "what the trust calls things"),
    "practices": (import_practices, "the trust's own list: techniques, set plays, strands"),
    "cycle": (import_cycle_words, "what the trust calls the cycle's stages, and how its nudges are worded"),
}


def add(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    for kind, (_, about) in IMPORTS.items():
        one = kinds.add_parser(kind, help=about, description=f"Import {kind}: {about}. See docs/imports.md.")
        kind_of_file = "a CSV or an .ics file" if kind == "calendar" else "a CSV file"
        one.add_argument("file", metavar="FILE", help=kind_of_file)
        one.add_argument("--dry-run", action="store_true", help="check everything and store nothing")
        if kind == "calendar":
            one.add_argument("--school", metavar="URN", help="the one school whose own calendar the file is")
        add_trust(one)
    about = "what a library holds: a table, a browser's bookmarks, a SharePoint list, or an export of ours"
    resources = kinds.add_parser(
        "resources", help=about, description=f"Import resources: {about}. See docs/imports.md."
    )
    resources.add_argument("file", metavar="FILE", help="a CSV, bookmarks or JSON file")
    resources.add_argument("--network", metavar="NAME", help="where rows belong that name no network")
    resources.add_argument("--as", dest="shared_by", metavar="EMAIL", help="who shared rows that name nobody")
    resources.add_argument("--dry-run", action="store_true", help="check everything and store nothing")
    add_trust(resources)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when stored (or would be), 2 with each wrong row on stderr."""

    async def resources(database: Database) -> int:
        """Read and tagged before anything is locked: a big file takes a minute."""
        now = Clock(settings.clock).now()
        async with database.reading() as store:
            shelf = await read_resources(
                args.file,
                store,
                trust_name=args.trust,
                network_name=args.network,
                shared_by=args.shared_by,
                now=now,
            )
        async with database.store() as store:
            summary = await keep_resources(shelf, store, now=now, dry_run=args.dry_run)
        say(summary.line())
        return DONE

    async def work(database: Database) -> int:
        bring_in, _ = IMPORTS[args.kind]
        if args.kind == "calendar":
            bring_in = partial(import_calendar, school=args.school)
        async with database.store() as store:
            summary = await bring_in(
                args.file, store, trust_name=args.trust, now=Clock(settings.clock).now(), dry_run=args.dry_run
            )
        say(summary.line())
        return DONE

    return on_database(settings, resources if args.kind == "resources" else work)
