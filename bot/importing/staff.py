"""`import staff`: who works where, and what they say of their work.

A file is often older than what people have told Brightspot themselves, so:
- a blank cell never wipes out what is known (working on, can help with, working days, job title);
- who is closed to introductions stays closed, whatever a file says: only they themselves open again;
- nobody is taken out of a network, and nobody who is missing from the file is removed (`erase` does that).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.importing.cells import Cells, parts
from bot.importing.outcome import Problems, Summary, shown
from bot.importing.sheet import CELL_LIMIT, Source, need_columns, not_read, plain_names, read_sheet
from bot.importing.trusts import choose
from storage.records import NetworkId, Person, PersonId, School, SchoolId, Trust
from storage.store import Store
from storage.tables import people

NEEDED = ("email", "name", "school_urn", "job_title")
NETWORK_NAME_LIMIT = 100  # characters, as in the table
COLUMNS = (
    *NEEDED, "working_on", "can_help_with", "working_days", "networks", "open_to_introductions",
    "coordinator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Given:
    """A row: the person as the file knows them. None is a blank cell or a missing column."""

    email: str
    name: str
    school: SchoolId | None
    job_title: str
    working_on: str
    can_help_with: str
    working_days: tuple[int, ...] | None
    networks: tuple[str, ...]
    open: bool | None
    coordinator: bool | None


async def import_staff(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Add staff or bring them up to date, by e-mail; BadFile stores nothing."""
    sheet = plain_names(read_sheet(source, otherwise="staff.csv"))
    need_columns(sheet, NEEDED)
    trust = await choose(store, trust_name)
    schools = {each.urn: each for each in await store.schools.everyone(trust.id)}
    problems = Problems(sheet.file)
    given = [_read(Cells(row, problems), schools) for row in sheet.rows]
    first: dict[str, int] = {}
    for row, each in zip(sheet.rows, given, strict=True):
        if each.email and each.email in first:
            problems.add(row.number, f"email {shown(each.email)} is in row {first[each.email]} already")
        first.setdefault(each.email, row.number)
    problems.settle()
    summary = Summary(sheet.file, "people", notes=not_read(sheet, COLUMNS), dry_run=dry_run)
    return await _keep(given, trust, store, now, summary)


def _read(cells: Cells, schools: dict[str, School]) -> _Given:
    urn = cells.raw("school_urn")
    if urn and urn not in schools:
        cells.wrong(f"school_urn {shown(urn)} is not a school of this trust")
    belongs = parts(cells.text("networks", None))
    for name in belongs:
        if len(name) > NETWORK_NAME_LIMIT:
            cells.wrong(f"networks: {shown(name)} has more than {NETWORK_NAME_LIMIT} characters")
    return _Given(
        email=cells.email("email"),
        name=cells.text("name", _limit("name"), needed=True),
        school=schools[urn].id if urn in schools else None,
        job_title=cells.free_text("job_title", _limit("job_title"), several_lines=False),
        working_on=cells.free_text("working_on", _limit("working_on")),
        can_help_with=cells.free_text("can_help_with", _limit("can_help_with")),
        working_days=cells.days("working_days"),
        networks=belongs,
        open=cells.yes_or_no("open_to_introductions"),
        coordinator=cells.yes_or_no("coordinator"),
    )


def _limit(column: str) -> int:
    """How many characters the table has for a column."""
    limit: int = getattr(people.c[column].type, "length", None) or CELL_LIMIT
    return limit


# ------------------------------------------------------------------ into the database


async def _keep(given: list[_Given], trust: Trust, store: Store, now: datetime, summary: Summary) -> Summary:
    stored = {each.email: each for each in await store.people.everyone(trust.id)}
    merged = [_merged(each, stored.get(each.email), trust) for each in given]
    different = [each for each in merged if each != stored.get(each.email)]
    joining = {
        each.email
        for each in given
        if not _folded(each.networks) <= _folded(stored[each.email].networks if each.email in stored else ())
    }
    if not summary.dry_run:
        if different:
            await store.people.keep(different, now)
        await _join(given, joining, trust, store)
    changed = {each.email for each in different} | joining
    new = sum(each.email not in stored for each in given)
    changed_here = len(changed & stored.keys())
    return replace(
        summary,
        new=new,
        changed=changed_here,
        unchanged=len(given) - new - changed_here,
        notes=(*_still_closed(given, stored), *summary.notes),
    )


def _merged(given: _Given, stored: Person | None, trust: Trust) -> Person:
    """The stored person with what the file knows; their own "no" always stands."""
    person = stored or Person(PersonId(0), trust.id, given.email, given.name)
    same_school = stored is not None and stored.school == given.school
    return replace(
        person,
        name=given.name,
        school=given.school,
        school_name=person.school_name if same_school else "",
        job_title=given.job_title or person.job_title,
        working_on=given.working_on or person.working_on,
        can_help_with=given.can_help_with or person.can_help_with,
        working_days=given.working_days or person.working_days,
        open_to_introductions=person.open_to_introductions and given.open is not False,
        coordinator=person.coordinator if given.coordinator is None else given.coordinator,
    )


async def _join(given: Iterable[_Given], joining: set[str], trust: Trust, store: Store) -> None:
    if not joining:
        return
    known = {each.name.casefold(): each.id for each in await store.networks.everyone(trust.id)}
    ids = {each.email: each.id for each in await store.people.everyone(trust.id)}
    pairs: list[tuple[NetworkId, PersonId]] = []
    for each in given:
        for name in each.networks if each.email in joining else ():
            if name.casefold() not in known:
                known[name.casefold()] = await store.networks.keep(trust.id, name)
            pairs.append((known[name.casefold()], ids[each.email]))
    await store.networks.enrol(trust.id, pairs)


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def _still_closed(given: Iterable[_Given], stored: dict[str, Person]) -> tuple[str, ...]:
    closed = sum(
        each.open is True and each.email in stored and not stored[each.email].open_to_introductions
        for each in given
    )
    if not closed:
        return ()
    who = "1 person stays" if closed == 1 else f"{closed} people stay"
    return (f"{who} closed to introductions, because only they themselves can open again",)
