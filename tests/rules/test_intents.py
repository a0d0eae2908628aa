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
        who's good with phonics
        anyone else stuck on mixed age maths
        need a friendly SENCO to talk to about exclusions
        is there somebody who has done a timetable in arbor
        how do other schools do wet play
        what do you all do about nits
        how does anyone fit guided reading in
        how do you decide who gets ELSA? anyone?
        other year 4 teachers near me
        any school that has moved to the new MIS
        does anyone use Little Wandle with older pupils
        we're about to start a pilot on oracy, who has done one?
        who ran the best transition project
        who else is in the middle of a restructure
        who has a good behaviour policy I could talk through with them
        struggling with KS3 boys' writing, any ideas?
        could somebody show me their forest school
        what do small schools do for PPA
        can you find me a maths lead
        I'd like to visit a school with good continuous provision
        has anyone stopped doing reports
        who could talk at our INSET about metacognition
        TA deployment
        ta cover when mine is off sick
        Great Fire of London planning
        morning work ideas for Y2
        evening lettings
        cool down strategies
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
        anyone got a template for pupil passports
        can I have the trust's behaviour policy
        where do I find the RSE policy
        link for the phonics tracker
        is there a model risk assessment for swimming
        got a good job description for a HLTA?
        need an example SEF
        does anybody have a lesson observation proforma they could send
        where's that spelling scheme someone shared
        I've put our maths policy in the library
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
        whens the next sendco meeting
        what's on at the heads briefing thursday
        who's presenting at the maths network
        can we put phonics on the agenda
        is the heads briefing in person
        where's the DSL forum being held
        dates for the subject leader meetings pls
        when do the ks2 leads next get together
        did i miss the meeting last week
        has the english network been moved
        add an item to the next meeting please
        what time does the EYFS thing start tomorrow
        are we meeting before half term
        i can't get to the attendance network on monday, can someone take notes
        when's our next network?
        when is moderation
        add the swimming rota to Fridays PE leads meeting
        what's on for the inclusion day
    """,
    "cycle": """
        what did our group agree to try
        Phonics group agreed to try a new script, where do I say how it's going
        what happens next in the oracy group after the pilot
        we tried the tables idea for 3 weeks and it worked, note that down
        how is our attendance project going
        we're ready to move to the next stage
        what are we supposed to be testing this half term
        our pilot is finished, we want to adopt it
        what did the maths group decide to do next
        remind me what I committed to
        log that two classes have started paired reading
        how's our oracy pilot going
        what did we commit to in the reading group
        we've finished our baseline
        what are we meant to bring back in march
        is the reading project at review yet
        which stage are we on with attendance
        our inquiry question needs changing
        what happened with the homework trial the leads did
        did the attendance group's trial work
        we tried it for six weeks and it flopped, log it
        are we adopting or dropping the phone pouches pilot
        can I change the review date on our project
        what's next for our inquiry
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
        I've moved to Year 4
        take me off your list
        pause me till september
        change my job title
        I'm now the SENCO
        remove phonics from my list
        I only work mon tues now
        stop suggesting me
        what do you have down for me
        put me down for oracy
        I don't lead maths any more
        can you add that I can help with EYFS moderation
        I'm on maternity from January, hide me
        I've gone down to three days
    """,
    "help": """
        how does this work
        what sort of things can I ask you
        who sees my questions
        what's this bot for
        how do you choose people
        can you explain what you do
        how do I use this
        what is brightspot for
        who are you?
        I need help
        can I ask in plain english
        who can see what I write
        are you a real person
        what happens to my messages
        do you store this
        can you remind me how this works
        what sort of stuff can you help with
        is anyone reading these messages
        how do you pick people
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
        cheers that's ace
        morning all
        you're a lifesaver
        ta very much
        that's great thanks
        ok will do
        brill thanks so much x
        sorry wrong chat
        how's things
        lol
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
        what's the weather doing saturday
        who won the rugby
        recommend a restaurant in leeds
        write my year 4 reports for me
        can you book me a room at the premier inn
        what's 12x14
        what should I have for tea
        is there a train to london after 6
        who should I vote for
        best box set at the moment?
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
