"""What a page says of itself: title, description and language, of HTML and of PDF.

    python -I page.py html utf-8 < page.html     # prints {"title": …, "description": …, "language": …}

Runs in a process of its own, with so much time and memory and without secrets, because a page may be made to
keep its reader busy for ever. So it imports nothing of the house.
"""

import codecs
import json
import re
import sys
from html.parser import HTMLParser
from io import BytesIO
from typing import TypedDict

LONGEST = 2_000  # characters handed on; the house cuts them to what it keeps
SNIFFED = 4_096  # bytes in which a page says what letters it is written in
PIECE = 32 * 1024
SECONDS = 4
MEMORY = 512 * 1024 * 1024

_SAYS_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{1,40})""", re.I)
#: Only what pages are written in. Python knows other codecs, some of which unpack or evaluate.
_CHARSETS = re.compile(
    r"utf-8(-sig)?|utf-16(-le|-be)?|cp125\d|cp874|iso8859-\d{1,2}|koi8-[ru]|mac-roman"
    r"|shift_jis|cp932|euc_jp|iso2022_jp|euc_kr|cp949|gb2312|gbk|gb18030|big5|big5hkscs"
)
#: What programs write into a PDF by themselves.
_MADE_BY = re.compile(r"^(microsoft (word|powerpoint|excel)|slide|powerpoint presentation)\s*-\s*", re.I)
_FILE = re.compile(r"\.(docx?|pptx?|xlsx?|pdf|indd|pub|odt|rtf|qxd|ai|pages|cdr)$", re.I)
_NO_TITLE = re.compile(
    r"(untitled|document|title|presentation|slide|page|layout)[\s_-]*\d*|[\d\s._-]*|\S*[\d_]\S*", re.I
)
_BLANK = re.compile(r"\s+")


class Words(TypedDict):
    title: str
    description: str
    language: str


def of_html(body: bytes, charset: str = "") -> Words:
    """The page's own title (what it gives to be shared by goes first) and description."""
    reader = _Head()
    text = _text(body, charset)
    for start in range(0, len(text), PIECE):
        reader.feed(text[start : start + PIECE])
        if reader.has_all:
            break
    said = reader.said
    site = said.get("og:site_name", "")
    title = said.get("og:title") or said.get("title") or said.get("twitter:title", "")
    return Words(
        title=_without_site(_plain(title), _plain(site)),
        description=_plain(said.get("og:description") or said.get("description", "")),
        language=_plain(said.get("lang", ""))[:20],
    )


class _Head(HTMLParser):
    """Reads until the page's body begins and there is a title."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.has_all = False
        self._within_title = False
        self._drawings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._keep("lang", given.get("lang", ""))
        elif tag == "meta":
            name = (given.get("property") or given.get("name", "")).strip().lower()
            self._keep(name, given.get("content", ""))
        elif tag == "title":
            self._within_title = not self._drawings and "title" not in self.said
        elif tag == "svg":  # its titles are of drawings
            self._drawings += 1
        elif tag == "body":
            self.has_all = bool(self.said.get("title") or self.said.get("og:title"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._within_title = False
        elif tag == "svg":
            self._drawings -= 1

    def handle_data(self, data: str) -> None:
        if self._within_title:
            self.said["title"] = (self.said.get("title", "") + data)[:LONGEST]

    def _keep(self, name: str, value: str) -> None:
        """What is said first holds."""
        if value.strip():
            self.said.setdefault(name, value[:LONGEST])


def of_pdf(body: bytes) -> Words:
    """The title it was given, or else the first line of its first page."""
    from pypdf import PdfReader  # only where there is a PDF: it takes a tenth of a second

    reader = PdfReader(BytesIO(body))
    given = reader.metadata
    title = _given_title((given.title if given else None) or "")
    if not title and reader.pages:
        title = _first_line(reader.pages[0].extract_text())
    about = _plain((given.subject if given else None) or "")
    language = reader.root_object.get("/Lang", "")
    return Words(title=title, description=about, language=_plain(str(language))[:20])


def _given_title(text: str) -> str:
    title = _MADE_BY.sub("", _plain(text))
    title = _FILE.sub("", title)
    return "" if _NO_TITLE.fullmatch(title) else title


def _first_line(text: str) -> str:
    """The first line that reads like words; headings set in single letters do not."""
    for line in map(_plain, text.splitlines()[:40]):
        words = re.findall(r"[^\W\d_]{2,}", line)
        if len(words) > 1 and len(line) <= 200:
            return line
    return ""


def _text(body: bytes, charset: str) -> str:
    """A page in letters: by its mark at the beginning, by what the far side said, by what it says itself."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if body.startswith(codecs.BOM_UTF16_BE):
        return body[2:].decode("utf-16-be", "replace")
    said = _SAYS_CHARSET.search(body[:SNIFFED])
    for name in (charset, said[1].decode("ascii") if said else ""):
        if known := _codec(name):
            return body.decode(known, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as problem:
        cut = problem.start >= len(body) - 3  # the end of a page that was too long
        return body.decode("utf-8" if cut else "cp1252", "replace")


def _codec(name: str) -> str:
    try:
        known = codecs.lookup(name.strip()).name if name.strip() else ""
    except (LookupError, ValueError):
        return ""
    if known in ("ascii", "iso8859-1"):
        return "cp1252"  # as every browser reads them
    return known if _CHARSETS.fullmatch(known) else ""


def _without_site(title: str, site: str) -> str:
    """ "Phonics | Some Site" → "Phonics", where the page itself says what its site is called."""
    if not site or title.casefold() == site.casefold():
        return "" if site else title
    return re.sub(rf"\s*[|·•–—:-]\s*{re.escape(site)}$", "", title, flags=re.I) or title


def _plain(text: str) -> str:
    return _BLANK.sub(" ", text.replace("\x00", "")).strip()[:LONGEST]


def main() -> None:
    import resource  # not on every system, and needed only here

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":  # elsewhere it counts what is only mapped
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    kind, charset = sys.argv[1], sys.argv[2]
    body = sys.stdin.buffer.read()
    print(json.dumps(of_pdf(body) if kind == "pdf" else of_html(body, charset)))  # noqa: T201  its answer


if __name__ == "__main__":
    main()
