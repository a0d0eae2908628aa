"""What the commands that work on the database share: opening it, and ending in one clear line."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TextIO

from bot.garbage import set_aside
from bot.importing.outcome import BadFile
from bot.settings import Settings
from storage.store import Database
from storage.trouble import TROUBLE, is_unmigrated

DONE, FAILED, WRONG_INPUT = 0, 1, 2

Work = Callable[[Database], Awaitable[int]]


def on_database(settings: Settings, work: Work) -> int:
    """Run the work; wrong input ends with 2 and trouble with 1, each said on stderr, never a traceback."""
    return asyncio.run(_work(settings.database_url, work))


async def _work(url: str, work: Work) -> int:
    try:
        database = Database(url, built=set_aside)
    except (*TROUBLE, ImportError, ValueError):
        complain("DATABASE_URL cannot be used")
        return WRONG_INPUT
    try:
        return await work(database)
    except BadFile as problem:
        complain(*problem.lines)
        return WRONG_INPUT
    except BrokenPipeError:
        raise  # whoever read our output has gone; the database has not
    except TROUBLE as problem:
        # The words of a database can hold what was being stored: only what they mean is repeated.
        if is_unmigrated(problem):
            complain("the database is not up to date; run: python -m bot migrate")
        else:
            complain("the database cannot be used now; nothing was changed")
        return FAILED
    finally:
        await database.close()


def add_trust(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trust", metavar="NAME", help="which trust; needed only where there are several")


def say(*lines: str) -> None:
    _write(sys.stdout, lines)


def complain(*lines: str) -> None:
    _write(sys.stderr, lines)


def _write(stream: TextIO, lines: tuple[str, ...]) -> None:
    """Line by line; what the terminal has no letter for becomes a question mark."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    for line in lines:
        shown = line.encode(encoding, "replace").decode(encoding, "replace")
        stream.write(f"{shown}\n")
    stream.flush()  # into a log, too, what a server says at its start is read while it runs
