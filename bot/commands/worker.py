"""`worker`: timetables and delivery only, with the health paths and metrics. Any number may run."""

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
    return asyncio.run(run_app(lambda: build(settings, worker=True), settings.host, settings.port))
