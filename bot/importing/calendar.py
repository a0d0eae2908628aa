"""`import calendar`: when the trust, or one of its schools, has no teaching; or when its terms begin and end.

The trust's file is the whole calendar: it takes the place of the one before, but for schools that brought
files of their own (`--school`) and are not named in it. A school whose terms are told keeps its own calendar
alone; where only days off are told, they stand beside the trust's.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.importing.cells import Cells
from bot.importing.days_off import naming_in
from bot.importing.entries import HOLIDAY, INSET, TERM, Entries, Owner
from bot.importing.ics import is_ics, read_ics
from bot.importing.outcome import BadFile, Problems, Summary, shown
from bot.importing.sheet import (
    Source,
    bytes_of,
    name_of,
    need_columns,
    not_read,
    plain_names,
    read_sheet,
)
from bot.importing.terms import breaks_between, doubts, is_whole
from bot.importing.trusts import choose
from handlers.rules.calendar import AUGUST, Calendars, SchoolCalendar, school_year
from handlers.talk import LOCAL
from storage.records import Closure, DayOff, Naming, School, TermStyle, TrustId
from storage.store import Store

NEEDED = ("starts", "name")
COLUMNS = ("starts", "ends", "name", "school_urn", "kind", "naming")
NAMED = 3  # schools that a note names


async def import_calendar(
    source: Source,
    store: Store,
    *,
    trust_name: str | None = None,
    school: str | None = None,
    now: datetime,
    dry_run: bool = False,
) -> Summary:
    """Replace the calendar by what the file tells; BadFile stores nothing.

    `school`: the URN of the one whose own file it is.
    """
    trust = await choose(store, trust_name)
    schools = {each.urn: each for each in await store.schools.everyone(trust.id)}
    if school is not None and school not in schools:
        raise BadFile([f"{shown(school)} is not a school of this trust"])
    only = None if school is None else schools[school]
    file, told, notes = _read(source, schools, only, now)

    before = await store.calendar.whole(trust.id)
    styles = {each.school: each for each in await store.calendar.term_styles(trust.id)}
    kept = [each for each in before if not told.replaces(each.school, styles.get(each.school))]
    brought = list(dict.fromkeys(_closures(trust.id, told)))
    restyled = _restyled(trust.id, styles, told, brought)
    gone = set(before) - set(kept)
    if not dry_run and (gone != set(brought) or restyled != [*styles.values()]):
        await store.calendar.replace(trust.id, (*kept, *brought))
        await store.calendar.keep_term_styles(trust.id, restyled)
    removed = len(gone - set(brought))
    looked_at: dict[Owner, str] = {} if told.own_file else {None: trust.name}
    looked_at |= {each.id: each.name for each in schools.values() if each.id in told.owners}
    return replace(
        Summary(file, "closures", dry_run=dry_run),
        new=len(set(brought) - gone),
        unchanged=len(set(brought) & gone),
        notes=(
            *((f"{removed} removed",) if removed else ()),
            *_own_files(styles, told, schools.values()),
            *notes,
            *doubts(Calendars((*kept, *brought), restyled), looked_at),
        ),
    )


def _read(
    source: Source, schools: Mapping[str, School], only: School | None, now: datetime
) -> tuple[str, Entries, tuple[str, ...]]:
    """The file's name, what it tells, and notes on what was not read."""
    file = name_of(source, otherwise="calendar.csv")
    raw = bytes_of(source, file)
    if is_ics(raw, file):
        since = date(school_year(now.astimezone(LOCAL).date()) - 1, AUGUST, 1)
        rows, notes = read_ics(raw, file, since)
        problems = Problems(file, "event")
    else:
        sheet = plain_names(read_sheet(source, otherwise=file))
        need_columns(sheet, NEEDED)
        rows, notes, problems = sheet.rows, not_read(sheet, COLUMNS), Problems(file)
    told = Entries(schools, only, problems)
    for row in rows:
        told.read(Cells(row, problems), row.number)
    told.check_terms()
    problems.settle()
    return file, told, notes


def _closures(trust: TrustId, told: Entries) -> Iterator[Closure]:
    """The days off that are told, and the holidays between the terms that are told."""
    for owner in told.owners:
        for each in told.of(owner, HOLIDAY, INSET):
            yield Closure(trust, each.starts, each.ends, each.name, owner, DayOff(each.kind))
        for starts, ends, name in breaks_between(told.of(owner, TERM)):
            yield Closure(trust, starts, ends, name, owner)


def _restyled(
    trust: TrustId, before: Mapping[Owner, TermStyle], told: Entries, brought: Sequence[Closure]
) -> list[TermStyle]:
    """How terms are called from now on, and whose calendar stands alone; the trust's first.

    What they are called stays until a file says otherwise. A file of a school's own that holds a whole year
    stands alone like one that tells its terms.
    """
    found: list[TermStyle] = []
    usual = Naming.THREE_TERMS
    for owner in sorted({None, *before, *told.owners}, key=lambda each: each or 0):
        style = before.get(owner, TermStyle(trust, owner, usual))
        if told.replaces(owner, style):
            terms = [each.name for each in told.of(owner, TERM)]
            naming = told.naming.get(owner) or naming_in(terms) or style.naming
            theirs = [each for each in brought if each.school == owner]
            alone = bool(terms) or (told.own_file and is_whole(SchoolCalendar(theirs)))
            style = TermStyle(trust, owner, naming, alone and owner is not None, told.own_file)
        if style != TermStyle(trust, owner, usual):
            found.append(style)
        if owner is None:
            usual = style.naming
    return found


def _own_files(
    before: Mapping[Owner, TermStyle], told: Entries, schools: Collection[School]
) -> Iterator[str]:
    """Notes on schools that brought files of their own, where this one is the trust's."""
    theirs = [each for each in schools if each.id in before and before[each.id].own_file]
    if told.own_file or not theirs:
        return
    stay = [each.name for each in theirs if each.id not in told.owners]
    gone = [each.name for each in theirs if each.id in told.owners]
    if stay:
        yield f"left as in their own files: {_few(stay)}"
    if gone:
        yield f"own files replaced: {_few(gone)}"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(sorted(names)[:NAMED]) + more
