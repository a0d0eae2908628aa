"""A question together with what was said after it: "mixed-age KS1" · "only primaries" · "nearer"."""

import re
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from handlers.rules import followups, where
from handlers.rules.clauses import Status
from handlers.rules.composing import WHAT_CONTEXTS
from handlers.rules.followups import Follows
from handlers.rules.reading import Reading
from handlers.rules.vocabulary import vocabulary, words_of
from handlers.rules.where import ANYWHERE, STAGES, Where
from handlers.rules.words import listed, once
from handlers.rules.years import PRIMARY, SECONDARY, Years, names

#: Miles, each time "nearer" is said again; the first time it is what "near us" means.
CLOSER = (10.0, 5.0, 2.0)
#: A school is one of these only: the later word replaces the earlier one.
_ONE_OF = tuple(
    listed(row)
    for row in (
        """context.small_school context.large_school context.half_fe context.fe1 context.fe1_5 context.fe2
        context.fe3plus""",
        "context.rural context.rural_isolated context.urban",
        "context.high_deprivation context.low_deprivation",
        "context.high_eal context.low_eal",
        "context.with_sixth_form context.without_sixth_form",
        "context.church_school context.catholic context.other_faith",
    )
)
_SIZES = ("similar_size", "pupils", "min_pupils", "max_pupils", "bigger")
_YEARS_OF = {
    "primary": PRIMARY,
    "infant": PRIMARY,
    "junior": PRIMARY,
    "first": PRIMARY,
    "secondary": SECONDARY,
}
_SMALLER = re.compile(r"\bsmaller\b", re.IGNORECASE)
_BIGGER = re.compile(r"\b(?:bigger|larger)\b", re.IGNORECASE)
#: "Only X", "with X": as well as what was asked. "Or X", "X too": beside it. Anything else takes its place.
_AND = re.compile(r"^\W*(?:only|just|with)\b|\bonly\W*$", re.IGNORECASE)
_OR = re.compile(r"^\W*(?:and |but )?(?:or|also|even)\b|\b(?:too|as well)\W*$", re.IGNORECASE)


def goes_on(text: str, before: Reading) -> bool:
    """Whether a message goes on from this question."""
    kind = followups.kind(text)
    return kind is not None and (kind is not Follows.YEARS or bool(before.years))


def narrowed(before: Reading, said: Reading) -> Reading:
    """The question with what was said after it: what is new takes the place of what it contradicts."""
    if followups.kind(said.text) is Follows.MORE:
        return before
    years, stages = _classes(before, said)
    unwanted = followups.name_left_out(said.text)
    return replace(
        _who_and_what(before, said),
        years=years,
        phases=once((*names(years), *(phase for phase, stage in STAGES.items() if stage in stages))),
        where=replace(_where(before.where, said), stages=stages),
        status=said.status if _has_status(said) else before.status,
        days=where.days_named(said.text) or before.days,
        part_time=before.part_time or followups.PART_TIME.search(said.text) is not None,
        unwanted=once((*before.unwanted, *((unwanted,) if unwanted else ()))),
        unclear=said.unclear or before.unclear,
    )


def _has_status(said: Reading) -> bool:
    """Whether it says who does it now or has done it; "anyone else nearer?" does not."""
    return said.status is not Status.ANY and followups.ELSE.search(said.text) is None


def _classes(before: Reading, said: Reading) -> tuple[Years, tuple[str, ...]]:
    """Years and kinds of school now asked for; what the new words rule out has been taken back."""
    if "constraint.cross_phase" in said.constraints:
        return frozenset(), ()
    years, stages = said.years or before.years, said.where.stages or before.where.stages
    if said.years and _OR.search(said.text):
        years = before.years | said.years
    if years and stages and not any(years & _YEARS_OF.get(stage, years) for stage in stages):
        return (years, ()) if said.years else (frozenset(), stages)
    return years, stages


