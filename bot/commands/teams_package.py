"""`teams-package FILE.zip`: what an administrator uploads to Teams."""

import argparse
from pathlib import Path

from bot.commands.operate import DONE, FAILED, complain, say
from bot.settings import Settings
from bot.teams.package import package


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.zip", type=Path)
    parser.add_argument(
        "--without-links",
        dest="links",
        action="store_false",
        help="ask no team's owner for the messages of its channels: links are then kept only by hand",
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when written, 1 where the file cannot be; a setting that is missing ends with 2."""
    packed = package(settings, links=args.links)
    try:
        args.file.write_bytes(packed)
    except OSError as error:
        complain(f"teams-package: {args.file} cannot be written ({error.strerror})")
        return FAILED
    say(f"{args.file} is ready: upload it in the Teams admin centre")
    return DONE
