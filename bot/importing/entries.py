"""A calendar's rows as they are understood: a holiday, an INSET day or a term; the trust's or a school's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.importing.cells import Cells
from bot.importing.days_off import Meaning, meaning_of
from bot.importing.outcome import Problems, shown
from storage.records import Naming, School, SchoolId, TermStyle

NAME_LIMIT = 100  # characters, as in the table
LONGEST = 100  # days; a summer holiday has about 45, a slip in the year has 365
LONGEST_TERM = 150  # days; an autumn term with its half-term has about 110
HOLIDAY, INSET, TERM = "holiday", "inset", "term"
NAMINGS = {
    "3": Naming.THREE_TERMS,
    "6": Naming.SIX_TERMS,
    "three": Naming.THREE_TERMS,
    "six": Naming.SIX_TERMS,
}

#: Whose: a school's, or (None) the whole trust's.
Owner = SchoolId | None


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    starts: date
    ends: date
    name: str
    #: "holiday", "inset" or "term".
    kind: str
    owner: Owner


class Entries:
    """What a file tells, row by row; what is wrong is noted by its number."""

    def __init__(self, schools: Mapping[str, School], only: School | None, problems: Problems) -> None:
        """`schools` by URN; `only`: the one whose own file it is."""
        self.found: list[Entry] = []
        #: How the trust and its schools call their terms, as far as the file says.
        self.naming: dict[Owner, Naming] = {}
        self._schools = schools
        self._only = only
        self._problems = problems

    @property
    def owners(self) -> set[Owner]:
        """Everybody whom the file is about."""
        return {self._only.id} if self._only else {None, *(each.owner for each in self.found)}

    @property
    def own_file(self) -> bool:
        """Whether it is a school's own, and not the trust's."""
        return self._only is not None

    def replaces(self, owner: Owner, style: TermStyle | None) -> bool:
        """Whether it takes the place of what is known of theirs; `style` says if they have their own."""
        return owner in self.owners or not (self.own_file or (style is not None and style.own_file))

    def of(self, owner: Owner, *kinds: str) -> list[Entry]:
        """In the order of their days."""
        theirs = (each for each in self.found if each.owner == owner and each.kind in kinds)
        return sorted(theirs, key=lambda each: (each.starts, each.number))

    def read(self, cells: Cells, number: int) -> None:
        owner = self._owner(cells)
        self._note_naming(cells, owner)
        name = cells.free_text("name", NAME_LIMIT, needed=True, several_lines=False)
        starts = cells.date("starts")
        ends = cells.date("ends") or starts
        if not cells.raw("starts"):
            cells.wrong("starts is blank")
        if starts is None or ends is None:
            return
        kind = _kind(cells, name, (ends - starts).days + 1)
        longest = LONGEST_TERM if kind == TERM else LONGEST
        if ends < starts:
            cells.wrong(f"ends {ends} is before starts {starts}")
        elif (ends - starts).days >= longest:
            cells.wrong(f"{starts} to {ends} is longer than {longest} days")
        self.found.append(Entry(number, starts, ends, name, kind, owner))

    def check_terms(self) -> None:
        """Two terms of one school never hold the same day."""
        for owner in self.owners:
            for before, after in pairwise(self.of(owner, TERM)):
                if after.starts <= before.ends:
                    said = f"{after.name} begins on {after.starts}, before the end of {before.name}"
                    self._problems.add(after.number, said)

    def _owner(self, cells: Cells) -> Owner:
        urn = cells.raw("school_urn")
        if self._only is not None:
            if urn not in ("", self._only.urn):
                cells.wrong(f"school_urn {shown(urn)} is another school than {self._only.urn}")
            return self._only.id
        if urn and urn not in self._schools:
            cells.wrong(f"school_urn {shown(urn)} is not a school of this trust")
        return self._schools[urn].id if urn in self._schools else None

    def _note_naming(self, cells: Cells, owner: Owner) -> None:
        cell = cells.raw("naming")
        if not cell:
            return
        naming = NAMINGS.get(re.split(r"[\s_-]", cell.lower())[0])
        if naming is None:
            cells.wrong(f"naming {shown(cell)} is neither “three terms” nor “six terms”")
        elif self.naming.setdefault(owner, naming) is not naming:
            cells.wrong(f"naming {shown(cell)} is another than in a row above")


def _kind(cells: Cells, name: str, days: int) -> str:
    """As it is said, else as the name says."""
    cell = cells.raw("kind").lower()
    if cell and cell not in (HOLIDAY, INSET, TERM):
        cells.wrong(f"kind {shown(cell)} is none of holiday, inset, term")
    meanings = {Meaning.INSET: INSET, Meaning.TERM: TERM}
    return cell or meanings.get(meaning_of(name, days), HOLIDAY)
