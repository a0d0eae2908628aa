"""Words on an Adaptive Card, letter for letter.

Teams reads Markdown in a TextBlock but not in the runs of a RichTextBlock, so a line that Markdown could read
goes into a run. Nothing is escaped: what stands on the wire is what was written, without mentions and without
signs that hide or turn text round.
"""

import re
from collections.abc import Iterable
from typing import Any

from bot.teams.limits import TEXT_CHARS, TITLE_CHARS
from bot.unseen import without_unseen

Data = dict[str, Any]

#: What Markdown could be read from, anywhere in a line and at its start; and an entity.
_MARKS = re.compile(r"[\\*_\[\]`~<>|]")
_START = re.compile(r"\s*(?:[#+-]|\d+[.)])")
_ENTITY = re.compile(r"&#?\w+;")
#: A mention, however it is written.
_MENTION = re.compile(r"<(\s*/?\s*at\b[^>]*)>?", re.IGNORECASE)

#: What a reader that knows Markdown would take for it; nobody wants to hear these signs read out.
_SIGNS = re.compile(r"[\\*_\[\]`~<>|]+")

PLAIN: Data = {}
BOLD: Data = {"weight": "Bolder"}
DETAIL: Data = {"isSubtle": True, "spacing": "None"}
SMALL: Data = {"isSubtle": True, "size": "Small"}
ITALIC: Data = {"italic": True}
PROBLEM: Data = {"color": "Attention", "weight": "Bolder"}
_HEADING: Data = {"weight": "Bolder", "size": "Large"}


def clean(text: str) -> str:
    """Without hidden signs, and without anything Teams could take for a mention."""
    if text.isprintable() and "<" not in text:
        return text  # the usual case, at a tenth of the price
    return _MENTION.sub(r"‹\1›", without_unseen(text))


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def aloud(text: str, limit: int) -> str:
    """For `fallbackText`, which may be read as Markdown, and `speak`, which may be read as SSML."""
    return cut(_SIGNS.sub("", clean(text[: 2 * limit])), limit).strip() or "A card without words"


def _is_active(text: str) -> bool:
    """Whether Teams could read more than letters from this line: markup, a date function, an address."""
    return bool(
        _MARKS.search(text)
        or _START.match(text)
        or "://" in text
        or "{{" in text
        or ("&" in text and _ENTITY.search(text))
        or (("w." in text or "W." in text) and "www." in text.lower())
    )


def heading(title: str) -> Data:
    title = cut(clean(title), TITLE_CHARS).replace("\n", " ")
    if _is_active(title):
        return _runs((title, _HEADING))
    return {"type": "TextBlock", "text": title, "wrap": True, "style": "heading", **_HEADING}


def words(text: str, look: Data) -> list[Data]:
    """A paragraph. Every line of it is a block, because Markdown would join them."""
    if "\n" not in text:
        return [_line(cut(clean(text), TEXT_CHARS), look)]
    lines = [clean(line) for line in cut(text, TEXT_CHARS).split("\n")]
    first, *rest = [line for line in lines if line and not line.isspace()] or [""]
    under = look if look is DETAIL else {**look, "spacing": "None"}
    return [_line(first, look), *[_line(line, under) for line in rest]]


def facts(pairs: Iterable[tuple[str, str]]) -> list[Data]:
    pairs = [(cut(clean(name), TITLE_CHARS), cut(clean(value), TEXT_CHARS)) for name, value in pairs]
    if any(_is_active(word) or "\n" in word for pair in pairs for word in pair):
        return [_runs((f"{name}: ", BOLD), (value, {"spacing": "Small"})) for name, value in pairs]
    return [{"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in pairs]}]


def _line(text: str, look: Data) -> Data:
    if "italic" in look or _is_active(text):
        return _runs((text, look))
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def _runs(*runs: tuple[str, Data]) -> Data:
    """Words that are never read as Markdown. Spacing belongs to the block, the rest to its runs."""
    spacing = next(({"spacing": look["spacing"]} for _, look in runs if "spacing" in look), {})
    inlines = [
        {"type": "TextRun", "text": text} | {name: value for name, value in look.items() if name != "spacing"}
        for text, look in runs
    ]
    return {"type": "RichTextBlock", "inlines": inlines, **spacing}
