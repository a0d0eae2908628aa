"""`python -m bot …` as tests use it: the real command line on a real database, without a new process."""

import asyncio
import io
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bot.__main__ import main

SAMPLE = Path(__file__).parents[1] / "bot" / "sample"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()


async def brightspot(database_url: str, *arguments: str | Path, **environment: str) -> Ended:
    """Run one command to its end; argparse's own exit counts as its code."""
    return await asyncio.to_thread(_run, database_url, [str(each) for each in arguments], environment)


def _run(database_url: str, arguments: list[str], environment: dict[str, str]) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, {"DATABASE_URL": database_url} | environment),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())


async def sample_trust(database_url: str) -> None:
    """The sample trust with its schools, staff, networks and calendar."""
    for kind in ("schools", "staff", "networks", "calendar"):
        ended = await brightspot(database_url, "import", kind, SAMPLE / f"{kind}.csv")
        assert ended.code == 0, ended.err
