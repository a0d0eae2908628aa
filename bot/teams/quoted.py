"""A message of Teams, which is HTML, as the words that stand in it."""

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


def plain(html: str) -> str:
    """What a reader sees of it, a line for each of its paragraphs; not what it quotes."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(each.split()) for each in without_unseen("".join(reader.found)).split("\n"))
    return "\n".join(filter(None, lines))
