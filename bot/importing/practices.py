"""`import practices`: the trust's own list, each with the questions a school asks itself first.

A row brings what has its name up to date. What the file leaves out stays: resources may hang on it.
"""

from dataclasses import replace
from datetime import datetime

from bot.importing.cells import Cells, parts
from bot.importing.outcome import Problems, Summary, shown
from bot.importing.sheet import Source, need_columns, not_read, plain_names, read_sheet
from bot.importing.trusts import choose
from storage.records import Practice, PracticeId, Trust
from storage.store import Store

NEEDED = ("name",)
NUMBERED = ("question_1", "question_2", "question_3", "question_4")  # a set play has four
COLUMNS = (*NEEDED, "kind", "about", "questions", *NUMBERED)
NAME_LIMIT, KIND_LIMIT, ABOUT_LIMIT = 200, 50, 1000  # characters, as in the table
QUESTION_LIMIT, QUESTIONS_LIMIT = 300, 3000  # characters: of one, and of a cell that holds all
MOST = 12  # questions: more than anybody asks before beginning


async def import_practices(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Add the practices of the file, or bring them up to date; BadFile stores nothing.

    `now` is taken so that every import is called alike.
    """
    sheet = plain_names(read_sheet(source, otherwise="practices.csv"))
    need_columns(sheet, NEEDED)
    trust = await choose(store, trust_name)
    stored = {each.name.casefold(): each for each in await store.practices.everyone(trust.id)}
    problems = Problems(sheet.file)
    wanted: list[tuple[Practice | None, Practice]] = []
    rows: dict[str, int] = {}
    for row in sheet.rows:
        cells = Cells(row, problems)
        given = _read(cells, trust)
        key = given.name.casefold()
        if key in rows:
            cells.wrong(f"name {shown(given.name)} is in row {rows[key]} already")
        rows.setdefault(key, row.number)
        there = stored.get(key)
        wanted.append((there, _together(there, given)))
    problems.settle()
    different = [practice for there, practice in wanted if there != practice]
    for each in () if dry_run else different:
        await store.practices.keep(each)
    new = sum(there is None for there, _ in wanted)
    counts = {"new": new, "changed": len(different) - new, "unchanged": len(wanted) - len(different)}
    return Summary(sheet.file, "practices", **counts, notes=not_read(sheet, COLUMNS), dry_run=dry_run)


def _together(there: Practice | None, given: Practice) -> Practice:
    """What is there with what the row tells: a blank cell changes nothing."""
    if there is None:
        return given
    told = {name: value for name in ("kind", "about", "questions") if (value := getattr(given, name))}
    return replace(there, **told)


def _read(cells: Cells, trust: Trust) -> Practice:
    name = cells.free_text("name", NAME_LIMIT, needed=True, several_lines=False)
    kind = cells.free_text("kind", KIND_LIMIT, several_lines=False)
    about = cells.free_text("about", ABOUT_LIMIT)
    listed = parts(cells.free_text("questions", QUESTIONS_LIMIT, several_lines=False))
    numbered = (cells.free_text(each, QUESTION_LIMIT, several_lines=False) for each in NUMBERED)
    questions = (*listed, *filter(None, numbered))
    if len(questions) > MOST or any(len(each) > QUESTION_LIMIT for each in questions):
        cells.wrong(f"questions are more than {MOST}, or one has more than {QUESTION_LIMIT} characters")
    return Practice(PracticeId(0), trust.id, name, kind, about, questions)
