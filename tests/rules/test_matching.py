"""Who is shown, who never is, and whether the reasons are true."""

import re

import pytest

from handlers.rules import grades, profiles
from handlers.rules.matching import Colleagues
from handlers.rules.reading import read
from storage.records import Person, PersonId, School, SchoolId, TrustId
from tests.evaluation import trial

PEOPLE, SCHOOLS = trial.people(), trial.schools()
BY_MAIL = {person.email.split("@")[0]: person for person in PEOPLE}
COLLEAGUES = Colleagues.of(PEOPLE, SCHOOLS)


def asked(who: str, text: str, **kwargs) -> list[str]:
    asker = BY_MAIL[who]
    return [
        match.person.email.split("@")[0] for match in COLLEAGUES.closest(read(text, asker), asker, **kwargs)
    ]


def test_the_same_role_is_found_across_the_trust():
    assert asked("yvonne.clarke", "SBMs?")[0] == "karen.utting"


def test_the_school_named_is_the_school_meant():
    assert asked("donna.eastick", "who is the DSL at Elm Park?") == ["kirsty.amos"]
    assert (
        asked("donna.eastick", "what's Abbeydown doing about transition from year 6?")[0] == "oliver.standish"
    )


def test_a_person_named_is_the_person_shown():
    assert asked("gemma.howlett", "Is Jodie Haylock the right person to ask about provision?") == [
        "jodie.haylock"
    ]


def test_a_person_named_who_is_closed_to_introductions_is_not_shown():
    assert asked("ruth.ellery", "Could Harriet Munro at Willow Bank talk to me about siblings groups?") == []


def test_a_question_that_nobody_can_answer_gets_nobody():
    assert asked("sarah.frosdick", "vaping. anyone got on top of it?") == []
    assert asked("bryony.tate", "does anybody teach latin?") == []
    assert asked("pat.ollivant", "Any other exams officers?") == []
    assert asked("kwame.boadu", "anyone into falconry or beekeeping with pupils?") == []


def test_too_little_finds_nobody():
    assert asked("tom.brackley", "anyone") == []


def test_those_who_are_not_in_that_day_are_left_out():
    found = asked("kim.larwood", "SENCOs I could ring on a Friday?")
    assert found
    assert all(4 in BY_MAIL[who].working_days for who in found)


def test_the_limit_holds():
    assert len(asked("tom.brackley", "teachers", limit=3)) == 3


def test_words_no_concept_covers_still_meet():
    assert asked("kofi.antwi", "who knows about rekenreks?")[:1] == ["becky.thorne"]


def test_words_of_their_own_are_quoted_and_nothing_else():
    for question in trial.questions():
        asker = BY_MAIL[question["as"].split("@")[0]]
        for match in COLLEAGUES.closest(read(question["text"], asker), asker):
            assert match.reasons, question["text"]
            assert len(match.reasons) <= 3
            said = f"{match.person.working_on} {match.person.can_help_with}"
            for quote in re.findall(r"“(.+?)”", " ".join(match.reasons)):
                assert quote.rstrip("…") in " ".join(said.split())


def test_the_reasons_can_be_told_again_later():
    asker = BY_MAIL["jess.rowntree"]
    sought = read("who else is tackling mixed-age KS1?", asker)
    for match in COLLEAGUES.closest(sought, asker, limit=3):
        assert COLLEAGUES.reasons(match.person.id, sought, asker) == match.reasons
    assert COLLEAGUES.reasons(PersonId(99_999), sought, asker) == ()


def test_an_empty_trust_and_a_lonely_asker_find_nobody():
    alone = Person(PersonId(1), TrustId(1), "a@b.example", "Only One", "SENDCo")
    for index in (Colleagues.of([], []), Colleagues.of([alone], [])):
        assert index.closest(read("other SENCOs?", alone), alone) == []


def test_a_school_without_any_figures_is_no_trouble():
    bare = School(SchoolId(1), TrustId(1), "1", "Bare School")
    one = Person(PersonId(1), TrustId(1), "a@b.example", "One Two", "SENDCo", bare.id)
    two = Person(PersonId(2), TrustId(1), "b@b.example", "Three Four", "SENDCo")
    index = Colleagues.of([one, two], [bare])
    assert [match.person for match in index.closest(read("other SENCOs?", two), two)] == [one]
    assert [match.person for match in index.closest(read("SENCOs near us", one), one)]


def test_a_shared_mixed_class_is_named_only_where_it_is_the_one_in_question():
    """Both schools have Y3/4 classes; a question about KS1 is not answered with those."""
    trust = TrustId(1)
    elm = School(SchoolId(1), trust, "1", "Elm", phase="Primary", mixed_age_classes=("Y1/2", "Y3/4"))
    oak = School(SchoolId(2), trust, "2", "Oak", phase="Primary", mixed_age_classes=("YR/1", "Y3/4"))
    asker = Person(PersonId(1), trust, "ada@school.example", "Ada Example", "Y1/2 teacher", elm.id)
    peer = Person(PersonId(2), trust, "jo@school.example", "Jo Sample", "Y1/2 teacher", oak.id)
    schools = [elm, oak]
    found = Colleagues.of([asker, peer], schools)

    for question, told, untold in (
        ("who else is tackling mixed-age KS1?", "mixed-age classes like yours", "Y3/4"),
        ("who else has a mixed Y3/4 class?", "mixed Y3/4 like yours", "mixed-age classes"),
    ):
        reasons = " · ".join(found.reasons(peer.id, read(question, asker), asker))
        assert told in reasons
        assert untold not in reasons


@pytest.mark.parametrize(
    ("question", "pupils", "phase", "told"),
    [
        ("another SENDCo", 400, "Primary", "a larger school (400 pupils)"),
        ("another SENDCo", 400, "Secondary", "in a secondary school"),
        ("another SENDCo in a small school", 84, "Primary", "a school of 84 pupils"),
    ],
)
def test_a_difference_is_said_in_whole_words_and_a_size_that_was_asked_for_is_no_but(
    question, pupils, phase, told
):
    trust = TrustId(1)
    elm = School(SchoolId(1), trust, "1", "Elm", phase="Primary", pupils=100)
    oak = School(SchoolId(2), trust, "2", "Oak", phase=phase, pupils=pupils)
    asker = Person(PersonId(1), trust, "ada@school.example", "Ada Example", "SENDCo", elm.id)
    peer = Person(PersonId(2), trust, "jo@school.example", "Jo Sample", "SENDCo", oak.id)

    reasons = Colleagues.of([asker, peer], [elm, oak]).reasons(peer.id, read(question, asker), asker)

    assert told in reasons
    assert not any("but" in each for each in reasons)


def test_matters_that_somebody_lists_stand_each_by_itself():
    """A common word steps back beside a telling one, but not for one of another matter."""
    assert "topic.minibus" in profiles.concepts_of("bus costs!! and shrinking Y7")


def test_two_meanings_of_one_word_are_one_matter():
    (matter,) = grades.groups(["topic.collective_worship", "topic.assemblies"])
    assert len(matter) == 2
    assert len(grades.groups(["topic.oracy", "topic.attendance"])) == 2
