"""The desk belongs to whoever leads the network; what cannot be is one sentence, and nothing is half done."""

from datetime import timedelta

import pytest

from bot.incoming import Filled, Opened, Pressed
from handlers.talk import Form, TextField
from storage.records import State, Wish
from tests.handlers.meetings import NOVEMBER, scene

__all__ = ["scene"]

PRESSED = ("open", "post", "preview", "more", "call_off", "called_off")
FORMS = ("edit", "item", "later", "decide", "when")


async def state_of(scene, meeting):
    async with scene.app.database.reading() as store:
        found = await store.meetings.find(meeting.id, trust=scene.home.id)
        return found, await store.agendas.items(meeting.id, trust=scene.home.id)


async def test_nobody_but_who_leads_it_comes_to_the_desk(scene):
    meeting = await scene.planned(NOVEMBER + timedelta(days=7))
    before = await state_of(scene, meeting)
    for who in (scene.members[1], scene.sam, scene.una):
        for name in PRESSED:
            assert await scene.press(who, f"agenda.{name}", meeting=meeting.id) == "Sorry", (who.name, name)
        for name in FORMS:
            said = await scene.does(who, Opened(f"agenda.{name}", {"meeting": meeting.id}))
            assert said.title == "Sorry", (who.name, name)
        for name in FORMS:
            said = await scene.fill(
                who, f"agenda.{name}", {"items_0_1": "5 Mine", "which": "1"}, meeting=meeting.id
            )
            assert said == "Sorry", (who.name, name)
        for form in ("framework", "own_items"):
            given = {"network": scene.network.id} if form == "own_items" else {}
            assert await scene.fill(who, f"agenda.{form}", {"items": "5 Mine"}, **given) == "Sorry"
    assert await state_of(scene, meeting) == before


@pytest.mark.parametrize(
    ("form", "answers", "sentence"),
    [
        ("edit", {"items_{e}_1": "5 Talk\n300 Close"}, "Line 2 has 300 minutes; a meeting has at most 180."),
        ("edit", {"items_{e}_1": ""}, "Please write at least one item"),
        ("edit", {"items_{e}_1": "5 Talk", "purpose_{e}": "x" * 501}, "it has 501"),
        ("item", {"title": "", "minutes": "5", "place": "0"}, "between 1 and 200 characters"),
        ("item", {"title": "Talk", "minutes": "many", "place": "0"}, "a number of minutes from 1 to 180"),
        ("item", {"title": "Talk", "minutes": "5", "owner": "Nobody", "place": "0"}, "No member"),
        (
            "item",
            {"title": "Talk", "minutes": "5", "owner": "Member", "place": "0"},
            "That could be Member 0 or",
        ),
        ("later", {"day": "someday", "hour": "8"}, "I can't read that date."),
        ("later", {"day": "1 September", "hour": "8"}, "That has passed."),
        ("later", {"day": "18 November", "hour": "8"}, "Please choose a day before it."),
        ("later", {"day": "28 October", "hour": "8"}, "Wednesday 28 October 2026 is no school day."),
        ("later", {"day": "9 November", "hour": "3"}, "Please choose one of these times."),
    ],
)
async def test_what_cannot_be_is_one_sentence_and_changes_nothing(scene, form, answers, sentence):
    meeting = await scene.planned(NOVEMBER + timedelta(days=7))
    await scene.press(scene.lead, "agenda.open", meeting=meeting.id)
    before = await state_of(scene, meeting)
    filled = {name.format(e=1): value for name, value in answers.items()}
    values = {"meeting": meeting.id} | ({"edition": 1} if form in ("edit", "item") else {})
    values |= {"number": 1, "chosen": True} if form == "item" else {}
    said = await scene.does(scene.lead, Filled(f"agenda.{form}", values, filled))
    assert sentence in said.plain()
    assert await state_of(scene, meeting) == before


async def test_nothing_goes_out_that_whoever_posts_it_has_not_seen(scene):
    meeting = await scene.planned(NOVEMBER + timedelta(days=7))
    await scene.press(scene.lead, "agenda.open", meeting=meeting.id)
    async with scene.app.database.store() as store:
        now, offer = scene.app.clock.now(), {"named": True, "wish": Wish.BRIGHT_SPOT}
        await store.suggestions.add(scene.members[1], scene.network.id, "Number talks", now, **offer)
    said = await scene.does(scene.lead, Pressed("agenda.post", {"meeting": meeting.id, "edition": 1}))
    assert "This has changed since you looked at it." in said.plain()
    assert "Bright spot (Member 1): Number talks" in said.plain()
    assert (await state_of(scene, meeting))[0].state is State.PLANNED
    values = next(each.values for each in said.buttons() if each.label == "Post it")
    await scene.does(scene.lead, Pressed("agenda.post", values))
    assert (await state_of(scene, meeting))[0].state is State.POSTED


async def test_pressed_twice_it_is_posted_once_and_called_off_once(scene):
    meeting = await scene.planned(NOVEMBER + timedelta(days=7))
    await scene.press(scene.lead, "agenda.open", meeting=meeting.id)
    assert await scene.press(scene.lead, "agenda.post", meeting=meeting.id) == "Maths leads: the agenda"
    assert await scene.press(scene.lead, "agenda.post", meeting=meeting.id) == "Sorry"
    for _ in range(2):
        assert (
            await scene.press(scene.lead, "agenda.called_off", meeting=meeting.id)
            == "Maths leads: called off"
        )
    assert (await state_of(scene, meeting))[0].state is State.CANCELLED
    said = await scene.does(scene.lead, Opened("agenda.edit", {"meeting": meeting.id}))
    assert "called off" in said.plain()


async def test_every_form_of_words_for_many_to_read_asks_to_leave_pupils_out_once(scene):
    meeting = await scene.planned(NOVEMBER + timedelta(days=7))
    async with scene.app.database.store() as store:
        await store.people.change(scene.lead, scene.app.clock.now(), coordinator=True)
    network, of = {"network": scene.network.id}, {"meeting": meeting.id}
    opened = {
        "agenda.edit": of,
        "agenda.item": of | {"number": 1, "chosen": True},
        "agenda.wrap_up": {"meeting": scene.meeting.id},
        "agenda.framework": {},
        "agenda.own_items": network,
        "networks.make": {},
        "networks.change": network,
    }
    scene.app.clock.move_to(scene.meeting.starts)
    for name, values in opened.items():
        form = await scene.does(scene.lead, Opened(name, values))
        assert isinstance(form, Form), name
        said = [form.intro, *(each.hint for each in form.fields if isinstance(each, TextField))]
        assert " ".join(said).lower().count("pupils") == 1, name
