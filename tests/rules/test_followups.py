"""What goes on from the question before it, what is a question of its own, and what both together ask."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules.followups import Follows, in_full, kind, name_left_out
from handlers.rules.narrowing import goes_on, narrowed
from handlers.rules.reading import Intent, Reading, read
from handlers.rules.telling import in_words

MORE = """
    anyone else? / Anybody else / others? / any others? / more / more please / any more? / show me more
    someone else / who else? / who else is there / is that everyone? / next / next three / somebody different
    different people / thanks, anyone else? / great, any others? / another one please / a few more
    keep going
"""
LEANS = """
    only primaries / just secondaries / only schools like ours / only small schools / church schools only
    just infants / only with a sixth form / only part time / not secondaries, just primaries
    nearer / nearer please / closer to us / closer / anyone closer? / too far / that's too far / not so far
    who is nearest? / which is closest? / anyone nearer to us who has done it / anywhere
    further away is fine / any distance
    not Elm Park / not elm park please / but not Elm Park / except Elm Park Primary / not in secondary
    what about KS2? / how about year 6 / and for Year 6? / and KS2 / and in secondary? / KS2 instead / no, KS2
    sorry, I meant KS2 / ok what about secondary / same question for year 4 / the same but in secondary
    who has done it? / who's done it already? / who has cracked this / who is doing it now?
    anyone doing it now / with experience / more experienced / who wants help with it?
    who can help on a Friday? / on a friday / who is free on Tuesdays? / free on Thursday afternoon
    Mondays or Tuesdays / only primaries near us
"""
MAY = """
    someone smaller / smaller schools / somewhere bigger / bigger / anyone in a bigger school? / our size
    about our size / same size as us / any phase / in schools like ours / like ours / small schools
    in a small school
    rural / in a village / special schools / primary / secondary? / any in secondary? / near us / nearby
    are any of them in primaries? / which of them are near us? / within 10 miles / less than 20 minutes away
    small primaries within 10 miles / one form entry / part-timers / who works part time?
    not maths / anyone but heads / no heads / except SENCOs / only SENCOs / just heads
    same but for science / same for maths / what about phonics / and maths? / with mixed-age classes
"""
YEARS = "KS2? / year 6 / Y3/4? / reception"

QUESTIONS = """
    who else is tackling mixed-age KS1? / other SENDCos? / any other SENDCos
    another SENDCo in a small school / science lead / phonics leads in primaries / Y6 teachers
    year 6 teachers in small schools
    who leads maths at Elm Park? / and who leads maths? / who has cracked persistent absence?
    anyone doing phonics? / anyone else tackling attendance? / anyone else running GCSE resits?
    only child families, who supports them? / just started as SENCO, who can mentor me?
    I'm the only music teacher, who else is on their own? / which schools are like ours? / schools like ours
    which schools are like ours, and why? / what's Oakfield doing on oracy? / who is in the SENDCO network?
    how many of us are there? / phonics / maths / beekeeping / AP / heads / SENCOs / primary heads
    heads of small schools / heads near us / SENCOs who work part time
    who can help with phonics on a Friday?
    who is free on Friday to talk about attendance? / someone like me / people like me / is it just us?
    not sure who to ask about phonics / not getting anywhere with attendance / not working for us
    no luck with recruitment, who has cracked it? / what about the residential in June? / how about a joke
    is there a SENCO network this half term / next meeting / next steps / more able pupils
    more able children in maths / other heads whose schools are shrinking? / others tackling falling rolls?
    same sex relationships education / same day intervention / just us or are others losing TAs?
    now we have no teaching assistants, who else? / without TAs how are people coping
    with our rolls falling who else is merging classes / for Elm Park, who leads maths?
    nearest secondary science lead / closest SENCO / Is anyone else's PA rising? / small school heads
    rural schools with falling rolls / Y1/2 mixed class teachers / KS2 teachers / reception teachers near us
    part-time teachers sharing a class / does anybody teach latin? / ELS schools? / Jo Sample / Elm Park
    thanks / thank you so much / ta / ok / hello / help / what can you do? / never mind / no / yes / stop
    I only work Mondays / I work part time now / my days are Monday and Tuesday / remind me on Friday
    see you on Friday / it's friday! / I can't make Friday / hide me / privacy / who can see this?
    need help / need help please / I need some help / can you help? / same again / done
