"""How alike two schools are, and in what: the distance recommended in our domain research.

Gower's form: the weighted mean of differences over the features known for both, so nothing is invented for
what is missing. Percentages are scaled by the national spread (95th less 5th percentile of all open state
schools of the phase, national_reference.csv, worked out from DfE data under the Open Government Licence
v3.0), size by doublings. Never attainment, never inspection grades. The weights are our judgement.
"""

import csv
import math
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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

#: No national file has mobility: 20 points is our judgement of the spread from few moves to very many.
MOBILITY_SPREAD = 20.0
#: What only the trust itself knows counts where it has told us of both schools, and is missed nowhere else.
TOLD_WEIGHTS: Mapping[str, float] = {"pct_mobility": 0.06, "coastal": 0.04}

#: A question's topic makes some features count more: concept → feature → times.
TOPICS: Mapping[str, Mapping[str, float]] = {
    "context.mixed_age": {"mixed_age": 4, "pupils_per_year_group": 2},
    "topic.attendance": {"pct_fsm": 2, "pct_mobility": 2},
    "topic.eal": {"pct_eal": 4},
    "topic.send": {"pct_ehcp": 3, "pct_sen_support": 3, "resourced": 3},
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
    return _group(school.phase.lower(), school.type.lower())


@lru_cache(maxsize=1024)
def _group(phase: str, kind: str) -> str:
    if "special" in phase or "special" in kind:
        return "special"
    if "pupil referral" in kind or "alternative" in f"{phase} {kind}":
        return "alternative"
    if "16 plus" in phase or "post" in phase or "sixth form" in kind:
        return "post-16"
    if "all-through" in phase or "all through" in phase:
        return "all-through"
    return "primary" if "primary" in phase or "nursery" in phase else "secondary"


@dataclass(frozen=True, slots=True)
class Features:
    """A school as numbers, ready to be compared: unknown is None, words are numbers at least 1 apart."""

    phase: str
    group: str
    values: tuple[float | None, ...]


def features(school: School) -> Features:
    return Features(school.phase, group(school), tuple(_value(feature, school) for feature in _FEATURES))


class Measure:
    """How alike other schools are to one, for a question on these topics."""

    def __init__(self, one: Features, topics: Collection[str] = ()) -> None:
        self._one = one
        self._topics = topics
        self._by_group: dict[str, list[tuple[str, int, float, float, float]]] = {}

    def alike(self, other: Features) -> float:
        """0 to 1; nothing where they cannot be compared."""
        known = total = 0.0
        theirs = other.values
        for _, at, weight, scale, mine in self._compared(other.group):
            value = theirs[at]
            if value is not None:
                far = abs(mine - value) / scale
                known += weight
                total += weight * far if far < 1.0 else weight
        if not known:
            return 0.0
        alike = 1 - total / known
        return min(alike, 0.65) if self._one.group != other.group else alike

    def apart(self, other: Features) -> dict[str, float]:
        """The differences by feature, 0 the same to 1 far apart, of the features known for both."""
        return {
            feature: min(1.0, abs(mine - value) / scale)
            for feature, at, _, scale, mine in self._compared(other.group)
            if (value := other.values[at]) is not None
        }

    def _compared(self, group: str) -> Sequence[tuple[str, int, float, float, float]]:
        """The features known of this school that count with schools of a group: name, place, weight,
        by how much two can be apart, and its own value. Different groups are not alike at all.
        """
        found = self._by_group.get(group)
        if found is None:
            found = self._by_group[group] = []
            together = {self._one.group, group}
            if len(together) == 1 or together in ({"all-through", "primary"}, {"all-through", "secondary"}):
                for feature, weight in _weights(self._topics, primary=together == {"primary"}).items():
                    at = _FEATURES.index(feature)
                    mine, scale = self._one.values[at], _scale(feature, self._one)
                    if mine is not None and scale:
                        found.append((feature, at, weight, scale, mine))
        return found


def compare(one: School, other: School, topics: Collection[str] = ()) -> Likeness:
    """Their likeness for a question on these topics."""
    measure, theirs = Measure(features(one), topics), features(other)
    apart, weights = measure.apart(theirs), weighted(one, other, topics)
    known = sum(weights[feature] for feature in apart)
    expected = sum(
        weight for feature, weight in weights.items() if feature in apart or feature not in TOLD_WEIGHTS
    )
    return Likeness(measure.alike(theirs), known / expected, apart)


def weighted(one: School, other: School, topics: Collection[str] = ()) -> dict[str, float]:
    """How much each feature counts between these two, for a question on these topics."""
    return _weights(topics, primary=group(one) == group(other) == "primary")


def _weights(topics: Collection[str], *, primary: bool) -> dict[str, float]:
    weights = {**(PRIMARY_WEIGHTS if primary else SECONDARY_WEIGHTS), **TOLD_WEIGHTS}
    for topic in topics:
        for feature, times in TOPICS.get(topic, {}).items():
            weights[feature] = weights.get(feature, 0.06) * times
    return weights


def _scale(feature: str, one: Features) -> float:
    """By how much two schools can be apart, seen from this one; 0 where that is not known."""
    name = _FILE_NAMES.get(feature)
    if name is None:
        return 1.0
    spread = _spread()
    known = one.phase if (one.phase, name) in spread else "Primary" if one.group == "primary" else "Secondary"
    return spread.get((known, name), 0.0)


def setting(school: School) -> int | None:
    """The place of its setting in SETTINGS, urban first."""
    words = school.urban_rural.lower()
    return next((step for step, name in enumerate(SETTINGS) if name in words), None)


def kind(school: School) -> str:
    """Infant, junior or the whole of primary, by the ages taught."""
    if school.age_low is None or school.age_high is None:
        return ""
    if school.age_high <= 7:
        return "infant"
    if school.age_low >= 7 and school.age_high <= 11:
        return "junior"
    return "first" if school.age_high <= 10 else "primary"


def faith(school: School) -> str:
    """Church of England, Roman Catholic…; "none" for a school without a religious character."""
    words = school.religious_character.lower()
    if not words:
        return ""
    return "none" if words.startswith(("none", "no religious", "does not apply")) else words


def _value(feature: str, school: School) -> float | None:
    special = _SPECIAL.get(feature)
    value: float | None = special(school) if special is not None else getattr(school, feature)
    return value


def _size(school: School) -> float | None:
    # In doublings: four times as large is as far apart as can be.
    return math.log2(school.pupils) / 2 if school.pupils else None


def _setting(school: School) -> float | None:
    step = setting(school)
    return None if step is None else step / (len(SETTINGS) - 1)


def _mixed(school: School) -> float | None:
    return None if school.mixed_age_classes is None else bool(school.mixed_age_classes)


def _mobility(school: School) -> float | None:
    return None if school.pct_mobility is None else school.pct_mobility / MOBILITY_SPREAD


def _selective(school: School) -> float | None:
    if not school.admissions_policy and not school.gender:
        return None
    selective, one_sex = (
        school.admissions_policy.lower() == "selective",
        school.gender.lower() in {"boys", "girls"},
    )
    return 2 * selective + one_sex


def has_resourced_provision(school: School) -> bool | None:
    """Whether it has a resourced provision or an SEN unit; None where nothing is said of it."""
    said = school.resourced_provision.lower()
    return not said.startswith(("no", "does not")) if said else None


def _word(word: str) -> float | None:
    return zlib.crc32(word.encode()) if word else None


_SPECIAL: Mapping[str, Callable[[School], float | None]] = {
    "size": _size, "setting": _setting, "mixed_age": _mixed, "selective": _selective,
    "kind": lambda school: _word(kind(school)), "faith": lambda school: _word(faith(school)),
    "sixth_form": lambda school: school.sixth_form, "coastal": lambda school: school.coastal,
    "pct_mobility": _mobility, "resourced": has_resourced_provision,
}  # fmt: skip
_FEATURES = tuple(dict.fromkeys((*PRIMARY_WEIGHTS, *SECONDARY_WEIGHTS, *TOLD_WEIGHTS, "faith", "resourced")))


def miles(one: School, other: School) -> float | None:
    """The distance in a straight line, in miles."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 3958.8 * math.asin(min(1.0, math.sqrt(half)))
