"""Answers to a posted agenda: many at once, and from those who may not give one."""

from asyncio import gather
from datetime import timedelta

import pytest

from storage.records import LetterState
from tests.handlers.meetings import CHANNEL, NOVEMBER, scene

__all__ = ["scene"]

MANY = 30


@pytest.mark.parametrize("scene", [MANY], indirect=True)
async def test_thirty_answers_at_once_are_one_edit_and_none_is_lost(scene):
    for start in range(0, MANY, 10):  # as many as one process takes in hand at once
        answering = scene.members[start : start + 10]
        await gather(*(scene.press(each, "agenda.coming", meeting=scene.meeting.id) for each in answering))
    assert await scene.letters() == {LetterState.WAITING: 1, LetterState.MERGED: MANY - 1}

    await scene.app.settle()

    assert await scene.letters() == {LetterState.SENT: 1, LetterState.MERGED: MANY - 1}
    assert len(await scene.coming()) == MANY
    async with scene.app.database.reading() as store:
        shown = await store.playground.read(CHANNEL, scene.sam.id, trust=scene.home.id, limit=9)
    assert len(shown) == 1, "the post itself, edited"
    assert f"{MANY} are coming" in str(shown[0])


async def test_pressed_again_the_last_word_counts(scene):
    ada = scene.members[0]
    for action in ("agenda.coming", "agenda.cannot", "agenda.coming", "agenda.cannot"):
        await scene.press(ada, action, meeting=scene.meeting.id)
    assert await scene.coming() == {ada.id: False}


async def test_another_trusts_meeting_is_not_there(scene):
    for action in ("coming", "cannot", "look", "whole", "open", "post", "did_not_happen"):
        pressed = await scene.press(scene.una, f"agenda.{action}", meeting=scene.meeting.id)
        assert pressed == "Sorry", action
    assert await scene.coming() == {}


async def test_a_colleague_who_is_no_member_reads_an_open_networks_agenda_and_comes_as_a_guest(scene):
    assert "Maths leads" in await scene.press(scene.sam, "agenda.look", meeting=scene.meeting.id)
    await scene.press(scene.sam, "agenda.coming", meeting=scene.meeting.id)
    assert await scene.coming() == {scene.sam.id: True}
    async with scene.app.database.reading() as store:
        assert await store.networks.of(scene.sam) == (), "coming once is not joining"


async def test_a_network_among_its_members_is_closed_to_others(scene):
    async with scene.app.database.store() as store:
        await store.networks.change(scene.network, open=False)
    for action in ("coming", "cannot", "look", "whole"):
        assert await scene.press(scene.sam, f"agenda.{action}", meeting=scene.meeting.id) == "Sorry", action
    asked = {"network": str(scene.network.id), "words": "How do others teach time?"}
    assert await scene.fill(scene.sam, "agenda.suggest", asked) == "Sorry"
    assert await scene.coming() == {}


async def test_only_whoever_leads_it_posts(scene):
    for action in ("post", "open", "preview", "did_not_happen"):
        pressed = await scene.press(scene.members[1], f"agenda.{action}", meeting=scene.meeting.id)
        assert pressed == "Sorry", action


async def test_nobody_sees_what_is_not_posted_yet_or_answers_what_is_over(scene):
    later = await scene.planned(NOVEMBER + timedelta(days=14))
    ada = scene.members[1]
    assert await scene.press(ada, "agenda.whole", meeting=later.id) == "Sorry"
    scene.app.clock.move_to(NOVEMBER)
    assert await scene.press(ada, "agenda.coming", meeting=scene.meeting.id) == "Sorry"


async def test_a_suggestion_goes_to_networks_of_ones_own_trust_and_its_name_is_left_out_by_its_author_alone(
    scene,
):
    ada, jo, *_ = scene.members
    asked = {"network": str(scene.network.id), "words": "How do others teach time?"}
    assert await scene.fill(scene.una, "agenda.suggest", asked) == "Sorry"
    assert await scene.fill(ada, "agenda.suggest", asked | {"words": "x" * 501}) == "Sorry"
    await scene.fill(ada, "agenda.suggest", asked)
    async with scene.app.database.reading() as store:
        (kept,) = await store.suggestions.waiting(scene.network.id, trust=scene.home.id)
    for who in (jo, scene.una):
        assert await scene.press(who, "agenda.unnamed", suggestion=kept.id) == "Sorry"
    await scene.press(ada, "agenda.unnamed", suggestion=kept.id)
    async with scene.app.database.reading() as store:
        (unnamed,) = await store.suggestions.waiting(scene.network.id, trust=scene.home.id)
    assert (kept.named, unnamed.named) == (True, False)
