"""What must never be stored: worries about a child or an adult, and data that identifies a pupil.

The law of the house, and the first thing done with any text. It looks for an identifiable person beside a
worry, or for the marks of identity themselves; words alone ("KCSIE training", "the DSL at Elm Park") pass.
These are cues, not a guarantee: every card and the privacy page say so too.

Every pattern has bounded repeats, and each is tried only where one of its trigger words occurs, so that
hostile input costs little. What is longer than can be looked at while a platform waits is turned away whole.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules import identity, signs, somebody
from handlers.rules.scene import Scene
from handlers.rules.words import plain


class Kind(StrEnum):
    """Which way a message has to go instead of here."""

    DANGER = "danger"
    SAFEGUARDING = "safeguarding"
    ADULT = "adult"
    DISTRESS = "distress"
    PUPIL_DATA = "pupil_data"
    #: Nothing is known against it; it was not looked at.
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Concern:
    """A hit: its rule and kind, never the words."""

    rule: str
    kind: Kind


#: Characters, a page and a half: nobody asks for a colleague in more, though platforms allow 40,000.
LONGEST = 4_500
#: Longer ones are looked at in pieces: some patterns slow down with the length.
PIECE = 4_000
#: How much of the piece before is looked at again, so that nothing hides on a border.
OVERLAP = 200

_STRESS = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def check(text: str) -> Concern | None:
    """Whether these words must not be stored, searched or sent on."""
    if len(text) > LONGEST or len(text := plain(text)) > LONGEST:  # some letters stand for many
        return Concern("too-long", Kind.TOO_LONG)
    if "_" in text:  # Slack's and Markdown's way to stress a word, and a letter to a pattern
        text = _STRESS.sub("", text)
    if len(text) <= PIECE:
        return _check(text)
    pieces = dict.fromkeys(text[start : start + PIECE + OVERLAP] for start in range(0, len(text), PIECE))
    return next((concern for piece in pieces if (concern := _check(piece))), None)


def _check(text: str) -> Concern | None:
    """The gravest concern first: danger, then an adult, then a child, then identity, then the sender."""
    lower = text.lower()
    words = frozenset(re.findall(r"[a-z]+", lower))
    general, scene = somebody.is_general(lower), Scene(lower)
    if rule := signs.of_danger(lower, words, general):
        return Concern(rule, Kind.DANGER)
    if rule := signs.about_an_adult(lower, scene, general):
        return Concern(rule, Kind.ADULT)
    if rule := signs.about_a_child(lower, scene, general):
        return Concern(rule, Kind.SAFEGUARDING)
    if rule := identity.sign(text, lower, words):
        return Concern(rule, Kind.PUPIL_DATA)
    if rule := signs.of_what_is_only_told(lower, scene, general):
        return Concern(rule, Kind.ADULT if rule.startswith("adult") else Kind.SAFEGUARDING)
    if rule := signs.of_distress(lower, words):
        return Concern(rule, Kind.DISTRESS)
    return None
