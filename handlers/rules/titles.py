"""Job titles as schools write them, read: "Asst Head - Inclusion/SENDCo (0.6)"."""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.rules import senses, years
from handlers.rules.vocabulary import Found, Word, facet_of, vocabulary, words_of
from handlers.rules.words import listed, once, plain
from handlers.rules.years import Years

_LEADS = listed(
    """
    lead leader leed coordinator co ordinator champion director manager head hod 2ic second charge specialist
    responsible faculty subject ambassador adviser advisor officer
    """
)
_TEACHES = listed("teacher teaching tutor practitioner instructor lecturer techer teachr")

#: Who leads a topic: "Attendance Lead", "Assistant Principal - Behaviour".
LEADS: dict[str, str] = {
    "topic.behaviour": "role.behaviour_lead",
    "topic.attendance": "role.attendance_lead",
    "topic.inclusion": "role.inclusion_lead",
    "topic.send": "role.senco",
    "topic.pedagogy": "role.tl_lead",
    "topic.assessment": "role.assessment_lead",
    "topic.data_tracking": "role.assessment_lead",
    "topic.curriculum": "role.curriculum_leader",
    "topic.pupil_premium": "role.pp_lead",
    "topic.eal": "role.eal_lead",
    "topic.cpd": "role.cpd_lead",
    "topic.transition": "role.transition_lead",
    "topic.pupil_mental_health": "role.mental_health_lead",
    "topic.staff_wellbeing": "role.mental_health_lead",
    "topic.safeguarding": "role.dsl",
    "topic.child_protection": "role.dsl",
    "topic.careers": "role.careers_lead",
    "topic.online_safety": "role.online_safety_lead",
    "topic.digital_strategy": "role.digital_lead",
    "topic.edtech": "role.digital_lead",
    "topic.edi": "role.edi_lead",
    "topic.sustainability": "role.sustainability_lead",
    "topic.outdoor_learning": "role.forest_school_leader",
    "topic.phonics": "role.phonics_lead",
    "topic.personal_development": "role.enrichment_lead",
    "topic.enrichment": "role.enrichment_lead",
    "topic.evidence_use": "role.research_lead",
    "topic.collective_worship": "role.worship_lead",
    "topic.itt": "role.itt_coordinator",
    "topic.ect_induction": "role.induction_tutor",
    "topic.positive_handling": "role.positive_handling_lead",
    "topic.mental_health": "role.mental_health_lead",
    "topic.vocational": "role.vocational_lead",
    "topic.ucas": "role.progression_lead",
    "topic.trips": "role.evc",
    "topic.wraparound": "role.wraparound_manager",
    "topic.looked_after_children": "role.designated_teacher",
    "topic.ap_commissioning": "role.ap_coordinator",
    "phase.ap": "role.ap_coordinator",
    "subject.reading": "role.reading_lead",
    "subject.humanities": "role.humanities_lead",
    "phase.eyfs": "role.eyfs_lead",
    "phase.nursery": "role.eyfs_lead",
    "phase.reception": "role.eyfs_lead",
    "phase.post16": "role.sixth_form_lead",
    "context.resourced_provision": "role.base_lead",
}

#: Roles that stand before a class; all others work across a school.
CLASS_ROLES = listed(
    """
    role.teacher role.ta role.hlta role.ect role.supply_teacher role.early_years_practitioner role.trainee_teacher
    role.form_tutor role.year_leader role.head_of_year role.speech_ta role.ect_mentor role.phase_leader role.eyfs_lead
    """
)
#: Roles that answer for a school.
_HEADS = listed("role.headteacher role.head_of_school role.teaching_head")
#: Roles that may teach a class of several years together.
_CLASS_TEACHERS = listed("role.teacher role.ect role.teaching_head role.trainee_teacher")
#: What short forms mean in a title.
_OFFICES = listed("role.ta role.pa role.assistant_head role.school_improvement_partner role.senior_leader")
_PART_TIME = re.compile(
    r"\b0\.\d+\b|\bpart[ -]?time\b|\bp/t\b|\bjob[ -]?share\b|\b\d+(?:\.\d+)? ?(?:hrs?|hours|days?)\b", re.I
)
#: "Y6 / Assistant Head": a year by itself is the class taught.
_YEAR_ALONE = re.compile(r"^(?:Y(?:ea)?r?|Year) ?[\dR/]+ ?(?:[,/;&]|and\b|-)", re.I)
_FULL_TIME = re.compile(r"\bteaching\b", re.I)


