"""Processes for tests to kill, freeze and count, without a second of importing for each.

    process = await begin("tests.soak.worker", database_url, "--lanes=4")  # as python -m tests.soak.worker …

Python's own fork server imports what we are made of once. Each process is a fork of it: memory, event loop
and connections are its own, and it is struck by signals like any other. What a process does as it starts and
ends is held where it is really started: `tests/bot/test_commands.py`.
"""

import asyncio
import os
import runpy
import signal
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.soak.worker", "tests.soak.platform", "tests.bot.desk"])


class Forked:
    """As `asyncio.subprocess.Process`, as far as tests need it."""

    def __init__(self, process: BaseProcess, stdout: asyncio.StreamReader) -> None:
        self._process = process
        self.stdout = stdout

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

    async def communicate(self) -> bytes:
        """What it said up to its end."""
        said = await self.stdout.read()
        await self.wait()
        return said


async def begin(module: str, *arguments: str) -> Forked:
    ours, its = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_be, args=(module, arguments, its), daemon=True)
    await asyncio.to_thread(process.start)
    its.close()
    reader = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(ours.fileno()), "rb", 0)
    ours.close()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return Forked(process, reader)


def _be(module: str, arguments: tuple[str, ...], stdout: Connection) -> None:
    os.dup2(stdout.fileno(), 1)
    stdout.close()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
