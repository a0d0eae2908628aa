"""Options as people write them, and questions found again by what they are about."""

from datetime import date

import pytest

from handlers.rules.enquiries import about, in_lines, options_in
from storage.records import Enquiry, EnquiryId, Option, TrustId

DAY = date(2026, 9, 7)


def asked(number: int, question: str, chosen: str = "") -> Enquiry:
    return Enquiry(EnquiryId(number), TrustId(1), None, question, None, DAY, DAY, chosen=chosen)


QUESTIONS = (
    asked(1, "One exam board for geography?", "AQA"),
    asked(2, "Which reading scheme fits mixed-age classes?"),
    asked(3, "How do we share a caretaker?"),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("exam boards", [1]),
        ("AQA", [1]),
        ("reading schemes for mixed ages", [2]),
        ("caretakers in small schools", [3]),
        ("phonics", []),
        ("", [1, 2, 3]),
    ],
)
def test_a_question_is_found_by_most_of_the_words_it_is_about(words, found):
    assert [each.id for each in about(words, QUESTIONS)] == found


def test_options_are_read_as_they_are_written_and_written_as_they_are_read():
    options = options_in("AQA; shared marking; dearer; slow\n\n ;\nEach its own;; nothing shared\nWait")
    assert options == (
        Option("AQA", "shared marking", "dearer; slow"),
        Option("Each its own", "", "nothing shared"),
        Option("Wait"),
    )
    assert options_in(in_lines(options)) == options
    assert options_in(" \n") == ()
