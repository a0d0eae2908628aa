"""A CSV file as rows of named cells, or the reasons why it cannot be read.

The files come from spreadsheets, HR systems and the DfE's register, and by mistake as workbooks, with
semicolons, or in another encoding. Nothing here raises anything but BadFile.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.importing.outcome import BadFile, Problems, shown

#: What an import is given: a path, or the file itself.
Source = Path | str | bytes

FILE_LIMIT = 150_000_000  # bytes; the whole register is about 60 MB
CELL_LIMIT = 5_000  # characters; the longest thing anybody writes here is a paragraph
COLUMN_LIMIT = 1_000  # the register has about 140

UTF8 = ("utf-8",)
#: The register is published in Windows-1252; UTF-8 is tried first because it cannot be mistaken.
UTF8_OR_WINDOWS = ("utf-8", "cp1252")

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx is a zip archive, .xls an OLE file
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 says so in its first two bytes
#: Control characters, and the marks that make words run the other way (a name could pose as another).
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNDECODED = re.compile("[\ud800-\udfff\ufffd]")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column name. `number` is the spreadsheet's: the column names are row 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def name_of(source: Source, otherwise: str) -> str:
    """What the file is called in messages."""
    return otherwise if isinstance(source, bytes) else shown(Path(source).name) or otherwise


def read_sheet(
    source: Source,
    *,
    otherwise: str,
    encodings: tuple[str, ...] = UTF8,
    wanted: Callable[[tuple[str, ...]], frozenset[str]] = frozenset,
) -> Sheet:
    """The file as rows; BadFile says what is wrong with it, row by row where it can.

    `otherwise` names the file where only its bytes are given. `wanted` is told the columns and says which
    are kept: of a register with 140 columns and 50,000 rows most would only fill the memory.
    """
    file = name_of(source, otherwise)
    problems = Problems(file)
    raw = bytes_of(source, file)
    _refuse_what_is_no_csv(raw, file)
    records = _records(_lines(raw, encodings), problems)
    _, header = next(records, (0, []))
    problems.settle()
    if not header:
        raise BadFile([f"{file}: the file is empty"])
    columns = tuple(cell.strip() for cell in header)
    _refuse_columns(columns, file)
    kept = wanted(columns)
    rows = []
    for number, cells in records:
        if len(cells) != len(columns):
            said = f"has {_count(len(cells), 'cell')}, and there are {_count(len(columns), 'column')}"
            problems.add(number, said)
        named = zip(columns, cells, strict=False)
        rows.append(Row(number, {name: cell.strip() for name, cell in named if name in kept}))
    problems.settle()
    if not rows:
        raise BadFile([f"{file}: there are column names and nothing below them"])
    return Sheet(file, columns, tuple(rows))


def bytes_of(source: Source, file: str) -> bytes:
    """What is in the file; BadFile where it cannot be read, or is too large or empty."""
    if isinstance(source, bytes):
        raw = source
    else:
        try:
            path = Path(source)
            if path.is_dir():
                raise BadFile([f"{file}: is a folder, not a file"])
            if path.exists() and not path.is_file():
                raise BadFile([f"{file}: is not a plain file"])
            if path.stat().st_size > FILE_LIMIT:
                raise BadFile([f"{file}: is larger than {FILE_LIMIT // 1_000_000} MB"])
            raw = path.read_bytes()
        except FileNotFoundError:
            raise BadFile([f"{file}: there is no such file"]) from None
        except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
            reason = getattr(problem, "strerror", None) or "not a usable path"
            raise BadFile([f"{file}: cannot be read ({reason})"]) from None
    if len(raw) > FILE_LIMIT:
        raise BadFile([f"{file}: is larger than {FILE_LIMIT // 1_000_000} MB"])
    if not raw.strip():
        raise BadFile([f"{file}: the file is empty"])
    return raw


def _refuse_what_is_no_csv(raw: bytes, file: str) -> None:
    if raw.startswith(_WORKBOOKS):
        raise BadFile(
            [f"{file}: is an Excel workbook; save it as “CSV UTF-8 (comma delimited)” and use that"]
        )
    if raw.startswith(_WIDE):
        raise BadFile([f"{file}: is in UTF-16; save it as “CSV UTF-8 (comma delimited)” and use that"])


def _lines(raw: bytes, encodings: tuple[str, ...]) -> TextIO:
    """The text; what cannot be decoded is left as marks, so that its row can be named."""
    encoding, errors = encodings[-1], "surrogateescape"
    for each in encodings:
        try:
            raw.decode(each)
        except UnicodeDecodeError:
            continue
        encoding, errors = each, "strict"
        break
    raw = raw.removeprefix(codecs.BOM_UTF8)
    return io.TextIOWrapper(io.BytesIO(raw), encoding, errors, newline="")


def _records(lines: TextIO, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every row that has any; what cannot be kept is noted."""
    reader = csv.reader(lines, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            too_long = "field limit" in str(problem)
            problems.add(number, _too_long() if too_long else "its quotation marks do not match up")
            return
        _note_what_is_wrong(number, cells, problems)
        if any(cell.strip() for cell in cells):
            yield number, cells


def _note_what_is_wrong(number: int, cells: list[str], problems: Problems) -> None:
    whole = "".join(cells)
    if any(len(cell) > CELL_LIMIT for cell in cells):
        problems.add(number, _too_long())
    if is_no_text(whole):
        problems.add(number, "has characters that are no text (NUL or another control character)")
    if _UNDECODED.search(whole):
        problems.add(
            number, "has letters in another encoding; save the file as “CSV UTF-8 (comma delimited)”"
        )


def is_no_text(words: str) -> bool:
    """Whether there are characters in it that nobody types."""
    return _CONTROLS.search(words) is not None


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _too_long() -> str:
    return f"a cell has more than {CELL_LIMIT:,} characters"


def _refuse_columns(columns: tuple[str, ...], file: str) -> None:
    if len(columns) == 1 and re.search(r"[;\t|]", columns[0]):
        raise BadFile(
            [f"{file}: its columns are not separated by commas; save it as “CSV (comma delimited)”"]
        )
    if len(columns) > COLUMN_LIMIT:
        raise BadFile([f"{file}: has more than {COLUMN_LIMIT:,} columns"])
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise BadFile([f"{file}: has the column {shown(twice[0])} twice"])


def plain_names(sheet: Sheet) -> Sheet:
    """The same rows with column names as this project writes them: `School URN` is `school_urn`."""
    names = {each: re.sub(r"[\s-]+", "_", each.lower()) for each in sheet.columns}
    columns = tuple(names[each] for each in sheet.columns)
    _refuse_columns(columns, sheet.file)
    rows = (
        Row(row.number, {names[column]: cell for column, cell in row.cells.items()}) for row in sheet.rows
    )
    return Sheet(sheet.file, columns, tuple(rows))


def need_columns(sheet: Sheet, needed: tuple[str, ...]) -> None:
    """BadFile where one is missing."""
    missing = [name for name in needed if name not in sheet.columns]
    if len(missing) == 1:
        raise BadFile([f"{sheet.file}: the column {missing[0]} is missing"])
    if missing:
        raise BadFile([f"{sheet.file}: the columns {', '.join(missing)} are missing"])


def not_read(sheet: Sheet, known: tuple[str, ...]) -> tuple[str, ...]:
    """A note on the columns that this import has no use for, so that a misspelt one is noticed."""
    others = [shown(name) for name in sheet.columns if name and name not in known]
    return (f"columns not read: {', '.join(others)}",) if others else ()
