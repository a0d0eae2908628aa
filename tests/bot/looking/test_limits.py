"""Pages that never end, or unfold to more than there is room for: reading stops, and on time."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from bot.looking.fetching import Limits
from bot.looking.troubles import Unanswered, Vanished
from tests.bot.looking.world import Asked, World, answer, got

MB = 1024 * 1024
HURRIED = Limits(seconds=0.3)
HTML = "text/html; charset=utf-8"
BEGIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


async def for_ever(first: bytes, piece: bytes, *, pause: float = 0.0) -> AsyncIterator[bytes]:
    yield first
    while True:
        await asyncio.sleep(pause)
        yield piece


#: What a far side sends without an end, and a tenth of a second between its pieces where it drips.
ENDLESS = {
    "a body dripping": (BEGIN + b"\r\n", b"x", 0.05),
    "headers dripping": (BEGIN, b"X-Header: x\r\n", 0.02),
    "one header's letters": (BEGIN + b"X: ", b"x", 0.01),
    "nothing at all": (b"", b"", 0.1),
    "a first line dripping": (b"HTTP/1.1 2", b"0", 0.05),
    "answers before the answer": (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early\r\n\r\n", 0.01),
    "less than it promised": (BEGIN + b"Content-Length: 1000\r\n\r\nabc", b"", 0.1),
    "chunks dripping": (BEGIN + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.05),
}


@pytest.mark.parametrize("kind", ENDLESS)
async def test_what_drips_is_left_after_the_time_allowed(world: World, kind: str):
    world.site("slow.example", lambda asked: for_ever(*ENDLESS[kind][:2], pause=ENDLESS[kind][2]))
    began = asyncio.get_running_loop().time()
    with pytest.raises(Unanswered):
        await got(world, "http://slow.example/", HURRIED)
    assert asyncio.get_running_loop().time() - began < 0.6


async def test_the_time_allowed_is_for_the_whole_way(world: World):
    """Five steps of a fifth of a second each are too slow together, though none is by itself."""

    async def sends_on(asked: Asked) -> AsyncIterator[bytes]:
        await asyncio.sleep(0.12)
        yield answer(302, Location=f"{asked.path}1")

    world.site("on.example", sends_on)
    with pytest.raises(Unanswered, match="too slow"):
        await got(world, "http://on.example/", HURRIED)
    assert len(world.asked) == 3


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (BEGIN, b"X-Header: x\r\n" * 1000),
        (BEGIN + b"X: ", b"x" * 65536),
        (b"HTTP/1.1 200 ", b"x" * 65536),
        (BEGIN + b"Transfer-Encoding: chunked\r\n\r\n", b"f" * 65536),
        (BEGIN + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65536),
        (BEGIN + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: x\r\n" * 1000),
        (b"\x16\x03\x01", b"\x00" * 65536),
    ],
    ids=["headers", "a header", "a first line", "a chunk's size", "a chunk's words", "trailers", "noise"],
)
async def test_what_floods_us_before_the_page_is_left_at_once(world: World, first: bytes, piece: bytes):
    world.site("flood.example", lambda asked: for_ever(first, piece))
    with pytest.raises(Unanswered):
        await got(world, "http://flood.example/")
    assert world.sent["flood.example"] < 6 * MB  # the rest stands in the system's own buffers


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_page_without_end_is_read_as_far_as_allowed(world: World, chunked: bool):
    piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n" if chunked else b"x" * 0x4000
    framing = b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"\r\n"
    world.site("endless.example", lambda asked: for_ever(BEGIN + framing, piece))
    page = await got(world, "http://endless.example/")
    assert len(page.body) <= 2 * MB + 65536
    assert world.sent["endless.example"] < 8 * MB


async def test_what_unfolds_stops_where_there_is_no_more_room(world: World):
    """200 MB packed into a fifth of one: no more is unpacked than is allowed, and memory stays small."""
    once = gzip.compress(bytes(200 * MB), 1)
    world.site("bomb.example", answer(200, once, Content_Type=HTML, Content_Encoding="gzip"))
    tracemalloc.start()
    page = await got(world, "http://bomb.example/")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(page.body) == 2 * MB
    assert most < 16 * MB


@pytest.mark.parametrize(
    "packing", ["br", "zstd", "deflate", "compress", "gzip, gzip", "gzip,br", "nonsense"]
)
async def test_what_we_did_not_ask_to_be_packed_so_is_not_unpacked(world: World, packing: str):
    body = gzip.compress(zlib.compress(b"<title>No</title>"))
    world.site("packed.example", answer(200, body, Content_Type=HTML, Content_Encoding=packing))
    with pytest.raises(Unanswered):
        await got(world, "http://packed.example/")


async def test_a_broken_packing_is_no_answer(world: World):
    world.site("broken.example", answer(200, b"\x1f\x8b not gzip", Content_Encoding="gzip"))
    with pytest.raises(Unanswered):
        await got(world, "http://broken.example/")


async def test_a_page_that_sends_us_round_and_round_is_left_after_five_steps(world: World):
    world.site("round.example", answer(307, Location="/"))
    with pytest.raises(Unanswered, match="too often"):
        await got(world, "http://round.example/")
    assert len(world.asked) == 6


async def test_a_page_sent_on_within_five_steps_is_found_where_it_ends(world: World):
    for step in range(5):
        world.site(f"s{step}.example", answer(301, Location=f"http://s{step + 1}.example/a b?c=d#e"))
    world.site("s5.example", answer(200, b"<title>Here</title>", Content_Type=HTML))
    assert (await got(world, "http://s0.example/")).url == "http://s5.example/a%20b?c=d"


async def test_a_name_that_is_gone_is_gone_only_while_others_are_found(world: World):
    with pytest.raises(Vanished):
        await got(world, "http://gone.example/")
    world.names.clear()
    with pytest.raises(Unanswered, match="no name server"):
        await got(world, "http://gone.example/")
