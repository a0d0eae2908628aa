"""`import` from the command line: 0 and one line when it worked, 2 and the wrong rows when it did not."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from storage.store import Database
from storage.tables import people, schools, trusts
from tests.bot.importing.conftest import DATA, SCHOOLS, STAFF, TRUST
from tests.commandline import SAMPLE, brightspot, sample_trust


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schools.csv").write_bytes(SCHOOLS)
    (tmp_path / "staff.csv").write_bytes(STAFF)
    return tmp_path


async def rows(url, table):
    database = Database(url)
    try:
        async with database.reading() as store:
            return len((await store.connection.execute(table.select())).all())
    finally:
        await database.close()


async def test_the_sample_trust_loads_from_its_four_files(database_url):
    await sample_trust(database_url)

    again = await brightspot(database_url, "import", "staff", SAMPLE / "staff.csv")
    assert (again.code, again.err) == (0, "")
    assert again.out == "staff.csv: people: 0 new, 0 changed, 160 unchanged\n"
    for kind in ("schools", "networks", "calendar"):
        again = await brightspot(database_url, "import", kind, SAMPLE / f"{kind}.csv")
        assert "0 new, 0 changed" in again.out


async def test_the_real_schools_and_the_register_load_by_the_same_command(database_url):
    ended = await brightspot(database_url, "import", "schools", DATA / "schools_real.csv")
    assert ended.out == ("schools_real.csv: schools: 235 new, 0 changed, 0 unchanged; in 18 trusts, 18 new\n")
    ended = await brightspot(
        database_url, "import", "schools", DATA / "register_windows1252.csv", "--trust", "One"
    )
    assert (ended.code, ended.out[:44]) == (0, "register_windows1252.csv: schools: 18 new, 0")
    assert await rows(database_url, schools) == 253


async def test_a_schools_own_term_dates_come_with_its_urn(database_url, folder):
    await brightspot(database_url, "import", "schools", folder / "schools.csv")
    (folder / "terms.csv").write_text("starts,ends,name\n2026-09-03,2026-10-23,Term 1\n")

    ended = await brightspot(database_url, "import", "calendar", folder / "terms.csv", "--school", "900113")
    assert (ended.code, ended.out[:28]) == (0, "terms.csv: closures: 1 new, ")
    ended = await brightspot(database_url, "import", "calendar", folder / "terms.csv", "--school", "1")
    assert (ended.code, ended.errors) == (2, ["1 is not a school of this trust"])


async def test_with_several_trusts_a_staff_list_has_to_say_whose_it_is(database_url, folder):
    await brightspot(database_url, "import", "schools", folder / "schools.csv")
    await brightspot(database_url, "import", "schools", folder / "schools.csv", "--trust", "Another")

    ended = await brightspot(database_url, "import", "staff", folder / "staff.csv")
    assert (ended.code, ended.out) == (2, "")
    assert ended.errors == [
        "there are several trusts; say which with --trust: Alder Coast Learning Trust, Another"
    ]
    ended = await brightspot(database_url, "import", "staff", folder / "staff.csv", "--trust", TRUST)
    assert ended.code == 0


async def test_a_dry_run_stores_nothing(database_url, folder):
    ended = await brightspot(database_url, "import", "schools", folder / "schools.csv", "--dry-run")

    assert (ended.code, "(dry run: nothing was stored)" in ended.out) == (0, True)
    assert await rows(database_url, trusts) == 0


async def test_every_wrong_row_is_one_line_and_nothing_is_stored(database_url, folder):
    await brightspot(database_url, "import", "schools", folder / "schools.csv")
    staff = folder / "staff.csv"
    wrong = [f"p{n}@aldercoast.example,Person {n},99999,Teacher,,,,," for n in range(3)]
    staff.write_bytes(STAFF + "\n".join(wrong).encode())

    ended = await brightspot(database_url, "import", "staff", staff)

    assert (ended.code, ended.out) == (2, "")
    assert ended.errors == [
        f"staff.csv row {n}: school_urn 99999 is not a school of this trust" for n in (5, 6, 7)
    ]
    assert await rows(database_url, people) == 0


@pytest.mark.parametrize("kind", ["schools", "staff", "networks", "calendar"])
@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n", b"PK\x03\x04", "a,b\n1,2\n".encode("utf-16"), b"a;b\n1;2\n", b"\x00\x01\x02",
        b'"', b'"a\n',
        b"email,name,school_urn,job_title,urn,trust,network,starts\n" + b"x," * 900 + b"\n",
        b"email,name,school_urn,job_title,urn,trust,network,starts\n" + b"x" * 1_000_000 + b",,,,,,,\n",
        b"email,name,school_urn,job_title,urn,trust,network,starts\n=1,=1,=1,=1,=1,=1,=1,=1\n",
        b"nothing,of,use\n1,2,3\n",
    ],
)  # fmt: skip
async def test_no_wrong_file_breaks_it_or_leaves_anything(database_url, folder, kind, content):
    await brightspot(database_url, "import", "schools", folder / "schools.csv")
    file = folder / "wrong.csv"
    file.write_bytes(content)

    ended = await brightspot(database_url, "import", kind, file)

    assert (ended.code, ended.out) == (2, "")
    assert ended.errors
    assert all(line.startswith("wrong.csv") and len(line) < 500 for line in ended.errors)
    assert await rows(database_url, schools) == 2
    assert await rows(database_url, people) == 0


async def test_a_folder_or_no_file_at_all_is_said_plainly(database_url, folder):
    for file, said in ((folder, "is a folder, not a file"), (folder / "none.csv", "there is no such file")):
        ended = await brightspot(database_url, "import", "schools", file)
        assert (ended.code, ended.err) == (2, f"{file.name}: {said}\n")


async def test_a_database_that_was_never_migrated_says_how_to_go_on(tmp_path, folder):
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"

    ended = await brightspot(url, "import", "schools", folder / "schools.csv")

    assert (ended.code, ended.err) == (
        1, "the database is not up to date; run: python -m bot migrate\n",
    )  # fmt: skip


@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
async def test_it_is_a_command_of_its_own(database_url, folder):
    """The same through a process, as a trust runs it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "import", "schools", str(folder / "schools.csv"),
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()

    assert (process.returncode, err) == (0, b"")
    assert out == b"schools.csv: schools: 2 new, 0 changed, 0 unchanged; in 1 trust, 1 new\n"
