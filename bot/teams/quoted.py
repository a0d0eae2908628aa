"""A message of Teams, which is HTML, as the words and links that stand in it."""

from html import escape
from html.parser import HTMLParser

from bot.unseen import without_unseen

#: Begin a line of their own.
_LINES = frozenset({"br", "div", "h1", "h2", "h3", "li", "p", "tr"})
#: Hold no words of the message: what it answers, and what runs.
_APART = frozenset({"blockquote", "script", "style"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._apart = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._apart += tag in _APART
        if tag in _LINES:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._apart = max(0, self._apart - (tag in _APART))
        if tag in _LINES:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._apart:
            self.found.append(data)


class _Links(_Words):
    """Keeps where the links lead."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        address = dict(attrs).get("href")
        if tag == "a" and address and not self._apart:
            self.found.append(f'<a href="{escape(address)}">')

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "a" and not self._apart:
            self.found.append("</a>")

    def handle_data(self, data: str) -> None:
        super().handle_data(escape(data, quote=False))


def with_links(html: str) -> str:
    """Its words and links, and no other markup; not what it quotes."""
    reader = _Links()
    reader.feed(html)
    reader.close()
    return without_unseen("".join(reader.found)).strip()


def plain(html: str) -> str:
    """What a reader sees of it, a line for each of its paragraphs; not what it quotes."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(each.split()) for each in without_unseen("".join(reader.found)).split("\n"))
    return "\n".join(filter(None, lines))
