"""Python's garbage collector, kept away from what stays."""

import gc

#: New objects between two looks, instead of 700: a morning's letters are thousands at a time, and live on.
BETWEEN = 20_000


def set_aside() -> None:
    """What is there now is kept for good: looking through it again and again would hold up the answers.

    A trust's people are hundreds of thousands of objects; a collection takes as long as ten answers.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN)
