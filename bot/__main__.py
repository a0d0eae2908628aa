"""The command line: `python -m bot COMMAND`, also installed as `brightspot`.

Exit 0 done, 1 failed, 2 wrong input. Errors are one line on stderr, never a traceback.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn, Protocol, cast

from bot.commands import COMMANDS
from bot.settings import Settings, Unusable, load

FAILED, WRONG_INPUT, STOPPED = 1, 2, 130


class Command(Protocol):
    """A module of `bot/commands/`."""

    def add(self, subparsers: Any) -> None:  # noqa: ANN401  argparse keeps its type to itself
        ...

    def run(self, args: argparse.Namespace, settings: Settings) -> int: ...


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
    for name in _wanted(arguments):
        module = cast(Command, import_module(f"bot.commands.{name}"))
        before = set(subparsers.choices)
        module.add(subparsers)
        for added in set(subparsers.choices) - before:
            subparsers.choices[added].set_defaults(run=module.run)
    args = parser.parse_args(arguments)
    try:
        code: int = args.run(args, load())
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        return FAILED  # whoever read our output has gone
    except Exception as error:  # the last resort: a kind, never a traceback or a row
        print(f"{parser.prog} {args.command}: failed ({type(error).__name__})", file=sys.stderr)
        return FAILED
    return code


def _wanted(arguments: Sequence[str]) -> Sequence[str]:
    """The named command's module alone, so that it starts without waiting for the others; else all."""
    word = arguments[0].replace("-", "_") if arguments else ""
    return [name for name in COMMANDS if name.rstrip("_") == word] or COMMANDS


if __name__ == "__main__":
    sys.exit(main())
