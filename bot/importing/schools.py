"""`import schools`: a trust's schools from the DfE's register, or from a plain file of the trust's own.

What a file does not know stays as it was: a blank cell never wipes out a known fact. The one exception is
`mixed_age_classes`, where the column exists: there blank means that the school has none.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.importing.cells import Cells, parts
from bot.importing.columns import NEEDED_OF_PLAIN, NEEDED_OF_REGISTER, by_fact, is_register, wanted
from bot.importing.grid import EASTINGS, NORTHINGS, to_degrees
from bot.importing.outcome import BadFile, Problems, Summary, shown
from bot.importing.sheet import (
    CELL_LIMIT,
    UTF8_OR_WINDOWS,
    Row,
    Source,
    need_columns,
    plain_names,
    read_sheet,
)
from bot.importing.trusts import alike
from storage.records import School, SchoolId, TrustId
from storage.store import Store
from storage.tables import schools

#: Text facts that are taken as they stand; how long they may be is the table's word.
TEXTS = (
    "type", "phase", "gender", "religious_character", "admissions_policy", "region",
    "local_authority", "district", "town", "postcode", "urban_rural", "resourced_provision",
)  # fmt: skip
WHOLES = {"age_low": (0, 120), "age_high": (0, 120), "capacity": (0, 100_000), "pupils": (0, 100_000)}
WHOLES |= {"idaci_decile": (1, 10)}
NUMBERS = {
    "fill_pct": (0, 1_000), "roll_change_pct": (-100, 10_000), "pupils_per_year_group": (0, 5_000),
    "forms_of_entry": (0, 50), "pct_fsm": (0, 100), "pct_eal": (0, 100), "pct_sen_support": (0, 100),
    "pct_ehcp": (0, 100), "pct_mobility": (0, 100), "latitude": (49, 61), "longitude": (-9, 2),
}  # fmt: skip

#: Phases whose year groups are whole years of children; the register's words.
ORDINARY = ("Primary", "Secondary", "All-through", "Middle deemed primary", "Middle deemed secondary")
RECEPTION = 4  # years old: nursery classes are no year group

#: The largest trusts have about 100 schools; more than this is the register of all England.
MOST_SCHOOLS = 1_000

TRUST_NAME_LIMIT = 200  # characters, as in the table

_UNPLACED = TrustId(0)


@dataclass(frozen=True, slots=True)
class _Given:
    """A school as a file gives it, before its trust is known to the database."""

    row: int
    trust: str
    school: School
    #: Whether the file says anything on mixed-age classes.
    says_mixed: bool


async def import_schools(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Add schools or bring them up to date, by trust and URN; BadFile stores nothing.

    `trust_name` puts every row in that trust, otherwise the file's trust column decides. Trusts that are
    not here yet are made. `now` is taken so that every import is called alike.
    """
    sheet = read_sheet(source, otherwise="schools.csv", encodings=UTF8_OR_WINDOWS, wanted=wanted)
    register = is_register(sheet.columns)
    if not register:
        sheet = plain_names(sheet)
    need_columns(sheet, NEEDED_OF_REGISTER if register else NEEDED_OF_PLAIN)
    facts = by_fact(sheet)
    if trust_name is None and "trust" not in facts.columns:
        raise BadFile([f"{sheet.file}: has no column with the trust; say which with --trust NAME"])
    problems = Problems(sheet.file)
    if trust_name is not None and not 0 < len(" ".join(trust_name.split())) <= TRUST_NAME_LIMIT:
        raise BadFile([f"--trust needs a name of at most {TRUST_NAME_LIMIT} characters"])
    given, notes = _read(facts.rows, problems, trust_name, register=register)
    _refuse_doubles(given, problems)
    problems.settle()
    if not given:
        raise BadFile([f"{sheet.file}: no open school of a trust is in it"])
    if register and trust_name is not None and len(given) > MOST_SCHOOLS:
        raise BadFile(
            [f"{sheet.file}: --trust would put all its {len(given):,} schools in one trust; keep yours"]
        )
    return await _keep(given, store, Summary(sheet.file, "schools", notes=notes, dry_run=dry_run))


def _read(
    rows: Iterable[Row], problems: Problems, trust_name: str | None, *, register: bool
) -> tuple[list[_Given], tuple[str, ...]]:
    """The schools that are to be kept, and a word on those that are not."""
    given: list[_Given] = []
    left_out: Counter[str] = Counter()
    for row in rows:
        cells = Cells(row, problems)
        if register and not cells.raw("status").lower().startswith("open"):
            left_out[cells.raw("status").lower() or "no status"] += 1
            continue
        trust = trust_name if trust_name is not None else cells.text("trust", TRUST_NAME_LIMIT)
        trust = " ".join(trust.split())
        if not trust and register:
            left_out["in no trust"] += 1
            continue
        if not trust:
            cells.wrong("trust is blank")
        school = _school(cells)
        if register:
            school = _worked_out(school)
        given.append(_Given(row.number, trust, school, cells.has("mixed_age_classes")))
    return given, tuple(f"{count} left out ({why})" for why, count in left_out.most_common())


