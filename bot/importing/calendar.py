"""`import calendar`: when the trust, or one of its schools, has no teaching.

The file is the trust's whole calendar: it takes the place of the one before.
"""

from dataclasses import replace
from datetime import date, datetime

from bot.importing.cells import Cells
from bot.importing.outcome import Problems, Summary, shown
from bot.importing.sheet import Source, need_columns, not_read, plain_names, read_sheet
from bot.importing.trusts import choose
from storage.records import Closure, School, Trust
from storage.store import Store

NEEDED = ("starts", "name")
COLUMNS = ("starts", "ends", "name", "school_urn")
NAME_LIMIT = 100  # characters, as in the table
LONGEST = 100  # days; a summer holiday has about 45, a slip in the year has 365


async def import_calendar(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Replace the trust's closures by those of the file; BadFile stores nothing.

    `now` is taken so that every import is called alike.
    """
    sheet = plain_names(read_sheet(source, otherwise="calendar.csv"))
    need_columns(sheet, NEEDED)
    trust = await choose(store, trust_name)
    schools = {each.urn: each for each in await store.schools.everyone(trust.id)}
    problems = Problems(sheet.file)
    given = [_read(Cells(row, problems), trust, schools) for row in sheet.rows]
    problems.settle()
    wanted = dict.fromkeys(each for each in given if each is not None)
    before = set(await store.calendar.whole(trust.id))
    if not dry_run and before != wanted.keys():
        await store.calendar.replace(trust.id, wanted)
    gone = len(before - wanted.keys())
    return replace(
        Summary(sheet.file, "closures", dry_run=dry_run),
        new=len(wanted.keys() - before),
        unchanged=len(wanted.keys() & before),
        notes=((f"{gone} removed",) if gone else ()) + not_read(sheet, COLUMNS),
    )


def _read(cells: Cells, trust: Trust, schools: dict[str, School]) -> Closure | None:
    urn = cells.raw("school_urn")
    if urn and urn not in schools:
        cells.wrong(f"school_urn {shown(urn)} is not a school of this trust")
    name = cells.text("name", NAME_LIMIT, needed=True)
    starts = cells.date("starts")
    ends = cells.date("ends") or starts
    if not cells.raw("starts"):
        cells.wrong("starts is blank")
    if starts is None or ends is None:
        return None
    _check_span(cells, starts, ends)
    return Closure(trust.id, starts, ends, name, schools[urn].id if urn in schools else None)


def _check_span(cells: Cells, starts: date, ends: date) -> None:
    if ends < starts:
        cells.wrong(f"ends {ends} is before starts {starts}")
    elif (ends - starts).days >= LONGEST:
        cells.wrong(f"{starts} to {ends} is longer than {LONGEST} days")
