"""A library as a file: a table for spreadsheets, JSON for programs, bookmarks for browsers.

What is written here, `import resources` reads again (bookmarks without who shared what, kinds and checks).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from itertools import groupby

from bot.importing.cells import guarded
from handlers.library.taking import Line

COLUMNS = (
    "url", "title", "purpose", "network", "shared_by", "shared_on", "kind", "topics", "phases", "subjects",
    "practices", "checked_by", "checked_until", "archived",
)  # fmt: skip
#: Of bookmarks in no network.
NO_NETWORK = "The trust's library"


@dataclass(frozen=True, slots=True)
class Format:
    write: Callable[[Sequence[Line], str, date], str]
    media: str


def as_csv(lines: Sequence[Line], trust: str, today: date) -> str:
    """For spreadsheets: they know UTF-8 by the mark in front, and find no formula in it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for each in lines:
        writer.writerow(guarded(_cell(getattr(each, name))) for name in COLUMNS)
    return "\ufeff" + file.getvalue()


def as_json(lines: Sequence[Line], trust: str, today: date) -> str:
    """Each resource once, with all who shared it."""
    resources = [_resource(list(several)) for _, several in groupby(lines, key=lambda each: each.url)]
    found = {"trust": trust, "exported_on": today.isoformat(), "resources": resources}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def as_bookmarks(lines: Sequence[Line], trust: str, today: date) -> str:
    """A folder for each network; archived ones stay behind."""
    folders: dict[str, list[Line]] = {}
    for each in lines:
        if not each.archived:
            folders.setdefault(each.network, []).append(each)
    parts = [_folder(name or NO_NETWORK, folders[name]) for name in sorted(folders, key=str.casefold)]
    return _BOOKMARKS.format(title=escape(f"Library of the {trust}"), folders="".join(parts))


FORMATS: Mapping[str, Format] = {
    "csv": Format(as_csv, "text/csv"),
    "json": Format(as_json, "application/json"),
    "html": Format(as_bookmarks, "text/html"),
}


def _cell(value: str | tuple[str, ...] | date | bool | None) -> str:
    match value:
        case tuple():
            return "; ".join(value)
        case bool():
            return "yes" if value else ""
        case date():
            return value.isoformat()
        case _:
            return value or ""


def _resource(several: Sequence[Line]) -> dict[str, object]:
    first = several[0]
    return {
        "url": first.url,
        "title": first.title,
        "kind": first.kind,
        "topics": first.topics,
        "phases": first.phases,
        "subjects": first.subjects,
        "practices": first.practices,
        "checked_by": first.checked_by,
        "checked_until": _cell(first.checked_until),
        "archived": first.archived,
        "shared": [
            {
                "by": each.shared_by,
                "on": _cell(each.shared_on),
                "network": each.network,
                "purpose": each.purpose,
            }
            for each in several
        ],
    }


_BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>{title}</TITLE>
<H1>{title}</H1>
<DL><p>
{folders}</DL><p>
"""


def _folder(name: str, lines: Iterable[Line]) -> str:
    entries = "".join(map(_bookmark, lines))
    return f"    <DT><H3>{escape(name)}</H3>\n    <DL><p>\n{entries}    </DL><p>\n"


def _bookmark(line: Line) -> str:
    """TAGS is read by Firefox; names of topics hold commas, so ours are between semicolons too."""
    tags = (*line.topics, *line.phases, *line.subjects)
    added = f' ADD_DATE="{int(_noon(line.shared_on).timestamp())}"' if line.shared_on else ""
    given = f' TAGS="{escape(",".join(tags))}" DATA-TOPICS="{escape("; ".join(tags))}"' if tags else ""
    about = f"        <DD>{escape(line.purpose)}\n" if line.purpose else ""
    return f'        <DT><A HREF="{escape(line.url)}"{added}{given}>{escape(line.title)}</A>\n{about}'


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
