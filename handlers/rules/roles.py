"""How close a colleague's role is to the one asked for."""

from collections.abc import Collection
from functools import lru_cache

from handlers.rules.titles import Title
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import listed

#: Asking for one of these means everybody below it just as well.
_FAMILIES = listed(
    """
    role.headteacher role.senior_leader role.middle_leader role.support_staff role.staff role.trust_leader
    role.technician role.ta role.subject_leader role.phase_leader role.teacher role.base_lead
    """
)
#: Too wide for two roles below it to be alike.
_WIDE = listed(
    """
    role.subject_leader role.phase_leader role.head_of_department
    role.staff role.support_staff role.middle_leader role.senior_leader role.teacher role.trust_leader role.ta
    """
)
#: Beginners are not like those who look after them.
_LEARNERS = listed("role.ect role.trainee_teacher")
_WITH_SUBJECT = listed("role.subject_leader role.head_of_department role.teacher role.lead_practitioner")
#: Roles of a whole school: they fit any year taught there.
SUBJECT_ROLES = _WITH_SUBJECT

SAME, CLOSE, FAMILY, OTHER = 0.0, 1.0, 1.0, 2.0
#: Only the wider subject: science for physics.
WIDER = 1.9


@lru_cache(maxsize=65536)
def _between(asked: str, own: str) -> float:
    """The loss between two roles, in grades: 0 the same, 1 close, 2 no more than a colleague."""
    if asked == own:
        return SAME
    book = vocabulary()
    if own in book.narrower(asked):
        assistant = any(word in book.label(own).lower() for word in ("deputy", "assistant"))
        return (
            SAME
            if asked in _FAMILIES or (not assistant and asked not in {"role.dsl", "role.senco"})
            else CLOSE
        )
    if asked in book.narrower(own):
        return CLOSE if own not in _WIDE else OTHER
    if (asked in _LEARNERS) != (own in _LEARNERS):
        return OTHER
    if own in book.concepts[asked].related or asked in book.concepts[own].related:
        return CLOSE
    broader = book.concepts[asked].broader
    return FAMILY if broader and broader == book.concepts[own].broader and broader not in _WIDE else OTHER


def loss(asked: Collection[str], subjects: Collection[str], title: Title) -> float:
    """The least loss over the roles asked for; subjects asked for must be theirs, too."""
    best = OTHER
    for role in asked:
        for own in title.roles:
            far = _between(role, own)
            if far >= best:
                continue
            if subjects and role in _WITH_SUBJECT:
                far += _subject_loss(role, subjects, title)
            best = min(best, far)
        leads = role in {"role.subject_leader", "role.head_of_department"}
        if leads and best > CLOSE and any(_is(subject, title.leads) for subject in subjects):
            best = SAME  # by another name: "Director of Music"
        if role in {"role.reading_lead", "role.phonics_lead"} and any(
            _is("subject.english", [one]) for one in title.leads
        ):
            best = min(best, CLOSE)
    return best


def _subject_loss(role: str, subjects: Collection[str], title: Title) -> float:
    if any(_is(subject, title.leads) for subject in subjects):
        return 0.0
    if role == "role.teacher" and any(_is(subject, title.teaches) for subject in subjects):
        return 0.0
    wider = {above for subject in subjects for above in vocabulary().wider(subject)}
    if any(_is(subject, title.teaches) for subject in subjects):
        return 1.0
    return WIDER if wider & {*title.leads, *title.teaches} else OTHER


def _is(subject: str, own: Collection[str]) -> bool:
    return bool(vocabulary().narrower(subject) & set(own))


def subject_grade(subject: str, title: Title) -> float:
    """For a subject asked by itself: leads it 3, teaches it 2, only the wider subject 1."""
    if _is(subject, title.leads):
        return 3.0
    if _is(subject, title.teaches):
        return 2.0
    return 1.0 if set(vocabulary().wider(subject)) & {*title.leads, *title.teaches} else 0.0


def may_meet(asked: str) -> frozenset[str]:
    """Every role that is the same as or close to the one asked for."""
    return _may_meet(asked)


@lru_cache(maxsize=1024)
def _may_meet(asked: str) -> frozenset[str]:
    return frozenset(
        one for one in vocabulary().concepts if one.startswith("role.") and _between(asked, one) < OTHER
    )
