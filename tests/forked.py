"""Processes for tests to kill, freeze and count, without a second of importing for each.

    process = await begin("tests.soak.worker", database_url, "--lanes=4")  # as python -m tests.soak.worker …

Python's own fork server imports what we are made of and builds what we look up in, once. Each process is a
fork of it: memory, event loop and connections are its own, and it is struck by signals like any other. What a
process does as it starts and ends is held where it is really started: `tests/bot/test_commands.py`.
"""

import asyncio
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "tests.soak.worker",
        "tests.soak.platform",
        "tests.bot.desk",
        "bot.app",
        "bot.slack.listen",
        "tests.ready",
    ]
)


class Forked:
    """As `asyncio.subprocess.Process`, as far as tests need it."""

    def __init__(
        self, process: BaseProcess, stdout: asyncio.StreamReader, stderr: asyncio.StreamReader
    ) -> None:
        self._process = process
        self.stdout = stdout
        self.stderr = stderr

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        assert self._process.pid is not None
        if self.returncode is None:
            os.kill(self._process.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int | None:
        await asyncio.to_thread(self._process.join)
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        """What it said up to its end."""
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return out, err


async def begin(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    errors: bool = False,
    folder: Path | None = None,
) -> Forked:
    """`environment`: all of it; without it, the tests' own. `errors`: keep what it writes to stderr.
    `folder`: where it is started, if not here."""
    out, err = _CONTEXT.Pipe(duplex=False), _CONTEXT.Pipe(duplex=False)
    ends = {1: out[1], 2: err[1]} if errors else {1: out[1]}
    given = (module, arguments, dict(os.environ if environment is None else environment), ends)
    process = _CONTEXT.Process(target=_be, args=(*given, folder or Path.cwd()), daemon=True)
    await asyncio.to_thread(process.start)
    return Forked(process, await _read(*out), await _read(*err))


async def _read(ours: Connection, its: Connection) -> asyncio.StreamReader:
    its.close()
    reader = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(ours.fileno()), "rb", 0)
    ours.close()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


def _be(
    module: str,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    ends: dict[int, Connection],
    folder: Path,
) -> None:
    for number, pipe in ends.items():
        os.dup2(pipe.fileno(), number)
        pipe.close()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
