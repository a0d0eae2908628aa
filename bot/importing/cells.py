"""One row's cells as values: what is wrong with a cell is noted, and the reading goes on."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from bot.importing.outcome import Problems, shown
from bot.importing.sheet import Row
from handlers.rules import safeguarding
from handlers.rules.safeguarding import Kind

#: A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@")

#: A cell of nothing else is blank: a dash is how many people write "nothing".
DASHES = "-–— "

YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
DAYS = ("mon", "tue", "wed", "thu", "fri")
WEEKEND = ("sat", "sun")

_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"/]+\.[^\s@<>()\[\]\\,;:\"/.]+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
EMAIL_LIMIT = 320  # characters: 64 before the sign, 255 after it (RFC 5321)


class Cells:
    """A row, read with its problems noted by number."""

    def __init__(self, row: Row, problems: Problems) -> None:
        self._row = row
        self._problems = problems

    def wrong(self, words: str) -> None:
        self._problems.add(self._row.number, words)

    def has(self, column: str) -> bool:
        return column in self._row.cells

    def raw(self, column: str) -> str:
        """The cell as it stands; "" where the file has no such column."""
        return self._row.cells.get(column, "")

    def text(
        self, column: str, limit: int | None, *, needed: bool = False, several_lines: bool = False
    ) -> str:
        """Words, at most `limit` characters; on one line unless they may be more."""
        cell = self.raw(column) if several_lines else " ".join(self.raw(column).split())
        if not any(each.isprintable() and each not in DASHES for each in cell):
            cell = ""
        if needed and not cell:
            self.wrong(f"{column} is blank")
        if cell.startswith(FORMULA):
            self.wrong(f"{column} begins with “{cell[0]}”, which a spreadsheet takes for a formula")
        if limit is not None and len(cell) > limit:
            self.wrong(f"{column} has more than {limit:,} characters")
        return cell

    def free_text(
        self, column: str, limit: int | None, *, needed: bool = False, several_lines: bool = True
    ) -> str:
        """Somebody's own words: they must not hold what may never be stored."""
        cell = self.text(column, limit, needed=needed, several_lines=several_lines)
        concern = safeguarding.check(cell) if cell else None
        if concern is not None:
            self.wrong(f"{column} {_why_not(concern.kind)}")
        return cell

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number from `low` to `high`; None where the cell is blank or says that it is not known."""
        cell = self.raw(column).replace(",", "").removesuffix("%").strip()
        if not cell.strip(DASHES) or cell.upper() in ("NP", "SUPP", "NA", "N/A", "NULL"):
            return None
        if not _NUMBER.fullmatch(cell) or not cell.isascii():
            self.wrong(f"{column} {shown(self.raw(column))} is not a number")
            return None
        value = float(cell)
        if not low <= value <= high:
            self.wrong(f"{column} {shown(cell)} is not between {low:,} and {high:,}")
            return None
        return value

    def whole(self, column: str, low: int, high: int) -> int | None:
        value = self.number(column, low, high)
        if value is not None and value != int(value):
            self.wrong(f"{column} {value:g} is not a whole number")
            return None
        return None if value is None else int(value)

    def yes_or_no(self, column: str) -> bool | None:
        """None where the cell is blank."""
        cell = self.raw(column).lower()
        if cell and cell not in YES | NO:
            self.wrong(f"{column} {shown(cell)} is neither yes nor no")
        return True if cell in YES else False if cell in NO else None

    def email(self, column: str) -> str:
        cell = self.raw(column)
        return self._email(column, cell) if cell else self.text(column, None, needed=True)

    def emails(self, column: str) -> tuple[str, ...]:
        """Several, separated by semicolons."""
        return tuple(self._email(column, each) for each in parts(self.raw(column)))

    def _email(self, column: str, cell: str) -> str:
        if len(cell) > EMAIL_LIMIT or not _EMAIL.fullmatch(cell) or cell.startswith(FORMULA):
            self.wrong(f"{column} {shown(cell)} is not an e-mail address")
        return cell.lower()

    def days(self, column: str) -> tuple[int, ...] | None:
        """Working days (0 is Monday) from "Mon Tue", "mon, wednesday" or "Mon;Fri"; None where blank.

        Weekend days are left out: nothing is sent on them, whoever works.
        """
        found: set[int] = set()
        words = [each for each in re.split(r"[\s,;/]+", self.raw(column).lower()) if each]
        for word in words:
            day = word[:3]
            full = {"monday", "tuesday", "tues", "wednesday", "weds", "thursday", "thur", "thurs", "friday"}
            if day in DAYS and (len(word) == 3 or word in full):
                found.add(DAYS.index(day))
            elif day not in WEEKEND:
                self.wrong(f"{column} {shown(word)} is not a day (write Mon Tue Wed Thu Fri)")
        if words and not found:
            self.wrong(f"{column} has no day from Monday to Friday")
        return tuple(sorted(found)) or None

    def date(self, column: str) -> date | None:
        """2026-10-26, or 26/10/2026 as an English spreadsheet writes it; None where blank."""
        cell = self.raw(column)
        if not cell:
            return None
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                found = datetime.strptime(cell, form).date()  # noqa: DTZ007  a date has no zone
            except ValueError:
                continue
            if 2000 <= found.year <= 2100:
                return found
        self.wrong(f"{column} {shown(cell)} is not a date (write 2026-10-26)")
        return None


def parts(cell: str) -> tuple[str, ...]:
    """What a cell lists, separated by semicolons; each once, in order."""
    return tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in cell.split(";")))))


def known(given: Iterable[str]) -> str:
    """Names to choose from, as a message shows them."""
    return ", ".join(shown(each) for each in sorted(given)[:20])


def _why_not(kind: Kind) -> str:
    if kind is Kind.PUPIL_DATA:
        return "may identify a pupil or a family; take that out"
    if kind is Kind.TOO_LONG:
        return "is longer than anything kept here; shorten it"
    return "reads like a safeguarding worry; take it to the DSL and out of the file"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one apostrophe more, where it would (OWASP)."""
    return f"'{cell}" if cell.lstrip("'").startswith((*FORMULA, "\t", "\r")) else cell


def unguarded(cell: str) -> str:
    """As it was before it was guarded."""
    bare = cell.lstrip("'").startswith((*FORMULA, "\t", "\r"))
    return cell[1:] if bare and cell.startswith("'") else cell
