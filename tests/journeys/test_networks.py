"""A network from its making to its new facilitator: who may do what, and what everybody sees."""

import re
from datetime import date, datetime, timedelta

import pytest

from handlers.talk import LOCAL, Card, Post, Text, ToNetwork, ToPerson
from storage.records import Notes, Platform, State, Why
from tests.conversation import Household, Member

#: What does not depend on the door is seen through one.
through_one_door = pytest.mark.parametrize("doorway", [Platform.SLACK], indirect=True)


async def say_in(house: Household, member: Member, channel: str, text: str) -> str:
    """A slash command where the platform has them in channels, else a mention; the title of the answer."""
    if house.platform is Platform.SLACK:
        await house.driver.command(member.person, text, channel=channel)
        return member.newest().text
    return (await member.says(text, channel=channel)).text


async def opens(member: Member, words: str, form: str) -> None:
    """A form by a word: where it cannot open by itself, the button that stands for it is pressed."""
    if form in (await member.says(words)).buttons:
        await member.presses(form)


async def every_network(house: Household) -> list[str]:
    async with house.database.reading() as store:
        (trust,) = await store.trusts.everyone()
        return [each.name for each in await store.networks.everyone(trust.id)]


async def linked_to(house: Household, member: Member) -> list[str]:
    """The networks of their trust that have a channel."""
    async with house.database.reading() as store:
        found = await store.networks.with_channel(member.person.trust)
        return [each.name for each in await store.networks.everyone(member.person.trust) if each.id in found]


async def test_a_channel_is_linked_from_inside_it_and_nothing_half_made_remains(house):
    cora = await house.member("Cora Dean", networks=["Maths leads", "Science leads"], coordinator=True)
    ada = await house.member("Ada Byron", networks=["Maths leads"])
    channel, _ = await house.driver.channel("Maths leads", [cora.person, ada.person])

    assert "inside the channel" in (await cora.says("networks link maths leads")).text
    assert "no network called “beekeeping”" in await say_in(house, cora, channel, "networks link beekeeping")
    assert "Whose channel" in await say_in(house, cora, channel, "networks link")
    assert "Only a facilitator" in await say_in(house, ada, channel, "networks link maths leads")
    if house.platform is Platform.SLACK:  # where a slash command works in every channel
        house.driver.slack.absent.add(channel)
        assert "/invite @Brightspot" in await say_in(house, cora, channel, "networks link maths leads")
        house.driver.slack.absent.clear()
    assert await linked_to(house, cora) == []

    await say_in(house, cora, channel, "networks link maths leads")
    assert await linked_to(house, cora) == ["Maths leads"]
    assert any("the channel of Maths leads now" in each.title for each in ada.sees())
    await post_to_the_channel_of(house, ada, "Maths leads")
    assert any(each.title == "What is next" for each in ada.sees())
    assert "already" in await say_in(house, cora, channel, "networks link science leads")
    assert await linked_to(house, cora) == ["Maths leads"]

    await say_in(house, cora, channel, "networks unlink")
    assert await linked_to(house, cora) == []


async def test_whoever_arrives_is_offered_the_networks_made_for_their_work(house):
    cora = await house.member("Cora Dean", networks=["SENCo network", "Maths leads", "Office managers"])
    ada = await house.member("Ada Byron", job_title="SENDCo and maths lead")
    for welcome in (each for each in house.driver.everything() if each.title == "Welcome, Ada"):
        assert {"SENCo network", "Maths leads"} <= set(welcome.text.splitlines())
        assert "Office managers" not in welcome.text

    await ada.says("networks")
    assert "You are in no network yet" in ada.newest().text
    assert ada.newest().buttons == ("Join", "Join", "Show all networks")
    page = await ada.presses("Join", on="SENCo network")
    assert "You are in this network" in page.text
    assert "Ada Byron" in (await cora.says("networks senco")).text


