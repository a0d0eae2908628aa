"""How many people there are and how, and what they do with the cycle's cards, and write into its forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from tests.conversation import Member
from tests.doors.asked import asked
from tests.doors.shown import Shown
from tests.nudge_rules import GOOD_BYE

#: What is filled in of a plan: each field by a part of its label.
PLAN = {
    "How will you know": "Quizzes each fortnight",
    "stand now": "40%",
    "should it get": "70%",
    "everyone do": "Ten minutes a day",
    "makes room": "Nothing",
}
DECIDED = {
    "and now": "65%",
    "did you try": "Ten minutes a day.\nMost did better.\nShorter, and more often.",
    "did you learn": "Short and often beats long and seldom.",
    "Why": "It was worth trying.",
}


STAGES = ("explore", "prepare", "deliver", "decide", "sustain")
#: In Explore, in Prepare, until the review: days.
PACE = {
    "half_termly": (7, 7, 22),
    "pilot": (21, 14, 63),
    "annual": (70, 35, 120),
    "multi_year": (84, 56, 140),
}
LASTS = {
    "half_termly": "Half a term",
    "pilot": "A pilot of about a term",
    "annual": "A school year",
    "multi_year": "Several years",
}


@dataclass(frozen=True)
class Size:
    """How many there are of all, and from when to when they live."""

    schools: int = 6
    people: int = 24
    initiatives: int = 8
    first: date = date(2026, 9, 14)
    last: date = date(2027, 7, 23)


class Temper(StrEnum):
    """How somebody answers."""

    QUICK = auto()
    SLOW = auto()
    SILENT = auto()
    STUCK = auto()
    DONE_EARLY = auto()
    SNOOZES = auto()
    WANTS_LESS = auto()
    STOPS = auto()


class Ending(StrEnum):
    """How a school's way ends."""

    ADOPTED = auto()
    ADAPTED = auto()
    ABANDONED = auto()
    NOT_NOW = auto()
    PAUSED = auto()
    #: Nobody answers: Brightspot itself notes it as paused.
    FORSAKEN = auto()


def answer_of(temper: Temper, touchpoint: str, count: int) -> str:
    """What they press on a nudge, their so-manieth of an initiative."""
    if touchpoint == GOOD_BYE:
        return "Resume"
    match temper:
        case Temper.STUCK:
            return "Stuck" if count % 2 else "Slower"
        case Temper.DONE_EARLY:
            return "On track" if count < 3 else "Done"
        case Temper.WANTS_LESS | Temper.STOPS if count == 3:
            return "Not now"
        case Temper.SNOOZES if count == 2:
            return "Not now"
        case _:
            return "On track"


async def opens(member: Member, topic: str) -> None:
    """The card of one of theirs, from the list of them all."""
    await member.says("cycle")
    while topic not in front(member).text:
        await member.presses("Show others")
    await member.presses("Open", on=topic)


def front(member: Member) -> Shown:
    """The newest that something can be done with; Teams says "OK." beside it, and what may be missing."""
    return next(each for each in reversed(member.sees()) if set(each.buttons) - {"Show it"})


async def press(member: Member, label: str) -> None:
    """A button of the newest card, or of those behind "More…"."""
    while label not in (shown := front(member)).buttons:
        assert "More…" in shown.buttons, f"no way to {label!r}: {shown.buttons}, {shown.text}"
        await member.presses("More…")
    await member.presses(label)


async def fill(member: Member, told: dict[str, str]) -> None:
    """The open form: each field whose label holds one of these; what else is wanted gets a few words."""
    answers = {}
    for each in asked(member):
        wanted = next((words for part, words in told.items() if part.lower() in each.label.lower()), "")
        if each.options:
            chosen = next((one for one in each.options if wanted and one.startswith(wanted)), "")
            if chosen or not (each.given or each.optional):
                answers[each.label] = chosen or each.options[0]
        elif wanted or not (each.given or each.optional):
            answers[each.label] = wanted or "As we agreed."
    await member.fills(answers)
    assert not asked(member), member.newest().text  # it says what is wrong


def labels_on(member: Member, topic: str) -> Sequence[str]:
    """What may be pressed on the newest message about it."""
    about = [each for each in member.sees() if topic in each.text]
    return about[-1].buttons if about else ()