@dataclass(frozen=True, slots=True)
class Title:
    """What a job title says."""

    roles: tuple[str, ...] = ()
    #: The years of the class or phase it names; empty for the whole school.
    years: Years = frozenset()
    #: A class of several years together.
    mixed_class: bool = False
    leads: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    #: Topics of a senior role: "Deputy Head (Inclusion)".
    topics: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    #: The years it says they teach: "KS2 Teacher (Y4-6)" works in key stage 2 and teaches Years 4 to 6.
    classes: Years = frozenset()

    @property
    def whole_school(self) -> bool:
        """Whether it reaches beyond a class: a lead, an office, a head."""
        return any(role not in CLASS_ROLES for role in self.roles)


@lru_cache(maxsize=65536)
def read(title: str) -> Title:
    """A job title, read. The same words always mean the same, so each is read once."""
    text = plain(title[:300])
    words = words_of(text)
    found, _ = senses.settle(vocabulary().find(words), words, _OFFICES)
    year_spans = years.find(text)
    ages = years.of_ages(text) if not year_spans else frozenset()
    roles = [one.concept for one in found if one.concept.startswith("role.") and not _is_of(one, words)]
    if _is_front_desk(words):
        found = [one for one in found if one.concept != "phase.reception"]
        roles.append("role.school_administrator")
    leads, teaches, topics = _matters(found, words, text, roles)
    leads += _led_by_role(roles)
    roles += _composed(leads, teaches, words, year_spans, roles)
    if "role.ect" in roles and ("role.ect_mentor" in roles or "role.induction_tutor" in roles):
        roles.remove("role.ect")
    taught = frozenset().union(*(span.years for span in year_spans), ages, _phase_years(found))
    if taught and (not roles or _YEAR_ALONE.search(text)):
        roles.append("role.teacher")
    mixed = any(span.joined and 1 < len(span.years) <= 4 for span in year_spans) and any(
        r in _CLASS_TEACHERS for r in roles
    )
    contexts = tuple(one.concept for one in found if one.concept.startswith("context."))
    if _PART_TIME.search(text) and not _FULL_TIME.search(text):
        contexts += ("context.job_share",)
    classes = _classes([span.years for span in year_spans]) or taught
    return Title(
        once(roles), taught, mixed, once(leads), once(teaches), once(topics), once(contexts), classes
    )


def heads_a_school(title: str) -> bool:
    """Headteachers, principals and heads of school; not their deputies, nor who leads several schools."""
    roles = read(title).roles
    return "role.pa" not in roles and any(role in _HEADS for role in roles)


def _matters(
    found: Sequence[Found], words: Sequence[Word], text: str, roles: list[str]
) -> tuple[list[str], list[str], list[str]]:
    """The subjects led, the subjects taught, and the topics; roles that leading a topic makes are added."""
    supports = bool(roles) and set(roles) <= _SUPPORT
    leads: list[str] = []
    teaches: list[str] = []
    topics: list[str] = []
    for one in found:
        facet = facet_of(one.concept)
        is_led = _leads(one, words, text, roles, strictly=True)
        if facet == "subject" and supports and not is_led:
            topics.append(one.concept)  # "TA + sports" leads no subject
        elif facet == "subject":
            (leads if _leads(one, words, text, roles) else teaches).append(one.concept)
        elif facet in {"topic", "phase", "context"} and one.concept in LEADS and is_led:
            roles.append(LEADS[one.concept])
            topics.append(one.concept)
        elif facet == "topic":
            topics.append(one.concept)
            subjects = [above for above in vocabulary().wider(one.concept) if facet_of(above) == "subject"]
            leads += subjects[:1] if is_led else []  # "Swimming coordinator" leads PE
    if supports and "topic.lunchtimes" in topics:
        roles.append("role.midday_supervisor")
    return leads, teaches, topics


def _classes(named: Sequence[Years]) -> Years:
    """ "KS2 Teacher (Y4-6)" teaches Years 4 to 6: a stage around a class only places it."""
    return frozenset().union(*(one for one in named if not any(other < one for other in named)))


#: Those who support teaching; a subject in their title is what they help with.
_SUPPORT = listed(
    """
    role.ta role.school_administrator role.midday_supervisor role.technician role.it_support role.first_aider
    role.office_manager role.cover_supervisor role.cleaner role.site_manager role.finance_officer
    """
)
_DESK = listed("office desk shop uniform admin switchboard visitor first aid")


def _is_front_desk(words: Sequence[Word]) -> bool:
    """ "Reception/first aid" is the school's door, not its youngest class."""
    said = {word for word, *_ in words}
    return "reception" in said and bool(said & _DESK) and not said & {"teacher", "class", "nursery", "eyf"}


