"""What a question asks for, told in words: "mixed-age classes, KS1, only primaries"."""

import re
from collections.abc import Iterable, Iterator

from handlers.rules import years
from handlers.rules.clauses import Status
from handlers.rules.composing import WHAT_CONTEXTS
from handlers.rules.nearest import DAYS
from handlers.rules.reading import Reading
from handlers.rules.roles import SUBJECT_ROLES
from handlers.rules.vocabulary import in_a_sentence, vocabulary
from handlers.rules.where import Where
from handlers.rules.words import stem


def in_words(sought: Reading) -> str:
    """Everything that was understood and counts, for the one who asked."""
    return ", ".join(dict.fromkeys(filter(None, _parts(sought))))


def _parts(sought: Reading) -> Iterator[str]:
    with_role = bool(set(sought.roles) & SUBJECT_ROLES)
    role = _either(sought.roles)
    yield f"{_either(sought.subjects)} {role}" if with_role and sought.subjects else role
    yield from _labels(() if with_role else sought.subjects)
    yield from _labels(sought.topics)
    yield from _labels(one for one in sought.contexts if one in WHAT_CONTEXTS)
    typed = dict.fromkeys(word for word in sought.all_words if stem(word.lower()) in sought.words)
    yield " ".join(f"“{word}”" for word in typed)
    yield " and ".join(_class(phase) for phase in years.names(sought.years))
    what = sought.topics or sought.subjects or WHAT_CONTEXTS & set(sought.contexts)
    yield _STATUS[sought.status] if what else ""
    yield from _where(sought.where)
    yield "in on " + " and ".join(DAYS[day] for day in sought.days) if sought.days else ""
    yield "part-time" if sought.part_time else ""
    yield from (f"not {_schools(one)}" for one in sought.excluded)
    yield from (f"not {name}" for name in sought.unwanted)


_STATUS = {
    Status.ANY: "",
    Status.CURRENT: "doing it now",
    Status.EXPERIENCED: "already done it",
    Status.WANTS_HELP: "wanting help with it",
}
_SCHOOLS = {
    "primary": "primaries", "secondary": "secondaries", "sixth form college": "sixth form colleges",
    "all-through": "all-through schools", "nursery": "nurseries",
    "alternative provision": "alternative provision",
}  # fmt: skip


def _labels(concepts: Iterable[str]) -> Iterator[str]:
    return (in_a_sentence(vocabulary().label(one)) for one in concepts)


def _schools(concept: str) -> str:
    """ "small schools", "schools with a sixth form"; other concepts as they are."""
    return re.sub(r"\bschool\b", "schools", in_a_sentence(vocabulary().label(concept)))


def _either(concepts: Iterable[str]) -> str:
    return " or ".join(_labels(concepts))


def _class(phase: str) -> str:
    """ "KS1", "EYFS", "Year 6"."""
    short = phase.removeprefix("phase.").upper()
    return short if short.startswith("KS") or short == "EYFS" else vocabulary().label(phase)


def _where(where: Where) -> Iterator[str]:
    """The limits on the school."""
    stages = " or ".join(_SCHOOLS.get(stage, f"{stage} schools") for stage in where.stages)
    yield f"only {stages}" if stages else ""
    yield from map(_schools, where.contexts)
    yield "in schools like yours" if where.similar else ""
    yield "in schools of your size" if where.similar_size else ""
    yield {1: "in larger schools than yours", -1: "in smaller schools than yours", 0: ""}[where.bigger]
    yield f"about {where.pupils} pupils" if where.pupils else ""
    yield f"at least {where.min_pupils} pupils" if where.min_pupils else ""
    yield f"at most {where.max_pupils} pupils" if where.max_pupils else ""
    yield f"free school meals of {where.min_fsm:g}% and more" if where.min_fsm else ""
    yield f"EAL of {where.min_eal:g}% and more" if where.min_eal else ""
    yield f"within {where.miles:g} miles" if where.miles else "near you" if where.near else ""
    yield "in your area" if where.same_area else ""