"""


def each(texts: str) -> list[str]:
    return [one.strip() for line in texts.strip().splitlines() for one in line.split(" / ")]


EXPECTED = [
    (text, follows)
    for follows, texts in zip(Follows, (MORE, LEANS, MAY, YEARS), strict=True)
    for text in each(texts)
]


@pytest.mark.parametrize(("text", "expected"), EXPECTED)
def test_a_few_words_that_go_on_from_a_question_are_known_for_it(text, expected):
    assert kind(text) is expected
    assert read(text).intent is Intent.PEERS


@pytest.mark.parametrize("text", each(QUESTIONS))
def test_what_stands_by_itself_is_never_taken_for_the_tail_of_an_old_question(text):
    assert kind(text) is None


def test_years_alone_go_on_only_from_a_question_about_years():
    assert goes_on("KS2?", read("who else is tackling mixed-age KS1?"))
    assert not goes_on("KS2?", read("other SENDCos?"))


def together(text: str, *said: str) -> Reading:
    found = read(text)
    for words in said:
        found = narrowed(found, read(in_full(words)))
    return found


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("only primaries", "mixed-age classes, KS1, only primaries"),
        ("only primaries / nearer", "mixed-age classes, KS1, only primaries, near you"),
        ("nearer / nearer", "mixed-age classes, KS1, within 10 miles"),
        ("within 10 miles / nearer / anywhere", "mixed-age classes, KS1"),
        ("what about KS2?", "mixed-age classes, KS2"),
        ("or year 6 too", "mixed-age classes, KS1 and Year 6"),
        ("just secondaries", "mixed-age classes, only secondaries"),
        ("secondary only", "mixed-age classes, only secondaries"),
        ("just secondaries / and for Year 6?", "mixed-age classes, Year 6"),
        ("only primaries / any phase", "mixed-age classes"),
        ("small schools / bigger", "mixed-age classes, KS1, in larger schools than yours"),
        ("small schools / rural", "mixed-age classes, KS1, small schools, rural"),
        ("not small schools", "mixed-age classes, KS1, not small schools"),
        ("not Elm Park", "mixed-age classes, KS1, not Elm Park"),
        ("only heads", "headteacher, mixed-age classes, KS1"),
        ("only heads / or deputies", "headteacher or deputy headteacher, mixed-age classes, KS1"),
        ("what about phonics?", "phonics, KS1"),
        ("only phonics", "phonics, mixed-age classes, KS1"),
        ("who can help on a Friday? / part-timers", "mixed-age classes, KS1, in on Fridays, part-time"),
        ("anyone else?", "mixed-age classes, KS1"),
        ("in schools like ours", "mixed-age classes, KS1, in schools like yours"),
    ],
)  # fmt: skip
def test_the_question_and_what_was_said_after_it_ask_one_thing(said, told):
    assert in_words(together("mixed-age KS1", *said.split(" / "))) == told


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        ("who leads maths?", "same but for science", "science subject leader"),
        ("maths and science leads", "no maths", "science subject leader, not mathematics"),
        ("who leads maths?", "not maths / and maths?", "mathematics subject leader"),
        ("SENDCos with experience of EBSA", "who is doing it now?",
         "SENDCo, emotionally based school avoidance, doing it now"),
        ("other SENDCos?", "anyone else nearer?", "SENDCo, near you"),
        ("who knows about llamas", "only primaries", "“llamas”, only primaries"),
    ],
)  # fmt: skip
def test_what_is_new_takes_the_place_of_what_it_contradicts(question, said, told):
    assert in_words(together(question, *said.split(" / "))) == told


SAID = [text for text, _ in EXPECTED]


@given(st.lists(st.sampled_from([*SAID, *each(QUESTIONS)]), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_after_whatever_asks_for_something_that_can_be_told(talk):
    question, *said = talk
    found = together(question, *said)
    assert isinstance(in_words(found), str)
    assert found.excluded == tuple(dict.fromkeys(found.excluded))
    assert not set(found.excluded) & {*found.roles, *found.topics, *found.subjects}


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_is_one_or_the_other(text):
    assert kind(text) in {*Follows, None}
    assert isinstance(name_left_out(text), str)
