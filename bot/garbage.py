"""Python's garbage collector, kept away from what stays."""

import gc


def set_aside() -> None:
    """What is there now is kept for good: looking through it again and again would hold up the answers.

    A trust's people are hundreds of thousands of objects; a collection takes as long as ten answers.
    """
    gc.collect()
    gc.freeze()
