"""What must never be stored is stopped, and staff can still talk about their work."""

# ruff: noqa: E501  what people type is kept on one line
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.rules.safeguarding import LONGEST, Concern, Kind, check
from tests.evaluation import trial

STOPPED = [
    # a life in danger
    ("a boy in my form says he wants to kill himself", Kind.DANGER),
    ("Y10 girl has just shown me her suicide note", Kind.DANGER),
    ("one of my tutees told me she took an overdose last night", Kind.DANGER),
    ("a lad in Y9 has a knife in his bag", Kind.DANGER),
    ("there's a child in my class who said she doesn't want to be alive", Kind.DANGER),
    ("i want to kill myself", Kind.DANGER),
    ("honestly i don't want to be here any more", Kind.DANGER),
    ("a pupil is threatening to stab another boy after school", Kind.DANGER),
    # a child at risk
    ("A girl in Y4 told me her dad hits her", Kind.SAFEGUARDING),
    ("one of my Y2s has bruises on her legs and won't say how", Kind.SAFEGUARDING),
    ("This boy keeps coming in hungry and filthy, mum doesn't answer", Kind.SAFEGUARDING),
    ("he said his uncle touches him at night", Kind.SAFEGUARDING),
    ("Student disclosed domestic violence to me this morning, what now", Kind.SAFEGUARDING),
    ("a child in reception says she's left home alone in the evenings", Kind.SAFEGUARDING),
    ("pupil of mine is being sent nudes by an older man", Kind.SAFEGUARDING),
    ("one of our Y9 girls might be pregnant", Kind.SAFEGUARDING),
    ("I think a boy in my class is being groomed by a county lines gang", Kind.SAFEGUARDING),
    ("a Y11 lad is scared to go home tonight", Kind.SAFEGUARDING),
    ("cuts on her arms again today", Kind.SAFEGUARDING),
    ("she told me her stepdad locks her in her room", Kind.SAFEGUARDING),
    ("my Y5 pupil drew a picture of her dad hitting mum", Kind.SAFEGUARDING),
    ("year 7 boy self harming, he showed me his wrists", Kind.SAFEGUARDING),
    ("a student told our TA that her family are planning a forced marriage", Kind.SAFEGUARDING),
    # an adult's conduct
    ("a teacher here is messaging a Y11 girl on instagram", Kind.ADULT),
    ("our caretaker was alone with a pupil in the store room again", Kind.ADULT),
    ("I saw a colleague grab a child by the arm", Kind.ADULT),
    ("one of the coaches is being really creepy with the Y8 girls", Kind.ADULT),
    ("the supply teacher smelt of alcohol this morning", Kind.ADULT),
    ("our TA shouted at a child and pushed him", Kind.ADULT),
    ("a member of staff gave a lift home to a sixth form student", Kind.ADULT),
    ("Mr Hodge is behaving strangely around the girls", Kind.ADULT),
    # the sender
    ("i just can't cope any more", Kind.DISTRESS),
    ("I'm not ok, I cried in the stock cupboard again", Kind.DISTRESS),
    ("i am at breaking point and can't face tomorrow", Kind.DISTRESS),
    # pupils' data
    ("Who else teaches kids like Kayden Brooks in 5W", Kind.PUPIL_DATA),
    ("has anyone had Ellie-May Turner in Y3", Kind.PUPIL_DATA),
    ("help with Kayden in Y4", Kind.PUPIL_DATA),
    ("Oliver in Year 4 is hard to reach, any ideas?", Kind.PUPIL_DATA),
    ("Amelia Hart in Year 4 is struggling", Kind.PUPIL_DATA),
    ("jayden in y4 is struggling, ideas?", Kind.PUPIL_DATA),
    ("what are Oliver Hart's SATs scores", Kind.PUPIL_DATA),
    ("jayden in 4b keeps running out, ideas?", Kind.PUPIL_DATA),
    ("kayleigh's mum won't engage", Kind.PUPIL_DATA),
    ("pupil JS has an EHCP, who can help", Kind.PUPIL_DATA),
    ("can I get T.O.'s file before monday", Kind.PUPIL_DATA),
    ("the Nowicki family have moved to your school, what are they like", Kind.PUPIL_DATA),
    ("UPN H801200001234 needs transferring", Kind.PUPIL_DATA),
    ("upn h 801 200 001 234 please", Kind.PUPIL_DATA),
    ("born 3rd May 2016, in Y5, non verbal", Kind.PUPIL_DATA),
    ("DOB: 12.11.2014 needs a place", Kind.PUPIL_DATA),
    ("send me the names of the PP children in Year 4", Kind.PUPIL_DATA),
    ("can you share the list of SEND pupils at Quayside", Kind.PUPIL_DATA),
    ("which of your children are on child protection plans", Kind.PUPIL_DATA),
    ("class list for 6B please", Kind.PUPIL_DATA),
    ("phone number for a parent of a child who left", Kind.PUPIL_DATA),
    ("see attached annual review R Begum.docx", Kind.PUPIL_DATA),
    ("our only wheelchair user in Y6 is moving up, who has done this", Kind.PUPIL_DATA),
    ("the only girl in Y10 with Down syndrome, anyone else?", Kind.PUPIL_DATA),
    ("Freddie has just been diagnosed with autism, he refuses to write", Kind.PUPIL_DATA),
    ("Does anyone know Mrs Petrov's son", Kind.PUPIL_DATA),
    ("ＵＰＮ Ａ823432117012", Kind.PUPIL_DATA),
    ("Ja\u200byden Whit\u200bcombe in 3L", Kind.PUPIL_DATA),
    ("Jayden’s mum has left, he’s in 3L", Kind.PUPIL_DATA),
]

