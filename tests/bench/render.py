"""Rendering a reply costs at most twice what encoding its result as JSON costs: plain dicts, no SDK."""

import json
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from bot.browser import render as browser
from bot.slack import render as slack
from bot.teams import render as teams
from handlers.talk import Button, Card, Item, Note

ROUNDS, REPEATS = 15, 300
DEMAND = 2.0  # times json.dumps of the result


def card() -> Card:
    """Ten people with their reasons: the largest answer a person is shown."""
    return Card(
        "Colleagues to meet",
        *(
            Item(
                f"Sam Sample {number}, Oakhill Primary School",
                "Y1/2 teacher\n· also teaches Y1/2\n· says: “phonics when half are Y1 & half are Y2”",
                Button("Introduce us", "peers.introduce", {"peer": number, "question": 7, "shown": 10}),
            )
            for number in range(10)
        ),
        Note("“Introduce us” passes your question on in your own words. They are asked first."),
    )


def microseconds(work: Callable[[], Any]) -> float:
    started = perf_counter()
    for _ in range(REPEATS):
        work()
    return (perf_counter() - started) / REPEATS * 1e6


async def bench() -> list[str]:
    shown = card()
    lines = [f"{'':8}  {'render µs':>9}  {'json µs':>8}  ratio  demand"]
    for name, render in (("slack", slack.message), ("teams", teams.adaptive), ("browser", browser.render)):
        result = render(shown)
        pairs = [
            (microseconds(lambda: render(shown)), microseconds(lambda: json.dumps(result)))  # noqa: B023  used at once
            for _ in range(ROUNDS)
        ]
        ratio = median(ours / theirs for ours, theirs in pairs)
        ours, theirs = (median(column) for column in zip(*pairs, strict=True))
        verdict = "ok" if ratio <= DEMAND else "NOT MET"
        lines.append(f"{name:8}  {ours:9.1f}  {theirs:8.1f}  {ratio:5.2f}  ≤ {DEMAND} {verdict}")
    return lines
