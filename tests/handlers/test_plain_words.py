"""What plain words do: what the cycle takes for its own; what hides somebody from search, or shows them."""

import pytest

from handlers.cycle import cycle
from handlers.profile.own import wants_to_be_found


@pytest.mark.parametrize(
    ("words", "room"),
    [
        ("stop", "left_in_peace"),
        ("Unsubscribe", "left_in_peace"),
        ("stop nudging me", "left_in_peace"),
        ("please stop messaging me until June", "left_in_peace"),
        ("no more reminders until June", "left_in_peace"),
        ("how do I turn off the reminders?", "left_in_peace"),
        ("less often please", "left_in_peace"),
        ("don't nudge me", "left_in_peace"),
        ("stop suggesting me", ""),
        ("stop marking every book", ""),
        ("no more messages in the home-school diary, who does that?", ""),
        ("how do I stop messages from parents at night", ""),
        ("I'm away until June", "going_away"),
        ("I’ll be on leave from 1 March to Easter.", "going_away"),
        ("I'm on maternity from January, hide me", ""),
        ("I am away from my class a lot, who covers well?", ""),
        ("how do I pause?", "pause_or_resume"),
        ("resume it", "pause_or_resume"),
        ("pause me till September", ""),
        ("I'm stuck", "typed"),
        ("we’re a bit stuck!", "typed"),
        ("stuck on fractions in Year 5", ""),
        ("On track!", "typed"),
        ("all done", "typed"),
        ("not now", "typed"),
        ("what have you done on oracy?", ""),
        ("who sees my answers?", "who_reads"),
        ("can my head read what I answered", "who_reads"),
        ("who can see my questions?", ""),
        ("what's next?", "said_otherwise"),
        ("how are our pilots going?", "said_otherwise"),
        ("what are other schools trying?", "said_otherwise"),
        ("which pilots are overdue?", "said_otherwise"),
        ("what have we stopped?", "said_otherwise"),
        ("what have we stopped doing in phonics, who has?", ""),
        ("what's next for phonics after Year 2?", ""),
        ("I want to try something new", "something_new"),
        ("I want to try something new in phonics, who has?", ""),
        ("start a pilot on attendance", "one_that_is_named"),
        ("who is running a pilot on attendance?", "who_tries_now"),
        ("are any schools piloting oracy?", "who_tries_now"),
        ("who is doing forest school?", ""),
        ("who ran the best transition project", ""),
        ("has anyone tried talk partners?", "has_anyone_tried"),
        ("has anyone looked into exam boards?", "has_anyone_looked_into"),
        ("what did we decide about marking?", "what_was_decided"),
        ("what was agreed on homework", "what_was_decided"),
        ("what did we decide about marking at the last meeting?", ""),
        ("what did we agree last time", ""),
        ("who else is tackling mixed-age KS1?", ""),
    ],
)
def test_these_words_lead_there(words, room):
    rooms = [handler.__name__ for pattern, handler in cycle.phrases if pattern.search(words)]

    assert next(iter(rooms), "") == room


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hide me from search", False),
        ("pause me till September", False),
        ("can you pause introductions for me till January", False),
        ("stop suggesting me", False),
        ("stop putting people in touch with me", False),
        ("take my name off the list for a while", False),
        ("I want to opt out", False),
        ("show me again", True),
        ("start suggesting me again", True),
        ("put me back in", True),
        ("remove phonics from my list", None),
        ("I start as SENDCO at Oakfield in May", None),
        ("I'm back on Tuesdays now", None),
        ("we pause lessons for the tables check, add that to my profile", None),
    ],
)
def test_only_words_about_being_found_hide_or_show_anybody(words, found):
    assert wants_to_be_found(words) is found