#: Written after the rules, to see how they carry over; whichever way these go, they go no further.
STOPPED_TOO = [
    "the caretaker keeps videoing the girls in Year 9",
    "Kid in my tutor group has burn marks on his hand and says it was an accident",
    "Little girl in Nursery wet herself when her uncle came to collect, she was terrified",
    "I'm really worried about a Y3 child, mum turned up drunk at pick up",
    "A student just emailed me saying goodbye and that nobody will miss her",
    "One of the Year 11s says he's going to bring a gun in",
    "a child told our lunchtime supervisor that daddy hurts mummy",
    "Found a razor blade in a y9's pencil case, she's been cutting",
    "parent told me her partner is beating her and the kids",
    "My student has been sleeping in a car with his family",
    "boy in yr 6 has been watching extremist videos and talking about jihad",
    "a Y8 told me her cousin is taking her abroad to get married",
    "I heard the PE teacher calling a pupil fat and grabbing her shoulders",
    "I think our head is having a relationship with a sixth former",
    "colleague keeps giving one boy sweets and taking him into the store cupboard alone",
    "Concerned about how our HLTA restrains children, bruising last week",
    "Our site manager has been taking pictures of pupils on his own phone",
    "my line manager touched me inappropriately",
    "the new cover teacher added some year 10 girls on snapchat",
    "i think i'm having a breakdown",
    "feel like i want to end it all",
    "I've been crying every night and can't go on like this",
    "Can anyone tell me about Alfie Grant coming up from your Y6?",
    "What strategies worked with Mason P last year?",
    "Need the EHCP for Tyrese Johnson",
    "Zainab Ali (Y4) attendance has dropped to 62%",
    "do you have sibling of Leo Kaczmarek in 2B",
    "info on the Doyle brothers please",
    "Aisha's reading age is 6, what do I do",
    "what's the home address for the twins in 3H",
    "how many sessions has Harvey Moore missed this term",
    "which Y6 kids at Elm Park get free school meals",
    "can someone send the SEND register for Castle Mount",
    "give me predicted grades for my Year 11 pupils by name",
    "Charlie in my class has ADHD and keeps biting, help",
    "3 boys in 8K: Ryan, Josh and Tyler keep fighting",
    "I need to know who the LAC children in Fenside are",
    "K.W. in 5B keeps absconding",
    "Poppy L has come back from CAMHS",
    "N178203114055 needs EAL assessment",
    "My pupil's mum is Sarah Wilkes, she lives on Dale Road",
    "girl joining us from your school, surname Ahmed, what do we need to know",
    "a pupil's DOB is 04/05/2015 can you look up",
    "My class's medical needs list by name please",
    "Does Omar Haddad's son have SEN",
]

