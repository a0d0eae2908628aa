"""A meeting that moves or is called off around its reminder: nobody is told of a day that no longer holds."""

from datetime import timedelta

import pytest

from tests.handlers.meetings import NOVEMBER, scene

__all__ = ["scene"]

DAY_BEFORE = (NOVEMBER - timedelta(days=1)).replace(hour=0, minute=0)


async def at(scene, hour, minute=0, *, days=0):
    """It is that time, this many days after the day before, and what is due is written and sent."""
    scene.app.clock.move_to(DAY_BEFORE + timedelta(days=days, hours=hour, minutes=minute))
    await scene.app.timetables.tick()
    await scene.app.settle()


async def heard(scene, who) -> list[str]:
    """The titles of what they were sent."""
    async with scene.app.database.reading() as store:
        shown = await store.playground.read(f"direct:{who.id}", who.id, trust=scene.home.id, limit=9)
    return [each.card["title"] for each in shown]


async def moves(scene):
    to = {"day": "12 November 2026", "at": "15:45", "minutes": "60", "place": ""}
    return await scene.fill(scene.lead, "agenda.when", to, meeting=scene.meeting.id)


async def calls_off(scene):
    return await scene.press(scene.lead, "agenda.called_off", meeting=scene.meeting.id)


async def test_moved_after_its_reminder_it_gets_another_for_its_new_date(scene):
    await scene.app.timetables.tick()  # from here on the timetables run
    await at(scene, 9)
    await moves(scene)
    await at(scene, 9, days=2)
    assert await heard(scene, scene.members[1]) == [
        "Maths leads meets on Tuesday 10 November 2026",
        "Maths leads has a new date",
        "Maths leads meets on Thursday 12 November 2026",
    ]


@pytest.mark.parametrize(
    ("changes", "told"), [(moves, "Maths leads has a new date"), (calls_off, "Maths leads is called off")]
)
async def test_what_is_written_and_not_yet_sent_when_it_changes_never_goes(scene, changes, told):
    await scene.app.timetables.tick()
    await at(scene, 7, 30)
    assert await heard(scene, scene.members[1]) == [], "written, and sent from eight o'clock on"
    scene.app.clock.move_to(DAY_BEFORE + timedelta(hours=7, minutes=45))
    await changes(scene)
    await at(scene, 9)
    assert await heard(scene, scene.members[1]) == [told]
