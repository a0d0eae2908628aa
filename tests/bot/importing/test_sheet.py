"""Whatever is handed over as a CSV file is read, or refused in words; it never breaks anything."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importing.outcome import BadFile
from bot.importing.sheet import read_sheet

SAVE = "save it as “CSV UTF-8 (comma delimited)” and use that"
COMMAS = "its columns are not separated by commas; save it as “CSV (comma delimited)”"
ENCODING = "has letters in another encoding; save the file as “CSV UTF-8 (comma delimited)”"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b" \r\n \n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"email,name\n", "there are column names and nothing below them"),
        (b"PK\x03\x04rest of a workbook", f"is an Excel workbook; {SAVE}"),
        ("email,name\na,b\n".encode("utf-16"), f"is in UTF-16; {SAVE}"),
        (b"email;name\na;b\n", COMMAS),
        (b"email\tname\na\tb\n", COMMAS),
        (b"email,email\na,b\n", "has the column email twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_one_line(raw, said):
    with pytest.raises(BadFile) as told:
        read_sheet(raw, otherwise="staff.csv")
    assert told.value.lines == (f"staff.csv: {said}",)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a,b\n1,2\n1,2,3\n", "row 3: has 3 cells, and there are 2 columns"),
        (b"a,b\n1,2\n\n1\n", "row 4: has 1 cell, and there are 2 columns"),
        (b"a,b\n1," + b"x" * 1_000_000 + b"\n", "row 2: a cell has more than 5,000 characters"),
        (b"a,b\n1," + b"x" * 6_000 + b"\n", "row 2: a cell has more than 5,000 characters"),
        (b"a,b\n1,\x00\n", "row 2: has characters that are no text (NUL or another control character)"),
        (b'a,b\n1,"2\n', "row 2: its quotation marks do not match up"),
        (b"a,b\n1,2\n1,Zo\xeb\n", f"row 3: {ENCODING}"),
        ("a,b\n1,Zo�\n".encode(), f"row 2: {ENCODING}"),
        (b'a,b\n"line\nbreak",2\n1,\x00\n',
         "row 3: has characters that are no text (NUL or another control character)"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_as_the_spreadsheet_numbers_it(raw, said):
    with pytest.raises(BadFile) as told:
        read_sheet(raw, otherwise="staff.csv")
    assert told.value.lines == (f"staff.csv {said}",)


def test_every_wrong_row_is_named_in_one_go():
    with pytest.raises(BadFile) as told:
        read_sheet(b"a,b\n1\n1,2\n1,2,3\n", otherwise="staff.csv")
    assert [line.partition(":")[0] for line in told.value.lines] == ["staff.csv row 2", "staff.csv row 4"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble():
    sheet = read_sheet("\ufeffa,b\r\nZoë, 2 \r\n".encode(), otherwise="x")
    assert sheet.columns == ("a", "b")
    assert dict(sheet.rows[0].cells) == {"a": "Zoë", "b": "2"}


def test_a_folder_and_a_missing_file_are_said_plainly(tmp_path: Path):
    for path, said in (
        (tmp_path, f"{tmp_path.name}: is a folder, not a file"),
        (tmp_path / "none.csv", "none.csv: there is no such file"),
        ("nul\0.csv", "nul?.csv: cannot be read (not a usable path)"),
    ):
        with pytest.raises(BadFile) as told:
            read_sheet(path, otherwise="x")
        assert told.value.lines == (said,)


CELLS = st.text(string.printable + 'é\x00\ufffd=;’"\n,', max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(CELLS).map(lambda rows: "\n".join(rows).encode())))
def test_whatever_bytes_come_they_are_read_or_refused(raw: bytes):
    lines: tuple[str, ...] = ("read",)
    try:
        assert read_sheet(raw, otherwise="x").rows
    except BadFile as problem:
        lines = problem.lines
    assert lines
    assert all("\n" not in line for line in lines)
