"""Which word that works everywhere is meant, where it is mistyped, or asked about: "cyle", "help cycle"."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

_LONG_ENOUGH = 5  # letters: a letter away from a shorter word there is mostly another, as "held" from "help"
_NEAR_OTHERS = frozenset({"peers", "share"})  # "pears", "shared", "shape"

_QUOTED = r"[/“\"'‘]*(?P<word>[a-z]+)[”\"'’]*"
_ASKING = re.compile(
    r"(?:help(?: me)?(?: (?:with|on|about|to use))?|explain|tell me about|how does|what(?: is|['’]?s| does)|"
    r"how (?:do|can|should) (?:i|we|you)(?: use)?|what (?:can|do|could) (?:i|we|you) do with)"
    rf" (?:the )?{_QUOTED}(?: (?:command|for|do|mean|work)){{0,2}}"
)
_WITH_HELP = re.compile(rf"{_QUOTED} help")


def nearly(word: str, rest: str, words: Iterable[str]) -> str:
    """The one of these words that was probably meant: "cyle" is "cycle"; the word itself where none is.

    "Network" and "cycles" are words of their own: they mean it only where nothing follows.
    """
    near = [
        each
        for each in words
        if len(each) >= _LONG_ENOUGH and each not in _NEAR_OTHERS and OSA.distance(word, each) <= 1
    ]
    if len(near) != 1 or (rest and word.rstrip("sd") == near[0].rstrip("s") and word != near[0]):
        return word
    return near[0]


def asked_about(text: str, words: Iterable[str]) -> str:
    """The one of these words that somebody wants to know more of; "" where it is something else."""
    said = " ".join(text.lower().split()).strip(" .!?")
    known = list(words)
    asked = _WITH_HELP.fullmatch(said) or _ASKING.fullmatch(said)
    word = nearly(asked["word"], "", known) if asked else ""
    return word if word in known else ""
