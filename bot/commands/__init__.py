"""The command line: each command is a module with `add(parser)` and `run(args, settings) -> int`."""

from keyword import iskeyword

#: Command → what `--help` says of it, in this order. It stands here so that help need not load them all.
COMMANDS = {
    "demo": "a chat in your browser, with a made-up trust",
    "serve": "the web process: Slack, Teams and pages",
    "worker": "timetables and delivery only",
    "migrate": "bring the database up to date",
    "import": "bring in schools, staff, networks, a calendar, words, practices, resources, the cycle's words",
    "connect": "say which trust a Slack workspace or a Microsoft tenant belongs to",
    "teams-package": "write the app package to upload to Teams",
    "ask": "what the bot would answer, for checking and for scripts; nothing is stored",
    "export": "everything held on a person, as JSON; the library or the cycle's words, as a file",
    "export-network": "a network's agendas and notes, as Markdown",
    "erase": "remove a person and everything held on them; it cannot be undone",
}


def module_of(command: str) -> str:
    """`teams-package` is in `teams_package.py`; `import`, which Python keeps for itself, in `import_.py`."""
    return f"bot.commands.{command.replace('-', '_')}{'_' if iskeyword(command) else ''}"
