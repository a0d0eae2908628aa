"""Words that are too long are cut where a reader would cut them, and never to nothing."""

import pytest

from handlers.rules.cutting import cut, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fractions", "Fractions"),
        ("Fractions in small steps", "Fractions in small…"),
        ("Fractions in Year 5, with bar models", "Fractions in Year 5…"),
        ("Fractions_in_small_steps_for_Year_5", "Fractions_in_small_…"),
        ("On Fractions_in_small_steps", "On Fractions_in_sma…"),
        ("Fractions\nin small steps", "Fractions in small…"),
    ],
)
def test_what_is_left_out_shows_as_an_ellipsis(text: str, shown: str) -> None:
    assert one_line(text, 20) == shown


def test_lines_stay_lines_where_they_are_wanted() -> None:
    assert cut("One\nTwo\nThree", 9) == "One\nTwo…"
