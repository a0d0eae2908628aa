"""What is read of a page: its own words, as far as they say something and may be kept."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from bot.looking import reading
from bot.looking.looker import Looker
from bot.looking.page import of_html, of_pdf
from storage.records import Look, Presence
from tests.bot.looking.world import World, a_fetcher, answer, page

HTML = "text/html; charset=utf-8"


async def seen(world: World, address: str) -> Look:
    async with a_fetcher(world) as fetcher:
        return await Looker(fetcher).look(address)


async def probed(world: World, address: str) -> Look:
    async with a_fetcher(world) as fetcher:
        return await Looker(fetcher).probe(address)


@pytest.mark.parametrize(
    ("body", "title", "description"),
    [
        ("<title>Mixed-age phonics</title>", "Mixed-age phonics", ""),
        ("<TITLE>\n  Mixed-age\n\t phonics  </TITLE>", "Mixed-age phonics", ""),
        ("<title>Fish &amp; chips &#8211; a unit</title>", "Fish & chips – a unit", ""),
        ("<title>A < B</title><meta name=description content='Sorting'>", "A < B", "Sorting"),
        (
            "<title>Oracy | Some Site</title><meta property='og:title' content='Oracy'>"
            "<meta property='og:description' content='Talk well'><meta name='description' content='No'>",
            "Oracy",
            "Talk well",
        ),
        ("<title>Oracy | Some Site</title><meta property=og:site_name content='Some Site'>", "Oracy", ""),
        ("<title>Oracy | TES</title>", "Oracy | TES", ""),  # nothing says that it is the site's name
        ("<title>Some Site</title><meta property=og:site_name content='Some Site'>", "", ""),
        ("<svg><title>Menu</title></svg><title>Fractions</title>", "Fractions", ""),
        ("<head></head><body><svg><title>Close</title></svg><p>Hello", "", ""),
        ("<script>var a='<title>No</title>'</script><title>Yes</title>", "Yes", ""),
        ("<!-- <title>No</title> --><title>Yes</title>", "Yes", ""),
        ("<title>First</title><title>Second</title>", "First", ""),
        ("<title></title><meta name='twitter:title' content='Tweeted'>", "Tweeted", ""),
        ("<title>Never closed", "Never closed", ""),
        ("<meta property='og:title' content='One'><meta property='og:title' content='Two'>", "One", ""),
        ("plain words, no page", "", ""),
        ("", "", ""),
    ],
)
def test_a_page_says_what_it_is_called(body: str, title: str, description: str):
    said = of_html(body.encode(), "utf-8")
    assert (said["title"], said["description"]) == (title, description)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<title>Café – 5 £</title>".encode(), "utf-8"),
        ("<title>Café – 5 £</title>".encode(), ""),
        ("<title>Café – 5 £</title>".encode("cp1252"), ""),
        ("<title>Café – 5 £</title>".encode("cp1252"), "iso-8859-1"),
        ("<title>Café – 5 £</title>".encode("utf-16"), ""),
        (b"\xef\xbb\xbf" + "<title>Café – 5 £</title>".encode(), "windows-1252"),
        ("<meta charset=windows-1252><title>Café – 5 £</title>".encode("cp1252"), ""),
        ("<meta http-equiv=x content='text/html; charset=UTF-8'><title>Café – 5 £</title>".encode(), ""),
        ("<title>Café – 5 £</title>".encode(), "zlib_codec"),  # a way to unpack, not to read
        ("<title>Café – 5 £</title>".encode(), "no-such-thing"),
        ("<title>Café – 5 £</title>".encode() + "é".encode()[:1], ""),  # cut at the limit
    ],
)
def test_a_page_is_read_in_the_letters_it_is_written_in(body: bytes, charset: str):
    assert of_html(body, charset)["title"] == "Café – 5 £"


def a_pdf(**given: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({f"/{name}": text for name, text in given.items()})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"Title": "Reading in year 3", "Subject": "A guide"}, "Reading in year 3"),
        ({"Title": "Microsoft Word - Phonics plan.docx"}, "Phonics plan"),
        ({"Title": "untitled"}, ""),
        ({"Title": "Presentation1"}, ""),
        ({"Title": "EEF_Guidance_v3_FINAL.indd"}, ""),
        ({}, ""),
    ],
)
def test_a_pdf_is_called_what_people_called_it(given: dict[str, str], title: str):
    assert of_pdf(a_pdf(**given))["title"] == title


LONG = "word " * 100

#: A title as it is sent → as it is kept; "" where it says nothing of the page itself.
KEPT = [
    ("Login at the library: a lesson on passwords", "", ""),
    ("Sign in to your account", "", ""),
    ("Log in | Some Platform", "", ""),
    ("Signing and talking in the early years", "Signing and talking in the early years", ""),
    ("Just a moment...", "", ""),
    ("Access denied", "", ""),
    ("Error", "", ""),
    ("Home", "", ""),
    ("Home learning in KS1", "Home learning in KS1", ""),
    ("Attention in the classroom", "Attention in the classroom", ""),
    ("Lost\u202e and \u200bfound\x00", "Lost and found", ""),
    (LONG, LONG[:294] + "…", ""),
    ("x" * 400, "x" * 299 + "…", ""),
    ("Reading", "Reading", "EHCP review for Aisha Khan (Y4)"),
    ("EHCP review for Aisha Khan (Y4)", "", "Reading"),
    ("Keeping children safe in education", "Keeping children safe in education", ""),
]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the reader says next: what is kept of it is tried without starting one each time."""
    words: dict[str, Any] = {}

    async def read(kind: str, answer: object) -> dict[str, Any]:
        return words

    monkeypatch.setattr(reading, "_read", read)
    return words


