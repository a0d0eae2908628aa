"""A case as a PDF: one A4 page whatever the texts' length, as real text in reading order.

Where the texts are long the letters are smaller, and beyond that the longest texts are cut. Headings are
bookmarks rather than tags, which fpdf2 has no public way to write: for a screen reader the case's page in the
browser is the better one.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from handlers.cycle.case import Case
from handlers.rules.cutting import cut, one_line
from handlers.rules.words import capital

if TYPE_CHECKING:
    from fpdf import FPDF

# Points: a seventy-second of an inch.
MARGIN = 56
ROOM = 725  # from the upper margin down to the foot
FOOT = 50  # from the lower edge of the page
SIZES = (11.5, 10.5, 9.5, 8.75, 8.0)  # of the letters; smaller ones are hard to read in print
LEADING = 1.35  # a line's height, of its letters
LINES = 70  # of a text: more than the page holds
FIGURE = 120  # characters of a measure, which is mostly a number

FONT, ENCODING = "Helvetica", "cp1252"  # what every PDF reader has, and what it can write
WITHOUT_STROKE = str.maketrans("łŁđĐħĦ", "lLdDhH")  # which no mark can be taken from
BLACK, GREY, TEAL = "#1d2a2c", "#536063", "#0e5a5e"  # as on our pages


@dataclass(frozen=True, slots=True)
class Block:
    """Words as they stand on the page."""

    text: str
    #: Of the page's letters.
    scale: float = 1.0
    bold: bool = False
    colour: str = BLACK
    #: Above it, of a line of the page.
    space: float = 0.1
    #: Of a heading, the title's being 0.
    level: int | None = None


def pdf(case: Case, trust: str) -> bytes:
    """The page as a file: in letters as large as there is room for, and no text shorter than it must be."""
    page = _empty(case.topic)
    for size in SIZES:
        lines = [(each, _lines(each, page, size)) for each in _blocks(case)]
        if _height(lines, size, LINES) <= ROOM:
            break
    most = next(most for most in range(LINES, 0, -1) if _height(lines, size, most) <= ROOM or most == 1)
    for block, whole in lines:
        _add(block, _no_more(whole, most), page, size)
    _add_foot(f"{trust} · from Brightspot", page)
    return bytes(page.output())


def _blocks(case: Case) -> Iterator[Block]:
    yield Block(case.topic, 2.0, bold=True, colour=TEAL, space=0, level=0)
    yield Block(capital(case.line), 1.15, colour=GREY, space=0.2)
    what, then, now = (one_line(each, FIGURE) for each in case.measure)
    if then or now:
        yield Block(what or "Measured", bold=True, space=1.2, level=1)
        figures = f"From {then} to {now}" if then and now else then or now
        yield Block(figures, 1.5, bold=True, colour=TEAL)
    for heading, text in case.parts:
        yield Block(heading, bold=True, space=0.9, level=1)
        yield Block(text)
    yield Block(case.contact, colour=GREY, space=1.2)


# ------------------------------------------------------------------ setting


def _empty(title: str) -> "FPDF":
    from fpdf import FPDF  # only where a file is made: it takes a third of a second
    from fpdf.prefs import ViewerPreferences

    page = FPDF(unit="pt", format="A4")
    page.core_fonts_encoding = ENCODING
    page.alias_nb_pages("")  # nothing that people write stands for the number of pages
    page.set_title(title)
    page.set_lang("en-GB")
    page.set_creator("Brightspot")
    page.viewer_preferences = ViewerPreferences(display_doc_title=True)
    page.set_margin(MARGIN)
    page.c_margin = 0
    page.set_auto_page_break(False)
    page.add_page()
    return page


def _lines(block: Block, page: "FPDF", size: float) -> list[str]:
    """What of it stands on each line."""
    _take(block, page, size)
    text = _writable(block.text)
    lines = cast("list[str]", page.multi_cell(0, text=text, align="L", dry_run=True, output="LINES"))
    return [each.encode("latin-1").decode(ENCODING) for each in lines]  # fpdf2 hands out the font's bytes


def _height(lines: list[tuple[Block, list[str]]], size: float, most: int) -> float:
    """Of all of it, where no text has more than so many lines."""
    return LEADING * size * sum(each.space + each.scale * min(len(whole), most) for each, whole in lines)


def _no_more(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    *kept, last = lines[:most]
    return [*kept, cut(f"{last} …", len(last))]


def _add(block: Block, lines: list[str], page: "FPDF", size: float) -> None:
    _take(block, page, size)
    page.ln(LEADING * size * block.space)
    if block.level is not None:
        page.start_section(_writable(block.text), block.level)
    for line in lines:
        page.cell(0, LEADING * size * block.scale, line, new_x="LMARGIN", new_y="NEXT")


def _add_foot(words: str, page: "FPDF") -> None:
    foot = Block(_writable(words), colour=GREY)
    _take(foot, page, SIZES[-1])
    page.set_y(-FOOT)
    page.cell(0, text=foot.text, align="R")


def _take(block: Block, page: "FPDF", size: float) -> None:
    """The letters it is set in."""
    page.set_font(FONT, "B" if block.bold else "", size * block.scale)
    page.set_text_color(block.colour)


# ------------------------------------------------------------------ letters


def _writable(text: str) -> str:
    """In letters that the font has: what it lacks loses its marks or is a "?"; what is unseen is left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    seen = (each for each in "\n".join(lines) if each == "\n" or each.isprintable())
    whole = unicodedata.normalize("NFC", "".join(seen))
    return "".join(map(_letter, whole.translate(WITHOUT_STROKE)))


def _letter(character: str) -> str:
    if character.encode(ENCODING, "ignore"):
        return character
    parts = unicodedata.normalize("NFKD", character)
    bare = "".join(each for each in parts if not unicodedata.category(each).startswith("M"))
    return bare.encode(ENCODING, "replace").decode(ENCODING)
