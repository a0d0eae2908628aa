"""A SharePoint list, as "Export to CSV" writes it: its columns as ours, its own way of writing cells undone.

With its schema or without: the first line may hold `ListSchema=…`. A link is "https://…, what it is called",
a choice of several is "Phonics;#Reading;#", a person is "12;#Jo Example".
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.importing.cells import guarded
from bot.importing.sheet import Row, Sheet

_SCHEMA = re.compile(rb'^(?:\xef\xbb\xbf)?"?ListSchema=')
#: Our column → what it is called in lists, the likeliest first.
_CALLED = {
    "url": ("url", "link", "web_address", "web_link", "hyperlink", "address", "resource_link", "website"),
    "title": ("title", "name", "resource"),
    "purpose": ("description", "purpose", "notes", "comments", "summary", "about"),
    "shared_by": ("shared_by", "created_by", "author", "owner"),
    "shared_on": ("shared_on", "created"),
}
#: What else says what it is about, in words of the list's own.
_ABOUT = (
    "category", "categories", "tag", "tags", "topic", "topics", "keywords", "subject", "subjects",
    "phase", "phases", "key_stage", "key_stages", "year_group", "year_groups", "network",
)  # fmt: skip
#: Columns that are ours alone: a file with one of them is no list.
_OURS = {"purpose", "shared_by", "shared_on", "checked_by", "checked_until"}
_LIST = {
    "created_by",
    "created",
    "modified",
    "modified_by",
    "item_type",
    "content_type",
    "path",
    "description",
}
_LOOKUP = re.compile(r"(?:^|;#)(?:-?\d+;#)?")
_TAG = re.compile(r"<[^<>]{1,500}>")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4})(?:[ T].*)?")


def without_schema(raw: bytes) -> tuple[bytes, int]:
    """The file from its column names on, and how many lines stood above them."""
    if _SCHEMA.match(raw):
        return raw.partition(b"\n")[2], 1
    return raw, 0


def is_list(sheet: Sheet) -> bool:
    columns = set(sheet.columns)
    return not columns & _OURS and bool(columns & _LIST)


def as_ours(sheet: Sheet, above: int) -> tuple[Sheet, int]:
    """Its rows under our names, and how many had no link at all."""
    names = {
        ours: next((each for each in theirs if each in sheet.columns), "") for ours, theirs in _CALLED.items()
    }
    rows = [_row(each, names, above) for each in sheet.rows]
    linked = tuple(each for each in rows if each.cells["url"])
    used = tuple(filter(None, (*names.values(), *(each for each in _ABOUT if each in sheet.columns))))
    unread = tuple(each for each in sheet.columns if each not in used)
    columns = (*(ours for ours, theirs in names.items() if theirs), *unread)
    return replace(sheet, columns=columns, rows=linked), len(rows) - len(linked)


def _row(row: Row, names: dict[str, str], above: int) -> Row:
    cells = {ours: _plain(row.cells.get(theirs, "")) for ours, theirs in names.items()}
    url, _, called = cells["url"].partition(", ")
    day = _DAY.fullmatch(cells["shared_on"])
    about = "; ".join(_about(row))
    cells |= {
        "url": url,
        "title": " ".join((cells["title"] or called).split()),
        "purpose": "\n".join(filter(None, (cells["purpose"], about))),
        "shared_by": next(iter(_several(cells["shared_by"])), ""),
        "shared_on": day[1] if day else "",
    }
    return Row(row.number + above, {name: guarded(cell) for name, cell in cells.items()})


def _about(row: Row) -> Iterator[str]:
    for column in _ABOUT:
        yield from _several(_plain(row.cells.get(column, "")))


def _several(cell: str) -> list[str]:
    """ "3;#Phonics;#4;#Reading" or "Phonics;#Reading;#" → both."""
    if cell.startswith("["):  # as lists write choices today: ["Phonics","Reading"]
        cell = cell.strip("[]").replace('","', ";#").strip('"')
    return [each.strip() for each in _LOOKUP.split(cell) if each.strip() and not each.strip().isdigit()]


def _plain(cell: str) -> str:
    """Without the markup of a text that was formatted."""
    return html.unescape(_TAG.sub(" ", cell)).strip() if "<" in cell else cell.strip()
