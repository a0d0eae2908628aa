"""`import cycle`: what a trust calls the stages of the improvement cycle, and how its nudges are worded.

The file is the trust's whole list, as `export cycle` writes it: what it leaves out, or blank, is as shipped.
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime

from bot.importing.cells import Cells, known
from bot.importing.outcome import Problems, Summary, shown
from bot.importing.sheet import Source, need_columns, not_read, plain_names, read_sheet
from bot.importing.trusts import choose
from handlers.cycle.words import every_word
from handlers.rules.templates import OwnWords, may_say
from storage.store import Store

COLUMNS = ("kind", "name", "words")
#: Characters: of what stands on a button, in a list, and in a message of a few lines on a phone.
LIMITS = {"stage": 30, "question": 200, "cadence": 60, "nudge": 400}
_BLANK = re.compile(r"\{([^{}]*)\}")

Key = tuple[str, str]


async def import_cycle_words(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Replace the trust's own words by those of the file; BadFile stores nothing.

    `now` is taken so that every import is called alike.
    """
    sheet = plain_names(read_sheet(source, otherwise="cycle.csv"))
    need_columns(sheet, COLUMNS)
    trust = await choose(store, trust_name)
    problems = Problems(sheet.file)
    shipped = every_word({})
    said: dict[Key, str] = {}
    rows: dict[Key, int] = {}
    for row in sheet.rows:
        cells = Cells(row, problems)
        key, words = _read(cells, shipped)
        if key in rows:
            cells.wrong(f"{' '.join(key)} is in row {rows[key]} already")
        rows.setdefault(key, row.number)
        if words:
            said[key] = words
    _note_twins(shipped | said, rows, problems)
    problems.settle()
    wanted = {key: words for key, words in said.items() if words != shipped[key]}
    before = await store.cycle_words.of(trust.id)
    if not dry_run and before != wanted:
        await store.cycle_words.replace(trust.id, wanted)
    new = len(wanted.keys() - before.keys())
    changed = sum(before.get(key, words) != words for key, words in wanted.items())
    gone = len(before.keys() - wanted.keys())
    return Summary(
        sheet.file,
        "words of the cycle",
        new=new,
        changed=changed,
        unchanged=len(wanted) - new - changed,
        notes=((f"{gone} as shipped again",) if gone else ()) + not_read(sheet, COLUMNS),
        dry_run=dry_run,
    )


def as_csv(own: OwnWords) -> str:
    """All of them as they are now, for spreadsheets, which know UTF-8 by its mark; read again as it is."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((kind, name, words) for (kind, name), words in every_word(own).items())
    return "\ufeff" + file.getvalue()


def _read(cells: Cells, shipped: Mapping[Key, str]) -> tuple[Key, str]:
    kind, name = (cells.text(column, None).lower() for column in ("kind", "name"))
    words = cells.free_text("words", LIMITS.get(kind), several_lines=False)
    if kind not in LIMITS:
        cells.wrong(f"kind {shown(kind)} is none of: {known(LIMITS)}")
    elif (kind, name) not in shipped:
        names = known(each for of, each in shipped if of == kind)
        cells.wrong(f"name {shown(name)} is none of: {names}")
    else:
        _check_blanks(kind, name, words, cells)
    return (kind, name), words


def _check_blanks(kind: str, name: str, words: str, cells: Cells) -> None:
    """What a nudge fills in when it is said; a brace anywhere else is a slip that everybody would read."""
    may = may_say(name) if kind == "nudge" else ()
    for each in _BLANK.findall(words):
        if each not in may:
            can = ", ".join(f"{{{blank}}}" for blank in may) or "nothing in braces"
            cells.wrong(f"words say {{{shown(each)}}}; a {kind} {name} can say {can}")
    if set("{}") & set(_BLANK.sub("", words)):
        cells.wrong("words have a brace without its other half")


def _note_twins(said: Mapping[Key, str], rows: Mapping[Key, int], problems: Problems) -> None:
    """Two stages of one name could not be told apart, nor two cadences in a list."""
    for (kind, name), number in rows.items():
        words = said.get((kind, name), "").lower()
        twins = [each for (of, each), others in said.items() if of == kind and others.lower() == words != ""]
        if kind in ("stage", "cadence") and len(twins) > 1:
            problems.add(number, f"{' and '.join(twins)} have the same words")
