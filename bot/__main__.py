"""The command line: `python -m bot COMMAND`, also installed as `brightspot`.

Exit 0 done, 1 failed, 2 wrong input. Errors are one line on stderr, never a traceback.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from bot.commands import COMMANDS, module_of

if TYPE_CHECKING:
    from bot.settings import Settings

FAILED, WRONG_INPUT, STOPPED = 1, 2, 130


class Command(Protocol):
    """A module of `bot/commands/`."""

    def add(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace, settings: "Settings") -> int: ...


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage above it."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message} (see --help)", file=sys.stderr)
        sys.exit(WRONG_INPUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = Parser(prog="brightspot", description="A chat bot for networks of colleagues in school trusts.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked_for = next((each for each in arguments if each in COMMANDS), "")
    for name, about in COMMANDS.items():
        one = subparsers.add_parser(name, help=about)
        if name == asked_for:  # the others stay unread, so that this one starts at once
            command = cast(Command, import_module(module_of(name)))
            command.add(one)
    args = parser.parse_args(arguments)
    return _run(command, args, parser.prog)


def _run(command: Command, args: argparse.Namespace, prog: str) -> int:
    from bot.settings import Unusable, load  # only here: help and a wrong word need no settings

    try:
        return command.run(args, load())
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        return FAILED  # whoever read our output has gone
    except Exception as error:  # the last resort: a kind, never a traceback or a row
        print(f"{prog} {args.command}: failed ({type(error).__name__})", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
