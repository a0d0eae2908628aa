"""Contrast of the playground and our pages, as WCAG 2.2 computes it: 4.5 for words, 3 for edges."""

import re
from pathlib import Path

import pytest

from bot.browser import pages

CSS = (Path(pages.HERE) / "static" / "brightspot.css").read_text()

WORDS = [
    (ink, ground)
    for ink, grounds in {
        "ink": ("paper", "surface", "soft", "mine", "code"),
        "muted": ("paper", "surface", "soft", "mine"),
        "accent": ("paper", "surface", "soft"),
        "danger": ("paper", "surface"),
        "accent-ink": ("accent",),
        "notice-ink": ("notice",),
        "good-ink": ("good",),
        "tint-ink": tuple(f"tint-{number}" for number in range(6)),
    }.items()
    for ground in grounds
]
EDGES = [
    ("control", "surface"),
    ("control", "paper"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "notice"),
]


def colours(scheme: str) -> dict[str, str]:
    roots = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found: dict[str, str] = {}
    for root in roots[: 1 if scheme == "light" else 2]:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read_on_its_ground(scheme):
    named = colours(scheme)
    found = {pair: contrast(named[pair[0]], named[pair[1]]) for pair in WORDS}

    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_what_can_be_pressed_can_be_seen(scheme):
    named = colours(scheme)
    found = {pair: contrast(named[pair[0]], named[pair[1]]) for pair in EDGES}

    assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}
