"""`import resources`: a library from elsewhere: a table, bookmarks, a SharePoint list, or an export of ours.

By the rules that hold for a link in a channel. A file adds and never undoes: what is there stays as it is,
with who else shared it and what was not known of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from bot.exporting import COLUMNS
from bot.importing.bookmarks import is_bookmarks, read_bookmarks
from bot.importing.cells import Cells, known, parts, unguarded
from bot.importing.outcome import BadFile, Problems, Summary, shown
from bot.importing.sharepoint import as_ours, is_list, without_schema
from bot.importing.sheet import (
    Row,
    Source,
    bytes_of,
    is_no_text,
    name_of,
    need_columns,
    not_read,
    plain_names,
    read_sheet,
)
from bot.importing.taken import is_taken, read_taken
from bot.importing.trusts import choose, member, network
from handlers.library.bringing import FACETS, Brought, Entry, bring, entries
from handlers.library.keeping import PURPOSE_LIMIT, TITLE_LIMIT, address_of, fitting, named_by
from handlers.library.words import KINDS
from handlers.rules.links.address import read as address
from handlers.rules.profiles import concepts_of
from handlers.rules.vocabulary import facet_of, vocabulary
from handlers.talk import LOCAL, Refusal
from storage.records import Kind, Network, Person, Practice, Trust
from storage.store import Store

NEEDED = ("url",)
ROWS = 20_000  # at once: more is several libraries


@dataclass(frozen=True, slots=True)
class Shelf:
    """A file that can be kept as it is."""

    file: str
    trust: Trust
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A file's rows, and how much is expected of them."""

    name: str
    rows: tuple[Row, ...]
    unit: str = "row"
    notes: tuple[str, ...] = ()
    #: Made for this import: what it names must be here. Else it is taken as the words of another system.
    strict: bool = True


async def read_resources(
    source: Source,
    store: Store,
    *,
    trust_name: str | None = None,
    network_name: str | None = None,
    shared_by: str | None = None,
    now: datetime,
) -> Shelf:
    """All that the file tells, or BadFile with each wrong row. Nothing is stored yet.

    `network_name`, `shared_by` (an e-mail address): of rows that name none themselves.
    """
    trust = await choose(store, trust_name)
    usual = await network(store, network_name, trust.name) if network_name else None
    whose = await member(store, shared_by, trust.name) if shared_by else None
    networks = {each.name.casefold(): each for each in await store.networks.everyone(trust.id)}
    file = _file(source, {folded: each.name for folded, each in networks.items()})
    problems = Problems(file.name, file.unit)
    reader = _Reader(
        await store.people.everyone(trust.id),
        networks,
        {each.name.casefold(): each for each in await store.practices.everyone(trust.id)},
        (whose, usual),
        now,
    )
    found = [one for each in file.rows if (one := reader.read(Cells(each, problems), strict=file.strict))]
    problems.settle()
    if whose is None and not any(each.cells.get("shared_by") for each in file.rows):
        raise BadFile([f"{file.name}: names nobody who shared these; name a colleague with --as EMAIL"])
    notes = (*file.notes, *_notes(found, left_out=reader.left_out))
    return Shelf(file.name, trust, entries(found, trust.id, now), notes)


async def keep_resources(shelf: Shelf, store: Store, *, now: datetime, dry_run: bool = False) -> Summary:
    """All of it."""
    counts = await bring(shelf.entries, shelf.trust.id, now, store, dry_run=dry_run)
    return Summary(
        shelf.file,
        "resources",
        counts.new,
        counts.changed,
        counts.unchanged,
        notes=shelf.notes,
        dry_run=dry_run,
    )


def _notes(found: Iterable[Brought], left_out: int) -> Iterable[str]:
    nobodys = sum(each.by is None for each in found)
    if left_out:
        yield f"{left_out} left out: no web pages, or nothing for a library"
    if nobodys:
        yield f"{nobodys} are a former colleague's; --as EMAIL names somebody to ask about them"


# ------------------------------------------------------------------ which kind of file


def _file(source: Source, networks: Mapping[str, str]) -> _File:
    name = name_of(source, otherwise="resources.csv")
    raw = bytes_of(source, name)
    if is_bookmarks(raw):
        file = _File(name, tuple(read_bookmarks(raw, name, networks)), "bookmark", strict=False)
    elif is_taken(raw):
        file = _File(name, tuple(read_taken(raw, name)), "resource")
    else:
        file = _table(raw, name)
    if not file.rows:
        raise BadFile([f"{name}: there is no link in it"])
    if len(file.rows) > ROWS:
        raise BadFile([f"{name}: has more than {ROWS:,} links; bring it in several files"])
    return file


def _table(raw: bytes, name: str) -> _File:
    below, above = without_schema(raw)
    sheet = plain_names(
        read_sheet(below, otherwise=name, wanted=lambda columns: frozenset(filter(None, columns)))
    )
    if not above and not is_list(sheet):
        need_columns(sheet, NEEDED)
        return _File(name, sheet.rows, notes=not_read(sheet, COLUMNS))
    sheet, without = as_ours(sheet, above)
    need_columns(sheet, NEEDED)
    notes = (f"{without} without a link",) if without else ()
    return _File(name, sheet.rows, notes=(*notes, *not_read(sheet, COLUMNS)), strict=False)


# ------------------------------------------------------------------ what a row tells


