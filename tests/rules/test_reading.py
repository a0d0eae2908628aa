"""From words as typed to what was meant."""

import dataclasses
import json
import time

import pytest

from handlers.rules import reading, years
from handlers.rules.clauses import Status
from handlers.rules.reading import Intent, read
from storage.records import Person, PersonId, TrustId
from tests.evaluation import trial

MEANT = [
    ("who else is tackling mixed-age KS1?", "context.mixed_age phase.ks1"),
    ("phonics leads in the trust pls", "role.phonics_lead"),
    ("who looks after the trips at big schools", "role.evc"),
    ("who is responsible for careers", "role.careers_lead"),
    ("who's running phonics interventions", "topic.phonics"),
    ("Looking for MHFAs in small primaries please", "role.mhfa phase.primary"),
    ("any office managers near us who've moved to arbor this year", "role.office_manager topic.mis"),
    ("Who are the history leads in one form entry schools?", "role.subject_leader subject.history"),
    ("science lead", "role.subject_leader subject.science"),
    ("heads of maths", "role.head_of_department subject.maths"),
    ("Y6 teachers", "role.teacher phase.y6"),
    ("metacogniton anyone?", "topic.metacognition"),
    ("attendence + behavour same kids really", "topic.attendance topic.behaviour"),
    ("who runs the kichens in other schols", "role.catering_manager"),
    ("Heads of other special schools in the trust", "role.headteacher phase.special"),
    ("any other DTs out there? struggling with PEP paperwork", "role.designated_teacher"),
    ("who is the DT lead at the nearest secondary", "subject.dt role.subject_leader"),
    ("any advice re attendance from schools with lots of GRT families", "topic.attendance context.grt"),
    ("RE leads re worldviews curriculum", "subject.re role.subject_leader"),
    ("TA moderation in Y6, who's in?", "topic.teacher_assessment phase.y6"),
    ("TAs needed to join the SEMH group", "role.ta topic.semh"),
    ("SLT referrals are taking 18 months, what is everyone doing for speech and language in nursery",
     "topic.slcn phase.nursery"),
    ("can you send me to someone who does SEND in a middle school", "topic.send phase.middle_school"),
    ("who does CP well in Y1", "topic.continuous_provision phase.y1"),
    ("CP leads in other primaries?", "role.dsl phase.primary"),
    ("elsas for a supervision group pls", "role.elsa"),
    ("any APs running an internal AP?", "role.assistant_head topic.ap_commissioning"),
    ("Has anyone got their TAs away from being stuck to one child?", "topic.ta_deployment"),
    ("heads who can't fill teaching posts - is it just us", "role.headteacher topic.recruitment"),
]  # fmt: skip

NOT_MEANT = [
    ("any advice re attendance", "subject.re"),
    ("thanks that was brill, ta!", "role.ta"),
    ("can you send me the doc", "topic.send"),
    ("Hi, who leads maths", "topic.sensory_physical"),
    ("which class is it", "topic.looked_after_children"),
    ("roll on half term", "context.falling_rolls"),
    ("does it cover fractions", "topic.cover"),
    ("who has got it down to a fine art", "subject.art"),
    ("has anyone got their head round it yet", "role.headteacher"),
    ("is anyone teaching against it?", "role.teacher"),
    ("what do you expect of them", "constraint.experienced"),
    ("who is doing it this yr", "phase.reception"),
    ("parents months behind with the dinner money, who has a way", "topic.parental_engagement"),
]


def concepts(found: reading.Reading) -> set[str]:
    return {
        *found.roles,
        *found.phases,
        *found.subjects,
        *found.topics,
        *found.contexts,
        *found.where.contexts,
    }


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_what_was_asked_is_understood(text, meant):
    assert set(meant.split()) <= concepts(read(text)), concepts(read(text))