async def test_a_coordinator_makes_a_network_and_whoever_is_to_lead_it_hears(house):
    cora = await house.member("Cora Dean", coordinator=True, networks=["Science leads"])
    ada = await house.member("Ada Byron")
    await house.member("Jo Mensah", school="Oakhill")
    await house.member("Jo Marsh")
    assert "coordinator makes networks" in (await ada.says("networks make")).text

    await opens(cora, "networks make", "A new network")
    form = {
        "Name": "science leads",
        "What brings its members together?": "A subject: maths leads",
        "What is it about?": "Maths in primary, mastery",
        "Who leads it?": "Jo",
    }
    await cora.fills(form)  # there is one of that name
    await cora.fills(form | {"Name": "Maths leads"})  # there are two of that name
    assert await every_network(house) == ["Science leads"]
    made = await cora.fills(form | {"Name": "Maths leads", "Who leads it?": "Ada Byron"})
    assert "Maths leads is made" in made.text
    assert "maths mastery" in made.text
    assert await every_network(house) == ["Maths leads", "Science leads"]
    await house.wait(timedelta(minutes=1))
    assert "You lead Maths leads now" in ada.newest().text

    await ada.says("networks maths")
    await ada.presses("Change it")
    changed = await ada.fills({"Name": "Primary maths", "How long are its meetings?": "90 minutes"})
    assert "Once a half-term, 90 minutes" in changed.text
    assert "Primary maths" in (await cora.says("networks all")).text


async def test_quality_has_two_sides_an_owner_and_a_day_on_which_it_is_looked_at_again(house):
    hannah = await house.member("Hannah Lead", networks=["Maths leads"])
    jo = await house.member("Jo Mensah", networks=["Maths leads"], working_days=(1, 2))
    await leading(house, hannah, "Maths leads")
    assert "Nothing is written yet" in (await jo.says("networks quality maths")).text
    assert "Write it" not in jo.newest().buttons

    await hannah.says("networks quality maths leads")
    await hannah.presses("Write it")
    form = {
        "What good looks like": "Pupils explain how they know.",
        "How we get there": "We plan together.",
        "Who keeps it?": "Jo Mensah",
        "When do we look at it again?": "1 September 2026",
    }
    await hannah.fills(form)  # past
    shown = await hannah.fills(form | {"When do we look at it again?": "5 October 2026"})
    assert "Pupils explain how they know." in shown.text
    assert "Jo Mensah" in shown.text

    await house.wait(timedelta(days=28))  # Monday: not one of Jo's days
    assert not any("still right" in each.title for each in jo.sees())
    await house.wait(timedelta(days=1))
    await house.wait(timedelta(days=1))
    assert [each.title for each in jo.sees()].count("Is this still right for Maths leads?") == 1
    kept = await jo.presses("Still right")
    assert "6 October 2027" in kept.text or "7 October 2027" in kept.text


async def test_a_new_facilitator_is_given_everything_and_nothing_is_lost(house):
    hannah = await house.member("Hannah Lead", networks=["Maths leads"])
    jo = await house.member("Jo Mensah", networks=["Maths leads"], school="Oakhill")
    ada = await house.member("Ada Byron")
    await leading(house, hannah, "Maths leads")
    await a_year_of_meetings(house, hannah, jo, "Maths leads")

    await opens(hannah, "networks hand over maths leads", "Who leads it next?")
    both = "jo.mensah@school.example, hannah.lead@school.example"  # who leads it already is no news
    written = {"Who leads it from now on?": "Jo Mensah, Oakhill", "Or somebody who is not in it yet": both}
    done = await hannah.fills(written)
    assert "Jo Mensah leads it now" in done.text
    await house.wait(timedelta(minutes=1))
    pack = next(each for each in jo.sees() if each.title == "You lead Maths leads now")
    told = (
        "Hannah Lead led it",
        "Fri 20 Nov",
        "bar models to try",
        "Counting starts early",
        "Fractions first",
    )
    assert [each for each in told if each not in pack.text] == [], pack.text
    assert "a wall of vocabulary" in pack.text

    assert "Only a facilitator" in (await hannah.says("networks hand over maths leads")).text
    assert "Hand over" in (await jo.says("networks maths leads")).buttons
    assert "Hand over" not in (await ada.says("networks maths leads")).buttons


