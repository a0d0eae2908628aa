"""Time saved in a week, as people write it."""

import pytest

from handlers.rules.saved_time import in_words, minutes_in


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("90", 90),
        ("90 minutes", 90),
        ("45 mins a week", 45),
        ("about 2 hours per week", 120),
        ("an hour", 60),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("2 and a half hours", 150),
        ("two", None),
        ("1.5 hours", 90),
        ("1,5 h", 90),
        ("2h30", 150),
        ("1 hour 15 minutes", 75),
        ("1,500 minutes", 1500),
        ("100,001", None),
        ("-5", None),
        ("lots", None),
        ("", None),
        ("9" * 30, None),
    ],
)
def test_a_time_is_read_as_it_is_meant_or_not_at_all(said, minutes):
    assert minutes_in(said) == minutes


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(30, "30 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes"), (90_060, "1,501 hours")],
)
def test_minutes_are_said_in_hours(minutes, said):
    assert in_words(minutes) == said