@pytest.mark.parametrize(("text", "not_meant"), NOT_MEANT)
def test_everyday_words_are_not_taken_for_terms(text, not_meant):
    assert not_meant not in concepts(read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Y1-2", {1, 2}), ("Y12", {12}), ("YR/1/2", {0, 1, 2}), ("years 3 to 6", {3, 4, 5, 6}), ("yr 5", {5}),
        ("KS3", {7, 8, 9}), ("key stage two", {3, 4, 5, 6}), ("a 2/3/4 class", {2, 3, 4}),
        ("a 5 yr plan", set()),
        ("Year R", {0}), ("Y5 and Y6 girls", {5, 6}), ("2 form entry", set()), ("3 days a week", set()),
    ],
)  # fmt: skip
def test_years_are_counted_as_teachers_write_them(text, expected):
    assert frozenset().union(*(one.years for one in years.find(text))) == expected


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("Maths leads in primaries, not the secondary lot", "phase.secondary"),
        ("writing, anyone but KS2 and secondary", "phase.ks2 phase.secondary"),
        ("who works with weak readers but isnt in an English department", "subject.english"),
        ("who else does phonics but not RWI", "topic.rwi"),
        ("I don't want another secondary, I want a primary SENDCo for transition", "phase.secondary"),
        ("Someone who's reduced exclusions without using isolation", "topic.internal_provision"),
        ("a language other than english, but not Spanish", "subject.spanish"),
    ],
)
def test_what_is_not_wanted_is_left_out(text, excluded):
    found = read(text)
    assert set(excluded.split()) <= set(found.excluded)
    assert not set(excluded.split()) & concepts(found)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("who has cracked persistent absence", Status.EXPERIENCED),
        ("Our Y6s run out of time. Who has fixed that?", Status.EXPERIENCED),
        ("who else is working on oracy", Status.CURRENT),
        ("Happy to help anybody who is nervous about mixed classes", Status.WANTS_HELP),
        ("oracy?", Status.ANY),
    ],
)
def test_who_does_it_now_and_who_has_done_it_are_told_apart(text, status):
    assert read(text).status is status


def test_limits_on_the_school_are_read():
    where = read("SENCOs in primaries like ours within 10 miles, over 300 pupils, 30% FSM").where
    assert where.similar
    assert (where.stages, where.miles, where.min_pupils, where.min_fsm) == (("primary",), 10.0, 300, 30.0)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("SENCOs near us", True), ("any nearby phonics leads", True), ("the nearest secondary", True),
        ("lads who won't go near a pencil", False), ("nowhere near ready for SATs", False),
        ("the nearest baths is forty minutes off", False), ("near enough done with phonics", False),
        ("near us ideally, otherwise anywhere", False),
    ],
)  # fmt: skip
def test_nearness_is_asked_for_where_a_colleague_is_near(text, near):
    assert read(text).where.near is near


def test_topics_in_passing_are_not_asked_for():
    assert read("PE leads in primaries, want to get a tournament going").topics == ()
    assert read("other SENCOs? stuck on annual reviews").topics == ("topic.annual_reviews",)


def test_a_portrait_of_the_asker_goes_on_to_its_end():
    found = read(
        "We're a one form school, an old mining village, mixed classes all the way up. Other English leads?"
    )
    assert (found.roles, found.subjects, found.contexts) == (
        ("role.subject_leader",),
        ("subject.english",),
        (),
    )
    assert "context.mixed_age" in found.asker


def test_the_day_they_should_be_there_is_read():
    assert read("Are there SENCOs I could ring on a Wednesday?").days == (2,)
    assert read("friday absence, who has cracked it").days == ()


def test_the_years_of_an_asker_with_an_offer_limit_nobody():
    found = read("Anyone stuck with weak readers? We've got catch up running well in KS1, glad to help")
    assert not found.years


def test_what_someone_says_of_themselves_is_not_what_they_look_for():
    found = read("I'm an ECT in Y3, who could help me with behaviour?")
    assert found.topics == ("topic.behaviour",)
    assert found.roles == ()
    assert "role.ect" in found.asker


