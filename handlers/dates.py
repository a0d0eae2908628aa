"""How days are said on cards: the same on every one of them."""

from datetime import date
from functools import lru_cache


def day(of: date) -> str:
    """ "Tuesday 3 November 2026"."""
    return f"{of:%A} {of.day} {of:%B %Y}"


@lru_cache(maxsize=1024)  # a morning's nudges say the same few days thousands of times
def short_day(of: date) -> str:
    """ "Tue 3 Nov"."""
    return f"{of:%a} {of.day} {of:%b}"


def with_year(of: date) -> str:
    """ "3 Nov 2026": for what may lie years ahead."""
    return f"{of.day} {of:%b %Y}"