@pytest.mark.parametrize(("title", "kept", "description"), KEPT)
async def test_only_words_about_the_page_itself_are_kept(
    world: World, said: dict[str, Any], title: str, kept: str, description: str
):
    said |= {"title": title, "description": description or "About it"}
    world.site("pages.example", page("Anything"))
    look = await seen(world, "http://pages.example/")
    assert look.title == kept
    assert look.presence is Presence.THERE
    assert "Aisha" not in look.description + look.title


MISSING = [
    "404",
    "404 – page not found",
    "Page not found | Some School",
    "Error 404",
    "Sorry, this page isn’t available",
    "This page is no longer available",
    "The resource you asked for could not be found",
    "Video unavailable",
    "Oops, that went wrong",
]
THERE = [
    "Lost and found: a story",
    "What to do when a child can’t find the page",
    "404 words every child should know",
]


@pytest.mark.parametrize("title", MISSING + THERE)
async def test_a_page_that_says_itself_it_is_not_there_is_neither_there_nor_gone(
    world: World, said: dict[str, Any], title: str
):
    said |= {"title": title}
    world.site("pages.example", page("Anything"))
    look = await seen(world, "http://pages.example/")
    expected = (Presence.UNSURE, "") if title in MISSING else (Presence.THERE, title)
    assert (look.presence, look.title) == expected


async def test_pages_and_pdfs_are_read_through_and_through(world: World):
    """Through a process of its own, as in earnest."""
    world.site("pages.example", page("Fractions", "<meta name=description content='With &lt;b&gt; blocks'>"))
    world.site(
        "papers.example", answer(200, a_pdf(Title="Reading aloud"), Content_Type="application/octet-stream")
    )
    look = await seen(world, "http://pages.example/")
    assert (look.title, look.description, look.language) == ("Fractions", "With <b> blocks", "en")
    paper = await seen(world, "http://papers.example/")
    assert (paper.title, paper.presence) == ("Reading aloud", Presence.THERE)
    odd = {"Content_Type": "text/html; charset*=utf-8''a%00b"}
    world.site("odd.example", answer(200, b"<title>Odd letters</title>", **odd))
    assert (await seen(world, "http://odd.example/")).title == "Odd letters"


async def test_a_page_that_keeps_its_reader_busy_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """A reader that never ends, talks on, talks nonsense or fails: no title, and what was left goes on."""
    world.site("pages.example", page("Never read"))
    monkeypatch.setattr(reading, "SECONDS", 0.2)
    began = time.monotonic()
    for busy in (
        "while True: pass",
        "import time; time.sleep(60)",
        "print('[' * 10**7)",
        "print('[]')",
        "1/0",
    ):
        reader = tmp_path / "reader.py"
        reader.write_text(busy)
        monkeypatch.setattr(reading, "_READER", reader)
        look = await seen(world, "http://pages.example/")
        assert (look.title, look.presence) == ("", Presence.THERE), busy
    assert time.monotonic() - began < 5 * (0.2 + 0.5)


async def test_other_kinds_are_known_but_not_fetched(world: World):
    body = b"PK\x03\x04" + b"x" * 300_000
    kinds = {
        "slides.example": ("application/vnd.ms-powerpoint", body),
        "picture.example": ("image/svg+xml", b"<svg><title>No</title></svg>"),
        "disguise.example": ("text/html", b"\x00\x01\x02<title>No</title>"),
        "script.example": ("application/json", b'{"title": "No"}'),
    }
    for name, (kind, content) in kinds.items():
        world.site(name, answer(200, content, Content_Type=kind))
        look = await seen(world, f"http://{name}/")
        assert (look.presence, look.title, look.content_type) == (Presence.THERE, "", kind)


@pytest.mark.parametrize(
    ("head", "get", "presence", "asked"),
    [
        (200, 200, Presence.THERE, ["HEAD"]),
        (405, 200, Presence.THERE, ["HEAD", "GET"]),
        (404, 200, Presence.THERE, ["HEAD", "GET"]),
        (403, 200, Presence.THERE, ["HEAD", "GET"]),
        (404, 404, Presence.GONE, ["HEAD", "GET"]),
        (410, 410, Presence.GONE, ["HEAD", "GET"]),
        (403, 403, Presence.UNSURE, ["HEAD", "GET"]),
        (401, 401, Presence.UNSURE, ["HEAD", "GET"]),
        (451, 451, Presence.UNSURE, ["HEAD", "GET"]),
        (500, 503, Presence.UNSURE, ["HEAD", "GET"]),
        (429, 200, Presence.UNSURE, ["HEAD"]),  # told to wait: nothing more is asked
        (304, 304, Presence.THERE, ["HEAD"]),
        (0, 200, Presence.THERE, ["HEAD", "GET"]),  # hangs up
        (0, 0, Presence.UNSURE, ["HEAD", "GET"]),
    ],
)
async def test_gone_is_only_what_says_so_twice(
    world: World, head: int, get: int, presence: Presence, asked: list[str]
):
    async def says(came: Any) -> Any:
        status = head if came.method == "HEAD" else get
        yield answer(status) if status else b""

    world.site("pages.example", says)
    assert (await probed(world, "http://pages.example/")).presence is presence
    assert [each.method for each in world.asked] == asked
