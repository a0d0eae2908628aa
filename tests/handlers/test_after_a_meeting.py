"""After a meeting: who is named in its notes, who hears of it, and until when."""

from datetime import timedelta

from tests.handlers.meetings import NOVEMBER, Scene, scene

__all__ = ["scene"]

DAY = timedelta(days=1)


async def wraps_up(scene: Scene, edition: int = 0, **answers: str) -> str:
    if scene.app.clock.now() < NOVEMBER:
        scene.app.clock.move_to(NOVEMBER + DAY)
    return await scene.fill(scene.lead, "agenda.wrap_up", answers, meeting=scene.meeting.id, edition=edition)


async def test_nobody_is_sent_to_whoever_prefers_not_to_be_found(scene):
    hidden, found = scene.members[1:3]
    async with scene.app.database.store() as store:
        await store.people.change(hidden, scene.app.clock.now(), open_to_introductions=False)

    assert await wraps_up(scene, bright_spot="Number talks", contact=hidden.name) == "Sorry"
    assert await wraps_up(scene, bright_spot="Number talks", contact=found.name) == "Wrapped up, thank you"
