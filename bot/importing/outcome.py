"""How an import ends: a summary in one line, or every wrong row by its number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 60  # characters of a wrong cell that are repeated: enough to find it by


class BadFile(Exception):  # noqa: N818  the file's fault, told to the person who brought it
    """Nothing was stored. One line for each thing that is wrong."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Problems:
    """What is wrong with a file, gathered so that all of it can be put right at once."""

    def __init__(self, file: str, unit: str = "row") -> None:
        """`unit`: what the file consists of."""
        self.file = file
        self._unit = unit
        self._of_rows: defaultdict[int, list[str]] = defaultdict(list)

    def add(self, row: int, words: str) -> None:
        """Row 1 is the line of column names, as in a spreadsheet."""
        if words not in self._of_rows[row]:
            self._of_rows[row].append(words)

    def settle(self) -> None:
        """Raise BadFile if anything is wrong: one line for each row or event."""
        lines = [
            f"{self.file} {self._unit} {row}: {'; '.join(self._of_rows[row])}"
            for row in sorted(self._of_rows)
        ]
        if lines:
            raise BadFile(lines)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did, or would do."""

    file: str
    #: "schools", "people", "networks", "closures".
    what: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    #: Anything else worth saying, each a short phrase.
    notes: tuple[str, ...] = ()
    dry_run: bool = False

    def line(self) -> str:
        counts = f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged"
        notes = "".join(f"; {note}" for note in self.notes)
        dry = " (dry run: nothing was stored)" if self.dry_run else ""
        return f"{self.file}: {self.what}: {counts}{notes}{dry}"


def shown(value: str) -> str:
    """A cell as it can be repeated in a line: short, and without anything that moves the cursor."""
    plain = "".join(each if each.isprintable() else "?" for each in value)
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
