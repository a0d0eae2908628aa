"""Which networks suit a colleague by their work: role, subject, the years they teach, their school.

A network is for whom its name says, or else for whom it says it is about: "DSL network" is for the DSL,
"Maths leads (sec)" for whoever leads maths where Years 7 to 13 are taught.
"""

from collections.abc import Sequence

from handlers.rules import places, profiles, roles
from handlers.rules.network_names import years_of
from handlers.rules.profiles import FOLLOWS, Profile, concepts_of
from handlers.rules.titles import LEADS, Title
from handlers.rules.vocabulary import facet_of
from handlers.rules.words import listed
from handlers.rules.years import PHASES
from storage.records import Network, Person, School

#: How well a network suits: made for them, close to their work, or for schools like theirs.
EXACTLY, CLOSELY, BY_SCHOOL = 3.0, 2.0, 1.0
#: "IT" is a subject too; but where a network is for staff by their role, it is for those who work behind it.
OF_STAFF = ("role", "operations")
BEHIND = {"subject.computing": "role.it_support"}
#: They help in a class and do not lead it: a network of a key stage's teachers is not meant for them.
ASSISTANTS = listed("role.ta role.hlta role.speech_ta role.elsa")


def suiting(
    person: Person, school: School | None, networks: Sequence[Network], *, limit: int
) -> tuple[Network, ...]:
    """Those that suit best, best first; none where none was made for work like theirs."""
    profile = profiles.read(person, school)
    weighed = [(_suits(profile, school, each), each) for each in networks]
    best = sorted((each for each in weighed if each[0] > 0), key=lambda each: -each[0])
    return tuple(network for _, network in best[:limit])


def _suits(profile: Profile, school: School | None, network: Network) -> float:
    wanted, taught = years_of(network), places.range_of(school)
    if wanted and not (wanted & taught and wanted & (profile.title.years or taught)):
        return 0.0
    named = concepts_of(network.name)
    grades = [_meets(concept, profile, school, network) for concept in named]
    if not {"role", "subject", "phase"} & set(map(facet_of, named)):
        about = concepts_of(network.about)
        grades += [_of_role(each, profile.title) for each in about if facet_of(each) == "role"]
    return max(grades, default=0.0)


def _meets(concept: str, profile: Profile, school: School | None, network: Network) -> float:
    match facet_of(concept):
        case "role":
            return _of_role(concept, profile.title)
        case "subject" if network.kind in OF_STAFF:
            return _of_role(BEHIND[concept], profile.title) if concept in BEHIND else 0.0
        case "subject":
            return _of_subject(concept, profile.title)
        case "phase":
            return _of_phase(concept, profile.title)
        case "topic":
            own = CLOSELY if profile.stands.get(concept, 0) & ~FOLLOWS else 0.0
            return max(own, _of_role(LEADS[concept], profile.title) if concept in LEADS else 0.0)
        case "context":
            return BY_SCHOOL if school is not None and places.has(concept, school) else 0.0
    return 0.0


def _of_role(role: str, title: Title) -> float:
    return _grade(roles.loss((role,), (), title))


def _of_subject(subject: str, title: Title) -> float:
    """Whoever leads it; then whoever teaches it alone, or leads a part of it."""
    near = _grade(roles.loss(("role.subject_leader",), (subject,), title))
    return max(near, grade if (grade := roles.subject_grade(subject, title)) >= CLOSELY else 0.0)


def _of_phase(phase: str, title: Title) -> float:
    """Whoever teaches or leads these years, and not a whole school."""
    theirs = PHASES.get(phase, frozenset()) & title.years
    if not theirs or not set(title.roles) - ASSISTANTS:
        return 0.0
    return EXACTLY if title.years <= PHASES[phase] else CLOSELY


def _grade(loss: float) -> float:
    return EXACTLY if loss == roles.SAME else CLOSELY if loss <= roles.CLOSE else 0.0
