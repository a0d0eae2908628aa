"""What only words together mean: "science lead", "KS1 teachers with spelling on their plan"."""

import re
from collections.abc import Sequence

from handlers.rules import clauses, titles, years
from handlers.rules.vocabulary import Found, Word, facet_of, vocabulary, words_of
from handlers.rules.where import SCHOOL_CONTEXTS
from handlers.rules.words import listed, once


def strong(found: list[Found], *, bare: bool) -> list[Found]:
    """Weak words step back when more was said; `bare` where the message has no words but those found.

    "Parents" alone is parental engagement; with ten words beside it, those tell what it is about.
    """
    kinds = {facet_of(one.concept) for one in found if not one.weak}
    said_what = bool(kinds & {"topic", "subject"}) or any(
        one.concept in WHAT_CONTEXTS for one in found if not one.weak
    )
    gone = {"topic", "subject"} if said_what or not bare else set()
    gone |= {"role"} & kinds
    return [one for one in found if not (one.weak and facet_of(one.concept) in gone)]


_CLAUSE = re.compile(r"[,.;?!]|\s-\s|\bbut\b|\bbefore\b")
_ASKS_ON = re.compile(
    r"\?|\b(?:who|whose|any(?:one|body)|some(?:one|body)|about|with|using|doing|struggl\w+|stuck|dealing|working|tackling|how|what|"
    r"which|whether|advice|experience|ideas|help|cracked|trying|thinking)\b",
    re.IGNORECASE,
)


def without_asides(sought: list[Found], words: Sequence[Word], said: str) -> list[Found]:
    """Without topics that come only in passing: "a secondary SENCO please, they're on my WhatsApp"."""
    ends = _CLAUSE.search(said, words[sought[0].last - 1][3]) if sought else None
    if ends is None or _ASKS_ON.search(said, ends.start()):
        return sought
    first = [one for one in sought if words[one.first][2] < ends.start()]
    if "role" not in {facet_of(one.concept) for one in first} and not any(_led(one, words) for one in first):
        return sought
    if any(facet_of(one.concept) == "topic" and not _led(one, words) for one in first):
        return sought
    return [one for one in sought if one in first or facet_of(one.concept) != "topic"]


#: Contexts that people work on, as they do on topics; other contexts describe a school.
WHAT_CONTEXTS = listed(
    """
    context.mixed_age context.falling_rolls context.rising_rolls context.new_arrivals context.high_mobility
    context.service_children
    context.grt context.job_share context.lone_role context.federated context.ofsted_due
    context.ofsted_concern context.no_specialists context.old_building context.new_head context.split_site
    context.resourced_provision context.low_attendance
    """
)


def facets(
    sought: Sequence[Found], words: Sequence[Word], said: str, parts: clauses.Parts
) -> tuple[tuple[str, ...], ...]:
    """Roles, topics, subjects, contexts, phases; with what only words together mean ("science lead")."""
    by: dict[str, list[str]] = {"role": [], "topic": [], "subject": [], "context": [], "phase": []}
    led: set[str] = set()
    anything = any(
        facet_of(one.concept) in {"topic", "subject"} or one.concept in WHAT_CONTEXTS for one in sought
    )
    for one in sought:
        facet = facet_of(one.concept)
        if facet == "role":
            if one.concept == "role.staff" or _is_verb(one, words, sought, said):
                continue
            if parts.owned(one) or (anything and parts.is_object(one)):
                by["topic"].append(one.concept)
            else:
                by["role"].append(one.concept)
            continue
        role = _led(one, words)
        if role:
            by["role"].append(role)
            if facet == "subject" and role in {
                "role.subject_leader",
                "role.head_of_department",
                "role.teacher",
            }:
                by["subject"].append(one.concept)
                led.add(one.concept)
            elif role in {"role.phase_leader", "role.year_leader", "role.teacher"} and facet == "phase":
                by["phase"].append(one.concept)
            continue
        by[facet].append(one.concept)
    inside = {
        word for one in sought if one.concept in SCHOOL_CONTEXTS for word, *_ in words[one.first : one.last]
    }
    by["phase"] += [phase for phase, said_so in _STAGE_WORDS.items() if inside & said_so]
    by["role"] += _year_roles(words, said, by["role"])
    if by["role"]:
        # "KS1 teachers with spelling on their plan" teach a class; spelling is what they work on.
        by["topic"] += [one for one in by["subject"] if one not in led]
        by["subject"] = [one for one in by["subject"] if one in led]
    return tuple(once(by[facet]) for facet in ("role", "topic", "subject", "context", "phase"))


