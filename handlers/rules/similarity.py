"""How alike two schools are, and in what: the distance recommended in our domain research.

Gower's form: the weighted mean of differences over the features known for both, so nothing is invented for
what is missing. Percentages are scaled by the national spread (95th less 5th percentile of all open state
schools of the phase, national_reference.csv, worked out from DfE data under the Open Government Licence
v3.0), size by doublings. Never attainment, never inspection grades. The weights are our judgement.
"""

import csv
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storage.records import School

#: Urban to remote, in five equal steps (the register's words contain these).
SETTINGS = ("conurbation", "city and town", "town and fringe", "village", "hamlet")

PRIMARY_WEIGHTS: Mapping[str, float] = {
    "size": 0.20, "mixed_age": 0.14, "pct_fsm": 0.18, "pupils_per_year_group": 0.10, "pct_eal": 0.08,
    "kind": 0.06, "setting": 0.07, "pct_ehcp": 0.05, "pct_sen_support": 0.05,
    "roll_change_pct": 0.04, "idaci_decile": 0.03,
}  # fmt: skip
SECONDARY_WEIGHTS: Mapping[str, float] = {
    "size": 0.22, "pct_fsm": 0.24, "pct_eal": 0.10, "sixth_form": 0.10, "pct_ehcp": 0.06,
    "pct_sen_support": 0.06, "setting": 0.08, "roll_change_pct": 0.06, "selective": 0.05,
    "idaci_decile": 0.03,
}  # fmt: skip

#: A question's topic makes some features count more: concept → feature → times.
TOPICS: Mapping[str, Mapping[str, float]] = {
    "context.mixed_age": {"mixed_age": 4, "pupils_per_year_group": 2},
    "topic.attendance": {"pct_fsm": 2},
    "topic.eal": {"pct_eal": 4},
    "topic.send": {"pct_ehcp": 3, "pct_sen_support": 3},
    "context.falling_rolls": {"size": 3, "roll_change_pct": 3},
    "topic.budget": {"size": 3, "roll_change_pct": 3},
    "topic.siams": {"faith": 1},
    "topic.collective_worship": {"faith": 1},
    "subject.re": {"faith": 1},
}

