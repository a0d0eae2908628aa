"""Running an app as a process: listen, work, and end well when asked to.

On SIGTERM or Ctrl-C: not ready any more → no new connections → requests in hand are answered → background
work is finished or given back → end. All within half a minute.
"""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable

from aiohttp import web

from bot.app import DRAIN_S, App
from bot.commands.operate import DONE, FAILED, WRONG_INPUT, complain
from handlers.colleagues import get_ready
from storage.migrations import is_current
from storage.trouble import TROUBLE

log = logging.getLogger(__name__)


async def run_app(
    make: Callable[[], App], host: str, port: int, *, opened: Callable[[str], None] | None = None
) -> int:
    """Run until asked to end. `opened` is told the address once it answers. Errors are one line each."""
    try:
        app = make()
    except (*TROUBLE, ImportError, ValueError):
        complain("DATABASE_URL cannot be used")
        return WRONG_INPUT
    runner = web.AppRunner(app.web, access_log=None, shutdown_timeout=DRAIN_S, handle_signals=False)
    try:
        if not await _is_usable(app):
            return FAILED
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
        except OSError as error:
            why = os.strerror(error.errno).lower() if error.errno else "not possible"
            complain(f"cannot listen on {host} port {port}: {why}")
            return FAILED
        asked = _listen_for_the_end()  # before it is said to be open: who hears that may end it at once
        await app.start()
        address = _address(runner, host)
        log.info("open", extra={"address": address, "doors": " ".join(app.doors)})
        if opened is not None:
            opened(address)
        # Nothing waits for this, not even the end; whoever asks before it is done loads for themselves.
        threading.Thread(target=get_ready, daemon=True).start()
        await asked.wait()
        app.draining = True
        return DONE
    finally:
        await runner.cleanup()
        await app.stop()


async def _is_usable(app: App) -> bool:
    """Whether the database is there and up to date; if not, the one line that helps."""
    try:
        if await is_current(app.database):
            return True
        complain("the database is not up to date; run: python -m bot migrate")
    except TROUBLE:
        complain("the database cannot be reached: check DATABASE_URL")
    return False


def _listen_for_the_end() -> asyncio.Event:
    """Set once it is asked to end; asked a second time, it ends at once."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def hear() -> None:
        asked.set()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)

    for each in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows knows Ctrl-C only
            loop.add_signal_handler(each, hear)
    return asked


def _address(runner: web.AppRunner, host: str) -> str:
    port = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
