"""`serve`: the web process. Slack, Teams and pages; timetables and delivery too unless WORKER=separate."""

import argparse
import asyncio
from typing import Any

from bot import logs
from bot.app import build
from bot.running import run_app
from bot.settings import Settings


def add(subparsers: Any) -> None:  # noqa: ANN401  argparse keeps its type to itself
    subparsers.add_parser("serve", help="the web process: Slack, Teams and pages")


def run(args: argparse.Namespace, settings: Settings) -> int:
    logs.begin(settings.log_level)
    return asyncio.run(run_app(lambda: build(settings), settings.host, settings.port))
