"""After a meeting: who is named in its notes, who hears of it, and until when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.agenda.doing import ask_once
from handlers.agenda.record import records_of
from handlers.talk import Card, Post, ToPerson
from storage.records import Why
from storage.tables import outbox
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


async def keys(scene: Scene) -> set[str]:
    async with scene.app.database.reading() as store:
        return set(await store.connection.scalars(select(outbox.c.key)))


async def test_whoever_has_left_is_neither_missed_nor_asked_and_their_word_stays(scene):
    stays, gone = scene.members[1:3]
    for each in (stays, gone):
        assert await scene.press(each, "agenda.cannot", meeting=scene.meeting.id)
    async with scene.app.database.store() as store:
        for each in (stays, gone):
            await store.actions.add(scene.meeting, each, f"{each.name} tries it", NOVEMBER.date())
    assert await scene.press(gone, "networks.leave", network=scene.network.id) == "Maths leads"

    actions = "\n".join(f"{each.name}: {each.name} tries it by 20 November" for each in (stays, gone))
    assert await wraps_up(scene, headline="Number talks", actions=actions) == "Wrapped up, thank you"

    missed = f"meeting:{scene.meeting.id}:missed:"
    assert {each for each in await keys(scene) if each.startswith(missed)} == {f"{missed}{stays.id}"}
    async with scene.app.database.store() as store:
        posts = await ask_once(scene.home, (NOVEMBER + 13 * DAY).date(), store)
        kept = await store.actions.of_meeting(scene.meeting.id, trust=scene.home.id)
    assert [each.to.person.id for each in posts] == [stays.id]
    assert {each.person for each in kept} == {stays.id, gone.id}


async def test_whoever_leads_no_more_gets_nothing_of_leading(scene):
    former, next_one = scene.lead, scene.members[1]
    meeting = await scene.planned(NOVEMBER + 7 * DAY)
    async with scene.app.database.store() as store:
        kept = await store.suggestions.add(
            scene.members[2], scene.network.id, "Number talks", scene.app.clock.now(), named=True
        )
        waiting = [f"meeting:{meeting.id}:{each}:{former.id}" for each in ("draft", "not_posted:2026-11-17")]
        waiting.append(f"suggestion:{kept.id}:{former.id}")
        stays = f"meeting:{meeting.id}:call:{former.id}"
        later = NOVEMBER + DAY
        await scene.app.postman.post(
            [
                Post(ToPerson(former), Card("A letter"), each, Why.MEETING, due=later)
                for each in (*waiting, stays)
            ],
            store,
        )
    assert set(waiting) < await keys(scene)

    answers = {"members": str(next_one.id), "before": "steps_back"}
    said = await scene.fill(former, "networks.hand_over", answers, network=scene.network.id)
    assert said == "Maths leads is in new hands"

    left = await keys(scene)
    assert stays in left
    assert not left & set(waiting)


@pytest.mark.parametrize("days_later", [1, 40])
async def test_old_notes_reach_nobody_months_later_and_late_ones_still_go(scene, days_later):
    await scene.press(scene.members[1], "agenda.cannot", meeting=scene.meeting.id)
    scene.app.clock.move_to(NOVEMBER + days_later * DAY)
    actions = f"{scene.members[2].name}: try it by 8 January"
    assert await wraps_up(scene, headline="Number talks", actions=actions) == "Wrapped up, thank you"

    about = f"meeting:{scene.meeting.id}:"
    async with scene.app.database.reading() as store:
        asked = select(outbox.c.key, outbox.c.due_at, outbox.c.expires_at)
        rows = list(await store.connection.execute(asked.where(outbox.c.key.startswith(about))))
    kinds = {row.key.removeprefix(about).partition("@")[0].split(":")[0] for row in rows}
    assert {"notes", "took", "missed"} <= kinds
    for row in rows:
        last = NOVEMBER + 28 * DAY if days_later == 1 else row.due_at + 7 * DAY
        assert row.due_at < row.expires_at <= last


async def test_a_record_holds_what_was_taken_on_at_its_own_meeting(scene):
    ada, other = scene.members[1], await scene.planned(NOVEMBER + 7 * DAY)
    empty = await scene.planned(NOVEMBER + 14 * DAY)
    async with scene.app.database.store() as store:
        for meeting, text in ((scene.meeting, "first"), (other, "second"), (other, "third")):
            await store.actions.add(meeting, ada, text, NOVEMBER.date())
        records = await records_of(scene.network, [other, empty, scene.meeting], store)
    assert [[each.text for each in one.actions] for one in records] == [["second", "third"], [], ["first"]]
