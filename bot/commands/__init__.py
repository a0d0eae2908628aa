"""The command line: each command is a module with `add(subparsers)` and `run(args, settings) -> int`."""

#: Modules of this folder, in the order `--help` shows their commands.
COMMANDS = (
    "demo",
    "serve",
    "worker",
    "migrate",
    "import_",
    "connect",
    "teams_package",
    "ask",
    "export",
    "erase",
)
