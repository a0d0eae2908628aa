"""Dates as people write them."""

from datetime import date

import pytest

from handlers.rules.dates import date_in, looks_like_a_date

TODAY = date(2026, 11, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("28 November", date(2026, 11, 28)),
        ("Sat 28th Nov.", date(2026, 11, 28)),
        ("the 28th of november 2026", date(2026, 11, 28)),
        ("Nov 28, 2026", date(2026, 11, 28)),
        ("28/11", date(2026, 11, 28)),
        ("3.11.26", date(2026, 11, 3)),
        ("2027-01-12", date(2027, 1, 12)),
        ("3 November", date(2026, 11, 3)),
        ("12 January", date(2027, 1, 12)),
        ("4 May", date(2027, 5, 4)),
        ("28 August", date(2026, 8, 28)),
        ("29 February", None),
        ("29 February 2028", date(2028, 2, 29)),
        ("Wednesday", date(2026, 11, 11)),
        ("Thurs", date(2026, 11, 5)),
        ("tomorrow", date(2026, 11, 5)),
        ("31/4", None),
        ("99/99/9999", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_is_meant_in_england(words, found):
    assert date_in(words, TODAY) == found


@pytest.mark.parametrize(
    ("words", "is_one"), [("31 Febuary", True), ("40/11", True), ("tables", False), ("Year 3", False)]
)
def test_a_misspelt_date_is_seen_to_be_meant_as_one(words, is_one):
    assert looks_like_a_date(words) is is_one
