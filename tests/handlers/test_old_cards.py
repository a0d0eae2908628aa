"""A card outlives what it is about: pressed late, at the same time as another, or forged, it does no harm."""

from datetime import timedelta

import pytest

from bot.incoming import Opened, Pressed
from handlers.agenda.drafting import begin
from handlers.talk import Form, Request
from storage.records import AgendaItem, Source, State
from tests.handlers.meetings import NOVEMBER, scene

__all__ = ["scene"]

DAY = timedelta(days=1)


async def meeting_of(scene, meeting):
    async with scene.app.database.reading() as store:
        return await store.meetings.find(meeting.id, trust=scene.home.id)


async def test_a_meeting_that_has_begun_is_not_called_off_any_more(scene):
    scene.app.clock.move_to(NOVEMBER + DAY)
    assert await scene.press(scene.lead, "agenda.called_off", meeting=scene.meeting.id) == "Sorry"
    assert (await meeting_of(scene, scene.meeting)).state is State.POSTED


@pytest.mark.parametrize("state", [State.NOT_HELD, State.HELD])
async def test_what_was_never_posted_is_not_said_to_be(scene, state):
    meeting = await scene.planned(scene.app.clock.now() - DAY)
    async with scene.app.database.store() as store:
        await store.meetings.change(meeting, state=state)
    said = await scene.does(scene.lead, Pressed("agenda.post", {"meeting": meeting.id}))
    assert "has begun or is over" in said.plain()


async def test_planned_twice_at_once_a_meeting_keeps_what_was_written_into_it(scene):
    request = Request(scene.lead, scene.home, scene.app.clock.now())
    async with scene.app.database.store() as store:
        first = await begin(scene.network, NOVEMBER + 7 * DAY, request, store)
        written = await store.meetings.change(first, version=1)
        await store.agendas.keep(written, [AgendaItem(5, "Our own words")])
        again = await begin(scene.network, NOVEMBER + 7 * DAY, request, store)
        assert again.id == first.id
        assert [each.title for each in await store.agendas.items(first.id, trust=scene.home.id)] == [
            "Our own words"
        ]


async def test_whoever_leaves_their_name_out_is_not_named_in_the_draft_either(scene):
    ada, meeting = scene.members[1], await scene.planned(NOVEMBER + 7 * DAY)
    async with scene.app.database.store() as store:
        kept = await store.suggestions.add(
            ada, scene.network.id, "Number talks", scene.app.clock.now(), named=True
        )
        await store.meetings.change(meeting, version=1)
        item = AgendaItem(5, "Number talks", owner=ada.id, source=Source.SUGGESTION, source_id=kept.id)
        await store.agendas.keep(meeting, [item, AgendaItem(5, "Her own item", owner=ada.id)])
    assert await scene.press(ada, "agenda.unnamed", suggestion=kept.id) == "Suggested to Maths leads"
    async with scene.app.database.reading() as store:
        items = await store.agendas.items(meeting.id, trust=scene.home.id)
    assert [each.owner for each in items] == [None, ada.id]


async def test_a_form_with_a_forged_number_of_pages_has_no_more_than_an_agenda_fills(scene):
    values = {"meeting": scene.meeting.id, "pages": 10_000}
    said = await scene.does(scene.lead, Opened("agenda.edit", values))
    assert isinstance(said, Form)
    assert len(said.fields) < 50
