"""A browser's bookmarks file as rows: what every browser writes, and no browser closes its tags in.

Folders say what their bookmarks are for: a folder called as a network is that network.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser

from bot.importing.cells import guarded
from bot.importing.outcome import BadFile
from bot.importing.sheet import Row

LIMIT = 20_000_000  # bytes: a hundred thousand bookmarks
DEEPEST = 20  # folders in one another that are read; nobody files deeper
#: "<" that begins no whole tag, or a declaration. No browser writes them, and Python's parser would look for
#: the end of each through all of the file.
_LOOSE = re.compile(r"<(?=[!?])|<(?![^<>]*>)")
_MARK = re.compile(rb"<!doctype\s+netscape-bookmark-file", re.IGNORECASE)
#: What browsers call the folders they come with.
_OWN = frozenset(
    (
        "bookmarks", "bookmarks bar", "bookmarks menu", "bookmarks toolbar", "other bookmarks",
        "mobile bookmarks", "favourites", "favorites", "favourites bar", "favorites bar", "links",
        "imported", "reading list",
    )
)  # fmt: skip


def is_bookmarks(raw: bytes) -> bool:
    return _MARK.search(raw[:1000]) is not None


def read_bookmarks(raw: bytes, file: str, networks: Mapping[str, str]) -> Iterator[Row]:
    """A row for each bookmark, by number; `networks`: their names by the same in small letters."""
    if len(raw) > LIMIT:
        raise BadFile([f"{file}: is larger than {LIMIT // 1_000_000} MB"])
    reader = _Reader()
    reader.feed(_LOOSE.sub("&lt;", _text(raw)))
    reader.close()
    for number, each in enumerate(reader.found, 1):
        network = next((networks[f.casefold()] for f in each.folders if f.casefold() in networks), "")
        folders = [f for f in each.folders if f.casefold() not in _OWN and f != network]
        cells = {
            "url": each.url,
            "title": " ".join(each.title.split()),
            "purpose": each.about.strip() or " › ".join(folders),
            "network": network,
            "topics": each.tags,
            "shared_on": _day(each.added),
        }
        yield Row(number, {name: guarded(cell) for name, cell in cells.items()})


class _Bookmark:
    def __init__(self, given: Mapping[str, str | None], folders: tuple[str, ...]) -> None:
        self.url = given.get("href") or ""
        #: Firefox's own, with commas between; ours with semicolons, because names of topics hold commas.
        tags = given.get("tags") or ""
        self.tags = tags if ";" in tags else tags.replace(",", ";")
        self.tags = given.get("data-topics") or self.tags
        self.added = given.get("add_date") or ""
        self.folders = folders
        self.title = self.about = ""


class _Reader(HTMLParser):
    """H3 names the folder that the next DL holds, A is a bookmark, DD what is said of the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Bookmark] = []
        self._open: list[str] = []
        self._folder = ""
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "dl":
                self._open.append(self._folder)
                self._folder = ""
            case "h3":
                self._folder = ""
            case "a":
                self.found.append(_Bookmark(dict(attrs), tuple(filter(None, self._open[:DEEPEST]))))
        if tag in ("h3", "a", "dd", "dl", "dt"):
            # What a folder is said to be for is none of its bookmarks'.
            self._within = "" if tag == "dd" and self._folder else tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "dl" and self._open:
            self._open.pop()
        if tag in ("h3", "a", "dl"):
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "h3":
            self._folder = " ".join((self._folder + data).split())
        elif self._within == "a":
            self.found[-1].title += data
        elif self._within == "dd" and self.found:
            self.found[-1].about += data


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # older browsers on Windows


def _day(added: str) -> str:
    """Seconds since 1970; "" for what is none, or before the web."""
    seconds = int(added) if added.isascii() and added.isdigit() and len(added) < 12 else 0
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.date().isoformat() if 2000 <= moment.year <= 2100 else ""