def _who_and_what(before: Reading, said: Reading) -> Reading:
    """Roles, subjects and topics now asked for, and what is left out."""
    found = _with_what(replace(before, roles=_with_roles(before, said)), said)
    sought = {*found.roles, *found.subjects, *found.topics, *found.contexts}
    excluded = tuple(one for one in before.excluded if one not in sought)
    out = frozenset[str]().union(*map(vocabulary().narrower, said.excluded))
    asked = {*before.subjects, *before.topics, *before.contexts} - sought
    return replace(
        found,
        text=_text(before.text, asked, said.text) if followups.asks(said.text) else before.text,
        roles=tuple(one for one in found.roles if one not in out),
        subjects=tuple(one for one in found.subjects if one not in out),
        topics=tuple(one for one in found.topics if one not in out),
        contexts=tuple(one for one in found.contexts if one not in out),
        excluded=once((*excluded, *said.excluded)),
    )


def _with_roles(before: Reading, said: Reading) -> tuple[str, ...]:
    if not followups.asks(said.text):
        return before.roles
    if said.roles and _OR.search(said.text):
        return once((*before.roles, *said.roles))
    return said.roles or before.roles


def _with_what(before: Reading, said: Reading) -> Reading:
    what = tuple(one for one in said.contexts if one in WHAT_CONTEXTS)
    if not (said.topics or said.subjects or what) or not followups.asks(said.text):
        return before
    beside = _OR.search(said.text) is not None
    if beside or _AND.search(said.text):
        return replace(
            before,
            subjects=once((*before.subjects, *said.subjects)),
            topics=once((*before.topics, *said.topics)),
            contexts=once((*before.contexts, *what)),
            either=before.either or (beside and not before.roles),
        )
    if said.subjects and before.subjects and not (said.topics or what):
        # "Maths leads in mixed-age schools": "and science?" changes the subject, and what belongs to it.
        old = frozenset[str]().union(*map(vocabulary().near, before.subjects))
        return replace(
            before, subjects=said.subjects, topics=tuple(one for one in before.topics if one not in old)
        )
    kept = tuple(one for one in before.contexts if one not in WHAT_CONTEXTS)
    return replace(
        before, subjects=said.subjects, topics=said.topics, contexts=(*kept, *what), words=said.words
    )


def _text(text: str, gone: Collection[str], said: str) -> str:
    """The words of the question without those for what is no longer asked, and with the new ones."""
    words = words_of(text)
    left = [
        (words[one.first][2], words[one.last - 1][3])
        for one in vocabulary().find(words)
        if one.concept in gone
    ]
    for start, end in reversed(left):
        text = text[:start] + text[end:]
    return f"{text} {said}"


def _where(before: Where, said: Reading) -> Where:
    """The limits on the school, the later before the earlier."""
    if followups.ANYWHERE.search(said.text):
        before = replace(before, near=False, nearest=False, miles=None, same_area=False)
    new: dict[str, Any] = {
        each.name: value
        for each in fields(Where)
        if (value := getattr(said.where, each.name)) != getattr(ANYWHERE, each.name)
    }
    if _SMALLER.search(said.text) or _BIGGER.search(said.text):
        new["bigger"] = -1 if _SMALLER.search(said.text) else 1
    if any(size in new for size in _SIZES):
        new = {size: getattr(ANYWHERE, size) for size in _SIZES} | new
    shut = frozenset[str]().union(*(row for row in _ONE_OF if row & set(said.where.contexts)))
    shut |= _ONE_OF[0] if "bigger" in new else frozenset()
    contexts = tuple(one for one in before.contexts if one not in shut and one not in said.excluded)
    new["contexts"] = once((*contexts, *said.where.contexts))
    if "miles" in new:
        new["near"] = False
    elif followups.NEARER.search(said.text):
        new |= _nearer(before)
    return replace(before, **new)


def _nearer(before: Where) -> dict[str, Any]:
    """The nearer the better; each time it is said again, within fewer miles."""
    if not before.near and before.miles is None:
        return {"nearest": True, "near": True}
    now = before.miles or 25.0
    return {"nearest": True, "near": False, "miles": next((far for far in CLOSER if far < now), now / 2)}
