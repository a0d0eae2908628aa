"""The oracle can fail: for each rule a message that breaks it, and is told so."""

from datetime import date, datetime, time

import pytest

from tests.nudge_rules import LOCAL, Message, Part, Since, Someone, Way, World
from tests.school_days import BRISTOL_TWO

GOAL = "Half of Year 3 speak in full sentences"
BEGAN, DELIVERING = datetime(2026, 9, 7, 9, tzinfo=LOCAL), datetime(2026, 9, 14, 9, tzinfo=LOCAL)
MONDAY = date(2026, 9, 28)


def at(text: str) -> datetime:
    """ "2026-09-28 08:30" where the schools are."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def a_world() -> World:
    """Ada leads a pilot at Oakhill which has been in Deliver for a fortnight; Ben takes part."""
    world = World()
    world.years = {"Oakhill": Since(BRISTOL_TWO), "Fenside": Since(BRISTOL_TWO)}
    way = Way("Oracy", "pilot", "Oakhill", Since(GOAL), Since("Ada"), Since("explore"))
    way.stage.becomes("deliver", DELIVERING)
    way.review.becomes(date(2026, 12, 7), DELIVERING)
    for name in ("Ada", "Ben"):
        world.people[name] = Someone(name, Since("Oakhill"))
        world.parts["1", name] = Part(name, way, BEGAN)
    return world


def nudge(when: str = "2026-09-28 08:30", touchpoint: str = "n07", number: int = 1, **given) -> Message:
    who = given.pop("to", "Ben")
    key = f"nudge:1:{touchpoint}:{number}:{who}"
    return Message(**{"to": who, "at": at(when), "text": f"Oracy: {GOAL}", "parts": (key,)} | given)


def ben(world: World) -> Part:
    return world.parts["1", "Ben"]


def changes(what: str):
    """Something that happened before, in the world's own words."""

    def change(world: World) -> None:
        moment, person, way = at("2026-09-25 12:00"), world.people["Ben"], ben(world).way
        acts = {
            "part-time": lambda: person.days.becomes(frozenset({1, 2}), moment),
            "later hour": lambda: person.hour.becomes(time(16), moment),
            "away": lambda: person.away.append((MONDAY, MONDAY, moment)),
            "left": lambda: setattr(person, "left", moment),
            "moved": lambda: person.school.becomes("Fenside", moment),
            "paused": lambda: way.state.becomes("paused", moment),
            "ended": lambda: way.state.becomes("ended", moment),
            "snoozed": lambda: ben(world).snoozed.becomes(date(2026, 10, 5), moment),
            "stopped": lambda: ben(world).often.becomes("off", moment),
            "less": lambda: ben(world).often.becomes("less", moment),
            "done": lambda: ben(world).done.becomes("deliver", moment),
            "gone from it": lambda: setattr(ben(world), "over", moment),
            "lead is done": lambda: world.parts["1", "Ada"].done.becomes("deliver", moment),
            "back in Prepare": lambda: way.stage.becomes("prepare", moment),
            "in Sustain": lambda: way.stage.becomes("sustain", moment),
            "a line of Ada's": lambda: world.lines.update({"It is hard on Mondays": "Ada"}),
            "": lambda: None,
        }
        acts[what]()

    return change


