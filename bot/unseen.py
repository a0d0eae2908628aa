"""Signs in people's words that no door shows: controls, and those that hide text or turn it round."""

import re

#: Line breaks and tabs stay. A right-to-left override in a name would turn the words after it round.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def without_unseen(text: str) -> str:
    """The text as it is seen; every line break is \\n."""
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
