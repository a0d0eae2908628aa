"""`worker`: timetables and delivery only, with the health paths and metrics. Any number may run."""

import argparse
import asyncio
from typing import Any

from bot import logs
from bot.app import build
from bot.running import run_app
from bot.settings import Settings


def add(subparsers: Any) -> None:  # noqa: ANN401  argparse keeps its type to itself
    subparsers.add_parser("worker", help="timetables and delivery only")


def run(args: argparse.Namespace, settings: Settings) -> int:
    logs.begin(settings.log_level)
    return asyncio.run(run_app(lambda: build(settings, worker=True), settings.host, settings.port))
