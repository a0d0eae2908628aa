"""The databases that soaks run on: a file of SQLite's, a PostgreSQL of our own, or one after the other."""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.migrations import bring_up
from tests.conftest import TEMPLATE, Postgres

NAMES = {"sqlite": ("sqlite",), "pg": ("postgresql",), "both": ("postgresql", "sqlite")}


@dataclass(frozen=True)
class Base:
    """A clean database with the whole schema, and a folder that goes with it."""

    name: str
    url: str
    folder: Path
    #: PostgreSQL's, to be stopped and started.
    server: Postgres | None = None


def asked_for(parser: argparse.ArgumentParser, *, default: str = "both") -> None:
    parser.add_argument("--db", choices=list(NAMES), default=default)


def bases(db: str) -> Iterator[Base]:
    """Those asked for, one after the other."""
    for name in NAMES[db]:
        with base(name) as made:
            yield made


@contextmanager
def base(name: str) -> Iterator[Base]:
    folder = Path(tempfile.mkdtemp(prefix="brightspot-soak-"))
    server = Postgres(folder / "pg") if name == "postgresql" else None
    try:
        url = server.url(TEMPLATE) if server else f"sqlite+aiosqlite:///{folder}/trust.db"
        if server is None:
            bring_up(url)
        yield Base(name, url, folder, server)
    finally:
        if server is not None:
            server.close()
        shutil.rmtree(folder, ignore_errors=True)
