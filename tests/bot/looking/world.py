"""The world outside for tests of looking: names, far sides that answer as told, and a trap.

Every connection the fetcher makes is turned round on this machine: to the far sides' server where it goes to
their one public address, and into the trap wherever else it goes. So the product runs as it is, with nothing
switched off, and an escape to any address at all is counted without a packet leaving.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.looking.addresses import Target
from bot.looking.fetching import STEADY, Answer, Fetcher, Limits

#: Where every far side lives: a public address that is never asked.
PUBLIC = "93.184.215.14"
#: The same of IPv6.
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@dataclass
class Asked:
    """One request as it came."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]


Site = Callable[[Asked], AsyncIterator[bytes]]


@dataclass
class World:
    #: Name → the answers of its name server, in turn; the last stays.
    names: dict[str, list[list[str]]] = field(default_factory=lambda: {STEADY: [[PUBLIC]]})
    sites: dict[str, Site] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    #: Bytes sent to us, by host: no more than what fits into buffers beyond what we read.
    sent: Counter[str] = field(default_factory=Counter)
    #: Where connections went that should have gone nowhere.
    trapped: list[Any] = field(default_factory=list)
    #: Connections that did reach the trap.
    in_the_trap: int = 0

    def site(self, name: str, says: Site | bytes) -> None:
        """A far side with an address of its own."""
        self.names.setdefault(name, [[PUBLIC]])
        self.sites[name] = says if callable(says) else _saying(says)

    async def resolve(self, host: str) -> list[str]:
        answers = self.names.get(host.rstrip("."))
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def paths(self, method: str = "GET") -> list[str]:
        return [f"{each.host}{each.path}" for each in self.asked if each.method == method]


def _saying(answer: bytes) -> Site:
    async def says(asked: Asked) -> AsyncIterator[bytes]:
        yield answer

    return says


def answer(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """An HTTP answer; header names with _ for -."""
    given = {
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    lines = [f"HTTP/1.1 {status} As told", *(f"{name}: {text}" for name, text in given.items() if text)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(title: str, more: str = "") -> bytes:
    body = f"<!doctype html><html lang=en><head><title>{title}</title>{more}</head><body>Hello</body></html>"
    return answer(200, body.encode(), Content_Type="text/html; charset=utf-8")


@asynccontextmanager
async def opened(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    world = World()

    serving: set[asyncio.Task[None]] = set()

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            asked = _read((await reader.readuntil(b"\r\n\r\n")).decode())
            world.asked.append(asked)
            async for piece in world.sites[asked.host](asked):
                writer.write(piece)
                world.sent[asked.host] += len(piece)
                await writer.drain()
        writer.close()

    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(say(reader, writer))
        serving.add(task)
        task.add_done_callback(serving.discard)

    def trap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        world.in_the_trap += 1
        writer.close()

    async with (
        await asyncio.start_server(serve, "127.0.0.1", 0) as far_sides,
        await asyncio.start_server(trap, "127.0.0.1", 0) as pit,
    ):
        _turn_round(monkeypatch, world, _at(far_sides), _at(pit))
        yield world
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)


def _turn_round(monkeypatch: pytest.MonkeyPatch, world: World, far_sides: Any, pit: Any) -> None:
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect

    async def turned(sock: socket.socket, address: Any) -> None:
        if sock.family == socket.AF_UNIX:  # the database
            await connect(sock, address)
            return
        if address[0] == PUBLIC:
            await connect(sock, far_sides)
            return
        world.trapped.append(address)
        if sock.family == socket.AF_INET:
            await connect(sock, pit)
        raise OSError("trapped")

    monkeypatch.setattr(loop, "sock_connect", turned)


def _at(server: asyncio.Server) -> tuple[str, int]:
    host, port = server.sockets[0].getsockname()[:2]
    return host, port


def _read(head: str) -> Asked:
    first, *rest = head.split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = dict(line.split(": ", 1) for line in rest if line)
    return Asked(method, headers["Host"].partition(":")[0], path, headers)


class Easygoing:
    """Far sides that do not mind how they are asked: for tests of everything else."""

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        yield

    async def check(self, target: Target, ask: Callable[[str], Any]) -> None:
        """Nothing is forbidden."""


@asynccontextmanager
async def a_fetcher(
    world: World, limits: Limits | None = None, manners: Any = None
) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(
        "Brightspot/1 (+https://brightspot.example)",
        manners or Easygoing(),
        limits=limits or Limits(),
        resolve=world.resolve,
    )
    try:
        yield fetcher
    finally:
        await fetcher.close()


async def got(world: World, address: str, limits: Limits | None = None) -> Answer:
    async with a_fetcher(world, limits) as fetcher:
        return await fetcher.get(address)