PASSES = [
    "Mrs Jones in Year 2 made this video: https://youtu.be/0gyI6ykDwds",
    "Mr Patel’s science videos for Year 9",
    "who is the DSL at Elm Park?",
    "KCSIE training dates please",
    "We have a lot of anxious Y5 and Y6 girls this year. Whose work on worry could I look at?",
    "self harm policy - who has rewritten theirs?",
    "who has run suicide prevention training for staff?",
    "how do you all record self harm concerns on CPOMS? process only, no cases",
    "anyone got a script for staff when a child discloses?",
    "low level concerns policy, who has a good one",
    "has anyone rolled out a policy on staff using WhatsApp with parents",
    "FGM training for support staff, who did yours",
    "who leads on county lines assemblies",
    "domestic abuse: who works with Operation Encompass?",
    "anyone run workshops for parents on online harms and sexting",
    "restraint and positive handling training, who do you use",
    "I'm the only music teacher in my school. Who else is on their own?",
    "we are the only primary in the trust with a nursery",
    "my only TA has left, anyone else managing without",
    "our only Y6 teacher is on maternity leave",
    "is Jodie Haylock the right person to ask about provision?",
    "Could Harriet Munro at Willow Bank talk to me about siblings groups?",
    "can I talk to Grace Adeyemi in Nursery about two year olds",
    "what does Lucy Spall in Y1/2 do for history",
    "put me in touch with Imran Sheikh, Y4 teacher",
    "Tom Brackley's three year budget, can he talk it through",
    "who teaches Y3/4 at Anchor Bay",
    "going really well in 6B, log it",
    "phonics in Y1 and Y2, who is doing RWI",
    "Reading in Y3, who uses Bookwings",
    "attendance of Y11 boys in general",
    "has anyone cut suspensions of Y9 boys",
    "who supports children with a parent in prison?",
    "child on child abuse policy, who has updated theirs",
    "children's mental health week, who is doing what",
    "child protection training for lunchtime supervisors",
    "any heads dealing with vexatious parents?",
    "who else has Traveller families and poor attendance",
    "Ukrainian families new to our school, who has experience",
    "Forces families, who else has lots",
    "I can't cope with the marking load, who has cut it?",
    "ECTs who can't cope with behaviour - what do you do",
    "can't face another data drop, who has cut theirs",
    "how do you share the list of interventions for PP pupils with governors",
    "names of good supply agencies?",
    "a template for annual reviews",
    "EHCP_template.docx is out of date, who has a new one",
    "annual review template.docx where is it",
    "hit the target on attendance, who else did",
    "we got hit by a budget cut",
    "TAs touch typing course",
    "smashed our SATs, want to share",
    "killing the data drop: who has done it",
    "Bruised by our last Ofsted, heads who have been there?",
    "knife crime awareness assembly - who has one",
    "drugs education for Y9, which scheme",
    "how many pupils do you have with EHCPs?",
    "EAL in Y4, new arrivals",
    "SEND in Y3: who is good at it?",
    "TA in Y2 looking for others",
    "RE in Y5 and Y6, worldviews",
    "head injury protocol, who has reviewed theirs",
    "who has a good system for children who are left alone at breakfast club pick up",
    "teachers who have left and come back",
    "staff meeting on 14/11/2026",
    "The network is on 03.02.2027 at 4pm, is it still on",
    "hide me from searches this half term, im drowning",
    "boys' writing in Year 5, who has cracked it?",
    "when should staff call 999, is there a flowchart",
    "Prevent refresher - extremism and radicalisation training",
    "bereavement support for a school community",
    "pupil voice: who does it well",
    "parents of SEND children coffee mornings",
    "Miss the old curriculum? Who has rewritten science?",
    "PSHE lessons on healthy relationships and consent",
    "eating disorders: who has run parent sessions",
    "hi",
    "",
    "who knows about self-harm training for pastoral teams",
    "anyone run a domestic abuse awareness session for staff",
    "KCSIE quiz for new starters",
    "has anyone's school got a good child protection file transfer process",
    "who manages Early Help in a small school",
    "which DSLs use MyConcern",
    "supervision for DSLs, how do you do it",
    "physical intervention training in a PRU",
    "anyone had a parent complaint about restraint policy",
    "is there a lead on attachment and trauma",
    "kids who refuse school, what are secondaries doing",
    "bullying in Y7, who has an approach",
    "a whole school approach to anxious children",
    "how does Elm Park organise its safeguarding team",
    "vaping in toilets - anyone fitted detectors",
    "Y9 girls' friendship fallouts, who runs groups",
    "sexual harassment work with Y10 boys, what programme",
    "Can Nikki Blowers speak to me about EBSA?",
    "Could I visit Rebecca Osei's classroom in Y1?",
    "Does Chris Aldous still lead coaching?",
    "what's Farah Siddiqui working on",
    "who takes over from Dee Macklin at Fenside",
    "Is Sean Duffield free on Thursday to talk about PECS",
    "Sunita Patel's RWI results were amazing, can I talk to her",
    "Omar Haddad in Year 6 does reading fluency, can you connect us",
    "Could Amit Desai in maths help my ECT",
    "Kirsty Amos's walking bus, how did she start it",
    "who has experience of a child with a feeding tube in mainstream",
    "how do other schools support a child with Down syndrome in KS1",
    "anyone taught a pupil with albinism before",
    "who has had a pupil with type 1 diabetes in reception",
    "supporting children whose parents are separating",
    "a class with lots of boys who hit out, who has strategies",
    "managing hitting and biting in Nursery",
    "what do people do when a child refuses to come in",
    "how do you deal with kids hurting each other at playtime",
    "year 4 class with lots of SEMH, who can help",
    "looking for anyone who has a child with an EHCP for hearing in KS2",
    "data on attendance for disadvantaged pupils - dashboards",
    "spreadsheet for tracking interventions",
    "list of schools doing RWI",
    "names of people who lead phonics",
    "phone number for the exams officer at Abbeydown",
    "contact details for SENCOs",
    "who are the EAL leads",
    "which schools have a nursery",
    "results of the staff survey",
    "report on the pilot for governors",
    "staff with dyslexia network",
    "I'm drowning in marking, who has cut it?",
    "I'm struggling with behaviour in Y9, who can help",
    "I've had enough of bad phonics schemes, who likes theirs",
    "can't go on residential, who has done a local one",
    "my TA has moved to Y4 and loves it",
    "anyone working with the police on county lines",
    "a pupil premium strategy that works",
    "child friendly SEN plans",
    "my child protection policy needs updating",
    "parents drinking coffee at coffee mornings",
    "drop off and pick up: who has solved the car park",
    "touch screen boards in nursery",
    "who has cut their data drops",
    "killer whales topic in y4, resources",
    "Y2 SATs gone, what do you assess",
    "what does a good safeguarding audit look like",
    "she is a great coach - is Hannah Wetherby free?",
    "He left in July, who is the new SENCo at Deepwell?",
    "new head here, she wants a peer review",
    "our SENCO is off and I am covering, she left no handover",
    "the head at Oakfield said to me that rolls are falling, who else?",
    "A parent told me she loves the app, who else uses it?",
    "a governor said our website isn't compliant",
    "Ofsted told us our curriculum was weak in Y5",
    "my ECT told me she struggles with Y8, any mentors?",
    "staff are scared of the new framework",
    "boys in Y8 who hate reading: Leon, any lead?",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), STOPPED)
