"""What a Teams message costs in processor time: ours beside stock botbuilder.

Three servers, each a process of its own, on loopback: botbuilder's echo as its samples have it; an echo
behind our door (our HTTP edge, botbuilder's turn through our adapter, our card, our pooled connector); and
Brightspot whole, on SQLite, which also guards, seals, commits, looks up who asks, answers and commits again.
The first two do the same work, so they are compared; the third says what everything else costs. A fake
connector takes the replies. Without credentials on all sides: with them ours checks a signature (0.1 ms) and
stock also fetches a token and shakes hands for each message. Processor time is the process's own, from /proc.
"""

import asyncio
import importlib.util
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

ROOT = Path(__file__).parents[2]
MESSAGES = 400  # in each round
WARM_UP = 100
ROUNDS = 3
AT_ONCE = 8
MOST = 0.2  # of stock's processor time
UP_S = 30.0
SERVERS = ("stock", "ours", "whole")
WORDS = {
    "stock": "botbuilder 4.17.1, echo",
    "ours": "our door, echo as a card",
    "whole": "Brightspot whole, “help”",
}


async def bench() -> list[str]:
    if importlib.util.find_spec("botbuilder.integration") is None:
        return ["left out: botbuilder-integration-aiohttp is not installed (extra `bench`): NOT MET"]
    if sys.platform != "linux":
        return ["left out: the processor time of another process is read from /proc: NOT MET"]
    spent: dict[str, list[float]] = {name: [] for name in SERVERS}
    connector = Connector()
    async with connector.served() as service_url:
        for _ in range(ROUNDS):
            for name in SERVERS:
                async with served(name) as (port, pid):
                    url = f"http://127.0.0.1:{port}/api/messages"
                    await load(url, service_url, connector, WARM_UP)
                    before = cpu_s(pid)
                    await load(url, service_url, connector, MESSAGES)
                    spent[name].append((cpu_s(pid) - before) * 1000 / MESSAGES)
    took = {name: median(each) for name, each in spent.items()}
    share = took["ours"] / took["stock"]
    return [
        *(f"{WORDS[name]:<28} {took[name]:6.2f} ms of processor time a message" for name in SERVERS),
        f"our door takes {share:.2f} of stock's (at most {MOST}): {'met' if share <= MOST else 'NOT MET'}",
        f"Brightspot whole, with all it keeps, takes {took['whole'] / took['stock']:.2f} of stock's echo",
    ]


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# ------------------------------------------------------------------ the far side


class Connector:
    """Takes replies, and knows how many came."""

    def __init__(self) -> None:
        self.replies = 0
        self._more = asyncio.Condition()

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        app = web.Application()
        for path in ("activities", "activities/{activity}"):
            app.router.add_post(f"/v3/conversations/{{conversation}}/{path}", self._take)
        app.router.add_get("/v3/conversations/{conversation}/members/{user}", self._member)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        yield f"http://127.0.0.1:{port}"
        await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        await request.read()
        async with self._more:
            self.replies += 1
            self._more.notify_all()
        return web.json_response({"id": f"reply-{self.replies}"})

    async def _member(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"id": request.match_info["user"], "email": "ellie.sturgess@aldercoast.example"}
        )

    async def until(self, count: int) -> None:
        async with asyncio.timeout(120), self._more:
            await self._more.wait_for(lambda: self.replies >= count)


async def load(url: str, service_url: str, connector: Connector, count: int) -> None:
    """So many messages, so many at once, and every reply awaited."""
    run, wanted = f"{time.time_ns():x}", connector.replies + count
    numbers = iter(range(count))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def worker() -> None:
            for number in numbers:
                async with session.post(url, json=message(f"{run}-{number}", number, service_url)) as answer:
                    assert answer.status < 300, answer.status

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    await connector.until(wanted)


def message(id_: str, number: int, service_url: str) -> dict[str, Any]:
    """As Teams sends it; fifty people, so that their conversations go side by side."""
    user = number % 50
    return {
        "type": "message", "id": id_, "timestamp": "2026-09-07T08:00:00.000Z", "serviceUrl": service_url,
        "channelId": "msteams", "textFormat": "plain", "text": "help", "locale": "en-GB",
        "from": {"id": f"29:user-{user}", "name": f"User {user}", "aadObjectId": f"{user:032d}"},
        "conversation": {"conversationType": "personal", "tenantId": "tenant", "id": f"a:chat-{user}"},
        "recipient": {"id": "28:bot", "name": "Brightspot"},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
        "channelData": {"tenant": {"id": "tenant"}},
    }  # fmt: skip


# ------------------------------------------------------------------ the servers


@asynccontextmanager
async def served(name: str) -> AsyncIterator[tuple[int, int]]:
    """A server of this name as a process of its own: its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        what = ["bot", "demo", "--fresh", "--port"] if name == "whole" else ["tests.bench.teams", name]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *what, str(port), cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            await up(port)
            yield port, process.pid
        finally:
            process.terminate()
            await process.wait()


async def up(port: int) -> None:
    async with asyncio.timeout(UP_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def stock(port: int) -> None:
    """botbuilder as its samples use it."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class Nobody:
        APP_ID = ""
        APP_PASSWORD = ""

    class Echo(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"echo: {turn_context.activity.text}")

    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Nobody())), Echo()

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    run(port, [web.post("/api/messages", messages)])


def ours(port: int) -> None:
    """Our door, with an inbox that answers at once and a guard that is asked nothing."""
    from bot.settings import Settings
    from bot.teams import render
    from bot.teams.listen import open_door, routes
    from handlers.talk import Card, Text
    from storage.records import Platform

    class Nothing:
        async def stops(self, *_: Any, **__: Any) -> None:
            return None

        async def take(self, _key: str, _platform: str, activity: Any, **_more: Any) -> bool:
            card = Card("Echo", Text(activity["text"]))
            shown = render.message(render.adaptive(card), card.title)
            await door.connector.send(activity["serviceUrl"], activity["conversation"]["id"], shown)
            return True

    class App:
        settings = Settings()
        database = None  # only a tenant with a token would be looked up
        intake = guard = Nothing()
        doors: dict[Platform, Any] = {}  # noqa: RUF012  one process, one server

    app: Any = App()
    door = app.doors[Platform.TEAMS] = open_door(app)
    run(port, routes(app), door)


def run(port: int, routes: list[web.RouteDef], *closing: Any) -> None:
    async def close(_: web.Application) -> None:
        for each in closing:
            await each.close()

    app = web.Application()
    app.add_routes(routes)
    app.on_cleanup.append(close)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    {"stock": stock, "ours": ours}[sys.argv[1]](int(sys.argv[2]))
