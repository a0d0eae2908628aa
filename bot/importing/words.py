"""`import words`: what a trust calls things, and what that means.

The file is the trust's whole list: it takes the place of the one before.
"""

from dataclasses import replace
from datetime import datetime

from bot.importing.cells import Cells, parts
from bot.importing.outcome import Problems, Summary, shown
from bot.importing.sheet import Source, need_columns, not_read, plain_names, read_sheet
from bot.importing.trusts import choose
from handlers.rules import own_words
from storage.store import Store

NEEDED = ("word", "means")
WORD_LIMIT, MEANS_LIMIT = 100, 300  # characters, as in the table
SHORTEST = 2  # a letter alone is a class or an answer, never a word of its own


async def import_words(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Replace the trust's own words by those of the file; BadFile stores nothing.

    `now` is taken so that every import is called alike.
    """
    sheet = plain_names(read_sheet(source, otherwise="words.csv"))
    need_columns(sheet, NEEDED)
    trust = await choose(store, trust_name)
    problems = Problems(sheet.file)
    wanted: dict[str, str] = {}
    rows: dict[str, int] = {}
    for row in sheet.rows:
        cells = Cells(row, problems)
        word, means = _read(cells)
        if word.casefold() in rows:
            cells.wrong(f"word {shown(word)} is in row {rows[word.casefold()]} already")
        rows.setdefault(word.casefold(), row.number)
        wanted[word] = means
    problems.settle()
    before = await store.words.of(trust.id)
    if not dry_run and before != wanted:
        await store.words.replace(trust.id, wanted)
    gone = len(before.keys() - wanted.keys())
    new = len(wanted.keys() - before.keys())
    changed = sum(before.get(word, means) != means for word, means in wanted.items())
    return replace(
        Summary(sheet.file, "words", dry_run=dry_run),
        new=new,
        changed=changed,
        unchanged=len(wanted) - new - changed,
        notes=((f"{gone} removed",) if gone else ()) + not_read(sheet, NEEDED),
    )


def _read(cells: Cells) -> tuple[str, str]:
    word = cells.free_text("word", WORD_LIMIT, several_lines=False)
    if not word:
        cells.wrong("word is blank")
    elif len(word) < SHORTEST:
        cells.wrong(f"word {shown(word)} is too short to be told from other words")
    meanings = parts(cells.free_text("means", MEANS_LIMIT, several_lines=False))
    if not meanings:
        cells.wrong("means is blank")
    for meaning in meanings:
        if not own_words.is_understood(meaning):
            near = own_words.nearest_known(meaning)
            known = f"; nearest are: {', '.join(near)}" if near else ""
            cells.wrong(f"means {shown(meaning)} says nothing I know{known}")
    return word, " and ".join(meanings)
