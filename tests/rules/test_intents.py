"""What a message wants, in words that were not written for the rules."""

import pytest

from handlers.rules.reading import read

WANTED = {
    "peers": """
        who's good at maths mastery
        Could you find me another deputy in a big secondary
        need help with EAL assessment
        science technicians
        any heads who have federated
        I'm new to being SENDCo, who can mentor me
        which schools do forest school
        how are people timetabling interventions?
        how do other primaries run breakfast club
        we're struggling with Y9 behaviour
        what is Oakfield doing on oracy?
        who leads maths at Elm Park?
        anyone using Steplab?
        has anyone moved from SIMS to Bromcom
        looking for a buddy for my ECT
        recommendations for people to talk to about SIAMS
        does anyone run a school farm
        who has a good plan for reducing marking
        can anyone advise on exclusion appeals
        is anybody else retraining TAs
        I want to visit a school with good continuous provision
        Y2 teachers please
        who might lend us a microscope
        someone to moderate writing with
        Who should I speak to about a new phonics scheme?
        heads of small schools
        vaping?
        beekeeping
        other people like me
    """,
    "resource": """
        can anyone share a risk assessment for a residential
        do we have a lettings policy
        I need the whole school provision map template
        is there a trust behaviour policy
        any good slides on metacognition?
        where is the SEF template
        does anyone have a job description for a TA
        looking for a good phonics tracker spreadsheet
        got a science progression map I can pinch?
        find me the governor report template
    """,
    "agenda": """
        when's the maths leads meeting
        what time is the DSL network on thursday
        is there a SENCO network this half term
        can we add SATs to the agenda
        I can't come to the heads meeting next week
        where is the EYFS network being held
        what's on at the KS1 meeting
        date of the next Office managers meet up
        who is facilitating the history network
    """,
    "cycle": """
        what did our group agree to try
        we tried the tables idea for 3 weeks and it worked, note that down
        how is our attendance project going
        we're ready to move to the next stage
        what are we supposed to be testing this half term
        our pilot is finished, we want to adopt it
        what did the maths group decide to do next
        remind me what I committed to
        log that two classes have started paired reading
    """,
    "profile": """
        I'm now KS2 lead
        I've moved to Elm Park
        take my name off the list for a while
        please update my job title to Deputy Head
        I don't teach Year 3 anymore
        can you pause introductions for me till January
        what have you got on me
        I work Monday to Wednesday now
        I'd rather not be contacted this term
        add oracy to the things I can help with
        show me my profile
    """,
    "help": """
        how does this work
        what sort of things can I ask you
        who sees my questions
        what's this bot for
        how do you choose people
        can you explain what you do
    """,
    "smalltalk": """
        thank you so much
        hiya
        great, that's really helpful
        haha love it
        good morning!
        you've made my day
        brilliant, cheers
        happy new year
    """,
    "offtopic": """
        what's the weather tomorrow
        who won the football last night
        tell me a joke
        can you write a letter to parents for me
        best pizza in Ipswich
        how do I fix my car
        what's on telly tonight
        who will win the election
        write me an assembly about kindness
        is Harry Styles touring
    """,
}
MEANT = [(intent, text.strip()) for intent, texts in WANTED.items() for text in texts.strip().splitlines()]


@pytest.mark.parametrize(
    ("word", "intent"),
    [
        ("profile", "profile"),
        ("Privacy", "profile"),
        ("agenda", "agenda"),
        ("library.", "resource"),
        ("share", "resource"),
        ("/cycle", "cycle"),
        ("help", "help"),
        ("peers", "peers"),
    ],
)
def test_a_word_that_works_everywhere_is_itself_when_it_stands_alone(word, intent):
    assert read(word).intent == intent


def test_a_question_that_only_begins_with_such_a_word_is_a_question():
    assert read("cycle training leads anyone?").intent == "peers"


@pytest.mark.parametrize(("intent", "text"), MEANT)
def test_what_a_message_wants(intent, text):
    assert read(text).intent == intent