@pytest.mark.parametrize(
    ("happened", "messages", "broken"),
    [
        ("", [nudge()], ""),
        ("", [nudge(), nudge("2026-10-12 08:30", number=2), nudge("2026-11-09 09:00", "n14", 3)], ""),
        ("", [nudge("2026-09-26 08:30")], "does not work that day"),  # a Saturday
        ("", [nudge("2026-10-28 08:30")], "does not work that day"),  # half-term
        ("part-time", [nudge()], "does not work that day"),
        ("", [nudge("2026-11-03 08:30")], "a term begins or ends"),
        ("", [nudge("2026-10-21 08:30")], "a term begins or ends"),
        ("", [nudge("2026-09-28 07:59")], "too early or too late"),
        ("", [nudge("2026-09-28 17:31")], "too early or too late"),
        ("", [nudge("2026-09-28 08:00")], "before their hour, 08:30"),
        ("later hour", [nudge("2026-09-28 12:00")], "before their hour, 16:00"),
        ("", [nudge(parts=("digest:1",)), nudge("2026-10-02 09:00")], "a second unasked message"),
        ("", [nudge(parts=("nudge:1:n07:1:Ben", "nudge:2:n07:1:Ben"))], "two nudges in a week"),
        ("", [nudge(), nudge("2026-10-12 08:30")], "comes twice: nudge:1:n07:1:Ben"),
        ("away", [nudge()], "is away"),
        ("left", [nudge()], "has left"),
        ("moved", [nudge()], "has moved"),
        ("gone from it", [nudge()], "no longer takes part"),
        ("", [nudge(parts=("nudge:2:n07:1:Ben",))], "does not take part in 2"),
        ("paused", [nudge()], "of a run that is paused"),
        ("ended", [nudge()], "of a run that is ended"),
        ("snoozed", [nudge()], "snoozed until 2026-10-05"),
        ("stopped", [nudge()], "was told to stop"),
        ("less", [nudge(), nudge("2026-10-12 08:30", number=2)], "sooner than every 4 weeks"),
        ("", [nudge(), nudge("2026-10-05 08:30", number=2)], "sooner than every 2 weeks"),
        (
            "",  # it had waited for a week
            [nudge("2026-09-21 08:30", parts=("digest:1",)), nudge(), nudge("2026-10-05 08:30", number=2)],
            "sooner than every 2 weeks",
        ),
        ("done", [nudge()], "said that they are done"),
        ("lead is done", [nudge(to="Ada")], "said that they are done with deliver"),
        ("back in Prepare", [nudge()], "n07 while they prepare"),
        ("back in Prepare", [nudge(touchpoint="n04")], "n04 is for whoever leads it"),
        ("back in Prepare", [nudge(touchpoint="n05", to="Ada")], "n05 too soon"),
        ("in Sustain", [nudge(touchpoint="n12", to="Ada")], "n12 too soon"),
        ("in Sustain", [nudge(touchpoint="n13", to="Ada")], "before 2027-09-01"),
        ("", [nudge(touchpoint="n10", to="Ada")], "before the review date"),
        ("", [nudge(touchpoint="n09")], "before they are halfway"),
        ("", [nudge("2026-11-09 08:30", "n09"), nudge("2026-11-16 08:30", "n09", 2)], "n09 again"),
        ("", [nudge(touchpoint="n14")], "a good-bye after 0 silences"),
        (
            "",
            [nudge(), nudge("2026-10-12 08:30", number=2), nudge("2026-11-09 08:30", number=3)],
            "after 2 silences",
        ),
        (
            "",
            [nudge(), nudge("2026-10-12 08:30", number=2), nudge("2026-11-09 08:30", "n14", 3),
             nudge("2026-11-23 08:30", number=4)],
            "after the good-bye",
        ),
        ("", [nudge(text="Oracy: how is it going?")], "the goal is not said"),
        ("a line of Ada's", [nudge(text=f"{GOAL}. It is hard on Mondays")], "shows what Ada answered"),
        (
            "a line of Ada's",
            [nudge(text="It is hard on Mondays", asked_for=True, parts=("answer:1",))],
            "shows what Ada answered",
        ),
    ],
)  # fmt: skip
def test_a_message_that_breaks_a_rule_is_told_so(happened, messages, broken):
    world = a_world()
    changes(happened)(world)

    told = [each for message in messages for each in world.breaks(message)]

    assert told == [] if not broken else any(broken in each for each in told), told


def test_whoever_answers_and_is_never_asked_again_is_missed():
    world, asked = a_world(), ("2026-09-28 08:30", "2026-10-12 08:30")
    for number, when in enumerate(asked):
        assert world.breaks(nudge(when, number=number)) == []
        ben(world).said.append(at(when))

    assert [each for each in world.forgotten(at("2026-11-16 09:00")) if each.startswith("Ben")] == []
    missed = world.forgotten(at("2027-02-08 09:00"))
    assert any(each.startswith("Ben was not asked about Oracy for 7 weeks") for each in missed), missed
