"""Whether a colleague works where and with whom the question asks: stage, years, kind of school, distance.

Each answer is a loss in grades: 0 fits, 1 near miss, 2 far, None not at all.
"""

from collections.abc import Callable, Mapping

from handlers.rules import similarity, years
from handlers.rules.titles import Title
from handlers.rules.where import Where
from handlers.rules.years import PRIMARY, SECONDARY, Years
from storage.records import School

Loss = float | None


def range_of(school: School | None) -> Years:
    """The years a school teaches, from its ages; every year where nothing is known."""
    if school is None or school.age_low is None or school.age_high is None:
        stage = similarity.group(school) if school is not None else ""
        return (
            PRIMARY
            if stage == "primary"
            else SECONDARY
            if stage in {"secondary", "post-16"}
            else PRIMARY | SECONDARY
        )
    return frozenset(range(max(-1, school.age_low - 4), min(13, school.age_high - 5) + 1))


def in_years(
    asked: Years, title: Title, school: School | None, *, whole_role: bool, teachers_only: bool
) -> Loss:
    """How far somebody's years are from those asked."""
    if not asked:
        return 0
    own = title.years
    best: Loss = None
    if own:
        if own & asked:
            return 0
        if teachers_only and not title.whole_school:
            return None
        if years.stage_of(own) & years.stage_of(asked):
            best = 1
        elif _neighbours(own, asked):
            best = 2
    if (not own or title.whole_school) and range_of(school) & asked:
        # Someone in the whole school fits the asked years less closely than who teaches them.
        loss = 0 if whole_role else 1
        if school is not None and similarity.group(school) == "special":
            loss += 1
        best = loss if best is None else min(best, loss)
    return best


def _neighbours(own: Years, asked: Years) -> bool:
    """The next key stage, inside primary or inside secondary."""
    a, b = years.stage_of(own), years.stage_of(asked)
    return any(abs(x - y) == 1 and (x < 3) == (y < 3) for x in a for y in b)


def in_stage(stages: tuple[str, ...], title: Title, school: School | None) -> Loss:
    """Whether they work in one of the stages asked for."""
    if not stages:
        return 0
    if school is None:
        return 2
    losses = [loss for stage in stages if (loss := _STAGES[stage](title, school)) is not None]
    return min(losses) if losses else None


def _primary(title: Title, school: School) -> Loss:
    group = similarity.group(school)
    if group == "primary":
        return 0
    if group == "all-through" and not (title.years and not title.years & PRIMARY):
        return 1
    return None


def _secondary(title: Title, school: School) -> Loss:
    group = similarity.group(school)
    if group == "secondary":
        return 0
    if group == "post-16":
        return 1
    if group == "all-through" and not (title.years and not title.years & SECONDARY):
        return 1
    return None


def _group(name: str) -> Callable[[Title, School], Loss]:
    return lambda title, school: 0 if similarity.group(school) == name else None


def _kind(name: str) -> Callable[[Title, School], Loss]:
    return lambda title, school: (
        0 if similarity.group(school) == "primary" and similarity.kind(school) == name else None
    )


_STAGES: Mapping[str, Callable[[Title, School], Loss]] = {
    "primary": _primary,
    "secondary": _secondary,
    "special": _group("special"),
    "alternative provision": _group("alternative"),
    "sixth form college": _group("post-16"),
    "all-through": _group("all-through"),
    "infant": _kind("infant"),
    "junior": _kind("junior"),
    "first": _kind("first"),
    "middle": lambda title, school: 0 if "middle" in school.phase.lower() else None,
    "nursery": lambda title, school: 0 if "nursery" in f"{school.phase} {school.type}".lower() else None,
}


def fits(where: Where, school: School | None, own: School | None) -> Loss:
    """Whether a school is one of those asked for."""
    if school is None:
        return 0 if not where.contexts and where.miles is None and not where.similar else None
    if not where.about_schools:
        return 0
    losses = [
        _number(school.pupils, where.min_pupils, where.max_pupils),
        _number(school.pct_fsm, where.min_fsm, where.max_fsm),
        _number(school.pct_eal, where.min_eal, None),
        *(_context(context, school) for context in where.contexts),
        _about(school.pupils, where.pupils),
    ]
    if own is not None and own.id != school.id:
        losses += _like(where, school, own)
    return None if None in losses else sum(loss for loss in losses if loss)


def _like(where: Where, school: School, own: School) -> list[Loss]:
    losses: list[Loss] = []
    if where.similar_size:
        losses.append(_about(school.pupils, own.pupils))
    if where.bigger and school.pupils and own.pupils:
        losses.append(0 if (school.pupils - own.pupils) * where.bigger > 0 else None)
    if where.same_area and own.local_authority and school.local_authority:
        losses.append(0 if own.local_authority == school.local_authority else None)
    for feature in where.similar_in:
        a, b = getattr(own, feature), getattr(school, feature)
        losses.append(0 if a is None or b is None or abs(a - b) <= 6 else 1 if abs(a - b) <= 12 else None)
    return losses


