"""A case as a PDF: one A4 page whatever the texts' length, as real text in reading order.

The page is tagged (PDF 1.7, 14.8): a screen reader is given title, headings and paragraphs in their order,
and is told that the words are English. Where the texts are long the letters are smaller, and beyond that the
longest texts are cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.web.cycle.typeset import lines, width, writable
from handlers.cycle.case import Case
from handlers.rules.cutting import one_line

if TYPE_CHECKING:
    from pypdf import PdfWriter

# Points: a seventy-second of an inch.
PAGE = (595.28, 841.89)
MARGIN = 56.0
ROOM = PAGE[0] - 2 * MARGIN
FOOT = 40.0
HEIGHT = PAGE[1] - MARGIN - FOOT - 20  # of what stands above the foot
LARGEST, SMALLEST = 10.5, 8.0  # letters of the text; smaller ones are hard to read in print
STEP = 0.25
LEADING = 1.35  # a line's height, of its letters
SHORTEST = 40  # characters that a text is cut to at most
FIGURE = 120  # characters of a measure, which is mostly a number
AFTER_HEADING = 0.1

BLACK, GREY, BLUE = "0.12 0.14 0.18", "0.36 0.40 0.46", "0.07 0.29 0.49"


@dataclass(frozen=True, slots=True)
class Set:
    """Words as they stand on the page."""

    #: What it is to a screen reader: H1, H2, P.
    tag: str
    text: str
    #: Of the text's letters.
    scale: float = 1.0
    bold: bool = False
    colour: str = BLACK
    #: Above it, of a line of the text.
    space: float = 0.0


def pdf(case: Case, trust: str) -> bytes:
    """The page as a file."""
    size, blocks = _fitted(case)
    return _written(case.topic, _drawn(blocks, size), f"{trust} · from Brightspot")


# ------------------------------------------------------------------ setting


def _fitted(case: Case) -> tuple[float, list[Set]]:
    """As large as there is room for; where even the smallest letters are too large, texts are cut."""
    blocks = list(_blocks(case))
    if _height(blocks, SMALLEST) > HEIGHT:
        return _fitted(_shorter(case))
    size = LARGEST
    while size > SMALLEST and _height(blocks, size) > HEIGHT:
        size -= STEP
    return size, blocks


def _shorter(case: Case) -> Case:
    """With the text that takes most lines a fifth shorter, and on one line."""
    tallest = max(
        range(len(case.parts)),
        key=lambda at: len(_lines(Set("P", case.parts[at][1], space=AFTER_HEADING), SMALLEST)),
    )
    parts = list(case.parts)
    heading, text = parts[tallest]
    parts[tallest] = (heading, one_line(text, max(SHORTEST, len(text) * 4 // 5)))
    return replace(case, parts=tuple(parts))


def _blocks(case: Case) -> Iterator[Set]:
    yield Set("H1", case.topic, 2.0, bold=True, colour=BLUE)
    yield Set("P", case.line[:1].upper() + case.line[1:], 1.15, colour=GREY, space=0.2)
    what, then, now = (one_line(each, FIGURE) for each in case.measure)
    if then or now:
        yield Set("H2", what or "Measured", 1.0, bold=True, space=1.2)
        figures = f"From {then} to {now}" if then and now else then or now
        yield Set("P", figures, 1.5, bold=True, colour=BLUE, space=AFTER_HEADING)
    for heading, text in case.parts:
        yield Set("H2", heading, bold=True, space=0.9)
        yield Set("P", text, space=AFTER_HEADING)
    yield Set("P", case.contact, colour=GREY, space=1.2)


def _height(blocks: Iterable[Set], size: float) -> float:
    return sum(LEADING * size * (each.scale * len(_lines(each, size)) + each.space) for each in blocks)


@lru_cache(maxsize=512)  # a page is tried in several sizes, and set again where one text is cut
def _lines(block: Set, size: float) -> tuple[str, ...]:
    return tuple(lines(writable(block.text), size * block.scale, ROOM, bold=block.bold))


def _drawn(blocks: Sequence[Set], size: float) -> list[tuple[str, str]]:
    """Each block as its tag and what draws it, from the top of the page down."""
    drawn, y = [], PAGE[1] - MARGIN
    for each in blocks:
        letters = size * each.scale
        y -= LEADING * size * each.space
        steps = [f"BT {each.colour} rg /{'B' if each.bold else 'R'} {letters:.2f} Tf"]
        for line in _lines(each, size):
            y -= LEADING * letters
            steps.append(f"1 0 0 1 {MARGIN:.2f} {y:.2f} Tm {_string(line)} Tj")
        drawn.append((each.tag, "\n".join((*steps, "ET"))))
    return drawn


def _string(text: str) -> str:
    """As hexadecimal, so that no character of it can be anything but text."""
    return f"<{text.encode('cp1252').hex()}>"


# ------------------------------------------------------------------ writing


def _written(title: str, drawn: Sequence[tuple[str, str]], foot: str) -> bytes:
    from pypdf import PdfWriter  # only where a file is made: it takes a tenth of a second
    from pypdf.generic import DecodedStreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(*PAGE)
    marked = [f"/{tag} <</MCID {number}>> BDC\n{what}\nEMC" for number, (tag, what) in enumerate(drawn)]
    content = DecodedStreamObject()
    content.set_data("\n".join((*marked, _foot(foot))).encode("ascii"))
    page.update(
        _as_pdf(
            {
                "Contents": _kept(writer, content.flate_encode()),
                "Resources": {"Font": {"R": _font("Helvetica"), "B": _font("Helvetica-Bold")}},
                "StructParents": 0,
            }
        )
    )
    _tag(writer, page.indirect_reference, [tag for tag, _ in drawn])
    writer.add_metadata({"/Title": title, "/Creator": "Brightspot"})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _foot(words: str) -> str:
    """At the foot, which a screen reader leaves out."""
    text, letters = writable(words), 8.0
    x = PAGE[0] - MARGIN - width(text, letters)
    return (
        f"/Artifact BMC BT {GREY} rg /R {letters} Tf 1 0 0 1 {x:.2f} {FOOT:.2f} Tm {_string(text)} Tj ET EMC"
    )


def _font(name: str) -> dict[str, Any]:
    return {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{name}", "Encoding": "/WinAnsiEncoding"}


def _tag(writer: "PdfWriter", page: Any, tags: Sequence[str]) -> None:  # noqa: ANN401  pypdf's reference
    """The tree that says what each part of the page is, in reading order."""
    from pypdf.generic import TextStringObject

    tree = _kept(writer, _as_pdf({"Type": "/StructTreeRoot"}))
    whole = _kept(writer, _as_pdf({"Type": "/StructElem", "S": "/Document", "P": tree}))
    parts = [
        _kept(writer, _as_pdf({"Type": "/StructElem", "S": f"/{tag}", "P": whole, "Pg": page, "K": number}))
        for number, tag in enumerate(tags)
    ]
    whole.get_object().update(_as_pdf({"K": parts}))
    tree.get_object().update(
        _as_pdf({"K": whole, "ParentTree": {"Nums": [0, parts]}, "ParentTreeNextKey": 1})
    )
    said = {
        "StructTreeRoot": tree,
        "MarkInfo": {"Marked": True},
        "ViewerPreferences": {"DisplayDocTitle": True},
        "Lang": TextStringObject("en-GB"),
    }
    writer.root_object.update(_as_pdf(said))


def _kept(writer: "PdfWriter", thing: Any) -> Any:  # noqa: ANN401  pypdf's objects
    """What others refer to; pypdf has no other way to add one of its own."""
    return writer._add_object(thing)


def _as_pdf(value: Any) -> Any:  # noqa: ANN401  plain values in, pypdf's out
    """Dictionaries, lists, names ("/Font") and numbers as pypdf writes them."""
    from pypdf.generic import (
        ArrayObject,
        BooleanObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        PdfObject,
    )

    match value:
        case PdfObject():
            return value
        case dict():
            return DictionaryObject({NameObject(f"/{name}"): _as_pdf(each) for name, each in value.items()})
        case list():
            return ArrayObject(map(_as_pdf, value))
        case bool():
            return BooleanObject(value)
        case int():
            return NumberObject(value)
        case _:
            return NameObject(value)