def test_a_worry_or_a_pupils_identity_goes_no_further(text, kind):
    found = check(text)
    assert found is not None, text
    assert found.kind is kind


@pytest.mark.parametrize("text", STOPPED_TOO)
def test_other_words_for_the_same_worries_are_stopped_too(text):
    assert check(text) is not None


@pytest.mark.parametrize("text", PASSES)
def test_talk_about_the_work_passes(text):
    assert check(text) is None


def _written_down(file: str) -> dict[str, Any]:
    """Messages in teachers' own words, by kind; a few were too hard when they were written, and may stay so."""
    return yaml.safe_load((Path(__file__).parent / "data" / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["safeguarding", "pupil_data"])
def test_of_what_must_be_refused_hardly_anything_gets_through(kind):
    texts = [text for some in _written_down("concerns.yaml")[kind].values() for text in some]
    through = [text for text in texts if check(text) is None]
    assert len(through) <= 0.03 * len(texts), through


def test_of_what_only_looks_like_it_hardly_anything_is_turned_away():
    texts = [text for some in _written_down("lookalikes.yaml").values() for text in some]
    turned_away = [text for text in texts if check(text) is not None]
    assert len(turned_away) <= 0.02 * len(texts), turned_away


def test_everybody_of_the_trust_can_be_named_beside_what_pupils_need():
    for person in trial.people():
        for text in (
            f"Could {person.name} talk to me",
            f"is {person.name} free on Thursday?",
            f"what does {person.name} know about autism",
            f"thanks to {person.name} for the session on dyslexia",
            f"{person.name}, {person.job_title}, is good at EHCPs",
            person.working_on,
            person.can_help_with,
        ):
            assert check(text) is None, text


def test_every_message_of_the_evaluation_that_must_be_refused_is_and_no_other():
    for question in trial.questions():
        must = question["intent"] in {"safeguarding", "pupil_data"}
        assert (check(question["text"]) is not None) == must, question["text"]


@pytest.mark.parametrize(
    "text",
    [
        "told me " * 13_000, "a" * 100_000, "A b " * 25_000, "1" * 100_000, " " * 100_000, "my only " * 12_500,
        "one of our TAs " * 7_000, "Aa in 3L " * 11_000, "a girl in Y4 " * 8_000, "he has " * 15_000,
        "list of the " * 8_000, "Jayden's " * 11_000, "-'_ ehcp" * 12_000, "the (" * 20_000, "\u200b" * 100_000,
        "".join(f"word{number} told me he " for number in range(5_000)),
    ],
)  # fmt: skip
def test_hostile_lengths_cost_next_to_nothing(text):
    check(text[:LONGEST])  # patterns are compiled when they are first tried
    began = time.process_time()
    check(text[:LONGEST])
    assert time.process_time() - began < 0.05


def test_a_hit_keeps_the_rule_and_never_the_words():
    found = check("Jayden Whitcombe in 3L hits others")
    assert found is not None
    assert "Jayden" not in repr(found)


@pytest.mark.parametrize(
    "dad",
    ["DAD", "d\u200bad", "d\u034fad", "d\u0430d", "𝐝𝐚𝐝", "ｄａｄ", "_dad_", "*dad*", "dad\n", "d\u0332ad"],
)
def test_a_disguise_hides_nothing(dad):
    """Unseen signs, look-alikes, and the marks with which Slack and Teams stress a word."""
    assert check(f"a boy in my class said his {dad} _hits_ him")


@pytest.mark.parametrize("before", [0, 220, 221, 222, 223])
def test_something_hidden_in_a_long_text_is_still_found(before):
    """On either side of where one piece that is looked at ends and the next begins."""
    assert check("lorem ipsum dolor " * before + "a girl in Y4 told me her dad hits her" + " sit amet" * 100)


@pytest.mark.parametrize("text", ["phonics " * 1_000, "\ufdfa" * 1_000])
def test_what_is_too_long_to_be_looked_at_is_turned_away_whole(text):
    """The second has a thousand letters, each of which stands for eighteen."""
    assert check(text) == Concern("too-long", Kind.TOO_LONG)


def test_the_questions_of_the_domain_research_behave():
    """With nine that must stop, and their counterparts that must pass."""
    path = Path(__file__).parents[1] / "data" / "questions.yaml"
    for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
        assert (check(question["text"]) is not None) == (question["intent"] == "safeguarding"), question[
            "text"
        ]