def distance(where: Where, school: School | None, origin: School | None) -> Loss:
    """The loss for being far, where nearness was asked for."""
    if where.miles is None and not where.near:
        return 0
    if school is None or origin is None:
        return None if where.miles is not None else 1
    far = similarity.miles(origin, school)
    if far is None:
        return 1
    if where.nearest:
        return far / 12.5 if far <= (where.miles or 25) else None
    if where.miles is not None:
        # People say "ten miles or so": a fifth over still fits.
        return 0 if far <= where.miles * 1.2 else 1 if far <= where.miles * 1.4 else None
    # "Near us" without a number: within about a quarter of an hour, then within half an hour by car.
    return far / 40 if far <= 8 else 1 if far <= 15 else 2 if far <= 25 else None


#: Further than this, in miles, two schools seldom hand children on to one another.
HANDED_ON_WITHIN = 15


def hand_on(one: School, other: School) -> float:
    """How much two schools may hand on to each other: 1 where one feeds the other, else by distance."""
    if other.urn in one.feeds or one.urn in other.feeds:
        return 1.0
    far = similarity.miles(one, other)
    return 0.0 if far is None else 0.8 * max(0.0, 1 - far / HANDED_ON_WITHIN)


def _number(value: float | None, low: float | None, high: float | None) -> Loss:
    """Within limits; up to a tenth outside is a near miss; unknown is one too."""
    if low is None and high is None:
        return 0
    if value is None:
        return 1
    if (low is None or value >= low) and (high is None or value <= high):
        return 0
    return 1 if (low is None or value >= low * 0.85) and (high is None or value <= high * 1.3) else None


def _about(value: float | None, asked: float | None) -> Loss:
    """Within a quarter of a number; within a half is a near miss."""
    if asked is None or not asked:
        return 0
    if not value:
        return 1
    ratio = max(value / asked, asked / value)
    return 0 if ratio <= 1.3 else 1 if ratio <= 1.6 else None


def has(context: str, school: School) -> bool:
    """Whether a school is known to be of this kind."""
    return context in _CONTEXTS and _context(context, school) == 0


def _context(context: str, school: School) -> Loss:
    check = _CONTEXTS.get(context)
    return check(school) if check is not None else 0


def _yes(value: bool | None) -> Loss:
    return 1 if value is None else 0 if value else None


def _rural(school: School) -> Loss:
    words = school.urban_rural.lower()
    return _yes(None if not words else words.startswith("rural"))


def _forms(low: float, high: float) -> Callable[[School], Loss]:
    def check(school: School) -> Loss:
        forms = school.forms_of_entry
        if forms is None:
            return _number(school.pupils_per_year_group, low * 25, high * 33)
        return 0 if low <= forms <= high else 1 if low - 0.5 <= forms <= high + 0.5 else None

    return check


def _small(school: School) -> Loss:
    # Small: to about one form of entry in primary; half the usual size in secondary. An infant school with
    # as many children as a small primary has more of each age, and is not small.
    if similarity.group(school) == "primary" and school.pupils_per_year_group is not None:
        return _number(school.pupils_per_year_group, None, 30)
    return _number(school.pupils, None, 210 if similarity.group(school) == "primary" else 600)


def _large(school: School) -> Loss:
    # Large: more than two forms of entry in primary.
    if similarity.group(school) == "primary" and school.pupils_per_year_group is not None:
        return _number(school.pupils_per_year_group, 64, None)
    return _number(school.pupils, 450 if similarity.group(school) == "primary" else 1200, None)


def _coastal(school: School) -> Loss:
    if school.coastal is not None:
        return _yes(school.coastal)
    return _yes(
        any(
            word in f"{school.notes} {school.name}".lower()
            for word in ("coast", "seaside", "by the sea", "harbour")
        )
    )


_CONTEXTS: Mapping[str, Callable[[School], Loss]] = {
    "context.small_school": _small,
    "context.large_school": _large,
    "context.half_fe": _forms(0.1, 0.5),
    "context.fe1": _forms(1, 1),
    "context.fe1_5": _forms(1.5, 1.5),
    "context.fe2": _forms(2, 2),
    "context.fe3plus": _forms(3, 20),
    "context.rural": _rural,
    "context.rural_isolated": _rural,
    "context.urban": lambda school: _yes(
        None if not school.urban_rural else school.urban_rural.lower().startswith("urban")
    ),
    "context.coastal": _coastal,
    "context.high_deprivation": lambda school: _number(school.pct_fsm, 28, None),
    "context.low_deprivation": lambda school: _number(school.pct_fsm, None, 14),
    "context.high_eal": lambda school: _number(school.pct_eal, 20, None),
    "context.low_eal": lambda school: _number(school.pct_eal, None, 8),
    "context.high_send": lambda school: _number(school.pct_sen_support, 16, None),
    "context.church_school": lambda school: _yes(
        "church" in similarity.faith(school) or "christian" in similarity.faith(school)
    ),
    "context.catholic": lambda school: _yes("catholic" in similarity.faith(school)),
    "context.single_sex": lambda school: _yes(school.gender.lower() in {"boys", "girls"}),
    "context.selective": lambda school: _yes(school.admissions_policy.lower() == "selective"),
    "context.with_sixth_form": lambda school: _yes(school.sixth_form or (school.age_high or 0) >= 18),
    "context.without_sixth_form": lambda school: _yes(not school.sixth_form and (school.age_high or 0) == 16),
    "context.nursery_attached": lambda school: _yes((school.age_low or 9) <= 3),
    "context.free_school": lambda school: _yes("free school" in school.type.lower()),
    "context.sponsored": lambda school: _yes("sponsor" in school.type.lower()),
}
