"""Ways from one capability into another: they import nothing of one another, so a button names its action.

The names on the wire are pinned in `tests/test_architecture.py`.
"""

from handlers.talk import Button

ASK_PEOPLE = "peers.ask"


def ask_people(label: str, words: str) -> Button:
    """The people finder's answer to these words."""
    return Button(label, ASK_PEOPLE, {"words": words})
