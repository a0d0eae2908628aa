"""Times of day, as people write them."""

from datetime import time

import pytest

from handlers.rules.times import time_in


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("15:45", time(15, 45)),
        (" 3.45pm ", time(15, 45)),
        ("1545", time(15, 45)),
        ("at 4", time(16)),
        ("9.30", time(9, 30)),
        ("7.30 am", time(7, 30)),
        ("12 noon", time(12)),
        ("12am", time(0)),
        ("25:00", None),
        ("15:60", None),
        ("15 pm", None),
        ("after school", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_it_is_written_and_in_the_afternoon_where_no_school_is_open(words, meant):
    assert time_in(words) == meant
