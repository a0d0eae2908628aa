"""What somebody is found for, in members' words, and where each of it comes from."""

from dataclasses import dataclass, replace

from handlers.rules import profiles
from handlers.rules.profiles import DONE, FOLLOWS, NOW, WANTS, concepts_of
from handlers.rules.reasons import short
from handlers.rules.vocabulary import facet_of, vocabulary
from storage.records import Person, School

#: What can be put right topic by topic; roles and phases come from the trust's staff list.
_FACETS = frozenset(("topic", "subject", "context"))


@dataclass(frozen=True, slots=True)
class FoundFor:
    """One thing that a person is found for, or has said they are not."""

    concept: str
    #: Where they stand with it, as in `profiles`; 0 for "not me".
    stand: int
    #: "your own words", "your job title", "your class", "SENDCO network"…
    source: str

    @property
    def label(self) -> str:
        return vocabulary().label(self.concept)

    @property
    def follows(self) -> bool:
        """Whether it only follows from their work, and nothing of theirs says so."""
        return self.stand == FOLLOWS


def found_for(person: Person, school: School | None) -> tuple[FoundFor, ...]:
    """What their words say, then what follows from their work, then what they tapped: no tap moves any."""
    untapped = profiles.read(replace(person, tapped=()), school).stands
    stands, tapped = profiles.read(person, school).stands, dict(person.tapped)
    return tuple(
        FoundFor(
            concept,
            stands.get(concept, 0),
            "your tap" if concept in tapped else _source(concept, person),
        )
        for concept in dict.fromkeys((*untapped, *tapped))
        if facet_of(concept) in _FACETS
    )


def how(stand: int) -> str:
    """Where they stand, in words: the most that can be said of it."""
    told = ((DONE, "you can help"), (NOW, "you are working on it"), (WANTS, "you would like help"))
    return next((words for mask, words in told if stand & mask), "part of your work" if stand else "not you")


def _source(concept: str, person: Person) -> str:
    if concept in {*concepts_of(person.working_on), *concepts_of(person.can_help_with)}:
        return "your own words"
    if concept == "context.job_share":
        return "your working days"
    if tried := next((each for each in person.tried if concept in each.topics), None):
        return f"you tried “{short(tried.what)}”"
    title_alone = replace(person, tapped=(), working_on="", can_help_with="", networks=(), shared=())
    if concept in profiles.read(title_alone).stands:
        return "your job title"
    network = next((name for name in person.networks if concept in concepts_of(name)), "")
    shared = next((each for each in person.shared if concept in each.topics), None)
    if not network and shared:
        return f"you shared “{short(shared.title)}”"
    return network or ("your class" if concept == "context.mixed_age" else "your school")