#: Our features' names in national_reference.csv, which says the year of each.
_FILE_NAMES = {
    "pct_fsm": "pct_fsm_jan2021", "pct_eal": "pct_eal_jan2019", "pct_sen_support": "pct_sen_support_jan2019",
    "pct_ehcp": "pct_ehcp_jan2019", "roll_change_pct": "roll_change_pct_2019_2021",
    "idaci_decile": "idaci_2019_decile", "pupils_per_year_group": "pupils_per_year_group",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, from 0 to 1, over the share of the features (by weight) known for both."""

    alike: float
    known: float
    #: Differences by feature, 0 the same to 1 far apart.
    apart: Mapping[str, float]


@cache
def _spread() -> dict[tuple[str, str], float]:
    text = files("handlers.rules").joinpath("national_reference.csv").read_text(encoding="utf-8")
    return {
        (row["phase"], row["feature"]): float(row["p95"]) - float(row["p05"])
        for row in csv.DictReader(text.splitlines())
    }


def group(school: School) -> str:
    """Schools are compared inside their group; special schools and alternative provision stay apart."""
    phase = school.phase.lower()
    if "special" in phase or "special" in school.type.lower():
        return "special"
    if "pupil referral" in school.type.lower() or "alternative" in f"{phase} {school.type.lower()}":
        return "alternative"
    if "16 plus" in phase or "post" in phase or "sixth form" in school.type.lower():
        return "post-16"
    if "all-through" in phase or "all through" in phase:
        return "all-through"
    return "primary" if "primary" in phase or "nursery" in phase else "secondary"


def compare(one: School, other: School, topics: Collection[str] = ()) -> Likeness:
    """Their likeness for a question on these topics; different groups are not alike at all."""
    groups = {group(one), group(other)}
    if (
        len(groups) > 1
        and not groups <= {"all-through", "primary"}
        and not groups <= {"all-through", "secondary"}
    ):
        return Likeness(0.0, 0.0, {})
    weights = dict(
        PRIMARY_WEIGHTS if group(one) == "primary" and group(other) == "primary" else SECONDARY_WEIGHTS
    )
    for topic in topics:
        for feature, times in TOPICS.get(topic, {}).items():
            weights[feature] = weights.get(feature, 0.06) * times
    apart = {feature: far for feature in weights if (far := _apart(feature, one, other)) is not None}
    known = sum(weights[feature] for feature in apart)
    if not known:
        return Likeness(0.0, 0.0, {})
    alike = 1 - sum(weights[feature] * far for feature, far in apart.items()) / known
    if "all-through" in groups and len(groups) > 1:
        alike = min(alike, 0.65)
    return Likeness(alike, known / sum(weights.values()), apart)


def _apart(feature: str, one: School, other: School) -> float | None:
    special = _SPECIAL.get(feature)
    if special is not None:
        return special(one, other)
    a, b = getattr(one, feature), getattr(other, feature)
    if a is None or b is None:
        return None
    phase = (
        one.phase
        if (one.phase, _FILE_NAMES[feature]) in _spread()
        else "Secondary"
        if group(one) != "primary"
        else "Primary"
    )
    spread = _spread().get((phase, _FILE_NAMES[feature]), 0.0)
    return min(1.0, abs(a - b) / spread) if spread else None


def _size(one: School, other: School) -> float | None:
    if not one.pupils or not other.pupils:
        return None
    return min(1.0, abs(math.log2(one.pupils / other.pupils)) / 2)


def setting(school: School) -> int | None:
    """The place of its setting in SETTINGS, urban first."""
    words = school.urban_rural.lower()
    return next((step for step, name in enumerate(SETTINGS) if name in words), None)


def _setting(one: School, other: School) -> float | None:
    a, b = setting(one), setting(other)
    return None if a is None or b is None else abs(a - b) / (len(SETTINGS) - 1)


def _mixed(one: School, other: School) -> float | None:
    if one.mixed_age_classes is None or other.mixed_age_classes is None:
        return None
    return float(bool(one.mixed_age_classes) != bool(other.mixed_age_classes))


def kind(school: School) -> str:
    """Infant, junior or the whole of primary, by the ages taught."""
    if school.age_low is None or school.age_high is None:
        return ""
    if school.age_high <= 7:
        return "infant"
    if school.age_low >= 7 and school.age_high <= 11:
        return "junior"
    return "first" if school.age_high <= 10 else "primary"


def _same(word: Callable[[School], str]) -> Callable[[School, School], float | None]:
    def compared(one: School, other: School) -> float | None:
        a, b = word(one), word(other)
        return float(a != b) if a and b else None

    return compared


def faith(school: School) -> str:
    """Church of England, Roman Catholic…; "none" for a school without a religious character."""
    words = school.religious_character.lower()
    if not words:
        return ""
    return "none" if words.startswith(("none", "no religious", "does not apply")) else words


def _sixth_form(one: School, other: School) -> float | None:
    if one.sixth_form is None or other.sixth_form is None:
        return None
    return float(one.sixth_form != other.sixth_form)


def _selective(one: School, other: School) -> float | None:
    if not one.admissions_policy and not one.gender:
        return None
    if not other.admissions_policy and not other.gender:
        return None
    a = (one.admissions_policy.lower() == "selective", one.gender.lower() in {"boys", "girls"})
    b = (other.admissions_policy.lower() == "selective", other.gender.lower() in {"boys", "girls"})
    return float(a != b)


_SPECIAL: Mapping[str, Callable[[School, School], float | None]] = {
    "size": _size, "setting": _setting, "mixed_age": _mixed, "kind": _same(kind), "faith": _same(faith),
    "sixth_form": _sixth_form, "selective": _selective,
}  # fmt: skip


def miles(one: School, other: School) -> float | None:
    """The distance in a straight line, in miles."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 3958.8 * math.asin(min(1.0, math.sqrt(half)))
