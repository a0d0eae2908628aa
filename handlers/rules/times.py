"""Times of day as people write them into a form: "15:45", "3.45pm", "1545", "4"."""

import re
from datetime import time

SCHOOL_BEGINS = 7  # o'clock: nothing is planned before it, so "3" and "6.30" are after noon

_TIME = re.compile(r"(?:at )?(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))? ?(?P<half>am|pm|noon)?")


def time_in(words: str) -> time | None:
    """The time of day that these words are, "3.45" in the afternoon; None where they are none."""
    found = _TIME.fullmatch(" ".join(words.casefold().split()))
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half == "am":
        hour %= 12
    elif half or 1 <= hour < SCHOOL_BEGINS:
        hour = hour % 12 + 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