def _is_of(found: Found, words: Sequence[Word]) -> bool:
    """ "Head of Maths" is no headteacher."""
    return found.concept == "role.headteacher" and found.last < len(words) and words[found.last][0] == "of"


def _leads(
    found: Found, words: Sequence[Word], text: str, roles: Sequence[str], *, strictly: bool = False
) -> bool:
    """Whether the title leads this subject or topic, rather than teaching it or only naming it."""
    after = _next_head(words, text, range(found.last, len(words)), words[found.last - 1][3])
    if after:
        return after == "leads"
    before = _next_head(words, text, range(found.first - 1, -1, -1), words[found.first][2], backwards=True)
    if before:
        return before == "leads"
    if any(role in _SENIOR for role in roles):
        return True
    # "Y5/6 Teacher, Science" names the subject led; "Science Teacher (Physics)" the one taught.
    return not strictly and ("role.teacher" not in roles or bool(years.find(text)))


_SENIOR = listed(
    """
    role.deputy_head role.assistant_head role.headteacher role.head_of_school role.senior_leader role.year_leader
    role.phase_leader role.lead_practitioner role.eyfs_lead
    """
)


def _next_head(words: Sequence[Word], text: str, places: range, edge: int, *, backwards: bool = False) -> str:
    """The word that says lead or teacher, before the next comma, slash or bracket."""
    for at in places[:5]:
        word, _, start, end = words[at]
        between = text[end:edge] if backwards else text[edge:start]
        if re.search(r"[,;()]|\s-\s|(?<!/)/(?!c)", between):
            return ""
        edge = start if backwards else end
        if word in _TEACHES:
            return "teaches"
        if word in _LEADS:
            if (
                backwards
                and word in {"head", "lead", "leader", "director"}
                and words[at + 1][0] not in {"of", "for", "on"}
            ):
                return ""
            return "leads"
        if backwards and word in {"i", "c", "in", "2"}:
            continue
    return ""


def _led_by_role(roles: Sequence[str]) -> tuple[str, ...]:
    given = {
        "role.reading_lead": "subject.reading",
        "role.phonics_lead": "subject.reading",
        "role.humanities_lead": "subject.humanities",
    }
    return tuple(given[role] for role in roles if role in given)


def _composed(
    leads: Sequence[str],
    teaches: Sequence[str],
    words: Sequence[Word],
    spans: Sequence[years.YearsFound],
    roles: Sequence[str],
) -> list[str]:
    """Roles that only the words together make: "Maths Lead", "Head of History", "Y4 Lead"."""
    said = [word for word, *_ in words]
    made: list[str] = []
    if leads and "role.reading_lead" not in roles and "role.phonics_lead" not in roles:
        heads_a_department = (
            any(
                said[at] in {"head", "director", "faculty", "hod"}
                and said[at + 1 : at + 2] in (["of"], ["lead"])
                for at in range(len(said))
            )
            or said[:3] == ["2", "i", "c"]
            or "2ic" in said
        )
        made.append("role.head_of_department" if heads_a_department else "role.subject_leader")
    elif len(set(leads) - set(_led_by_role(roles))) > 0:
        made.append("role.subject_leader")
    if teaches and not any(
        role in roles for role in ("role.lead_practitioner", "role.ta", "role.technician")
    ):
        made.append("role.teacher")
    if spans and not roles and not made and _leads_years(words, spans):
        made.append(
            "role.year_leader"
            if len(spans[0].years) == 1 and max(spans[0].years) < 7
            else "role.phase_leader"
        )
    return made


def _leads_years(words: Sequence[Word], spans: Sequence[years.YearsFound]) -> bool:
    """ "Y4 Lead", "Lead for Y4"; not "Oracy lead & Y4"."""
    after = [next((word for word, _, start, _ in words if start >= span.end), "") for span in spans]
    before = [word for word, _, _, end in words if end <= spans[0].start]
    return bool(_YEAR_LEADS & {*after, *before[-1:]}) or (
        bool(before) and before[-1] in {"for", "of"} and bool(_YEAR_LEADS & set(before[-2:]))
    )


_YEAR_LEADS = frozenset(("lead", "leader", "head", "coordinator"))


def _phase_years(found: Sequence[Found]) -> Years:
    phases = (years.PHASES.get(one.concept, frozenset()) for one in found if one.concept.startswith("phase."))
    leads = {
        "role.eyfs_lead": years.PHASES["phase.eyfs"],
        "role.sixth_form_lead": years.PHASES["phase.post16"],
    }
    return frozenset().union(*phases, *(leads.get(one.concept, frozenset()) for one in found))
