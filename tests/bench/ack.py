"""How long Slack waits for its acknowledgement: ours beside bare slack-bolt and bare aiohttp.

Each server is a process of its own; rounds are interleaved, so that whatever else the machine does falls on
all of them alike. Ours is `python -m bot serve` as it runs for a trust, on SQLite: every event and command
is signed, guarded, sealed and committed before it is acknowledged, and answered after. The others check
the signature and keep nothing. "bolt" is slack-bolt as it comes; "bolt-inline" answers without its 10 ms
poll. Method: a signed request at a time on each of 1, 8 or 32 kept connections, each with an id of its own.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import os
import re
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
AT_ONCE = (1, 8, 32)
ROUNDS = 5
REQUESTS = 320  # in each round
WARM_UP = 200
MOST = 2.0  # times bolt's median
UP_S = 30.0
PATH = "/slack/events"
ROOT = Path(__file__).parents[2]
SERVERS = ("aiohttp", "bolt", "bolt-inline", "ours")

_serial = itertools.count(1)


# ------------------------------------------------------------------ requests


def event() -> tuple[bytes, str]:
    return said("who else is tackling mixed-age KS1?", channel_type="im", channel="D0BENCH")


def talk() -> tuple[bytes, str]:
    """Colleagues among themselves, in a channel that is a network's: most of what Slack tells us."""
    return said("see you on Thursday, and bring the data", channel_type="channel", channel="C0BENCH")


def link() -> tuple[bytes, str]:
    """A link there, which goes into the library."""
    address = "<https://www.ncetm.org.uk/classroom-resources/>"
    return said(f"this helps with fractions: {address}", channel_type="channel", channel="C0BENCH")


def said(text: str, **where: str) -> tuple[bytes, str]:
    number = next(_serial)
    now = int(time.time())
    said = {"type": "message", "user": "U0BENCH", "text": text, "ts": f"{now}.{number:06d}"} | where
    payload = {"type": "event_callback", "team_id": "T0BENCH", "event_id": f"Ev{os.getpid():x}{number:x}"}
    return json.dumps(payload | {"event": said, "event_time": now}).encode(), "application/json"


def command() -> tuple[bytes, str]:
    number = next(_serial)
    fields = {
        "command": "/help", "text": "", "team_id": "T0BENCH", "user_id": "U0BENCH", "channel_id": "D0BENCH",
        "response_url": f"https://hooks.slack.com/commands/{number}",
        "trigger_id": f"{os.getpid()}.{number}.bench",
    }  # fmt: skip
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


#: What is measured, and how many times bolt's median it may take. A link is rare, and looked at before it is
#: kept: no more is asked of it than Slack does.
KINDS: dict[str, tuple[Callable[[], tuple[bytes, str]], float | None]] = {
    "talk": (talk, MOST),
    "event": (event, MOST),
    "command": (command, MOST),
    "link": (link, None),
}


def sign(body: bytes) -> tuple[str, str]:
    now = str(int(time.time()))
    base = b"v0:" + now.encode() + b":" + body
    return now, "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()


