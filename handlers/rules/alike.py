"""The schools nearest to one, and why: what is shared and what differs, in words with figures.

Likeness is `similarity`'s: never attainment, never inspection grades.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from handlers.rules import similarity
from handlers.rules.similarity import Likeness
from storage.records import School

SHARED = 3  # features named as shared
#: As far apart as two schools may be in a feature and still share it.
NEAR = 0.2
#: From here a difference is worth a word.
TELLING = 0.12
#: A school of which less than this is known, by weight, is compared with nobody.
KNOWN_ENOUGH = 0.2
#: Below this share the card says how much was compared.
SAID_BELOW = 0.8
#: Two figures that happen to be known and equal prove less than ten: what nobody knows costs a little.
DOUBT = 0.15


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A school like another, and in what."""

    school: School
    likeness: Likeness
    #: What both have, the weightiest first, the other's figure in brackets: "104 pupils (yours 96)".
    shared: tuple[str, ...]
    #: The one difference that weighs most; "" where none does.
    difference: str

    @property
    def based_on(self) -> int | None:
        """The share compared in per cent, where it is low enough to be said."""
        known = self.likeness.known
        return 10 * round(known * 10) if known < SAID_BELOW else None


def neighbours(
    own: School, schools: Iterable[School], topics: Collection[str] = (), *, whose: str = "yours"
) -> list[Neighbour]:
    """The other schools of the same group, most alike first; an all-through school has two.

    `whose` is how `own` is called in the words.
    """
    found = [
        (likeness, school)
        for school in schools
        if school.id != own.id
        and similarity.group(own) in (similarity.group(school), "all-through")
        and (likeness := similarity.compare(own, school, topics)).known >= KNOWN_ENOUGH
    ]
    found.sort(key=lambda each: (DOUBT * (1 - each[0].known) - each[0].alike, each[1].name))
    return [_neighbour(own, school, likeness, topics, whose) for likeness, school in found]


def _neighbour(
    own: School, school: School, likeness: Likeness, topics: Collection[str], whose: str
) -> Neighbour:
    weights = similarity.weighted(own, school, topics)
    apart = likeness.apart
    words = {one: said(one, school, own, whose) for one in apart}
    if "size" in words:
        words.pop("pupils_per_year_group", None)  # it says the same again
    close = sorted(
        (one for one in words if apart[one] <= NEAR), key=lambda one: weights[one] * (apart[one] - 1)
    )
    shared = close[:SHARED]
    far = [one for one in words if apart[one] >= TELLING and one not in shared]
    furthest = max(far, key=lambda one: weights[one] * apart[one], default=None)
    return Neighbour(
        school, likeness, tuple(words[one] for one in shared), words[furthest] if furthest is not None else ""
    )


#: Shares of a school's pupils → what of.
_SHARES: Mapping[str, str] = {
    "pct_fsm": "free school meals",
    "pct_eal": "EAL",
    "pct_sen_support": "SEN support",
    "pct_ehcp": "EHC plans",
    "pct_mobility": "mobility",
}
#: A share of fewer pupils than these is no figure to be shown.
FEW = 5
HARDLY = "hardly any"
#: Other figures in words.
_FIGURES: Mapping[str, str] = {
    "pupils_per_year_group": "{:.0f} pupils in a year group",
    "roll_change_pct": "roll {:+.0f}%",
    "idaci_decile": "deprivation decile {:.0f}",
}
_SETTINGS = (
    "in a conurbation",
    "in a city or town",
    "in a small town",
    "in a village",
    "in a hamlet or remote",
)
_KINDS = {"infant": "an infant school", "junior": "a junior school", "first": "a first school"}


def said(feature: str, school: School, own: School, whose: str) -> str:
    """A feature of a school in words, with the other's in brackets unless they are the same."""
    theirs, ours = _said(feature, school), _said(feature, own)
    if theirs == ours:
        return theirs
    if feature not in _WORDS:
        ours = "".join(_NUMBER.findall(ours)) or HARDLY
    return f"{theirs} ({whose} {ours.removeprefix(_MIXED)})"


def _said(feature: str, school: School) -> str:
    if feature in _WORDS:
        return _WORDS[feature](school)
    if feature == "size":
        return f"{school.pupils} pupils"
    value = getattr(school, feature)
    if feature in _FIGURES:
        return _FIGURES[feature].format(value)
    few = school.pupils is not None and value * school.pupils / 100 < FEW
    return f"{HARDLY} {_SHARES[feature]}" if few else f"{value:.0f}% {_SHARES[feature]}"


_NUMBER = re.compile(r"[+-]?[\d.]+%?")
_MIXED = "mixed-age classes "


def _mixed(school: School) -> str:
    classes = ", ".join(school.mixed_age_classes or ())
    return _MIXED + classes if classes else "no mixed-age classes"


def _setting(school: School) -> str:
    return _SETTINGS[similarity.setting(school) or 0]


def _kind(school: School) -> str:
    return _KINDS.get(similarity.kind(school), "infants and juniors together")


def _faith(school: School) -> str:
    return "no religious character" if similarity.faith(school) == "none" else school.religious_character


def _coast(school: School) -> str:
    return "by the sea" if school.coastal else "not by the sea"


def _sixth_form(school: School) -> str:
    return "a sixth form" if school.sixth_form else "no sixth form"


def _admission(school: School) -> str:
    who = f"{school.gender.lower()} only" if school.gender.lower() in {"boys", "girls"} else "girls and boys"
    return f"selective, {who}" if school.admissions_policy.lower() == "selective" else who


def _resourced(school: School) -> str:
    return "a resourced provision" if similarity.has_resourced_provision(school) else "no resourced provision"


_WORDS: Mapping[str, Callable[[School], str]] = {
    "resourced": _resourced,
    "mixed_age": _mixed,
    "setting": _setting,
    "kind": _kind,
    "faith": _faith,
    "coastal": _coast,
    "sixth_form": _sixth_form,
    "selective": _admission,
}