def asking(job_title: str, working_on: str = "") -> Person:
    return Person(PersonId(1), TrustId(1), "a@b.example", "A", job_title=job_title, working_on=working_on)


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("any advice on AP?", "topic.ap_commissioning role.assistant_head"),
        ("anyone using AP well?", "topic.ap_commissioning role.assistant_head"),
        ("who's good at cp", "topic.child_protection topic.continuous_provision"),
        ("SLT?", "role.senior_leader role.salt"),
        ("who is doing DT well in Norfolk", "subject.dt role.designated_teacher"),
        ("who has cracked TA in Y6?", "role.ta topic.teacher_assessment"),
        ("advice on SIP please", "topic.improvement_plan role.school_improvement_partner"),
    ],
)
def test_a_short_form_that_nothing_settles_is_asked_back_and_guessed_till_then(text, either):
    found = read(text)
    assert found.unclear is not None
    assert set(found.unclear.options) == set(either.split()) <= concepts(found)


@pytest.mark.parametrize(
    ("text", "job_title", "meant"),
    [
        # by the words near by
        ("any APs running an internal AP?", "", "role.assistant_head topic.ap_commissioning"),
        ("who is the DT lead at Fenside", "", "subject.dt"),
        ("new SLT members", "", "role.senior_leader"),
        ("SLT referrals are slow", "", "role.salt"),
        ("other PAs?", "", "role.pa"),
        ("TA interventions for maths", "", "role.ta"),
        ("who leads re", "", "subject.re role.subject_leader"),
        # by what else is said
        ("SENCOs dealing with AP", "", "role.senco topic.ap_commissioning"),
        ("CP and early years", "", "topic.continuous_provision"),
        # by who asks
        ("any advice on AP?", "Alternative Provision Coordinator", "topic.ap_commissioning"),
        ("any advice on AP?", "Behaviour Lead", "topic.ap_commissioning"),
        ("who's good at CP", "Reception teacher", "topic.continuous_provision"),
        ("who's good at CP", "DSL", "topic.child_protection"),
        ("SLT?", "SENDCo", "role.salt"),
        # one school meaning only, or the rest of the message carries it
        ("who is good on PP", "", "topic.pupil_premium"),
        ("AP and suspensions", "", "topic.suspensions"),
        ("suspensions, not AP", "", "topic.suspensions"),
    ],
)
def test_no_question_comes_back_where_something_settles_it(text, job_title, meant):
    found = read(text, asking(job_title))
    assert found.unclear is None
    assert set(meant.split()) <= concepts(found)


def test_the_askers_own_words_settle_an_abbreviation():
    me = asking("Deputy Head", working_on="our alternative provision, which costs too much")
    assert read("any advice on AP?", me).topics == ("topic.ap_commissioning",)


def test_the_meaning_that_was_picked_is_what_the_message_means_then():
    found = read("any advice on AP?", chosen={"AP": "role.assistant_head"})
    assert (found.unclear, found.roles, found.topics) == (None, ("role.assistant_head",), ())
    assert read("any advice on AP?", chosen={"AP": "topic.oracy"}).unclear is not None


def test_reading_is_a_town_beside_near():
    assert "subject.reading" not in read("SENCOs near Reading", place_names={"reading"}).subjects


@pytest.mark.parametrize("question", trial.questions(), ids=lambda question: question["id"])
def test_the_intent_of_every_message_of_the_evaluation(question):
    assert read(question["text"]).intent == question["intent"]


def test_nothing_of_a_stopped_message_stays_in_its_reading():
    found = read("Jayden Whitcombe in 3L hits others")
    assert found.intent is Intent.PUPIL_DATA
    assert "Jayden" not in json.dumps(found.data())


def test_a_reading_can_be_sent_as_json():
    for question in trial.questions():
        json.dumps(read(question["text"]).data())


@pytest.mark.parametrize(
    "text", ["", "?", "   ", "\x00", "a" * 50_000, "🙂" * 500, "((((", "\\d+" * 99, "not " * 3_000]
)
def test_anything_typed_is_read_without_trouble(text):
    began = time.process_time()
    found = read(text)
    assert dataclasses.is_dataclass(found)
    assert time.process_time() - began < 0.5
