"""Ways from one capability into another: they import nothing of one another, so a button names its action.

The names on the wire are pinned in `tests/test_architecture.py`.
"""

from handlers.talk import Button

ASK_PEOPLE = "peers.ask"
COLLECT_MINE = "library.collect_mine"


def ask_people(label: str, words: str) -> Button:
    """The people finder's answer to these words."""
    return Button(label, ASK_PEOPLE, {"words": words})


def links_i_post(*, kept: bool) -> Button:
    """Into the library, or not at all: the other than it is now."""
    label = "Don’t keep links I post" if kept else "Keep links I post again"
    return Button(label, COLLECT_MINE, {"yes": not kept})
