"""Asking for a page: each step checked anew, and all of it within limits.

An address is checked before it is asked, every address its name stands for when it is looked up, and the one
that is connected to once more as its socket is made. Where a page sends on to another, that one is treated as
if it had been the first. Nothing is kept from one request to the next: no cookies, no connections.
"""

import asyncio
import re
import socket
import zlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.looking.addresses import Target, is_public, target_of
from bot.looking.troubles import Refused, Unanswered, Unfetched, Vanished

#: A name that does not go away: where it cannot be found either, it is our name server that is at fault.
STEADY = "www.gov.uk"
SENT_ON = frozenset({301, 302, 303, 307, 308})
PIECE = 64 * 1024  # bytes read at a time, and unpacked at a time
OVERHEAD = 512 * 1024  # bytes beside a page itself: headers, chunks, encryption
HEADERS = 100  # lines; each is at most 8 KB
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.1"

#: How letters are written, by name: whatever else a header may say goes no further.
_CHARSET = re.compile(r"[a-zA-Z0-9_:.-]{1,40}")
#: Threads of our own: a name server that does not answer keeps one long after we have given up.
_NAMES = ThreadPoolExecutor(8, "names")

Resolve = Callable[[str], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost us."""

    #: From the first look-up to the last byte, over all it is sent on to; waiting for a turn is not counted.
    seconds: float = 5.0
    #: Bytes, as they are sent and again as they are unpacked.
    size: int = 2 * 1024 * 1024
    #: How often it may send us on.
    steps: int = 5


class Manners(Protocol):
    """How far sides want to be asked, kept for all processes."""

    def turn(self, host: str) -> AbstractAsyncContextManager[None]:
        """Holds the host while one request is made. Raises `NotNow` where its turn is too far off."""
        ...

    async def check(self, target: Target, ask: Callable[[str], Awaitable["Answer"]]) -> None:
        """Raises `Refused` where its robots.txt says no; `ask` is for fetching that."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back at the end of the way."""

    #: Where the way ended, without a fragment.
    url: str
    status: int
    #: "text/html", in lower case, without parameters; "" where nothing was said.
    type: str
    charset: str
    body: bytes = b""
    #: Seconds that the far side asks us to wait, where it does.
    wait: float | None = None
    #: Where it sends us on to.
    location: str = ""


async def looked_up(host: str) -> list[str]:
    """Every address the system's name server has for a name. Raises `socket.gaierror`."""
    look_up = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_NAMES, look_up)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Fetcher:
    """Fetches. One for each process; `close` it at the end."""

    def __init__(
        self,
        name: str,
        manners: Manners,
        *,
        limits: Limits = Limits(),
        proxy: str = "",
        resolve: Resolve = looked_up,
    ) -> None:
        """`name` is what we call ourselves. Behind a `proxy`, that one looks names up and guards the way."""
        self._name = name
        self._manners = manners
        self._limits = limits
        self._proxy = proxy or None
        self._resolve = resolve
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, address: str, *, wants: Callable[[Answer], bool] = lambda _: True) -> Answer:
        """The page at the end of the way. Its body is read where it is wanted, up to the size allowed."""
        return await self._fetch("GET", address, wants)

    async def head(self, address: str) -> Answer:
        """The same without a body."""
        return await self._fetch("HEAD", address, lambda _: False)

    async def _robots(self, address: str) -> Answer:
        return await self._fetch(
            "GET", address, lambda answer: answer.status == HTTPStatus.OK, by_leave=False
        )

    async def _fetch(
        self, method: str, address: str, wants: Callable[[Answer], bool], *, by_leave: bool = True
    ) -> Answer:
        """From step to step. `by_leave`: each host's robots.txt is asked first; not for that file itself."""
        left = self._limits.seconds
        for _ in range(self._limits.steps + 1):
            target = target_of(address)
            if by_leave:
                await self._manners.check(target, self._robots)
            async with self._manners.turn(target.host):
                began = asyncio.get_running_loop().time()
                answer = await self._ask(method, target.url, wants, left)
                left -= asyncio.get_running_loop().time() - began
            if not answer.location:
                return answer
            address = _joined(target.url, answer.location)
        raise Unanswered("sent on too often")

    async def _ask(self, method: str, url: URL, wants: Callable[[Answer], bool], seconds: float) -> Answer:
        """One request, whose end is always an answer or one of our own troubles."""
        try:
            async with (
                asyncio.timeout(seconds),
                self._opened().request(method, url, allow_redirects=False, proxy=self._proxy) as response,
            ):
                answer = _answer(url, response)
                return replace(answer, body=await self._body(response)) if wants(answer) else answer
        except Unfetched:
            raise
        except TimeoutError:
            raise Unanswered("too slow") from None
        except aiohttp.ClientConnectorDNSError as problem:
            raise await self._unknown(problem.os_error) from None
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as problem:
            raise Unanswered(type(problem).__name__) from None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,  # no proxy and no password from the environment
                auto_decompress=False,
                max_headers=HEADERS,
                middlewares=(_once,),
                timeout=aiohttp.ClientTimeout(total=None),  # ours is over every step together
                headers={
                    "User-Agent": self._name,
                    "Accept": ACCEPT,
                    "Accept-Encoding": "gzip",
                    "Accept-Language": "en-GB,en;q=0.8",
                },
            )
        return self._session

    def _connector(self) -> aiohttp.TCPConnector:
        if self._proxy is not None:
            return aiohttp.TCPConnector(socket_factory=self._socket, force_close=True)
        return aiohttp.TCPConnector(
            resolver=_Checked(self._resolve),
            socket_factory=self._checked_socket,
            use_dns_cache=False,
            force_close=True,
        )

    def _checked_socket(self, to: tuple[Any, ...]) -> socket.socket:
        """A socket for the very address that is connected to next, also where no name was looked up."""
        if not is_public(str(to[4][0])):
            raise Refused("not public")
        return self._socket(to)

    def _socket(self, to: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, *_ = to
        return _Measured(family, kind, protocol, most=self._limits.size + OVERHEAD)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """As much as is allowed; whatever comes after that is not waited for."""
        unpack = _unpacker(response.headers.get("Content-Encoding", ""))
        body, came = bytearray(), 0
        while piece := await response.content.read(PIECE):
            came += len(piece)
            body += unpack(piece, self._limits.size - len(body))
            if max(came, len(body)) >= self._limits.size:
                response.close()
                break
        return bytes(body)

    async def _unknown(self, problem: OSError) -> Unfetched:
        """A name that does not exist, unless it is only that nobody can tell us just now."""
        if problem.errno not in (socket.EAI_NONAME, socket.EAI_NODATA):
            return Unanswered("no name server")
        try:
            await self._resolve(STEADY)
        except OSError:
            return Unanswered("no name server")
        return Vanished("no such host")


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """A far side that hangs up is not asked again at once, as the library would: it has its turn."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise Unanswered("hung up") from None


class _Measured(socket.socket):
    """Takes in so many bytes and no more: also of what never becomes a page, as the sizes of chunks."""

    def __init__(self, *to: int, most: int) -> None:
        super().__init__(*to)
        self._left = most

    def recv(self, size: int, flags: int = 0) -> bytes:
        piece = super().recv(size, flags)
        self._count(len(piece))
        return piece

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:  # noqa: ANN401  any buffer
        came = super().recv_into(buffer, size, flags)
        self._count(came)
        return came

    def _count(self, came: int) -> None:
        self._left -= came
        if self._left < 0:
            raise ConnectionAbortedError("too much")


class _Checked(AbstractResolver):
    """Looks names up, and refuses one if only one of its addresses is not public."""

    def __init__(self, resolve: Resolve) -> None:
        self._look_up = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._look_up(host)
        if not found or not all(map(is_public, found)):
            raise Refused("not public")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """It holds nothing."""


def _answer(url: URL, response: aiohttp.ClientResponse) -> Answer:
    said = response.headers.get("Location", "").strip() if response.status in SENT_ON else ""
    charset = response.charset or ""
    return Answer(
        str(url),
        response.status,
        response.content_type.lower() if "Content-Type" in response.headers else "",
        charset if _CHARSET.fullmatch(charset) else "",
        wait=_seconds(response.headers.get("Retry-After", "")),
        location=said,
    )


def _joined(url: URL, location: str) -> str:
    """Where a page sends us on to. The result is checked like any address."""
    if "\\" in location:  # a slash to browsers, a letter to us
        raise Refused("not an address")
    try:
        return str(url.join(URL(location.replace(" ", "%20"))))
    except ValueError:
        raise Unanswered("sent on to nowhere") from None


def _seconds(text: str) -> float | None:
    """Retry-After in seconds; a date is not worth a parser: our own pauses are long."""
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _unpacker(packing: str) -> Callable[[bytes, int], bytes]:
    """Unpacks a piece into at most so many bytes. Raises `Unanswered` for what we did not ask for."""
    match packing.strip().lower():
        case "" | "identity":
            return lambda piece, most: piece[:most]
        case "gzip" | "x-gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress
        case _:
            raise Unanswered("packed in a way we did not ask for")
