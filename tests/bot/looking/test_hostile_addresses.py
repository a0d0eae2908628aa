"""Addresses made to lead inside: none is ever connected to, however it is written, looked up or reached."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.looking import addresses, fetching
from bot.looking.fetching import Fetcher
from bot.looking.troubles import Refused, Unfetched
from tests.bot.looking.world import PUBLIC, PUBLIC_6, Easygoing, World, a_fetcher, answer, got, page

UNSEEN = {"r": "\r", "n": "\n", "t": "\t", "u2028": "\u2028", "x00": "\x00"}
#: One a line, with the signs that cannot be seen written out.
TARGETS = [
    re.sub(r"\\([rnt]|u2028|x00)", lambda sign: UNSEEN[sign[1]], line)
    for line in Path(__file__).with_name("hostile.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]

#: What a name server may answer, where one public address would hide the rest.
ANSWERS = [
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["0.0.0.0"],  # noqa: S104  nothing listens here
    ["::1"],
    ["fe80::1%2"],
    [PUBLIC, "127.0.0.1"],
    ["::ffff:127.0.0.1"],
    ["64:ff9b::7f00:1"],
    ["2002:7f00:1::1", PUBLIC],
    ["fd00::1", PUBLIC_6],
]

#: Where a public page may send us on to.
SENT_ON = [
    "http://127.0.0.1/",
    "//127.0.0.1/",
    "http://[::1]/",
    "http://2130706433/",
    "https://10.0.0.1/",
    "//169.254.169.254/latest/meta-data/",
    "http://inside.example/",
    "http://localhost/",
    "http://user:word@pages.example/",
    "//pages.example@127.0.0.1/",
    "http://pages.example:6379/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "\\\\127.0.0.1\\",
]


async def test_no_hostile_address_is_ever_connected_to(world: World):
    world.site("pages.example", page("Never asked"))
    for name in ("ocalhost", "1.0.0.127.0x"):  # even if a name server knew them
        world.names[name] = [["127.0.0.1"]]
    asked: list[str] = []

    async with a_fetcher(world) as fetcher:
        for target in TARGETS:
            for ask in (fetcher.get, fetcher.head):
                with pytest.raises(Unfetched) as trouble:
                    await ask(target)
                assert isinstance(trouble.value, Refused), target
            asked.append(target)

    assert len(set(asked)) == len(asked) >= 150
    assert (world.trapped, world.in_the_trap, world.asked) == ([], 0, [])


@pytest.mark.parametrize("found", ANSWERS, ids=" ".join)
async def test_a_name_is_refused_for_one_address_that_is_not_public(world: World, found: list[str]):
    world.names["inside.example"] = [found]
    with pytest.raises(Refused):
        await got(world, "http://inside.example/")
    assert world.trapped == []


async def test_a_name_that_changes_between_two_looks_gains_nothing(world: World):
    """It is looked up once for each connection, and that connection goes to what was found then."""
    world.site("turns.example", answer(302, Location="/again"))
    world.names["turns.example"] = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(Refused):
        await got(world, "http://turns.example/")
    assert world.paths() == ["turns.example/"]
    assert world.trapped == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_page_can_send_us_inside(world: World, status: int):
    world.names["inside.example"] = [["192.168.1.1"]]
    for number, location in enumerate(SENT_ON):
        name = f"sends{number}.example"
        world.site(name, answer(status, Location=location))
        with pytest.raises(Unfetched) as trouble:
            await got(world, f"http://{name}/a/b")
        assert isinstance(trouble.value, Refused), location
    assert len(world.asked) == len(SENT_ON)
    assert (world.trapped, world.in_the_trap) == ([], 0)


async def test_a_long_way_round_ends_inside_as_little_as_a_short_one(world: World):
    for step in range(4):
        world.site(f"step{step}.example", answer(302, Location=f"//step{step + 1}.example/"))
    world.names["step4.example"] = [["10.0.0.7"]]
    with pytest.raises(Refused):
        await got(world, "http://step0.example/")
    assert world.trapped == []


async def test_only_headers_send_us_on(world: World):
    more = '<meta http-equiv="refresh" content="0; url=http://127.0.0.1/"><script>location="http://127.0.0.1/"</script>'
    refresh = answer(
        200, page("Stay", more), Refresh="0; url=http://127.0.0.1/", Content_Location="http://127.0.0.1/"
    )
    world.site("stays.example", refresh)
    assert (await got(world, "http://stays.example/")).url == "http://stays.example/"
    assert (world.trapped, len(world.asked)) == ([], 1)


async def test_nothing_of_ours_goes_out_but_our_name(world: World, monkeypatch: pytest.MonkeyPatch):
    """No proxy, no password and no cookie: not from the environment, not from the page before."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    world.site("cookies.example", answer(302, Location="http://cookies.example/2", Set_Cookie="a=b"))
    with pytest.raises(Unfetched):
        await got(world, "http://cookies.example/1")
    assert len(world.asked) == 6
    for each in world.asked:
        assert each.headers.keys() - {"Connection"} == {
            "Host",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
        }
        assert each.headers["User-Agent"] == "Brightspot/1 (+https://brightspot.example)"


async def test_the_trap_would_have_caught_us(world: World, monkeypatch: pytest.MonkeyPatch):
    """Each lock by itself holds; with all of them open the trap is reached, so it would have counted."""
    world.names["inside.example"] = [["127.0.0.1"]]
    literal, named = "http://127.0.0.1/", "http://inside.example/"

    monkeypatch.setattr(addresses, "is_public", lambda _: True)
    for target in (literal, named):
        with pytest.raises(Refused):
            await got(world, target)
    assert world.trapped == []

    monkeypatch.setattr(fetching, "is_public", lambda _: True)
    for target in (literal, named):
        with pytest.raises(Unfetched):
            await got(world, target)
    assert world.trapped == [("127.0.0.1", 80)] * 2
    await asyncio.sleep(0.01)
    assert world.in_the_trap == 2


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://pages.example", "pages.example"),
        ("HTTPS://Pages.Example:443/a?b=c#d", "pages.example"),
        ("http://pages.example.:80/", "pages.example"),
        (f"http://{PUBLIC}/", PUBLIC),
        (f"http://[{PUBLIC_6}]/", PUBLIC_6),
        ("https://bücher.example/ä", "xn--bcher-kva.example"),
        ("https://a_b.example/", "a_b.example"),
        ("https://pages.example/a%20b/@c?d=e@f", "pages.example"),
        ("https://0x.example/", "0x.example"),
    ],
)
def test_honest_addresses_may_be_asked(address: str, host: str):
    assert addresses.target_of(address).host == host


async def test_behind_a_proxy_all_goes_through_it_and_addresses_are_still_checked(world: World):
    """It looks names up, so it guards where they lead; what an address itself says is refused here."""
    world.site("pages.example", page("Through the proxy"))
    world.names.clear()
    fetcher = Fetcher("Brightspot/1", Easygoing(), proxy=f"http://{PUBLIC}:3128", resolve=world.resolve)
    assert (await fetcher.get("http://pages.example/a")).status == 200
    assert [each.path for each in world.asked] == ["http://pages.example/a"]
    for target in ("http://10.0.0.1/", "http://2130706433/", "http://db.internal/", "file:///etc/passwd"):
        with pytest.raises(Refused):
            await fetcher.get(target)
    await fetcher.close()
    assert len(world.asked) == 1


async def test_what_the_system_says_of_its_own_names_is_refused_too():
    found = await fetching.looked_up("localhost")
    assert found
    assert not any(map(addresses.is_public, found))
