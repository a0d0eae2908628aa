"""`agenda` and what may follow it: which meeting is meant, and who gets the draft."""

from dataclasses import replace
from datetime import timedelta

from handlers.talk import Form
from storage.records import State
from tests.handlers.meetings import CHANNEL, NOVEMBER, scene

__all__ = ["scene"]
DAY = timedelta(days=1)


async def in_plain(scene, who, text, **place) -> str:
    said = await scene.says(who, text, **place)
    return "a form" if isinstance(said, Form) else said.plain()


SAYS_THE_NEXT = (
    "agenda",
    "agenda maths",
    "agenda Maths Leads",
    "agenda maths autumn",
    "agenda maths autumn 2",
    "when is the next maths leads meeting?",
    "what's on the agenda?",
    "is the network meeting still on?",
)

CANNOT_BE_SHOWN = {
    "agenda knitting": "I know no network called “knitting”",
    "agenda maths autumn 1 2026": "Autumn 1 is over for Maths leads",
    "agenda maths summer 2024": "I have no dates of “summer 2024”",
    "agenda maths spring": "nothing is planned for Spring yet",
    "agenda plan maths": "Only a facilitator of Maths leads can do that",
    "agenda add " + "x" * 501: "more than 500 characters",
}


async def test_a_member_is_shown_the_meeting_that_is_meant(scene):
    for text in SAYS_THE_NEXT:
        shown = await in_plain(scene, scene.members[1], text)
        assert shown.startswith("Maths leads, Tuesday 10 November 2026\nTime: 15:45 to 16:45"), text
        assert "Can you come?" in shown


async def test_what_cannot_be_shown_is_said_with_the_next_step(scene):
    scene.app.clock.move_to(NOVEMBER - 2 * DAY)
    for text, answer in CANNOT_BE_SHOWN.items():
        assert answer in await in_plain(scene, scene.members[1], text), text


async def test_a_network_is_reached_by_its_whole_name_whatever_that_begins_with(scene):
    for name in ("Planning", "Add", "Past papers", "Spring term"):
        network = await scene.network_called(name)
        await scene.planned(NOVEMBER, network)
        assert f"{name}, Tuesday 10 November 2026" in await in_plain(scene, scene.sam, f"agenda {name}")


async def test_of_several_meetings_in_one_part_of_the_year_one_is_chosen(scene):
    later = await scene.planned(NOVEMBER + 14 * DAY)
    shown = await in_plain(scene, scene.members[1], "agenda maths autumn")
    assert shown.splitlines() == [
        "Maths leads, Autumn: which meeting?",
        "Tuesday 10 November 2026, 15:45 to 16:45",
        "Tuesday 24 November 2026, 15:45 to 16:45",
    ]
    assert await scene.press(scene.members[1], "agenda.look", meeting=later.id) == (
        "Maths leads, Tuesday 24 November 2026"
    )


async def test_whoever_leads_it_gets_the_next_to_post_at_once_and_hears_of_the_others(scene):
    first = await scene.planned(NOVEMBER - 35 * DAY)
    shown = await in_plain(scene, scene.lead, "agenda maths autumn")
    assert shown.startswith(
        "Maths leads: your draft\nAlso planned: Tue 10 Nov (say “agenda Maths leads Autumn 2”)"
    )
    assert await scene.press(scene.lead, "agenda.post", meeting=first.id) == "Maths leads: the agenda"


async def test_whoever_is_in_several_networks_sees_the_next_of_each_with_their_answer(scene):
    ada = scene.members[1]
    other = await scene.network_called("KS1 network", ada)
    await scene.planned(NOVEMBER + DAY, other)
    await scene.press(ada, "agenda.coming", meeting=scene.meeting.id)
    assert (await in_plain(scene, ada, "agenda")).splitlines() == [
        "Your next meetings",
        "Maths leads: Tuesday 10 November 2026, 15:45 to 16:45",
        "You are coming.",
        "KS1 network: Wednesday 11 November 2026, 15:45 to 16:45",
        "You have not said yet whether you can come.",
    ]
    assert "Maths leads, Tuesday" in await in_plain(scene, ada, "agenda", channel=CHANNEL)


async def test_a_facilitator_gets_a_draft_on_the_best_day_where_nothing_is_planned(scene):
    shown = await in_plain(scene, scene.lead, "agenda maths spring 1")
    assert shown.startswith(
        "Maths leads: your draft\nNo meeting was planned, so this is the best day I found"
    )
    async with scene.app.database.reading() as store:
        *_, begun = await store.meetings.of(scene.network.id, trust=scene.home.id)
    assert (begun.state, begun.starts.weekday()) == (State.PLANNED, NOVEMBER.weekday())
    assert "Maths leads: your draft" in await in_plain(scene, scene.lead, "agenda maths spring 1")
    async with scene.app.database.reading() as store:
        assert len(await store.meetings.of(scene.network.id, trust=scene.home.id)) == 2


async def test_neither_a_question_nor_a_coordinator_who_looks_begins_a_meeting(scene):
    async with scene.app.database.store() as store:
        await store.people.change(scene.sam, scene.app.clock.now(), coordinator=True)
        await store.meetings.change(scene.meeting, state=State.CANCELLED)
    assert "nothing is planned yet" in await in_plain(scene, scene.lead, "when is the next maths meeting?")
    assert "nothing is planned yet" in await in_plain(scene, scene.sam, "agenda maths")
    assert "Say “agenda plan Maths leads”" in await in_plain(scene, scene.lead, "agenda")
    assert "You hear of it when a date is set." in await in_plain(scene, scene.members[1], "agenda")
    async with scene.app.database.reading() as store:
        assert len(await store.meetings.of(scene.network.id, trust=scene.home.id)) == 1


async def test_adding_asks_which_network_only_where_that_is_not_clear(scene):
    ada = scene.members[1]
    assert "Suggested to Maths leads" in await in_plain(scene, ada, "agenda add time in Year 3")
    assert await in_plain(scene, scene.sam, "agenda add time in Year 3") == "a form"
    assert await in_plain(scene, ada, "agenda add") == "a form"
    assert "Suggested to Maths leads" in await in_plain(scene, scene.sam, "agenda add time", channel=CHANNEL)


async def test_an_agenda_is_posted_by_itself_at_the_hour_that_was_set(scene):
    later = await scene.planned(NOVEMBER + 14 * DAY)
    at = NOVEMBER.replace(hour=16, minute=0)
    async with scene.app.database.store() as store:
        await store.meetings.change(later, post_at=at)
    await scene.app.timetables.tick(scene.app.clock.now())
    for moment, state in ((at - timedelta(minutes=1), State.PLANNED), (at, State.POSTED)):
        scene.app.clock.move_to(moment)
        await scene.app.timetables.tick(moment)
        async with scene.app.database.reading() as store:
            found = await store.meetings.find(later.id, trust=scene.home.id)
        assert found == replace(found, state=state), moment


async def test_a_closed_network_shows_its_own_items_to_its_members_alone(scene):
    news = {"items": "5 News from the hub"}
    await scene.fill(scene.lead, "agenda.own_items", news, network=scene.network.id)
    assert "News from the hub" in await in_plain(scene, scene.sam, "agenda framework maths")
    async with scene.app.database.store() as store:
        await store.networks.change(scene.network, open=False)
    assert "News from the hub" in await in_plain(scene, scene.members[1], "agenda framework maths")
    refused = await in_plain(scene, scene.sam, "agenda framework maths")
    assert "Maths leads keeps its agendas among its members." in refused
    assert "News" not in refused