class Line:
    """One kept connection, written by hand so that measuring costs little."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes, content_type: str, signed: tuple[str, str]) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n"
            f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {signed[0]}\r\n"
            f"X-Slack-Signature: {signed[1]}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = answer.partition("content-length:")[2].partition("\r\n")[0].strip()
        await reader.readexactly(int(length or 0))
        return int(answer[9:12])

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            await self._streams[1].wait_closed()


async def burst(port: int, make, at_once: int, count: int) -> list[float]:
    """Milliseconds of each of `count` requests, so many at once. Any answer but 200 ends the bench."""
    left = iter(range(count))
    took: list[float] = []

    async def hand() -> None:
        line = Line(port)
        for _ in left:
            body, content_type = make()
            signed = sign(body)
            began = time.perf_counter()
            status = await line.post(body, content_type, signed)
            took.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"port {port} answered {status}")
        await line.close()

    await asyncio.gather(*(hand() for _ in range(at_once)))
    return took


# ------------------------------------------------------------------ servers


def serve(name: str, port: int) -> None:
    """One of the others, in this process."""
    from aiohttp import web

    application = {"aiohttp": bare_aiohttp, "fake": far_side}.get(
        name, lambda: bare_bolt(name == "bolt-inline")
    )()
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=None)


def bare_aiohttp():
    from aiohttp import web

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "0")
        base = b"v0:" + timestamp.encode() + b":" + body
        wanted = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
        fresh = abs(time.time() - int(timestamp)) <= 300
        good = fresh and hmac.compare_digest(wanted, request.headers.get("X-Slack-Signature", ""))
        return web.Response(status=200 if good else 401)

    application = web.Application()
    application.router.add_post(PATH, answer)
    return application


def bare_bolt(inline: bool):
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(enterprise_id, team_id, user_id):
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bench", bot_user_id="U0BOT"
        )

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=inline)

    @bolt.command(re.compile("/(help|agenda)"))
    async def on_command(ack):
        await ack()

    @bolt.event("message")
    async def on_message(event):
        return None

    return bolt.web_app(PATH)


def far_side():
    """Slack, for our own server's answers: says yes to everything, and when it was to open which window."""
    from aiohttp import web

    times: dict[str, float] = {}

    async def yes(request: web.Request) -> web.Response:
        if request.path.endswith("/views.open"):
            times[(await request.json())["trigger_id"]] = time.monotonic()
        ok = {
            "ok": True,
            "ts": "1.1",
            "channel": {"id": "D0BENCH"},
            "messages": [],
            "view": {"id": "V0BENCH"},
        }
        return web.json_response(ok)

    async def opened(request: web.Request) -> web.Response:
        return web.json_response(times)

    application = web.Application()
    application.router.add_get("/opened", opened)
    application.router.add_route("*", "/{anything:.*}", yes)
    return application


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def somebody(url: str) -> None:
    """The sender is a known member of a trust, so that every event is answered as in real use."""
    from storage.records import Account, Channel, Person, PersonId, Platform
    from storage.store import Database

    database = Database(url)
    now = datetime.now(UTC)
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        await store.people.keep([Person(PersonId(0), trust.id, "ada@school.example", "Ada Example")], now)
        ada = await store.people.with_email("ada@school.example", trust=trust.id)
        assert ada is not None
        account = Account(Platform.SLACK, "T0BENCH", "U0BENCH")
        await store.accounts.link(account, ada, now, {"channel": "D0BENCH"})
        network = await store.networks.keep(trust.id, "Maths leads")
        await store.networks.link(Channel(network, trust.id, Platform.SLACK, "T0BENCH", "C0BENCH"))
    await database.close()


@asynccontextmanager
async def servers(folder: Path) -> AsyncIterator[dict[str, int]]:
    """All of them, up: name → port."""
    ports = {name: free_port() for name in (*SERVERS, "fake")}
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    environment = os.environ | {
        "DATABASE_URL": url, "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_API_URL": f"http://127.0.0.1:{ports['fake']}/api/", "HOST": "127.0.0.1",
        "PORT": str(ports["ours"]), "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    migrate = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "migrate", env=environment, cwd=folder, stdout=asyncio.subprocess.DEVNULL
    )
    if await migrate.wait():
        raise RuntimeError("bot migrate failed")
    await somebody(url)
    started = []
    try:
        for name, port in ports.items():
            what = ["bot", "serve"] if name == "ours" else ["tests.bench.ack", "serve", name, str(port)]
            started.append(
                await asyncio.create_subprocess_exec(
                    sys.executable, "-m", *what, env=environment, cwd=folder,
                    stdout=asyncio.subprocess.DEVNULL,
                )
            )  # fmt: skip
        for port in ports.values():
            await is_up(port)
        yield ports
    finally:
        for process in reversed(started):
            process.terminate()
        await asyncio.gather(*(process.wait() for process in started))


async def is_up(port: int) -> None:
    ends = time.monotonic() + UP_S
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if time.monotonic() > ends:
                raise
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


# ------------------------------------------------------------------ the table


def at(took: list[float], part: float) -> float:
    return sorted(took)[min(len(took) - 1, int(part * len(took)))]


async def bench() -> list[str]:
    """Lines of the table; NOT MET where ours takes more than twice bolt's median."""
    lines = ["kind     at once   server        p50 ms   p99 ms   p50 beside bolt"]
    with tempfile.TemporaryDirectory() as folder:
        async with servers(Path(folder)) as ports:
            for kind, (make, most) in KINDS.items():
                for name in SERVERS:
                    await burst(ports[name], make, 8, WARM_UP)
                for at_once in AT_ONCE:
                    took: dict[str, list[float]] = {name: [] for name in SERVERS}
                    for _ in range(ROUNDS):
                        for name in SERVERS:
                            took[name] += await burst(ports[name], make, at_once, REQUESTS)
                    lines += table(kind, at_once, took, most)
    return lines


def table(kind: str, at_once: int, took: dict[str, list[float]], most: float | None = MOST) -> list[str]:
    lines = []
    base = at(took["bolt"], 0.5)
    for name, each in took.items():
        ratio = at(each, 0.5) / base
        verdict = ""
        if name == "ours" and most:
            verdict = f"  (at most {most:.1f}: {'met' if ratio <= most else 'NOT MET'})"
        lines.append(
            f"{kind:8} {at_once:7}   {name:12} {at(each, 0.5):7.2f}  {at(each, 0.99):7.2f}   {ratio:8.2f}"
            + verdict
        )
    return lines


if __name__ == "__main__":
    serve(sys.argv[2], int(sys.argv[3]))
