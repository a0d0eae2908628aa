"""Where the colleague should be: stage and kind of school, size, distance, free meals, "like ours"."""

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

# ruff: noqa: E501  a pattern is read as one line, however long

#: Phase concepts that name whole schools → the stage a person must work in.
STAGES: dict[str, str] = {
    "phase.primary": "primary",
    "phase.secondary": "secondary",
    "phase.special": "special",
    "phase.infant_school": "infant",
    "phase.junior_school": "junior",
    "phase.first_school": "first",
    "phase.middle_school": "middle",
    "phase.all_through": "all-through",
    "phase.sixth_form_college": "sixth form college",
    "phase.ap": "alternative provision",
    "phase.nursery_school": "nursery",
}
#: Contexts that are facts about a school, checked against the register.
SCHOOL_CONTEXTS = frozenset(
    (
        "context.small_school", "context.large_school", "context.half_fe", "context.fe1", "context.fe1_5", "context.fe2",
        "context.fe3plus", "context.rural", "context.rural_isolated", "context.urban", "context.coastal", "context.high_deprivation",
        "context.low_deprivation", "context.high_eal", "context.low_eal", "context.high_send", "context.church_school",
        "context.catholic", "context.other_faith", "context.single_sex", "context.selective", "context.with_sixth_form",
        "context.without_sixth_form", "context.nursery_attached", "context.free_school", "context.sponsored",
    )
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Where:
    """Limits on the school. None and empty mean no limit."""

    stages: tuple[str, ...] = ()
    #: Facts a school must have.
    contexts: tuple[str, ...] = ()
    #: Much like the asker's own.
    similar: bool = False
    #: Close to the asker's own in size; or to this many pupils.
    similar_size: bool = False
    pupils: int | None = None
    min_pupils: int | None = None
    max_pupils: int | None = None
    #: Larger (1) or smaller (-1) than the asker's own.
    bigger: int = 0
    near: bool = False
    #: The nearer the better, and no further: said of colleagues already shown ("nearer").
    nearest: bool = False
    #: Within this many miles.
    miles: float | None = None
    min_fsm: float | None = None
    max_fsm: float | None = None
    min_eal: float | None = None
    #: The same council as the asker's.
    same_area: bool = False
    #: Similar in one named feature: "similar FSM to us".
    similar_in: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        return self != Where()

    @property
    def about_schools(self) -> bool:
        """Whether anything is asked of the schools themselves, beside stage, distance and likeness."""
        return bool(
            self.contexts or self.similar_size or self.pupils or self.min_pupils or self.max_pupils
            or self.bigger or self.min_fsm is not None or self.max_fsm is not None
            or self.min_eal is not None or self.same_area or self.similar_in
        )  # fmt: skip

    def data(self) -> dict[str, Any]:
        return asdict(self)


ANYWHERE = Where()

_MILES = re.compile(
    r"\b(?:within |under |say |about |less than |max |up to )?(\d{1,3}|five|ten|fifteen|twenty|thirty)(?: or so)? ?(miles?|mi|km|mins?|minutes)\b(?! (?:agenda|session|slot|staff|call|chat|meeting|meetings|a day|each|per))",
    re.IGNORECASE,
)
_WORD_NUMBERS = {"five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30}
_ROLL = re.compile(
    r"\b(?P<sign>under|over|fewer than|less than|more than|about|around|below|above|up to|roughly|at least|max)?\s?(?P<n>\d{2,4})\s?(?:-ish )?(?:on roll|pupils|children|kids|students|on the roll|in the school)\b|\bnor (?:of |is |= ?)?(?P<nor>\d{2,4})\b",
    re.IGNORECASE,
)
_FSM = re.compile(
    r"\b(?:fsm|pp|free (?:school )?meals|pupil premium|disadvantaged?)\b[^.?!\d]{0,25}(\d{1,2}) ?%|(\d{1,2}) ?(?:%|percent|per cent) ?\+? ?(?:or more |plus )?(?:fsm|pp|free (?:school )?meals|pupil premium|disadvantaged?)",
    re.IGNORECASE,
)
_LOTS_FSM = re.compile(
    r"\b(?:high|lots of|loads of|a lot of|many|large numbers of|most|big) (?:\w+ )?(?:fsm|pp\b|free (?:school )?meals|pupil premium|disadvantaged?)",
    re.IGNORECASE,
)
_EAL = re.compile(
    r"\beal\b[^.?!\d]{0,20}(\d{1,2}) ?%|(\d{1,2}) ?(?:%|percent) ?\+? ?(?:or more )?eal", re.IGNORECASE
)
_LIKE = re.compile(
    r"\b(?:like (?:ours|mine|us\b|my school|our school)|similar (?:to )?(?:ours|mine|us|schools?|context|intake|setting|situation|school to)|schools? (?:just )?like|comparable|same (?:kind|sort|type) of (?:school|intake|place|area)|(?:some|any)(?:one|body) like me|people like me|in our (?:position|situation|shoes)|similar kids|similar cohort|similar catchment)\b",
    re.IGNORECASE,
)
_SIMILAR_IN = re.compile(
    r"\bsimilar (?:levels of |numbers of |% |percentage of |proportion of )?(fsm|free (?:school )?meals|pp|pupil premium|eal|send|sen|ehcps?|deprivation)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"\b(?:our size|similar(?:ly)? sized?|(?:about |roughly )?(?:the )?same size|same sort of size|as small as (?:us|ours)|as big as (?:us|ours)|similar in size|size of school)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"(?<!go )(?<!going )(?<!goes )(?<!get )(?<!gets )(?<!nowhere )(?<!anywhere )(?<!come )(?<!the )\bnear(?:by)?\b(?! (?:enough|miss|misses|the end|the start|impossible|future))|"
    r"\b(?:nearer(?: to)?|nearest (?:to|schools?|colleagues?|one|ones|person|secondar\w+|primar\w+|lead|leads|senco|sendco|heads?)|close (?:by|to (?:us|me|here|home|our|my))|locally|local (?:schools?|colleagues?|leads?|heads?|sencos?|primar\w+|secondar\w+)|closest|round the corner|up the road|within (?:reach|driving|walking)|not too far|driving distance|short drive|miles or so of us)\b",
    re.IGNORECASE,
)
_TINY = re.compile(
    r"\b(?:tiny|very small|really small)\b(?: \w+){0,3} (?:schools?|primary|primaries)\b", re.IGNORECASE
)
_DAY = re.compile(r"\b(mon|tue|wed|thu|fri)(?:s|day|nes|nesday|rs|rsday|sday)?s?\b", re.IGNORECASE)
_FREE_ON = re.compile(
    r"\b(?:ring|call|phone|meet|free|available|talk|speak|chat|in|work|works|working|around|visit|catch|reach|get hold of|contact)\b[^.?!]{0,30}\b(?:on|a|every|any|is|before)\b|\bwho (?:is |are |'s )?(?:in|works?|free|around|available)\b",
    re.IGNORECASE,
)


def read(said: str, concepts: Collection[str], constraints: Collection[str]) -> Where:
    """The limits a message sets on the school."""
    miles = _miles(said)
    low, high, pupils = _roll(said)
    fsm = _percent(_FSM, said)
    lots = _LOTS_FSM.search(said) is not None
    contexts = tuple(dict.fromkeys(one for one in concepts if one in SCHOOL_CONTEXTS))
    in_feature = tuple(dict.fromkeys(_feature(match[1]) for match in _SIMILAR_IN.finditer(said)))
    if _TINY.search(said) and high is None:
        high = 110  # "tiny": the smallest sixth of England's primaries have about this many
    return Where(
        stages=tuple(dict.fromkeys(STAGES[one] for one in concepts if one in STAGES)),
        contexts=tuple(one for one in contexts if not (one == "context.high_deprivation" and fsm)),
        similar=(_LIKE.search(said) is not None or "constraint.similar_intake" in constraints)
        and not in_feature,
        similar_size=_SIZE.search(said) is not None or "constraint.similar_size" in constraints,
        pupils=pupils,
        min_pupils=low,
        max_pupils=high,
        bigger=1 if "constraint.larger" in constraints else -1 if "constraint.smaller" in constraints else 0,
        near=miles is None
        and "constraint.not_near" not in constraints
        and (_NEAR.search(said) is not None or "constraint.near" in constraints),
        miles=miles,
        min_fsm=fsm if fsm is not None else (30.0 if lots else None),
        min_eal=_percent(_EAL, said),
        same_area="constraint.same_area" in constraints and "same" in said.lower(),
        similar_in=in_feature,
    )


def _feature(word: str) -> str:
    word = word.lower()
    if word.startswith(("fsm", "free", "pp", "pupil")):
        return "pct_fsm"
    if word == "eal":
        return "pct_eal"
    return {"ehcp": "pct_ehcp", "ehcps": "pct_ehcp", "deprivation": "idaci_decile"}.get(
        word, "pct_sen_support"
    )


def _miles(said: str) -> float | None:
    match = _MILES.search(said)
    if match is None:
        return None
    number = float(_WORD_NUMBERS.get(match[1].lower(), 0) or match[1])
    unit = match[2].lower()
    if unit.startswith("min"):
        # "within 20 minutes": half a mile a minute on country roads, so about ten miles.
        return number / 2 if "within" in match.group().lower() or "drive" in said.lower() else None
    return number * 0.62 if unit == "km" else number


def _roll(said: str) -> tuple[int | None, int | None, int | None]:
    match = _ROLL.search(said)
    if match is None:
        return None, None, None
    number = int(match["n"] or match["nor"])
    sign = (match["sign"] or "").lower()
    if sign in {"under", "fewer than", "less than", "below", "up to", "max"}:
        return None, number, None
    if sign in {"over", "more than", "above", "at least"}:
        return number, None, None
    on_roll = (
        match["nor"] is not None or "on roll" in match.group().lower() or "pupils" in match.group().lower()
    )
    return None, None, number if on_roll and number >= 30 else None


def _percent(pattern: re.Pattern[str], said: str) -> float | None:
    match = pattern.search(said)
    return float(match[1] or match[2]) if match else None


def days(said: str) -> tuple[int, ...]:
    """The days on which the colleague should be there: "I could ring on a Wednesday"."""
    return days_named(said) if _FREE_ON.search(said) else ()


def days_named(said: str) -> tuple[int, ...]:
    """The days that stand in the words, whatever is said of them."""
    return tuple(sorted({DAYS.index(match[1].lower()) for match in _DAY.finditer(said)}))
