"""A question's answer as the number of staff grows, beside plain text search over the same words.

Milliseconds of CPU, which other work on the machine hardly disturbs: all of a question is done in one
thread, the look at the database included. "First" is the first question after a start, which reads everybody;
"changed" the first after somebody has changed a profile.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from bot.asking import answered
from bot.garbage import set_aside
from handlers.rules import reading, safeguarding
from storage.migrations import upgrade
from storage.records import Person
from storage.store import Database
from tests.bench.staff import settle
from tests.bench.textsearch import Bm25, Fts5, texts_of
from tests.conftest import MONDAY
from tests.evaluation import trial
from tests.soak.messages import AT_MOST_MS, run

SIZES = (160, 1_000, 10_000, 100_000)
ROUNDS = 4  # times each question is asked, each time by somebody else; once before, to warm up
CHANGES = 10
HOSTILE = 500
#: What was demanded, at 10,000 staff; beyond, no more than in proportion.
DEMANDED, P99_MS, MEMORY_MB = 10_000, 15.0, 250.0

QUESTIONS = (
    "who else is tackling mixed-age KS1?",
    "other SENDCos in small village schools",
    "Anyone doing White Rose with two year groups in the same room?",
    "who has cracked persistent absence?",
    "who knows about Arbor?",
    "is anybody else moving to whole class reading in Y4",
    "Year 6 teachers within half an hour of us",
    "who is the DSL at Elm Park?",
    "someone to compare notes on EHCNA requests",
    "headteachers with falling rolls and a budget to set",
    "does anyone run ELSA groups",
    "who could show me a good oracy progression?",
    *(question["text"] for question in trial.questions() if question["intent"] == "peers"),
)


@dataclass(slots=True)
class Times:
    """Milliseconds."""

    each: list[float] = field(default_factory=list)

    async def of(self, work: Callable[[], Awaitable[object]]) -> None:
        began = process_time()
        await work()
        self.each.append((process_time() - began) * 1000)

    @property
    def slow(self) -> float:
        return sorted(self.each)[int(len(self.each) * 0.99)]

    def __str__(self) -> str:
        return f"{median(self.each):7.2f} {self.slow:7.2f}"


async def bench() -> list[str]:
    lines = [
        f"{'':>7}  {'':>8}  {'ours':^15}  {'FTS5':^15}  {'BM25':^15}",
        f"{'staff':>7}  {'first':>8}" + 3 * f"  {'p50':>7} {'p99':>7}" + f"  {'changed':>8}",
    ]
    slow: dict[int, float] = {}
    memory = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
            line, slow[size] = await _measured(url, size)
            lines.append(line)
            if size == DEMANDED:
                memory = _memory_mb(url, Path(folder))
    told = await asyncio.to_thread(run, HOSTILE)
    most = max(SIZES)
    return [
        *lines,
        _held(f"p99 at {DEMANDED:,} staff", slow[DEMANDED], P99_MS, "ms"),
        _held(f"p99 at {most:,} staff", slow[most], P99_MS * most / DEMANDED, "ms"),
        _held(f"`ask --batch` at {DEMANDED:,} staff, at its most", memory, MEMORY_MB, "MB"),
        _held(
            f"the slowest of {told.outcomes.total():,} hostile messages", told.slowest_ms, AT_MOST_MS, "ms"
        ),
    ]


def _held(what: str, found: float, demanded: float, unit: str) -> str:
    return (
        f"{what}: {found:.1f} {unit}, demanded {demanded:.0f}: {'holds' if found < demanded else 'NOT MET'}"
    )


async def _measured(url: str, size: int) -> tuple[str, float]:
    """A line of the table, and the p99 of ours."""
    database = Database(url, built=set_aside)
    try:
        await upgrade(database)
        async with database.store() as store:
            askers = await settle(store, size)
        first, ours, changed = await _ours(database, askers)
        async with database.reading() as store:
            texts = texts_of(await store.people.everyone(askers[0].trust))
        beside = [_beside(search, size) for search in (Fts5(texts), Bm25(texts))]
    finally:
        await database.close()
        gc.unfreeze()
    times = "  ".join(map(str, (ours, *beside)))
    return f"{size:7,}  {median(first.each):8.0f}  {times}  {median(changed.each):8.2f}", ours.slow


async def _ours(database: Database, askers: Sequence[Person]) -> tuple[Times, Times, Times]:
    """The first question, all others once they are warm, and those after a change."""
    first, each, changed = Times(), Times(), Times()
    reading.read(QUESTIONS[0])  # the vocabulary is read once a process, not once a trust
    safeguarding.check(QUESTIONS[0])
    async with database.reading() as store:
        await first.of(partial(answered, QUESTIONS[0], askers[0], store))
        for turn in range(ROUNDS + 1):
            times = each if turn else Times()
            for place, question in enumerate(QUESTIONS):
                asker = askers[(turn * len(QUESTIONS) + place) % len(askers)]
                await times.of(partial(answered, question, asker, store))
    for number in range(CHANGES):
        async with database.store() as store:
            await store.people.change(askers[number], MONDAY, working_on=f"phonics, {number}")
        async with database.reading() as store:
            await changed.of(partial(answered, QUESTIONS[number], askers[-1], store))
    return first, each, changed


def _beside(search: Fts5 | Bm25, size: int) -> Times:
    times = Times()
    for turn in range(ROUNDS + 1 if size < max(SIZES) else 2):
        for question in QUESTIONS:
            began = process_time()
            search.search(question)
            if turn:
                times.each.append((process_time() - began) * 1000)
    return times


def _memory_mb(url: str, folder: Path) -> float:
    """The most that one process of `ask --batch` takes while it answers every question."""
    asker = trial.people()[0].email
    batch = folder / "questions.jsonl"
    lines = ({"id": number, "as": asker, "text": text} for number, text in enumerate(QUESTIONS))
    batch.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--batch", str(batch)],
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("`ask --batch` failed")
    return usage.ru_maxrss / 1024  # kilobytes on Linux
