"""What a question asks, sorted for weighing; and what it leaves out."""

from collections.abc import Collection

from handlers.rules import grades, places, profiles, roles, similarity, titles
from handlers.rules.profiles import Profile
from handlers.rules.reading import WHAT_CONTEXTS, Reading
from handlers.rules.titles import Title
from handlers.rules.vocabulary import facet_of, vocabulary
from handlers.rules.where import SCHOOL_CONTEXTS, STAGES
from handlers.rules.words import content, plain, stem
from handlers.rules.years import PHASES
from storage.records import School


class Needs:
    """What a question asks, sorted for weighing."""

    def __init__(self, sought: Reading, names: Collection[str]) -> None:
        self.roles = sought.roles
        with_role = bool(set(sought.roles) & roles.SUBJECT_ROLES)
        self.role_subjects = sought.subjects if with_role else ()
        topics = [
            *sought.topics,
            *(one for one in sought.contexts if one in WHAT_CONTEXTS or one not in SCHOOL_CONTEXTS),
        ]
        alone = () if with_role else sought.subjects
        self.groups = grades.groups([*topics, *(alone if topics else ())])
        self.subjects = () if topics else alone
        if self.roles and topics == ["context.lone_role"]:
            self.groups = []  # few say of themselves that they are alone: it only tips the balance
        if topics and alone:
            # "History on a two-year cycle" is about the cycle; the subject only tips the balance.
            self.groups = grades.groups(topics)
        self.unread = tuple(word for word in sought.words if word not in names)
        self.words_are_all = bool(self.unread) and not topics and not alone
        #: Words not understood that are what the question is about: "heads with experience of…".
        self.about = _after_preposition(sought, self.unread) if self.words_are_all else ()
        self.content = tuple(word for word in content(plain(sought.text)) if word not in names)
        self.weighing = tuple(
            sorted({one for one in topics for one in (one, *_wider(one)) if one in similarity.TOPICS})
        )
        #: Between schools or key stages: whoever takes or sends the same children comes first.
        self.transition = any("topic.transition" in (one, *_wider(one)) for one in topics)
        self.whole_role = bool(self.roles) and not set(self.roles) <= titles.CLASS_ROLES
        self.teachers_only = bool(self.roles) and set(self.roles) <= {
            "role.teacher",
            "role.ect",
            "role.year_leader",
        }
        self.years_alone = bool(sought.years) and not (topics or alone or self.roles)
        self.anything = bool(self.roles or topics or alone or self.unread or self.years_alone)


def _wider(concept: str) -> tuple[str, ...]:
    return vocabulary().wider(concept) if concept in vocabulary().concepts else ()


_PREPOSITIONS = frozenset(
    ("about", "on", "with", "using", "doing", "of", "running", "tackling", "for", "into", "in")
)


def _after_preposition(sought: Reading, unread: Collection[str]) -> tuple[str, ...]:
    """The stems of words not understood that follow "about", "on", "with"…"""
    said = [word.lower() for word in sought.all_words]
    follow = (stem(word) for at, word in enumerate(said) if at and said[at - 1] in _PREPOSITIONS)
    return tuple(word for word in follow if word in unread)


def is_left_out(profile: Profile, school: School | None, excluded: Collection[str]) -> bool:
    """Whether somebody is what the question does not want: "not maths", "anyone but secondary"."""
    return any(_is(concept, profile, school) for concept in excluded)


def _is(concept: str, profile: Profile, school: School | None) -> bool:
    facet = facet_of(concept)
    below = vocabulary().narrower(concept)
    if facet == "phase":
        return _in_phase(concept, profile.title, school)
    if concept in SCHOOL_CONTEXTS:
        return school is not None and places.has(concept, school)
    if facet == "subject":
        return bool(below & {*profile.title.leads, *profile.title.teaches})
    if facet == "role":
        return bool(below & set(profile.title.roles))
    return any(profile.stands.get(one, 0) & (profiles.NOW | profiles.DONE) for one in below)


def _in_phase(concept: str, title: Title, school: School | None) -> bool:
    """Whether somebody works in the phase that was left out, and in no other."""
    shut = PHASES.get(concept)
    if shut is not None:
        return (title.years or places.range_of(school)) <= shut
    stage = STAGES.get(concept, "")
    return bool(stage) and places.in_stage((stage,), title, school) == 0
