"""`demo`: the playground with the sample trust, on this machine alone.

What was done stays in `brightspot-demo.db` in the folder it is started from; `--fresh` begins anew.
"""

import argparse
import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import logs
from bot.clock import Clock
from bot.commands.operate import DONE, WRONG_INPUT, complain, on_database, say
from bot.garbage import set_aside
from bot.settings import LOOPBACK, LogLevel, Settings, load
from handlers.talk import LOCAL
from storage.migrations import is_current, upgrade
from storage.store import Database

FILE = Path("brightspot-demo.db")

#: The first teaching Monday of the autumn term, before school.
START = "2026-09-07T08:00"

#: The demonstration has nothing to do with any real workspace: their settings do not count here.
NO_PLATFORM: dict[str, Any] = dict.fromkeys(
    (
        "public_url",
        "slack_signing_secret",
        "slack_bot_token",
        "slack_client_id",
        "slack_client_secret",
        "microsoft_app_id",
        "microsoft_app_password",
        "microsoft_app_tenant_id",
    ),
    "",
)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="this machine's own address (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--clock", default=START, metavar="TIME", help=f"when it begins ({START})")
    parser.add_argument("--fresh", action="store_true", help="forget what was done and begin anew")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Runs until Ctrl-C. 2 where it would be open to other machines or the time cannot be read."""
    if args.host not in LOOPBACK:
        complain(f"demo: --host must be one of {', '.join(sorted(LOOPBACK))}: it is for this machine alone")
        return WRONG_INPUT
    start = _moment(args.clock)
    if start is None:
        complain(f"demo: --clock {args.clock} is not a time like {START}")
        return WRONG_INPUT
    if args.fresh:
        for suffix in ("", "-wal", "-shm"):
            FILE.with_name(FILE.name + suffix).unlink(missing_ok=True)
    given = NO_PLATFORM | {"host": args.host, "port": args.port, "log_level": LogLevel.WARNING}
    chosen = load(
        database_url=f"sqlite+aiosqlite:///{FILE.resolve()}", clock=start, worker="together", **given
    )
    clocks: list[Clock] = []

    async def ready(database: Database) -> int:
        clocks.append(await prepare(database, start))
        return DONE

    code = on_database(chosen, ready)
    return code or _serve(chosen, clocks[0])


async def prepare(database: Database, start: datetime) -> Clock:
    """The sample trust, loaded once, and a clock that goes on after what has happened already."""
    if not await is_current(database):
        await upgrade(database)
    async with database.reading() as store:
        trusts = await store.trusts.everyone()
        latest = await store.playground.latest_moment()
    clock = Clock(max(start, latest) if latest else start)
    if not trusts:
        from bot.browser.sample import load as load_sample  # the importers: needed at the first start alone

        set_aside()  # looking again and again through all that is there already is a tenth of loading
        await load_sample(database, clock.now())
    return clock


def _serve(settings: Settings, clock: Clock) -> int:
    from bot.app import build
    from bot.running import run_app

    logs.begin(settings.log_level)

    def opened(address: str) -> None:
        say(
            f"Brightspot is open at {address}",
            "You are a teacher in a made-up trust. Ask: who else is tackling mixed-age KS1?",
            "Stop with Ctrl-C; what you do is kept. Begin anew with --fresh.",
        )

    return asyncio.run(
        run_app(lambda: build(settings, clock, demo=True), settings.host, settings.port, opened=opened)
    )


def _moment(given: str) -> datetime | None:
    """Without a zone it is the time where the schools are."""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
