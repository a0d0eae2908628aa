"""`serve`: the web process. Slack, Teams and pages; timetables and delivery too unless WORKER=separate."""

import argparse
import asyncio

from bot import logs
from bot.app import build
from bot.running import run_app
from bot.settings import Settings


def add(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: it is all in the settings."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    logs.begin(settings.log_level)
    return asyncio.run(run_app(lambda: build(settings), settings.host, settings.port))
