"""Which questions are about more than one person, and which only look like it."""

import time

import pytest

from handlers.rules.around import Asked, asked, on_behalf
from handlers.rules.named import Names
from handlers.rules.reading import Intent, Reading, read
from storage.records import School, SchoolId, TrustId

SCHOOLS = (
    "Oakfield Primary School", "Elm Park Primary School", "Fenside Primary School", "Abbeydown School",
    "Thorpe Green Church of England Primary School", "The Hazels Community Primary School",
)  # fmt: skip
NAMES = Names((), [School(SchoolId(n), TrustId(1), str(n), name) for n, name in enumerate(SCHOOLS)])

ASKED = {
    Asked.SCHOOLS_LIKE: """
        which schools are like ours?
        Which schools are like ours, and why?
        what schools are similar to us
        schools like ours
        schools like mine?
        which school is most like ours
        any schools like us?
        are there any schools like ours in the trust
        who are our nearest neighbours
        our statistical neighbours
        nearest neighbour schools
        similar schools
        similar schools to ours
        which schools are like Elm Park?
        schools similar to Thorpe Green
        find me schools like ours please
        which schools like ours are working on attendance?
        Which other schools are similar to ours for EAL
        what schools can we compare ourselves with?
        Hi, which schools are most similar to my school?
        show me schools like Fenside
        Who is like us?
    """,
    Asked.GRADES: """
        which schools got Outstanding
        which schools are rated good by ofsted
        which primaries were judged inadequate?
        which school has the best SATs results
        schools with the highest progress 8
        how do our results compare with other schools?
        is there a league table
        what are the best schools in the trust
        rank the schools in our trust
        which schools like ours have better results?
        which schools have the lowest attainment in maths
    """,
    Asked.SCHOOL_DOING: """
        what's Oakfield doing on oracy?
        what is Elm Park working on?
        What are Elm Park up to?
        what is happening at Fenside about attendance
        tell me about Abbeydown
        how is Oakfield tackling oracy
        what does Abbeydown do about transition from year 6
        is Elm Park doing anything on phonics?
        whats the hazels working on this year
        How does Thorpe Green manage mixed age classes?
        what's going on at Elm Park
        so what are Oakfield focusing on
    """,
    Asked.WHO_THERE: """
        who leads maths at Elm Park?
        who's the SENDCO at Fenside?
        who is the head of Elm Park
        Who is Abbeydown's headteacher?
        who does attendance at Thorpe Green
        the SENCO at Elm Park?
        who teaches Year 2 at the Hazels
        who can I talk to at Oakfield about oracy
        who's doing Voice 21 at Oakfield
        SBM at Abbeydown please
    """,
    Asked.HOW_MANY: """
        how many of us are there?
        How many SENDCOs are in the trust?
        how many of us teach mixed-age
        RP leads - how many of us are there
        how many other DSLs are there?
        how many people are working on oracy
        number of SENCOs in the trust
        how many schools are there in the trust
        how many schools are doing Little Wandle
        how many business managers do we have
    """,
    Asked.CORRECT_SCHOOL: """
        correct our school
        our school's details are wrong
        update our school's figures
        what you say about our school is wrong
        fix my school's data
    """,
}  # fmt: skip

#: Ordinary questions for colleagues.
COLLEAGUES = """
    who else is tackling mixed-age KS1?
    Are there SENCOs in schools like ours I could ring on a Wednesday?
    teachers with mixed KS2 classes in schools like ours
    is there another senco in a school like ours
    another SENDCo in a small school
    someone in a school like ours who has cracked attendance
    heads of schools like ours
    who in a similar school has moved to Arbor
    which schools do forest school
    which schools have a resourced provision?
    which heads have federated
    what are other schools doing on oracy
    what are people in other juniors or KS2 doing?
    how do other primaries run breakfast club
    how are people timetabling interventions?
    who has had Ofsted this term
    who's had a deep dive in history
    Anyone had ofsted since September? what did they ask about reading
    someone who got good results with Little Wandle
    outstanding practice in EYFS, who should I visit?
    who can help with SATs preparation
    I want to visit a school with good continuous provision
    which school could I visit for phonics
    how many TAs do other schools have in Year 1?
    how many days should a SENCO have out of class, who knows?
    how many children in your nurture group?
    how many sessions a week do people do for ELSA
    am I the only music teacher?
    who leads maths?
    who is a SENDCo?
    other SENDCos?
    Y2 teachers please
    people like me
    someone like me in another secondary
    who teaches a class like mine
    schools doing Voice 21
    any schools using Arbor?
    any school that has dropped reading carousel
    which school near us has a nurture room
    who is nearest to us and does Forest School
    SENCos near Elm Park
    anyone but Elm Park for phonics
    has anyone moved from SIMS to Bromcom
    need help with EAL assessment
    who could lend us a microscope
    heads of small schools
    whole school writing, who's cracked it
    has any school our size cut its PAN?
    who else is in a falling roll school
    I'm new to being SENDCo, who can mentor me
    looking for a buddy for my ECT
    is anybody else retraining TAs
    what works for persistent absence in a coastal school
    who has good grades 1-3 in piano teaching
    comparing our writing with another school's, anyone for moderation?
    who does similar work to me
    show me people working on attendance
    which teachers are like me
"""


def found(text: str) -> Asked | None:
    return asked(read(text), NAMES.schools_named(text))


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in ASKED.items() for text in lines(texts)]
)
def test_a_question_beyond_one_person_is_told(text, kind):
    assert found(text) is kind


@pytest.mark.parametrize("text", [text for texts in ASKED.values() for text in lines(texts)])
def test_it_reaches_whoever_answers_it(text):
    """A school's name alone says nothing to who has never heard of it: see `handlers/colleagues.py`."""
    assert read(text).intent is Intent.PEERS or NAMES.schools_named(text)


@pytest.mark.parametrize("text", lines(COLLEAGUES))
def test_an_ordinary_question_for_colleagues_stays_one(text):
    assert found(text) is None


@pytest.mark.parametrize(
    ("text", "school", "question"),
    [
        (
            "for Elm Park, who has cracked persistent absence?",
            "Elm Park",
            "who has cracked persistent absence?",
        ),
        ("For Elm Park who else teaches mixed Y1/2", "Elm Park", "who else teaches mixed Y1/2"),
        (
            "on behalf of Fenside: another SENDCo in a small school",
            "Fenside",
            "another SENDCo in a small school",
        ),
        ("I'm asking for the SENDCO at Oakfield - anyone doing NELI?", "Oakfield", "anyone doing NELI?"),
        ("who else is moving to Arbor, on behalf of Fenside", "Fenside", "who else is moving to Arbor"),
        ("who is looking for Elm Park staff to visit?", None, None),
        ("someone for KS1 at Elm Park", None, None),
        ("who leads maths at Elm Park?", None, None),
        ("for Elm Park", None, None),
        ("thanks for that, is there anyone at Oakfield doing oracy", None, None),
    ],
)
def test_a_question_asked_for_a_school_is_told_from_one_about_it(text, school, question):
    found = on_behalf(text, NAMES.schools_named(text))
    assert (found and (found[0][0].name.split(" Primary")[0], found[1])) == (school and (school, question))


@pytest.mark.parametrize(
    "words", ["how many ", "which schools are like ", "best schools ", "for Elm Park, ", "-"]
)
def test_a_message_however_long_is_looked_at_quickly(words):
    text = words * (40_000 // len(words))
    began = time.perf_counter()
    asked(Reading(text), NAMES.schools_named(text))
    on_behalf(text, NAMES.schools_named(text))
    assert time.perf_counter() - began < 0.5
