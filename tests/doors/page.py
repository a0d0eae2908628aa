"""A page of the playground as a person perceives it: a small tree of what the HTML says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "hr", "img", "path", "circle"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    children: "list[Node | str]" = field(default_factory=list)

    def every(self, tag: str = "", *, kind: str = "") -> "Iterator[Node]":
        """This and everything below with that tag and class, in reading order."""
        if tag in ("", self.tag) and (not kind or kind in self.attributes.get("class", "").split()):
            yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.every(tag, kind=kind)

    def first(self, tag: str = "", *, kind: str = "") -> "Node | None":
        return next(self.every(tag, kind=kind), None)

    def with_id(self, given: str) -> "Node | None":
        return next((each for each in self.every() if each.attributes.get("id") == given), None)

    def words(self, *, without: frozenset[str] = frozenset()) -> str:
        """Its visible words, a line for each element that has some; `without` names tags and classes."""
        lines: list[str] = []
        for child in self.children:
            if isinstance(child, str):
                lines.append(child.strip())
            elif not without & {child.tag, *child.attributes.get("class", "").split()}:
                lines.append(child.words(without=without))
        return "\n".join(line for line in lines if line)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"<{self._open[-1].tag}> is closed by </{tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parse(html: str) -> Node:
    """The page; an element that is not closed fails."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder._open) == 1, f"<{builder._open[-1].tag}> is never closed"
    return builder.root


def fields_of(form: Node) -> dict[str, list[str]]:
    """What a browser would post of a form as it stands: name → values."""
    posted: dict[str, list[str]] = {}
    for each in form.every():
        name, kind = each.attributes.get("name"), each.attributes.get("type", "")
        if not name:
            continue
        if each.tag == "textarea":
            posted.setdefault(name, []).append(
                "".join(c for c in each.children if isinstance(c, str)).lstrip("\n")
            )
        elif each.tag == "select":
            chosen = [o for o in each.every("option") if "selected" in o.attributes] or list(
                each.every("option")
            )[:1]
            posted.setdefault(name, []).extend(o.attributes["value"] for o in chosen)
        elif each.tag == "input" and (kind not in ("radio", "checkbox") or "checked" in each.attributes):
            posted.setdefault(name, []).append(each.attributes.get("value", ""))
    return posted