@through_one_door
async def test_a_coordinator_sees_who_and_which_school_is_left_out(house):
    cora = await house.member("Cora Dean", coordinator=True, networks=["Maths leads", "SENCo network"])
    ada = await house.member("Ada Byron", school="Oakhill", job_title="Year 4 teacher")
    await house.member("Hidden Hal", school="Oakhill", open_to_introductions=False)
    await leading(house, cora, "Maths leads")

    shown = (await cora.says("networks gaps")).text
    assert "2 of 3" in shown
    assert re.search(r"No facilitator\W+SENCo network", shown)
    shown = (await cora.presses("Who is in none")).text
    assert "Ada Byron, Year 4 teacher" in shown
    assert "and 1 more" in shown
    assert "Hidden Hal" not in shown
    assert "Oakhill" in (await cora.says("networks gaps maths")).text
    assert "coordinator looks after that" in (await ada.says("networks gaps")).text


@through_one_door
async def test_a_word_for_several_networks_is_asked_back_and_the_nearest_comes_first(house):
    ada = await house.member("Ada Byron", networks=["KS1 maths", "KS2 maths", "Maths (sec)"])
    jo = await house.member("Jo Mensah")  # of a primary school
    assert (await ada.says("networks maths")).buttons == ("KS1 maths", "KS2 maths")
    assert "Leave" in (await ada.presses("KS2 maths")).buttons
    assert (await jo.says("networks maths (sec)")).title == "Maths (sec)"


@through_one_door
async def test_whoever_leaves_hears_no_more_of_its_meetings_and_stays_in_its_record(house):
    hannah = await house.member("Hannah Lead", networks=["Maths leads"])
    jo = await house.member("Jo Mensah", networks=["Maths leads"], school="Oakhill")
    await leading(house, hannah, "Maths leads")
    await a_year_of_meetings(house, hannah, jo, "Maths leads")
    await letters_about_its_meetings(house, hannah, jo)

    await jo.says("networks maths leads")
    assert "You have left Maths leads" in (await jo.presses("Leave")).text
    await house.wait(timedelta(days=1, hours=2))
    assert any("an agenda to come" in each.text for each in hannah.sees())
    assert not any("an agenda to come" in each.text for each in jo.sees())
    async with house.database.reading() as store:
        assert [each.text for each in await store.actions.of(jo.person)] == ["bar models to try"]


async def post_to_the_channel_of(house: Household, member: Member, network: str) -> None:
    async with house.database.store() as store:
        found = next(each for each in await store.networks.of(member.person) if each.name == network)
        card = Card("What is next", Text("fractions"))
        await house.app.postman.post([Post(ToNetwork(found), card, "agenda:1", Why.MEETING)], store)
    await house.wait(timedelta(minutes=1))


async def letters_about_its_meetings(house: Household, *members: Member) -> None:
    """Written today, to go tomorrow."""
    tomorrow = house.app.clock.now() + timedelta(days=1)
    async with house.database.store() as store:
        (_, meeting) = await store.meetings.of(
            next(each.id for each in await store.networks.of(members[0].person)),
            trust=members[0].person.trust,
        )
        for each in members:
            card = Card("Maths leads", Text("an agenda to come"))
            key = f"meeting:{meeting.id}:agenda:{each.person.id}"
            post = Post(ToPerson(each.person), card, key, Why.MEETING, due=tomorrow)
            await house.app.postman.post([post], store)


async def leading(house: Household, member: Member, network: str) -> None:
    async with house.database.store() as store:
        found = next(each for each in await store.networks.of(member.person) if each.name == network)
        await store.networks.join(found.id, member.person, facilitator=True)


async def a_year_of_meetings(house: Household, hannah: Member, jo: Member, network: str) -> None:
    """One held with its record, one to come, a suggestion that waits and an action that is not done."""
    now = house.app.clock.now()
    trust = hannah.person.trust
    async with house.database.store() as store:
        found = next(each for each in await store.networks.of(hannah.person) if each.name == network)
        held = await store.meetings.plan(found.id, now - timedelta(days=70), trust=trust, minutes=60)
        await store.meetings.plan(found.id, datetime(2026, 11, 20, 16, tzinfo=LOCAL), trust=trust, minutes=60)
        assert held is not None
        await store.meetings.change(held, state=State.HELD)
        notes = Notes(held.id, trust, headline="Counting starts early", decisions="Fractions first")
        await store.notes.keep(notes)
        await store.actions.add(held, jo.person, "bar models to try", date(2026, 10, 2))
        await store.suggestions.add(jo.person, found.id, "a wall of vocabulary", now, named=False)
