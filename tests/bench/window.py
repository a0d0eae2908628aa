"""`/agenda` on Slack: the acknowledgement beside bare slack-bolt's, and how soon its window opens.

Bolt only acknowledges. Ours opens each window and fills it meanwhile, in the same process: two calls of Slack
and an answer from the database. The trigger with which a window is opened lives three seconds; the opening is
taken at the other side, from the moment a command is sent until Slack is asked to open its window.
"""

import itertools
import os
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from tests.bench.ack import AT_ONCE, REQUESTS, ROUNDS, WARM_UP, at, burst, servers, table

BESIDE = ("bolt", "bolt-inline", "ours")
MOST = 3.0  # times bolt's median, windows and all
TRIGGER_S = 3.0


class Commands:
    """`/agenda`, each with a trigger of its own, and when it was sent."""

    def __init__(self) -> None:
        self._serial = itertools.count(1)
        self.sent: dict[str, float] = {}

    def __call__(self) -> tuple[bytes, str]:
        trigger = f"{os.getpid()}.{next(self._serial)}.window"
        fields = {
            "command": "/agenda", "text": "", "team_id": "T0BENCH", "user_id": "U0BENCH",
            "channel_id": "D0BENCH", "trigger_id": trigger,
            "response_url": f"https://hooks.slack.com/commands/{trigger}",
        }  # fmt: skip
        self.sent[trigger] = time.monotonic()
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"


async def bench() -> list[str]:
    lines = ["kind     at once   server        p50 ms   p99 ms   p50 beside bolt"]
    with tempfile.TemporaryDirectory() as folder:
        async with servers(Path(folder)) as ports:
            for name in BESIDE:
                await burst(ports[name], Commands(), 8, WARM_UP)
            for at_once in AT_ONCE:
                took: dict[str, list[float]] = {name: [] for name in BESIDE}
                ours = Commands()
                for _ in range(ROUNDS):
                    for name in BESIDE:
                        make = ours if name == "ours" else Commands()
                        took[name] += await burst(ports[name], make, at_once, REQUESTS)
                lines += [*table("window", at_once, took, MOST), await opened(ports["fake"], ours)]
    return lines


async def opened(port: int, commands: Commands) -> str:
    """When each command's window was asked for; the last a moment after its acknowledgement."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as slack:
        ends = time.monotonic() + TRIGGER_S
        while True:
            async with slack.get("/opened") as answer:
                times = await answer.json()
            if commands.sent.keys() <= times.keys() or time.monotonic() > ends:
                break
    waited = [(times.get(each, float("inf")) - sent) * 1000 for each, sent in commands.sent.items()]
    late = max(waited) > TRIGGER_S * 1000
    return (
        f"         opened after {at(waited, 0.5):.1f} ms, p99 {at(waited, 0.99):.1f}, at the latest "
        f"{max(waited):.0f}  (at most {TRIGGER_S * 1000:.0f}: {'NOT MET' if late else 'met'})"
    )