class _Reader:
    def __init__(
        self,
        staff: Iterable[Person],
        networks: Mapping[str, Network],
        practices: Mapping[str, Practice],
        usual: tuple[Person | None, Network | None],
        now: datetime,
    ) -> None:
        self._staff: dict[str, list[Person]] = {}
        for each in staff:
            for called in {each.email.casefold(), each.name.casefold()}:
                self._staff.setdefault(called, []).append(each)
        self._networks = networks
        self._practices = practices
        self._whose, self._usual = usual
        self._now = now
        #: Of another system's: no web pages, meetings, forms to fill in.
        self.left_out = 0

    def read(self, cells: Cells, *, strict: bool) -> Brought | None:
        """None where it is wrong, which is noted, or left out, which is counted."""
        try:
            url, same_as = _address(cells)
        except Refusal as refusal:
            if strict:
                cells.wrong(f"url: {str(refusal).rstrip('.')}")
            self.left_out += not strict
            return None
        try:
            called = named_by(url)
        except Refusal as refusal:
            cells.wrong(f"url: {str(refusal).rstrip('.')}")
            return None
        title = _words(cells, "title", TITLE_LIMIT, strict=strict)
        tags, others = _tags(cells)
        purpose = _words(cells, "purpose", PURPOSE_LIMIT, strict=strict, several_lines=True)
        checker, checked_until = self._person(cells, "checked_by", strict=strict), cells.date("checked_until")
        if checker and not checked_until:
            cells.wrong("checked_until is blank, and checked_by is not")
        return Brought(
            url,
            same_as,
            title or called,
            self._person(cells, "shared_by", strict=strict) or self._whose,
            self._network(cells) or self._usual,
            self._at(cells.date("shared_on")),
            fitting("\n".join(filter(None, (purpose, others))), PURPOSE_LIMIT),
            named=strict and bool(title),
            kind=_kind(cells),
            tags=tags,
            practices=self._serves(cells),
            checked_by=checker.id if checker else None,
            checked_until=checked_until,
            archived=cells.yes_or_no("archived") is True,
        )

    def _person(self, cells: Cells, column: str, *, strict: bool) -> Person | None:
        """By e-mail address, or by a name that only one of them has."""
        called = unguarded(cells.raw(column))
        found = self._staff.get(called.casefold(), [])
        if called and strict and len(found) != 1:
            why = "is the name of several colleagues; write the e-mail address" if found else NOBODY
            cells.wrong(f"{column} {shown(called)} {why}")
        return found[0] if len(found) == 1 else None

    def _network(self, cells: Cells) -> Network | None:
        name = " ".join(unguarded(cells.raw("network")).split())
        found = self._networks.get(name.casefold())
        if name and found is None:
            there = known(each.name for each in self._networks.values()) or "none"
            cells.wrong(f"network {shown(name)} is not a network of this trust; there is: {there}")
        return found

    def _serves(self, cells: Cells) -> tuple[Practice, ...]:
        names = parts(unguarded(cells.raw("practices")))
        for name in names:
            if name.casefold() not in self._practices:
                cells.wrong(f"practices: {shown(name)} is not on the trust's own list")
        return tuple(self._practices[each.casefold()] for each in names if each.casefold() in self._practices)

    def _at(self, day: date | None) -> datetime:
        """At noon of that day; now, where it is not told or still to come."""
        return min(datetime.combine(day, time(12), LOCAL), self._now) if day else self._now


NOBODY = "is not in this trust's staff list"


def _address(cells: Cells) -> tuple[str, str]:
    """Clean, and what it is the same as; Refusal where it is nothing for a library."""
    written = unguarded(cells.raw("url")).strip().replace(" ", "%20")
    whole = written if "://" in written or not written.startswith("www.") else f"https://{written}"
    if address(whole) is None:
        raise Refusal(f"{shown(written)} is not a web address" if written else "there is none")
    return address_of(whole)


def _words(cells: Cells, column: str, limit: int, *, strict: bool, several_lines: bool = False) -> str:
    """Somebody's own words. Another system's may be longer than ours: as much as can be kept."""
    if is_no_text(cells.raw(column)):
        cells.wrong(f"{column} has characters that are no text")
    words = unguarded(cells.free_text(column, limit if strict else None, several_lines=several_lines))
    return fitting(words, limit)


def _kind(cells: Cells) -> Kind | None:
    cell = cells.raw("kind").casefold()
    if cell and cell not in _KINDS:
        cells.wrong(f"kind {shown(cell)} is none of: {', '.join(KINDS.values())}")
    return _KINDS.get(cell)


def _tags(cells: Cells) -> tuple[tuple[str, ...], str]:
    """Concepts; and the words that mean none here, to be found by as words."""
    found: list[str] = []
    others: list[str] = []
    for said in (each for column in FACETS for each in parts(unguarded(cells.free_text(column, None)))):
        concepts = _concepts(said)
        found += concepts
        others += [] if concepts else [said]
    return tuple(dict.fromkeys(found)), "; ".join(others)


def _concepts(said: str) -> tuple[str, ...]:
    """By its name, or as it is understood anywhere else."""
    exact = _labels().get(said.casefold())
    understood = (each for each in concepts_of(said) if facet_of(each) in FACETS.values())
    return (exact,) if exact else tuple(understood)


@cache
def _labels() -> Mapping[str, str]:
    every = vocabulary().concepts.values()
    return {each.label.casefold(): each.id for each in every if facet_of(each.id) in FACETS.values()}


_KINDS = {called: kind for kind, label in KINDS.items() for called in (kind.value, label.casefold())}
