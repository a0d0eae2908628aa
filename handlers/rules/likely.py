"""What somebody probably works on, by their job title: offered to tap where a profile says nothing yet.

Our own judgement of what each role and phase is busy with most; nobody is found for any of it before a tap.
"""

from collections.abc import Iterator, Mapping, Sequence

from handlers.rules import titles
from handlers.rules.profiles import FOLLOWS, read
from handlers.rules.titles import Title
from handlers.rules.vocabulary import vocabulary
from storage.records import Person, School


def _topics(names: str) -> Sequence[str]:
    return tuple(f"topic.{name}" for name in names.split())


#: Role → topics, most likely first.
_ROLES: Mapping[str, Sequence[str]] = {
    "role.senco": _topics("send ehcp semh autism provision_mapping ta_deployment"),
    "role.inclusion_lead": _topics("inclusion send semh attendance"),
    "role.headteacher": _topics("school_improvement attendance budget staff_wellbeing ofsted"),
    "role.head_of_school": _topics("school_improvement attendance behaviour ofsted"),
    "role.teaching_head": _topics("leadership_time workload curriculum budget"),
    "role.deputy_head": _topics("curriculum assessment behaviour cpd"),
    "role.assistant_head": _topics("pedagogy behaviour cpd assessment"),
    "role.dsl": _topics("safeguarding early_help online_safety safeguarding_supervision"),
    "role.sbm": _topics("budget hr estates procurement lettings"),
    "role.office_manager": _topics("office_systems admissions attendance_codes mis"),
    "role.school_administrator": _topics("office_systems attendance_codes mis parent_comms"),
    "role.site_manager": _topics("compliance energy health_and_safety site_security"),
    "role.catering_manager": _topics("school_meals allergies fsm_uptake food_waste"),
    "role.exams_officer": _topics("exams_admin access_arrangements mocks"),
    "role.it_support": _topics("edtech cyber_security devices"),
    "role.ta": _topics("ta_deployment intervention regulation slcn"),
    "role.hlta": _topics("intervention ta_deployment cover"),
    "role.pastoral_lead": _topics("behaviour attendance pupil_mental_health restorative"),
    "role.attendance_lead": _topics("attendance persistent_absence ebsa attendance_legal"),
    "role.eyfs_lead": _topics("continuous_provision school_readiness early_maths eyfsp"),
    "role.ect": _topics("ect_induction behaviour workload"),
    "role.ect_mentor": _topics("ect_induction instructional_coaching"),
    "role.sixth_form_lead": _topics("ucas sixth_form_retention sixth_form_study"),
    "role.subject_leader": _topics("subject_leadership curriculum_progression moderation"),
    "role.head_of_department": _topics("curriculum_ks3 gcse subject_leadership"),
}  # fmt: skip
#: The highest year of a class → topics.
_CLASSES: Sequence[tuple[int, Sequence[str]]] = (
    (0, _topics("continuous_provision phonics early_maths transition_r_y1")),
    (2, _topics("phonics reading_fluency mastering_number play_based_ks1")),
    (4, _topics("mtc reading_fluency writing_improvement whole_class_reading")),
    (6, _topics("sats writing_improvement whole_class_reading transition_y6_y7")),
    (9, _topics("curriculum_ks3 year7_catchup behaviour_routines")),
    (13, _topics("gcse revision homework")),
)
#: Subject → topics.
_SUBJECTS: Mapping[str, Sequence[str]] = {
    "subject.maths": _topics("maths_mastery problem_solving maths_interventions"),
    "subject.english": _topics("writing_improvement reading_fluency spelling"),
    "subject.reading": _topics("phonics reading_fluency reading_for_pleasure"),
    "subject.writing": _topics("writing_improvement moderation spelling"),
    "subject.science": _topics("practical_science stem"),
    "subject.pe": _topics("sport_premium physical_activity swimming"),
    "subject.pshe": _topics("pshe_scheme rse_parents"),
    "subject.computing": _topics("edtech robotics ai"),
    "subject.music": _topics("music_provision productions"),
}
_ANYBODY = _topics("adaptive_teaching behaviour oracy workload")


def likely(person: Person, school: School | None, *, at_most: int) -> tuple[str, ...]:
    """Topics to offer, most likely first; none that they have said something of already."""
    said = {
        *dict(person.tapped),
        *(one for one, stand in read(person, school).stands.items() if stand & ~FOLLOWS),
    }
    known = vocabulary().concepts
    offered = (one for one in _by_title(person, school) if one in known and one not in said)
    return tuple(dict.fromkeys(offered))[:at_most]


def _by_title(person: Person, school: School | None) -> Iterator[str]:
    title = titles.read(person.job_title)
    yield from (one for one in read(person, school).stands if one.startswith(("topic.", "context.mixed_age")))
    for subject in (*title.leads, *title.teaches):
        yield from _SUBJECTS.get(subject, ())
    for role in title.roles:
        yield from _ROLES.get(role, ())
    yield from _of_class(title)
    yield from _ANYBODY


def _of_class(title: Title) -> Sequence[str]:
    if not title.years:
        return ()
    return next((topics for highest, topics in _CLASSES if max(title.years) <= highest), ())
