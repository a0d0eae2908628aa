"""Three at a time: a page of an answer, and the button to the next."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from handlers.rules.fairness import TOGETHER
from handlers.talk import Button

T = TypeVar("T")


def page(everyone: Sequence[T], start: int) -> tuple[Sequence[T], int]:
    """Those from `start` on, and where they begin: at the first where there are not so many (any more)."""
    start = start if 0 <= start < len(everyone) else 0
    return everyone[start : start + TOGETHER], start


def others(start: int, among: int, more: Callable[[str, int], Button]) -> tuple[Button, ...]:
    """On to those not shown yet; after the last, back to the first. `more` makes a button to a page."""
    following = start + TOGETHER
    if following < among:
        return (more("Show others", following),)
    return (more("Show the first again", 0),) if start else ()