_TEACHING = frozenset(("teach", "teache", "teaching"))


def _is_verb(found: Found, words: Sequence[Word], sought: Sequence[Found], said: str) -> bool:
    """ "Is anyone teaching against it?" asks for no teacher; "anyone teaching Y6?" does."""
    if (
        found.concept != "role.teacher"
        or words[found.first][0] not in _TEACHING
        or found.last - found.first > 1
    ):
        return False
    near = range(found.last, found.last + 3)
    if any(facet_of(one.concept) in {"subject", "phase", "context"} and one.first in near for one in sought):
        return False
    edge = words[min(found.last + 2, len(words) - 1)][3]
    return not any(words[found.last - 1][3] <= span.start < edge for span in years.find(said))


#: "Small primaries" is a size and a stage.
_STAGE_WORDS = {
    "phase.primary": frozenset(("primary",)),
    "phase.secondary": frozenset(("secondary",)),
}
_LEAD_WORDS = frozenset(
    ("lead", "leader", "coordinator", "champion", "person", "bod", "specialist", "expert")
)


#: "Who leads science", "who looks after the trips".
_IN_CHARGE = frozenset(
    (who, does)
    for who in ("who", "whos", "person")
    for does in (
        "lead",
        "leading",
        "run",
        "runs",
        "running",
        "manage",
        "managing",
        "head",
        "oversee",
        "coordinate",
    )
) | {("look", "after"), ("looking", "after"), ("responsible", "for"), ("charge", "of")}
_ARTICLES = frozenset(("the", "your", "their", "all"))


def _is_in_charge(before: Sequence[str]) -> bool:
    said = before[:-1] if before and before[-1] in _ARTICLES else before
    return tuple(said[-2:]) in _IN_CHARGE


def _is_whole(found: Found, words: Sequence[Word]) -> bool:
    """Whether the matter itself is named: phonics, not "phonics interventions"."""
    label = {word for word, *_ in words_of(vocabulary().label(found.concept))}
    return {word for word, *_ in words[found.first : found.last]} <= label


def _led(found: Found, words: Sequence[Word]) -> str:
    """The role that a subject, topic or phase makes with the word beside it."""
    after = [word for word, *_ in words[found.last : found.last + 3]]
    before = [word for word, *_ in words[max(0, found.first - 3) : found.first]]
    facet = facet_of(found.concept)
    while after and after[0] in {"&", "and", "/"} and len(after) > 2:
        after = after[2:]
    leads = bool(after) and vocabulary().spelt(after[0]) in _LEAD_WORDS
    if before[-2:] == ["head", "of"] or before[-2:] == ["director", "of"] or before[-2:] == ["in", "charge"]:
        return "role.head_of_department" if facet == "subject" else titles.LEADS.get(found.concept, "")
    if _is_in_charge(before) and facet == "subject":
        return "role.subject_leader"
    if _is_in_charge(before) and found.concept in titles.LEADS and _is_whole(found, words):
        return titles.LEADS[found.concept]
    if leads:
        if found.concept in titles.LEADS and after[0] not in {"person", "bod", "expert"}:
            return titles.LEADS[found.concept]
        return {"subject": "role.subject_leader", "phase": "role.phase_leader"}.get(facet, "")
    if facet in {"subject", "phase"} and after and after[0] in {"teacher", "tutor"}:
        return "role.teacher"
    if facet == "subject" and (
        before[-1:] == ["teach"] or before[-1:] == ["teache"] or before[-2:] == ["teacher", "of"]
    ):
        return "role.teacher"
    return ""


def _year_roles(words: Sequence[Word], said: str, roles: Sequence[str]) -> list[str]:
    """ "Y6 teachers", "year 3 leads": the year's own words are no concept, the word after them tells."""
    if roles:
        return []
    for span in years.find(said):
        after = next((word for word, _, start, _ in words if start >= span.end), "")
        if after == "teacher":
            return ["role.teacher"]
        if after in {"lead", "leader"}:
            return ["role.year_leader" if len(span.years) == 1 else "role.phase_leader"]
    return []