def _school(cells: Cells) -> School:
    values: dict[str, Any] = {name: cells.text(name, _limit(name)) for name in TEXTS}
    values |= {name: cells.whole(name, *span) for name, span in WHOLES.items()}
    values |= {name: cells.number(name, *span) for name, span in NUMBERS.items()}
    values["notes"] = cells.free_text("notes", _limit("notes"))
    if cells.has("mixed_age_classes"):
        values["mixed_age_classes"] = parts(cells.text("mixed_age_classes", _limit("mixed_age_classes")))
    values |= {name: cells.yes_or_no(name) for name in ("sixth_form", "coastal")}
    values["feeds"] = _feeds(cells)
    urn = cells.text("urn", _limit("urn"), needed=True)
    if urn and not (urn.isascii() and urn.isdigit()):
        cells.wrong(f"urn {shown(urn)} is not a number")
    name = cells.text("name", _limit("name"), needed=True)
    return _placed(School(SchoolId(0), _UNPLACED, urn, name, **values), cells)


def _feeds(cells: Cells) -> tuple[str, ...]:
    """The schools most children go on to, by URN; they may be outside the trust."""
    given = parts(cells.text("feeds", _limit("feeds")))
    for urn in given:
        if not (urn.isascii() and urn.isdigit()):
            cells.wrong(f"feeds {shown(urn)} is not a URN")
    return given


def _placed(school: School, cells: Cells) -> School:
    """Degrees from the National Grid, where the file gives no degrees itself."""
    easting, northing = cells.whole("easting", *EASTINGS), cells.whole("northing", *NORTHINGS)
    if school.latitude is not None and school.longitude is not None:
        return school
    if not easting or not northing:
        return replace(school, latitude=None, longitude=None)
    latitude, longitude = to_degrees(easting, northing)
    return replace(school, latitude=round(latitude, 5), longitude=round(longitude, 5))


def _refuse_doubles(given: Iterable[_Given], problems: Problems) -> None:
    first: dict[tuple[str, str], int] = {}
    for each in given:
        key = (alike(each.trust), each.school.urn)
        if each.school.urn and key in first:
            problems.add(each.row, f"urn {shown(each.school.urn)} is in row {first[key]} already")
        first.setdefault(key, each.row)


def _limit(column: str) -> int:
    """How many characters the table has for a column."""
    limit: int = getattr(schools.c[column].type, "length", None) or CELL_LIMIT
    return limit


def _worked_out(school: School) -> School:
    """What the register does not say and its own figures tell."""
    pupils, low, high = school.pupils, school.age_low, school.age_high
    if pupils and school.capacity:
        school = replace(school, fill_pct=round(100 * pupils / school.capacity, 1))
    if pupils and low is not None and high is not None and school.phase in ORDINARY:
        year_groups = high - max(low, RECEPTION)
        if year_groups > 0:
            school = replace(school, pupils_per_year_group=round(pupils / year_groups, 1))
    return school


# ------------------------------------------------------------------ into the database


async def _keep(given: list[_Given], store: Store, summary: Summary) -> Summary:
    by_trust: dict[str, list[_Given]] = {}
    for each in given:
        by_trust.setdefault(alike(each.trust), []).append(each)
    here = {alike(trust.name): trust for trust in await store.trusts.everyone()}
    new = changed = unchanged = 0
    for key, batch in by_trust.items():
        trust = here.get(key)
        stored = {each.urn: each for each in await store.schools.everyone(trust.id)} if trust else {}
        if trust is None and not summary.dry_run:
            trust = await store.trusts.add(batch[0].trust)
        merged = [_merged(each, stored.get(each.school.urn)) for each in batch]
        different = [each for each in merged if each != stored.get(each.urn)]
        if trust and different and not summary.dry_run:
            await store.schools.keep(replace(each, trust=trust.id) for each in different)
        new += sum(each.urn not in stored for each in merged)
        changed += sum(each.urn in stored for each in different)
        unchanged += len(merged) - len(different)
    made = len(by_trust.keys() - here.keys())
    trusts = f"in {len(by_trust)} trust{'s' if len(by_trust) > 1 else ''}" + (f", {made} new" if made else "")
    return replace(summary, new=new, changed=changed, unchanged=unchanged, notes=(trusts, *summary.notes))


def _merged(given: _Given, stored: School | None) -> School:
    """The stored school with what the file knows; what it does not know stays."""
    if stored is None:
        return given.school
    facts = {f.name: getattr(given.school, f.name) for f in fields(School) if f.name not in ("id", "trust")}
    mixed = facts.pop("mixed_age_classes")
    known = {name: value for name, value in facts.items() if value not in (None, "", ())}
    if given.says_mixed:
        known["mixed_age_classes"] = mixed
    return replace(stored, **known)
